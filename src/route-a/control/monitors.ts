/**
 * Register monitors of currents and voltages: what happens where one of them passes its threshold, upwards or downwards. The values are looked at each second
 * while there is a threshold. A value is below its threshold until it is seen above it: so it is after each power-up.
 *
 * | slot            | bytes                                                                   |
 * |-----------------|-------------------------------------------------------------------------|
 * | monitors        | thresholds of 2 each, in the order of the rows; bits 0 to 5 of byte 12: there is one |
 * | monitorActions  | and the five behind it: up 8, down 8 (script-slot.ts)                   |
 */
import type { Sample } from '../../../hal/ports/metrology.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import { putUint16, uint16 } from '../../../modules/bytes/uint.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { MonitorFacts } from '../../../modules/cosem/register-monitor.js';
import { NO_SCRIPT, type ScriptReference } from '../../../modules/cosem/value-parts.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import type { Slots } from '../../../modules/journal/slots.js';
import type { Planned } from './agenda.js';
import { putScriptAt, SCRIPT_LENGTH, scriptAt } from './script-slot.js';
import { isScript } from './scripts.js';
import { SLOT, SLOT_LENGTH } from './slot-rows.js';

/** What happened to a value, in the words of the codes. */
export type MonitorEvent = 'currentExceeded' | 'currentOk' | 'overVoltage' | 'underVoltage' | 'voltageNormal';

interface MonitorRow {
	readonly monitored: LogicalName;
	readonly quantity: Exclude<keyof Sample, 'power'>;
	/** 1 or 3. */
	readonly line: 1 | 3;
	readonly up: MonitorEvent;
	readonly down: MonitorEvent;
}

const row = (monitored: LogicalName, quantity: MonitorRow['quantity'], line: 1 | 3, up: MonitorEvent, down: MonitorEvent): MonitorRow => ({
	...{ monitored, quantity, line, up, down },
});

/** New ones go to the end. */
const MONITOR_ROWS = frozen({
	currentMonitorR: row(NAME.currentR, 'currentR', 1, 'currentExceeded', 'currentOk'),
	currentMonitorT: row(NAME.currentT, 'currentT', 3, 'currentExceeded', 'currentOk'),
	overVoltageR: row(NAME.voltageR, 'voltageR', 1, 'overVoltage', 'voltageNormal'),
	overVoltageT: row(NAME.voltageT, 'voltageT', 3, 'overVoltage', 'voltageNormal'),
	underVoltageR: row(NAME.voltageR, 'voltageR', 1, 'voltageNormal', 'underVoltage'),
	underVoltageT: row(NAME.voltageT, 'voltageT', 3, 'voltageNormal', 'underVoltage'),
});

export type MonitorName = keyof typeof MONITOR_ROWS;

const NAMES = Object.freeze(Object.keys(MONITOR_ROWS) as MonitorName[]);
const THERE = 12;
const REGISTER = 3;
const VALUE = 2;
/** ms. */
const LOOK = 1000;
/** Values in one ampere or volt. */
const PER_UNIT = 10;

export interface MonitorsHost {
	readonly slots: Slots;
	readonly sample: Sample | undefined;
	now(): number;
	uptime(): number;
	/** Enters it into its log. */
	monitorEvent(event: MonitorEvent, line: 1 | 3): void;
	/** Runs a script as the meter's own wish; `done` once it has ended. */
	runLocally(table: LogicalName, id: number, done: () => void): void;
	rearm(): void;
}

export class Monitors implements Planned {
	readonly #host: MonitorsHost;
	/** A bit for each whose value is above its threshold. */
	#above = 0;
	#known = 0;
	#nextLook = 0;

	constructor(host: MonitorsHost) {
		this.#host = host;
	}

	/** One of them as its object tells it: made when it is asked for. */
	facts(name: MonitorName): MonitorFacts {
		return new Monitor(this.#host, NAMES.indexOf(name), (bit) => this.forget(bit));
	}

	get dueAt(): number {
		const host = this.#host;
		if (host.slots.bytes[SLOT.monitors * SLOT_LENGTH + THERE] === 0) return Number.POSITIVE_INFINITY;
		return host.now() + this.#nextLook - host.uptime();
	}

	run(): void {
		this.#nextLook = this.#host.uptime() + LOOK;
		const { sample, slots } = this.#host;
		if (sample === undefined) return;
		for (let i = 0; i < NAMES.length; i++) this.look(i, slots.bytes, sample[MONITOR_ROWS[NAMES[i]!].quantity]);
	}

	/** Each second: nothing is made for it. */
	private look(i: number, bytes: Uint8Array, measured: number | undefined): void {
		const threshold = thresholdAt(bytes, i);
		if (threshold === undefined || measured === undefined) return;
		const { up, down, line } = MONITOR_ROWS[NAMES[i]!];
		const bit = 1 << i;
		const isAbove = Math.abs(Math.round(PER_UNIT * measured)) > threshold;
		const wasAbove = (this.#above & bit) !== 0;
		// What is normal is not told of a value that was never otherwise.
		const isFirst = (this.#known & bit) === 0;
		this.#known |= bit;
		this.#above = isAbove ? this.#above | bit : this.#above & ~bit;
		const event = isAbove ? up : down;
		if (isFirst ? event === 'currentOk' || event === 'voltageNormal' : isAbove === wasAbove) return;
		this.#host.monitorEvent(event, line);
		const { script, selector } = scriptAt(bytes, actionsAt(i) + (isAbove ? 0 : SCRIPT_LENGTH));
		if (script !== 0) this.#host.runLocally(script, selector, () => {});
	}

	private forget(bit: number): void {
		this.#above &= ~bit;
		this.#known &= ~bit;
	}
}

class Monitor implements MonitorFacts {
	readonly classId = REGISTER;
	readonly attribute = VALUE;
	readonly #host: MonitorsHost;
	readonly #index: number;
	readonly #onThreshold: (bit: number) => void;

	constructor(host: MonitorsHost, index: number, onThreshold: (bit: number) => void) {
		this.#host = host;
		this.#index = index;
		this.#onThreshold = onThreshold;
	}

	get threshold(): number | undefined {
		return thresholdAt(this.bytes, this.#index);
	}

	get monitored(): LogicalName {
		return MONITOR_ROWS[NAMES[this.#index]!].monitored;
	}

	get actionUp(): ScriptReference {
		return scriptAt(this.bytes, this.actionsAt);
	}

	get actionDown(): ScriptReference {
		return scriptAt(this.bytes, this.actionsAt + SCRIPT_LENGTH);
	}

	/** The value is looked at as if it were the first time. */
	setThreshold(value: number | undefined): number {
		// Gone with the threshold, and before it: one that comes anew has none.
		if (value === undefined) this.setActions(NO_SCRIPT, NO_SCRIPT);
		const at = SLOT.monitors * SLOT_LENGTH;
		putUint16(this.bytes, at + 2 * this.#index, value ?? 0);
		if (value === undefined) this.bytes[at + THERE]! &= ~this.bit;
		else this.bytes[at + THERE]! |= this.bit;
		this.#onThreshold(this.bit);
		return this.keep(SLOT.monitors);
	}

	setActions(up: ScriptReference, down: ScriptReference): number {
		if (!isScript(up.script, up.selector) || !isScript(down.script, down.selector)) return ACCESS_RESULT.scopeOfAccessViolated;
		putScriptAt(this.bytes, this.actionsAt, up);
		putScriptAt(this.bytes, this.actionsAt + SCRIPT_LENGTH, down);
		return this.keep(SLOT.monitorActions + this.#index);
	}

	private keep(slot: number): number {
		this.#host.slots.keep(slot);
		this.#host.rearm();
		return ACCESS_RESULT.success;
	}

	private get bit(): number {
		return 1 << this.#index;
	}

	private get bytes(): Uint8Array {
		return this.#host.slots.bytes;
	}

	private get actionsAt(): number {
		return actionsAt(this.#index);
	}
}

/** Undefined: there is none. */
function thresholdAt(bytes: Uint8Array, i: number): number | undefined {
	const at = SLOT.monitors * SLOT_LENGTH;
	return (bytes[at + THERE]! & (1 << i)) === 0 ? undefined : uint16(bytes, at + 2 * i);
}

/** Of upwards; that of downwards is behind it. */
function actionsAt(i: number): number {
	return (SLOT.monitorActions + i) * SLOT_LENGTH;
}
