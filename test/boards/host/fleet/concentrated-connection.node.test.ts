import assert from 'node:assert/strict';
import { ConcentratedConnection, type ConnectionEnd } from '../../../../boards/host/fleet/concentrated-connection.js';
import { Switchboard } from '../../../../boards/host/fleet/switchboard.js';
import type { Stream } from '../../../../hal/ports/streams.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { encodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { TRANSPORT_LIMITS } from '../../../../src/route-a/limits.js';

const FRAME = encodeWrapper({ source: 16, destination: 1001, apdu: Uint8Array.of(0x60, 0) });

class NotingStream implements Stream {
	onReceive: Stream['onReceive'] = () => {};
	onDrained: Stream['onDrained'] = () => {};
	onClosed: Stream['onClosed'] = () => {};
	readonly peer = 'peer';
	readonly host = 'host';
	readonly pending = 0;
	readonly did: string[] = [];

	send(): void {
		this.did.push('send');
	}

	close(): void {
		this.did.push('close');
	}

	pause(): void {
		this.did.push('pause');
	}

	resume(): void {
		this.did.push('resume');
	}
}

function rig() {
	const scheduler = new VirtualScheduler();
	const stream = new NotingStream();
	const ends: ConnectionEnd[] = [];
	const switchboard = new Switchboard({ scheduler, log: { write() {} }, limits: TRANSPORT_LIMITS, most: 10, open: () => undefined });
	const connection = new ConcentratedConnection(
		stream,
		{ first: 1, count: 10 },
		{
			...{ switchboard, limits: TRANSPORT_LIMITS, now: () => scheduler.now(), dropped: () => {} },
			soon: (task) => scheduler.after(0, task),
			ended: (_, cause) => ends.push(cause),
		},
	);
	const take = (count: number) => stream.onReceive(Uint8Array.from(Array.from({ length: count }, () => [...FRAME]).flat()));
	return { scheduler, stream, ends, switchboard, connection, take };
}

describe('a connection to a concentrator', () => {
	it('has so many frames served in a row, and the next once others have had their turn', () => {
		const { scheduler, stream, switchboard, take } = rig();
		take(100);
		assert.equal(switchboard.statistics.unanswered, 32);
		assert.deepEqual(stream.did, ['pause']);
		scheduler.step();
		assert.equal(switchboard.statistics.unanswered, 64);
		scheduler.step();
		scheduler.step();
		assert.equal(switchboard.statistics.unanswered, 100);
		assert.deepEqual(stream.did, ['pause', 'resume']);
		take(32);
		assert.equal(switchboard.statistics.unanswered, 132);
		assert.equal(scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('is overdue where it speaks to no meter, or a frame does not come to its end', () => {
		const { scheduler, stream, connection } = rig();
		stream.onReceive(FRAME.slice(0, 5));
		assert.equal(connection.overdue(TRANSPORT_LIMITS.frame - 1), undefined);
		assert.equal(connection.overdue(TRANSPORT_LIMITS.frame), 'frame');
		stream.onReceive(FRAME.slice(5));
		assert.equal(connection.overdue(TRANSPORT_LIMITS.frame), undefined);
		assert.equal(connection.overdue(TRANSPORT_LIMITS.association), 'association');
		assert.equal(scheduler.now(), 0);
	});

	it('is ended once, whoever does it', () => {
		const { stream, ends, connection } = rig();
		stream.onClosed();
		connection.close('displaced');
		stream.onReceive(FRAME);
		assert.deepEqual(ends, ['gone']);
		assert.deepEqual(stream.did, []);
	});
});
