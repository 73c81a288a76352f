/** What office and control system tell each other, read strictly: whatever is not as it should be is named. */
import assert from 'node:assert/strict';
import { canonicalText } from '../../../../src/operations/jobs/canonical.js';
import { FlawError } from '../../../../src/operations/jobs/fields.js';
import { flawText } from '../../../../src/operations/jobs/flaw-texts.js';
import { JOB_KINDS, KINDS } from '../../../../src/operations/jobs/kinds.js';
import { contentOf, LONGEST_LIFE, type MessageKind } from '../../../../src/operations/jobs/messages.js';
import { ANSWERS, ID, JOBS, MESSAGES, NOON } from './messages-rig.js';

/** What is said of a message that is not taken. */
function flawOf(kind: MessageKind, value: unknown, language: 'en' | 'ja' = 'en'): string {
	try {
		contentOf(kind, value);
	} catch (error) {
		if (error instanceof FlawError) return flawText(error.flaw, language);
		throw error;
	}
	return 'taken';
}

/** All records in it, by the path of their fields. */
function* recordsIn(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
	if (typeof value !== 'object' || value === null) return;
	if (!Array.isArray(value)) yield path;
	for (const [name, each] of Object.entries(value)) yield* recordsIn(each, [...path, name]);
}

/** A copy in which `change` has worked on the record at this path. */
function changed(value: unknown, path: readonly string[], change: (record: Record<string, unknown>) => void): unknown {
	const copy = structuredClone(value);
	change(path.reduce((at, name) => at[name] as Record<string, unknown>, copy as Record<string, unknown>));
	return copy;
}

const SAMPLES = [
	...JOBS.map((job) => ['job', job] as const),
	...ANSWERS.map((answer) => ['answer', answer] as const),
	...(['withdrawal', 'head', 'report'] as const).map((kind) => [kind, MESSAGES[kind]] as const),
];

describe('messages of office and control system', () => {
	it('of each kind are taken as they are', () => {
		for (const [kind, value] of SAMPLES) assert.equal(contentOf(kind, value), value);
		assert.deepEqual(
			JOBS.map(({ kind }) => kind),
			JOB_KINDS,
		);
	});

	it('lack no field and have no other, and each that is wrong is named', () => {
		for (const [kind, value] of SAMPLES) {
			for (const path of recordsIn(value)) {
				const place = [...path].join('.').replace(/\.(\d+)/g, '[$1]');
				const at = (name: string) => (place === '' ? name : `${place}.${name}`);
				assert.match(
					flawOf(
						kind,
						changed(value, path, (record) => Object.assign(record, { customer: 'x' })),
					),
					new RegExp(`^${escaped(at('customer'))}: expected no such field`),
				);
				const fields = path.reduce<unknown>((within, name) => (within as Record<string, unknown>)[name], value);
				for (const name of Object.keys(fields as object)) {
					if (name === 'contact' && path.includes('result') && 'why' in (fields as object)) continue;
					const without = flawOf(
						kind,
						changed(value, path, (record) => delete record[name]),
					);
					assert.ok(without.startsWith(`${at(name)}: expected `) || name === 'kind' || name === 'state', `${kind} ${at(name)}: ${without}`);
					assert.notEqual(without, 'taken');
					const strange = flawOf(
						kind,
						changed(value, path, (record) => (record[name] = ['strange'])),
					);
					assert.notEqual(strange, 'taken', `${kind} ${at(name)}`);
				}
			}
		}
	});

	const wrong: readonly (readonly [string, MessageKind, unknown, string | RegExp])[] = [
		['an id of capitals', 'job', { ...JOBS[1], id: ID.toUpperCase() }, `id: expected a UUID in lower case, found ${ID.toUpperCase()}`],
		[
			'a kind that there is not',
			'job',
			{ ...JOBS[1], kind: 'reboot' },
			'kind: expected one of credentials, status, supply, amperes, units, found reboot',
		],
		[
			'a meter by its address',
			'job',
			{ ...JOBS[1], meter: '[::1]:4059' },
			'meter: expected a system title, 16 upper-case hexadecimal digits, found [::1]:4059',
		],
		[
			'version 0',
			'job',
			{ ...JOBS[0], body: { version: 0, sealed: '00'.repeat(44) } },
			'body.version: expected a whole number from 1 to 4294967295, found 0',
		],
		[
			'a version too high',
			'job',
			{ ...JOBS[0], body: { version: 2 ** 32, sealed: '00'.repeat(44) } },
			'body.version: expected a whole number from 1 to 4294967295, found 4294967296',
		],
		[
			'something sealed that is short',
			'job',
			{ ...JOBS[0], body: { version: 1, sealed: '00'.repeat(43) } },
			/^body\.sealed: expected 44 or 108 bytes, two upper-case hexadecimal digits each, found 0{40}…$/,
		],
		['a supply half open', 'job', { ...JOBS[2], body: { to: 'half' } }, 'body.to: expected one of open, closed, found half'],
		['amperes of a half', 'job', { ...JOBS[3], body: { amperes: 0.5 } }, 'body.amperes: expected a whole number from 1 to 1200 or null, found 0.5'],
		['the body of another kind', 'job', { ...JOBS[1], body: { to: 'open' } }, 'body.to: expected no such field, but none'],
		[
			'an end before its begin',
			'job',
			{ ...JOBS[1], notBefore: NOON + 1, expires: NOON + 1 },
			'expires: expected a time after those of issued, notBefore',
		],
		['an end before it was asked for', 'job', { ...JOBS[1], expires: NOON }, 'expires: expected a time after those of issued, notBefore'],
		['a wait without end', 'job', { ...JOBS[1], expires: NOON + LONGEST_LIFE + 1 }, 'expires: expected a time at most 400 days after that of issued'],
		['a time that is none', 'job', { ...JOBS[1], issued: -1 }, 'issued: expected a time in ms since 1970, found -1'],
		['text', 'job', 'now', 'message: expected a record, found now'],
		['nothing', 'answer', null, 'message: expected a record, found null'],
		['a list', 'job', [JOBS[1]], /^message: expected a record/],
		[
			'the result of another kind',
			'answer',
			{ ...ANSWERS[0], kind: 'supply' },
			/^result\.version: expected no such field, but contact, control, mode, before$/,
		],
		[
			'a failure with a result',
			'answer',
			{ ...ANSWERS[2], state: 'failed' },
			/^result\.control: expected no such field, but why, code, contact, version$/,
		],
		[
			'a serial number with a bell',
			'answer',
			{ ...ANSWERS[4], result: { units: [{ kind: 'metering', type: 'x', serial: '\u0007', firmware: '' }] } },
			/^result\.units\[0\]\.serial: expected printable text of at most 40 characters/,
		],
		[
			'too many units',
			'answer',
			{ ...ANSWERS[4], result: { units: Array.from({ length: 17 }, () => 0) } },
			'result.units: expected a list of at most 16, found [17]',
		],
		['minus nothing', 'answer', { ...ANSWERS[3], result: { amperes: -0, before: null } }, 'result.amperes: expected a number or null, found 0'],
		['a head that is short', 'head', { ...MESSAGES.head, head: 'A0' }, 'head: expected 32 bytes, two upper-case hexadecimal digits each, found A0'],
		[
			'too many meters',
			'report',
			{ at: NOON, meters: Array.from({ length: 201 }, () => MESSAGES.report.meters[0]) },
			'meters: expected a list of at most 200, found [201]',
		],
	];
	for (const [what, kind, value, text] of wrong) {
		it(`refuse ${what}`, () => {
			const told = flawOf(kind, value);
			if (typeof text === 'string') assert.equal(told, text);
			else assert.match(told, text);
			assert.match(flawOf(kind, value, 'ja'), /[ぁ-ん]/);
		});
	}

	it('take the longest wait there is', () => {
		assert.equal(flawOf('job', { ...JOBS[1], expires: NOON + LONGEST_LIFE }), 'taken');
		assert.equal(flawOf('report', { at: NOON, meters: Array.from({ length: 200 }, () => MESSAGES.report.meters[0]) }), 'taken');
	});

	it('name for each kind of work the act that asks for it', () => {
		assert.deepEqual(
			JOB_KINDS.map((kind) => KINDS[kind].act),
			['password.rewrite', 'job.diagnose', 'job.supply', 'job.amperes', 'job.units'],
		);
	});
});

describe('canonical JSON', () => {
	it('is one text, whatever the order of fields', () => {
		assert.equal(canonicalText({ b: [1, { d: null, c: true }], a: 'é\n"', A: 0.5 }), '{"A":0.5,"a":"\\u00e9\\n\\"","b":[1,{"c":true,"d":null}]}');
		assert.equal(
			canonicalText(JSON.parse('{"A":0.5,"b":[1,{"c":true,"d":null}],"a":"\\u00E9\\u000A\\""}')),
			canonicalText({ b: [1, { d: null, c: true }], a: 'é\n"', A: 0.5 }),
		);
		assert.equal(canonicalText({ a: undefined, b: 1 }), '{"b":1}');
	});

	it('is of what JSON has alone', () => {
		for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, undefined])
			assert.throws(() => canonicalText(value), /^RangeError: canonical JSON/);
		let deep: unknown = 1;
		for (let i = 0; i < 8; i++) deep = [deep];
		assert.equal(canonicalText(deep), '[[[[[[[[1]]]]]]]]');
		assert.throws(() => canonicalText([deep]), /at most 8 levels/);
	});
});

function escaped(text: string): string {
	return text.replace(/[[\].]/g, '\\$&');
}
