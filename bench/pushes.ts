/**
 * Pushes by UDP on this host, the alarm push of a meter with its five values: how many a meter sends, in a process of its own, to where nobody listens; and how
 * many a head-end in this one receives, verifies and writes into a file, as `keiki hes push listen --csv` does, from a meter that sends the next ones once those
 * before have come. Seconds are those of a processor, of either process: each of them has one of its own.
 */
import { fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { pushReceiver } from '../boards/host/hes/hes-push-listen.js';
import { PushListener } from '../boards/host/hes/push-listener.js';
import { generalText } from '../src/head-end/data-text.js';
import type { Push } from '../src/head-end/push-receiver.js';
import { keysOf } from './push-keys.js';
import type { Order } from './push-sender.js';
import { median } from './report.js';

export interface PushRates {
	/** A second of a processor. */
	readonly sent: number;
	readonly received: number;
	/** Of those that were sent to the head-end. */
	readonly lost: number;
}

const SENDER = fileURLToPath(new URL('./push-sender.js', import.meta.url));
const BOTH = 3;
const MANAGEMENT = 1;
/** Pushes that are under way to the head-end at a time: what a socket's buffer has room for. */
const WINDOW = 64;
/** Until those that have not come count as lost, ms. */
const PATIENCE = 500;

class Sender {
	readonly #child: ReturnType<typeof fork>;

	constructor(isSigned: boolean, port: number) {
		this.#child = fork(SENDER, [isSigned ? 'signed' : 'plain', String(port)]);
	}

	async ready(): Promise<void> {
		await once(this.#child, 'message');
	}

	async send(order: Order): Promise<{ readonly sent: number; readonly time: number }> {
		this.#child.send(order);
		const [told] = (await once(this.#child, 'message')) as [{ readonly sent: number; readonly time: number }];
		return told;
	}

	end(): void {
		this.#child.kill();
	}
}

export async function benchPushes(isSigned: boolean, rounds: number, duration = 1000): Promise<PushRates> {
	const received = await measureReceived(isSigned, rounds, duration);
	return { sent: await measureSent(isSigned, rounds, duration), ...received };
}

async function measureSent(isSigned: boolean, rounds: number, duration: number): Promise<number> {
	const sink = createSocket('udp6').bind(0, '::1');
	await once(sink, 'listening');
	const sender = new Sender(isSigned, sink.address().port);
	try {
		await sender.ready();
		const rates: number[] = [];
		for (let round = 0; round <= rounds; round++) {
			const { sent, time } = await sender.send({ kind: 'for', time: duration });
			// After one to warm up.
			if (round > 0) rates.push((1000 * sent) / time);
		}
		return median(rates);
	} finally {
		sender.end();
		sink.close();
	}
}

async function measureReceived(isSigned: boolean, rounds: number, duration: number): Promise<Omit<PushRates, 'sent'>> {
	const folder = mkdtempSync(join(tmpdir(), 'keiki-bench-'));
	const file = openSync(join(folder, 'pushes.csv'), 'w');
	let count = 0;
	let onCount = (): void => {};
	const listener = await PushListener.open({
		...{ address: '::1', port: 0 },
		receiver: pushReceiver(MANAGEMENT, BOTH, [{ keys: keysOf(isSigned), path: undefined }], isSigned),
		onPush: (peer, push) => {
			writeSync(file, rowsOf(peer, push));
			count++;
			onCount();
		},
		onRefused: (_peer, kind) => {
			throw new Error(`bench: a push was refused as ${kind}`);
		},
	});
	const sender = new Sender(isSigned, Number(/:(\d+)$/.exec(listener.place)![1]));
	const come = (most: number): Promise<void> =>
		new Promise((resolve) => {
			const timer = setTimeout(resolve, PATIENCE);
			onCount = () => {
				if (count < most) return;
				clearTimeout(timer);
				resolve();
			};
			onCount();
		});
	try {
		await sender.ready();
		const rates: number[] = [];
		let sent = 0;
		for (let round = 0; round <= rounds; round++) {
			const [start, before, processor] = [performance.now(), count, process.cpuUsage()];
			let window = sender.send({ kind: 'count', count: WINDOW });
			while (performance.now() - start < duration) {
				await window;
				sent += WINDOW;
				// The next ones are on their way while these are opened.
				window = sender.send({ kind: 'count', count: WINDOW });
				await come(sent - WINDOW / 2);
			}
			await window;
			sent += WINDOW;
			await come(sent);
			const { user, system } = process.cpuUsage(processor);
			if (round > 0) rates.push((1_000_000 * (count - before)) / (user + system));
		}
		return { received: median(rates), lost: sent - count };
	} finally {
		sender.end();
		listener.close();
		closeSync(file);
		rmSync(folder, { recursive: true, force: true });
	}
}

function rowsOf(peer: string, { id, counter, values }: Push): string {
	return values.map(({ object, value }) => `${peer},${id},${counter},${object?.name ?? ''},${generalText(value)}\n`).join('');
}
