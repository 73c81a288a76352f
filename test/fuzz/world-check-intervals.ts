/** No interval is lost and none invented: the record of a metering unit has each half-hour that ended while it counted, with what it held then, and no other. */
import type { Counter } from '../../src/meter/metering/registers.js';
import { type Account, counts } from './world-account.js';
import { Broken, minuteText } from './world-checks.js';
import type { Row } from './world-utility.js';

const MINUTE = 60_000;
const HALF_HOUR = 30;

/** What the readings of the meter have of a half-hour. */
export type OnRecord = (at: number) => { readonly import: number; readonly export: number } | undefined;

export class IntervalCheck {
	checked = 0;
	readonly #account: Account;
	readonly #counter: Counter;
	readonly #twoWay: boolean;
	/** Minute at which the world began. */
	readonly #first: number;

	constructor(account: Account, counter: Counter, twoWay: boolean, start: number) {
		this.#account = account;
		this.#counter = counter;
		this.#twoWay = twoWay;
		this.#first = Math.ceil(start / MINUTE / HALF_HOUR) * HALF_HOUR;
	}

	/** All that the unit in place has on record from `from` to `to`, ms since 1970. */
	record(onRecord: OnRecord, from: number, to: number): void {
		for (let at = this.#boundary(from); at * MINUTE <= to; at += HALF_HOUR) this.#check(at, onRecord(at));
	}

	/** Rows of the load profile, all there are from `from` to `to`. */
	rows(rows: readonly Row[], from: number, to: number): void {
		const found = new Map<number, Row>();
		let last = 0;
		for (const row of rows) {
			if (row.at <= last) throw new Broken('intervals', `the row of ${minuteText(row.at)} comes after that of ${minuteText(last)}`);
			last = row.at;
			found.set(row.at, row);
		}
		for (let at = this.#boundary(from); at * MINUTE <= to; at += HALF_HOUR) {
			this.#check(at, found.get(at));
			found.delete(at);
		}
		for (const at of found.keys()) throw new Broken('intervals', `the row of ${minuteText(at)} was not asked for`);
	}

	#boundary(from: number): number {
		return Math.max(this.#first, Math.ceil(from / MINUTE / HALF_HOUR) * HALF_HOUR);
	}

	#check(at: number, found: { readonly import: number; readonly export: number } | undefined): void {
		const unit = this.#account.counting;
		if (unit === undefined) return;
		this.checked++;
		const energy = unit.intervals.get(at);
		if (energy === undefined) {
			if (found === undefined) return;
			throw new Broken('intervals', `${unit.serial} has ${minuteText(at)} on record, at which it did not count`);
		}
		if (found === undefined) throw new Broken('intervals', `${unit.serial} lacks ${minuteText(at)}`);
		const expected = counts(energy, this.#counter);
		const right = found.import === expected.import && (!this.#twoWay || found.export === expected.export);
		if (right) return;
		throw new Broken(
			'intervals',
			`${unit.serial} has ${found.import} and ${found.export} at ${minuteText(at)}, the load says ${expected.import} and ${expected.export}`,
		);
	}
}
