/** Registers equal the load: what any route reads, and what the base's ledger holds, is what flowed while the unit was there to count it. */
import type { Counter } from '../../src/meter/metering/registers.js';
import { type Account, counts, milliwattHours, type UnitAccount } from './world-account.js';
import { Broken } from './world-checks.js';

/** What stood in the registers when a question left. */
export interface Asked {
	readonly version: number;
	readonly unit: UnitAccount | undefined;
	readonly import: number;
}

/** An entry of the base's ledger: mWh. */
export interface Entry {
	readonly mark: string;
	readonly serial: string;
	readonly lastKnown: boolean;
	readonly import: number;
	readonly export: number;
}

export class RegisterCheck {
	checked = 0;
	readonly #account: Account;
	readonly #counter: Counter;

	constructor(account: Account, counter: Counter) {
		this.#account = account;
		this.#counter = counter;
	}

	/** Of a question that leaves now. The account is settled. */
	asked(): Asked {
		const { counting: unit, version } = this.#account;
		return { version, unit, import: unit === undefined ? 0 : counts(unit.energy, this.#counter).import };
	}

	/** An answer that took no time at all. */
	exact(shown: number | undefined): void {
		const unit = this.#account.counting;
		this.checked++;
		if (unit === undefined) {
			if (shown !== undefined) throw new Broken('registers', `${shown} is shown without a metering unit`);
			return;
		}
		const expected = counts(unit.energy, this.#counter).import;
		if (shown !== expected) throw new Broken('registers', `${unit.serial} shows ${shown}, the load says ${expected}`);
	}

	/** An answer to a question that left some time ago: the value is of some moment between. */
	between(asked: Asked, shown: number): void {
		const { counting: unit, version } = this.#account;
		// Another unit, or a power cut: either side may have been asked.
		if (version !== asked.version || unit === undefined || unit !== asked.unit) return;
		this.checked++;
		const now = counts(unit.energy, this.#counter).import;
		const between = asked.import <= now ? shown >= asked.import && shown <= now : shown >= asked.import || shown <= now;
		if (!between) throw new Broken('registers', `${unit.serial} told ${shown}, the load says ${asked.import} to ${now}`);
	}

	/** To the mWh: how a unit began, or ended. */
	entry({ mark, serial, lastKnown, import: drawn, export: fed }: Entry): void {
		this.checked++;
		const { energy } = this.#account.unit(serial);
		const expected = { import: milliwattHours(energy.import), export: milliwattHours(energy.export) };
		if (!lastKnown && drawn === expected.import && fed === expected.export) return;
		const known = lastKnown ? ', as last known' : '';
		throw new Broken(
			'registers',
			`the ledger has ${serial} ${mark} with ${drawn} and ${fed} mWh${known}, the load says ${expected.import} and ${expected.export}`,
		);
	}
}
