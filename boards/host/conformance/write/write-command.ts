/** `keiki conformance write`: companion specification, PICS or PIXIT of the meter that Keiki is, to stdout or a file. */
import process from 'node:process';
import { companionOf } from '../../shared/companion-option.js';
import { writeWhole } from '../../shared/durable-file.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import type { CommonWords } from '../../shared/program.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { CONFORMANCE_USAGE } from '../usage-words.js';
import { paperHtml, paperMarkdown } from './paper.js';
import { PAPERS, type PaperName } from './papers.js';

export interface WriteCommandWords extends CommonWords {
	readonly companionSpecification?: boolean;
	readonly pics?: boolean;
	readonly pixit?: boolean;
	readonly companion?: string;
	readonly suite?: string;
	readonly pushVersion?: string;
	readonly mbusClient?: string;
	readonly html?: boolean;
	readonly markdown?: boolean;
	readonly out?: string;
}

const MODE = 0o644;

/** Throws UsageError. */
export function writePaper(words: WriteCommandWords): ExitCode {
	const { companionSpecification, pics, pixit, html, markdown, out, lang = 'en' } = words;
	const asked = Object.entries({ companion: companionSpecification, pics, pixit }).flatMap(([name, is]) => (is ? [name as PaperName] : []));
	const [name] = asked;
	if (name === undefined || asked.length > 1) throw new UsageError(inEach(CONFORMANCE_USAGE, (texts) => texts.onePaper()));
	if (html && markdown) throw new UsageError(inEach(CONFORMANCE_USAGE, (texts) => texts.oneForm()));
	const kind = {
		companion: companionOf(words.companion),
		suite: numberOf('--suite', words.suite, [0, 1, 2] as const),
		pushVersion: numberOf('--push-version', words.pushVersion, [0, 2] as const),
		mbusClient: numberOf('--mbus-client', words.mbusClient, [0, 1] as const),
	};
	const paper = PAPERS[name](lang, kind);
	const text = html ? paperHtml(paper) : paperMarkdown(paper);
	if (out === undefined) {
		process.stdout.write(text);
		return EXIT.done;
	}
	try {
		writeWhole(out, text, MODE);
	} catch (error) {
		throw new UsageError(inEach(CONFORMANCE_USAGE, (texts) => texts.cannotWrite(out, reasonOf(error))));
	}
	return EXIT.done;
}

/** Default: the first. Throws UsageError. */
function numberOf<T extends number>(option: string, text: string | undefined, choices: readonly T[]): T {
	const number = text === undefined ? choices[0] : choices.find((each) => String(each) === text);
	if (number === undefined) throw new UsageError({ kind: 'choice', option, text: text!, choices: choices.map(String) });
	return number;
}
