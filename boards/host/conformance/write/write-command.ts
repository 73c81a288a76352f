/** `keiki conformance write`: companion specification, PICS or PIXIT of the meter that Keiki is, to stdout or a file. */
import process from 'node:process';
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
	readonly html?: boolean;
	readonly markdown?: boolean;
	readonly out?: string;
}

const MODE = 0o644;

/** Throws UsageError. */
export function writePaper({ companionSpecification, pics, pixit, html, markdown, out, lang = 'en' }: WriteCommandWords): ExitCode {
	const asked = Object.entries({ companion: companionSpecification, pics, pixit }).flatMap(([name, is]) => (is ? [name as PaperName] : []));
	const [name] = asked;
	if (name === undefined || asked.length > 1) throw new UsageError(inEach(CONFORMANCE_USAGE, (texts) => texts.onePaper()));
	if (html && markdown) throw new UsageError(inEach(CONFORMANCE_USAGE, (texts) => texts.oneForm()));
	const paper = PAPERS[name](lang);
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
