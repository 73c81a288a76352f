/**
 * The meter of bench/pushes.ts, in a process of its own. Told a port, it pushes there by UDP: for a while as fast as it can, or as many as it is told to at a
 * time. Words: `signed` or `plain`, then a place.
 */
import { createSocket } from 'node:dgram';
import process from 'node:process';
import { RamFlash } from '../hal/virtual/flash.js';
import { PUSH_SECTORS } from '../src/route-a/control/push-flash.js';
import { pushBody, pushFrame } from '../src/route-a/push-message.js';
import type { RouteA } from '../src/route-a/route-a.js';
import { IDIS_PROFILE } from '../src/route-a/route-a-profile.js';
import { meter } from '../test/src/route-a/route-a-rig.js';
import { CIPHER, keysOf, POLICIES } from './push-keys.js';

const MANAGEMENT = 1;
/** Datagrams under way at a time. */
const AT_A_TIME = 64;

export type Order = { readonly kind: 'for'; readonly time: number } | { readonly kind: 'count'; readonly count: number };

const [how, port] = process.argv.slice(2);
const isSigned = how === 'signed';
const { routeA }: { readonly routeA: RouteA } = meter({
	...{ keys: keysOf(isSigned), cipher: CIPHER, pushFlash: new RamFlash(PUSH_SECTORS) },
	routeAProfile: { ...IDIS_PROFILE, policy: isSigned ? POLICIES.signed : POLICIES.ciphered },
});
const client = routeA.server.options.clients.find(({ id }) => id === MANAGEMENT)!;
const { objects } = routeA.control.push!.setups.alarm;
const socket = createSocket('udp6');
let id = 0;

function push(done: () => void): void {
	id = (id % 0xffffff) + 1;
	const frame = pushFrame(client, { id }, pushBody(routeA.server, client, objects));
	if (typeof frame === 'string') throw new Error(frame);
	socket.send(frame, Number(port), '::1', done);
}

async function batch(count: number): Promise<void> {
	await new Promise<void>((resolve) => {
		let left = count;
		for (let i = 0; i < count; i++)
			push(() => {
				if (--left === 0) resolve();
			});
	});
}

process.on('message', async (order: Order) => {
	let sent = 0;
	const start = performance.now();
	const before = process.cpuUsage();
	if (order.kind === 'for')
		while (performance.now() - start < order.time) {
			await batch(AT_A_TIME);
			sent += AT_A_TIME;
		}
	else {
		await batch(order.count);
		sent = order.count;
	}
	const { user, system } = process.cpuUsage(before);
	process.send!({ sent, time: (user + system) / 1000 });
});
process.send!('ready');
