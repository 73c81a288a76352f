import type { LessonFacts, LessonName } from './lesson-facts.js';

/** The steps of one lesson: each does what is its own, and tells what there was to see. @throws LessonError, LessonEnded */
export type LessonSteps<Name extends LessonName> = {
	readonly [Step in keyof LessonFacts[Name]]: () => LessonFacts[Name][Step] | Promise<LessonFacts[Name][Step]>;
};
