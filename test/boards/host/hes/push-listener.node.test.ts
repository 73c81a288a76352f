import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { PushListener } from '../../../../boards/host/hes/push-listener.js';
import type { Serial } from '../../../../hal/ports/serial.js';
import { encodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { CONTROL, encodeHdlcFrame, shortAddress } from '../../../../modules/hdlc/frame.js';
import { PushReceiver } from '../../../../src/head-end/push-receiver.js';
import { hex } from '../../../assert.js';
import { until } from '../../../until.js';

const PLAIN = encodeWrapper({ source: 1, destination: 103, apdu: hex('0F 00000001 00 0201 1101') });
const MOST_CONNECTIONS = 64;

describe('a listener for pushes', () => {
	let listener: PushListener;
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
		listener = await PushListener.open({
			address: '::1',
			port: 0,
			silence: 300,
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
		const long = await connected();
		long.write(hex('0001 0001 0067 FFFF'));
		await once(long, 'close');
		assert.deepEqual(refusals, ['malformed', 'malformed']);
		const all: Socket[] = [];
		for (let i = 0; i < MOST_CONNECTIONS; i++) all.push(await connected());
		const over = await connected();
		if (!over.destroyed) await once(over, 'close');
		assert.equal(refusals.at(-1), 'connection');
		// Who says nothing goes in time, and there is room again.
		await Promise.all(all.map((line) => line.destroyed || once(line, 'close')));
		(await connected()).write(PLAIN);
		await until(() => pushes.length === 1);
	});

	it('keeps no place for who sends byte by byte, or what is refused, and keeps it for who pushes', async () => {
		const [slow, refused, good] = [await connected(), await connected(), await connected()];
		let at = 0;
		const timer = setInterval(() => {
			slow.write(PLAIN.subarray(at, ++at));
			refused.write(encodeWrapper({ source: 1, destination: 103, apdu: hex('00') }));
			good.write(PLAIN);
		}, 40);
		try {
			await Promise.all([slow, refused].map((line) => line.destroyed || once(line, 'close')));
		} finally {
			clearInterval(timer);
		}
		assert.ok(at < PLAIN.length && !good.destroyed && pushes.length > 0, `${at} bytes, ${pushes.length} pushes`);
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
