/// <reference path="../natives.d.ts" />

/*
 * The whole meter as a device runs it, Route B from the radio and Route A from the local port to the journal on flash, with all that a device has beside
 * its CPU at the other end of stdin and stdout: the air, the serial line, the terminals, and time itself, which only goes on when the host says so.
 *
 * | line from the host          |                                                                                          |
 * |-----------------------------|------------------------------------------------------------------------------------------|
 * | start CLOCK SEED EUI64 PAN CHANNEL LIMIT UNITS ID PASSWORD | the first line: ms since 1970, ms of transmission an hour, 1 if units plug in (else 0), credentials |
 * | start … TITLE KEK KEYS1 KEYS2 | the same with Route A: system title, KEK, encryption ‖ authentication keys of clients 1 and 2 |
 * | start … KEYS2 PARTS FIRMWAREKEY [KEYS3 CREDENTIALKEY] | the same with parts of it (boards/route-a-parts.ts), and with a hand-held client and sealed credentials |
 * | run TIME                    | goes on until this time (ms since the start), or until the host is told something of radio, serial line or contact |
 * | frame TIME RSSI             | the radio receives, dBm; the next line is the PSDU                                       |
 * | transmitted TIME RESULT, sensed TIME LEVEL | what the radio was told is done                                           |
 * | serial TIME                 | the serial line brings something: the next line                                          |
 * | load TIME WATTS AMPERES     | what the terminals measure from now on                                                   |
 * | pull TIME PLACE             | a unit is pulled out of the base                                                         |
 * | plug TIME SERIAL            | a metering unit with this serial number is pushed in                                     |
 * | order TIME open, order TIME close, order TIME capacity AMPERES | to the switching unit, from afar                      |
 * | memory                      | answered by `memory SLOTS CHUNKS STACK`                                                  |
 *
 * | line to the host            |                                                                                          |
 * |-----------------------------|------------------------------------------------------------------------------------------|
 * | listen CHANNEL, sleep, transmit CCA PSDU, sense DURATION | to the radio                                                |
 * | serial BYTES                | to the serial line                                                                       |
 * | contact open, contact closed | the contact of the switching unit has moved                                             |
 * | log LAYER: TEXT             | what was dropped, and why                                                                |
 * | at TIME NEXT                | the last line of each answer: how late it is, and when something will be due             |
 */
import type { Metrology, Sample } from '../../../hal/ports/metrology.js';
import type { TransmitResult } from '../../../hal/ports/radio.js';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import { FlashPart } from '../../../modules/journal/flash-part.js';
import { LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import type { Place } from '../../../src/meter/backplane/messages.js';
import type { Answered } from '../../../src/meter/switching/switch-orders.js';
import type { LoadOutput } from '../../../src/route-a/household/load-relay.js';
import { GEN2 } from '../../../src/route-b/meter-profile.js';
import { NativeStack } from '../../../src/wi-sun/native-stack.js';
import { createMetering, eventLogBehind, Firmware } from '../../firmware.js';
import { partsOf, ROUTE_A_PARTS_SECTORS, type RouteAFlashes, routeAFlashes } from '../../route-a-parts.js';
import { createCipher } from './cipher.js';
import { HOST_FLASH } from './flash.js';
import { keysOf, sealedFor } from './keys.js';
import { HOST_LOG } from './log.js';
import { LineRadio } from './radio.js';
import { LineRelay } from './relay.js';
import { LineSerial } from './serial.js';
import { HOST_STORE } from './store.js';
import { COMMUNICATION, COVER, METERING, METERING_SECTORS, PARTS_SECTOR, RATING, SWITCHING, UNITS_SECTOR, UTILITY } from './units.js';

declare global {
	/** What the device model calls. */
	var main: () => void;
}

const PROFILE = GEN2;
const VOLTAGE = 101;

/** The terminals, with half of the current in each phase. */
class LineMetrology implements Metrology {
	#onSample: (sample: Sample | undefined) => void = () => {};
	#power = 0;
	#current = 0;

	start(onSample: (sample: Sample | undefined) => void): void {
		this.#onSample = onSample;
	}

	/** What the house draws. */
	load(power: number, current: number): void {
		this.#power = power;
		this.#current = current;
	}

	show(closed: boolean): void {
		const power = closed ? this.#power : 0;
		const current = closed ? this.#current / 2 : 0;
		this.#onSample({ power, currentR: current, currentT: current, voltageR: VOLTAGE, voltageT: VOLTAGE });
	}
}

/** The output of the load relay. */
class LoadContact implements LoadOutput {
	on = true;

	set(on: boolean): void {
		this.on = on;
	}
}

/** Undefined: there are none. */
function flashesOf([, , , , parts]: readonly string[]): RouteAFlashes | undefined {
	if (parts === undefined) return undefined;
	return routeAFlashes(partsOf({ routeAParts: parts }), new FlashPart(HOST_FLASH, PARTS_SECTOR, ROUTE_A_PARTS_SECTORS), new LoadContact());
}

class Device {
	readonly scheduler = new VirtualScheduler();
	readonly radio = new LineRadio();
	readonly serial = new LineSerial('serial');
	readonly metrology = new LineMetrology();
	readonly #relay: LineRelay | undefined;
	readonly #firmware: Firmware;

	/** @param words the line `start` */
	constructor([, clock, seed, eui64, panId, channel, limit, plugIn, id, password, ...keys]: readonly string[]) {
		const { scheduler, metrology, serial } = this;
		const log = HOST_LOG;
		const random = new SeededRandom(Number(seed));
		const cipher = createCipher();
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
		const relay = plugIn === '1' ? new LineRelay(scheduler, () => metrology.show(relay!.closed)) : undefined;
		this.#relay = relay;
		const firmware = new Firmware({
			scheduler,
			clock: new SchedulerClock(scheduler, Number(clock)),
			random,
			metrology,
			flash: HOST_FLASH,
			log,
			datagrams: stack,
			profile: PROFILE,
			credentials: { id: id!, password: password! },
			serial: 'KEIKI0000001',
			store: HOST_STORE,
			...(keys.length > 0 && {
				routeA: {
					...{ line: serial, keys: keysOf(keys), cipher, store: HOST_STORE, eventFlash: eventLogBehind(HOST_FLASH) },
					parts: flashesOf(keys),
				},
				kept: sealedFor(keys, cipher, HOST_STORE),
			}),
			units: relay && {
				firstSector: UNITS_SECTOR,
				metering: METERING[0],
				communication: COMMUNICATION,
				cover: COVER,
				switching: { identity: SWITCHING, relay, rating: RATING, utility: UTILITY },
			},
		});
		this.#firmware = firmware;
		firmware.start();
	}

	/** The host was told to do something since this was set to false. */
	get acted(): boolean {
		return this.radio.acted || this.serial.acted || (this.#relay?.acted ?? false);
	}

	set acted(value: boolean) {
		this.radio.acted = this.serial.acted = value;
		if (this.#relay !== undefined) this.#relay.acted = value;
	}

	load(power: number, current: number): void {
		this.metrology.load(power, current);
		this.metrology.show(this.#relay?.closed ?? true);
	}

	pull(place: string): void {
		this.#firmware.backplane!.pull(place as Place);
	}

	plug(serial: string): void {
		const number = METERING.findIndex((unit) => unit.serial === serial);
		const unit = createMetering({ log: HOST_LOG, profile: PROFILE }, METERING[number]!, HOST_FLASH, METERING_SECTORS[number]!);
		this.#firmware.backplane!.plug('metering', unit);
	}

	order(action: string, amperes: number): void {
		const { communication } = this.#firmware;
		const tell = ({ result, reason }: Answered) => HOST_LOG.write('host', `${action}: ${result}: ${reason}`);
		if (action === 'capacity') communication.order({ action, origin: 'remote', amperes }, tell);
		else communication.order({ action: action as 'open' | 'close', origin: 'remote', reason: 'the host' }, tell);
	}
}

/** Everything is answered from here, so that whatever the firmware does starts with the stack as good as empty. */
function runMeter(): void {
	turnBegins();
	const device = new Device(readLine()!.split(' '));
	turnEnds();
	const { scheduler, radio, serial } = device;
	print(`at ${scheduler.now()} ${scheduler.next}`);
	for (let line = readLine(); line !== undefined; line = readLine()) {
		const words = line.split(' ');
		// Time stands still where the line tells none.
		const time = Number(words[1] ?? scheduler.now());
		device.acted = false;
		while (scheduler.next <= time && !(device.acted && words[0] === 'run')) {
			turnBegins();
			scheduler.step();
			turnEnds();
		}
		if (!(device.acted && words[0] === 'run')) scheduler.runUntil(time);
		if (words[0] !== 'run') turnBegins();
		switch (words[0]) {
			case 'run':
				break;
			case 'frame':
				radio.onReceive({ rssi: Number(words[2]), psdu: new Uint8Array(readBytes()!) });
				break;
			case 'transmitted':
				radio.onTransmitted(words[2] as TransmitResult);
				break;
			case 'sensed':
				radio.onSensed(Number(words[2]));
				break;
			case 'serial':
				serial.onReceive(new Uint8Array(readBytes()!));
				break;
			case 'load':
				device.load(Number(words[2]), Number(words[3]));
				break;
			case 'pull':
				device.pull(words[2]!);
				break;
			case 'plug':
				device.plug(words[2]!);
				break;
			case 'order':
				device.order(words[2]!, Number(words[3]));
				break;
			case 'memory': {
				const { slots, chunks, stack } = memory();
				print(`memory ${slots} ${chunks} ${stack}`);
				break;
			}
			default:
				throw new Error(`expected a command, got ${line}`);
		}
		if (words[0] !== 'run') turnEnds();
		print(`at ${scheduler.now()} ${scheduler.next}`);
	}
}

globalThis.main = runMeter;
