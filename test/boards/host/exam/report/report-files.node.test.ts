/** The files of a report: written whole, read back, and refused in words where they are none. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { READ_REPORT_USAGE, readReport } from '../../../../../boards/host/exam/report/read-report.js';
import { REPORT_FILES, writeReport } from '../../../../../boards/host/exam/report/write-report.js';
import { UsageError } from '../../../../../boards/host/shared/usage-error.js';
import { check, evidence, finding, fullReport, HOSTILE, report } from './report-rig.js';

describe('the files of a report', () => {
	let folder = '';
	let file = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		file = join(folder, REPORT_FILES.json);
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const refusal = (path = file) => {
		try {
			readReport(path);
		} catch (error) {
			assert.ok(error instanceof UsageError);
			return { en: error.textIn('en'), ja: error.textIn('ja') };
		}
		return assert.fail('it was taken');
	};

	for (const language of ['en', 'ja'] as const)
		it(`are three, and the master is read back as it was: ${language}`, () => {
			writeReport(folder, fullReport(language));
			assert.deepEqual(readdirSync(folder).sort(), ['junit.xml', 'report.html', 'report.json']);
			assert.deepEqual(readReport(file), fullReport(language));
			assert.match(readFileSync(join(folder, REPORT_FILES.html), 'utf8'), new RegExp(`<html lang="${language}">.*</html>\n$`, 's'));
			assert.match(readFileSync(join(folder, REPORT_FILES.junit), 'utf8'), /<\/testsuites>\n$/);
			// Whom a pipeline runs as may collect them.
			for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o444, 0o444 & ~process.umask());
		});

	it('keep what others wrote', () => {
		const bad = report([check('A1', 'fail', { name: HOSTILE, findings: [finding('fail', { reason: HOSTILE, evidence: evidence(1, HOSTILE) })] })], {
			hems: HOSTILE,
		});
		writeReport(folder, bad);
		assert.deepEqual(readReport(file), bad);
	});

	it('are written again and again, and what a killed run left behind is no hindrance', () => {
		writeReport(folder, report([]));
		for (const name of Object.values(REPORT_FILES)) writeFileSync(join(folder, `${name}.part`), 'half');
		writeReport(folder, report([check('A1', 'pass')]));
		assert.equal(readReport(file).checks.length, 1);
		assert.deepEqual(readdirSync(folder).sort(), ['junit.xml', 'report.html', 'report.json']);
	});

	it('stay as they were where one cannot be written', () => {
		writeReport(folder, report([]));
		mkdirSync(join(folder, 'report.json.part'));
		writeFileSync(join(folder, 'report.json.part', 'x'), '');
		assert.throws(() => writeReport(folder, report([check('A1', 'pass')])), { code: /EISDIR|ERR_FS_EISDIR/ });
		assert.equal(readReport(file).checks.length, 0);
		assert.doesNotMatch(readFileSync(join(folder, REPORT_FILES.html), 'utf8'), /check-a1/);
		assert.ok(existsSync(file));
	});

	it('are no baseline where there is none', () => {
		const path = join(folder, 'none.json');
		assert.match(refusal(path).en, /none\.json: cannot read it: ENOENT/);
		assert.match(refusal(path).ja, /none\.json: 読めません: ENOENT/);
		assert.match(refusal(folder).en, /cannot read it: EISDIR/);
	});

	for (const [what, text, words] of [
		['no JSON', '<html>', /report\.json: expected the report\.json of an exam, this is no JSON$/],
		['cut off', '{"schema": 1, "lang', /this is no JSON$/],
		['a list', '[]', /of version 1, got something else$/],
		['null', 'null', /of version 1, got something else$/],
		['other JSON', '{"schema": "x"}', /of version 1, got something else$/],
		['of another version', '{"schema": 2}', /of version 1, got version 2$/],
		['without members', '{"schema": 1}', /: language: is missing$/],
	] as const)
		it(`are no baseline: ${what}`, () => {
			writeFileSync(file, text);
			assert.match(refusal().en, words);
			assert.match(refusal().ja, /^--baseline .*(JSONではありません|別のものです|バージョン2です|ありません)$/);
		});

	for (const [path, change, english, japanese] of [
		[
			'checks[0].verdict',
			(value) => (value.checks[0].verdict = 'ok'),
			'expected "notApplicable", "notSeen", "pass", "warning", "inconclusive", "fail"',
			/のはずです$/,
		],
		['totals.fail', (value) => (value.totals.fail = -1), 'expected 0 or more', /0以上のはずです$/],
		['totals.pass', (value) => (value.totals.pass = 0.5), 'expected a whole number', /整数のはずです$/],
		['claims.infc', (value) => (value.claims.infc = 'yes'), 'expected true or false', /trueかfalseのはずです$/],
		['seed', (value) => (value.seed = null), 'expected a number', /数値のはずです$/],
		['checks[0].findings[0].plot.served[0]', (value) => value.checks[0].findings[0].plot.served[0].push(1), 'expected 2 items', /2個のはずです$/],
		['claims.more', (value) => (value.claims.more = true), 'expected no such member', /ないはずです$/],
		['\\u202e', (value) => (value['\u202e'] = 1), 'expected no such member', /ないはずです$/],
	] as const satisfies readonly (readonly [string, (value: ReturnType<typeof JSON.parse>) => unknown, string, RegExp])[])
		it(`are no baseline, and it is said where: ${path}`, () => {
			const value = JSON.parse(JSON.stringify(fullReport()));
			change(value);
			writeFileSync(file, JSON.stringify(value));
			const { en, ja } = refusal();
			assert.equal(en, `--baseline ${file}: ${path}: ${english}`);
			assert.match(ja, japanese);
		});

	it('are no baseline where they are too long to be one', () => {
		writeFileSync(file, Buffer.alloc((64 << 20) + 1));
		assert.match(refusal().en, /expected at most 67108864 bytes, it has 67108865$/);
	});

	it('are refused in words of each language alone', () => {
		const told = (words: object): string[] =>
			Object.values(words).flatMap((each) =>
				typeof each === 'string' ? [each] : typeof each === 'function' ? [String(each('p', 'q', 1))] : told(each),
			);
		// `misfit` has no words of its own.
		for (const text of told({ ...READ_REPORT_USAGE.ja, misfit: [] })) assert.match(text, /[぀-ヿ一-鿿]/);
		for (const text of told(READ_REPORT_USAGE.en)) assert.doesNotMatch(text, /[぀-ヿ一-鿿]/);
	});
});
