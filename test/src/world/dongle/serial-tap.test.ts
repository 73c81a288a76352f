import { SeededRandom } from '../../../../hal/virtual/random.js';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { MODELS } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import { openLines, type SerialLine } from '../../../../src/world/dongle/serial-line.js';
import { LONGEST, SerialTap } from '../../../../src/world/dongle/serial-tap.js';
import { equal } from '../../../assert.js';

class Heard {
	readonly lines: SerialLine[] = [];
	readonly tap = new SerialTap(
		MODELS.bp35a1,
		openLines((line) => this.lines.push(line)),
	);

	/** Byte by byte, as a person types. */
	typed(text: string): this {
		for (const byte of asciiBytes(text)) this.tap.toModule(Uint8Array.of(byte));
		return this;
	}

	said(text: string): this {
		this.tap.toHost(asciiBytes(text));
		return this;
	}

	get text(): string {
		return this.lines.map(({ direction, text, hex, data }) => `${direction} ${text ?? hex}${data === null ? '' : ` + ${data}`}`).join('; ');
	}
}

describe('Serial tap', () => {
	it('tells whole lines, however they come in pieces', () => {
		equal(
			new Heard().typed('SKVER\r\n').said('SKV').said('ER\r\nEVER 1.2').said('.10\r\nOK\r\n').text,
			'toModule SKVER; toHost SKVER; toHost EVER 1.2.10; toHost OK',
		);
	});

	it('tells the answer to a command of the product, which ends with CR alone', () => {
		equal(new Heard().said('ROPT\r\nOK 01\r').text, 'toHost ROPT; toHost OK 01');
	});

	it('tells the bytes behind SKSENDTO with its line, whatever they are', () => {
		const line = 'SKSENDTO 1 FE80:0000:0000:0000:0211:2233:4455:6677 0E1A 1 0003 ';
		equal(new Heard().typed(`${line}a\r\nSKVER\r`).text, `toModule ${line} + 610D0A; toModule SKVER`);
	});

	it('hides a password on its way in and in the echo, in whatever letters, and keys likewise', () => {
		const heard = new Heard();
		heard.typed('SKSETPWD C 0123456789AB\r').typed('sksetpwd c 0123456789AB\r').typed('SKSETPSK 10 00112233445566778899AABBCCDDEEFF\r');
		heard.said('SKSETPWD C 01234\b \b456789AB\r\n').said('xSKSET\b \bTPWD C 0123456789AB\r\n');
		equal(heard.text, 'toModule SKSETPWD C …; toModule sksetpwd c …; toModule SKSETPSK 10 …; toHost SKSETPWD C …; toHost xSKSETPWD C …');
	});

	it('tells a line with other bytes as digits', () => {
		const heard = new Heard();
		heard.tap.toHost(Uint8Array.of(0x45, 0x81, 0x0d));
		equal(heard.text, 'toHost 4581');
	});

	for (const [grammar, behindMac] of [
		['single', '1'],
		['side', '1 0'],
		['side with LQI', '7A 1 0'],
	]) {
		it(`tells an ERXUDP with its raw payload as one line, whatever its bytes: ${grammar}`, () => {
			const heard = new Heard();
			const head = `ERXUDP FE80:0000:0000:0000:0211:2233:4455:6677 FE80:0000:0000:0000:0211:2233:4455:6688 0E1A 0E1A 0011223344556677 ${behindMac} 0005 `;
			heard.tap.toHost(Uint8Array.from([...asciiBytes(head), 0x0d, 0x20, 0x08, 0x0a, 0x81, 0x0d, 0x0a, ...asciiBytes('OK'), 0x0d, 0x0a]));
			equal(heard.text, `toHost ${toUpperHex(asciiBytes(head))}0D20080A81; toHost OK`);
		});
	}

	it('tells the same of bytes that come together as of one after the other', () => {
		const random = new SeededRandom(3, 'serial tap');
		const head = 'ERXUDP FE80:0000:0000:0000:0211:2233:4455:6677 FE80:0000:0000:0000:0211:2233:4455:6688 0E1A 0E1A 00112233445566';
		const others = ['OK\r\n', 'OK 01\r', '\r\n', '\n', 'EVENT 21 00\r\n', 'SKVE\b \bER\r\n', 'ER', ' ', 'x'.repeat(300)];
		const behindMac = ['77 1 ', '77 1 0 ', '88 7A 1 0 '];
		const payloads = [
			'0002 ab',
			'0003 a\rb',
			'0004 a b\n',
			'0002 a\b',
			'0001 0D',
			'0002 abcd',
			'0002 ab cd',
			'0010 short',
			'000a 0123456789',
			'0000 ',
			'00x1 a',
			'0003-a\rb',
		];
		const drawn = () =>
			random.below(2) === 0
				? others[random.below(others.length)]
				: `${random.below(3) === 0 ? head.replace('FE80', 'GE80') : head}${behindMac[random.below(behindMac.length)]}${payloads[random.below(payloads.length)]}\r\n`;
		const [together, apart] = [new Heard(), new Heard()];
		let lines = 0;
		for (let i = 0; i < 200; i++) {
			const bytes = asciiBytes(Array.from({ length: 1 + random.below(3) }, drawn).join(''));
			together.tap.toHost(bytes);
			for (let at = 0; at < bytes.length; at++) apart.tap.toHost(bytes.subarray(at, at + 1));
			equal(together.text, apart.text);
			lines += together.lines.length;
			together.lines.length = apart.lines.length = 0;
		}
		equal(lines > 200, true);
	});

	it('keeps no more of a line than what it may have, and counts the rest', () => {
		const heard = new Heard().said(`${'x'.repeat(LONGEST + 1000)}\r\n`);
		equal(`${heard.lines[0]!.text!.length} ${heard.lines[0]!.length}`, `${LONGEST} ${LONGEST + 1000}`);
	});

	it('does not take what a former program has begun for a part of the next', () => {
		const heard = new Heard().typed('SKSETPW').said('SKSETPW');
		heard.tap.restart();
		equal(heard.typed('SKVER\r').said('SKVER\r\n').text, 'toModule SKVER; toHost SKVER');
	});
});
