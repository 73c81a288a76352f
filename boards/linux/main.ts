/**
 * The meter on XS under Linux, on a serial line of this machine, such as one end of a pseudo-terminal.
 *
 * | command line                              | what is on the line                                                                   |
 * |-------------------------------------------|---------------------------------------------------------------------------------------|
 * | `dongle DEVICE FLASH [ID PASSWORD]`       | a HEMS program, for which this is a USB dongle: it and the meter's own Wi-SUN stack share a virtual air |
 * | `module DEVICE FLASH [ID PASSWORD]`       | a Wi-SUN module, which does all below UDP, as on boards/esp32-skstack                   |
 *
 * FLASH is the file that stands for the flash, ID and PASSWORD are the Route B credentials. `localPort=DEVICE` among these words puts Route A on another
 * line; its keys are told in the same way (`routeATitle=… routeAKeys1=…`, route-a-keys.ts), once, and stay in FLASH.
 */
import type { Scheduler } from '../../hal/ports/scheduler.js';
import type { Serial } from '../../hal/ports/serial.js';
import { CryptAes } from '../../hal/xs/aes.js';
import { XsClock } from '../../hal/xs/clock.js';
import { CryptHash } from '../../hal/xs/hash.js';
import { XS_RANDOM } from '../../hal/xs/random.js';
import { XsScheduler } from '../../hal/xs/scheduler.js';
import { XsSerial } from '../../hal/xs/serial.js';
import { FileFlash } from '../../hal/xs-linux/file-flash.js';
import { PRINT_LOG, print } from '../../hal/xs-linux/log.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import type { Datagrams } from '../../modules/datagram/datagram.js';
import { ECHONET_LITE_PORT } from '../../modules/datagram/ports.js';
import { Settings } from '../../modules/journal/settings.js';
import { Air } from '../../modules/medium/air.js';
import { LimitedRadio } from '../../modules/medium/transmit-limit.js';
import { SkCoordinator } from '../../modules/wi-sun-module/skstack/host/coordinator.js';
import { MODELS } from '../../modules/wi-sun-module/skstack/language/model.js';
import { meteringSectors } from '../../src/meter/metering/history.js';
import { IDIS_PROFILE } from '../../src/route-a/route-a-profile.js';
import { eventLogSectors } from '../../src/route-a/standard-log.js';
import { parseCredentials } from '../../src/route-b/credentials.js';
import { GEN1 } from '../../src/route-b/meter-profile.js';
import { NativeStack } from '../../src/wi-sun/native-stack.js';
import { Dongle } from '../../src/world/dongle/dongle.js';
import { houseLoad } from '../../src/world/load/house.js';
import { PlayedLoad } from '../../src/world/load/source.js';
import { deviceRouteA } from '../device-route-a.js';
import { eventLogBehind, Firmware } from '../firmware.js';
import { LOCAL_PORT } from '../route-a-facts.js';

const ID = '00000000000000000000000000000000';
const PASSWORD = '0123456789AB';
const METER_EUI64 = Uint8Array.of(0x00, 0x1c, 0x64, 0x00, 0x4b, 0x45, 0x00, 0x01);
const DONGLE_EUI64 = Uint8Array.of(0x00, 0x1d, 0x12, 0x91, 0x4b, 0x45, 0x00, 0x01);
const PAN_ID = 0x8888;
const CHANNEL = 33;
const BAUD = 115_200;
const SECTOR_SIZE = 4096;
const SETTINGS_SECTORS = 3;
/** Of the generated house. */
const SEED = 1;

export default function main(words: readonly string[]): void {
	const [kind, device, file, id = ID, password = PASSWORD] = words.filter((word) => !isOption(word));
	const options: Record<string, string> = {};
	for (const word of words.filter(isOption)) options[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
	const { localPort } = options;
	if ((kind !== 'dongle' && kind !== 'module') || device === undefined || file === undefined) {
		throw new Error('expected dongle or module, DEVICE, FLASH, perhaps ID and PASSWORD, and perhaps localPort=DEVICE');
	}
	const credentials = parseCredentials(id, password);
	const scheduler = new XsScheduler();
	const eventSectors = eventLogSectors(SECTOR_SIZE, IDIS_PROFILE.eventCapacity);
	const settingsSector = meteringSectors(SECTOR_SIZE) + eventSectors;
	const flash = new FileFlash(file, settingsSector + SETTINGS_SECTORS);
	const store = new Settings({ flash, firstSector: settingsSector, sectors: SETTINGS_SECTORS });
	const clock = new XsClock(store);
	const serial = new XsSerial({ device, baud: BAUD });
	const routeA = deviceRouteA({
		place: localPort === undefined ? undefined : { device: localPort, baud: LOCAL_PORT.baud },
		words: options,
		cipher: new PortableCipher(new CryptAes(), new CryptHash()),
		store,
		eventFlash: eventLogBehind(flash),
		log: PRINT_LOG,
	});
	const firmware = new Firmware({
		scheduler,
		clock,
		random: XS_RANDOM,
		metrology: new PlayedLoad(houseLoad(SEED, false), scheduler, clock.now() - scheduler.now()),
		flash,
		log: PRINT_LOG,
		datagrams: kind === 'module' ? moduleOn(serial, scheduler) : airWithDongle(serial, scheduler),
		profile: GEN1,
		credentials,
		serial: 'KEIKI0000001',
		store,
		routeA,
	});
	firmware.start();
	firmware.readings.onHalfHour(() => clock.keep());
	print(`keiki on XS: ${kind} on ${device}, Route B id ${credentials.id}${routeA ? `, Route A on ${localPort}` : ''}`);
}

function isOption(word: string): boolean {
	return word.startsWith('localPort=') || word.startsWith('routeA');
}

function moduleOn(serial: Serial, scheduler: Scheduler): Datagrams {
	return new SkCoordinator({
		serial,
		scheduler,
		log: PRINT_LOG,
		channel: CHANNEL,
		panId: PAN_ID,
		onState: (state, detail) => print(`module: ${state} ${detail}`),
	});
}

function airWithDongle(serial: Serial, scheduler: Scheduler): Datagrams {
	const random = XS_RANDOM;
	const log = PRINT_LOG;
	const cipher = new PortableCipher(new CryptAes(), new CryptHash());
	const air = new Air({ scheduler });
	new Dongle({ name: 'dongle', model: MODELS.bp35a1, serial, air, scheduler, random, cipher, log, macAddress: DONGLE_EUI64 });
	return new NativeStack({
		radio: new LimitedRadio(air.createRadio('meter'), scheduler),
		scheduler,
		random,
		cipher,
		log,
		eui64: METER_EUI64,
		panId: PAN_ID,
		channel: CHANNEL,
		ports: [ECHONET_LITE_PORT],
	});
}
