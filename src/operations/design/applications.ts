/** What a customer, or the utility itself, may apply for, a row a kind: what it asks of the meter, and what must be there for it. */
import { frozen } from '../../../modules/bytes/frozen.js';
import type { Medium, OptionType, RouteBMedium } from '../../meter/catalogue/unit-types.js';
import { APPLICATION_KINDS } from '../records/record-kinds.js';

export type ApplicationKind = (typeof APPLICATION_KINDS)[number];

/** What is wished beside the kind, each where it is told. */
export interface Wishes {
	readonly routeB?: RouteBMedium;
	/** A. */
	readonly amperes?: number;
	readonly feedIn?: boolean;
	readonly option?: OptionType['kind'] | 'none';
	readonly medium?: Medium;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly at?: number;
}

/** What a contract and its applications come to. */
export interface Terms {
	readonly routeB: RouteBMedium;
	readonly amperes: number;
	readonly feedIn: boolean;
	readonly switching: boolean;
	readonly voltage: boolean;
	/** Undefined: whichever suits the site. */
	readonly medium: Medium | undefined;
	/** The metering unit is to be another, whatever it is. */
	readonly newMetering: boolean;
}

export interface ApplicationRow {
	/** Whether a meter must stand there already, or must not, or may. */
	readonly meter: 'there' | 'none' | 'either';
	/** Whether the contract must be running. */
	readonly active: boolean;
	/** It has to do with units. What has not is done from afar. */
	readonly designed: boolean;
	/** Wishes that it cannot be understood without. */
	readonly needs: readonly (keyof Wishes)[];
	readonly asks: (terms: Terms, wishes: Wishes) => Terms;
}

const MOST_AMPERES = 600;

export const APPLICATIONS: Readonly<Record<ApplicationKind, ApplicationRow>> = frozen<Record<ApplicationKind, ApplicationRow>>({
	new: { meter: 'none', active: true, designed: true, needs: [], asks: wished },
	'feed-in': { meter: 'there', active: true, designed: true, needs: [], asks: (terms, wishes) => wished({ ...terms, feedIn: true }, wishes) },
	'route-b': {
		...{ meter: 'there', active: true, designed: true, needs: [] },
		// The radio is what nearly every HEMS has.
		asks: (terms, wishes) => wished({ ...terms, routeB: 'radio' }, wishes),
	},
	amperes: { meter: 'there', active: true, designed: true, needs: ['amperes'], asks: wished },
	'option-in': { meter: 'there', active: true, designed: true, needs: ['option'], asks: wished },
	'option-out': {
		...{ meter: 'there', active: true, designed: true, needs: [] },
		asks: (terms, wishes) => ({ ...wished(terms, wishes), switching: false, voltage: false }),
	},
	communication: { meter: 'there', active: true, designed: true, needs: [], asks: wished },
	certification: {
		...{ meter: 'there', active: true, designed: true, needs: [] },
		asks: (terms, wishes) => ({ ...wished(terms, wishes), newMetering: true }),
	},
	'move-in': { meter: 'either', active: true, designed: true, needs: [], asks: wished },
	// Nobody reads it by Route B until somebody moves in.
	'move-out': { meter: 'there', active: false, designed: true, needs: [], asks: (terms) => ({ ...terms, routeB: 'none' }) },
	'lost-password': { meter: 'there', active: true, designed: false, needs: [], asks: (terms) => terms },
});

/** What is wrong with a wish: its name and what was said; undefined where it is told by nobody. */
export interface WrongWish {
	readonly wish: keyof Wishes;
	readonly text: string | undefined;
}

/** What a wish that has few values may be, as it is written. */
export const WISH_CHOICES = frozen({
	routeB: ['none', 'radio', 'plc'],
	option: ['switching', 'voltage', 'none'],
	feedIn: ['yes', 'no'],
	medium: ['rf', 'plc', 'cellular'],
} as const);

const READERS: { readonly [Wish in keyof Wishes]-?: (text: string) => Wishes[Wish] } = frozen({
	routeB: (text: string) => oneOf(text, WISH_CHOICES.routeB),
	amperes: (text: string) => whole(text, 1, MOST_AMPERES),
	feedIn: (text: string) => ({ yes: true, true: true, no: false, false: false })[text],
	option: (text: string) => oneOf(text, WISH_CHOICES.option),
	medium: (text: string) => oneOf(text, WISH_CHOICES.medium),
	at: timeOf,
});

export const WISH_NAMES = Object.freeze(Object.keys(READERS) as (keyof Wishes)[]);

/** From the fields of a record, texts or numbers. Names that are no wishes are left alone. */
export function readWishes(
	kind: ApplicationKind,
	fields: Readonly<Record<string, unknown>>,
): { readonly wishes: Wishes; readonly wrong: readonly WrongWish[] } {
	const wishes: Partial<Record<keyof Wishes, unknown>> = {};
	const wrong: WrongWish[] = [];
	for (const wish of WISH_NAMES) {
		const told = fields[wish];
		if (told === undefined || told === null || told === '') {
			if (APPLICATIONS[kind].needs.includes(wish)) wrong.push({ wish, text: undefined });
			continue;
		}
		const value = READERS[wish](String(told));
		if (value === undefined) wrong.push({ wish, text: String(told) });
		else wishes[wish] = value;
	}
	if (kind === 'option-in' && wishes.option === 'none') wrong.push({ wish: 'option', text: 'none' });
	return { wishes: wishes as Wishes, wrong };
}

export function isApplicationKind(text: string): text is ApplicationKind {
	return APPLICATION_KINDS.some((each) => each === text);
}

function wished(terms: Terms, wishes: Wishes): Terms {
	const option = wishes.option === undefined ? {} : { switching: wishes.option === 'switching', voltage: wishes.option === 'voltage' };
	return {
		...terms,
		...option,
		routeB: wishes.routeB ?? terms.routeB,
		amperes: wishes.amperes ?? terms.amperes,
		feedIn: wishes.feedIn ?? terms.feedIn,
		medium: wishes.medium ?? terms.medium,
	};
}

function oneOf<Word extends string>(text: string, words: readonly Word[]): Word | undefined {
	return words.find((word) => word === text);
}

function whole(text: string, least: number, most: number): number | undefined {
	const value = Number(text);
	return Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}

/** ms since 1970-01-01T00:00:00Z, or a date and time of ISO 8601. */
function timeOf(text: string): number | undefined {
	const value = Number(text);
	const time = Number.isInteger(value) ? value : Date.parse(text);
	return Number.isFinite(time) && time >= 0 ? time : undefined;
}
