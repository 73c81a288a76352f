/** The files of an exam's report, read by programs of others: junitparser, a validating XML parser, a browser on a screen and on A4. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REPORT_WORDS } from '../../boards/host/exam/report/report-words.js';
import { writeReport } from '../../boards/host/exam/report/write-report.js';
import type { Report } from '../../src/exam/report/report.js';
import { check, evidence, finding, fullReport, HOSTILE, plot, report } from '../boards/host/exam/report/report-rig.js';
import { PYTHON, requireModule, requirePeer } from './peers.js';

const READER = fileURLToPath(new URL('junit-report.py', import.meta.url));
const PUBLISHED = fileURLToPath(new URL('../../docs/exam-report.schema.json', import.meta.url));
const SCHEMA = fileURLToPath(new URL('../vectors/junit.xsd', import.meta.url));
/** A4 in points, and the margins of the page, 15 mm. */
const A4 = { width: 595, height: 842, side: 42 };
/** One word that no line of A4 has room for. */
const LONG = 'EDT'.repeat(120);

/** All grades, and hostile texts beside them. */
function mixed(language: 'en' | 'ja'): Report {
	const { checks, contradictions } = fullReport(language);
	const bad = check('C1', 'fail', {
		...{ name: HOSTILE, is: HOSTILE },
		findings: [finding('fail', { reason: HOSTILE, kind: HOSTILE, plot: plot(), evidence: [...evidence(1, HOSTILE), ...evidence(1, LONG)] })],
	});
	return report([...checks.slice(0, 10), checks[52]!, bad], { language, contradictions, hems: `x ${HOSTILE}` });
}

describe("an exam's report, read by others", function () {
	this.timeout(120_000);
	let folder = '';

	const run = (program: string, ...words: readonly string[]) => {
		const { stdout, stderr, status, error } = spawnSync(program, words, { encoding: 'utf8', timeout: 100_000, maxBuffer: 1 << 26 });
		assert.ifError(error);
		return { stdout, stderr, status };
	};
	const at = (name: string) => join(folder, name);

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	for (const language of ['en', 'ja'] as const) {
		it(`junit.xml says the same to junitparser: ${language}`, function () {
			requireModule(this, 'junitparser', 'apt-get install python3-junitparser');
			const written = mixed(language);
			writeReport(folder, written);
			const { stdout, stderr, status } = run(PYTHON, READER, at('junit.xml'));
			assert.equal(status, 0, stderr);
			const read = JSON.parse(stdout);
			const { fail, inconclusive, notSeen, notApplicable, waived } = written.totals;
			const counts = { tests: 12, failures: fail, errors: inconclusive, skipped: notSeen + notApplicable + waived };
			assert.deepEqual(read.counts, counts);
			assert.deepEqual(read.suite, { ...read.suite, ...counts, time: 2227.5, timestamp: '2026-11-29T01:02:03' });
			assert.equal(read.properties.certification, REPORT_WORDS[language].noCertification);
			const kinds = { fail: ['failure'], inconclusive: ['error'], notSeen: ['skipped'], notApplicable: ['skipped'], warning: [], pass: [] };
			assert.equal(read.cases.length, 12);
			for (const [i, { verdict, waived: waiver, id }] of written.checks.entries()) {
				const { results, grade, out, classname } = read.cases[i];
				assert.equal(grade, waiver === null ? verdict : 'waived');
				assert.equal(classname, `keiki.exam.${id.charAt(0)}`);
				assert.deepEqual(
					results.map(({ kind }: { kind: string }) => kind),
					waiver === null ? kinds[verdict] : ['skipped'],
				);
				for (const { message } of results) assert.ok(message.length > 0);
				assert.equal(typeof out === 'string' && out.length > 0, grade === 'warning');
			}
			assert.match(read.cases[11].results[0].text, /<\/script>.*\\u001b\[2J\\u0000\\u202egnp\.exe/);
		});

		it(`junit.xml is valid: ${language}`, function () {
			const xmllint = requirePeer(this, 'xmllint', 'apt-get install libxml2-utils');
			for (const each of [mixed(language), report([]), fullReport(language)]) {
				writeReport(folder, each);
				const { stderr, status } = run(xmllint, '--noout', '--nonet', '--schema', SCHEMA, at('junit.xml'));
				assert.equal(status, 0, stderr);
			}
		});

		it(`report.html prints on A4 with nothing beyond its margins: ${language}`, function () {
			const chromium = requirePeer(this, 'chromium', 'apt-get install chromium fonts-ipafont-gothic');
			const pdftotext = requirePeer(this, 'pdftotext', 'apt-get install poppler-utils');
			const written = mixed(language);
			writeReport(folder, written);
			browse(chromium, '--no-pdf-header-footer', `--print-to-pdf=${at('report.pdf')}`, `file://${at('report.html')}`);
			const boxes = run(pdftotext, '-bbox', at('report.pdf'), '-').stdout;
			const pages = [...boxes.matchAll(/<page width="([\d.]+)" height="([\d.]+)">/g)].map(([, ...size]) =>
				size.map((each) => Math.round(Number(each))),
			);
			// Its own page for what failed, and no more than a few for the rest.
			assert.ok(pages.length > written.totals.fail + 3 && pages.length < 40, `${pages.length} pages`);
			for (const size of pages) assert.deepEqual(size, [A4.width, A4.height]);
			const words = [...boxes.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g)];
			assert.ok(words.length > 1000);
			for (const [, left, top, right, bottom, word] of words)
				assert.ok(Number(left) >= A4.side - 1 && Number(right) <= A4.width - A4.side + 1 && Number(top) > 0 && Number(bottom) < A4.height, word);
			const text = run(pdftotext, '-raw', at('report.pdf'), '-').stdout.replace(/\s/g, '');
			const { noCertification, certifications, headings } = REPORT_WORDS[language];
			const first = run(pdftotext, '-raw', '-l', '1', at('report.pdf'), '-').stdout.replace(/\s/g, '');
			for (const each of [noCertification, ...certifications, headings.result]) assert.ok(first.includes(each.replace(/\s/g, '')), each);
			for (const { is, findings } of written.checks.slice(0, 11))
				for (const each of [is, findings[0]!.reason]) assert.ok(text.includes(each.replace(/\s/g, '')), each);
			assert.ok(text.includes(LONG));
			assert.ok(text.includes('\\u202egnp.exe\\u2028\\ud800'));
		});

		it(`report.html is what it is in a browser, without a word on its console: ${language}`, function () {
			const chromium = requirePeer(this, 'chromium', 'apt-get install chromium');
			writeReport(folder, mixed(language));
			const { stdout, console } = browse(chromium, '--dump-dom', `file://${at('report.html')}`);
			assert.deepEqual(console, []);
			assert.equal(stdout.match(/<section class="check /g)!.length, 12);
			assert.doesNotMatch(stdout, /<script|<img/);
			assert.ok(stdout.includes('&lt;/script&gt;&lt;script&gt;alert(1)'));
			// The browser has closed nothing that was open, and left out nothing: elements are those of the file.
			const elements = (page: string) => page.match(/<[a-z]\w*/g)!.length;
			assert.equal(elements(stdout), elements(readFileSync(at('report.html'), 'utf8')));
		});
	}

	it('report.json is of the published schema, and one that is not is refused', function () {
		requireModule(this, 'jsonschema', 'apt-get install python3-jsonschema');
		const program =
			'import json, sys; from jsonschema import Draft202012Validator as V; s, d = (json.load(open(p)) for p in sys.argv[1:]); V.check_schema(s); V(s).validate(d)';
		const validate = () => run(PYTHON, '-c', program, PUBLISHED, at('report.json'));
		for (const each of [fullReport('ja'), mixed('en'), report([])]) {
			writeReport(folder, each);
			const { stderr, status } = validate();
			assert.equal(status, 0, stderr);
		}
		writeFileSync(at('report.json'), JSON.stringify({ ...fullReport(), seed: '7' }));
		assert.match(validate().stderr, /'7' is not of type 'number'/);
	});

	it('what is no report of ours would be seen: a schema that refuses, and a console that is heard', function () {
		const xmllint = requirePeer(this, 'xmllint', 'apt-get install libxml2-utils');
		const chromium = requirePeer(this, 'chromium', 'apt-get install chromium');
		writeReport(folder, fullReport());
		writeFileSync(at('bad.xml'), readFileSync(at('junit.xml'), 'utf8').replace('<skipped ', '<failure type="x" message="y"/><skipped '));
		assert.match(run(xmllint, '--noout', '--nonet', '--schema', SCHEMA, at('bad.xml')).stderr, /skipped/);
		const page = readFileSync(at('report.html'), 'utf8').replace('<main>', '<main><img src="http://127.0.0.1:9/x.png">');
		writeFileSync(at('bad.html'), page);
		const { console } = browse(chromium, '--dump-dom', `file://${at('bad.html')}`);
		assert.ok(
			console.some((line) => /Content Security Policy/.test(line) && line.includes('127.0.0.1:9')),
			console.join('\n'),
		);
	});

	/** What a page wrote, and what its console was told; policies that forbid a request are told there. */
	function browse(chromium: string, ...words: readonly string[]) {
		const usual = [
			'--headless',
			'--no-sandbox',
			'--disable-gpu',
			'--disable-background-networking',
			'--enable-logging=stderr',
			`--user-data-dir=${at('browser')}`,
		];
		const { stdout, stderr, status } = run(chromium, ...usual, ...words);
		assert.equal(status, 0, stderr);
		return { stdout, console: stderr.split('\n').filter((line) => line.includes(':CONSOLE')) };
	}
});
