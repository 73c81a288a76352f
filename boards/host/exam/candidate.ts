/** The program under test, as its declaration says: a child process, or a person who starts it. */
import process from 'node:process';
import type { Readable } from 'node:stream';
import type { Candidate } from '../../../src/exam/candidate.js';
import type { Declaration } from '../../../src/exam/declaration.js';
import type { Language } from '../../../src/world/schema/language.js';
import { EXAM_HOST_WORDS } from './exam-host-words.js';
import { PersonCandidate } from './person-candidate.js';
import { checkPlaceholders } from './placeholders.js';
import { ProgramCandidate } from './program-candidate.js';

/** One that holds something until it is closed. */
export interface ClosableCandidate extends Candidate {
	/** Ends what runs; nobody is asked. */
	close(): Promise<void>;
}

export interface CandidateOptions {
	readonly language: Language;
	/** A person starts it, whatever is declared. */
	readonly wait?: boolean;
	/** Where a person presses Enter (default: stdin). */
	readonly input?: Readable;
	/** What a person is told. */
	readonly tell: (text: string) => void;
}

/**
 * Throws UsageError for placeholders that there are not.
 * @param folder of the exam: work folders and output come into it
 */
export function createCandidate(declaration: Declaration, folder: string, options: CandidateOptions): ProgramCandidate | PersonCandidate {
	const { language, wait = false, input = process.stdin, tell } = options;
	checkPlaceholders(declaration, process.env);
	const words = EXAM_HOST_WORDS[language];
	const { start } = declaration;
	if (wait || start === undefined) return new PersonCandidate(declaration, folder, words, input, tell);
	return new ProgramCandidate(declaration, start, folder, words);
}
