/** A meter that is wrong in one thing is found by exactly the check of it. */
import assert from 'node:assert/strict';
import { METER_CHECK_NAMES } from '../../../../src/exam/conformance/checks.js';
import { examined, trouble } from './conformance-rig.js';
import { MUTANTS } from './mutants.js';
import { MUTANTS_BELOW } from './mutants-below.js';
import { MUTANTS_OF_COVERS } from './mutants-covers.js';

const ALL = [...MUTANTS, ...MUTANTS_BELOW, ...MUTANTS_OF_COVERS];
/** What is left out where nothing may be written, or on purpose. */
const LEFT_OUT = /notSeen (mayWrite|mayDisconnect|only) /;
/** What does not come to the test without an association, which is told of once. */
const NOT_OPENED = /notSeen notOpened /;

describe('conformance: a meter that', () => {
	for (const [found, is, mutant, as] of ALL) {
		it(`${is} is found by ${found}`, async () => {
			const all = trouble(await examined(mutant(), as)).filter((line) => !LEFT_OUT.test(line) && !(found === 'opens' && NOT_OPENED.test(line)));
			assert.deepEqual([all.length, all[0]?.split(' ')[0]], [1, found], all.join('\n'));
		});
	}

	it('is wrong otherwise is another one: each check has its mutant, and one', () => {
		assert.deepEqual(ALL.map(([found]) => found).sort(), [...METER_CHECK_NAMES].sort());
	});
});
