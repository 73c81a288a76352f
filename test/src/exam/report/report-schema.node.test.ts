/** The members of report.json are those of the types, and those of the published schema. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Report } from '../../../../src/exam/report/report.js';
import { REPORT_JSON_SCHEMA, reportOf, type WrittenReport } from '../../../../src/exam/report/report-schema.js';
import { fullReport } from '../../../boards/host/exam/report/report-rig.js';

/** All members, those that may be missing as well: one that only one of two types has is seen. */
type Whole<Thing> = Thing extends readonly (infer Each)[]
	? number extends Thing['length']
		? readonly Whole<Each>[]
		: { readonly [Index in keyof Thing]: Whole<Thing[Index]> }
	: Thing extends object
		? { readonly [Key in keyof Thing]-?: Whole<Exclude<Thing[Key], undefined>> }
		: Thing;
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;

/** Do not compile where the two differ. */
const IS_SAME: Same<Whole<Report>, Whole<WrittenReport>> = true;
const TELLS_APART: Same<Whole<{ a?: 1; b: [1, 2][] }>, Whole<{ b: [1, 2][] }>> = false;

describe('the schema of report.json', () => {
	it('has the members of the types', () => {
		assert.ok(IS_SAME);
		assert.ok(!TELLS_APART);
	});

	it('is the one that is published', () => {
		// npm run build, then: node -e "import('./dist/src/exam/report/report-schema.js').then((all) => console.log(JSON.stringify(all.REPORT_JSON_SCHEMA)))"
		// into docs/exam-report.schema.json, and biome check --write docs/exam-report.schema.json
		assert.deepEqual(JSON.parse(readFileSync('docs/exam-report.schema.json', 'utf8')), JSON.parse(JSON.stringify(REPORT_JSON_SCHEMA)));
	});

	for (const language of ['en', 'ja'] as const)
		it(`takes a report that was written, and gives it back: ${language}`, () => {
			const report = fullReport(language);
			assert.deepEqual(reportOf(JSON.parse(JSON.stringify(report))), report);
		});

	it('says where a value is none', () => {
		const value = JSON.parse(JSON.stringify(fullReport()));
		value.checks[3].findings[0].verdict = 'passed';
		assert.deepEqual(reportOf(value), {
			path: '.checks[3].findings[0].verdict',
			expected: { kind: 'values', values: ['notApplicable', 'notSeen', 'pass', 'warning', 'inconclusive', 'fail'] },
		});
	});
});
