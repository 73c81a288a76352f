import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { decodeFrame, type Frame, FrameType, FrameVersion, splitPayload } from '../../../modules/ieee802154/frame.js';
import { ccmNonce, protectFrame, unprotectFrame } from '../../../modules/ieee802154/security.js';
import type { SecurityHeader } from '../../../modules/ieee802154/security-header.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { ANNEX_C, ANNEX_C_SENDER, frameNamed, HEMS, LINK_KEY, METER, SESSION } from '../../vectors/ieee802154.js';

const cipher = new PortableCipher();
const key = hex(LINK_KEY);

describe('IEEE 802.15.4 security', () => {
	it('makes the nonce of Annex C.2.3', () => bytesEqual(ccmNonce(hex(ANNEX_C_SENDER), 5, 6), 'acde480000000001 00000005 06'));

	for (const { name, header, open, plain, sealed } of ANNEX_C) {
		it(`protects and opens Annex ${name}`, () => {
			const psdu = hex(header + open + sealed);
			const frame = decodeFrame(psdu);
			bytesEqual(unprotectFrame(cipher, key, hex(ANNEX_C_SENDER), psdu, frame)!, open + plain);
			bytesEqual(protectFrame(cipher, key, hex(ANNEX_C_SENDER), { ...frame, payload: hex(open + plain) }), toHex(psdu));
		});
	}

	it('hides payload IEs in version 2, not header IEs', () => {
		const { header, sealed } = ANNEX_C[3]!;
		const psdu = hex(header + sealed);
		const frame = decodeFrame(psdu);
		const { elements, content } = splitPayload(frame, unprotectFrame(cipher, key, hex(ANNEX_C_SENDER), psdu, frame)!);
		equal(frame.headerElements?.length, 2);
		equal(elements.length, 2);
		equal(String.fromCharCode(...content), 'This is data');
	});

	for (const name of ['EL Get secured v1', 'EL Get_Res secured v1', 'EL Get secured v2', 'INF mcast', 'long secured']) {
		it(`opens and protects ${name} of the session`, () => {
			const psdu = hex(frameNamed(name));
			const frame = decodeFrame(psdu);
			const sender = frame.source as Uint8Array;
			const payload = unprotectFrame(cipher, key, sender, psdu, frame);
			equal(payload?.[0], 0x7e);
			bytesEqual(protectFrame(cipher, key, sender, { ...frame, payload: payload! }), toHex(psdu));
		});
	}

	it('opens neither a changed frame nor one of another sender or key', () => {
		const psdu = hex(frameNamed('EL Get secured v1'));
		for (let at = 3; at < psdu.length; at++) {
			const changed = psdu.slice();
			changed[at]! ^= 0x80;
			const frame = decodeFrame(changed);
			if (frame.security?.level === 5) equal(unprotectFrame(cipher, key, hex(HEMS), changed, frame), undefined, `byte ${at}`);
		}
		const frame = decodeFrame(psdu);
		equal(unprotectFrame(cipher, key, hex(METER), psdu, frame), undefined);
		equal(unprotectFrame(cipher, new Uint8Array(16), hex(HEMS), psdu, frame), undefined);
	});

	it('goes both ways at every level and key identifier mode, in both versions', () => {
		const identifiers: Partial<SecurityHeader>[] = [
			{},
			{ keyIndex: 1 },
			{ keyIndex: 2, keySource: hex('01020304') },
			{ keyIndex: 3, keySource: hex(METER) },
		];
		for (const version of [FrameVersion.v2006, FrameVersion.v2015]) {
			for (const type of [FrameType.data, FrameType.command]) {
				for (let level = 0; level < 8; level++) {
					for (const identifier of identifiers) {
						const frame: Frame = {
							type,
							version,
							sequence: 1,
							destinationPan: 0x8888,
							destination: 0xffff,
							panIdCompression: true,
							source: hex(HEMS),
							security: { level, frameCounter: 0xfffffffe, ...identifier },
							payload: hex('07 a5a5a5'),
						};
						const psdu = protectFrame(cipher, key, hex(HEMS), frame);
						const decoded = decodeFrame(psdu);
						equal(decoded.security?.level, level);
						equal(decoded.security?.frameCounter, 0xfffffffe);
						bytesEqual(unprotectFrame(cipher, key, hex(HEMS), psdu, decoded)!, '07a5a5a5');
						equal(decoded.payload.length, 4 + [0, 4, 8, 16][level & 3]!);
						equal(toHex(decoded.payload).startsWith('07a5a5a5'), level < 4, `level ${level}`);
						equal(decoded.payload[0] === 7, level < 4 || (type === FrameType.command && version === FrameVersion.v2006), `level ${level}`);
					}
				}
			}
		}
	});

	it('refuses a payload that ends within its MIC', () => {
		for (const { psdu } of SESSION.filter(({ name }) => name.includes('secured'))) {
			const whole = hex(psdu);
			const { headerLength } = decodeFrame(whole);
			for (let length = headerLength; length < headerLength + 4; length++) {
				const cut = whole.subarray(0, length);
				throws(() => unprotectFrame(cipher, key, hex(HEMS), cut, decodeFrame(cut)), /^IEEE 802\.15\.4: at byte \d+: expected a MIC of 4 bytes/);
			}
			const cut = whole.subarray(0, headerLength + 4);
			equal(unprotectFrame(cipher, key, hex(HEMS), cut, decodeFrame(cut)), undefined);
		}
	});

	it('refuses a command without its identifier, a suppressed counter, and a sender that is no EUI-64', () => {
		const { header } = ANNEX_C[2]!;
		const command = hex(`${header} 0000000000000000`);
		throws(() => unprotectFrame(cipher, key, hex(HEMS), command, decodeFrame(command)), /expected a command identifier/);
		const suppressed = hex('09a8 01 8888 ffff 8888 0200 2d 01 a5a5a5a5a5');
		throws(() => unprotectFrame(cipher, key, hex(HEMS), suppressed, decodeFrame(suppressed)), /expected a security header with a frame counter/);
		throws(() => protectFrame(cipher, key, hex('0102'), decodeFrame(command)), /sender: expected an EUI-64 of 8 bytes, got 2/);
		throws(
			() => protectFrame(cipher, key, hex(HEMS), decodeFrame(hex(frameNamed('PCI')))),
			/expected a security header with a frame counter, got none/,
		);
	});
});
