import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { build, Running } from '../command-line-rig.js';

/** Their answers and events are more than what pipes, sockets and the meter hold for a reader. */
const MANY = 30_000;

describe('keiki run and readers that stand still', () => {
	let running: Running | undefined;
	let sockets: Socket[] = [];
	before(build);
	beforeEach(async () => {
		running = await Running.start('--dongle', 'tcp:0', '--route-a', 'off');
	});
	afterEach(async () => {
		for (const socket of sockets) socket.destroy();
		sockets = [];
		await running?.stop('SIGKILL');
		running = undefined;
	});

	async function reach(): Promise<Socket> {
		const socket = connect(running!.ready.control as string);
		sockets.push(socket);
		await once(socket, 'connect');
		return socket;
	}

	/** Sends as many commands, and reads the answers. */
	async function command(count: number): Promise<void> {
		const socket = await reach();
		let answers = 0;
		const done = new Promise<void>((resolve) => {
			socket.setEncoding('utf8').on('data', (text: string) => {
				answers += text.split('\n').length - 1;
				if (answers === count) resolve();
			});
		});
		socket.write('load 100\n'.repeat(count));
		await done;
		socket.destroy();
	}

	const told = () => running!.events.filter(({ event }) => event === 'answer').length;

	it('carries out no more commands of a program that does not read its answers, and goes on when it does', async () => {
		const deaf = await reach();
		deaf.write('load 100\n'.repeat(MANY));
		// Others are served meanwhile; nothing of the deaf one's is done any more when their commands are all that is told of, three times.
		for (let steady = 0; steady < 3; ) {
			const before = told();
			await command(50);
			await sleep(200);
			steady = told() - before <= 50 ? steady + 1 : 0;
		}
		assert.ok(told() < MANY, `${told()} of ${MANY}`);
		let answers = 0;
		deaf.setEncoding('utf8').on('data', (text: string) => {
			answers += text.split('\n').length - 1;
		});
		while (answers < MANY) await once(deaf, 'data');
		assert.equal(answers, MANY);
	});

	it('loses events beyond a bound, tells how many, and goes on', async () => {
		running!.standStill();
		await command(MANY);
		const before = told();
		running!.read();
		while (told() === before) await command(1);
		await command(1);
		const { lines } = (await running!.until(({ event }) => event === 'lost')) as unknown as { readonly lines: number };
		assert.ok(lines > 0 && told() < MANY, `${lines} lost, ${told()} told`);
		assert.equal(await running!.stop(), 0);
	});

	it('ends at SIGTERM all the same', async () => {
		running!.standStill();
		await command(MANY);
		await running!.stop('SIGTERM');
		assert.equal(running!.exitCode, 0);
	});
});
