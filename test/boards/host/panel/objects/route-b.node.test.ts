/** Route B's properties from the panel: what the meter would answer, and the panel's own dongle. */
import assert from 'node:assert/strict';
import type { RouteBAnswer, RouteBTree } from '../../../../../boards/host/panel/objects/told.js';
import { fromHex, toUpperHex } from '../../../../../modules/bytes/hex.js';
import { linkLocalAddress } from '../../../../../modules/ipv6/address.js';
import { GEN1 } from '../../../../../src/route-b/meter-profile.js';
import { withTraits } from '../../../../../src/route-b/traits.js';
import type { WorldEvent } from '../../../../../src/world/schema/event-rows.js';
import { SiteRig } from './site-rig.js';

const READ = '/api/objects/route-b/read';
const WRITE = '/api/objects/route-b/write';
const read = (rig: SiteRig, ...epcs: string[]) => rig.settled(rig.post<RouteBAnswer>(READ, { eoj: '028801', epcs }));
const write = (rig: SiteRig, epc: string, edt: string) => rig.settled(rig.post<RouteBAnswer>(WRITE, { eoj: '028801', epc, edt }));
const property = (tree: RouteBTree, eoj: string, epc: string) =>
	tree.objects.find((each) => each.eoj === eoj)!.properties.find((each) => each.epc === epc)!;

describe("panel: Route B's objects", () => {
	it('a tree of both objects with values, rights, and what may be set', async () => {
		const rig = new SiteRig({ profile: withTraits(GEN1, { unreadable: [0xe8], unanswered: [0xea] }) });
		const tree = await rig.get<RouteBTree>('/api/objects/route-b');
		assert.deepEqual([tree.meter, tree.way, tree.medium, tree.hems, tree.next], ['meter', 'would', 'wi-sun', null, { way: 'own dongle', why: null }]);
		assert.deepEqual(
			tree.objects.map(({ eoj }) => eoj),
			['0EF001', '028801'],
		);
		const power = property(tree, '028801', 'E7');
		assert.deepEqual([power.edt, power.value, power.text, power.get, power.set, power.last], ['000001F4', 500, '500 W', 'yes', false, null]);
		const day = property(tree, '028801', 'E5');
		assert.deepEqual([day.set, day.rule, property(tree, '028801', '81').announced], [true, 'day', true]);
		assert.deepEqual([property(tree, '028801', 'E8').get, property(tree, '028801', 'EA').get], ['refused', 'unanswered']);
		const energy = property(tree, '028801', 'E0');
		assert.match(energy.text, /^\d+\.\d kWh$/);
		assert.equal(property(await rig.get<RouteBTree>('/api/objects/route-b', 'ja'), '028801', 'E7').name, '瞬時電力計測値');
	});

	it('with nobody joined its own dongle reads, and has left when the answer is there', async () => {
		const rig = new SiteRig();
		const events: WorldEvent[] = [];
		rig.world.events.subscribe((event) => events.push(event), ['join', 'get']);
		const answer = await read(rig, 'E7', 'D3');
		assert.deepEqual([answer.way, answer.why, answer.outcome, answer.service], ['own dongle', null, 'answered', 'Get_Res']);
		assert.deepEqual(
			answer.properties.map(({ epc, text, accepted }) => [epc, text, accepted]),
			[
				['E7', '500 W', true],
				['D3', '1', true],
			],
		);
		assert.equal(rig.meter.routeB!.hems, undefined);
		const got = events.find(({ event }) => event === 'get');
		assert.equal(got?.event === 'get' && got.peerNode, 'panel');
		assert.ok(events.some((event) => event.node === 'panel' && event.event === 'join' && event.step === 'authenticated'));
		assert.ok(events.some((event) => event.node === 'meter' && event.event === 'join' && event.step === 'left'));
		const { last } = property(await rig.get<RouteBTree>('/api/objects/route-b'), '028801', 'E7');
		assert.deepEqual([last?.node, last?.how, last?.medium, last?.service], ['panel', 'get', 'wi-sun', 'Get_Res']);
	});

	it('writes, and tells what became of it', async () => {
		const rig = new SiteRig();
		const done = await write(rig, 'E5', '02');
		assert.deepEqual([done.way, done.service, done.done, done.properties[0]!.accepted], ['own dongle', 'Set_Res', true, true]);
		const refused = await write(rig, 'E5', '64');
		assert.deepEqual([refused.service, refused.done, refused.properties[0]!.accepted, refused.properties[0]!.edt], ['SetC_SNA', false, false, '64']);
		const tree = await rig.get<RouteBTree>('/api/objects/route-b');
		assert.deepEqual([property(tree, '028801', 'E5').edt, property(tree, '028801', 'E5').last?.how], ['02', 'set']);
	});

	it('while a HEMS is joined nothing is on the air, nothing changes, and the answer is byte for byte what the HEMS then gets', async () => {
		const rig = new SiteRig();
		const hems = rig.hems();
		assert.ok(hems.join());
		rig.world.simulator.scheduler.runFor(2_000);
		let frames = 0;
		rig.world.simulator.air.tap(() => frames++);
		const ask = async (target: string, body: object) => {
			const [before, counted] = [rig.world.simulator.scheduler.now(), frames];
			const answer = await rig.post<RouteBAnswer>(target, body);
			assert.deepEqual([rig.world.simulator.scheduler.now(), frames], [before, counted]);
			return answer;
		};
		const got = await ask(READ, { eoj: '028801', epcs: ['E7', 'E0', 'E2', 'FF'] });
		assert.deepEqual([got.way, got.why, got.outcome, got.service], ['would', 'hems joined', 'answered', 'Get_SNA']);
		assert.equal(toUpperHex(hems.ask(fromHex(got.request), 1)!), got.answer);
		const set = await ask(WRITE, { eoj: '028801', epc: '81', edt: '21' });
		assert.deepEqual([set.way, set.service, set.done, set.announced], ['would', 'Set_Res', false, ['81']]);
		assert.notDeepEqual([...rig.meter.routeB!.meter.object.get(0x81)!], [0x21]);
		const tree = await rig.get<RouteBTree>('/api/objects/route-b');
		assert.deepEqual(tree.next, { way: 'would', why: 'hems joined' });
		assert.equal(property(tree, '028801', 'E7').last?.node, null);
	});

	it('a HEMS that joins meanwhile ends it at once and succeeds', async () => {
		for (const [body, target] of [
			[{ eoj: '028801', epcs: ['E7'] }, READ],
			[{ eoj: '028801', epc: 'E5', edt: '05' }, WRITE],
		] as const)
			for (const wait of [0, 60, 120, 250, 400]) {
				const rig = new SiteRig();
				const asked = rig.post<RouteBAnswer>(target, body);
				await new Promise((resolve) => setImmediate(resolve));
				rig.world.simulator.scheduler.runFor(wait);
				const hems = rig.hems();
				assert.ok(hems.join(5_000), `after ${wait} ms`);
				assert.deepEqual([...rig.meter.routeB!.hems!], [...linkLocalAddress(hems.network.macAddress)]);
				const answer = await rig.settled(asked);
				if (answer.way === 'would') assert.deepEqual([answer.why, answer.done], ['hems came', false]);
				assert.equal(answer.done, target === WRITE && toUpperHex(rig.meter.routeB!.meter.object.get(0xe5)!) === '05', `after ${wait} ms`);
				rig.world.simulator.scheduler.runFor(60_000);
				assert.ok(hems.joined);
			}
	});

	it('one after the other, and never too many', async () => {
		const rig = new SiteRig();
		const answers = Array.from({ length: 17 }, () => rig.post<RouteBAnswer>(READ, { eoj: '028801', epcs: ['E7'] }));
		const last = await rig.refusal(answers.pop()!);
		assert.equal(last.status, 429);
		const all = await rig.settled(Promise.all(answers));
		assert.ok(all.every(({ way, outcome }) => way === 'own dongle' && outcome === 'answered'));
	});

	it('what is asked wrongly is told by its field, in both languages', async () => {
		const rig = new SiteRig();
		const refused = async (target: string, body: unknown, status: number, words: RegExp, language: 'en' | 'ja' = 'en') => {
			const { status: got, message } = await rig.refusal(rig.post(target, body, language));
			assert.equal(got, status, message);
			assert.match(message, words);
		};
		await refused(READ, undefined, 400, /JSON/);
		await refused(READ, { eoj: '0288', epcs: ['E7'] }, 400, /"eoj": expected 028801/);
		await refused(READ, { eoj: '028802', epcs: ['E7'] }, 404, /no object 028802: it has 0EF001, 028801/);
		await refused(READ, { eoj: '028801', epcs: ['70'] }, 400, /"epcs"/);
		await refused(READ, { eoj: '028801', epcs: [] }, 400, /"epcs"/);
		await refused(`${READ}?meter=meter-2`, { eoj: '028801', epcs: ['E7'] }, 400, /meter=meter-2: expected meter/);
		await refused(READ, { eoj: '028801', epcs: ['E7'], way: 'air' }, 400, /"way": expected "would"/);
		await refused(WRITE, { eoj: '028801', epc: 'E5', edt: '0' }, 400, /"edt": expected pairs/);
		await refused(WRITE, { eoj: '028801', epc: 'E5', edt: '0' }, 400, /"edt": 16進数/, 'ja');
		rig.meter.powerOff(true);
		await refused(READ, { eoj: '028801', epcs: ['E7'] }, 409, /no power/);
		const { status } = await rig.refusal(rig.get('/api/objects/route-b'));
		assert.equal(status, 409);
	});

	it('on a real radio, where it has no dongle, it is what the meter would answer', async () => {
		const datagrams = { maxPayload: 1232, listener: { onDatagram() {}, onPeer() {} }, send() {}, terminate() {}, configure() {} };
		const link = { datagrams, macAddress: undefined, isBusy: false, close() {} };
		const rig = new SiteRig({ carrier: { connect: () => link, takesKeys: true, faultRefusal: () => undefined } });
		rig.world.simulator.start();
		rig.world.simulator.scheduler.runFor(5_000);
		assert.deepEqual((await rig.get<RouteBTree>('/api/objects/route-b')).next, { way: 'would', why: 'real radio' });
		const answer = await write(rig, 'E5', '03');
		assert.deepEqual([answer.way, answer.why, answer.service, answer.done], ['would', 'real radio', 'Set_Res', false]);
		assert.deepEqual([...rig.meter.routeB!.meter.object.get(0xe5)!], [0xff]);
	});

	it('what it would answer can be asked for, joined or not', async () => {
		const rig = new SiteRig();
		const answer = await rig.post<RouteBAnswer>(WRITE, { eoj: '028801', epc: 'E5', edt: '07', way: 'would' });
		assert.deepEqual([answer.way, answer.why, answer.service, answer.done], ['would', 'asked', 'Set_Res', false]);
		assert.deepEqual([...rig.meter.routeB!.meter.object.get(0xe5)!], [0xff]);
	});
});
