import { DecodeError } from '../../../modules/bytes/reader.js';
import { CI, CONTROL, decodeMbusFrame, encodeMbusFrame, type MbusFrame, MbusStream } from '../../../modules/mbus/frame.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { MBUS } from '../../vectors/mbus.js';
import { refusesOtherLengths } from '../dlms/encoded.js';

const FRAMES = [
	'E5',
	'10 40 01 41 16',
	'10 7B FD 78 16',
	'68 03 03 68 53 FE 50 A1 16',
	'68 0B 0B 68 53 FD 52 12345678 FFFF FF FF B2 16',
	MBUS.worked,
];

describe('M-Bus frame', () => {
	for (const bytes of FRAMES) {
		it(`goes both ways: ${bytes.slice(0, 20)}`, () => bytesEqual(encodeMbusFrame(decodeMbusFrame(hex(bytes))), bytes.toLowerCase()));
		it(`is refused truncated or longer: ${bytes.slice(0, 20)}`, () => refusesOtherLengths(hex(bytes), decodeMbusFrame, 'M-Bus'));
	}

	it('is refused with any bit changed', () => {
		const frame = hex(MBUS.worked);
		for (let bit = 0; bit < 8 * frame.length; bit++) {
			frame[bit >> 3]! ^= 1 << (bit & 7);
			throws(() => decodeMbusFrame(frame), /^M-Bus: at byte/);
			frame[bit >> 3]! ^= 1 << (bit & 7);
		}
	});

	it('tells control, address, CI and data', () => {
		const frame = decodeMbusFrame(hex(MBUS.worked));
		if (frame.kind !== 'long') throw new Error(`expected a long frame, got ${frame.kind}`);
		equal(frame.control, CONTROL.rspUd);
		equal(frame.address, 2);
		equal(frame.ci, CI.longHeader);
		equal(frame.data.length, 28);
	});

	it('holds 252 bytes of data and no more', () => {
		const frame = (length: number): MbusFrame => ({ kind: 'long', control: 8, address: 1, ci: 0x72, data: new Uint8Array(length) });
		equal(encodeMbusFrame(frame(252)).length, 261);
		throws(() => encodeMbusFrame(frame(253)), /^M-Bus: data: expected at most 252 bytes, got 253$/);
	});
});

describe('M-Bus stream', () => {
	function hear() {
		const heard: string[] = [];
		const stream = new MbusStream({
			onFrame: (frame) => heard.push(toHex(encodeMbusFrame(frame))),
			onError: (error) => heard.push(`${error.message}`),
		});
		return { heard, stream };
	}
	const told = (bytes: string) => toHex(hex(bytes));

	it('finds frames in whatever pieces they come', () => {
		const all = hex(FRAMES.join(''));
		for (let size = 1; size <= all.length; size++) {
			const { heard, stream } = hear();
			for (let at = 0; at < all.length; at += size) stream.receive(all.subarray(at, at + size), 0);
			equal(heard.join(), FRAMES.map(told).join(), `pieces of ${size}`);
		}
	});

	it('tells once of noise, and goes on with the frame behind it', () => {
		const { heard, stream } = hear();
		stream.receive(hex(`00 FF 13 ${FRAMES[1]}`), 0);
		equal(heard.join(), `M-Bus: at byte 0: expected a start byte,${told(FRAMES[1]!)}`);
	});

	it('loses no whole frame for one with a wrong checksum', () => {
		const { heard, stream } = hear();
		stream.receive(hex(`10 40 01 42 16 ${FRAMES[2]}`), 0);
		equal(heard[0], 'M-Bus: at byte 3: expected a right checksum');
		equal(heard[heard.length - 1], told(FRAMES[2]!));
	});

	it('ends a frame that is not whole at a pause, and begins anew behind it', () => {
		const { heard, stream } = hear();
		stream.receive(hex('68 FF FF 68 08'), 0);
		stream.receive(hex('02'), 250);
		stream.receive(hex(FRAMES[1]!), 501);
		equal(heard.join(), `M-Bus: at byte 6: expected the rest of the frame,${told(FRAMES[1]!)}`);
	});

	it('may be reset within a frame', () => {
		const { heard, stream } = hear();
		stream.receive(hex('68 FF FF'), 0);
		stream.reset();
		stream.receive(hex('E5'), 0);
		equal(heard.join(), 'e5');
	});

	it('goes on behind a frame whose listener throws, whatever it throws', () => {
		for (const thrown of [new Error('out of memory'), new DecodeError('application', 0, 'a value')]) {
			const heard: string[] = [];
			const stream = new MbusStream({
				onFrame: ({ kind }) => {
					heard.push(kind);
					if (heard.length === 1) throw thrown;
				},
				onError: (error) => heard.push(error.message),
			});
			throws(() => stream.receive(hex(FRAMES[1]!), 0), new RegExp(thrown.message));
			stream.receive(hex(FRAMES[0]!), 0);
			equal(heard.join(), 'short,acknowledgment');
		}
	});
});
