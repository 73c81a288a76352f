/**
 * A collector with the keys of 27 million meters, each of which pushes from another process, sealed there at the time: what comes is opened, looked at for a replay
 * and durable in the journal. Beside it, a bare loop of the same sockets and the same cipher under the same keys, which does nothing else. Rates are what was sent; a sender that could not
 * keep to its rate, or was busy nearly all the time, fails the bench.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { CollectListener, RECEIVE_BUFFER } from '../boards/host/hes/collect/collect-listener.js';
import { JournalFile, journalFolder, recoverJournal } from '../boards/host/hes/collect/journal-files.js';
import { PortableCipher } from '../modules/crypto/cipher.js';
import { BlockBuffer } from '../src/head-end/collection/block-buffer.js';
import { Collector } from '../src/head-end/collection/collector.js';
import { RECORD_SIZE } from '../src/head-end/collection/journal.js';
import { MeterTable, tableMemory } from '../src/head-end/collection/meter-table.js';
import { KEYS_SIZE, putKeys, titleOf } from './collector-push.js';
import type { SendOrder, Sent } from './collector-sender.js';

const SENDER = fileURLToPath(new URL('./collector-sender.js', import.meta.url));
/** Share of its time that the sender may be busy, and of its pushes that it may be short of. */
const MOST_BUSY = 0.9;
const MOST_SHORT = 0.02;
/** Until what is under way has come, ms. */
const PATIENCE = 1500;
const ATTEMPTS = 3;
const BLOCK = 1 << 16;
const HEADER = 8;
const GLO_HEADER = 17;

/** The sender was not able to send as many as it was to. */
class SenderLimit extends Error {}

export interface CollectorRate {
	/** A second, as it was sent. */
	readonly rate: number;
	readonly sent: number;
	/** Of those. */
	readonly lost: number;
	/** µs of a processor a reading, and the share of one. */
	readonly cost: number;
	readonly share: number;
	/** Share of one that the sender took. */
	readonly senderShare: number;
	/** Load average at the end. */
	readonly load: number;
}

export interface CollectorBench {
	readonly meters: number;
	/** Bytes a meter of the table; MB that were resident at most. */
	readonly bytes: number;
	readonly resident: number;
	readonly steady: CollectorRate;
	readonly bare: CollectorRate;
	/** Undefined: the sender was the limit, which `tooFast` tells. */
	readonly fast: CollectorRate | undefined;
	readonly tooFast: string | undefined;
	/** Readings in the journal, and those that came. */
	readonly written: number;
	readonly accepted: number;
}

/**
 * @param time of the steady rate, ms
 * @param tell each rate as soon as it is measured
 */
export async function benchCollector(
	meters: number,
	rate: number,
	time: number,
	fastRate: number,
	tell: (what: string, rate: CollectorRate) => void,
): Promise<CollectorBench> {
	const folder = mkdtempSync(join(tmpdir(), 'keiki-bench-'));
	const table = new MeterTable(tableMemory(meters, true));
	const keys = new Uint8Array(KEYS_SIZE);
	for (let number = 1; number <= meters; number++) {
		putKeys(number, keys);
		table.add(number, titleOf(number), keys);
	}
	const buffer = new BlockBuffer(0, 1, BLOCK);
	const collector = new Collector({ table, buffer, cipher: new PortableCipher(), title: new Uint8Array(8).fill(0x4b) });
	const journal = new JournalFile(journalFolder(folder), 0);
	const listener = await CollectListener.open({
		...{ address: '::1', port: 0, collector, buffer },
		append: (block, sequence, done) => journal.append(block, sequence, done),
		onUnusual: () => collector.count('unusual'),
		onError: (error) => {
			throw error;
		},
		onRefused: () => {},
	});
	const sender = fork(SENDER);
	const slot = Math.floor(Date.now() / 1_800_000);
	let from = 0;
	let resident = 0;
	const watch = setInterval(() => {
		resident = Math.max(resident, process.memoryUsage.rss());
	}, 1000);
	/** Again where the sender was kept from its work, by others on the machine as a rule, and then no more. */
	const measure = async (what: string, port: number, at: number, lasts: number, counted: () => number): Promise<CollectorRate> => {
		for (let attempt = 1; ; attempt++) {
			try {
				const result = await measured(sender, { rate: at, time: lasts, from, port, slot, meters }, counted);
				tell(what, result);
				return result;
			} catch (error) {
				if (!(error instanceof SenderLimit) || attempt === ATTEMPTS) throw error;
			} finally {
				from += Math.ceil((at * lasts) / 1000);
			}
		}
	};
	try {
		await once(sender, 'message');
		const accepted = (): number => collector.figures.readings;
		const bareSocket = await bare(table);
		// After one to warm up.
		await measure('warm-up', listener.port, rate, 3000, accepted);
		const steady = await measure('collector', listener.port, rate, time, accepted);
		const bareRate = await measure('bare loop', bareSocket.port, rate, Math.min(time, 10_000), bareSocket.count);
		bareSocket.close();
		let fast: CollectorRate | undefined;
		let tooFast: string | undefined;
		try {
			fast = await measure('fast', listener.port, fastRate, 10_000, accepted);
		} catch (error) {
			if (!(error instanceof SenderLimit)) throw error;
			tooFast = error.message;
		}
		const all = accepted();
		await listener.close();
		journal.close();
		let written = 0;
		recoverJournal(journalFolder(folder), 0, ({ records }) => {
			written += records.length / RECORD_SIZE;
		});
		return {
			...{ meters, bytes: table.bytes / meters, resident: resident / (1 << 20), steady, bare: bareRate, fast, tooFast, written, accepted: all },
		};
	} finally {
		clearInterval(watch);
		sender.kill();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** @param counted what has come. Throws where the sender was the limit */
async function measured(sender: ChildProcess, order: SendOrder, counted: () => number): Promise<CollectorRate> {
	const before = counted();
	const processor = process.cpuUsage();
	const start = performance.now();
	sender.send(order);
	const [told] = (await once(sender, 'message')) as [Sent];
	const passed = performance.now() - start;
	const { user, system } = process.cpuUsage(processor);
	await new Promise((resolve) => setTimeout(resolve, PATIENCE));
	const busy = told.processor / told.time;
	const wanted = (order.rate * order.time) / 1000;
	if (busy > MOST_BUSY || told.sent < wanted * (1 - MOST_SHORT))
		throw new SenderLimit(`bench: the sender was the limit: ${told.sent} of ${wanted}, busy ${Math.round(100 * busy)} % of its time`);
	const come = counted() - before;
	return {
		...{ rate: (1000 * told.sent) / told.time, sent: told.sent, lost: told.sent - come, cost: (user + system) / Math.max(1, come) },
		...{ share: (user + system) / 1000 / passed, senderShare: busy, load: loadavg()[0]! },
	};
}

/** Takes datagrams and opens them, and nothing else. */
async function bare(table: MeterTable): Promise<{ readonly port: number; readonly count: () => number; readonly close: () => void }> {
	const cipher = new PortableCipher();
	const socket = createSocket({ type: 'udp6', recvBufferSize: RECEIVE_BUFFER });
	const encryption = new Uint8Array(KEYS_SIZE / 2);
	const header = new Uint8Array(GLO_HEADER);
	const iv = new Uint8Array(12);
	let opened = 0;
	socket.on('message', (bytes) => {
		// Wrapper; tag, title with its length, and a length of two bytes, for it is longer than 127.
		const at = HEADER + 10 + (bytes[HEADER + 10]! < 0x80 ? 1 : 2);
		table.takeKeys(table.rowOf(bytes, HEADER + 2), encryption, header, 1);
		header[0] = bytes[at]!;
		iv.set(bytes.subarray(HEADER + 2, HEADER + 10));
		iv.set(bytes.subarray(at + 1, at + 5), 8);
		if (cipher.gcmOpen(encryption, iv, header, bytes.subarray(at + 5), 12) !== undefined) opened++;
	});
	socket.bind(0, '::1');
	await once(socket, 'listening');
	return { port: socket.address().port, count: () => opened, close: () => socket.close() };
}
