/** `--like`: the meter is after the dump of a real one. */
import { readFileSync } from 'node:fs';
import { DumpError } from '../../../src/world/like/dump.js';
import { type MeterLike, meterLike } from '../../../src/world/like/like.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { dumpWrongText } from './like-words.js';
import { wrongUse } from './usage-words.js';

/** Undefined: after none. Throws UsageError for a file that cannot be read, or whose dump has holes or nonsense: in which line, and why. */
export function readLike(file: string | undefined): MeterLike | undefined {
	if (file === undefined) return undefined;
	if (file === '') throw wrongUse('noName', '--like');
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		throw wrongUse('cannotRead', '--like', file, reasonOf(error));
	}
	try {
		return meterLike(text);
	} catch (error) {
		if (!(error instanceof DumpError)) throw error;
		const { line, wrong } = error;
		const say = (language: 'en' | 'ja') => `--like: ${file}:${line}: ${dumpWrongText(wrong, language)}`;
		throw new UsageError({ en: say('en'), ja: say('ja') });
	}
}
