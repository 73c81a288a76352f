/// <reference path="../natives.d.ts" />

/*
 * The whole meter as a device runs it, Route B from the radio and Route A from the local port to the journal on flash, with all that a device has beside
 * its CPU at the other end of stdin and stdout: the air, the serial line, the terminals, and time itself, which only goes on when the host says so.
 *
 * | line from the host          |                                                                                          |
 * |-----------------------------|------------------------------------------------------------------------------------------|
 * | start CLOCK SEED EUI64 PAN CHANNEL LIMIT ID PASSWORD | the first line: ms since 1970, ms of transmission an hour, credentials |
 * | start … TITLE KEK KEYS1 KEYS2 | the same with Route A: system title, KEK, encryption ‖ authentication keys of clients 1 and 2 |
 * | run TIME                    | goes on until this time (ms since the start), or until the radio is told something, or something is written to the line |
 * | frame TIME RSSI             | the radio receives, dBm; the next line is the PSDU                                       |
 * | transmitted TIME RESULT, sensed TIME LEVEL | what the radio was told is done                                           |
 * | serial TIME                 | the serial line brings something: the next line                                          |
 * | load TIME WATTS AMPERES     | what the terminals measure from now on                                                   |
 * | memory                      | answered by `memory SLOTS CHUNKS STACK`                                                  |
 *
 * | line to the host            |                                                                                          |
 * |-----------------------------|------------------------------------------------------------------------------------------|
 * | listen CHANNEL, sleep, transmit CCA PSDU, sense DURATION | to the radio                                                |
 * | serial BYTES                | to the serial line                                                                       |
 * | log LAYER: TEXT             | what was dropped, and why                                                                |
 * | at TIME NEXT                | the last line of each answer: how late it is, and when something will be due             |
 */
import type { Metrology, Sample } from '../../../hal/ports/metrology.js';
import type { TransmitResult } from '../../../hal/ports/radio.js';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import { KEY_LENGTH } from '../../../modules/cosem/ciphering.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { NativeStack } from '../../../src/route-b/native/native-stack.js';
import { GEN2 } from '../../../src/route-b/profile.js';
import { ECHONET_LITE_PORT } from '../../../src/route-b/route-b.js';
import { eventLogBehind, Firmware } from '../../firmware.js';
import { HOST_FLASH } from './flash.js';
import { LineRadio } from './radio.js';
import { LineSerial } from './serial.js';
import { HOST_STORE } from './store.js';

declare global {
	/** What the device model calls. */
	var main: () => void;
}

const LOG = Object.freeze({ write: (layer: string, text: string) => print(`log ${layer}: ${text}`) });
const VOLTAGE = 101;

/** The terminals, with half of the current in each phase. */
class LineMetrology implements Metrology {
	#onSample: (sample: Sample | undefined) => void = () => {};

	start(onSample: (sample: Sample | undefined) => void): void {
		this.#onSample = onSample;
	}

	show(power: number, current: number): void {
		this.#onSample({ power, currentR: current / 2, currentT: current / 2, voltageR: VOLTAGE, voltageT: VOLTAGE });
	}
}

class Device {
	readonly scheduler = new VirtualScheduler();
	readonly radio = new LineRadio();
	readonly serial = new LineSerial();
	readonly metrology = new LineMetrology();

	/** @param words the line `start` */
	constructor([, clock, seed, eui64, panId, channel, limit, id, password, ...keys]: readonly string[]) {
		const { scheduler, metrology, serial } = this;
		const log = LOG;
		const random = new SeededRandom(Number(seed));
		const cipher = new PortableCipher();
		const stack = new NativeStack({
			radio: new LimitedRadio(this.radio, scheduler, Number(limit)),
			scheduler,
			random,
			cipher,
			log,
			eui64: fromHex(eui64!),
			panId: Number(panId),
			channel: Number(channel),
			ports: [ECHONET_LITE_PORT],
		});
		new Firmware({
			scheduler,
			clock: new SchedulerClock(scheduler, Number(clock)),
			random,
			metrology,
			flash: HOST_FLASH,
			log,
			datagrams: stack,
			profile: GEN2,
			serial: 'KEIKI0000001',
			store: HOST_STORE,
			...(keys.length > 0 && {
				routeA: { line: serial, keys: keysOf(keys), cipher, store: HOST_STORE, eventFlash: eventLogBehind(HOST_FLASH) },
			}),
		}).start({ id: id!, password: password! });
	}
}

/** @param words title, KEK, and the keys of clients 1 and 2, in hexadecimal digits */
function keysOf([title, kek, ...clients]: readonly string[]): RouteAKeys {
	const [management, reading] = clients.map((digits) => {
		const bytes = fromHex(digits);
		return { encryption: bytes.subarray(0, KEY_LENGTH), authentication: bytes.subarray(KEY_LENGTH) };
	});
	return { systemTitle: fromHex(title!), kek: fromHex(kek!), broadcast: undefined, clients: { 1: management!, 2: reading! } };
}

/** Everything is answered from here, so that whatever the firmware does starts with the stack as good as empty. */
function runMeter(): void {
	const device = new Device(readLine()!.split(' '));
	const { scheduler, radio, serial, metrology } = device;
	print(`at ${scheduler.now()} ${scheduler.next}`);
	for (let line = readLine(); line !== undefined; line = readLine()) {
		const words = line.split(' ');
		const time = Number(words[1]);
		switch (words[0]) {
			case 'run':
				radio.acted = serial.acted = false;
				while (!radio.acted && !serial.acted && scheduler.next <= time) scheduler.step();
				if (!radio.acted && !serial.acted) scheduler.runUntil(time);
				break;
			case 'frame':
				scheduler.runUntil(time);
				radio.onReceive({ rssi: Number(words[2]), psdu: new Uint8Array(readBytes()!) });
				break;
			case 'transmitted':
				scheduler.runUntil(time);
				radio.onTransmitted(words[2] as TransmitResult);
				break;
			case 'sensed':
				scheduler.runUntil(time);
				radio.onSensed(Number(words[2]));
				break;
			case 'serial':
				scheduler.runUntil(time);
				serial.onReceive(new Uint8Array(readBytes()!));
				break;
			case 'load':
				scheduler.runUntil(time);
				metrology.show(Number(words[2]), Number(words[3]));
				break;
			case 'memory': {
				const { slots, chunks, stack } = memory();
				print(`memory ${slots} ${chunks} ${stack}`);
				break;
			}
			default:
				throw new Error(`expected a command, got ${line}`);
		}
		print(`at ${scheduler.now()} ${scheduler.next}`);
	}
}

globalThis.main = runMeter;
