/** Our own meter, examined: it keeps all rules, as each client and over each transport. */
import assert from 'node:assert/strict';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { DataTag } from '../../../../modules/dlms/axdr/data-writer.js';
import { PUBLIC } from '../../../modules/dlms/device-rig.js';
import { READING } from '../../route-a/route-a-rig.js';
import { examined, trouble } from './conformance-rig.js';
import { answers, reads } from './mutant-parts.js';

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

	describe('opening the supply', () => {
		const AS = { mayDisconnect: true, only: ['supplySwitches'] } as const;
		const [DISCONNECT, RECONNECT] = [1, 2];
		const isOfSupply = (request: Uint8Array) => request[4] === 70;
		const verdictOf = async (...about: Parameters<typeof examined>) => (await examined(...about)).find(({ name }) => name === 'supplySwitches')!;

		it('closes it again where the meter breaks off in between', async () => {
			const orders: number[] = [];
			const breaksOff = answers((request, answer) => {
				if (isOfSupply(request) && request[0] === APDU.actionRequest) {
					orders.push(request[11]!);
					return Uint8Array.of(APDU.actionResponse, 1, request[2]!, 0, 0);
				}
				return isOfSupply(request) && orders.length > 0 ? Uint8Array.of(APDU.getResponse) : answer;
			});
			const { verdict, findings } = await verdictOf(breaksOff, AS);
			assert.deepEqual([verdict, findings[0]!.kind], ['fail', 'malformed']);
			assert.deepEqual(orders, [DISCONNECT, RECONNECT]);
		});

		it('leaves one alone that is not connected', async () => {
			const orders: number[] = [];
			const { meter } = reads('70/0.0.96.3.10.255:3', () => ({ tag: DataTag.enum, value: 0 }));
			const watched = answers((request, answer) => {
				if (isOfSupply(request) && request[0] === APDU.actionRequest) orders.push(request[11]!);
				return answer;
			});
			const { verdict } = await verdictOf({ ...watched, meter }, AS);
			assert.equal(verdict, 'notApplicable');
			assert.deepEqual(orders, []);
		});
	});
});
