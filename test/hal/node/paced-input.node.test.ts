import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { PacedInput } from '../../../hal/node/paced-input.js';
import { TcpSerial } from '../../../hal/node/tcp-serial.js';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

class Source {
	paused = false;
	pause(): void {
		this.paused = true;
	}
	resume(): void {
		this.paused = false;
	}
}

describe('input of a line that anybody may flood', () => {
	it('hands so many bytes on in a turn of the event loop, all of them and in order', async () => {
		const got: number[] = [];
		const source = new Source();
		const input = new PacedInput(source, (bytes) => got.push(...bytes));
		const flood = Uint8Array.from({ length: 10_000 }, (_, i) => i);
		input.receive(flood.subarray(0, 10));
		assert.equal(got.length, 10, 'what is no flood is handed on at once');
		input.receive(flood.subarray(10));
		for (let before = got.length; got.length < flood.length; before = got.length) {
			assert.ok(got.length - before <= 256);
			await turn();
			assert.ok(got.length > before);
		}
		assert.deepEqual(got, [...flood]);
	});

	it('lets its source wait while more than 4 kB wait', async () => {
		const source = new Source();
		const input = new PacedInput(source, () => {});
		input.receive(new Uint8Array(4096));
		assert.equal(source.paused, false);
		input.receive(new Uint8Array(1024));
		assert.equal(source.paused, true);
		while (source.paused) await turn();
	});

	it('keeps a serial line on TCP from standing in the way of others', async () => {
		const serial = await TcpSerial.listen(0);
		let inTurn = 0;
		let most = 0;
		let all = 0;
		serial.onReceive = (bytes) => {
			inTurn += bytes.length;
			all += bytes.length;
			most = Math.max(most, inTurn);
		};
		const client = connect(Number(serial.path.split(':')[1]), '127.0.0.1');
		await once(client, 'connect');
		const flood = 200_000;
		client.write(Buffer.alloc(flood, 'SKVER\r\n'));
		while (all < flood) {
			await turn();
			inTurn = 0;
		}
		assert.ok(most <= 2 * 256, `${most} bytes in one turn`);
		client.destroy();
		serial.close();
	});
});
