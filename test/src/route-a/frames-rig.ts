/** What clients of Route A send, message by message, as a fuzz test begins with it. */
import type { SeededRandom } from '../../../hal/virtual/random.js';
import { encodeWrapper } from '../../../modules/dlms/wrapper.js';
import { CONTROL, encodeHdlcFrame } from '../../../modules/hdlc/frame.js';
import { hex } from '../../assert.js';
import { ACSE, HDLC, SUITE0 } from '../../vectors/cosem.js';
import { GET_ENERGY, joined, PUBLIC } from './transport-rig.js';

export const APDUS: readonly Uint8Array[] = [
	ACSE.aarq,
	ACSE.aarq,
	ACSE.aarqGmac,
	ACSE.aarqCiphered,
	ACSE.rlrq,
	SUITE0.gloGetRequest,
	SUITE0.generalGlo,
	GET_ENERGY,
	GET_ENERGY,
	'C0 01 C1 000F 0000280000FF 02 00',
	'C0 02 C1 00000001',
	'C3 01 C1 000F 0000280000FF 01 01 09 04 01020304',
].map((text) => hex(text));
const CLIENTS = [PUBLIC, PUBLIC, PUBLIC, 1, 102, 5];
const LLC = Uint8Array.of(0xe6, 0xe6, 0);
const OPENINGS = ['2f3f210d0a', HDLC.modeEAcknowledgement, HDLC.snrm, `7e7e ${HDLC.snrm}`].map((text) => hex(text));

function wrapped(random: SeededRandom): Uint8Array {
	const source = CLIENTS[random.below(CLIENTS.length)]!;
	return encodeWrapper({ source, destination: random.below(20) === 0 ? 2 : 1, apdu: APDUS[random.below(APDUS.length)]! });
}

/** Frames of HDLC that follow each other now and then, and what opens a line. */
function onLine(random: SeededRandom): Uint8Array {
	const way = random.below(10);
	if (way < 3) return OPENINGS[random.below(OPENINGS.length)]!;
	const apdu = APDUS[random.below(APDUS.length)]!;
	const information = new Uint8Array(way < 7 ? LLC.length + apdu.length : 0);
	if (way < 7) {
		information.set(LLC);
		information.set(apdu, LLC.length);
	}
	const numbers = (random.below(8) << 5) | (random.below(3) << 1);
	const controls = [CONTROL.rr | (numbers & 0xe0), CONTROL.disc, CONTROL.snrm, CONTROL.ui, numbers];
	return encodeHdlcFrame({
		segmented: random.below(8) === 0,
		destination: { upper: 1, lower: 17, length: 2 },
		source: { upper: CLIENTS[random.below(CLIENTS.length)]!, lower: 0, length: 1 },
		control: CONTROL.pollFinal | (way < 7 ? numbers : controls[random.below(controls.length)]!),
		information,
	});
}

/** One message, or several at once. */
function some(message: (random: SeededRandom) => Uint8Array): (random: SeededRandom) => Uint8Array {
	return (random) => {
		if (random.below(8) > 0) return message(random);
		return joined(...Array.from({ length: 1 + random.below(5) }, () => message(random)));
	};
}

/** Of the wrapper, as over TCP and UDP. */
export const wrapperFrames = some(wrapped);
/** Of the local port. */
export const hdlcFrames = some(onLine);
