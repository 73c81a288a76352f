/** What the words of the lessons are: for each step a title, and paragraphs that are made of what was seen. */
import type { LessonFacts, LessonName } from '../../lessons/lesson-facts.js';

export interface StepWords<Facts> {
	readonly title: string;
	/** Paragraphs. */
	readonly says: (facts: Facts) => readonly string[];
}

export interface OneLessonWords<Name extends LessonName> {
	readonly title: string;
	readonly teaches: string;
	readonly steps: { readonly [Step in keyof LessonFacts[Name]]: StepWords<LessonFacts[Name][Step]> };
}

export type LessonWords = { readonly [Name in LessonName]: OneLessonWords<Name> };

/** `922.5`, MHz of Hz. */
export function megahertz(frequency: number): string {
	return (frequency / 1_000_000).toFixed(1);
}

/** `1.2`, s of ms. */
export function seconds(ms: number): string {
	return (ms / 1000).toFixed(ms < 10_000 ? 1 : 0);
}

/** `500`, or `12.5`: whole where it is. */
export function rounded(value: number, digits = 1): string {
	return String(Number(value.toFixed(digits)));
}

/** `12:30` of an ISO time. */
export function clockOf(time: string): string {
	return time.slice(11, 16);
}
