/** What may be wrong with a word of a line, each a kind with its fields, and the sentence that these make in English. */
import type { FaultWrong } from '../fault/fault-choice.js';
import { type KindWords, kindText, type OfKinds } from '../schema/language.js';

/** What a choice is about. */
export type ChoiceOf = 'expected' | 'verdict' | 'place' | 'unitState' | 'failure' | 'contactFailure' | 'eventKind' | 'eventKinds';

/** What would be right; limits are those of src/world/load/bounds.ts and values.ts. */
export interface Expectables {
	/** @param of undefined: the words say it themselves */
	choice: { readonly choices: readonly string[]; readonly of: ChoiceOf | undefined };
	stepTime: object;
	command: { readonly names: readonly string[] };
	meter: object;
	unit: { readonly places: readonly string[] };
	liesCode: object;
	fault: object;
	node: object;
	/** min. */
	window: { readonly minutes: readonly number[] };
	voltages: object;
	otherLeg: object;
	/** How many. */
	token: { readonly digits: number };
	duration: object;
	clock: object;
	/** W. */
	power: { readonly most: number };
	/** V. */
	voltage: { readonly most: number };
	amperes: { readonly most: number };
	watts: { readonly min: number; readonly max: number };
	dongle: { readonly most: number };
	field: object;
	event: object;
	code: object;
	unitCode: object;
	/** Of a fleet. */
	meters: { readonly meters: number; readonly streets: number };
	share: object;
	lead: object;
	lineEnd: object;
}

export type Expectable = OfKinds<Expectables>;

export interface LineWrongs {
	missing: { readonly expected: Expectable };
	/** `perhaps`: codes that come closest. */
	unexpected: { readonly expected: Expectable; readonly got: string; readonly perhaps?: readonly string[] };
	noField: { readonly event: string; readonly fields: readonly string[]; readonly got: string };
	/** `message`: the same in English. */
	fault: { readonly wrong: FaultWrong; readonly message: string };
	beforeStart: { readonly got: string };
	beforeLast: { readonly got: string };
	behindEnd: object;
	noSteps: { readonly example: string };
}

export type LineWrong = OfKinds<LineWrongs>;

const CHOICES_OF: Readonly<Record<ChoiceOf, string>> = Object.freeze({
	expected: 'what is expected',
	verdict: 'a verdict',
	place: 'a place',
	unitState: 'how it is',
	failure: 'how it fails',
	contactFailure: 'what is wrong with the contact',
	eventKind: 'a kind of event',
	eventKinds: 'kinds of events',
});

const EXPECTABLE_WORDS: KindWords<Expectables> = Object.freeze({
	choice: ({ choices, of }) => (of === undefined ? listText(choices) : `${CHOICES_OF[of]} (${listText(choices)})`),
	stepTime: () => 'a time like +10m, 09:30:00 or 2026-11-22T09:30',
	command: ({ names }) => `a command: ${listText(names)}`,
	meter: () => 'which meter: its number, its serial number, or all',
	unit: ({ places }) => `a unit: its code like 1p3w-60-2way, a place (${listText(places)}), or a serial number`,
	liesCode: () => 'the code of the type that it says it is',
	fault: () => 'a fault',
	node: () => 'where: a name like meter, dongle or dongle-2',
	window: ({ minutes }) => `a window of ${listText(minutes.map(String))} minutes`,
	voltages: () => 'a voltage in V, R or T and a voltage, or "normal"',
	otherLeg: () => 'the other leg, or the end of the line',
	token: ({ digits }) => `a token of ${digits} digits, blanks and hyphens between them or not`,
	duration: () => 'a time like 200ms, 5s, 10min or 1h, up to 7d',
	clock: () => 'a time like +7min or -90s, up to 7d, a date and time like 2026-11-22T09:30 from 2000 to 2099, or "right"',
	power: ({ most }) => `a power from -${most} to ${most} W`,
	voltage: ({ most }) => `a voltage from 0 to ${most} V`,
	amperes: ({ most }) => `a whole number of amperes from 1 to ${most}`,
	dongle: ({ most }) => `the number of a dongle from 1 to ${most}`,
	watts: ({ min, max }) => `a whole number of watts from ${min} to ${max}`,
	field: () => 'KEY=VALUE',
	event: () => 'a kind of event, or words of one',
	code: () => 'a code',
	unitCode: () => 'the code of a type of unit, as "keiki catalogue types" has it',
	meters: ({ meters, streets }) => `which meters: all, street 3 or 3..5, up to ${streets}, meter 17 or 100..200, up to ${meters}`,
	lead: () => 'by how much: +7min or -90s, up to 7d, or "right"',
	share: () => 'a share above 0 up to 100, like 5%',
	lineEnd: () => 'the end of the line',
});

export const LINE_WRONG_WORDS: KindWords<LineWrongs> = Object.freeze({
	missing: ({ expected }) => `expected ${expectableText(expected)}, found the end of the line`,
	unexpected: ({ expected, got, perhaps = [] }) =>
		`expected ${expectableText(expected)}, got "${got}"${perhaps.length > 0 ? `; perhaps ${perhaps.join(' or ')}` : ''}`,
	noField: ({ event, fields, got }) => `expected a field of "${event}" (${listText(fields)}), got "${got}"`,
	fault: ({ message }) => message,
	beforeStart: ({ got }) => `expected a time after the start, got "${got}"`,
	beforeLast: ({ got }) => `expected a time not before that of the step before, got "${got}"`,
	behindEnd: () => 'expected nothing behind "end"',
	noSteps: ({ example }) => `expected at least one step, like "${example}"`,
});

/** English text. */
export function lineWrongText(wrong: LineWrong): string {
	return kindText<LineWrongs>(LINE_WRONG_WORDS, wrong);
}

/** `a, b or c` */
export function listText(words: readonly string[]): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function expectableText(expected: Expectable): string {
	return kindText<Expectables>(EXPECTABLE_WORDS, expected);
}
