/** Our own meter, examined: it keeps all rules, as each client and over each transport. */
import assert from 'node:assert/strict';
import { PUBLIC } from '../../../modules/dlms/device-rig.js';
import { READING } from '../../route-a/route-a-rig.js';
import { examined, trouble } from './conformance-rig.js';

const NO_DISCONNECTING = 'supplySwitches notSeen mayDisconnect {}';

describe('conformance of our own meter', () => {
	it('keeps all rules for the management client over TCP, writing included', async () => {
		const outcomes = await examined();
		assert.deepEqual(trouble(outcomes), [NO_DISCONNECTING]);
		assert.equal(outcomes.filter(({ verdict }) => verdict === 'pass').length, 76);
	});

	it('does for the public client, and for the reading one', async () => {
		for (const client of [PUBLIC, READING]) assert.deepEqual(trouble(await examined({}, { client })), [NO_DISCONNECTING], `client ${client}`);
	});

	it('does over HDLC, frame by frame', async () => {
		const only = ['opens', 'objectList', 'blocksWhole', 'release', 'snrm', 'fcs', 'beforeSnrm', 'sequence', 'segments'] as const;
		const outcomes = await examined({}, { by: 'hdlc', only });
		const passed: readonly string[] = outcomes.filter(({ verdict }) => verdict === 'pass').map(({ name }) => name);
		assert.deepEqual([...passed].sort(), [...only].sort());
	});

	it('is not written to without leave', async () => {
		const left = trouble(await examined({}, { mayWrite: false })).map((each) => each.split(' ').slice(0, 3).join(' '));
		assert.deepEqual(
			left,
			['publicWrites', 'readOnly', 'ownValue', 'wrongType', 'unknownMethod', 'supplySwitches'].map((name) => `${name} notSeen mayWrite`),
		);
	});
});
