import { crcX25 } from '../../../modules/bytes/crc.js';
import {
	CONTROL,
	decodeHdlcFrame,
	encodeHdlcFrame,
	type HdlcAddress,
	HdlcStream,
	isInformation,
	isSupervisory,
	receiveNumber,
	sameAddress,
	sendNumber,
	shortAddress,
} from '../../../modules/hdlc/frame.js';
import { DEFAULTS, decodeParameters, encodeParameters, negotiate } from '../../../modules/hdlc/link.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { HDLC } from '../../vectors/cosem.js';
import { refusesOtherLengths } from '../dlms/encoded.js';

const NONE = new Uint8Array(0);
const SERVER = shortAddress(1);
const CLIENT = shortAddress(16);
/** 2,047 bytes less format, two addresses of 4 bytes, control, HCS and FCS. */
const MOST_INFORMATION = 2032;

function inside(frame: Uint8Array): Uint8Array {
	return frame.subarray(1, frame.length - 1);
}

describe('HDLC frame', () => {
	for (const bytes of [HDLC.snrm, HDLC.ua]) {
		it(`goes both ways: ${bytes.slice(0, 17)}…`, () => bytesEqual(encodeHdlcFrame(decodeHdlcFrame(inside(hex(bytes)))), bytes.toLowerCase()));
		it(`is refused truncated or longer: ${bytes.slice(0, 17)}…`, () => refusesOtherLengths(inside(hex(bytes)), decodeHdlcFrame, 'HDLC'));
		it(`is refused with any bit changed: ${bytes.slice(0, 17)}…`, () => {
			const frame = inside(hex(bytes));
			for (let bit = 0; bit < 8 * frame.length; bit++) {
				frame[bit >> 3]! ^= 1 << (bit & 7);
				throws(() => decodeHdlcFrame(frame), /^HDLC: at byte/);
				frame[bit >> 3]! ^= 1 << (bit & 7);
			}
		});
	}

	it('tells addresses, control and information', () => {
		const snrm = decodeHdlcFrame(inside(hex(HDLC.snrm)));
		equal(sameAddress(snrm.destination, SERVER), true);
		equal(sameAddress(snrm.source, CLIENT), true);
		equal(snrm.control, CONTROL.snrm | CONTROL.pollFinal);
		equal(snrm.information.length, 0);
		const ua = decodeHdlcFrame(inside(hex(HDLC.ua)));
		equal(ua.control, CONTROL.ua | CONTROL.pollFinal);
		bytesEqual(ua.information, HDLC.uaParameters.toLowerCase());
	});

	it('has addresses of 1, 2 and 4 bytes', () => {
		const addresses: readonly (readonly [HdlcAddress, string])[] = [
			[shortAddress(1), '03'],
			[shortAddress(16), '21'],
			[shortAddress(127), 'ff'],
			[{ upper: 1, lower: 17, length: 2 }, '02 23'],
			[{ upper: 127, lower: 0, length: 2 }, 'fe 01'],
			[{ upper: 1, lower: 17, length: 4 }, '00 02 00 23'],
			[{ upper: 0x3fff, lower: 0x1234, length: 4 }, 'fe fe 48 69'],
		];
		for (const [destination, bytes] of addresses) {
			const frame = encodeHdlcFrame({ segmented: true, destination, source: CLIENT, control: 0x10, information: NONE });
			bytesEqual(frame.subarray(3, 3 + destination.length), bytes);
			const read = decodeHdlcFrame(inside(frame));
			equal(sameAddress(read.destination, destination), true, bytes);
			equal(read.segmented, true);
			refusesOtherLengths(inside(frame), decodeHdlcFrame, 'HDLC');
		}
	});

	it('refuses what is none of its fields though its FCS is right', () => {
		const summed = (text: string) => {
			const bytes = hex(`${text} 0000`);
			const crc = crcX25(bytes, 0, bytes.length - 2);
			bytes[bytes.length - 2] = crc;
			bytes[bytes.length - 1] = crc >> 8;
			return bytes;
		};
		equal(decodeHdlcFrame(summed('a0 07 03 21 93')).control, 0x93);
		throws(() => decodeHdlcFrame(summed('a0 09 02 02 02 03 21')), /^HDLC: at byte 7: expected a control field/);
		throws(() => decodeHdlcFrame(summed('a0 0a 02 02 02 02 03 21')), /^HDLC: at byte 2: expected an address of 1, 2 or 4 bytes/);
		throws(() => decodeHdlcFrame(summed('a0 0a 02 02 03 21 93 00')), /^HDLC: at byte 2: expected an address of 1, 2 or 4 bytes/);
		throws(() => decodeHdlcFrame(summed('a0 0b 03 21 10 00 00 e6 e6')), /^HDLC: at byte 5: expected a right HCS/);
		throws(() => decodeHdlcFrame(summed('a0 09 03 21 10 00 00')), /^HDLC: at byte 5: expected HCS and information/);
	});

	it('goes to and from station 0, which is none', () => {
		const frame = { segmented: false, destination: shortAddress(0), source: { upper: 0, lower: 0, length: 4 }, control: 0x13, information: NONE };
		const { destination, source } = decodeHdlcFrame(inside(encodeHdlcFrame(frame)));
		equal(sameAddress(destination, frame.destination) && sameAddress(source, frame.source), true);
	});

	it('refuses addresses that do not fit their length', () => {
		for (const destination of [
			shortAddress(128),
			{ upper: 1, lower: 128, length: 2 },
			{ upper: 0x4000, lower: 1, length: 4 },
			{ upper: 1, lower: 1, length: 3 },
		])
			throws(() => encodeHdlcFrame({ segmented: false, destination, source: CLIENT, control: 0x10, information: NONE }), /^HDLC: address: expected/);
	});

	it('holds what its length of 11 bits can say, and no more', () => {
		const far = { upper: 1, lower: 17, length: 4 };
		const frame = (length: number) => ({ segmented: false, destination: far, source: far, control: 0x10, information: new Uint8Array(length) });
		equal(decodeHdlcFrame(inside(encodeHdlcFrame(frame(MOST_INFORMATION)))).information.length, MOST_INFORMATION);
		throws(() => encodeHdlcFrame(frame(MOST_INFORMATION + 1)), /^HDLC: frame: expected at most 2047 bytes, got 2048/);
	});

	it('has a control field that tells kinds and numbers', () => {
		equal(isInformation(0x32), true);
		equal(isSupervisory(0x32), false);
		equal(isSupervisory(CONTROL.rr | 0xf0), true);
		equal(isSupervisory(CONTROL.snrm), false);
		equal(sendNumber(0x32), 1);
		equal(receiveNumber(0x32), 1);
		equal(receiveNumber(0xf1), 7);
	});
});

describe('HDLC on a line', () => {
	interface Rig {
		readonly stream: HdlcStream;
		readonly frames: string[];
		errors: number;
	}

	function rig(maxInformation = 128): Rig {
		const frames: string[] = [];
		const made: Rig = {
			frames,
			errors: 0,
			stream: new HdlcStream({
				maxInformation,
				onFrame: (frame) => frames.push(`${frame.control} ${toHex(frame.information)}`),
				onError: () => made.errors++,
			}),
		};
		return made;
	}

	const SNRM = '147 ';
	const UA = `115 ${toHex(hex(HDLC.uaParameters))}`;

	it('takes no frame without its flag, at the beginning or behind bytes between frames', () => {
		const bare = HDLC.snrm.slice(HDLC.snrm.indexOf('A'));
		for (const before of ['', '2f', '7e a0 03']) {
			const { stream, frames } = rig();
			stream.receive(hex(`${before} ${bare}`));
			equal(frames.length, 0, before);
			stream.receive(hex(HDLC.snrm));
			equal(frames.join(), SNRM);
		}
	});

	it('tells the bytes between frames, and none of a frame', () => {
		const strays: number[] = [];
		const stream = new HdlcStream({ maxInformation: 128, onFrame: () => strays.push(-1), onError: () => {}, onStray: (byte) => strays.push(byte) });
		stream.receive(hex(`2f 3f 7e 7e 21 ${HDLC.snrm} 06 32 ${HDLC.ua} ${HDLC.snrm}`));
		equal(strays.join(), [0x2f, 0x3f, 0x21, -1, 0x06, 0x32, -1, -1].join());
	});

	it('tells the opening of mode E behind a frame, whose / with its parity bit is as a format', () => {
		const strays: number[] = [];
		const stream = new HdlcStream({ maxInformation: 128, onFrame: () => strays.push(-1), onError: () => {}, onStray: (byte) => strays.push(byte) });
		stream.receive(hex(`${HDLC.snrm} af 3f 21 8d 0a ${HDLC.snrm}`));
		equal(strays.join(), [-1, 0xaf, 0x3f, 0x21, 0x8d, 0x0a, -1].join());
	});

	it('may be reset from a byte between frames', () => {
		let frames = 0;
		const stream: HdlcStream = new HdlcStream({
			maxInformation: 128,
			onFrame: () => frames++,
			onError: () => {},
			onStray: () => stream.reset(),
		});
		stream.receive(hex(`7e 21 ${HDLC.snrm} 06 ${HDLC.snrm}`));
		equal(frames, 2);
	});

	it('takes frames byte by byte and many at once', () => {
		const bytes = hex(`${HDLC.snrm} ${HDLC.ua} ${HDLC.snrm}`);
		const whole = rig();
		whole.stream.receive(bytes);
		const single = rig();
		for (let i = 0; i < bytes.length; i++) single.stream.receive(bytes.subarray(i, i + 1));
		equal(whole.frames.join(), [SNRM, UA, SNRM].join());
		equal(single.frames.join(), [SNRM, UA, SNRM].join());
	});

	it('takes one flag between two frames, and many', () => {
		const { stream, frames } = rig();
		stream.receive(hex(`${HDLC.snrm} ${HDLC.ua.slice(2)} 7e 7e 7e ${HDLC.snrm}`));
		equal(frames.join(), [SNRM, UA, SNRM].join());
	});

	it('takes information that holds flags', () => {
		const { stream, frames } = rig();
		const information = hex('7e 7e a0 07 7e 7e');
		stream.receive(encodeHdlcFrame({ segmented: false, destination: SERVER, source: CLIENT, control: 0x10, information }));
		equal(frames.join(), `16 ${toHex(information)}`);
	});

	it('finds back after noise and after a frame that was changed', () => {
		for (const noise of ['00 ff 55', '7e', '7e a0', '7e a0 07 03', '7e a7 ff 00', '7e a0 00', '06 32 35 32 0d 0a', '7e 7e 00 7e a0 7e']) {
			const { stream, frames } = rig();
			stream.receive(hex(`${noise} ${HDLC.snrm}`));
			// A frame that was begun and never ended takes what comes next for its own end, until that proves wrong.
			for (let i = 0; i < 6; i++) stream.receive(hex(HDLC.ua));
			stream.receive(hex(HDLC.snrm));
			equal(frames[frames.length - 1], SNRM, noise);
			equal(frames.includes(UA), true, noise);
		}
		const changed = rig();
		const frame = hex(HDLC.ua);
		frame[10]! ^= 1;
		changed.stream.receive(frame);
		changed.stream.receive(hex(HDLC.snrm));
		equal(changed.frames.join(), SNRM);
		equal(changed.errors, 1);
	});

	/** A GET in 24 bytes between its flags; what its header begins is 14 bytes of it. */
	const GET = 'A018 2100 020C C552 5F4D E6E700C401C000068D0DC2D7 1E85';

	it('loses no whole frame to a header that promises more, nor to a frame that was cut short', () => {
		for (const [broken, count] of [
			['7e a0 34', 4],
			['7e a0 60', 9],
			['7e a0 78 21 00 02 0c c5 52 5f 4d e6 e7 00', 13],
			[`7e ${GET.slice(0, 35)}`, 13],
		] as const) {
			for (const separator of ['7e 7e', '7e', '7e 7e 7e 7e', '7e 00 11 7e']) {
				const line = hex(`${broken} 7e ${Array.from({ length: count }, () => GET).join(separator)} 7e`);
				const whole = rig();
				whole.stream.receive(line);
				const single = rig();
				for (let i = 0; i < line.length; i++) single.stream.receive(line.subarray(i, i + 1));
				equal(whole.frames.length, count, `${broken}, ${separator}`);
				equal(single.frames.length, count, `${broken}, ${separator}, byte by byte`);
				equal(whole.errors, 1, `${broken}, ${separator}: errors`);
			}
		}
	});

	it('forgets what stands behind a frame in a broken one, if that frame resets it', () => {
		let frames = 0;
		const stream: HdlcStream = new HdlcStream({
			maxInformation: 128,
			onFrame: () => {
				frames++;
				stream.reset();
			},
			onError: () => {},
		});
		stream.receive(hex(`7e a0 34 7e ${GET} 7e 7e ${GET} 7e`));
		equal(frames, 1);
		stream.receive(hex(HDLC.snrm));
		equal(frames, 2);
	});

	it('tells of a frame without its closing flag, and of one that is too short to be one', () => {
		const cut = rig();
		cut.stream.receive(hex(`${HDLC.snrm.slice(0, -2)} 00`));
		equal(cut.errors, 1);
		equal(cut.frames.length, 0);
		const short = rig();
		short.stream.receive(hex('7e a0 06'));
		equal(short.errors, 1);
	});

	it('does not wait for frames longer than it takes, and tells of them', () => {
		const made = rig(32);
		made.stream.receive(encodeHdlcFrame({ segmented: false, destination: SERVER, source: CLIENT, control: 0x10, information: new Uint8Array(60) }));
		equal(made.errors, 1);
		made.stream.receive(hex(HDLC.snrm));
		equal(made.frames.join(), SNRM);
	});

	it('takes the opening of mode E behind a frame for no error', () => {
		const { stream, errors } = rig();
		stream.receive(hex(`${HDLC.snrm} af 3f 21 8d 0a`));
		equal(errors, 0);
	});

	it('forgets what was begun', () => {
		const { stream, frames } = rig();
		stream.receive(hex('7e a0 1e 21'));
		stream.reset();
		stream.receive(hex(HDLC.snrm));
		equal(frames.join(), SNRM);
	});
});

describe('HDLC parameters', () => {
	it('of no bytes are the defaults', () => equal(decodeParameters(NONE), DEFAULTS));

	it('go both ways', () => {
		const read = decodeParameters(hex(HDLC.uaParameters));
		equal(read.transmit, 128);
		equal(read.receive, 128);
		equal(read.transmitWindow, 1);
		equal(read.receiveWindow, 1);
		bytesEqual(encodeParameters(read), HDLC.uaParameters.toLowerCase());
	});

	it('have sizes of two bytes', () => {
		const read = decodeParameters(hex(HDLC.twoByteParameters));
		equal(read.transmit, 512);
		equal(read.receive, 512);
		equal(read.receiveWindow, 1);
		bytesEqual(encodeParameters(read), '81 80 14 05 02 02 00 06 02 02 00 07 04 00000001 08 04 00000001');
	});

	it('that are not known are passed over', () => equal(decodeParameters(hex('81 80 06 09 01 05 06 01 40')).receive, 64));

	it('are refused truncated, longer, of another group or with empty values', () => {
		const whole = hex(HDLC.uaParameters);
		for (let length = 1; length < whole.length; length++) throws(() => decodeParameters(whole.subarray(0, length)), /^HDLC parameters: at byte/);
		throws(() => decodeParameters(hex('81 80 00 00')), /expected a length of 1/);
		throws(() => decodeParameters(hex('81 81 00')), /expected format 81, group 80/);
		throws(() => decodeParameters(hex('81 80 02 05 00')), /expected a value of 1 to 4 bytes/);
		throws(() => decodeParameters(hex('81 80 03 05 01 00')), /expected a value above 0/);
	});

	it('are agreed on as the smaller of each direction', () => {
		const agreed = negotiate(256, { transmit: 128, receive: 1000, transmitWindow: 7, receiveWindow: 7 });
		equal(agreed.transmit, 256);
		equal(agreed.receive, 128);
		equal(agreed.transmitWindow, 1);
		equal(agreed.receiveWindow, 1);
		const more = negotiate(256, { transmit: 128, receive: 1000, transmitWindow: 2, receiveWindow: 7 }, 5);
		equal([more.transmitWindow, more.receiveWindow].join(), '5,2');
	});
});
