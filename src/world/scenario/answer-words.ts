/** What comes of a command: kinds with fields for programs, and the one place where they become English. */
import type { Place } from '../../meter/backplane/messages.js';
import type { Phases } from '../../meter/catalogue/unit-types.js';

/** A unit as a hand holds it. */
interface Held {
	readonly code: string;
	readonly serial: string;
}

/** Why a command was not carried out, and what there is to say of it. */
export interface Refusals {
	readonly noPower: object;
	readonly noSwitchingUnit: object;
	readonly switchingUnitOff: object;
	readonly noCommunicationUnit: object;
	/** `result`: `refused`, `stuck`, `overtaken` or `unanswered`. `reason`: as the log of the unit has it, which keeps text. */
	readonly switchingUnit: { readonly result: string; readonly reason: string };
	readonly emptyPlace: { readonly place: Place };
	readonly fullPlace: { readonly place: Place };
	readonly neverPulled: { readonly place: Place };
	readonly inPlace: { readonly serial: string };
	readonly unknownSerial: { readonly serial: string };
	readonly notMade: { readonly unit: string; readonly phases: Phases };
	readonly tooManyUnits: { readonly most: number };
	/** `message`: which file, and what to do. */
	readonly damagedMemory: { readonly message: string };
	readonly coverClosed: object;
	readonly nothingWrong: Held;
	readonly contactWhole: object;
	readonly powerIs: { readonly on: boolean };
}

export interface Outcomes {
	readonly pulled: Held;
	/** `before`: what was in its place. */
	readonly plugged: Held & { readonly before: Held | null };
	/** min; 0: it is over. */
	readonly service: { readonly minutes: number };
	readonly unitFails: Held & { readonly how: string; readonly delayMs: number | null; readonly as: string | null };
	readonly unitMended: Held;
	readonly contactFails: { readonly how: string };
	readonly contactMended: object;
	/** Where it is. */
	readonly contact: { readonly closed: boolean };
	/** A. */
	readonly contract: { readonly amperes: number | null };
	readonly demandLimit: { readonly watts: number | null; readonly minutes: number | null };
	/** W; null: that of the house. */
	readonly load: { readonly watts: number | null };
	/** V; null: that of the supply. */
	readonly voltage: { readonly r: number | null; readonly t: number | null };
	readonly power: { readonly on: boolean };
}

type Rows<T> = { readonly [Kind in keyof T]: (fields: T[Kind]) => string };
type Kinds<T> = { readonly [Kind in keyof T]: { readonly kind: Kind } & T[Kind] }[keyof T];
export type Refusal = Kinds<Refusals>;
export type Outcome = Kinds<Outcomes>;

const held = ({ code, serial }: Held) => `${code} ${serial}`;

export const REFUSAL_WORDS: Rows<Refusals> = Object.freeze({
	noPower: () => 'the meter has no power',
	noSwitchingUnit: () => 'there is no switching unit',
	switchingUnitOff: () => 'the switching unit has no power',
	noCommunicationUnit: () => 'there is no communication unit that works, to bring the order',
	switchingUnit: ({ result, reason }) => (result === 'refused' ? reason : `${result}: ${reason}`),
	emptyPlace: ({ place }) => `the place for ${place} is empty`,
	fullPlace: ({ place }) => `the place for ${place} is not empty: pull its unit first, or swap it`,
	neverPulled: ({ place }) => `no unit was pulled from the place for ${place}`,
	inPlace: ({ serial }) => `${serial} is in its place`,
	unknownSerial: ({ serial }) => `no unit of this meter has the serial number ${serial}`,
	notMade: ({ unit, phases }) => `no unit "${unit}" is made for ${phases}`,
	tooManyUnits: ({ most }) => `there are no more than ${most} units for one meter`,
	damagedMemory: ({ message }) => message,
	coverClosed: () => 'the cover is closed',
	nothingWrong: (unit) => `nothing is wrong with ${held(unit)}`,
	contactWhole: () => 'nothing is wrong with the contact',
	powerIs: ({ on }) => `the power is ${on ? 'on' : 'off'}`,
});

export const OUTCOME_WORDS: Rows<Outcomes> = Object.freeze({
	pulled: (unit) => `pulled ${held(unit)}`,
	plugged: ({ before, ...unit }) => `plugged ${held(unit)} in${before === null ? '' : `, in place of ${held(before)}`}`,
	service: ({ minutes }) => (minutes > 0 ? `work at the meter is announced for ${minutes} min` : 'work at the meter is over'),
	unitFails: ({ how, delayMs, as, ...unit }) =>
		`${held(unit)} fails: ${delayMs !== null ? `late by ${delayMs} ms` : as !== null ? `says it is ${as}` : how}`,
	unitMended: (unit) => `${held(unit)} is whole again`,
	contactFails: ({ how }) => `the contact fails: ${how}`,
	contactMended: () => 'the contact is whole again',
	contact: ({ closed }) => `the contact is ${closed ? 'closed' : 'open'}`,
	contract: ({ amperes }) => (amperes === null ? 'there is no contract' : `the contract is ${amperes} A`),
	demandLimit: ({ watts, minutes }) => (watts === null ? 'there is no demand limit' : `the demand limit is ${watts} W in ${minutes} min`),
	load: ({ watts }) => (watts === null ? 'the load is that of the house' : `the load is ${watts} W`),
	voltage: ({ r, t }) => {
		if (r === null && t === null) return 'the voltage is that of the supply';
		const leg = (name: string, volts: number | null) => `${name} ${volts === null ? 'as the supply has it' : `${volts} V`}`;
		return `the voltage is ${leg('R', r)}, ${leg('T', t)}`;
	},
	power: ({ on }) => `the power is ${on ? 'on' : 'off'}`,
});

export function refusalWords(refusal: Refusal): string {
	return (REFUSAL_WORDS[refusal.kind] as (fields: Refusal) => string)(refusal);
}

export function outcomeWords(outcome: Outcome): string {
	return (OUTCOME_WORDS[outcome.kind] as (fields: Outcome) => string)(outcome);
}
