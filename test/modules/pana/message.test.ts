import { AvpCode, avpNumber, avpValue, decodeMessage, encodeMessage, type MessageName, numberAvp } from '../../../modules/pana/message.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';
import { PANA_EXCHANGE, PANA_VECTOR } from '../../vectors/pana.js';

interface Layout {
	readonly name: MessageName;
	readonly length: number;
	/** From the first message's sequence number on. */
	readonly step: number;
	readonly avps: readonly number[];
}

// Lengths and AVPs in order, as seen on the air from real meters (rows from the PAA), and as RFC 5191 implies (rows from the PaC).
const LAYOUTS: { readonly [message in (typeof PANA_EXCHANGE)[number]]: Layout } = {
	pci: { name: 'PCI', length: 16, step: 0, avps: [] },
	iPar: { name: 'PAR[S]', length: 40, step: 0, avps: [6, 3] },
	iPan: { name: 'PAN[S]', length: 40, step: 0, avps: [6, 3] },
	par1: { name: 'PAR', length: 104, step: 1, avps: [5, 2] },
	pan1: { name: 'PAN', length: 140, step: 1, avps: [5, 2] },
	par2: { name: 'PAR', length: 84, step: 2, avps: [2] },
	pan2: { name: 'PAN', length: 68, step: 2, avps: [2] },
	par3: { name: 'PAR[C]', length: 88, step: 3, avps: [7, 2, 4, 8, 1] },
	pan3: { name: 'PAN[C]', length: 52, step: 3, avps: [4, 1] },
};

const PING = '0000 0010 8800 0004 0badcafe 00000007';

describe('PANA message', () => {
	for (const key of PANA_EXCHANGE) {
		const { name, length, step, avps } = LAYOUTS[key];
		it(`decodes and encodes ${name} of ${length} bytes (${key})`, () => {
			const bytes = hex(PANA_VECTOR[key]);
			equal(bytes.length, length);
			const message = decodeMessage(bytes);
			equal(message.name, name);
			equal(message.sessionId, key === 'pci' ? 0 : PANA_VECTOR.sessionId);
			equal(message.sequence, key === 'pci' ? 0 : PANA_VECTOR.sequence + step);
			equal(message.avps.map(({ code }) => code).join(), avps.join());
			bytesEqual(encodeMessage(message), PANA_VECTOR[key]);
		});

		it(`refuses every truncation of ${key}`, () => {
			const whole = hex(PANA_VECTOR[key]);
			for (let cut = 0; cut < whole.length; cut++) {
				const truncated = whole.slice(0, cut);
				throws(() => decodeMessage(truncated), /^PANA: at byte/);
				if (cut < 16) continue;
				// With a length field that agrees, an AVP is what is missing or incomplete, unless the cut falls between two.
				truncated[3] = cut;
				const decoded = tryDecode(truncated);
				if (decoded !== undefined) equal(encodeMessage(decoded).length, cut);
			}
		});
	}

	it('finds values by AVP code', () => {
		const message = decodeMessage(hex(PANA_VECTOR.par3));
		equal(avpNumber(message, AvpCode.SessionLifetime), 86_400);
		equal(avpNumber(message, AvpCode.KeyId), PANA_VECTOR.keyId);
		bytesEqual(avpValue(message, AvpCode.EapPayload)!, '03a50004');
		equal(avpValue(message, AvpCode.Nonce), undefined);
	});

	it('takes a Key-Id of 32 bits as unsigned (erratum 2997)', () => {
		const avps = [numberAvp(AvpCode.KeyId, 0xf8bc38a1)];
		const bytes = encodeMessage({ name: 'PAN[C]', sessionId: 0xffffffff, sequence: 0xffffffff, avps });
		bytesEqual(bytes, '0000001c20000002 ffffffff ffffffff 0004000000040000 f8bc38a1');
		equal(avpNumber(decodeMessage(bytes), AvpCode.KeyId), 0xf8bc38a1);
	});

	it('names PNR by its flag', () => {
		equal(decodeMessage(hex(PING)).name, 'PNR[P]');
		equal(decodeMessage(hex(PING.replace('8800', '9000'))).name, 'PNR[A]');
		equal(decodeMessage(hex(PING.replace('8800', '0800'))).name, 'PNA[P]');
		throws(() => decodeMessage(hex(PING.replace('8800', '8000'))), /at byte 4: expected flags and type of a known message/);
		throws(() => decodeMessage(hex(PING.replace('8800', '9800'))), /at byte 4: expected flags and type/);
	});

	it('ignores reserved bits of header, flags and AVP, as a receiver must', () => {
		const bytes = hex(PANA_VECTOR.iPar);
		bytes[0] = 0xa5;
		bytes[5] = 0xff;
		bytes[19] = 0xff;
		bytes[22] = 0xff;
		bytesEqual(encodeMessage(decodeMessage(bytes)), PANA_VECTOR.iPar);
	});

	it('refuses a length field that is not the length of the message', () => {
		throws(() => decodeMessage(hex(PING.replace('0010', '0014'))), /at byte 2: expected the length 16/);
		throws(() => decodeMessage(hex(`${PING}00000000`)), /at byte 2: expected the length 20/);
	});

	it('refuses PCI with a session id or a sequence number', () => {
		throws(() => decodeMessage(hex('00000010 00000001 00000001 00000000')), /at byte 8: expected session id and sequence number 0/);
		throws(() => decodeMessage(hex('00000010 00000001 00000000 00000001')), /at byte 8/);
	});

	const keyId = '0004000000040000 00000001';
	const auth = `0001000000100000 ${'00'.repeat(16)}`;

	it('refuses a second AVP where one is the most', () => {
		throws(() => decodeMessage(hex(`00000028 20000002 0badcafe 00000001 ${keyId}${keyId}`)), /at byte 28: expected no second Key-Id/);
	});

	it('takes several algorithms in PAR[S], one in PAN[S]', () => {
		const prf = '0006000000040000 00000002 0006000000040000 00000005';
		const integrity = '0003000000040000 0000000c';
		equal(decodeMessage(hex(`00000034 c0000002 0badcafe 00000001 ${prf}${integrity}`)).avps.length, 3);
		throws(() => decodeMessage(hex(`00000034 40000002 0badcafe 00000001 ${prf}${integrity}`)), /expected no second PRF-Algorithm/);
	});

	it('refuses AUTH that is not the last AVP', () => {
		throws(() => decodeMessage(hex(`00000034 20000002 0badcafe 00000001 ${auth}${keyId}`)), /at byte 40: expected AUTH as the last AVP/);
	});

	it('refuses AVPs that the message does not carry, that nobody knows, and of vendors', () => {
		throws(() => decodeMessage(hex(`0000001c 88000004 0badcafe 00000001 ${keyId}`)), /at byte 16: expected no Key-Id in PNR\[P\]/);
		throws(() => decodeMessage(hex('0000001c 20000002 0badcafe 00000001 000a000000040000 00000001')), /expected an AVP code from 1 to 9, got 10/);
		throws(() => decodeMessage(hex('00000020 20000002 0badcafe 00000001 0004800000040000 00000001 00000001')), /expected no AVP of a vendor/);
	});

	it('refuses values of a wrong length, and padding that is not zero', () => {
		throws(() => decodeMessage(hex('0000001c 20000002 0badcafe 00000001 0004000000030000 00000100')), /expected 4 to 4 bytes of Key-Id, got 3/);
		throws(() => decodeMessage(hex('0000001c 80000002 0badcafe 00000001 0005000000040000 00000001')), /expected 8 to 256 bytes of Nonce, got 4/);
		throws(() => decodeMessage(hex('00000020 80000002 0badcafe 00000001 0002000000050000 0102030405 000001')), /expected zeros as padding/);
	});

	it('refuses PTR without Termination-Cause', () => {
		throws(() => decodeMessage(hex('00000010 80000003 0badcafe 00000001')), /at byte 16: expected Termination-Cause in PTR/);
		equal(decodeMessage(hex('0000001c 80000003 0badcafe 00000001 0009000000040000 00000008')).name, 'PTR');
	});

	it('does not encode what it would not decode', () => {
		const message = { name: 'PNA[P]', sessionId: 1, sequence: 1, avps: [numberAvp(AvpCode.KeyId, 1)] } as const;
		throws(() => encodeMessage(message), /^PANA: no Key-Id in PNA\[P\]/);
	});
});

function tryDecode(bytes: Uint8Array) {
	try {
		return decodeMessage(bytes);
	} catch {
		return undefined;
	}
}
