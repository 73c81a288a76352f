/**
 * The limiter. Its normal threshold is the switching unit's own: the ampere contract where it watches the sum of the currents, the demand limit where it
 * watches the power. The breaker holds those by itself; beside it the limiter runs scripts when the value has been above the threshold in force, or below it
 * again, for a time. An emergency threshold is in force for as long as an emergency profile of one of its groups says.
 *
 * | slot            | bytes                                                                                                    |
 * |-----------------|----------------------------------------------------------------------------------------------------------|
 * | limiter         | emergency threshold 4, seconds over 4, seconds under 4, 1: bit 0 set, bit 1 watches the power |
 * | limiterEmergency | id 2, activation 6 (ms since 1970; all FF: never), seconds 4                                            |
 * | limiterGroups   | count 1, ids of 2 each                                                                                   |
 * | limiterActions  | over: script table 6, identifier 2; under likewise                                                       |
 */
import type { Sample } from '../../../hal/ports/metrology.js';
import { putUint16, putUint32, putUint48, TWO_TO_32, uint16, uint32, uint48 } from '../../../modules/bytes/uint.js';
import type { EmergencyProfile, LimiterFacts, Monitored } from '../../../modules/cosem/limiter.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { ScriptReference } from '../../../modules/cosem/value-parts.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { DataTag } from '../../../modules/dlms/axdr/data-writer.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { SECOND } from '../../../modules/time/durations.js';
import { END_OF_TIME } from '../../../modules/time/end-of-time.js';
import type { SwitchOrder, SwitchReport } from '../../meter/backplane/messages.js';
import { AMPERE_CONTRACTS } from '../../meter/switching/curve.js';
import { contractCurrent } from '../../meter/switching/rating.js';
import type { Planned } from './agenda.js';
import { putScriptAt, SCRIPT_LENGTH, scriptAt } from './script-slot.js';
import { isScript } from './scripts.js';
import { SLOT, SLOT_LENGTH } from './slot-rows.js';

export interface LimiterHost {
	readonly slots: Slots;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** What the terminals measure; undefined in a gap. */
	readonly sample: Sample | undefined;
	/** What the switching unit told last; undefined: there is none. */
	readonly report: SwitchReport | undefined;
	/** By the meter's clock, ms since 1970-01-01T00:00:00Z. */
	now(): number;
	/** ms that never go back. */
	uptime(): number;
	/** Whether the value is above the threshold in force, as the disconnector log has it. */
	readonly isOver: boolean;
	/** Enters into the disconnector log that a threshold is passed, or another one. */
	limiterEvent(event: 'exceeded' | 'ok' | 'changed'): void;
	/** Runs a script as the meter's own wish; `done` once it has ended. */
	runLocally(table: LogicalName, id: number, done: () => void): void;
	/** Orders the switching unit in a client's name; returns a Data-Access-Result. */
	configure(order: SwitchOrder, client: number): number;
	/** What is planned has changed. */
	rearm(): void;
}

const EMERGENCY = 0;
const OVER = 4;
const UNDER = 8;
const FLAGS = 12;
const FLAG = Object.freeze({ set: 1, power: 2 });
const ACTIVATION = 2;
const DURATION = 8;
const NEVER = 0xffffffffffff;
/** The most groups. */
const MOST_GROUPS = 7;
/** How often the value is looked at while there is something to run, ms. */
const LOOK = 1000;

const REGISTER = 3;
const VALUE = 2;
/** Sum of the currents, 0.1 A; 0xFFFF as a threshold: none. */
const CURRENT: Monitored = Object.freeze({ classId: REGISTER, name: NAME.currentSum, attribute: VALUE, tag: DataTag.longUnsigned });
/** What the house draws, W; 0xFFFFFFFF as a threshold: none. */
const POWER: Monitored = Object.freeze({ classId: REGISTER, name: NAME.importPower, attribute: VALUE, tag: DataTag.doubleLongUnsigned });
const NONE = Object.freeze({ [DataTag.longUnsigned]: 0xffff, [DataTag.doubleLongUnsigned]: TWO_TO_32 - 1 });
/** Values of a current in one ampere. */
const PER_AMPERE = 10;
/** Window of a demand limit where none was set before, minutes. */
const WINDOW = 30;

export class Limiter implements LimiterFacts, Planned {
	readonly #host: LimiterHost;
	/** Where the value is: 1 above the threshold in force, −1 below it, 0 equal or not measured; and since when, in uptime. */
	#side = 0;
	#since = 0;
	/** The value has been below since the last script of a value above: one that rises again has it run again. */
	#wasBelow = false;
	#nextLook = 0;
	/** A script is under way. */
	#running = false;
	/** Since the power came it is not known whether the script of the last crossing was carried out. */
	#isUnsure = true;

	constructor(host: LimiterHost) {
		this.#host = host;
	}

	get deviation(): number {
		return this.#host.deviation;
	}

	get monitored(): Monitored {
		return this.has(FLAG.power) ? POWER : CURRENT;
	}

	get thresholdActive(): number {
		return this.isEmergency ? this.thresholdEmergency : this.thresholdNormal;
	}

	get thresholdNormal(): number {
		const { report } = this.#host;
		const threshold = this.has(FLAG.power) ? report?.demandLimit?.watts : report?.capacity && PER_AMPERE * report.capacity;
		return threshold ?? this.none;
	}

	get thresholdEmergency(): number {
		return this.has(FLAG.set) ? Math.min(uint32(this.bytes, this.at(SLOT.limiter) + EMERGENCY), this.none) : this.none;
	}

	get minOver(): number {
		return uint32(this.bytes, this.at(SLOT.limiter) + OVER);
	}

	get minUnder(): number {
		return uint32(this.bytes, this.at(SLOT.limiter) + UNDER);
	}

	get emergency(): EmergencyProfile {
		const at = this.at(SLOT.limiterEmergency);
		const activation = uint48(this.bytes, at + ACTIVATION);
		return {
			id: uint16(this.bytes, at),
			// 0: nothing was ever set.
			activation: activation === NEVER || activation === 0 ? Number.POSITIVE_INFINITY : activation,
			duration: uint32(this.bytes, at + DURATION),
		};
	}

	get emergencyGroups(): readonly number[] {
		const at = this.at(SLOT.limiterGroups);
		return Array.from({ length: this.bytes[at]! }, (_, i) => uint16(this.bytes, at + 1 + 2 * i));
	}

	/** Asked each second: nothing is made for it. */
	get isEmergency(): boolean {
		const at = this.at(SLOT.limiterEmergency);
		const since = this.#host.now() - uint48(this.bytes, at + ACTIVATION);
		if (since < 0 || since >= SECOND * uint32(this.bytes, at + DURATION)) return false;
		const groups = this.at(SLOT.limiterGroups);
		for (let i = 0; i < this.bytes[groups]!; i++)
			if (this.bytes[groups + 1 + 2 * i] === this.bytes[at] && this.bytes[groups + 2 + 2 * i] === this.bytes[at + 1]) return true;
		return false;
	}

	get actionOver(): ScriptReference {
		return scriptAt(this.bytes, this.at(SLOT.limiterActions));
	}

	get actionUnder(): ScriptReference {
		return scriptAt(this.bytes, this.at(SLOT.limiterActions) + SCRIPT_LENGTH);
	}

	setMonitored(classId: number, name: LogicalName, attribute: number): number {
		const isPower = name === POWER.name;
		if (classId !== REGISTER || attribute !== VALUE || !(isPower || name === CURRENT.name)) return ACCESS_RESULT.scopeOfAccessViolated;
		if (isPower === this.has(FLAG.power)) return ACCESS_RESULT.success;
		// An emergency threshold of another kind of value would be another threshold.
		putUint32(this.bytes, this.at(SLOT.limiter) + EMERGENCY, TWO_TO_32 - 1);
		this.#side = 0;
		return this.keepSettings(FLAG.power, isPower ? FLAG.power : 0);
	}

	setThresholdNormal(value: number, client: number): number {
		if (value === this.thresholdNormal) return ACCESS_RESULT.success;
		const { report } = this.#host;
		if (report === undefined) return ACCESS_RESULT.readWriteDenied;
		if (this.has(FLAG.power)) {
			if (value !== this.none && (value === 0 || value > report.mostWatts)) return ACCESS_RESULT.scopeOfAccessViolated;
			const limit = value === this.none ? undefined : { watts: value, minutes: report.demandLimit?.minutes ?? WINDOW };
			return this.#host.configure({ action: 'demand limit', origin: 'remote', limit }, client);
		}
		const amperes = value === this.none ? undefined : value / PER_AMPERE;
		if (amperes !== undefined && (amperes > report.mostAmperes || !AMPERE_CONTRACTS.includes(amperes))) return ACCESS_RESULT.scopeOfAccessViolated;
		return this.#host.configure({ action: 'capacity', origin: 'remote', amperes }, client);
	}

	setThresholdEmergency(value: number): number {
		if (value === this.thresholdEmergency) return ACCESS_RESULT.success;
		putUint32(this.bytes, this.at(SLOT.limiter) + EMERGENCY, value);
		const result = this.keepSettings(FLAG.set, FLAG.set);
		this.#host.limiterEvent('changed');
		return result;
	}

	setMinOver(seconds: number): number {
		putUint32(this.bytes, this.at(SLOT.limiter) + OVER, seconds);
		return this.keepSettings(0, 0);
	}

	setMinUnder(seconds: number): number {
		putUint32(this.bytes, this.at(SLOT.limiter) + UNDER, seconds);
		return this.keepSettings(0, 0);
	}

	setEmergency({ id, activation, duration }: EmergencyProfile): number {
		if (activation !== Number.POSITIVE_INFINITY && (activation <= 0 || activation >= END_OF_TIME)) return ACCESS_RESULT.scopeOfAccessViolated;
		const at = this.at(SLOT.limiterEmergency);
		putUint16(this.bytes, at, id);
		putUint48(this.bytes, at + ACTIVATION, activation === Number.POSITIVE_INFINITY ? NEVER : activation);
		putUint32(this.bytes, at + DURATION, duration);
		return this.keep(SLOT.limiterEmergency);
	}

	setEmergencyGroups(ids: readonly number[]): number {
		if (ids.length > MOST_GROUPS) return ACCESS_RESULT.scopeOfAccessViolated;
		const at = this.at(SLOT.limiterGroups);
		this.bytes[at] = ids.length;
		for (let i = 0; i < ids.length; i++) putUint16(this.bytes, at + 1 + 2 * i, ids[i]!);
		return this.keep(SLOT.limiterGroups);
	}

	setActions(over: ScriptReference, under: ScriptReference): number {
		if (!isScript(over.script, over.selector) || !isScript(under.script, under.selector)) return ACCESS_RESULT.scopeOfAccessViolated;
		putScriptAt(this.bytes, this.at(SLOT.limiterActions), over);
		putScriptAt(this.bytes, this.at(SLOT.limiterActions) + SCRIPT_LENGTH, under);
		return this.keep(SLOT.limiterActions);
	}

	get dueAt(): number {
		const actions = this.at(SLOT.limiterActions);
		const isIdle = uint48(this.bytes, actions) === 0 && uint48(this.bytes, actions + SCRIPT_LENGTH) === 0;
		if (this.#running || isIdle) return Number.POSITIVE_INFINITY;
		return this.#host.now() + this.#nextLook - this.#host.uptime();
	}

	run(): void {
		const uptime = this.#host.uptime();
		this.#nextLook = uptime + LOOK;
		const value = this.value;
		const side = value === undefined ? 0 : Math.sign(value - this.thresholdActive);
		if (side !== this.#side) {
			this.#side = side;
			this.#since = uptime;
		}
		if (value === undefined) return;
		const { isOver } = this.#host;
		if (this.#isUnsure && isOver && side > 0) this.act(true);
		this.#isUnsure = false;
		if (side < 0) this.#wasBelow = true;
		if (side === 0 || uptime - this.#since < SECOND * (side > 0 ? this.minOver : this.minUnder)) return;
		const isNew = isOver !== side > 0;
		if (isNew) this.#host.limiterEvent(isOver ? 'ok' : 'exceeded');
		if (isNew || (isOver && this.#wasBelow)) this.act(side > 0);
	}

	private act(over: boolean): void {
		if (over) this.#wasBelow = false;
		const { script, selector } = over ? this.actionOver : this.actionUnder;
		if (script === 0) return;
		this.#running = true;
		this.#host.runLocally(script, selector, () => {
			this.#running = false;
			this.#host.rearm();
		});
	}

	/** Undefined: nothing is measured. */
	private get value(): number | undefined {
		const { sample } = this.#host;
		if (sample === undefined) return undefined;
		return this.has(FLAG.power) ? Math.max(0, Math.round(sample.power)) : currentSum(sample);
	}

	private get none(): number {
		return NONE[this.monitored.tag];
	}

	private has(flag: number): boolean {
		return (this.bytes[this.at(SLOT.limiter) + FLAGS]! & flag) !== 0;
	}

	private keepSettings(mask: number, flags: number): number {
		const at = this.at(SLOT.limiter) + FLAGS;
		this.bytes[at] = (this.bytes[at]! & ~mask) | flags;
		return this.keep(SLOT.limiter);
	}

	private keep(slot: number): number {
		this.#host.slots.keep(slot);
		this.#host.rearm();
		return ACCESS_RESULT.success;
	}

	private get bytes(): Uint8Array {
		return this.#host.slots.bytes;
	}

	private at(slot: number): number {
		return slot * SLOT_LENGTH;
	}
}

/** What flows into the house over both wires, as a contract counts it; 0.1 A. */
export function currentSum(sample: Sample): number {
	return Math.min(Math.round(PER_AMPERE * contractCurrent('1p3w', sample)), NONE[DataTag.longUnsigned] - 1);
}
