/** `keiki exam init`: a declaration to be filled in. */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import type { CommonWords } from '../shared/program.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { declarationSchema } from './declaration-schema.js';
import { EXAM_USAGE } from './exam-usage.js';
import { initText } from './init-text.js';

export interface InitWords extends CommonWords {
	readonly force?: boolean;
	readonly schema?: boolean;
}

/** Throws UsageError where it cannot be written, or there is one already. */
export function initCommand(file: string, { lang = 'en', quiet, force = false, schema = false }: InitWords): ExitCode {
	if (schema) {
		process.stdout.write(`${JSON.stringify(declarationSchema(), undefined, '\t')}\n`);
		return EXIT.done;
	}
	try {
		writeFileSync(file, initText(lang), { flag: force ? 'w' : 'wx' });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new UsageError(inEach(EXAM_USAGE, (words) => words.fileThere(file)));
		throw new UsageError(inEach(EXAM_USAGE, (words) => words.cannotWrite(file, reasonOf(error))));
	}
	if (!quiet) process.stdout.write(`${EXAM_USAGE[lang].written(file)}\n`);
	return EXIT.done;
}
