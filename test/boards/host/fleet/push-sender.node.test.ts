/** The pushes of a half-hour, and who takes them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type PushSender, paceOf, TcpPushes } from '../../../../boards/host/fleet/push-sender.js';
import { PushStorm } from '../../../../boards/host/fleet/push-storm.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { PushSchedule } from '../../../../src/world/fleet/push-schedule.js';
import { until } from '../../../until.js';

/** Keeps what it gets until it is told to let go. */
class HeldPushes implements PushSender {
	onDrained: () => void = () => {};
	readonly statistics = { sent: 0, unsent: 0, connected: 0 };
	waiting = 0;
	most = Number.POSITIVE_INFINITY;

	get isFull(): boolean {
		return this.waiting >= this.most;
	}

	get isDone(): boolean {
		return this.waiting === 0;
	}

	send(): void {
		this.waiting++;
	}

	close(): void {}

	take(): void {
		this.statistics.sent += this.waiting;
		this.waiting = 0;
		this.onDrained();
	}
}

function storm(meters: number, sender: HeldPushes, most?: number) {
	if (most !== undefined) sender.most = most;
	const scheduler = new VirtualScheduler();
	let ended = 0;
	const pushing = { scheduler, push: (number: number) => ({ frame: Uint8Array.of(number), isLost: false }), concentratorOf: () => 1 };
	const schedule = new PushSchedule(1, 100, 0, meters, () => 0);
	const pushes = new PushStorm(100, schedule, pushing, sender, () => ended++);
	sender.onDrained = () => pushes.goOn();
	const run = () => {
		while (scheduler.step());
	};
	return { pushes, run, ended: () => ended };
}

describe('the pushes of a half-hour', () => {
	it('are over when the last of them has left, not when it was handed on', () => {
		const sender = new HeldPushes();
		const { pushes, run, ended } = storm(100, sender);
		run();
		assert.deepEqual([sender.waiting, pushes.figures.pushed, pushes.isWaiting, ended()], [100, 100, true, 0]);
		sender.take();
		run();
		assert.deepEqual([pushes.isWaiting, ended(), pushes.left], [false, 1, 0]);
	});

	it('wait where they are not taken, and are left over where that does not change', () => {
		const sender = new HeldPushes();
		const { pushes, run, ended } = storm(100, sender, 30);
		run();
		assert.deepEqual([sender.waiting, pushes.isWaiting, pushes.left], [30, true, 70]);
		sender.take();
		run();
		assert.deepEqual([sender.waiting, pushes.left], [30, 40]);
		pushes.stop();
		sender.take();
		run();
		assert.deepEqual([sender.waiting, pushes.left, pushes.figures.pushed, ended()], [0, 40, 60, 0]);
	});
});

describe('the rate of datagrams', () => {
	it('is never above what was told, and not far below', () => {
		for (const rate of [1, 2, 7, 150, 199, 200, 201, 300, 999, 1000, 20_000, 123_457, 1_000_000]) {
			const { count, ms } = paceOf(rate);
			assert(Number.isInteger(count) && count >= 1 && Number.isInteger(ms) && ms >= 1, `${rate}`);
			const real = (1000 * count) / ms;
			assert(real <= rate && real >= 0.8 * rate, `${rate}: ${real}`);
		}
	});
});

describe('pushes over connections', () => {
	it('are done when the system has all of them, and say so', async () => {
		let heard = 0;
		const server = createServer((socket) => socket.on('data', ({ length }) => (heard += length)).on('error', () => {}));
		server.listen(0, '::1');
		await once(server, 'listening');
		const sender = new TcpPushes(2, { address: '::1', port: (server.address() as AddressInfo).port }, '::1');
		let told = 0;
		sender.onDrained = () => {
			if (sender.isDone) told++;
		};
		assert.equal(sender.isDone, true);
		for (const concentrator of [1, 2]) sender.send(concentrator, new Uint8Array(100));
		assert.deepEqual([sender.isDone, sender.isFull], [false, true]);
		await until(() => told > 0 && heard === 200);
		assert.deepEqual([sender.isDone, sender.isFull, sender.statistics.sent, sender.statistics.unsent], [true, false, 2, 0]);
		sender.close();
		server.close();
	});
});
