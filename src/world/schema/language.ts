/** The languages in which people are told things. Programs, logs and files get the same whatever is chosen. */
import type { Fields, RecordOf } from './shape.js';

export const LANGUAGES = Object.freeze(['ja', 'en'] as const);

export type Language = (typeof LANGUAGES)[number];

/** One thing in every language: what lacks one does not compile. */
export type InEach<Thing> = { readonly [Each in Language]: Thing };

/** Sentences that the fields of these rows make, by kind. */
export type RowWords<Rows extends Readonly<Record<string, Fields>>> = { readonly [Kind in keyof Rows]: (fields: RecordOf<Rows[Kind]>) => string };

/** Things of several kinds, each with the fields of its kind. */
export type OfKinds<Kinds> = { [Kind in keyof Kinds]: { readonly kind: Kind } & Kinds[Kind] }[keyof Kinds];

/** Sentences that the fields make, by kind. */
export type KindWords<Kinds> = { readonly [Kind in keyof Kinds]: (fields: Kinds[Kind]) => string };

export function kindText<Kinds>(words: KindWords<Kinds>, thing: OfKinds<Kinds>): string {
	return (words[thing.kind] as (fields: OfKinds<Kinds>) => string)(thing);
}

export function isLanguage(text: string): text is Language {
	return LANGUAGES.some((each) => each === text);
}
