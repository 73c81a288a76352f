/** `keiki conformance list`: all checks of meters. */
import process from 'node:process';
import { METER_CHECK_NAMES, meterCheck } from '../../../src/exam/conformance/checks.js';
import { METER_CHECKS_JA } from '../../../src/exam/conformance/words/checks-ja.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import type { CommonWords } from '../shared/program.js';
import { padText } from '../shared/text-width.js';

export function listMeterChecks({ json, lang = 'en' }: CommonWords & { readonly json?: boolean }): ExitCode {
	const rows = METER_CHECK_NAMES.map((name) => {
		const { id, is, obligation, source, confidence, needs = [] } = meterCheck(name);
		return { id, name, is: lang === 'ja' ? METER_CHECKS_JA[name] : is, obligation, source, confidence, needs };
	});
	const line = ({ id, name, is, obligation, source, confidence, needs }: (typeof rows)[number]) =>
		`${padText(id, 3)}  ${padText(name, 20)}  ${padText(obligation, 7)}  ${padText(confidence, 8)}  ${is} [${[source, ...needs].join('; ')}]`;
	process.stdout.write(`${json ? JSON.stringify(rows, undefined, '\t') : rows.map(line).join('\n')}\n`);
	return EXIT.done;
}
