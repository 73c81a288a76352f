/** Route A's objects from the panel, as its own client. */
import assert from 'node:assert/strict';
import { inProcessCarrier } from '../../../../../boards/host/panel/objects/carrier.js';
import type { RouteADone, RouteAReadings, RouteARows, RouteATree } from '../../../../../boards/host/panel/objects/told.js';
import { SYSTEM_RANDOM } from '../../../../../hal/node/random.js';
import { RealTime } from '../../../../../hal/node/real-time.js';
import { PortableCipher } from '../../../../../modules/crypto/cipher.js';
import { CONTROL } from '../../../../../modules/dlms/security/ciphering.js';
import { setClock } from '../../../../../src/head-end/meter-clock.js';
import { MeterSession } from '../../../../../src/head-end/meter-session.js';
import { readOverview } from '../../../../../src/head-end/reading.js';
import { TransmitSupply } from '../../../../../src/head-end/transmit-supply.js';
import { keysOf } from '../../../../../src/world/meter/identity.js';
import type { UnitMemory } from '../../../../../src/world/units/unit-memory.js';
import { RamUnitMemory } from '../../../../../src/world/units/unit-memory.js';
import { SiteRig } from './site-rig.js';

const TREE = '/api/objects/route-a';
const READ = `${TREE}/read`;
const WRITE = `${TREE}/write`;
const ACT = `${TREE}/act`;
const VALUES = `${TREE}/values`;

/** The management client, as a head-end of the utility has it. */
function utility(rig: SiteRig, client = 1): MeterSession {
	const { routeA } = rig.meter;
	return new MeterSession({
		carrier: inProcessCarrier({ site: rig.site, server: routeA!.server, isThere: () => rig.meter.routeA === routeA }),
		client,
		server: 1,
		security: {
			keys: { ...keysOf(1, 1).clients[client]!, kek: undefined, broadcast: undefined },
			title: Uint8Array.of(0x4b, 0x45, 0x49, 0, 0, 0, 0, client),
			protocol: 'glo',
			control: CONTROL.authentication | CONTROL.encryption,
			counter: undefined,
			supply: new TransmitSupply(undefined),
		},
		scheduler: new RealTime(),
		random: SYSTEM_RANDOM,
		cipher: new PortableCipher(),
		timeout: 5_000,
		retries: 0,
	});
}

describe("panel: Route A's objects", () => {
	it('a tree with what each kind of client may do, and what wants to be confirmed', async () => {
		const rig = new SiteRig();
		const tree = await rig.get<RouteATree>(TREE);
		assert.deepEqual([tree.meter, tree.way, tree.client], ['meter', 'client', 101]);
		const clock = tree.objects.find(({ obis }) => obis === '0.0.1.0.0.255')!;
		assert.deepEqual([clock.class, clock.className, clock.name], [8, 'Clock', 'clock']);
		assert.deepEqual(clock.attributes[1], { attribute: 2, name: 'time', access: { public: 'read', reading: 'read', management: 'both' } });
		assert.deepEqual(clock.methods[5], {
			method: 6,
			name: 'shift_time',
			access: { public: 'none', reading: 'none', management: 'call' },
			danger: 'clock',
		});
		const energy = tree.objects.find(({ obis }) => obis === '1.0.1.8.0.255')!;
		assert.deepEqual(energy.attributes[1]!.access, { public: 'none', reading: 'read', management: 'read' });
		assert.ok(tree.objects.some(({ obis }) => obis === '0.0.94.81.0.255') || tree.objects.length > 20);
		assert.deepEqual(
			tree.clients.map(({ client, role, associated }) => [client, role, associated]),
			rig.meter.routeA!.server.options.clients.map(({ id }) => [
				id,
				{ 16: 'public', 1: 'management', 2: 'reading', 102: 'preEstablished' }[id],
				false,
			]),
		);
		assert.equal((await rig.get<RouteATree>(TREE, 'ja')).objects.find(({ obis }) => obis === '0.0.1.0.0.255')!.name, '時計');
	});

	it('values with their units, raw besides; and refusals as the meter says them', async () => {
		const rig = new SiteRig();
		const power = await rig.post<RouteAReadings>(READ, { class: 3, obis: '1.0.1.7.0.255', attribute: 2 });
		const [reading] = power.readings;
		assert.deepEqual([reading!.text, reading!.value, reading!.unit, reading!.error], ['500 W', 500, 'W', null]);
		assert.match(reading!.raw!, /^06000001F4$|^05000001F4$/);
		const none = (await rig.post<RouteAReadings>(READ, { class: 3, obis: '1.0.9.9.9.255', attribute: 2 }, 'ja')).readings[0]!;
		assert.deepEqual([none.raw, none.result], [null, 4]);
		assert.match(none.error!, /未定義/);
		const values = await rig.get<RouteAReadings>(`${VALUES}?object=8/0.0.1.0.0.255&object=3/1.0.1.8.0.255`);
		assert.deepEqual([values.readings.length, values.readings.every(({ error }) => error === null)], [12, true]);
		const all = await rig.get<RouteAReadings>(VALUES);
		assert.deepEqual(all.readings.find(({ obis }) => obis === '1.0.1.7.0.255')!, reading);
		assert.ok(all.readings.length > 15 && all.readings.every(({ attribute, class: id }) => attribute === 2 && id !== 7 && id !== 15));
	});

	it('rows of a profile, as many as were asked for', async () => {
		const rig = new SiteRig();
		const rows = await rig.post<RouteARows>(READ, { class: 7, obis: '1.0.99.1.0.255', attribute: 2, rows: 5 });
		assert.deepEqual([rows.rows.length, rows.columns.length, rows.more], [5, 3, false]);
		assert.match(rows.rows[0]!.time, /^2026-11-22T/);
		assert.match(rows.rows[4]!.cells[1]!.text, /kWh$/);
		const span = { from: '2026-11-22T00:00:00+09:00', to: '2026-11-22T02:00:00+09:00' };
		const some = await rig.post<RouteARows>(READ, { class: 7, obis: '1.0.99.1.0.255', attribute: 2, ...span });
		assert.deepEqual(
			some.rows.map(({ time }) => time.slice(11, 16)),
			['00:00', '00:30', '01:00', '01:30', '02:00'],
		);
		const log = await rig.post<RouteARows>(READ, { class: 7, obis: '0.0.99.98.0.255', attribute: 2 });
		assert.equal(log.rows.length, 1);
	});

	it('sets the clock, by a time or by bytes, and calls a method once it is confirmed', async () => {
		const rig = new SiteRig();
		const clock = { class: 8, obis: '0.0.1.0.0.255' };
		const set = await rig.post<RouteADone>(WRITE, { ...clock, attribute: 2, time: '2026-11-22T15:00:00+09:00' });
		assert.deepEqual([set.done, set.result], [true, 0]);
		// The unit sets it by the bus.
		const pass = () => rig.world.simulator.scheduler.runFor(100);
		pass();
		assert.equal(rig.meter.clock.now(), Date.parse('2026-11-22T15:00:00.100+09:00'));
		const again = await rig.post<RouteADone>(WRITE, { ...clock, attribute: 2, value: set.sent!.replace('0F0000', '100000') });
		assert.equal(again.done, true);
		const refused = await rig.post<RouteADone>(WRITE, { ...clock, attribute: 3, value: '100000' });
		assert.deepEqual([refused.done, refused.result], [false, 3]);
		const unconfirmed = await rig.refusal(rig.post(ACT, { ...clock, method: 6, value: '10000A' }));
		assert.equal(unconfirmed.status, 409);
		assert.match(unconfirmed.message, /shift_time sets the meter’s clock.*"confirmed": true/);
		pass();
		const before = rig.meter.clock.now();
		const shifted = await rig.post<RouteADone>(ACT, { ...clock, method: 6, value: '10000A', confirmed: true });
		pass();
		assert.deepEqual([shifted.done, rig.meter.clock.now() - before], [true, 10_100]);
	});

	it('leaves the counters of all others, the state of the meter, its server and its list of objects as they are', async () => {
		const memory = new RamUnitMemory();
		const rig = new SiteRig({ memory: memory as UnitMemory });
		const { server } = rig.meter.routeA!;
		const one = utility(rig);
		await readOverview(one);
		const flash = () => memory.flash('route-a', 6);
		const content = () => {
			const { sectors, sectorSize } = flash();
			const bytes = new Uint8Array(sectors * sectorSize);
			flash().read(0, bytes);
			return Buffer.from(bytes).toString('hex');
		};
		const counters = () => server.options.clients.map(({ id, security }) => [id, security?.lastReceived, security?.receivedBound]);
		const [before, kept, statistics, owners] = [counters(), content(), { ...server.statistics }, server.options.clients.length];
		await rig.get(TREE);
		await rig.get(`${VALUES}?object=8/0.0.1.0.0.255`);
		await rig.post(READ, { class: 7, obis: '1.0.99.1.0.255', attribute: 2 });
		assert.deepEqual(counters(), before);
		assert.equal(content(), kept);
		assert.deepEqual([{ ...server.statistics }, server.options.clients.length], [statistics, owners]);
		assert.equal(memory.has('route-a-clients'), false);
		const counter = await rig.post<RouteAReadings>(READ, { class: 1, obis: '0.0.43.1.101.255', attribute: 2 });
		assert.equal(counter.readings[0]!.result, 4, 'there is no counter of 101 for others to see');
		assert.equal(server.connect(101), undefined);
		// The utility goes on where it was, in the association that it has.
		await readOverview(one);
		await one.close();
		const tree = await rig.get<RouteATree>(TREE);
		const management = tree.clients.find(({ client }) => client === 1)!;
		assert.deepEqual([management.associated, management.time !== null], [false, true]);
	});

	it('tells which other client read or wrote an attribute last', async () => {
		const rig = new SiteRig();
		const last = async (obis: string, classId: number) => {
			const { readings } = await rig.post<RouteAReadings>(READ, { class: classId, obis, attribute: 2 });
			return readings[0]!.last;
		};
		assert.equal(await last('1.0.1.8.0.255', 3), null);
		assert.equal(await last('1.0.1.8.0.255', 3), null, 'its own reading is none');
		const reader = utility(rig, 2);
		await readOverview(reader);
		const { how, client, role } = (await last('1.0.1.8.0.255', 3))!;
		assert.deepEqual([how, client, role], ['get', 2, 'reading']);
		const management = utility(rig);
		await setClock(management, () => Date.parse('2026-11-22T15:00:00+09:00'), -540);
		const clock = (await last('0.0.1.0.0.255', 8))!;
		assert.deepEqual([clock.how, clock.client, clock.role], ['set', 1, 'management']);
		await Promise.all([reader.close(), management.close()]);
	});

	it('takes another number where somebody has 101, and no role of another', async () => {
		const { clients, ...keys } = keysOf(1, 1);
		const both = { ...keys, clients: { ...clients, 101: clients[1]!, 103: clients[2]! } };
		const rig = new SiteRig({ routeA: { keys: both } });
		assert.equal((await rig.get<RouteATree>(TREE)).client, 104);
	});

	it('goes on after a power cut, and says that there is no Route A without power', async () => {
		const rig = new SiteRig();
		await rig.get(TREE);
		rig.meter.powerOff(true);
		assert.deepEqual((await rig.refusal(rig.get(TREE))).status, 409);
		rig.meter.powerOn();
		rig.world.simulator.scheduler.runFor(5_000);
		assert.equal((await rig.get<RouteATree>(TREE)).client, 101);
	});

	it('never tells a key', async () => {
		const rig = new SiteRig();
		const keys = keysOf(1, 1);
		const secrets = [
			keys.kek,
			keys.broadcast,
			...Object.values(keys.clients).flatMap(({ encryption, authentication }) => [encryption, authentication]),
		];
		const tree = await rig.get<RouteATree>(TREE);
		const told = [JSON.stringify(tree)];
		for (const { class: classId, obis } of tree.objects) told.push(JSON.stringify(await rig.get(`${VALUES}?object=${classId}/${obis}`)));
		for (const key of secrets) assert.ok(key === undefined || !told.join().toUpperCase().includes(Buffer.from(key).toString('hex').toUpperCase()));
	});

	it('what is asked wrongly is told by its field, and too many wait for nobody', async () => {
		const rig = new SiteRig();
		const refused = async (target: string, body: unknown, status: number, words: RegExp) => {
			const { status: got, message } = await rig.refusal(rig.post(target, body));
			assert.equal(got, status, message);
			assert.match(message, words);
		};
		await refused(READ, { class: '3', obis: '1.0.1.7.0.255' }, 400, /"class"/);
		await refused(READ, { class: 3, obis: '1.0.1.7' }, 400, /"obis"/);
		await refused(READ, { class: 3, obis: '1.0.1.7.0.255', attribute: 0 }, 400, /"attribute"/);
		await refused(READ, { class: 7, obis: '1.0.99.1.0.255', attribute: 2, rows: 501 }, 400, /"rows"/);
		await refused(READ, { class: 7, obis: '1.0.99.1.0.255', attribute: 2, from: '2026-11-22' }, 400, /"from" and "to"/);
		await refused(WRITE, { class: 8, obis: '0.0.1.0.0.255', attribute: 2, value: '0900FF' }, 400, /"value": A-XDR.*at byte 2/);
		await refused(WRITE, { class: 8, obis: '0.0.1.0.0.255', attribute: 2 }, 400, /"value"/);
		await refused(WRITE, { class: 8, obis: '0.0.1.0.0.255', attribute: 2, time: 'noon' }, 400, /"time"/);
		await refused(WRITE, { class: 3, obis: '1.0.1.7.0.255', attribute: 2, time: '2026-11-22T15:00:00+09:00' }, 400, /clock/);
		assert.equal((await rig.refusal(rig.get(`${VALUES}?object=3`))).status, 400);
		assert.equal((await rig.refusal(rig.get(`${VALUES}?${'object=3/1.0.1.7.0.255&'.repeat(17)}`))).status, 400);
		assert.equal((await rig.refusal(rig.get(`${VALUES}?object=3/1.0.9.9.9.255`))).status, 409);
		const many = Array.from({ length: 17 }, () => rig.post(READ, { class: 3, obis: '1.0.1.7.0.255' }));
		assert.equal((await rig.refusal(many.pop()!)).status, 429);
		await Promise.all(many);
	});
});
