import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { VirtualListener, VirtualStream } from '../../../hal/virtual/streams.js';
import { equal, hex, toHex } from '../../assert.js';

interface Rig {
	readonly scheduler: VirtualScheduler;
	readonly client: VirtualStream;
	readonly server: VirtualStream;
	/** What each end was told: `<0102` at the client, `>0102` at the server. */
	readonly events: string[];
}

function rig(): Rig {
	const scheduler = new VirtualScheduler();
	const [client, server] = VirtualStream.pair(scheduler, '::2', 7);
	const events: string[] = [];
	const record = (stream: VirtualStream, mark: string) => {
		stream.onReceive = (bytes) => events.push(`${mark}${bytes.length > 4 ? bytes.length : toHex(bytes)}`);
		stream.onDrained = () => events.push(`${mark}drained`);
		stream.onClosed = () => events.push(`${mark}closed`);
	};
	record(client, '<');
	record(server, '>');
	return { scheduler, client, server, events };
}

describe('a stream in memory', () => {
	it('carries bytes both ways, later and in their order, and the sender may change its array', () => {
		const { scheduler, client, server, events } = rig();
		const bytes = hex('01 02');
		client.send(bytes);
		bytes.fill(0xa5);
		client.send(hex('03'));
		server.send(hex('04'));
		equal(events.length, 0);
		scheduler.runFor(0);
		equal(events.join(), '>0102,<04,>03');
	});

	it('tells who is at the other end', () => {
		const { server } = rig();
		equal(server.host, '::2');
		equal(server.peer, '[::2]:7');
	});

	it('holds what comes while it is paused, the end too', () => {
		const { scheduler, client, server, events } = rig();
		server.pause();
		client.send(hex('01'));
		client.close();
		scheduler.runFor(10);
		equal(events.length, 0);
		server.resume();
		scheduler.runFor(0);
		equal(events.join(), '>01,>closed');
	});

	it('says how much waits, and when that has left', () => {
		const { scheduler, client, server, events } = rig();
		server.pause();
		client.send(new Uint8Array(4096));
		equal(client.pending, 0);
		client.send(new Uint8Array(100));
		equal(client.pending, 100);
		scheduler.runFor(10);
		equal(client.pending, 100);
		server.resume();
		scheduler.runFor(0);
		equal(client.pending, 0);
		equal(events.join(), '>4096,<drained,>100');
	});

	it('tells the other end of its close behind what was sent, and hears nothing any more itself', () => {
		const { scheduler, client, server, events } = rig();
		server.send(hex('01'));
		client.send(hex('02'));
		client.close();
		client.close();
		client.send(hex('03'));
		scheduler.runFor(0);
		server.send(hex('04'));
		scheduler.runFor(0);
		equal(events.join(), '>02,>closed');
	});
});

describe('a listener in memory', () => {
	it('hands over connections until it is closed', () => {
		const scheduler = new VirtualScheduler();
		const listener = new VirtualListener(scheduler);
		const peers: string[] = [];
		listener.onConnection = ({ peer }) => peers.push(peer);
		listener.connect();
		listener.connect('::2');
		listener.close();
		const refused = listener.connect();
		let closed = false;
		refused.onClosed = () => {
			closed = true;
		};
		scheduler.runFor(0);
		equal(peers.join(), '[::1]:50000,[::2]:50001');
		equal(closed, true);
	});
});
