/**
 * The billing profile: what the registers showed at each end of a billing period, which comes by its schedule or by its script. A record is of
 *
 * | offset | bytes | field                                                                                       |
 * |--------|-------|---------------------------------------------------------------------------------------------|
 * | 0      | 6     | time, ms since 1970-01-01T00:00:00Z                                                         |
 * | 6      | 6     | count of the import register; all bits set: not known then, so of the others, too           |
 * | 12     | 24    | of import of each rate                                                                      |
 * | 36     | 30    | of export, likewise                                                                         |
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { putUint48, uint48 } from '../../../modules/bytes/uint.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { Script } from '../../../modules/cosem/script-table.js';
import { ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import type { Journal } from '../../../modules/journal/journal.js';
import type { Slots } from '../../../modules/journal/slots.js';
import type { Counts, Readings } from '../../meter/metering/readings.js';
import { Schedule, type ScheduleHost } from '../control/schedule.js';
import { KeptRows } from '../kept-rows.js';
import { putCount } from '../register-count.js';
import { TARIFF_REGISTERS } from './tariff-scripts.js';
import { BILLING_RECORD_LENGTH } from './tariff-slots.js';

const PROFILE = 7;
const CAPTURE = 2;
const END_OF_BILLING = 1;

export const BILLING_SCRIPTS: readonly Script[] = frozen([{ id: END_OF_BILLING, classId: PROFILE, name: NAME.billingProfile, index: CAPTURE }]);

/** Registers behind the time, in the order of the columns. */
export const BILLING_REGISTERS: readonly LogicalName[] = Object.freeze([
	...[NAME.importEnergy, NAME.importRate1, NAME.importRate2, NAME.importRate3, NAME.importRate4],
	...[NAME.exportEnergy, NAME.exportRate1, NAME.exportRate2, NAME.exportRate3, NAME.exportRate4],
]);

/** Three years of months. */
export const BILLING_CAPACITY = 36;
const FIELD = 6;
const UNKNOWN = 2 ** 48 - 1;
/** The slots of its schedule begin with it. */
const SCHEDULE_SLOT = 0;

export interface BillingHost {
	readonly deviation: number;
	readonly readings: Readings;
	now(): number;
	/** Counts of the registers of rates, as those of the meter itself stand. */
	rates(counts: Counts): readonly number[];
	/** Enters into the standard log that somebody ended a period. */
	billingEnded(): void;
	rearm(): void;
}

export class Billing extends KeptRows implements ScheduleHost {
	readonly schedule: Schedule;
	readonly slots: Slots;
	readonly #host: BillingHost;
	readonly #journal: Journal;
	/** Time of a row that is there already, while the power failed before the schedule knew; 0: there is none. */
	#entered = 0;

	/** @param slots of its schedule */
	constructor(host: BillingHost, journal: Journal, slots: Slots) {
		super(journal, BILLING_CAPACITY, (w, record, column) => putColumn(w, record, column, host));
		this.#host = host;
		this.#journal = journal;
		this.slots = slots;
		this.schedule = new Schedule(this, SCHEDULE_SLOT);
		this.takeUp();
		const newest = this.newest && uint48(this.newest, 0);
		if (newest !== undefined && this.schedule.dueAt <= newest && newest <= host.now()) this.#entered = newest;
	}

	/** Method execute of its script table, by a client: an end that no schedule has. Returns an Action-Result. */
	execute(): number {
		this.capture();
		this.#host.billingEnded();
		return ACTION_RESULT.success;
	}

	get deviation(): number {
		return this.#host.deviation;
	}

	now(): number {
		return this.#host.now();
	}

	isScript(table: LogicalName, id: number): boolean {
		return (table === 0 && id === 0) || (table === NAME.billingScripts && id === END_OF_BILLING);
	}

	/** Once, whenever the power fails; and again where the clock was set back so far that the time comes again. */
	runScript(_table: LogicalName, _id: number, done: () => void, due: number): void {
		if (this.#entered < due) this.capture();
		this.#entered = 0;
		done();
	}

	rearm(): void {
		this.#host.rearm();
	}

	private capture(): void {
		const { readings } = this.#host;
		const record = new Uint8Array(BILLING_RECORD_LENGTH);
		const counts = readings.counts();
		const rates = counts && this.#host.rates(counts);
		putUint48(record, 0, this.#host.now());
		for (const [i, name] of BILLING_REGISTERS.entries())
			putUint48(record, (1 + i) * FIELD, counts === undefined ? UNKNOWN : countOf(name, counts, rates!));
		this.add(this.#journal.append(record));
	}
}

function putColumn(w: DataWriter, record: Uint8Array, column: number, { deviation, readings }: BillingHost): void {
	const value = uint48(record, column * FIELD);
	if (column === 0) w.octetString(dateTimeOf(value, deviation, 0));
	else if (value === UNKNOWN) w.nullData();
	else putCount(w, value, readings);
}

function countOf(name: LogicalName, counts: Counts, rates: readonly number[]): number {
	if (name === NAME.importEnergy) return counts.import;
	return name === NAME.exportEnergy ? counts.export : rates[TARIFF_REGISTERS.indexOf(name)]!;
}
