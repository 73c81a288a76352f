import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { drained } from '../../../../boards/host/web/drained.js';

describe('waiting for room in a stream', () => {
	it('ends as it has room, and leaves nobody listening, however often one waits', async () => {
		const stream = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => setImmediate(done) });
		const listeners = () => ['drain', 'close', 'error'].map((event) => stream.listenerCount(event));
		const before = listeners();
		for (let i = 0; i < 30; i++) {
			assert.equal(stream.write('piece'), false);
			await drained(stream);
			assert.equal(stream.writableNeedDrain, false);
			assert.deepEqual(listeners(), before);
		}
	});

	it('ends at the end of a stream, also one that has ended', async () => {
		const stream = new Writable({ highWaterMark: 1, write: () => undefined });
		stream.write('piece');
		setImmediate(() => stream.destroy());
		await drained(stream);
		assert.equal(stream.destroyed, true);
		await drained(stream);
	});

	it('ends where the stream fails, and leaves the failure to those who mind it', async () => {
		const stream = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => setImmediate(() => done(new Error('full'))) });
		const failures: Error[] = [];
		stream.on('error', (error) => failures.push(error));
		stream.write('piece');
		await drained(stream);
		assert.equal(failures.length, 1);
	});
});
