import assert from 'node:assert/strict';
import { decodeBarCode, encodeBarCode, LONGEST_BAR_CODE } from '../../../../src/operations/bar-code/bar-code-text.js';
import { isFault } from '../../../../src/operations/bar-code/faults.js';
import { BAR_CODE_WORDS, barCodeFaultText } from '../../../../src/operations/bar-code/words.js';
import { handheldName, openBarCode, refusalOf, sealBarCode } from '../../../../src/operations/bar-code/work-order-code.js';
import { AT_HANDHELD, CIPHER, CODE, HANDHELD, HPKE, NAME, newPair, OFFICE, TO_HANDHELD } from './code-rig.js';

const open = (text: string) => openBarCode(HPKE, AT_HANDHELD, NAME, text);
const kindOf = (text: string) => {
	const found = decodeBarCode(text);
	return isFault(found) ? found.kind : 'fields';
};

describe('the bar code of a work order', () => {
	let text = '';
	before(async () => {
		text = await sealBarCode(HPKE, CIPHER, TO_HANDHELD, CODE);
	});

	it('brings to the hand-held what the office put in, for units of both kinds', async () => {
		assert.deepEqual(await open(text), CODE);
		const short = { ...CODE, sealed: CODE.sealed.slice(0, 44) };
		assert.deepEqual(await open(await sealBarCode(HPKE, CIPHER, TO_HANDHELD, short)), short);
	});

	it('is of capitals, digits and hyphens, which a QR code packs and all keyboards type alike', () => {
		assert.match(text, /^KEIKI1-W00000012-[0-9A-F]{16}-[A-Z2-7]+-[0-9A-F]{8}$/);
		assert.ok(text.length < 450, String(text.length));
	});

	it('tells nobody the meter, the time or what is sealed, and is another each time', async () => {
		const { envelope } = decodeBarCode(text) as Exclude<ReturnType<typeof decodeBarCode>, { kind: string }>;
		assert.equal(Buffer.from(envelope.sealed).includes(Buffer.from(CODE.meter, 'hex')), false);
		assert.equal(Buffer.from(envelope.sealed).includes(Buffer.from(CODE.sealed.subarray(0, 8))), false);
		assert.notEqual(await sealBarCode(HPKE, CIPHER, TO_HANDHELD, CODE), text);
	});

	// By Python's base64 and zlib.
	it('is this text for these fields, whatever seals them', () => {
		const envelope = { enc: new Uint8Array(65).fill(4), sealed: new Uint8Array(17).fill(255) };
		assert.equal(
			encodeBarCode({ order: 'W00000012', handheld: '0123456789ABCDEF', envelope }),
			`KEIKI1-W00000012-0123456789ABCDEF-${'AQCAIBAE'.repeat(13)}777777777777777777777777777Q-6BE0D5A0`,
		);
	});

	it('is taken in lower case and with what a scanner puts around it', async () => {
		assert.deepEqual(await open(`  ${text.toLowerCase()}\r\n`), CODE);
	});

	it('is cut wherever it ends too early', () => {
		for (let length = 1; length < text.length; length++) assert.equal(kindOf(text.slice(0, length)), 'cut', text.slice(0, length));
	});

	it('is opened only where it is one', async () => {
		assert.deepEqual(await open(text.slice(0, -1)), { kind: 'cut' });
		assert.deepEqual(await open(''), { kind: 'foreign-text' });
	});

	it('is misread where any one character is another', () => {
		for (let at = 'KEIKI1-'.length; at < text.length; at++) {
			for (const other of ['A', '7', '-', ' ', 'é']) {
				if (text[at] === other) continue;
				// With a hyphen more or less the check is short, or there is none.
				const mayBeCut = other === '-' || other === ' ' || other === 'é' || text[at] === '-';
				const kind = kindOf(text.slice(0, at) + other + text.slice(at + 1));
				assert.ok(kind === 'misread' || (mayBeCut && kind === 'cut'), `${at} ${other}: ${kind}`);
			}
		}
	});

	for (const [kind, scanned] of [
		['foreign-text', ''],
		['foreign-text', ' \n'],
		['foreign-text', '4901234567894'],
		['foreign-text', 'https://example.com/'],
		['foreign-text', 'KEIKIX-W00000012'],
		['foreign-text', 'KEIKI-'],
		['foreign-text', `KEIKI1-${'A'.repeat(LONGEST_BAR_CODE - 6)}`],
		['cut', `KEIKI1-${'A'.repeat(LONGEST_BAR_CODE - 7)}`],
		['edition', 'KEIKI2-SOMETHING'],
		['cut', 'KEI'],
		['misread', 'KEIKI1-W00000012-0123456789ABCDEF-AAAA-00000000'],
		['misread', 'KEIKI1----00000000'],
	] as const) {
		it(`finds in ${JSON.stringify(scanned.slice(0, 60))}: ${kind}`, () => assert.equal(kindOf(scanned), kind));
	}

	it('is misread where the check fits and a field is none', () => {
		const { envelope } = decodeBarCode(text) as Exclude<ReturnType<typeof decodeBarCode>, { kind: string }>;
		const whole = encodeBarCode({ order: 'W00000012', handheld: NAME, envelope });
		assert.equal(whole, text);
		assert.throws(() => encodeBarCode({ order: 'W1', handheld: NAME, envelope }), /expected an order of W and 8 digits, got "W1"/);
		assert.throws(() => encodeBarCode({ order: 'W00000012', handheld: 'x', envelope }), /expected a hand-held of 16 hexadecimal digits, got "x"/);
		const nothing = { enc: envelope.enc, sealed: envelope.sealed.subarray(0, 16) };
		assert.equal(kindOf(encodeBarCode({ order: 'W00000012', handheld: NAME, envelope: nothing })), 'misread');
	});

	it('opens for no other hand-held, even under its name, and from no other office', async () => {
		const other = newPair();
		const name = handheldName(CIPHER, other.publicKey);
		assert.deepEqual(await openBarCode(HPKE, { ...other, publicKey: OFFICE.publicKey }, name, text), { kind: 'other-handheld', handheld: NAME });
		assert.deepEqual(await openBarCode(HPKE, { ...other, publicKey: OFFICE.publicKey }, NAME, text), { kind: 'not-opened' });
		const forged = await sealBarCode(HPKE, CIPHER, { privateKey: other.privateKey, publicKey: HANDHELD.publicKey }, CODE);
		assert.deepEqual(await open(forged), { kind: 'not-opened' });
	});

	it('opens for no other order than its own, nor with one bit of the envelope turned', async () => {
		const fields = decodeBarCode(text) as Exclude<ReturnType<typeof decodeBarCode>, { kind: string }>;
		assert.deepEqual(await open(encodeBarCode({ ...fields, order: 'W00000013' })), { kind: 'not-opened' });
		for (const part of ['enc', 'sealed'] as const) {
			for (let at = 0; at < fields.envelope[part].length; at += 7) {
				const altered = fields.envelope[part].slice();
				altered[at]! ^= 1;
				assert.deepEqual(await open(encodeBarCode({ ...fields, envelope: { ...fields.envelope, [part]: altered } })), { kind: 'not-opened' });
			}
		}
	});

	it('is sealed for what can be a meter and credentials only', async () => {
		const seal = (code: object) => sealBarCode(HPKE, CIPHER, TO_HANDHELD, { ...CODE, ...code });
		await assert.rejects(seal({ meter: '4A50' }), /expected a system title of 8 bytes, got 2/);
		await assert.rejects(seal({ sealed: new Uint8Array(45) }), /expected 44 or 108 sealed bytes, got 45/);
		assert.throws(() => handheldName(CIPHER, new Uint8Array(65)), /expected a public key of 64 bytes, got 65/);
	});

	it('is not opened where what is inside has another length', async () => {
		const { envelope } = decodeBarCode(text) as Exclude<ReturnType<typeof decodeBarCode>, { kind: string }>;
		assert.equal(envelope.enc.length + envelope.sealed.length, 65 + 24 + 108 + 16);
		const short = await HPKE.seal(TO_HANDHELD, Buffer.from('Keiki work order 1'), Buffer.from(`KEIKI1-W00000012-${NAME}`), new Uint8Array(24 + 43));
		assert.deepEqual(await open(encodeBarCode({ order: 'W00000012', handheld: NAME, envelope: short })), { kind: 'not-opened' });
	});
});

describe('a bar code that is opened', () => {
	const isUsed = (order: string, version: number) => order === 'W00000012' && version === 3;
	const atHand = { now: CODE.notBefore, order: CODE.order, meter: CODE.meter.toLowerCase(), isUsed };

	it('is used from its first to its last moment, both included', () => {
		assert.equal(refusalOf(CODE, atHand), undefined);
		assert.equal(refusalOf(CODE, { now: CODE.notAfter, isUsed }), undefined);
		assert.deepEqual(refusalOf(CODE, { ...atHand, now: CODE.notBefore - 1 }), { kind: 'too-early', notBefore: CODE.notBefore });
		assert.deepEqual(refusalOf(CODE, { ...atHand, now: CODE.notAfter + 1 }), { kind: 'expired', notAfter: CODE.notAfter });
	});

	it('is refused for another order, another meter, and a second time', () => {
		assert.deepEqual(refusalOf(CODE, { ...atHand, order: 'W00000013' }), { kind: 'other-order', order: 'W00000012' });
		assert.deepEqual(refusalOf(CODE, { ...atHand, meter: '4A504D0000000002' }), { kind: 'other-meter', meter: CODE.meter });
		assert.deepEqual(refusalOf({ ...CODE, version: 3 }, atHand), { kind: 'used', order: 'W00000012' });
	});

	it('is refused in words of both languages, with what to do', () => {
		const faults = [
			{ kind: 'edition', found: 'KEIKI9' },
			{ kind: 'other-handheld', handheld: NAME },
			{ kind: 'other-meter', meter: CODE.meter },
			{ kind: 'expired', notAfter: 5 },
			{ kind: 'too-early', notBefore: 5 },
			{ kind: 'used', order: 'W00000012' },
		] as const;
		for (const language of ['en', 'ja'] as const) {
			for (const fault of faults) {
				const text = barCodeFaultText(fault, language, (ms) => `at ${ms}`);
				const [, told] = Object.values(fault);
				assert.ok(text.includes(typeof told === 'number' ? `at ${told}` : told), text);
			}
		}
		assert.deepEqual(Object.keys(BAR_CODE_WORDS.ja), Object.keys(BAR_CODE_WORDS.en));
	});
});
