import assert from 'node:assert/strict';
import { reportJunit } from '../../../../../boards/host/exam/report/junit.js';
import { check, evidence, finding, HOSTILE, report, UNSHOWN } from './report-rig.js';

const caseOf = (xml: string, id: string) =>
	new RegExp(`<testcase classname="keiki\\.exam\\.[AB]" name="${id} [^"]*".*?</testcase>`, 's').exec(xml)![0];
const CHECKS = [
	check('A1', 'pass'),
	check('A2', 'fail', { findings: [finding('pass'), finding('fail', { measured: 1400, limit: 20_000, unit: 'ms', evidence: evidence(22) })] }),
	check('A3', 'warning'),
	check('A4', 'inconclusive'),
	check('B1', 'notSeen'),
	check('B2', 'notApplicable'),
	check('B3', 'fail', { waived: 'known since 2.3' }),
	check('B4', 'notSeen', { findings: [] }),
];

describe('junit.xml', () => {
	const xml = reportJunit(report(CHECKS));

	it('counts as its test cases do', () => {
		for (const name of ['testsuites', 'testsuite']) {
			const [, attributes] = new RegExp(`<${name} ([^>]*)>`).exec(xml)!;
			for (const each of ['tests="8"', 'failures="1"', 'errors="1"', 'skipped="4"', 'time="2227.5"']) assert.ok(attributes!.includes(each), each);
		}
		assert.match(xml, /timestamp="2026-11-29T01:02:03"/);
	});

	for (const [id, grade, outcome] of [
		['A1', 'pass', ''],
		['A2', 'fail', 'failure'],
		['A3', 'warning', ''],
		['A4', 'inconclusive', 'error'],
		['B1', 'notSeen', 'skipped'],
		['B2', 'notApplicable', 'skipped'],
		['B3', 'waived', 'skipped'],
		['B4', 'notSeen', 'skipped'],
	] as const)
		it(`${grade} is ${outcome || 'passed'}: ${id}`, () => {
			const text = caseOf(xml, id);
			assert.ok(text.includes(`<property name="grade" value="${grade}"/>`));
			assert.deepEqual(
				[...text.matchAll(/<(failure|error|skipped)\b/g)].map(([, name]) => name),
				outcome === '' ? [] : [outcome],
			);
			assert.equal(text.includes('<system-out>'), grade === 'warning');
		});

	it('has the worst that was found as message, with limit and measured value, and evidence and command as text', () => {
		const text = caseOf(xml, 'A2');
		assert.match(text, /<failure message="It repeated the request after 1\.4 s[^"]* \(measured 1\.4 s, limit 20 s\)" type="kind-fail">/);
		assert.match(text, /\n {2}4100 {2}10:00\.0 {2}program {2}SKSENDTO .* 0\n/);
		assert.match(text, / {2}2 more lines in report\.json\n/);
		assert.match(text, /To repeat it alone: keiki exam --only A2 --seed 7 hems\.yaml<\/failure>/);
	});

	it('has the reason of what was skipped', () => {
		assert.match(caseOf(xml, 'B1'), /<skipped message="Not seen: The program observes no value of this kind\."\/>/);
		assert.match(caseOf(xml, 'B3'), /<skipped message="Waived: The verdict would be: Fail\. Reason of the waiver: known since 2\.3"\/>/);
	});

	it('has the text of a warning in system-out', () => {
		assert.match(caseOf(xml, 'A3'), /<system-out>[^<]*Warning: It came back, but only after a long time\.[^<]*<\/system-out>/);
	});

	it('takes the time of the steps that a check was judged in, each once', () => {
		const two = [
			finding('fail'),
			finding('pass'),
			finding('pass', { step: 'first-join', session: 1 }),
			finding('pass', { step: 'first-join', session: 2 }),
		];
		const text = reportJunit(report([check('A1', 'fail', { findings: two }), check('A2', 'pass', { findings: [finding('pass', { step: null })] })]));
		assert.match(text, /name="A1 check-a1" time="285"/);
		assert.match(text, /name="A2 check-a2" time="0"/);
	});

	it('has what XML cannot write as codes, and nothing of others as markup', () => {
		const bad = check('A1', 'fail', {
			name: HOSTILE,
			is: HOSTILE,
			source: HOSTILE,
			findings: [finding('fail', { reason: HOSTILE, kind: HOSTILE, evidence: evidence(1, HOSTILE) })],
		});
		const text = reportJunit(report([bad, check('A2', 'fail', { waived: HOSTILE })], { hems: HOSTILE, started: HOSTILE }));
		assert.doesNotMatch(text, UNSHOWN);
		assert.doesNotMatch(text, /<script|\]\]>/);
		assert.match(text, /&quot;'&amp;amp; \\u001b\[2J\\u0000\\u202egnp\.exe\\u2028\\ud800\\ufffe \]\]&gt; %0A/);
		assert.match(text, /timestamp="1970-01-01T00:00:00"/);
	});

	it('takes no time less than none, where a clock was set back', () => {
		assert.match(reportJunit(report([], { ended: '2026-11-29T01:02:02.000Z' })), /<testsuites name="keiki exam" time="0"/);
	});

	it('of a report without checks has none', () => assert.match(reportJunit(report([])), /<testsuites [^>]*tests="0"/));
});
