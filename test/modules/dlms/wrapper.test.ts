import { decodeWrapper, encodeWrapper, WrapperStream, writeWrapperHeader } from '../../../modules/dlms/wrapper.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { PUSH, XDLMS } from '../../vectors/cosem.js';
import { encoded, refusesOtherLengths } from './encoded.js';

interface Rig {
	readonly stream: WrapperStream;
	readonly frames: string[];
	readonly errors: string[];
}

function rig(maxApdu = 200): Rig {
	const frames: string[] = [];
	const errors: string[] = [];
	const stream = new WrapperStream({
		maxApdu,
		onFrame: (source, destination, apdu) => frames.push(`${source}>${destination} ${toHex(apdu)}`),
		onError: (error) => errors.push(error.message),
	});
	return { stream, frames, errors };
}

const FIRST = hex(XDLMS.notificationWrapped);
const SECOND = hex(PUSH.wrapped);
const EXPECTED = [`1>16 ${toHex(FIRST.subarray(8))}`, `1>103 ${toHex(SECOND.subarray(8))}`];

function join(...parts: readonly Uint8Array[]): Uint8Array {
	return Uint8Array.from(parts.flatMap((part) => [...part]));
}

describe('wrapper', () => {
	for (const bytes of [XDLMS.notificationWrapped, PUSH.wrapped]) {
		it('goes both ways', () => bytesEqual(encodeWrapper(decodeWrapper(hex(bytes))), bytes.toLowerCase()));
		it('is refused truncated or longer', () => refusesOtherLengths(hex(bytes), decodeWrapper, 'wrapper'));
	}

	it('tells source, destination and APDU', () => {
		const frame = decodeWrapper(hex('0001 0010 0001 0003 d80105'));
		equal(frame.source, 16);
		equal(frame.destination, 1);
		bytesEqual(frame.apdu, 'd80105');
	});

	it('writes its header alone', () =>
		bytesEqual(
			encoded((w) => writeWrapperHeader(w, 1, 0x66, 0x1234)),
			'0001 0001 0066 1234',
		));

	it('refuses another version, and no APDU', () => {
		throws(() => decodeWrapper(hex('0002 0010 0001 0003 d80105')), /^wrapper: at byte 0: expected version 0001/);
		throws(() => decodeWrapper(hex('0001 0010 0001 0000')), /^wrapper: at byte 6: expected a length of at least 1/);
	});
});

describe('wrapper on a stream', () => {
	it('takes many frames out of one segment', () => {
		const { stream, frames, errors } = rig();
		stream.receive(join(FIRST, SECOND, FIRST));
		equal(frames.join('\n'), [...EXPECTED, EXPECTED[0]].join('\n'));
		equal(errors.length, 0);
		equal(stream.waiting, false);
	});

	it('takes APDUs as long as it may, and ends at one that is longer, from its header on', () => {
		for (const [length, told] of [
			[199, 'frame'],
			[200, 'frame'],
			[201, 'wrapper: at byte 6: expected a length of 1 to 200, found 201'],
			[0, 'wrapper: at byte 6: expected a length of 1 to 200, found 0'],
		] as const) {
			for (const isSplit of [false, true]) {
				const { stream, frames, errors } = rig(200);
				const bytes = encodeWrapper({ source: 1, destination: 16, apdu: new Uint8Array(length) });
				stream.receive(isSplit ? bytes.subarray(0, 3) : bytes);
				if (isSplit) stream.receive(bytes.subarray(3));
				equal(frames.length === 1 ? 'frame' : errors.join(), told, `${length} bytes`);
			}
		}
	});

	it('puts frames together wherever they were split', () => {
		const both = join(FIRST, SECOND);
		for (let a = 0; a <= both.length; a++) {
			for (let b = a; b <= both.length; b += 7) {
				const { stream, frames } = rig();
				stream.receive(both.subarray(0, a));
				stream.receive(both.subarray(a, b));
				stream.receive(both.subarray(b));
				equal(frames.join('\n'), EXPECTED.join('\n'), `split at ${a} and ${b}`);
			}
		}
	});

	it('puts frames together byte by byte, and says that one has begun', () => {
		const { stream, frames } = rig();
		const both = join(FIRST, SECOND);
		for (let i = 0; i < both.length; i++) {
			stream.receive(both.subarray(i, i + 1));
			equal(stream.waiting, i !== FIRST.length - 1 && i !== both.length - 1, `after byte ${i}`);
		}
		equal(frames.join('\n'), EXPECTED.join('\n'));
	});

	it('ends with an error at another version, at no length, and at one that is too long', () => {
		const cases = [
			['0002 0010 0001 0003 d80105', /expected version 0001, found 2/],
			['0001 0010 0001 0000 d80105', /expected a length of 1 to 200, found 0/],
			['0001 0010 0001 00c9', /expected a length of 1 to 200, found 201/],
			['0001 0010 0001 ffff d8', /expected a length of 1 to 200, found 65535/],
		] as const;
		for (const [bytes, message] of cases) {
			for (let cut = 0; cut < 8; cut++) {
				const { stream, frames, errors } = rig();
				stream.receive(FIRST);
				stream.receive(hex(bytes).subarray(0, cut));
				stream.receive(hex(bytes).subarray(cut));
				equal(errors.length, 1, `cut at ${cut}`);
				equal(message.test(errors[0]!), true, errors[0]!);
				stream.receive(SECOND);
				equal(frames.length, 1, 'frames, all of them before the error');
				equal(errors.length, 1);
			}
		}
	});

	it('stops behind a frame when it is held, and says how far it came', () => {
		const frames: number[] = [];
		const stream: WrapperStream = new WrapperStream({
			maxApdu: 200,
			onFrame: (_source, destination) => {
				frames.push(destination);
				stream.hold();
			},
			onError: () => frames.push(-1),
		});
		const all = join(FIRST, SECOND, FIRST.subarray(0, 20));
		for (const split of [0, 3, 12, FIRST.length]) {
			frames.length = 0;
			equal(stream.receive(all.subarray(0, split)), split);
			let at = split;
			if (split < FIRST.length) at = stream.receive(all, at);
			equal(at, FIRST.length, `split at ${split}`);
			at = stream.receive(all, at);
			equal(at, FIRST.length + SECOND.length);
			at = stream.receive(all, at);
			equal(at, all.length);
			equal(stream.waiting, true);
			equal(stream.receive(FIRST.subarray(20)), FIRST.length - 20);
			equal(frames.join(), '16,103,16');
		}
	});

	it('hands on nothing after it was closed, not even from inside a frame', () => {
		const frames: number[] = [];
		const stream: WrapperStream = new WrapperStream({
			maxApdu: 200,
			onFrame: (source) => {
				frames.push(source);
				stream.close();
			},
			onError: () => frames.push(-1),
		});
		stream.receive(join(FIRST, SECOND));
		stream.receive(SECOND);
		equal(frames.join(), '1');
	});
});
