import { toUpperHex } from '../../../../../modules/bytes/hex.js';
import { nameOfCode } from '../../../../../modules/wi-sun-module/j11/language/codes.js';
import { encodeFrame, MAX_FRAME, MAX_MESSAGE, MIN_MESSAGE } from '../../../../../modules/wi-sun-module/j11/language/frame.js';
import { FrameReader } from '../../../../../modules/wi-sun-module/j11/language/frame-reader.js';
import { equal, hex, throws } from '../../../../assert.js';
import { FRAMES, frameOf } from '../../../../vectors/j11.js';

/** What a reader makes of bytes. */
class Desk {
	readonly heard: string[] = [];
	readonly reader: FrameReader;

	constructor(direction: 'request' | 'response' = 'request', strict = true) {
		const handler = {
			onFrame: (code: number, data: Uint8Array) => this.heard.push(`${code.toString(16)} ${toUpperHex(data)}`.trim()),
			onProblem: (problem: string, code: number) => this.heard.push(`${problem} ${code.toString(16)}`),
		};
		this.reader = new FrameReader(handler, direction, strict);
	}

	read(digits: string): string {
		const bytes = hex(digits);
		for (let at = 0; at < bytes.length; ) at = this.reader.read(bytes, at);
		return this.heard.splice(0).join(', ');
	}
}

const directionOf = (from: '>' | '<') => (from === '>' ? 'request' : 'response');
const fieldOf = (name: string) => name.startsWith('field');

describe('J11 frames', () => {
	for (const [name, from, frame] of FRAMES) {
		const direction = directionOf(from);
		const code = Number.parseInt(frame.slice(8, 12), 16);
		const data = frame.slice(24);

		it(`are read and written: ${name}`, () => {
			equal(new Desk(direction, !fieldOf(name)).read(frame), `${code.toString(16)} ${data}`.trim());
			if (!fieldOf(name)) equal(toUpperHex(encodeFrame(direction, code, hex(data))), frame);
		});

		it(`are none while a byte is missing, and are counted away then: ${name}`, () => {
			const desk = new Desk(direction, false);
			for (let length = 1; length < frame.length / 2; length++) {
				equal(desk.read(frame.slice(0, 2 * length)), '', `${length} bytes`);
				equal(desk.reader.isWithin, true);
				desk.reader.expire();
				equal(desk.heard.splice(0).join(), length < 12 ? '' : `timeOut ${code.toString(16)}`, `${length} bytes`);
				equal(desk.reader.isWithin, false);
			}
			equal(desk.read(frame), `${code.toString(16)} ${data}`.trim(), 'and the next one is whole');
		});
	}

	it('are found behind anything, in pieces, and one behind the other', () => {
		const desk = new Desk();
		equal(desk.read('534B5645520D0A'), '', 'SKVER');
		equal(desk.reader.dropped, 7);
		equal(desk.read(`D0D0EAD0EA83${frameOf('status?')}${frameOf('MAC?')}`), '1, e');
		for (const digit of frameOf('init Dual ch4').match(/../g)!) desk.read(digit);
		desk.read('D0EA83');
		equal(desk.read(`FC${frameOf('status?').slice(8)}`), '1');
	});

	it('that begin another one in their header are found out by its sum', () => {
		const desk = new Desk();
		equal(desk.read(`D0EA83FC${frameOf('status?')}`), 'headerChecksum d0ea');
	});

	it('with a wrong header take what came with them along', () => {
		const wrong = frameOf('status?').replace('033E', '033F');
		const desk = new Desk();
		equal(desk.read(`${wrong}${frameOf('MAC?')}`), 'headerChecksum 1');
		equal(desk.read(frameOf('MAC?')), 'e');
	});

	it('have a data checksum', () => {
		equal(new Desk().read(frameOf('init Dual ch4').replace('0009', '000A')), 'dataChecksum 5f');
		equal(new Desk('request', false).read(frameOf('init Dual ch4').replace('0009', '000A')), 'dataChecksum 5f');
		equal(new Desk().read(frameOf('version?').slice(0, 20) + '0001'), 'dataChecksum 6b');
	});

	it('with sums of 0 are taken unless the reader is strict', () => {
		for (const [name, code] of [
			['field: reset with checksum 0 (ak1211)', 'd9'],
			['field: init ch4 with checksums 0 (ak1211)', '5f 05000400'],
		] as const) {
			equal(new Desk('request', false).read(frameOf(name)), code);
			equal(new Desk('request', true).read(frameOf(name)).startsWith('headerChecksum'), true);
		}
	});

	it('have lengths from 4 to 1353', () => {
		const header = (length: number) => {
			const h = [0xd0, 0xea, 0x83, 0xfc, 0, 1, length >> 8, length & 0xff];
			const sum = h.reduce((a, b) => a + b, 0);
			return toUpperHex(Uint8Array.from([...h, sum >> 8, sum & 0xff, 0, 0]));
		};
		for (let length = 0; length < MIN_MESSAGE; length++) equal(new Desk().read(header(length)), 'tooShort 1');
		equal(new Desk().read(header(MAX_MESSAGE + 1)), 'tooLong 1');
		equal(new Desk().read(header(0xffff)), 'tooLong 1');
		const longest = encodeFrame('request', 8, new Uint8Array(MAX_MESSAGE - MIN_MESSAGE).fill(0xa5));
		equal(longest.length, MAX_FRAME);
		equal(new Desk().read(toUpperHex(longest)).length, 2 + 2 * (MAX_MESSAGE - MIN_MESSAGE));
		throws(() => encodeFrame('request', 8, new Uint8Array(MAX_MESSAGE - MIN_MESSAGE + 1)), /^J11: data: expected at most 1349 bytes, got 1350$/);
	});

	it('have names', () => {
		equal(nameOfCode(0x0051), 'scan');
		equal(nameOfCode(0x2051), 'scan');
		equal(nameOfCode(0x6018), 'received');
		equal(nameOfCode(0x20d9), 'reset');
		equal(nameOfCode(0x0002), undefined);
		equal(nameOfCode(0xffff), undefined);
	});
});
