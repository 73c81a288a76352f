/** Our own meter, examined: it keeps all rules, as each client and over each transport. */
import assert from 'node:assert/strict';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { DataTag } from '../../../../modules/dlms/axdr/data-writer.js';
import { METER_CHECK_NAMES, type MeterCheckName } from '../../../../src/exam/conformance/checks.js';
import { Halt } from '../../../../src/exam/conformance/halt.js';
import { PUBLIC } from '../../../modules/dlms/device-rig.js';
import { type Meter, READING } from '../../route-a/route-a-rig.js';
import { examined, type Mutant, trouble } from './conformance-rig.js';
import { answers, type Change, reads } from './mutant-parts.js';

/** ms */
const SET_BACK = 40_000;
/** A new device on channel 3 of the M-Bus; an event of DSMR alone. */
const [MBUS_DEVICE, LAST_GASP] = [125, 99];
const NO_DISCONNECTING = 'supplySwitches notSeen mayDisconnect {}';

describe('conformance of our own meter', () => {
	it('keeps all rules for the management client over TCP, writing included', async () => {
		const outcomes = await examined();
		assert.deepEqual(trouble(outcomes), [NO_DISCONNECTING]);
		assert.equal(outcomes.filter(({ verdict }) => verdict === 'pass').length, 85);
	});

	it('does where it offers all that there is', async () => {
		const outcomes = await examined({}, { isFull: true });
		assert.deepEqual(trouble(outcomes), [NO_DISCONNECTING]);
		const left = outcomes.filter(({ verdict }) => verdict !== 'pass').map(({ name }) => name);
		assert.deepEqual(left, ['snrm', 'fcs', 'beforeSnrm', 'sequence', 'segments', 'supplySwitches']);
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

	it('keeps the order of its rows where its log tells that the clock was set back, and names all events', async () => {
		const before = ({ routeA, clock }: Meter): void => {
			assert.equal(routeA.adjustClock(clock.now() - SET_BACK), 0);
			for (const code of [MBUS_DEVICE, LAST_GASP]) routeA.record(code);
		};
		const only = ['sorted', 'byRange', 'eventCodes'] as const;
		assert.deepEqual(
			(await examined({ before }, { only })).filter(({ name }) => (only as readonly string[]).includes(name)).map(({ verdict }) => verdict),
			['pass', 'pass', 'pass'],
		);
		const untold = ({ routeA, clock }: Meter): void => {
			routeA.record(LAST_GASP);
			clock.set(clock.now() - SET_BACK);
			routeA.record(LAST_GASP);
		};
		assert.deepEqual(
			(await examined({ before: untold }, { only })).filter(({ name }) => name === 'sorted').map(({ verdict }) => verdict),
			['fail'],
		);
	});

	it('is not written to without leave', async () => {
		const left = trouble(await examined({}, { mayWrite: false })).map((each) => each.split(' ').slice(0, 3).join(' '));
		assert.deepEqual(
			left,
			['publicWrites', 'readOnly', 'ownValue', 'wrongType', 'unknownMethod', 'supplySwitches', 'pushed'].map((name) => `${name} notSeen mayWrite`),
		);
	});

	it('is asked nothing more where the examination was ended, and what is left says so', async () => {
		const halt = new Halt();
		let asked = 0;
		const { meter } = answers(() => undefined);
		const outcomes = await examined(
			{
				meter: meter!,
				request: (apdu) => {
					if (halt.isWanted && apdu[0] !== APDU.rlrq) asked++;
					if (apdu[0] === APDU.gloGetRequest) halt.want();
					return undefined;
				},
			},
			{ halt },
		);
		const left = outcomes.filter(({ findings }) => findings[0]!.kind === 'interrupted');
		assert.equal(outcomes.length, METER_CHECK_NAMES.length);
		assert.equal(left.length > outcomes.length - 6, true);
		assert.deepEqual(
			outcomes.slice(-left.length).map(({ name }) => name),
			left.map(({ name }) => name),
		);
		assert.equal(asked, 0);
	});

	describe('what cannot be seen', () => {
		const LIST = '15/0.0.40.0.0.255:2';
		const ofPublic = (change: Change): Mutant =>
			reads(LIST, (data, time, target, caller) => (caller.client === PUBLIC ? change(data, time, target, caller) : data));
		const seen = async (mutant: Mutant, name: MeterCheckName) => {
			const { verdict, findings } = (await examined(mutant, { only: [name], mayWrite: false })).find((each) => each.name === name)!;
			return [verdict, findings[0]!.kind];
		};

		it('of the public list is no right that is kept', async () => {
			assert.deepEqual(
				await seen(
					ofPublic(() => 3),
					'publicRights',
				),
				['inconclusive', 'refused'],
			);
			assert.deepEqual(
				await seen(
					ofPublic(() => ({ tag: DataTag.nullData })),
					'publicRights',
				),
				['fail', 'malformed'],
			);
		});

		it('of the rows of a profile is told by the check of its rows, and kept by none', async () => {
			for (const value of [3, { tag: DataTag.nullData } as const]) {
				const mutant = () => reads('7/1.0.99.1.0.255:2', () => value);
				assert.deepEqual(await seen(mutant(), 'rowWidth'), ['fail', 'differs']);
				assert.deepEqual(await seen(mutant(), 'holes'), ['notApplicable', 'nothingToTry']);
			}
		});
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

		it('closes it again where the examination is ended in between, and asks nothing more', async () => {
			const halt = new Halt();
			const [orders, looks]: [number[], number[]] = [[], []];
			const ends = answers((request) => {
				if (!isOfSupply(request)) return undefined;
				if (request[0] === APDU.actionRequest) {
					orders.push(request[11]!);
					halt.want();
				} else if (halt.isWanted) looks.push(request[11]!);
				return undefined;
			});
			const outcomes = await examined(
				{ ...ends, meter: { ...ends.meter, order: () => true } },
				{ mayDisconnect: true, only: ['supplyState', 'supplySwitches', 'header'], halt },
			);
			const said = outcomes.filter(({ findings }) => findings[0]!.kind !== 'only').map(({ name, findings }) => [name, findings[0]!.kind]);
			// The rig's contact never moves: what counts is that it was told to.
			assert.deepEqual(said, [
				['header', 'kept'],
				['supplyState', 'kept'],
				['supplySwitches', 'interrupted'],
			]);
			assert.deepEqual(orders, [DISCONNECT, RECONNECT]);
			assert.equal(looks.length > 0, true);
		});

		it('says so where it cannot be closed again', async () => {
			const obeys = answers((request) =>
				isOfSupply(request) && request[0] === APDU.actionRequest
					? Uint8Array.of(APDU.actionResponse, 1, request[2]!, request[11]! - 1, 0)
					: undefined,
			);
			let time = 0;
			const { meter } = reads('70/0.0.96.3.10.255:3', () => ({ tag: DataTag.enum, value: time++ < 2 ? 1 : 0 }));
			const { verdict, findings } = await verdictOf({ ...obeys, meter }, AS);
			assert.deepEqual([verdict, ...findings.map(({ kind }) => kind)], ['fail', 'differs', 'leftOpen']);
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
