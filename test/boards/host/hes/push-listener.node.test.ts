import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { PushListener } from '../../../../boards/host/hes/push-listener.js';
import type { Serial } from '../../../../hal/ports/serial.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { encodeWrapper, LONGEST_IN_DATAGRAM, LONGEST_WRAPPED } from '../../../../modules/dlms/wrapper.js';
import { CONTROL, encodeHdlcFrame, shortAddress } from '../../../../modules/hdlc/frame.js';
import { PushReceiver } from '../../../../src/head-end/push-receiver.js';
import { hex } from '../../../assert.js';
import { until } from '../../../until.js';

const PLAIN = encodeWrapper({ source: 1, destination: 103, apdu: hex('0F 00000001 00 0201 1101') });
const MOST_CONNECTIONS = 64;
const SILENCE = 30_000;

describe('a listener for pushes', () => {
	let listener: PushListener;
	let scheduler: VirtualScheduler;
	let pushes: string[] = [];
	let refusals: string[] = [];
	const lines: Socket[] = [];
	const port = (): number => Number(/:(\d+)$/.exec(listener.place)![1]);

	async function connected(): Promise<Socket> {
		const line = createConnection(port(), '::1');
		line.on('error', () => {});
		line.resume();
		lines.push(line);
		await once(line, 'connect');
		return line;
	}

	beforeEach(async () => {
		pushes = [];
		refusals = [];
		scheduler = new VirtualScheduler();
		listener = await PushListener.open({
			address: '::1',
			port: 0,
			scheduler,
			receiver: new PushReceiver({ meters: [], takesPlain: true, most: 1000 }),
			onPush: (peer, { id }) => pushes.push(`${peer} ${id}`),
			onRefused: (_, kind) => refusals.push(kind),
		});
	});
	afterEach(() => {
		for (const line of lines.splice(0)) line.destroy();
		listener.close();
	});

	it('hears UDP and TCP on one port, and frames in pieces, and several in one', async () => {
		const socket = createSocket('udp6');
		socket.send(PLAIN, port(), '::1');
		await until(() => pushes.length === 1);
		socket.close();
		const line = await connected();
		line.write(Buffer.concat([PLAIN, PLAIN, PLAIN.subarray(0, 3)]));
		await until(() => pushes.length === 3);
		line.write(PLAIN.subarray(3));
		await until(() => pushes.length === 4);
		assert.match(pushes.at(-1)!, /^\[::1\]:\d+ 1$/);
	});

	it('has room for so many connections, and none for who is silent or sends what is no frame', async () => {
		const wrong = await connected();
		wrong.write(Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9));
		await once(wrong, 'close');
		const none = await connected();
		none.write(hex('0001 0001 0067 0000'));
		await once(none, 'close');
		assert.deepEqual(refusals, ['malformed', 'malformed']);
		const all: Socket[] = [];
		for (let i = 0; i < MOST_CONNECTIONS; i++) all.push(await connected());
		const over = await connected();
		if (!over.destroyed) await once(over, 'close');
		assert.equal(refusals.at(-1), 'connection');
		assert.deepEqual(all.filter((line) => line.destroyed).length, 0);
		// Who says nothing goes in time, and there is room again.
		scheduler.runFor(SILENCE - 1);
		assert.equal(scheduler.next, SILENCE);
		scheduler.runFor(1);
		await Promise.all(all.map((line) => line.destroyed || once(line, 'close')));
		(await connected()).write(PLAIN);
		await until(() => pushes.length === 1);
	});

	it('keeps no place for who sends byte by byte, or what is refused, and keeps it for who pushes', async () => {
		const [slow, refused, good] = [await connected(), await connected(), await connected()];
		const closed = Promise.all([slow, refused].map((line) => once(line, 'close')));
		const steps = 3;
		for (let i = 0; i < steps; i++) {
			slow.write(PLAIN.subarray(i, i + 1));
			refused.write(encodeWrapper({ source: 1, destination: 103, apdu: hex('00') }));
			good.write(PLAIN);
			await until(() => pushes.length === i + 1 && refusals.length === i + 1);
			scheduler.runFor(SILENCE / steps);
		}
		await closed;
		assert.equal(good.destroyed, false);
		good.write(PLAIN);
		await until(() => pushes.length === steps + 1);
	});

	it('takes a push of each length that a frame of the wrapper has, by TCP, and by UDP as long as a datagram is', async () => {
		for (const length of [LONGEST_IN_DATAGRAM, LONGEST_WRAPPED]) {
			const apdu = new Uint8Array(length);
			apdu.set(hex('0F 00000005 00 09 82'));
			apdu.set([(length - 10) >> 8, (length - 10) & 0xff], 8);
			const line = await connected();
			line.write(encodeWrapper({ source: 1, destination: 103, apdu }));
			await until(() => pushes.length === 1);
			if (length === LONGEST_IN_DATAGRAM) {
				const socket = createSocket('udp6');
				socket.send(encodeWrapper({ source: 1, destination: 103, apdu }), port(), '::1');
				await until(() => pushes.length === 2);
				socket.close();
			}
			pushes = [];
		}
		assert.deepEqual(refusals, []);
	});

	it('hears UI frames of HDLC on a line, with P or without, and passes over all others', () => {
		const line: Serial = { onReceive() {}, write() {} };
		listener.hear(line, 'line');
		const ends = { destination: shortAddress(103), source: { upper: 1, lower: 17, length: 2 } };
		const frame = (control: number, information: string) => encodeHdlcFrame({ segmented: false, ...ends, control, information: hex(information) });
		const apdu = 'E6E700 0F 00000009 00 0201 1101';
		line.onReceive(frame(CONTROL.ui, apdu));
		line.onReceive(hex('FF 7E 7E'));
		line.onReceive(frame(CONTROL.ui | CONTROL.pollFinal, apdu));
		line.onReceive(frame(0x10, apdu));
		line.onReceive(frame(CONTROL.ui, '0102'));
		line.onReceive(frame(CONTROL.ui, ''));
		// A bit that was changed on its way.
		line.onReceive(frame(CONTROL.ui, apdu).map((byte, i) => (i === 14 ? byte ^ 1 : byte)));
		assert.deepEqual(
			[pushes, refusals],
			[
				['line 9', 'line 9'],
				['malformed', 'malformed', 'malformed'],
			],
		);
	});

	it('counts datagrams that are no frame, whatever their length', async () => {
		const socket = createSocket('udp6');
		for (const bytes of [Buffer.alloc(0), PLAIN.subarray(0, 8), PLAIN.subarray(0, -1), Buffer.alloc(9000)]) socket.send(bytes, port(), '::1');
		await until(() => refusals.length === 4);
		socket.close();
		assert.deepEqual([pushes, new Set(refusals)], [[], new Set(['malformed'])]);
	});
});
