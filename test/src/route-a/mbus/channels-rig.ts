/** Route A of a meter with meters behind it, over flashes that stay. */

import type { Clock } from '../../../../hal/ports/clock.js';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { MemoryStore } from '../../../../hal/virtual/store.js';
import { NAME, type ObjectName } from '../../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import type { MbusFrame } from '../../../../modules/mbus/frame.js';
import { MBUS_SECTORS } from '../../../../src/route-a/mbus/mbus-memory.js';
import { MBUS_PLAN_SECTORS } from '../../../../src/route-a/mbus/mbus-plans.js';
import { MbusLine, MbusMasterPort } from '../../../../src/world/mbus/mbus-line.js';
import { MbusMeter, type MbusTrouble } from '../../../../src/world/mbus/mbus-meter.js';
import type { MbusMeterKindName } from '../../../../src/world/mbus/meter-kinds.js';
import { hex, toHex } from '../../../assert.js';
import { type Line, MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { associated, bytesIn, dateTimeText, get, itemsIn, type Meter, meter, NOON } from '../route-a-rig.js';

export const CLIENT = 72;
export const VALVE = 70;
const PROFILE = 7;
const DATA = 1;
const VALUE = 4;
const BUFFER = 2;
export const SECOND = 1000;
export const HOUR = 3_600_000;
/** By then a meter is found, and what was ordered is done. */
export const SOON = 10 * SECOND;

type Numbered =
	| 'mbusClient'
	| 'mbusValue'
	| 'mbusSecondValue'
	| 'mbusProfile'
	| 'mbusDailyProfile'
	| 'mbusMonthlyProfile'
	| 'mbusDiagnostic'
	| 'mbusValveScripts'
	| 'mbusValveSchedule'
	| 'mbusValve'
	| 'mbusValveLog'
	| 'mbusDevice'
	| 'mbusStatus';

export class ChannelsRig {
	readonly flash: RamFlash;
	readonly planFlash = new RamFlash(MBUS_PLAN_SECTORS);
	/** It has memory for rows of days and months, and for schedules. */
	hasPlans = true;
	scheduler = new VirtualScheduler();
	clock!: Clock;
	meter!: Meter;
	line!: Line;
	/** The meters behind: nothing comes from those that are cut off. */
	readonly behind: MbusLine;
	readonly cutOff = new Set<MbusMeter>();
	readonly version: 0 | 1;
	readonly troubles: MbusTrouble[] = [];
	#now = NOON;
	#port!: MbusMasterPort;

	constructor(kinds: readonly MbusMeterKindName[] = ['gas'], version: 0 | 1 = 0, flash = new RamFlash(MBUS_SECTORS)) {
		this.flash = flash;
		this.version = version;
		const [cipher, store] = [new PortableCipher(), new MemoryStore()];
		const now = () => this.#now + this.scheduler.now();
		this.behind = new MbusLine(kinds.map((kind, i) => new MbusMeter({ kind, number: i + 1, seed: 1, troubles: this.troubles, cipher, now, store })));
	}

	/** @param more of the meter */
	start(more: Parameters<typeof meter>[0] = {}): this {
		this.clock = new SchedulerClock(this.scheduler, this.#now);
		const { scheduler, clock, flash, version } = this;
		const planFlash = this.hasPlans ? this.planFlash : undefined;
		const line = {
			answer: (frame: MbusFrame) => {
				const isOff = (address: number) => [...this.cutOff].some((each) => each.address === address);
				return frame.kind !== 'acknowledgment' && isOff(frame.address) ? undefined : this.behind.answer(frame);
			},
		} as MbusLine;
		this.#port = new MbusMasterPort({ line, scheduler, log: { write() {} }, isTimed: true });
		this.meter = meter({ clock, scheduler, mbus: { port: this.#port, flash, planFlash, version }, ...more });
		this.meter.routeA.start();
		this.line = associated(this.meter, MANAGEMENT);
		return this;
	}

	/** Nothing of what was in memory is left. */
	restart(after = 10 * SECOND): this {
		this.#port.onReceive = () => {};
		this.flash.powerUp();
		this.planFlash.powerUp();
		this.#now += this.scheduler.now() + after;
		this.scheduler = new VirtualScheduler();
		return this.start();
	}

	run(ms = SOON): this {
		this.scheduler.runFor(ms);
		return this;
	}

	get first(): MbusMeter {
		return this.behind.meters[0]!;
	}

	/** The value of an attribute: a number, a text of bytes in hexadecimal digits, or a Data-Access-Result as `refused N`. */
	read(classId: number, name: ObjectName, attribute: number): string {
		const data = get(this.line, classId, NAME[name], attribute);
		if (typeof data === 'number') return `refused ${data}`;
		if ('bytes' in data) return toHex(data.bytes);
		return 'value' in data ? String(data.value) : 'null';
	}

	/** Of the M-Bus client of channel 1 unless told. */
	client(attribute: number, channel = 1): string {
		return this.read(CLIENT, named('mbusClient', channel), attribute);
	}

	value(channel = 1, name: 'mbusValue' | 'mbusSecondValue' = 'mbusValue'): string {
		return this.read(VALUE, named(name, channel), 2);
	}

	capturedAt(channel = 1): string {
		return dateTimeText(bytesIn(get(this.line, VALUE, NAME[named('mbusValue', channel)], 5))).slice(0, 19);
	}

	device(channel = 1): string {
		const text = hex(this.read(DATA, named('mbusDevice', channel), 2));
		return String.fromCharCode(...text);
	}

	set(attribute: number, write: (w: DataWriter) => void, name: ObjectName = 'mbusClient1', classId = CLIENT): number {
		const w = new DataWriter();
		write(w);
		let result = -1;
		this.line.set({ classId, name: NAME[name], index: attribute, selection: undefined }, w.copy(), (_, told) => {
			result = told ?? -1;
		});
		return result;
	}

	act(method: number, write: (w: DataWriter) => void = (w) => w.integer(0), name: ObjectName = 'mbusClient1', classId = CLIENT): number {
		const w = new DataWriter();
		write(w);
		let result = -1;
		this.line.act({ classId, name: NAME[name], index: method }, w.copy(), (_, outcome) => {
			result = outcome?.result ?? -1;
		});
		return result;
	}

	/** Rows of a profile, without the date: `13:00:00 0 1234 13:00:00`. */
	rows(name: ObjectName = 'mbusProfile1'): string[] {
		return itemsIn(get(this.line, PROFILE, NAME[name], BUFFER)).map((row) =>
			itemsIn(row)
				.map((cell) => {
					if ('bytes' in cell) return dateTimeText(cell.bytes).slice(11, 19);
					return 'value' in cell ? String(cell.value) : 'null';
				})
				.join(' '),
		);
	}

	/** Codes of the M-Bus log; of the log of the valve of channel 1. */
	get codes(): string {
		return codesOf(this.rows('mbusLog'));
	}

	get valveCodes(): string {
		return codesOf(this.rows('mbusValveLog1'));
	}

	/** Bits of an alarm register that are 1. */
	alarms(register: 1 | 2): string {
		const value = Number(this.read(DATA, `alarmRegister${register}`, 2));
		return [...Array(32).keys()].filter((bit) => (value >>> bit) & 1).join();
	}
}

export function named(name: Numbered, channel: number): ObjectName {
	return `${name}${channel}` as ObjectName;
}

function codesOf(rows: readonly string[]): string {
	return rows.map((row) => row.split(' ')[1]).join();
}
