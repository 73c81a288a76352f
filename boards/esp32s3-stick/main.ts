/**
 * A dongle, the air and the meter in one ESP32-S3, which is a serial port on USB to a PC: whatever lists such ports finds a Wi-SUN dongle there, and a
 * meter behind it. NOT SEEN: this board was never compiled for the chip, nor run on one; its composition was built by the SDK for Linux (boards/README.md says what was done instead).
 *
 * | `mcconfig …` word                       | what                                                                                                 |
 * |-----------------------------------------|------------------------------------------------------------------------------------------------------|
 * | `id=… password=…`                       | the Route B credentials; told once, they stay in NVS                                                 |
 * | `model=…`                               | which dongle it is: `bp35a1` unless told (modules/wi-sun-module)                                     |
 * | `watts=…`                               | what the terminals measure, for good; a generated house unless told                                  |
 * | `meter=hlw8032 meterReceive=…`          | a metering chip instead (device-metrology.ts)                                                        |
 * | `units=…`                               | units plug in, with pins for a relay and for their places (device-units.ts)                          |
 * | `format=…`                              | erases the partitions, once for each new word                                                        |
 * | `localPort=1 localReceive=… localTransmit=…` | Route A on a UART, at 9,600 bit/s, once the device was told keys (route-a-keys.ts)              |
 *
 * It is built without the SDK's debugger, which would take the USB port for itself. What happens it tells on UART 0 instead.
 */
import config from 'mc/config';
import { ESP32_USB_SERIAL } from '../../hal/esp32-usb-serial/native.js';
import { UsbSerial } from '../../hal/esp32-usb-serial/usb-serial.js';
import type { Log } from '../../hal/ports/log.js';
import { CryptAes } from '../../hal/xs/aes.js';
import { XsClock } from '../../hal/xs/clock.js';
import { CryptHash } from '../../hal/xs/hash.js';
import { LineLog } from '../../hal/xs/line-log.js';
import { XS_RANDOM } from '../../hal/xs/random.js';
import { XsScheduler } from '../../hal/xs/scheduler.js';
import { XsSerial } from '../../hal/xs/serial.js';
import { XsStore } from '../../hal/xs/store.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { GEN1 } from '../../src/route-b/meter-profile.js';
import { deviceFlashes, NAMESPACE } from '../device-flashes.js';
import { DEVICE_PINS } from '../device-pins.js';
import { deviceRouteA, localPortOf } from '../device-route-a.js';
import { deviceTerminals } from '../device-terminals.js';
import { loadOutput } from '../device-units.js';
import { eventLogBehind, Firmware } from '../firmware.js';
import type { RouteAWords } from '../route-a-keys.js';
import { sealedDeviceCredentials } from '../sealed-credentials.js';
import { createStick, modelNamed } from '../stick.js';

/** UART 0 on the pins that the chip's own boot messages come from; the connector `UART` of a development board. */
const CONSOLE = Object.freeze({ port: 0, receive: 44, transmit: 43, baud: 115_200 });
/** ms from one complaint to the next. */
const COMPLAINT = 10_000;

/** A stick that cannot start says why, again and again, in place of restarting without a word. */
export default function main(): void {
	const scheduler = new XsScheduler();
	const log = new LineLog(new XsSerial(CONSOLE));
	try {
		start(scheduler, log);
	} catch (error) {
		const complain = () => {
			log.write('keiki', `not started: ${error instanceof Error ? error.message : error}`);
			scheduler.after(COMPLAINT, complain);
		};
		complain();
	}
}

function start(scheduler: XsScheduler, log: Log): void {
	const random = XS_RANDOM;
	const model = modelNamed(config.model);
	const store = new XsStore(NAMESPACE);
	const clock = new XsClock(store);
	const cipher = new PortableCipher(new CryptAes(), new CryptHash());
	const { flash, partsFlash, unitsFlash } = deviceFlashes(config as RouteAWords, store, log);
	const routeA = deviceRouteA({
		place: localPortOf(config),
		words: config as RouteAWords,
		cipher,
		store,
		eventFlash: eventLogBehind(flash),
		partsFlash,
		output: loadOutput(config as RouteAWords, DEVICE_PINS),
		log,
	});
	const serial = new UsbSerial({ port: ESP32_USB_SERIAL, scheduler, log });
	const { told, kept, id } = sealedDeviceCredentials(store, config as RouteAWords, cipher, log);
	const terminals = deviceTerminals({ words: config as RouteAWords, flash: unitsFlash, pins: DEVICE_PINS, ...{ scheduler, clock, log, store } });
	const firmware = new Firmware({
		scheduler,
		clock,
		random,
		...terminals.forFirmware,
		flash,
		log,
		datagrams: createStick({ serial, model, scheduler, random, cipher, log, store }),
		profile: GEN1,
		credentials: told,
		kept,
		serial: 'KEIKI0000001',
		store,
		routeA,
	});
	terminals.guard(firmware);
	firmware.start();
	firmware.readings.onHalfHour(() => clock.keep());
	log.write('keiki', `${model.name} on USB, Route B id ${id}${routeA ? '; Route A at the local port' : ''}`);
}
