import { encodeFrame } from '../../../../modules/wi-sun-module/j11/language/frame.js';
import { J11Tap } from '../../../../src/world/dongle/j11-tap.js';
import { openLines, type SerialLine } from '../../../../src/world/dongle/serial-line.js';
import { equal, hex } from '../../../assert.js';
import { FRAMES, frameOf } from '../../../vectors/j11.js';

/** Checksum and password are hidden, the id is not. */
const OPEN_CREDENTIALS = `${frameOf('credentials').slice(0, 20)}0000${frameOf('credentials').slice(24, 88)} …`;

class Watch {
	readonly lines: SerialLine[] = [];
	readonly tap = new J11Tap(openLines((line) => this.lines.push(line)));

	told(): string {
		return this.lines
			.splice(0)
			.map(({ direction, frame, hex: digits, length }) => `${direction} ${frame} ${digits} ${length}`)
			.join('; ');
	}
}

describe('The dialogue with a J11 dongle', () => {
	it('is told frame by frame, with the name of the command', () => {
		const { tap, lines } = new Watch();
		for (const [, from, frame] of FRAMES) {
			if (from === '>') tap.toModule(hex(frame));
			else tap.toHost(hex(frame));
		}
		equal(lines.length, FRAMES.length);
		for (const [i, [name, , frame]] of FRAMES.entries()) {
			equal(lines[i]!.hex, name === 'credentials' ? OPEN_CREDENTIALS : name === 'key' ? `${frame.slice(0, 20)} …` : frame, name);
			equal(lines[i]!.length, frame.length / 2, name);
		}
	});

	it('hides all of a 0054 whose length is wrong', () => {
		const watch = new Watch();
		watch.tap.toModule(encodeFrame('request', 0x54, hex('30'.repeat(43))));
		equal(watch.told(), 'toModule setCredentials D0EA83FC0054002F03BC … 55');
	});

	it('hides the password of 0054 and the key of 2059, and nothing else of them', () => {
		const watch = new Watch();
		watch.tap.toModule(hex(frameOf('credentials')));
		watch.tap.toHost(hex(frameOf('credentials ok')));
		watch.tap.toModule(hex(frameOf('key?')));
		watch.tap.toHost(hex(frameOf('key')));
		watch.tap.toHost(hex('D0F9EE5D2059000503920010 10'));
		equal(
			watch.told(),
			[
				`toModule setCredentials ${OPEN_CREDENTIALS} 56`,
				`toHost setCredentials ${frameOf('credentials ok')} 13`,
				`toModule key ${frameOf('key?')} 12`,
				`toHost key ${frameOf('key').slice(0, 20)} … 29`,
				'toHost key D0F9EE5D205900050392001010 13',
			].join('; '),
		);
	});

	it('counts what is no frame, and shows none of it', () => {
		const watch = new Watch();
		watch.tap.toModule(hex('534B5645520D0A'));
		watch.tap.toModule(hex(frameOf('credentials').replace('09D4', '09D5')));
		equal(watch.told(), 'toModule unreadable null 7; toModule unreadable null 56');
		watch.tap.toModule(hex(frameOf('credentials').slice(0, 60)));
		watch.tap.restart();
		watch.tap.toModule(hex(frameOf('status?')));
		equal(watch.told(), `toModule status ${frameOf('status?')} 12`);
	});
});
