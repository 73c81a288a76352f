import type { InEach, Language } from '../../../../src/world/schema/language.js';

/** Why a step of a lesson has not come to what it was to show. */
export type LessonFailure =
	/** The dongle does not answer, or refuses what it was told. */
	| { readonly kind: 'dongle' }
	| { readonly kind: 'noMeter' }
	| { readonly kind: 'notLetIn' }
	/** Somebody else has the session. */
	| { readonly kind: 'taken' }
	/** The session is gone meanwhile. */
	| { readonly kind: 'sessionGone' }
	| { readonly kind: 'noAnswer' }
	/** A frame that there should have been was not on the air. */
	| { readonly kind: 'unseen'; readonly what: string }
	| { readonly kind: 'refused'; readonly reason: InEach<string> }
	| { readonly kind: 'routeA'; readonly reason: InEach<string> }
	/** The invocation counter is no number but this. */
	| { readonly kind: 'noCounter'; readonly found: string }
	/** It took longer than any of these does. */
	| { readonly kind: 'tooLong' }
	/** A HEMS wants to join, and the lesson has made room for it. */
	| { readonly kind: 'madeRoom'; readonly node: string };

export class LessonError extends Error {
	constructor(readonly failure: LessonFailure) {
		super(failure.kind);
	}
}

/** The lesson was ended meanwhile. */
export class LessonEnded extends Error {}

/** What every reader of a lesson is told, whichever language is theirs. */
export function inBoth(say: (language: Language) => string): InEach<string> {
	return { en: say('en'), ja: say('ja') };
}
