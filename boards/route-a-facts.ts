/** What every board tells of its Route A: the local port, and names. */
import { LOCAL_PORT_MODE } from '../modules/cosem/local-port-setup.js';
import type { Identification } from '../modules/hdlc/mode-e.js';
import type { LocalPort as LocalPortFacts } from '../src/route-a/facts.js';

/** Not a number of anybody's: the areas begin with 01. */
export const SUPPLY_POINT = '0000000000000000000001';
/** The local port has one speed, that of mode E after its opening: what begins with 300 baud finds a meter that begins with 9,600. */
export const LOCAL_PORT: LocalPortFacts = Object.freeze({
	mode: LOCAL_PORT_MODE.modeE,
	defaultBaud: 9600,
	proposedBaud: 9600,
	slow: false,
	deviceAddress: '',
	baud: 9600,
	windowTransmit: 1,
	windowReceive: 1,
	sizeTransmit: 128,
	sizeReceive: 128,
	interOctet: 500,
	inactivity: 120,
	physicalAddress: 17,
});
/** The same where it pushes: what is pushed is one frame. */
export const PUSHING_LOCAL_PORT: LocalPortFacts = Object.freeze({ ...LOCAL_PORT, sizeTransmit: 512, sizeReceive: 512 });
/** Of this project, in place of a maker's (FLAG). */
const NO_MAKER = 'KEI';

/** What it says of itself in mode E. */
export function identificationOf(logicalDeviceName: string): Identification {
	return { manufacturer: makerOf(logicalDeviceName), speed: LOCAL_PORT.baud, binary: true, identity: 'KEIKI' };
}

/** The maker's three letters begin the logical device name, unless they are none. */
function makerOf(logicalDeviceName: string): string {
	for (let i = 0; i < 3; i++) {
		const letter = logicalDeviceName.charCodeAt(i) | 0x20;
		if (letter < 0x61 || letter > 0x7a) return NO_MAKER;
	}
	return logicalDeviceName.slice(0, 3);
}
