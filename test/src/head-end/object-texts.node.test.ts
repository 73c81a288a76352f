import assert from 'node:assert/strict';
import { NAME, numbered } from '../../../modules/cosem/object-names.js';
import { parseLogicalName } from '../../../modules/dlms/axdr/obis.js';
import { objectName } from '../../../src/head-end/object-texts.js';

describe('what objects are for, in words', () => {
	it('tells of those that differ from client to client by what they have in common', () => {
		for (const e of [1, 2, 102, 255]) {
			assert.equal(objectName(numbered(NAME.association, e)), 'association', `0.0.40.0.${e}.255`);
			assert.equal(objectName(numbered(NAME.invocationCounter, e)), 'invocation counter', `0.0.43.1.${e}.255`);
		}
		assert.equal(objectName(NAME.association), 'current association');
		assert.equal(objectName(NAME.invocationCounter), 'invocation counter');
	});

	it('knows objects of other meters, and says nothing of what it does not know', () => {
		assert.equal(objectName(parseLogicalName('1.0.52.7.0.255')), 'voltage L2');
		for (const name of ['1.0.99.9.0.255', '0.0.43.2.0.255', '0.1.40.0.1.255']) assert.equal(objectName(parseLogicalName(name)), '', name);
	});
});
