/** Values out of texts. */
import type { ObserveDeclaration } from '../../../../src/exam/declaration.js';
import type { Observation } from '../../../../src/exam/observation.js';
import { tidy } from '../tidy.js';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Characters of a text that are kept. */
const MOST_TEXT = 200;

/** @param text null: the program says in its own way that there is none, as with JSON's null */
export function shown({ what, factor, none, is }: ObserveDeclaration, text: string | null, time: string | undefined): Observation {
	const trimmed = (text ?? 'null').trim();
	const base = { what, text: trimmed.slice(0, MOST_TEXT), time: time?.trim().slice(0, MOST_TEXT) };
	if (text === null || none.includes(trimmed)) return { ...base, value: 'none' };
	if (is !== undefined) return { ...base, value: trimmed === is ? 1 : 0 };
	const value = NUMBER.test(trimmed) ? tidy(Number(trimmed) * factor) : Number.NaN;
	return { ...base, value: Number.isFinite(value) ? value : 'unreadable' };
}

/** What a line shows by a regular expression with the groups `v` and `t`; undefined: nothing. */
export function shownIn(declaration: ObserveDeclaration, pattern: RegExp, line: string): Observation | undefined {
	const groups = pattern.exec(line)?.groups;
	return groups?.v === undefined ? undefined : shown(declaration, groups.v, groups.t);
}
