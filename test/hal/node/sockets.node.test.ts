import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { broadcastsOf, bytesOf, hostInterfaces, isOfHost, textOf } from '../../../hal/node/addresses.js';
import { NodeUdp, OWN_HOST } from '../../../hal/node/sockets.js';
import { notTested } from '../../interop/peers.js';
import { arrival, until } from '../../until.js';

/** Not ECHONET Lite's: other programs may be there. */
const GROUP = { ipv4: '239.255.36.10', ipv6: 'ff02::1' };
const MESSAGE = Uint8Array.of(0x10, 0x81, 0x00, 0x01);

interface Received {
	readonly from: string;
	readonly port: number;
	readonly text: string;
	readonly multicast: boolean;
}

/** The first address of this host that is not a loopback one. */
function lanAddress(): string | undefined {
	return hostInterfaces('IPv4').find(({ info }) => !info.internal)?.info.address;
}

describe('a UDP socket', () => {
	const open: { close(): void }[] = [];
	afterEach(() => {
		for (const socket of open.splice(0)) socket.close();
	});

	/** On a port that is free. */
	async function meter(address = OWN_HOST, port = 0): Promise<{ socket: NodeUdp; received: Received[] }> {
		const socket = await NodeUdp.open({ address, port, group: GROUP, broadcast: true });
		open.push(socket);
		const received: Received[] = [];
		socket.onReceive = (from, port, bytes, multicast) =>
			received.push({ from: textOf(from, ''), port, text: Buffer.from(bytes).toString('latin1'), multicast });
		return { socket, received };
	}

	async function peer(address: string, port = 0, shared = true): Promise<{ socket: Socket; received: Received[]; port: number }> {
		const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', reuseAddr: shared });
		const received: Received[] = [];
		socket.on('message', (bytes, from) => received.push({ from: from.address, port: from.port, text: bytes.toString('latin1'), multicast: false }));
		socket.bind(port, address);
		await once(socket, 'listening');
		open.push(socket);
		return { socket, received, port: socket.address().port };
	}

	function linuxOnly(test: Mocha.Context): void {
		if (process.platform !== 'linux') notTested(test, 'only Linux has many loopback addresses');
	}

	it('carries datagrams both ways, with IPv4 addresses in the mapped form', async () => {
		const { socket, received } = await meter();
		const controller = await peer('127.0.0.1');
		controller.socket.send('Get', socket.port, OWN_HOST);
		await arrival(received, 1);
		assert.deepEqual(received, [{ from: '127.0.0.1', port: controller.port, text: 'Get', multicast: false }]);
		socket.send(bytesOf('127.0.0.1'), controller.port, Buffer.from('Get_Res'));
		await arrival(controller.received, 1);
		assert.deepEqual(controller.received, [{ from: OWN_HOST, port: socket.port, text: 'Get_Res', multicast: false }]);
		assert.equal(textOf(socket.address, ''), OWN_HOST);
	});

	it('says later whether a datagram was sent', async () => {
		const { socket } = await meter();
		const told: boolean[] = [];
		const done = (ok: boolean) => told.push(ok);
		socket.send(bytesOf('127.0.0.1'), 9, MESSAGE, done);
		socket.send(bytesOf('127.0.0.1'), 9, new Uint8Array(70_000), done);
		socket.send(bytesOf('127.0.0.1'), 9, new Uint8Array(70_000));
		assert.deepEqual(told, []);
		await arrival(told, 2);
		assert.deepEqual(told, [true, false]);
	});

	it('leaves the sender free to use its bytes again at once', async () => {
		const { socket } = await meter();
		const controller = await peer('127.0.0.1');
		const bytes = new Uint8Array(Buffer.from('INF'));
		socket.send(bytesOf('127.0.0.1'), controller.port, bytes);
		bytes.fill(0xa5);
		await arrival(controller.received, 1);
		assert.deepEqual(
			controller.received.map(({ text }) => text),
			['INF'],
		);
	});

	it('without a group hears what is for it alone, and has its port for itself', async () => {
		const socket = await NodeUdp.open({ address: OWN_HOST, port: 0 });
		open.push(socket);
		const received: string[] = [];
		socket.onReceive = (_from, _port, bytes, multicast) => received.push(`${Buffer.from(bytes).toString('latin1')} ${multicast}`);
		assert.deepEqual(socket.group, socket.address);
		const controller = await peer('127.0.0.1');
		controller.socket.send('all', socket.port, GROUP.ipv4);
		controller.socket.send('Get', socket.port, OWN_HOST);
		await arrival(received, 1);
		assert.deepEqual(received, ['Get false']);
		socket.send(bytesOf('127.0.0.1'), controller.port, MESSAGE);
		await arrival(controller.received, 1);
		assert.equal(controller.received.length, 1);
		await assert.rejects(NodeUdp.open({ address: OWN_HOST, port: socket.port }), { code: 'EADDRINUSE' });
		await assert.rejects(NodeUdp.open({ address: OWN_HOST, port: socket.port, group: GROUP }), { code: 'EADDRINUSE' });
	});

	it('sends nothing any more once it is closed, and says so', async () => {
		const { socket } = await meter();
		socket.close();
		socket.close();
		const sent = await new Promise((told) => socket.send(bytesOf('127.0.0.1'), 9, MESSAGE, told));
		assert.equal(sent, false);
	});

	it('hears the group from any interface of this host, once each time', async () => {
		const { socket, received } = await meter();
		const lan = lanAddress();
		const addresses = lan === undefined ? ['127.0.0.1'] : ['127.0.0.1', lan];
		for (const address of addresses) {
			const controller = await peer(address);
			controller.socket.setMulticastInterface(address);
			controller.socket.send(address, socket.port, GROUP.ipv4);
		}
		await arrival(received, addresses.length);
		assert.deepEqual(
			received.map(({ text, from, multicast }) => ({ text, from, multicast })),
			addresses.map((address) => ({ text: address, from: address, multicast: true })),
		);
	});

	it('is heard by a controller on all addresses of the same port when it announces, but not by itself', async function () {
		linuxOnly(this);
		const { socket, received } = await meter();
		const controller = await peer('0.0.0.0', socket.port);
		controller.socket.addMembership(GROUP.ipv4, '127.0.0.1');
		socket.send(socket.group, socket.port, Buffer.from('INF'));
		await arrival(controller.received, 1);
		assert.deepEqual(controller.received, [{ from: OWN_HOST, port: socket.port, text: 'INF', multicast: false }]);
		assert.deepEqual(received, []);
	});

	it('works beside a controller on all addresses of the same port, whichever came first', async function () {
		linuxOnly(this);
		const first = await peer('0.0.0.0');
		const { socket, received } = await meter(OWN_HOST, first.port);
		const second = await peer('0.0.0.0', first.port);
		for (const controller of [first, second]) controller.socket.send('Get', socket.port, OWN_HOST);
		await arrival(received, 2);
		assert.deepEqual(
			received.map(({ from, port }) => `${from}:${port}`),
			[`127.0.0.1:${socket.port}`, `127.0.0.1:${socket.port}`],
		);
		socket.send(bytesOf('127.0.0.1'), socket.port, Buffer.from('Get_Res'));
		await until(() => first.received.length + second.received.length > 0);
		await sleep(20);
		assert.equal(first.received.length + second.received.length, 1);
	});

	it('hears others on its port at another address of this host', async function () {
		linuxOnly(this);
		const { socket, received } = await meter();
		const controller = await peer('127.0.0.1', socket.port);
		controller.socket.send('Get', socket.port, OWN_HOST);
		controller.socket.send('Get all', socket.port, GROUP.ipv4);
		await arrival(received, 2);
		assert.deepEqual(received, [
			{ from: '127.0.0.1', port: socket.port, text: 'Get', multicast: false },
			{ from: '127.0.0.1', port: socket.port, text: 'Get all', multicast: true },
		]);
	});

	it('on an address of the LAN hears the group there and on the loopback interface', async function () {
		const lan = lanAddress() ?? notTested(this, 'no LAN');
		const { socket, received } = await meter(lan);
		for (const address of [lan, '127.0.0.1']) {
			const controller = await peer(address);
			controller.socket.setMulticastInterface(address);
			controller.socket.send('Get', socket.port, GROUP.ipv4);
		}
		socket.send(socket.group, socket.port, Buffer.from('INF'));
		await arrival(received, 2);
		assert.deepEqual(
			received.map(({ from, multicast }) => `${from} ${multicast}`),
			[`${lan} true`, '127.0.0.1 true'],
		);
	});

	/** One current controller looks for its nodes by broadcast alone. */
	it('hears broadcasts of its network, and those that go to any, once each', async function () {
		linuxOnly(this);
		const lan = lanAddress() ?? notTested(this, 'no LAN');
		const broadcast = broadcastsOf(lan)!.addresses[0]!;
		for (const [home, from, ...to] of [
			[OWN_HOST, '127.0.0.1', '127.255.255.255', '255.255.255.255'],
			[OWN_HOST, lan, '255.255.255.255'],
			[lan, lan, broadcast, '255.255.255.255'],
		] as const) {
			const { socket, received } = await meter(home);
			const controller = await peer(from);
			controller.socket.setBroadcast(true);
			for (const address of to) controller.socket.send(address, socket.port, address);
			await arrival(received, to.length);
			assert.deepEqual(
				received.map(({ text, multicast }) => `${text} ${multicast}`),
				to.map((address) => `${address} true`),
			);
		}
	});

	it('on all addresses hears what is for any of them and for the group, but not itself', async () => {
		const { socket, received } = await meter('0.0.0.0');
		const controller = await peer('127.0.0.1');
		controller.socket.setMulticastInterface('127.0.0.1');
		controller.socket.send('one', socket.port, '127.0.0.1');
		controller.socket.send('all', socket.port, GROUP.ipv4);
		socket.send(bytesOf('127.0.0.1'), socket.port, Buffer.from('own'));
		await arrival(received, 2);
		assert.deepEqual(
			received.map(({ text }) => text),
			['one', 'all'],
		);
	});

	it('carries datagrams over IPv6', async function () {
		if (hostInterfaces('IPv6').length === 0) notTested(this, 'no IPv6');
		const { socket, received } = await meter('::1');
		const controller = await peer('::1');
		controller.socket.send('Get', socket.port, '::1');
		await arrival(received, 1);
		assert.deepEqual(received, [{ from: textOf(bytesOf('::1'), ''), port: controller.port, text: 'Get', multicast: false }]);
		socket.send(bytesOf('::1'), controller.port, Buffer.from('Get_Res'));
		await arrival(controller.received, 1);
		assert.deepEqual(controller.received, [{ from: '::1', port: socket.port, text: 'Get_Res', multicast: false }]);
	});

	it('on a link-local address hears ff02::1 of its link, and answers there', async function () {
		const link = hostInterfaces('IPv6').find(({ info }) => info.address.startsWith('fe80:')) ?? notTested(this, 'no link-local address');
		const address = `${link.info.address}%${link.scope}`;
		const { socket, received } = await meter(address);
		const controller = await peer(address);
		controller.socket.setMulticastInterface(`::%${link.scope}`);
		controller.socket.send('Get', socket.port, `${GROUP.ipv6}%${link.scope}`);
		const beside = await peer('::', socket.port);
		beside.socket.addMembership(GROUP.ipv6, `::%${link.scope}`);
		socket.send(socket.group, socket.port, Buffer.from('INF'));
		await arrival(received, 1);
		await until(() => beside.received.some(({ port }) => port === socket.port));
		assert.deepEqual(
			received.map(({ text, multicast }) => ({ text, multicast })),
			[{ text: 'Get', multicast: true }],
		);
		assert.deepEqual(
			beside.received.filter(({ port }) => port === socket.port).map(({ from, text }) => ({ from, text })),
			[{ from: address, text: 'INF' }],
		);
		socket.send(bytesOf(address), controller.port, Buffer.from('Get_Res'));
		await arrival(controller.received, 1);
		assert.deepEqual(controller.received, [{ from: address, port: socket.port, text: 'Get_Res', multicast: false }]);
	});

	it('says what is wrong with an address', async () => {
		await assert.rejects(meter('localhost'), new TypeError('UDP: expected an IPv4 or IPv6 address, got localhost'));
		await assert.rejects(meter('203.0.113.1'), { code: 'EADDRNOTAVAIL' });
	});

	it('says when somebody has the port for himself, and leaves nothing open', async () => {
		const owner = await peer('0.0.0.0', 0, false);
		await assert.rejects(meter(OWN_HOST, owner.port), { code: 'EADDRINUSE' });
		owner.socket.close();
		open.pop();
		await once(owner.socket, 'close');
		await meter(OWN_HOST, owner.port);
	});
});

describe('addresses of the host', () => {
	const PAIRS = [
		['192.0.2.254', '00000000000000000000ffffc00002fe', '192.0.2.254'],
		['::', '00000000000000000000000000000000', '0:0:0:0:0:0:0:0'],
		['::1', '00000000000000000000000000000001', '0:0:0:0:0:0:0:1'],
		['ff02::1', 'ff020000000000000000000000000001', 'ff02:0:0:0:0:0:0:1%eth0'],
		['FE80::fc:ff:fe00:1%eth0', 'fe8000000000000000fc00fffe000001', 'fe80:0:0:0:fc:ff:fe00:1%eth0'],
		['2001:db8:1:2:3:4:5:6', '20010db8000100020003000400050006', '2001:db8:1:2:3:4:5:6'],
		['2001:db8::', '20010db8000000000000000000000000', '2001:db8:0:0:0:0:0:0'],
		['::192.0.2.1', '000000000000000000000000c0000201', '0:0:0:0:0:0:c000:201'],
	] as const;

	for (const [text, bytes, full] of PAIRS) {
		it(`are read and written: ${text}`, () => {
			assert.equal(Buffer.from(bytesOf(text)).toString('hex'), bytes);
			assert.equal(textOf(Buffer.from(bytes, 'hex'), 'eth0'), full);
		});
	}

	it('are told from those of others', () => {
		for (const { info } of hostInterfaces('IPv4')) assert.equal(isOfHost(info.address, 'IPv4'), true);
		assert.equal(isOfHost('127.3.2.1', 'IPv4'), true);
		assert.equal(isOfHost('203.0.113.1', 'IPv4'), false);
		assert.equal(isOfHost('2001:db8::1', 'IPv6'), false);
	});
});
