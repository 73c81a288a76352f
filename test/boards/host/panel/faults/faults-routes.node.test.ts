/** Faults as a page switches them. */

import type { FaultList, FaultNow } from '../../../../../boards/host/panel/faults/fault-list.js';
import { faultsRoutes, faultsTopics } from '../../../../../boards/host/panel/faults/faults-routes.js';
import { FAULT_NAMES } from '../../../../../src/world/fault/fault-table.js';
import { equal } from '../../../../assert.js';
import { HemsRig } from '../../../../src/world/simulation/hems-rig.js';
import { heard, type Reply, StillRig } from '../still-rig.js';

const rigOf = (units?: string, options = {}) => new StillRig(faultsRoutes, options, units);
const list = async (rig: StillRig, language: 'en' | 'ja' = 'en') =>
	(await rig.get('/api/faults', language)).body as FaultList & { running: FaultNow[] };
const error = ({ status, body }: Reply) => `${status} ${(body as { error: string }).error}`;

describe('panel: faults', () => {
	it('lists every fault with its sentence in both languages, its situations, its value and where it can strike', async () => {
		const rig = rigOf();
		const { faults } = await list(rig);
		equal(faults.map(({ name }) => name).join(), FAULT_NAMES.join());
		const slow = faults.find(({ name }) => name === 'slow-reply')!;
		equal(slow.does, 'a reply takes 3 s, or as told: 18s is slow and in time');
		equal(slow.situations.map(({ name }) => name).join(), 'B13');
		equal(slow.usual, '1/5');
		equal(slow.once, true);
		equal(slow.places.map(({ node, refusal }) => `${node} ${refusal}`).join(), 'meter null');
		equal(faults.find(({ name }) => name === 'distance')!.once, false);
		const ja = await list(rig, 'ja');
		equal(ja.faults.find(({ name }) => name === 'slow-reply')!.does, '応答に3 s、または指定の時間がかかります: 18sは遅いものの間に合います');
	});

	it('says why a fault cannot strike', async () => {
		const rig = rigOf();
		const nowhere = (await list(rig)).faults.find(({ name }) => name === 'er10')!;
		equal(nowhere.refusal, 'there is nothing that er10 strikes');
		rig.world.simulator.addDongle({ model: 'bp35c0-j11', serial: { onReceive() {}, write() {} } });
		const { faults } = await list(rig);
		equal(faults.find(({ name }) => name === 'er10')!.refusal, null);
		equal(
			faults
				.find(({ name }) => name === 'noise')!
				.places.map(({ node }) => node)
				.join(),
			'dongle',
		);
		equal(faults.find(({ name }) => name === 'event-burst')!.refusal, 'a bp35c0-j11 speaks J11, of which event-burst has no form');
		equal(error(await rig.post('/api/faults/event-burst/on')), '409 a bp35c0-j11 speaks J11, of which event-burst has no form');
	});

	it('says it in Japanese to a Japanese page', async () => {
		const rig = rigOf();
		const nowhere = (await list(rig, 'ja')).faults.find(({ name }) => name === 'er10')!;
		equal(nowhere.refusal, '障害er10が起きるものがありません');
		rig.world.simulator.addDongle({ model: 'bp35c0-j11', serial: { onReceive() {}, write() {} } });
		const { faults } = await list(rig, 'ja');
		equal(faults.find(({ name }) => name === 'event-burst')!.refusal, 'bp35c0-j11はJ11で話し、障害event-burstに当たるものがありません');
		equal(error(await rig.post('/api/faults/mute/off', {}, 'ja')), '409 障害muteは起きていません');
		equal(error(await rig.post('/api/faults/drop/on', { node: 'attic' }, 'ja')), '409 atticはありません。あるのはmeter、air、dongleです');
		equal(error(await rig.post('/api/faults/drop/on', { node: 'meter' }, 'ja')), '409 障害dropが起きるのはairで、meterではありません');
		equal(error(await rig.post('/api/faults/distance/on', { once: true }, 'ja')), '409 障害distanceは続くもので、1回だけにはできません');
	});

	it('names the first and the last of many nodes', async () => {
		const rig = rigOf(undefined, { meters: 40 });
		equal(
			error(await rig.post('/api/faults/drop/on', { node: 'attic' })),
			'409 there is no attic; there is meter, meter-2, meter-3, meter-4, meter-5, meter-6, …, meter-36, meter-37, meter-38, meter-39, meter-40, air',
		);
	});

	it('switches as the control socket does, and tells what is on', async () => {
		const rig = rigOf();
		const { messages, end } = heard<FaultNow[]>(
			faultsTopics(rig, () => () => {}),
			'faults',
		);
		const on = await rig.post('/api/faults/no-reply/on', { value: '1/3', once: true, node: 'meter' });
		equal(JSON.stringify(on.body), '{"command":"fault no-reply=1/3 once at meter","text":"no-reply=1/3 is on, once at meter"}');
		equal(rig.answers.at(-1)?.command, 'fault no-reply=1/3 once at meter');
		equal(messages.length, 2);
		equal(JSON.stringify(messages[1]), '[{"name":"no-reply","value":"1/3","once":true,"struck":0,"at":["meter"],"more":0}]');
		equal((await rig.post('/api/faults/no-reply/off', { node: 'meter' })).status, 200);
		equal(JSON.stringify(messages.at(-1)), '[]');
		equal(error(await rig.post('/api/faults/no-reply/off')), '409 no-reply is not on');
		await rig.post('/api/faults/mute/on');
		await rig.post('/api/faults/drop/on');
		equal(messages.at(-1)?.length, 2);
		equal((await rig.post('/api/faults/off')).status, 200);
		equal(messages.at(-1)?.length, 0);
		end();
		await rig.post('/api/faults/drop/on');
		equal(messages.at(-1)?.length, 0);
	});

	it('gives the error of the fault itself for a wrong value, and of the grammar for a wrong node, in the language of the page', async () => {
		const rig = rigOf();
		equal(
			error(await rig.post('/api/faults/slow-reply/on', { value: 'often' })),
			'400 expected a time like 18s, in one case of N: 18s:1/N, or only always, 1/N or N%, got "often"; for example slow-reply=1/5',
		);
		equal(
			error(await rig.post('/api/faults/distance/on', { value: '99' }, 'ja')),
			'400 値は「1〜60の減衰量(dB)」のはずですが、"99"です。例: distance=47',
		);
		equal(
			error(await rig.post('/api/faults/slow/on')),
			'400 there is no fault "slow", perhaps slow-beacon or slow-reply or slow-join or verify-slow; keiki faults lists them all',
		);
		equal(error(await rig.post('/api/faults/drop/on', { node: 'attic' })), '409 there is no attic; there is meter, air');
		equal(error(await rig.post('/api/faults/drop/on', { node: 'meter # attic' })), '400 node: expected one word');
		equal(error(await rig.post('/api/faults/drop/on', { value: '5% once' })), '400 expected always, 1/N or N%, got "5% once"; for example drop=10%');
		equal(error(await rig.post('/api/faults/distance/on', { once: true })).startsWith('409 '), true);
		equal(rig.world.simulator.faults.running.length, 0);
	});

	it('tells how often a fault has struck what a HEMS does', async () => {
		const rig = rigOf();
		let look = () => {};
		const { messages } = heard<FaultNow[]>(
			faultsTopics(rig, (_ms, task) => {
				look = task;
				return () => {};
			}),
			'faults',
		);
		await rig.post('/api/faults/refused-join/on', { value: 'always' });
		const hems = new HemsRig({}, undefined, { simulator: rig.world.simulator } as HemsRig);
		equal(hems.join(), false);
		look();
		equal(
			messages
				.at(-1)!
				.map(({ name, struck }) => `${name} ${struck > 0}`)
				.join(),
			'refused-join true',
		);
		await rig.post('/api/faults/refused-join/off');
		equal(hems.join(), true);
	});
});
