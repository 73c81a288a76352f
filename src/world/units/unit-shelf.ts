import type { Flash } from '../../../hal/ports/flash.js';
import { PLACE_OF, PLACES, type Place } from '../../meter/backplane/messages.js';
import { makerNamed } from '../../meter/catalogue/makers.js';
import type { Combination } from '../../meter/catalogue/rules.js';
import { OPTION_TYPES, type Phases, type UnitType, unitType } from '../../meter/catalogue/unit-types.js';
import { MINUTES_PER_DAY } from '../../meter/metering/calendar.js';
import type { Refusal } from '../schema/answer-rows.js';
import { type MeterUnit, SERIAL_LETTERS, type UnitFactory } from './meter-units.js';
import { DamagedMemory, type KeptUnit, reading, type UnitMemory, UnitMemoryError } from './unit-memory.js';

/** Names of makers, by place. */
export type Makers = Readonly<Partial<Record<Place, string>>>;

export interface UnitShelfOptions {
	readonly memory: UnitMemory;
	/** Flash of the first metering unit. */
	readonly flash: Flash;
	/** What its registers hold if it is new, Wh. */
	readonly initial: { readonly import: number; readonly export: number };
	/** Digits of the meter, in the serial number of each of its units. */
	readonly digits: string;
	/** Time of the meter's clock, minutes since 1970-01-01T00:00Z. */
	readonly now: () => number;
}

/** Serial numbers have three digits for it. */
export const MOST_UNITS = 999;
/** How long ago the first metering unit was certified: it has hung there for some time. */
const FIRST_CERTIFIED = 2 * 365 * MINUTES_PER_DAY;

/** All units that were in a meter at some time, in place or beside it. Made of the state of the run before, or of a combination. */
export class UnitShelf {
	readonly #options: UnitShelfOptions;
	readonly #factory: UnitFactory;
	readonly #made = new Map<string, MeterUnit>();
	readonly #inPlace = new Map<Place, MeterUnit>();
	/** Serial numbers of the units pulled last in this run, by place. */
	readonly #lastPulled = new Map<Place, string>();
	#kept: KeptUnit[];

	/** @throws DamagedMemory if the flash of a unit in place holds something else */
	constructor(options: UnitShelfOptions, factory: UnitFactory) {
		this.#options = options;
		this.#factory = factory;
		this.#kept = [...options.memory.units];
		for (const kept of this.#kept) if (kept.place !== null) this.#inPlace.set(kept.place, this.#make(kept));
	}

	get isEmpty(): boolean {
		return this.#kept.length === 0;
	}

	/** All that there are, in the order in which they came. */
	get units(): readonly KeptUnit[] {
		return this.#kept;
	}

	inPlace(place: Place): MeterUnit | undefined {
		return this.#inPlace.get(place);
	}

	/**
	 * Puts these units into their places while there is no power: those that are there already stay, of the others one from beside the meter, or a new one.
	 * @param makers where one is told, the unit is of this maker
	 */
	fit(combination: Combination, makers: Makers = {}): void {
		for (const place of PLACES) {
			const type = combination[place];
			const maker = makers[place];
			const there = this.inPlace(place);
			if (there?.type === type && (maker === undefined || there?.maker?.name === maker)) continue;
			if (this.inPlace(place) !== undefined) this.remove(place);
			if (type === undefined) continue;
			const beside = this.#kept.find((each) => each.place === null && each.code === type.code && (maker === undefined || each.maker === maker));
			this.insert(beside === undefined ? this.#take(type, maker) : this.#make(beside));
		}
	}

	/**
	 * What somebody means by a word: a code takes a new unit, a place the one that was pulled from there last, a serial number that unit.
	 * Returns why not where there is none; then nothing has changed.
	 * @param isFree whether a unit may go into this place
	 */
	find(word: string, phases: Phases, isFree: (place: Place) => boolean): MeterUnit | Refusal {
		const [code, maker] = word.split('@');
		const type = unitType(code!) ?? OPTION_TYPES.find((each) => each.short === code && each.phases === phases);
		const place = PLACES.find((each) => each === word);
		const kept = type ? undefined : this.#kept.find(({ serial }) => serial === (place === undefined ? word : this.#pulledLast(place)));
		if (kept !== undefined && kept.place !== null) return { kind: 'inPlace', serial: kept.serial };
		if (type === undefined && kept === undefined) return nobody(word, place, phases);
		const wanted = type ?? unitType(kept!.code)!;
		if (!isFree(PLACE_OF[wanted.kind])) return { kind: 'fullPlace', place: PLACE_OF[wanted.kind] };
		if (kept === undefined && this.#kept.length >= MOST_UNITS) return { kind: 'tooManyUnits', most: MOST_UNITS };
		try {
			return kept === undefined ? this.#take(wanted, maker) : this.#make(kept);
		} catch (error) {
			if (error instanceof DamagedMemory) return { kind: 'damagedMemory', message: error.message, owner: error.owner, damage: error.damage };
			if (error instanceof UnitMemoryError) return { kind: 'damagedMemory', message: error.message, owner: null, damage: null };
			throw error;
		}
	}

	/** A unit was pulled from this place, and is not back. */
	hasBeside(place: Place): boolean {
		return this.#pulledLast(place) !== undefined;
	}

	/** It is in its place from now on. */
	insert(unit: MeterUnit): void {
		this.#inPlace.set(unit.place, unit);
		this.#lastPulled.delete(unit.place);
		this.#change(unit.identity.serial, { place: unit.place });
	}

	/** It lies beside the meter from now on. */
	remove(place: Place): MeterUnit {
		const unit = this.#inPlace.get(place)!;
		this.#inPlace.delete(place);
		this.#lastPulled.set(place, unit.identity.serial);
		this.#change(unit.identity.serial, { place: null });
		return unit;
	}

	/** A contact has moved. */
	keepContact(): void {
		const option = this.#inPlace.get('option');
		if (option?.switching === undefined) return;
		const { closed } = option.switching.relay;
		const { serial } = option.identity;
		const kept = this.#kept.find((each) => each.serial === serial)!;
		if ((kept.closed ?? true) !== closed) this.#change(serial, { closed });
	}

	/** Serial number. */
	#pulledLast(place: Place): string | undefined {
		const serial = this.#lastPulled.get(place);
		if (serial !== undefined) return serial;
		return [...this.#kept].reverse().find(({ code, place: at }) => at === null && PLACE_OF[unitType(code)!.kind] === place)?.serial;
	}

	#take(type: UnitType, maker?: string): MeterUnit {
		const count = this.#kept.length + 1;
		const serial = SERIAL_LETTERS[type.kind] + this.#options.digits + String(count).padStart(3, '0');
		const first = !this.#kept.some(isMetering);
		const certified = type.kind === 'metering' ? { certified: this.#options.now() - (first ? FIRST_CERTIFIED : 0) } : {};
		const kept: KeptUnit = { serial, code: type.code, ...(maker !== undefined && { maker }), ...certified, place: null };
		const unit = this.#make(kept, first);
		this.#kept = [...this.#kept, kept];
		return unit;
	}

	#make(kept: KeptUnit, first = this.#kept.find(isMetering)?.serial === kept.serial): MeterUnit {
		const made = this.#made.get(kept.serial);
		if (made !== undefined) return made;
		const { serial, code, certified = 0, closed = true } = kept;
		const initial = first ? { initial: this.#options.initial, flash: this.#options.flash } : {};
		const maker = kept.maker === undefined ? undefined : makerNamed(kept.maker);
		const order = { type: unitType(code)!, maker, serial, certified, closed, ...initial };
		const unit = reading(first ? 'meter' : serial, () => this.#factory.create(order));
		this.#made.set(serial, unit);
		return unit;
	}

	#change(serial: string, change: Partial<KeptUnit>): void {
		this.#kept = this.#kept.map((each) => (each.serial === serial ? { ...each, ...change } : each));
		this.#options.memory.keep(this.#kept);
	}
}

function nobody(word: string, place: Place | undefined, phases: Phases): Refusal {
	if (place !== undefined) return { kind: 'neverPulled', place };
	return /^[A-Z]\d{7,10}$/.test(word) ? { kind: 'unknownSerial', serial: word } : { kind: 'notMade', unit: word, phases };
}

function isMetering({ code }: KeptUnit): boolean {
	return unitType(code)?.kind === 'metering';
}
