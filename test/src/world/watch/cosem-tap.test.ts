import type { Serial } from '../../../../hal/ports/serial.js';
import type { Stream, StreamListener } from '../../../../hal/ports/streams.js';
import { type CosemPiece, CosemTap } from '../../../../src/world/watch/cosem-tap.js';
import { equal, hex, toHex } from '../../../assert.js';
import { HDLC, XDLMS } from '../../../vectors/cosem.js';

const told = (pieces: readonly CosemPiece[]) =>
	pieces.map(({ meter, medium, kind, isServers, bytes }) => `${meter} ${medium} ${kind} ${isServers ? '<' : '>'} ${toHex(bytes)}`).join('\n');

class FakeStream implements Stream {
	readonly peer = '[::1]:5000';
	readonly host = '::1';
	readonly pending = 0;
	readonly sent: Uint8Array[] = [];
	onReceive: Stream['onReceive'] = () => {};
	onDrained() {}
	onClosed() {}
	send(bytes: Uint8Array) {
		this.sent.push(bytes);
	}
	close() {}
	pause() {}
	resume() {}
}

describe('a tap of Route A', () => {
	it('tells whole frames of the wrapper, however they come, and hands all bytes on', () => {
		const tap = new CosemTap();
		const pieces: CosemPiece[] = [];
		tap.listener = (piece) => pieces.push(piece);
		const inner: StreamListener = { onConnection() {}, close() {} };
		const received: number[] = [];
		tap.listenerOf(inner, 3).onConnection = (stream) => {
			stream.onReceive = (bytes) => {
				received.push(...bytes);
				stream.send(frame);
			};
		};
		const frame = hex(XDLMS.notificationWrapped);
		const stream = new FakeStream();
		inner.onConnection(stream);
		stream.onReceive(frame.subarray(0, 5));
		stream.onReceive(frame.subarray(5));
		equal(toHex(Uint8Array.from(received)), toHex(frame));
		equal(stream.sent.length, 2);
		const digits = toHex(frame);
		equal(told(pieces), [`3 TCP wrapper < ${digits}`, `3 TCP wrapper > ${digits}`, `3 TCP wrapper < ${digits}`].join('\n'));
		equal(new Set(pieces.map((piece) => piece.connection)).size, 1);
	});

	it('tells frames of HDLC, and lines between them', () => {
		const tap = new CosemTap();
		const pieces: CosemPiece[] = [];
		tap.listener = (piece) => pieces.push(piece);
		const inner: Serial = { onReceive() {}, write() {} };
		const serial = tap.serialOf(inner, 1);
		const snrm = hex(HDLC.snrm);
		inner.onReceive(Uint8Array.from([0x2f, 0x3f, 0x21, 0x0d, 0x0a]));
		inner.onReceive(snrm.subarray(0, 3));
		inner.onReceive(snrm.subarray(3));
		serial.write(hex(HDLC.ua));
		equal(told(pieces), [`1 HDLC line > 2f3f210d0a`, `1 HDLC hdlc > ${toHex(snrm)}`, `1 HDLC hdlc < ${toHex(hex(HDLC.ua))}`].join('\n'));
	});

	it('finds the next link behind an opening in even parity, which comes after the flag of the last frame', () => {
		const tap = new CosemTap();
		const pieces: CosemPiece[] = [];
		tap.listener = (piece) => pieces.push(piece);
		const inner: Serial = { onReceive() {}, write() {} };
		tap.serialOf(inner, 1);
		const snrm = hex(HDLC.snrm);
		inner.onReceive(snrm);
		inner.onReceive(hex('af 3f 21 8d 0a'));
		inner.onReceive(snrm);
		equal(
			told(pieces),
			['1 HDLC hdlc > ', '1 HDLC line > 2f3f210d0a', '1 HDLC hdlc > '].map((line) => (line.endsWith('> ') ? line + toHex(snrm) : line)).join('\n'),
		);
	});

	it('looks at nothing while nobody listens', () => {
		const tap = new CosemTap();
		const inner: Serial = { onReceive() {}, write() {} };
		const serial = tap.serialOf(inner, 1);
		let count = 0;
		serial.onReceive = () => count++;
		inner.onReceive(hex(HDLC.snrm));
		equal(count, 1);
	});

	it('tells a frame that goes on a connection of its own, if somebody listens', () => {
		const tap = new CosemTap();
		const frame = hex(XDLMS.notificationWrapped);
		const here = hex('00000000000000000000FFFF C0000207');
		tap.sent(2, here, 4060, frame);
		const pieces: CosemPiece[] = [];
		tap.listener = (piece) => pieces.push(piece);
		tap.sent(2, here, 4060, frame);
		equal(told(pieces), `2 TCP wrapper < ${toHex(frame)}`);
		equal(pieces[0]!.peer, '192.0.2.7:4060');
	});
});
