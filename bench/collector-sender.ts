/** The meters of bench/collector.ts, in a process of its own: told a rate and a time, it seals and sends so many pushes a second by UDP, a key of its own for each. */
import { createSocket } from 'node:dgram';
import process from 'node:process';
import { PortableCipher } from '../modules/crypto/cipher.js';
import { PushComposer } from '../src/world/fleet/push-composer.js';
import { KEYS_SIZE, numberAt, putKeys, titleOf } from './collector-push.js';

export interface SendOrder {
	/** A second. */
	readonly rate: number;
	/** ms. */
	readonly time: number;
	/** Pushes that went before, of which each meter has sent its own. */
	readonly from: number;
	readonly port: number;
	/** Half-hours since 1970. */
	readonly slot: number;
	readonly meters: number;
}

export interface Sent {
	readonly sent: number;
	/** ms; and of a processor. */
	readonly time: number;
	readonly processor: number;
}

const HALF_HOUR_MINUTES = 30;
const TICK = 5;
const JAPAN = -540;
const COUNTER = Object.freeze({ digits: 6, wattHours: 100 });
const composer = new PushComposer(new PortableCipher(), COUNTER, JAPAN);
const socket = createSocket({ type: 'udp6', sendBufferSize: 4 << 20 });
const keys = new Uint8Array(KEYS_SIZE);
const pair = { encryption: keys.subarray(0, KEYS_SIZE / 2), authentication: keys.subarray(KEYS_SIZE / 2) };

function frameOf(i: number, { slot, meters, from }: SendOrder): Uint8Array {
	const number = numberAt(from + i, meters);
	putKeys(number, keys);
	const at = HALF_HOUR_MINUTES * slot;
	const row = { at, amrStatus: 0, import: number % 1_000_000, export: 0 };
	const values = { id: 1 + (i & 0xffff), logicalDeviceName: 'KEI0000000000001', now: 60_000 * at + 1000, row };
	return composer.compose(values, titleOf(number), pair, 1 + Math.floor((from + i) / meters)).slice();
}

process.on('message', (order: SendOrder) => {
	socket.connect(order.port, '::1', () => {
		const start = performance.now();
		const before = process.cpuUsage();
		let sent = 0;
		const timer = setInterval(() => {
			const passed = Math.min(order.time, performance.now() - start);
			// No more at once than the other side's buffer takes, whatever kept this process waiting.
			const due = Math.min(Math.floor((passed * order.rate) / 1000), sent + 4000);
			while (sent < due) socket.send(frameOf(sent++, order));
			if (performance.now() - start < order.time) return;
			clearInterval(timer);
			const { user, system } = process.cpuUsage(before);
			const time = performance.now() - start;
			socket.disconnect();
			process.send!({ sent, time, processor: (user + system) / 1000 } satisfies Sent);
		}, TICK);
	});
});
process.send!('ready');
