/**
 * The meter on XS under Linux, on a serial line of this machine, such as one end of a pseudo-terminal, or on its network.
 *
 * | command line                              | what is on the line                                                                   |
 * |-------------------------------------------|---------------------------------------------------------------------------------------|
 * | `dongle DEVICE FLASH [ID PASSWORD]`       | a HEMS program, for which this is a USB dongle: it and the meter share a virtual air, as on boards/esp32s3-stick |
 * | `module DEVICE FLASH [ID PASSWORD]`       | a Wi-SUN module, which does all below UDP, as on boards/esp32-skstack                   |
 * | `network FLASH`                           | none: the meter is on the network of this machine (network.ts), as boards/esp32-wifi on Wi-Fi |
 *
 * FLASH is the file that stands for the flash, ID and PASSWORD are the Route B credentials. `localPort=DEVICE` among these words puts Route A on another
 * line; its keys are told in the same way (`routeATitle=… routeAKeys1=…`, route-a-keys.ts), once, and stay in FLASH. `routeAParts=…` names parts of it
 * (route-a-parts.ts), which keep what they keep in FLASH.route-a; `credentialKey=…` is for `dongle` alone. `watts=…` is what the terminals measure,
 * or `meter=hlw8032 meterReceive=DEVICE` measures it (device-metrology.ts); `model=…` is which dongle it is.
 * `units=…` has units plug in (device-units.ts), whose base keeps what it keeps in FLASH.units: lines on the console pull them and plug them in.
 */
import type { Scheduler } from '../../hal/ports/scheduler.js';
import type { Serial } from '../../hal/ports/serial.js';
import { CryptAes } from '../../hal/xs/aes.js';
import { CryptHash } from '../../hal/xs/hash.js';
import { XS_RANDOM } from '../../hal/xs/random.js';
import { XsScheduler } from '../../hal/xs/scheduler.js';
import { XsSerial } from '../../hal/xs/serial.js';
import { PRINT_LOG, print } from '../../hal/xs-linux/log.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import type { Datagrams } from '../../modules/datagram/datagram.js';
import { SkCoordinator } from '../../modules/wi-sun-module/skstack/host/coordinator.js';
import { parseCredentials } from '../../src/route-b/credentials.js';
import { GEN1 } from '../../src/route-b/meter-profile.js';
import { deviceRouteA } from '../device-route-a.js';
import { deviceTerminals } from '../device-terminals.js';
import { eventLogBehind, Firmware } from '../firmware.js';
import { LOCAL_PORT } from '../route-a-facts.js';
import { keptCredentials, tellKept } from '../sealed-credentials.js';
import { createStick, modelNamed, STICK_CHANNEL, STICK_PAN_ID } from '../stick.js';
import { listen } from './hands.js';
import { openMemory } from './memory.js';
import { runOnNetwork } from './network.js';

const ID = '00000000000000000000000000000000';
const PASSWORD = '0123456789AB';
const MODEL = 'bp35a1';
const BAUD = 115_200;
/** Words that may stand anywhere; behind the first, anything that begins so. */
const OPTIONS = Object.freeze([
	...['routeA', 'firmwareKey=', 'credentialKey=', 'localPort=', 'model=', 'watts='],
	...['address=', 'httpPort=', 'timeServer='],
	...['meter=', 'meterReceive=', 'meterDivider=', 'meterShunt=', 'units='],
]);
/** Words of one kind that say nothing to the other. */
const OF_A_LINE: readonly string[] = Object.freeze(['credentialKey', 'model']);
const OF_THE_NETWORK: readonly string[] = Object.freeze(['address', 'httpPort', 'timeServer']);

export default function main(words: readonly string[]): void {
	const [kind, device, file, id = ID, password = PASSWORD, ...others] = words.filter((word) => !isOption(word));
	const options: Record<string, string> = {};
	for (const word of words.filter(isOption)) options[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
	const { localPort, model = MODEL } = options;
	if (kind === 'network' && device !== undefined && file === undefined) {
		refuse(OF_A_LINE, options, 'on the network of this machine');
		runOnNetwork(device, options);
		return;
	}
	if ((kind !== 'dongle' && kind !== 'module') || device === undefined || file === undefined || others.length > 0) {
		throw new Error(
			'expected dongle or module, DEVICE, FLASH, perhaps ID and PASSWORD, and perhaps localPort=DEVICE, watts=… or meter=… meterReceive=DEVICE, and model=…; or network, FLASH',
		);
	}
	refuse(OF_THE_NETWORK, options, `with ${kind}`);
	const told = parseCredentials(id, password);
	if (kind === 'module' && options.credentialKey) throw new Error('credentialKey: not with a module, which makes its own key of the password');
	const dongle = modelNamed(model);
	const scheduler = new XsScheduler();
	const { flash, store, clock, partsFlash, unitsFlash } = openMemory(file, options);
	const serial = new XsSerial({ device, baud: BAUD });
	const cipher = new PortableCipher(new CryptAes(), new CryptHash());
	const routeA = deviceRouteA({
		place: localPort === undefined ? undefined : { device: localPort, baud: LOCAL_PORT.baud },
		words: options,
		cipher,
		store,
		eventFlash: eventLogBehind(flash),
		partsFlash,
		log: PRINT_LOG,
	});
	const kept = kind === 'module' ? undefined : keptCredentials(store, options, cipher, PRINT_LOG);
	if (kept !== undefined) tellKept(kept, told, PRINT_LOG);
	const terminals = deviceTerminals({ words: options, log: PRINT_LOG, flash: unitsFlash, pins: undefined, ...{ scheduler, clock, store } });
	const firmware = new Firmware({
		scheduler,
		clock,
		random: XS_RANDOM,
		...terminals.forFirmware,
		flash,
		log: PRINT_LOG,
		datagrams:
			kind === 'module'
				? moduleOn(serial, scheduler)
				: createStick({ serial, model: dongle, scheduler, random: XS_RANDOM, cipher, log: PRINT_LOG, store }),
		profile: GEN1,
		credentials: kept === undefined ? told : undefined,
		kept,
		serial: 'KEIKI0000001',
		store,
		routeA,
	});
	listen(terminals.guard(firmware), scheduler);
	firmware.start();
	firmware.readings.onHalfHour(() => clock.keep());
	print(`keiki on XS: ${kind} on ${device}, Route B id ${kept?.inForce?.id ?? told.id}${routeA ? `, Route A on ${localPort}` : ''}`);
}

/** @throws Error for a word that has no use here */
function refuse(words: readonly string[], options: Readonly<Record<string, string>>, where: string): void {
	const needless = words.find((word) => options[word] !== undefined);
	if (needless !== undefined) throw new Error(`${needless}: not ${where}`);
}

function isOption(word: string): boolean {
	return OPTIONS.some((option) => word.startsWith(option));
}

function moduleOn(serial: Serial, scheduler: Scheduler): Datagrams {
	return new SkCoordinator({
		serial,
		scheduler,
		log: PRINT_LOG,
		channel: STICK_CHANNEL,
		panId: STICK_PAN_ID,
		onState: (state, detail) => print(`module: ${state} ${detail}`),
	});
}
