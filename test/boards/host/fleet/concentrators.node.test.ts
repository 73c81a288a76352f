import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { until } from '../../../until.js';
import { FleetRig, type FleetRigOptions, nameOf } from './fleet-rig.js';

describe('a concentrator', () => {
	let rig: FleetRig;
	const open = async (options?: FleetRigOptions) => {
		rig = await FleetRig.open(options);
		return rig;
	};
	afterEach(() => rig.close());

	for (const scheme of ['', 'udp:']) {
		const by = scheme === '' ? 'TCP' : 'UDP';
		it(`has each of its meters answer at a logical device of its own, by ${by}`, async () => {
			const { places } = await open();
			assert.equal(places.all.length, 2);
			for (const number of [1, 2, 3, 4, 5, 6]) {
				const place = `${scheme}${rig.address(number <= 3 ? 1 : 2)},device=${1001 + ((number - 1) % 3)}`;
				assert.equal(await rig.nameAt(place, number), nameOf(number));
			}
		});

		it(`is a gateway for the same meters by their numbers, by ${by}`, async () => {
			await open();
			for (const [number, address] of [
				[1, '01'],
				[6, '00000006'],
			] as const) {
				const place = `${scheme}${rig.address(number <= 3 ? 1 : 2)},gateway=${address}`;
				assert.equal(await rig.nameAt(place, number), nameOf(number));
			}
		});
	}

	it('has no meter at its own wPort, unless it has only one', async () => {
		await open({
			spans: [
				{ first: 1, count: 1 },
				{ first: 2, count: 2 },
			],
		});
		assert.equal(await rig.nameAt(rig.address(1), 1), nameOf(1));
		await assert.rejects(rig.nameAt(rig.address(2), 2, { timeout: 100 }));
		assert.equal(rig.connections.statistics.dropped >= 1, true);
	});

	it('tells nobody of meters of another one, or of none', async () => {
		await open();
		for (const word of ['device=1000', 'device=1004', 'gateway=04', 'gateway=07', 'gateway=0000000001', 'gateway=01,network=1'])
			await assert.rejects(rig.nameAt(`${rig.address(1)},${word}`, 1, { timeout: 100 }), /noAnswer|closed|no answer/, word);
		assert.deepEqual(rig.opened, []);
	});

	it('keeps apart what clients say to several meters over one connection, and gives back what it made for them', async () => {
		await open();
		const { port } = rig.places.all[0]!.listener;
		const socket = connect(port, '::1');
		let heard = Buffer.alloc(0);
		socket.on('data', (bytes) => {
			heard = Buffer.concat([heard, bytes]);
		});
		const answers = () => {
			const frames: { readonly source: number; readonly apdu: string }[] = [];
			for (let at = 0; at + 8 <= heard.length; at += 8 + heard.readUInt16BE(at + 6))
				frames.push({ source: heard.readUInt16BE(at + 2), apdu: heard.subarray(at + 8, at + 8 + heard.readUInt16BE(at + 6)).toString('hex') });
			return frames;
		};
		const meters = [3, 1, 2];
		const frame = (number: number, apdu: string) =>
			Buffer.concat([Buffer.from([0, 1, 0, 16, 3, 0xe8 + number, 0, apdu.length / 2]), Buffer.from(apdu, 'hex')]);
		// AARQ of the public client, and a GET of the logical device name, in pieces that end within frames.
		const all = Buffer.concat([
			...meters.map((number) => frame(number, '601da109060760857405080101be10040e01000000065f1f040000101dffff')),
			...meters.map((number) => frame(number, 'c001c1000100002a0000ff0200')),
		]);
		for (let at = 0; at < all.length; at += 50) {
			socket.write(all.subarray(at, at + 50));
			await new Promise((resolve) => setImmediate(resolve));
		}
		await until(() => answers().length === 6);
		assert.deepEqual(
			answers().map(({ source }) => source - 1000),
			[...meters, ...meters],
		);
		const names = answers()
			.slice(3)
			.map(({ apdu }) => Buffer.from(apdu.slice(12), 'hex').toString('latin1'));
		assert.deepEqual(names, meters.map(nameOf));
		assert.equal(rig.switchboard.associations, 3);
		socket.destroy();
		await until(() => rig.switchboard.size === 0);
		assert.deepEqual([...rig.closed].sort(), [1, 2, 3]);
		assert.equal(rig.connections.size, 0);
	});

	it('hears a meter without power no more, and answers for it again later', async () => {
		await open();
		rig.silent.add(2);
		await assert.rejects(rig.nameAt(`${rig.address(1)},device=1002`, 2, { timeout: 100 }));
		assert.equal(rig.switchboard.statistics.unanswered >= 1, true);
		rig.silent.delete(2);
		assert.equal(await rig.nameAt(`${rig.address(1)},device=1002`, 2), nameOf(2));
	});

	it('closes who sends no frames, and who speaks to nobody', async () => {
		await open({ limits: { association: 50 } });
		const { port } = rig.places.all[0]!.listener;
		const ended = (bytes: string) =>
			new Promise<void>((resolve) => {
				const socket = connect(port, '::1', () => socket.write(Buffer.from(bytes, 'hex')));
				socket.on('error', () => {});
				socket.on('close', () => resolve());
			});
		await ended('ffffffffffffffffff');
		assert.equal(rig.connections.statistics.malformed, 1);
		await ended('0001001003e7000160');
		assert.equal(rig.connections.statistics.association, 1);
		assert.equal(rig.connections.statistics.dropped, 1);
	});

	it('takes no more connections than it has places, and those that speak to nobody make room', async () => {
		await open({ mostConnections: 2 });
		const { port } = rig.places.all[0]!.listener;
		const sockets = [1, 2, 3].map(() => connect(port, '::1'));
		for (const socket of sockets) socket.on('error', () => {});
		await until(() => rig.connections.statistics.displaced === 1);
		assert.equal(rig.connections.size, 2);
		for (const socket of sockets) socket.destroy();
		assert.equal(await rig.nameAt(`${rig.address(1)},device=1001`, 1), nameOf(1));
	});

	it('keeps no more meters open than it may: the one silent longest makes room', async () => {
		await open({ mostOpen: 2 });
		const held = [1, 2].map((number) => rig.session(`${rig.address(1)},device=${1000 + number}`, number));
		for (const session of held) await session.open();
		assert.equal(await rig.nameAt(`${rig.address(1)},device=1003`, 3), nameOf(3));
		assert.equal(rig.switchboard.size <= 2, true);
		for (const session of held) await session.close();
	});
});
