/** docs/conformance.md and its Japanese twin have every check, option, verdict and file of a report. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { OPTIONS, WRITE } from '../../boards/host/conformance/program.js';
import { EXAM_TEXTS } from '../../boards/host/exam/exam-texts.js';
import { REPORT_WORDS } from '../../boards/host/exam/report/report-words.js';
import { REPORT_FILES } from '../../boards/host/exam/report/write-report.js';
import { METER_CHECK_NAMES, meterCheck } from '../../src/exam/conformance/checks.js';
import { METER_CHECKS_JA } from '../../src/exam/conformance/words/checks-ja.js';
import { VERDICTS } from '../../src/exam/verdict.js';
import { LANGUAGES } from '../../src/world/schema/language.js';
import { codeOf, parsePage } from './markdown.js';

for (const language of LANGUAGES) {
	const file = language === 'en' ? 'docs/conformance.md' : `docs/conformance.${language}.md`;
	const text = readFileSync(file, 'utf8');
	const page = parsePage(text);
	const tableWith = (cell: string) => page.tables.find((rows) => rows.some(([first]) => first?.includes(cell)))?.slice(1) ?? [];
	const firstCodes = (cell: string) => tableWith(cell).flatMap(([first]) => codeOf(first ?? ''));

	describe(file, () => {
		it('has each check: number, name, obligation, confidence, needs, and what a good meter does', () => {
			const { obligations, confidences } = REPORT_WORDS[language];
			assert.deepEqual(
				tableWith('`C1`'),
				METER_CHECK_NAMES.map((name) => {
					const { id, is, obligation, confidence, needs = [] } = meterCheck(name);
					const needed = needs.map((need) => `\`${need}\``).join(' ');
					return [
						`\`${id}\``,
						`\`${name}\``,
						obligations[obligation],
						confidences[confidence].split(':')[0],
						needed,
						language === 'ja' ? METER_CHECKS_JA[name] : is,
					];
				}),
			);
		});

		it('has each option', () => {
			const options = OPTIONS.map(({ flags }) => flags.split(' ')[0]!);
			assert.deepEqual(
				options.filter((option) => !text.includes(`\`${option}\``)),
				[],
			);
			assert.deepEqual(
				firstCodes('`--may-write`').filter((code) => !options.some((option) => option === code)),
				[],
			);
		});

		it('has each option of write', () => {
			const blocks = page.blocks.join('\n');
			for (const { flags } of WRITE) assert.equal(blocks.includes(flags.split(' ')[0]!), true, flags);
		});

		it('has each verdict, and each file of a report', () => {
			const verdicts: readonly string[] = VERDICTS.map((verdict) => EXAM_TEXTS[language].verdicts[verdict]);
			assert.deepEqual(
				tableWith(EXAM_TEXTS[language].verdicts.notSeen)
					.map(([verdict]) => verdict!)
					.sort(),
				[...verdicts].sort(),
			);
			for (const name of Object.values(REPORT_FILES)) assert.ok(firstCodes('`report.html`').includes(name), name);
		});
	});
}
