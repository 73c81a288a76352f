/**
 * The histories of class 0x0288 (ECHONET Lite Appendix): a Set chooses what the following Gets return.
 *
 * | history | chosen by      | bytes  | value                                                                               |
 * |---------|----------------|--------|-------------------------------------------------------------------------------------|
 * | E2, E4  | E5: day        | 194    | day (2; 00FF before the first choice), energies of 00:00, 00:30, … 23:30 of that day |
 * | EC      | ED: time, n    | 7 + 8n | that time and n, then n × (import, export): at that time, 30 minutes before it, …    |
 * | EE      | EF: time, n    | 7 + 8n | the same by the minute                                                              |
 *
 * Before its first choice a timed history says FFFFFFFFFFFF01, and one entry without data. What was not recorded, and what lies
 * ahead, is without data too, not an error (unconfirmed). That timed histories run backwards is known from one HEMS only.
 */
import { MINUTES_PER_DAY, MINUTES_PER_HALF_HOUR, minuteOf, startOfDay } from '../meter/metering/calendar.js';
import type { Counts, Minute, Readings } from '../meter/metering/readings.js';
import { decodeDateTime, putDateTime, putEnergy } from './values.js';

const SLOTS = MINUTES_PER_DAY / MINUTES_PER_HALF_HOUR;
const LAST_DAY = 99;
const NO_DAY = 0xff;

/** EPC E5 and, by it, E2 and E4. */
export class DayHistory {
	readonly #readings: Readings;
	readonly #unset: 'no data' | 'today';
	#day = NO_DAY;

	constructor(readings: Readings, unset: 'no data' | 'today') {
		this.#readings = readings;
		this.#unset = unset;
	}

	/** EPC E5: 0 is today; FF until a day is chosen. */
	choice(): Uint8Array {
		return Uint8Array.of(this.#day);
	}

	/** False, and nothing changes, unless it is one byte from 0 to 99. */
	choose(edt: Uint8Array): boolean {
		const day = edt[0];
		if (edt.length !== 1 || day === undefined || day > LAST_DAY) return false;
		this.#day = day;
		return true;
	}

	/** EPC E2 and E4: 194 bytes. */
	values(direction: keyof Counts): Uint8Array {
		const bytes = new Uint8Array(2 + 4 * SLOTS);
		bytes[1] = this.#day;
		const now = minuteOf(this.#readings.now());
		const known = this.#day !== NO_DAY || this.#unset === 'today';
		const start = startOfDay(now) - (this.#day === NO_DAY ? 0 : this.#day) * MINUTES_PER_DAY;
		for (let i = 0; i < SLOTS; i++) {
			const at = start + i * MINUTES_PER_HALF_HOUR;
			const counts = known && at <= now ? this.#readings.halfHour(at) : undefined;
			putEnergy(bytes, 2 + 4 * i, counts?.[direction]);
		}
		return bytes;
	}
}

/** Minutes from one entry to the one before it, and the most entries that can be chosen. */
const TIMED = Object.freeze({ halfHour: Object.freeze({ step: MINUTES_PER_HALF_HOUR, limit: 12 }), minute: Object.freeze({ step: 1, limit: 10 }) });

/** EPC ED and EC, or EF and EE: counts of half-hours, or of minutes, backwards from a time that a HEMS chooses. */
export class TimedHistory {
	readonly #readings: Readings;
	readonly #of: keyof typeof TIMED;
	readonly #kept: number;
	#from: Minute | undefined;
	#count = 1;

	/** @param kept what is further back than so many minutes is without data, whatever the readings hold; default: nothing */
	constructor(readings: Readings, of: keyof typeof TIMED, kept = Number.POSITIVE_INFINITY) {
		this.#readings = readings;
		this.#of = of;
		this.#kept = kept;
	}

	/** EPC ED and EF: 7 bytes. */
	choice(): Uint8Array {
		return this.#begin(7);
	}

	/** False, and nothing changes, unless it is a time on one of the steps and a number of entries from 1 to the limit. */
	choose(edt: Uint8Array): boolean {
		if (edt.length !== 7) return false;
		const from = decodeDateTime(edt);
		const count = edt[6]!;
		if (from === undefined || from % TIMED[this.#of].step !== 0 || count < 1 || count > TIMED[this.#of].limit) return false;
		this.#from = from;
		this.#count = count;
		return true;
	}

	/** EPC EC and EE: 7 + 8n bytes. */
	values(): Uint8Array {
		const bytes = this.#begin(7 + 8 * this.#count);
		const readings = this.#readings;
		const of = this.#of;
		const now = minuteOf(readings.now());
		for (let i = 0; i < this.#count; i++) {
			const at = this.#from === undefined ? undefined : this.#from - i * TIMED[of].step;
			const counts = at === undefined || at > now || at < now - this.#kept ? undefined : readings[of](at);
			putEnergy(bytes, 7 + 8 * i, counts?.import);
			putEnergy(bytes, 11 + 8 * i, readings.twoWay ? counts?.export : undefined);
		}
		return bytes;
	}

	#begin(length: number): Uint8Array {
		const bytes = new Uint8Array(length);
		putDateTime(bytes, 0, this.#from);
		bytes[6] = this.#count;
		return bytes;
	}
}
