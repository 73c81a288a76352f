import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { addressOf, parseAnyIp } from '../../../../boards/host/fleet/any-ip.js';
import { Concentrators, meterAt, PlaceError } from '../../../../boards/host/fleet/concentrators.js';
import { lacking, notTested } from '../../../interop/peers.js';
import { FleetRig, nameOf } from './fleet-rig.js';

const PREFIX = 'fd4b:4549:7e57::/64';
/** One that was left behind by a run that was killed is as good. */
const route = (action: 'replace' | 'del') => spawnSync('ip', ['-6', 'route', action, 'local', PREFIX, 'dev', 'lo']).status === 0;

/** Of all addresses, a moment ago. */
async function freePort(): Promise<number> {
	const server = createServer().listen(0, '::');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

describe('a prefix of AnyIP', () => {
	it('is one of IPv6 with zeros behind its bits, and a port or not', () => {
		const { text, bits, port } = parseAnyIp('fd4b:4549::/64', 4059)!;
		assert.deepEqual({ text, bits, port }, { text: 'fd4b:4549::', bits: 64, port: 4059 });
		assert.equal(parseAnyIp('fd4b:4549::/96,4060', 4059)!.port, 4060);
		assert.equal(parseAnyIp('fd00::/8', 4059)!.bits, 8);
		for (const text of [
			'fd4b::1/64',
			'fd4b::/97',
			'fd4b::/7',
			'fd4b::',
			'10.0.0.0/8',
			'fd4b::/64,0',
			'fd4b::/64,65536',
			'fd4b:8000::/16',
			'xyz::/64',
		])
			assert.equal(parseAnyIp(text, 4059), undefined, text);
	});

	it('has an address for each meter, and none for what is no meter', () => {
		const prefix = parseAnyIp('fd4b:4549::/64', 4059)!;
		assert.equal(addressOf(prefix, 1), 'fd4b:4549::1');
		assert.equal(addressOf(prefix, 100_000), 'fd4b:4549::1:86a0');
		assert.equal(meterAt(prefix, 'fd4b:4549::1:86a0', 100_000), 100_000);
		for (const other of ['fd4b:4549::', 'fd4b:4549::1:86a1', 'fd4b:4549::1:0:1', 'fd4b:4549:0:1::1', 'fd4b:454a::1', '::1', '127.0.0.1', ''])
			assert.equal(meterAt(prefix, other, 100_000), undefined, other);
	});

	it('is refused where the system has no route for it', async () => {
		const prefix = parseAnyIp('fd4b:4549:dead::/64', await freePort())!;
		const opening = Concentrators.open({ address: '::1', port: 0 }, [{ first: 1, count: 1 }], (event) => event(), prefix);
		await assert.rejects(opening, (error) => error instanceof PlaceError && error.reason.code === 'EADDRNOTAVAIL' && error.prefix === prefix);
	});

	it('is not what is wrong where a concentrator on all addresses has no port', async () => {
		const prefix = parseAnyIp('fd4b:4549:dead::/64', 4059)!;
		const span = [{ first: 1, count: 1 }];
		const enter = (event: () => void) => event();
		const other = await Concentrators.open({ address: '::', port: 0 }, span, enter);
		try {
			const { port } = other.all[0]!.listener;
			const opening = Concentrators.open({ address: '::', port }, span, enter, prefix);
			await assert.rejects(opening, (error) => error instanceof PlaceError && error.reason.code === 'EADDRINUSE' && error.prefix === undefined);
		} finally {
			other.close();
		}
	});

	it('leads to each meter at its own address, and refuses all others', async function () {
		if (process.platform !== 'linux') notTested(this, 'local routes of prefixes are of Linux');
		if (!route('replace')) lacking(this, `a local route needs root with CAP_NET_ADMIN: ip -6 route replace local ${PREFIX} dev lo`);
		try {
			const prefix = parseAnyIp(PREFIX, await freePort())!;
			const rig = await FleetRig.open({ anyIp: prefix, meters: 6 });
			try {
				for (const number of [1, 6]) assert.equal(await rig.nameAt(`[${addressOf(prefix, number)}]:${prefix.port}`, number), nameOf(number));
				await assert.rejects(rig.nameAt(`[${addressOf(prefix, 7)}]:${prefix.port}`, 7));
				await assert.rejects(rig.nameAt(`[::1]:${prefix.port}`, 1));
				assert.equal(rig.places.statistics.strayed, 2);
			} finally {
				rig.close();
			}
		} finally {
			route('del');
		}
	});
});
