/**
 * Events that a scenario means.
 *
 * | words               | events                                                                                                |
 * |---------------------|-------------------------------------------------------------------------------------------------------|
 * | `KIND`              | of this kind                                                                                          |
 * | `KIND KEY=VALUE …`  | of this kind, with this text, number, `true`, `false` or `null` in a field, or in a record of a list  |
 * | any other words     | of the first meter's units, supply and voltage, whose English text has them                           |
 *
 * No value has a blank in it: `_` stands for one, as in `what=pulled_unannounced`.
 */
import { COMMON, EVENTS, isWorldEventKind, type WorldEvent, type WorldEventKind } from '../schema/event-rows.js';
import { unitWords, WORDED } from '../schema/event-words.js';
import type { Fields } from '../schema/shape.js';
import { unexpected, type Word, WordError, type Words } from './words.js';

export interface EventPattern {
	readonly kinds: readonly WorldEventKind[];
	readonly matches: (event: WorldEvent) => boolean;
	/** What there is to say of an event that was not meant. */
	readonly text: (event: WorldEvent) => string;
}

/** Takes all words that are left. Throws WordError. */
export function takeEventPattern(words: Words): EventPattern {
	const first = words.next({ kind: 'event' });
	const kind = first.text;
	const second = words.peek;
	if (second === undefined || second.text.includes('=')) {
		if (isWorldEventKind(kind)) return takeFields(words, kind);
		if (second !== undefined) throw unexpected(first, { kind: 'choice', choices: Object.keys(EVENTS).filter(isWorldEventKind), of: 'eventKind' });
	}
	const rest = words.rest();
	const wanted = rest === '' ? kind : `${kind} ${rest}`;
	return {
		kinds: WORDED,
		matches: (event) => event.node === FIRST_METER && (unitWords(event)?.includes(wanted) ?? false),
		text: (event) => `"${unitWords(event)}"`,
	};
}

const FIRST_METER = 'meter';

function takeFields(words: Words, kind: WorldEventKind): EventPattern {
	const known = namesOf({ node: COMMON.node, ...EVENTS[kind].fields });
	const wanted: (readonly [string, string])[] = [];
	for (let word = words.peek; word !== undefined; word = words.peek) wanted.push(takeField(words.next({ kind: 'field' }), kind, known));
	return {
		kinds: [kind],
		matches: (event) => event.event === kind && wanted.every(([key, value]) => valuesOf(event, key).includes(value)),
		text: (event) => [kind, ...known.flatMap((key) => fieldText(event, key))].join(' '),
	};
}

function takeField(word: Word, kind: WorldEventKind, known: readonly string[]): readonly [string, string] {
	const at = word.text.indexOf('=');
	const key = word.text.slice(0, Math.max(0, at));
	if (at < 0) throw unexpected(word, { kind: 'field' });
	if (!known.includes(key)) throw new WordError(word.column, { kind: 'noField', event: kind, fields: known, got: key });
	return [key, word.text.slice(at + 1).replaceAll('_', ' ')];
}

/** Fields, and those of records in lists. */
function namesOf(fields: Fields): string[] {
	return [...new Set(Object.entries(fields).flatMap(([name, { shape }]) => (shape.fields === undefined ? [name] : Object.keys(shape.fields))))];
}

function valuesOf(event: WorldEvent, key: string): string[] {
	const fields = event as unknown as Readonly<Record<string, unknown>>;
	const records = Object.values(fields).filter(Array.isArray).flat() as readonly Readonly<Record<string, unknown>>[];
	return [fields, ...records].filter((each) => each[key] !== undefined).map((each) => String(each[key]).replaceAll('_', ' '));
}

function fieldText(event: WorldEvent, key: string): string[] {
	const values = valuesOf(event, key);
	return values.length === 0 ? [] : [`${key}=${values.join('|').replaceAll(' ', '_')}`];
}
