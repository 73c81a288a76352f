import assert from 'node:assert/strict';
import {
	count,
	type Expected,
	either,
	exactly,
	flag,
	listOf,
	mapOf,
	misfit,
	number,
	objectOf,
	oneOf,
	optional,
	orNull,
	row,
	text,
	told,
} from '../../../../src/exam/report/json-schema.js';

const THING = objectOf({
	name: text,
	at: told('ms', number),
	colour: oneOf(['red', 'green']),
	version: exactly(1),
	times: count,
	limit: orNull(number),
	either: either(number, flag),
	points: listOf(row(number, flag)),
	by: mapOf(text),
	note: optional(text),
});
const GOOD = {
	...{ name: 'x', at: 0.5, colour: 'red', version: 1, times: 0, limit: null, either: true },
	...{ points: [[1, true]], by: { __proto__: null, a: 'b' } },
};

describe('a value described by a JSON Schema', () => {
	it('is one', () => {
		assert.equal(misfit(THING.schema, GOOD), undefined);
		assert.equal(misfit(THING.schema, { ...GOOD, note: 'y', limit: 3, points: [], either: 2 }), undefined);
	});

	const wrong: readonly (readonly [string, unknown, string, Expected])[] = [
		['no object', [], '', { kind: 'type', type: 'object' }],
		['null', null, '', { kind: 'type', type: 'object' }],
		['no string', { ...GOOD, name: 3 }, '.name', { kind: 'type', type: 'string' }],
		['no number of JSON', { ...GOOD, at: Number.NaN }, '.at', { kind: 'type', type: 'number' }],
		['none of the values', { ...GOOD, colour: 'blue' }, '.colour', { kind: 'values', values: ['red', 'green'] }],
		['another constant', { ...GOOD, version: 2 }, '.version', { kind: 'values', values: [1] }],
		['a part of a thing', { ...GOOD, times: 1.5 }, '.times', { kind: 'type', type: 'integer' }],
		['less than none', { ...GOOD, times: -1 }, '.times', { kind: 'least', least: 0 }],
		['neither null nor what it may be', { ...GOOD, limit: '3' }, '.limit', { kind: 'type', type: 'number' }],
		['neither of two', { ...GOOD, either: 'x' }, '.either', { kind: 'type', type: 'number' }],
		['no list', { ...GOOD, points: {} }, '.points', { kind: 'type', type: 'array' }],
		['too short a row', { ...GOOD, points: [[1, true], [1]] }, '.points[1]', { kind: 'items', items: 2 }],
		['too long a row', { ...GOOD, points: [[1, true, 2]] }, '.points[0]', { kind: 'items', items: 2 }],
		['a part of a row', { ...GOOD, points: [[1, 1]] }, '.points[0][1]', { kind: 'type', type: 'boolean' }],
		['a part of a map', { ...GOOD, by: { a: 1 } }, '.by.a', { kind: 'type', type: 'string' }],
		['a list for a map', { ...GOOD, by: ['a'] }, '.by', { kind: 'type', type: 'object' }],
		['a member too many', { ...GOOD, more: 1 }, '.more', { kind: 'unknown' }],
		['a member that only all objects have', JSON.parse('{"toString": 1}'), '.name', { kind: 'missing' }],
		['an optional member of another kind', { ...GOOD, note: 1 }, '.note', { kind: 'type', type: 'string' }],
	];
	for (const [what, value, path, expected] of wrong) it(`is none: ${what}`, () => assert.deepEqual(misfit(THING.schema, value), { path, expected }));

	for (const name of Object.keys(GOOD))
		it(`is none without ${name}`, () => {
			const { [name as keyof typeof GOOD]: _left, ...rest } = GOOD;
			assert.deepEqual(misfit(THING.schema, rest), { path: `.${name}`, expected: { kind: 'missing' } });
		});

	it('says what is optional, and what a member is', () => {
		const { schema } = THING;
		assert.deepEqual(schema.required, Object.keys(GOOD));
		assert.deepEqual(schema.properties?.at, { description: 'ms', type: 'number' });
		assert.ok(schema.properties?.note !== undefined);
	});
});
