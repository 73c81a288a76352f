import { DecodeError } from '../../../modules/bytes/reader.js';
import { ChipStream, decodeChipFrame, encodeChipFrame, FRAME_LENGTH } from '../../../modules/metering-chip/frame.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { HLW8032 } from '../../vectors/hlw8032.js';

/** Of Tasmota's comment: state 55, 71. */
const SOUND = {
	state: 0x55,
	voltage: { coefficient: 0x02f760, period: 0x0003ab, isFresh: true },
	current: { coefficient: 0x004010, period: 0x02605d, isFresh: true },
	power: { coefficient: 0x51a658, period: 0x03e9ef, isFresh: true },
	pulses: 0x0b7a,
	carry: false,
};

/** What the stream finds in these pieces, and how many bytes it leaves. */
function found(...pieces: readonly Uint8Array[]): { frames: string[]; strays: number } {
	const frames: string[] = [];
	const stream = new ChipStream((bytes) => frames.push(toHex(bytes)));
	for (const piece of pieces) stream.receive(piece);
	return { frames, strays: stream.strays };
}

describe('metering chip: frames', () => {
	it('are decoded to the last field', () => {
		equal(JSON.stringify(decodeChipFrame(hex(HLW8032.sound))), JSON.stringify(SOUND));
	});

	it('are encoded as chips say them', () => {
		bytesEqual(encodeChipFrame(SOUND), HLW8032.sound.toLowerCase());
		const carried = decodeChipFrame(hex(HLW8032.carried));
		equal(carried.carry, true, 'carry');
		bytesEqual(encodeChipFrame(carried), HLW8032.carried.toLowerCase());
	});

	for (const [name, text] of Object.entries(HLW8032))
		it(`are taken from a real chip: ${name}`, () => {
			const frame = decodeChipFrame(hex(text));
			bytesEqual(encodeChipFrame(frame), text.toLowerCase());
		});

	it('tell which quantities were measured to the end', () => {
		const { voltage, current, power } = decodeChipFrame(hex(HLW8032.small));
		equal(`${voltage.isFresh} ${current.isFresh} ${power.isFresh}`, 'true true false');
		const each = [0x40, 0x20, 0x10].map((bit) => {
			const bytes = hex(HLW8032.sound);
			bytes[20] = bit;
			bytes[23] = (0x36 - 0x71 + bit) & 0xff;
			const frame = decodeChipFrame(bytes);
			return [frame.voltage, frame.current, frame.power].map(({ isFresh }) => (isFresh ? 1 : 0)).join('');
		});
		equal(each.join(), '100,010,001');
	});

	it('have room for the greatest numbers, and bits for nothing else', () => {
		const most = { coefficient: 0xffffff, period: 0xffffff, isFresh: false };
		const bytes = encodeChipFrame({ state: 0xaa, voltage: most, current: most, power: most, pulses: 0xffff, carry: false });
		bytesEqual(bytes, `aa5a${'ff'.repeat(18)}01ffffed`);
	});

	it('are refused at every other length', () => {
		const bytes = hex(HLW8032.sound);
		for (let length = 0; length < FRAME_LENGTH; length++)
			throws(() => decodeChipFrame(bytes.subarray(0, length)), /HLW8032: at byte \d+: expected 24 bytes/);
		throws(() => decodeChipFrame(hex(`${HLW8032.sound} 00`)), /at byte 25: expected 24 bytes/);
	});

	it('are refused with any one byte of another value, but for a state that there is', () => {
		const whole = hex(HLW8032.sound);
		for (let at = 0; at < FRAME_LENGTH; at++) {
			for (let value = 0; value < 256; value++) {
				if (value === whole[at]) continue;
				const bytes = whole.slice();
				bytes[at] = value;
				const isState = at === 0 && (value === 0xaa || value >= 0xf0);
				if (isState) equal(decodeChipFrame(bytes).state, value, 'state');
				else throws(() => decodeChipFrame(bytes), new RegExp(`at byte ${at < 2 ? at : 23}: expected`));
			}
		}
	});

	it('are not made of numbers that have no room', () => {
		throws(() => encodeChipFrame({ ...SOUND, state: 0x54 }), /state: expected 55, AA or F0 to FF, got 54/);
		throws(() => encodeChipFrame({ ...SOUND, pulses: 0x10000 }), /pulses: expected at most 65535/);
		throws(() => encodeChipFrame({ ...SOUND, pulses: -1 }), /pulses/);
		throws(() => encodeChipFrame({ ...SOUND, current: { coefficient: 1, period: 0x1000000, isFresh: true } }), /byte 11: expected at most 16777215/);
		throws(() => encodeChipFrame({ ...SOUND, voltage: { coefficient: -1, period: 0, isFresh: true } }), /byte 2: expected/);
	});
});

describe('metering chip: what a line brings', () => {
	const frame = hex(HLW8032.sound);
	const other = hex(HLW8032.noLoad);

	it('is found in pieces of any length', () => {
		const all = Uint8Array.of(...frame, ...other, ...frame);
		for (let size = 1; size <= all.length; size++) {
			const pieces: Uint8Array[] = [];
			for (let at = 0; at < all.length; at += size) pieces.push(all.subarray(at, at + size));
			const { frames, strays } = found(...pieces);
			equal(frames.join(), [frame, other, frame].map(toHex).join(), `in pieces of ${size}`);
			equal(strays, 0, 'strays');
		}
	});

	it('is found behind a frame that broke off anywhere', () => {
		for (let length = 1; length < FRAME_LENGTH; length++) {
			const { frames, strays } = found(frame.subarray(0, length), other, frame);
			equal(frames.join(), [other, frame].map(toHex).join(), `after ${length} bytes`);
			equal(strays, length, 'strays');
		}
	});

	it('is found behind a byte that was lost or spoilt, and the spoilt frame is not', () => {
		// Of `other` the first byte happens to be the checksum of `frame` without its last but one.
		const next = hex(HLW8032.carried);
		for (let at = 0; at < FRAME_LENGTH; at++) {
			const lost = Uint8Array.of(...frame.subarray(0, at), ...frame.subarray(at + 1));
			equal(found(lost, next).frames.join(), toHex(next), `without byte ${at}`);
			const spoilt = frame.slice();
			spoilt[at]! ^= 0x08;
			equal(found(spoilt, next).frames.join(), toHex(next), `with byte ${at} spoilt`);
		}
	});

	it('is found behind what looks like a beginning', () => {
		const { frames, strays } = found(hex('55 55 5A F0 AA 5A 55'), frame);
		equal(frames.join(), toHex(frame));
		equal(strays, 7, 'strays');
	});

	it('is nothing in noise that never begins', () => {
		const { frames, strays } = found(new Uint8Array(1000));
		equal(frames.length, 0, 'frames');
		equal(strays, 1000, 'strays');
	});

	it('throws nothing that is no DecodeError', () => {
		try {
			decodeChipFrame(new Uint8Array(FRAME_LENGTH));
		} catch (error) {
			equal(error instanceof DecodeError, true, 'a DecodeError');
		}
	});
});
