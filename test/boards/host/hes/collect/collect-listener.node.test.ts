import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { CollectListener, type CollectListenerOptions } from '../../../../../boards/host/hes/collect/collect-listener.js';
import { PortableCipher } from '../../../../../modules/crypto/cipher.js';
import { LONG_INVOKE } from '../../../../../modules/dlms/apdu/access.js';
import { encodeWrapper } from '../../../../../modules/dlms/wrapper.js';
import { BlockBuffer } from '../../../../../src/head-end/collection/block-buffer.js';
import { Collector } from '../../../../../src/head-end/collection/collector.js';
import { MeterTable, tableMemory } from '../../../../../src/head-end/collection/meter-table.js';
import { HALF_HOUR, keysOf, titleOf } from '../../../../src/head-end/collection/pushed.js';
import { until } from '../../../../until.js';
import { pushFrame } from './collect-rig.js';

const SLOT = 994_000;

interface Rig {
	readonly listener: CollectListener;
	readonly collector: Collector;
	/** Blocks that are being written; each is durable when it is called. */
	readonly writes: (() => void)[];
}

describe('the sockets of a collector', () => {
	let opened: Rig | undefined;
	afterEach(async () => {
		if (opened === undefined) return;
		const { listener, writes } = opened;
		opened = undefined;
		const closed = listener.close();
		for (const write of writes.splice(0)) write();
		await closed;
	});

	async function rig(capacity: number, options: Partial<CollectListenerOptions> = {}): Promise<Rig> {
		const table = new MeterTable(tableMemory(4, true));
		for (const number of [1, 2, 3]) table.add(number, titleOf(number), keysOf(number));
		const buffer = new BlockBuffer(0, 1, capacity);
		const collector = new Collector({ table, buffer, cipher: new PortableCipher(), title: new Uint8Array(8) });
		const writes: (() => void)[] = [];
		const listener = await CollectListener.open({
			...{ address: '::1', port: 0, collector, buffer, now: () => SLOT * HALF_HOUR },
			append: (_block, _sequence, done) => writes.push(() => done(undefined)),
			onUnusual: () => collector.count('unusual'),
			onError: (error) => assert.fail(error),
			onRefused: () => {},
			...options,
		});
		opened = { listener, collector, writes };
		return opened;
	}

	it('confirm what was taken when they are closed, and take nothing more', async () => {
		const { listener, writes, collector } = await rig(10_000);
		opened = undefined;
		const socket = createSocket('udp6');
		const heard = once(socket, 'message');
		socket.send(pushFrame(1, 1, SLOT, LONG_INVOKE.confirmed), listener.port, '::1');
		await until(() => writes.length === 1, 'a block');
		const closed = listener.close();
		writes.shift()!();
		await closed;
		await heard;
		assert.equal(collector.figures.readings, 1);
		socket.close();
	});

	it('hold a line back while there is no room, and lose nothing of it', async () => {
		const { listener, writes, collector } = await rig(5000);
		const pushes = 2000;
		const socket = connect(listener.port, '::1');
		for (let i = 0; i < pushes; i++) socket.write(pushFrame(1, i + 1, SLOT - pushes + i, 1));
		await until(() => writes.length === 1, 'a block');
		const before = collector.figures.readings;
		assert.ok(before < pushes, `${before}`);
		await until(() => {
			for (const write of writes.splice(0)) write();
			return collector.figures.readings === pushes;
		}, 'all of them');
		assert.equal(collector.figures.verdicts.accepted, pushes);
		socket.destroy();
	});

	it('let go of a line that does not read what it is told', async () => {
		const answer = new Uint8Array(60_000);
		let answers = 0;
		const { listener } = await rig(10_000, {
			onUnusual: (_sender, _apdu, _at, tell) => {
				answers++;
				tell(answer);
				return 'repeated';
			},
		});
		const socket = connect(listener.port, '::1');
		socket.on('error', () => {});
		socket.pause();
		const frame = encodeWrapper({ source: 1, destination: 1, apdu: Uint8Array.of(15, 0) });
		await once(socket, 'connect');
		await until(() => {
			socket.write(frame);
			return answers > 0 && listener.lines === 0;
		}, 'the end of the line');
		assert.ok(answers < 1000, `${answers}`);
	});
});
