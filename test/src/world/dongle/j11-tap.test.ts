import { J11Tap } from '../../../../src/world/dongle/j11-tap.js';
import type { SerialLine } from '../../../../src/world/dongle/serial-tap.js';
import { equal, hex } from '../../../assert.js';
import { FRAMES, frameOf } from '../../../vectors/j11.js';

class Watch {
	readonly lines: SerialLine[] = [];
	readonly tap = new J11Tap((line) => this.lines.push(line));

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
			const isSecret = name === 'credentials' || name === 'key';
			equal(lines[i]!.hex, isSecret ? `${frame.slice(0, 20)} …` : frame, name);
			equal(lines[i]!.length, frame.length / 2, name);
		}
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
				'toModule setCredentials D0EA83FC0054003003BD … 56',
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
