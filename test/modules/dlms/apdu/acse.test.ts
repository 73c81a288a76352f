import {
	type Aare,
	type Aarq,
	CONTEXT,
	DIAGNOSTIC,
	decodeAare,
	decodeAarq,
	decodeRlre,
	decodeRlrq,
	encodeAare,
	encodeAarq,
	encodeRlre,
	encodeRlrq,
	MECHANISM,
	RESULT,
	UNKNOWN,
} from '../../../../modules/dlms/apdu/acse.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';
import { ACSE } from '../../../vectors/cosem.js';
import { encoded, refusesOtherLengths } from '../encoded.js';

const INITIATE_REQUEST = '01 00 00 00 06 5F 1F 04 00 00 7E 1F 04 B0'.toLowerCase();
const INITIATE_RESPONSE = '08 00 06 5F 1F 04 00 00 50 1F 01 F4 00 07'.toLowerCase();
const BARE_AARE: Aare = {
	context: CONTEXT.logicalNames,
	result: RESULT.accepted,
	diagnostic: DIAGNOSTIC.null,
	respondingApTitle: undefined,
	respondingAeQualifier: undefined,
	authentication: false,
	mechanism: undefined,
	respondingAuthentication: undefined,
	userInformation: undefined,
};

function same(actual: Uint8Array | undefined, expected: string): void {
	bytesEqual(actual!, expected);
}

describe('ACSE: AARQ', () => {
	for (const name of ['aarq', 'aarqLow', 'aarqGmac', 'aarqCiphered'] as const) {
		const bytes = ACSE[name].toLowerCase();
		it(`goes both ways: ${name}`, () =>
			bytesEqual(
				encoded((w) => encodeAarq(w, decodeAarq(hex(bytes)))),
				bytes,
			));
		it(`is refused truncated or longer: ${name}`, () => refusesOtherLengths(hex(bytes), decodeAarq, 'ACSE'));
	}

	it('without authentication has a context and InitiateRequest', () => {
		const aarq = decodeAarq(hex(ACSE.aarq));
		equal(aarq.context, CONTEXT.logicalNames);
		equal(aarq.version1, true);
		equal(aarq.authentication, false);
		equal(aarq.mechanism, undefined);
		equal(aarq.callingApTitle, undefined);
		equal(aarq.callingAuthentication, undefined);
		same(aarq.userInformation, INITIATE_REQUEST);
	});

	it('with a password names its mechanism', () => {
		const aarq = decodeAarq(hex(ACSE.aarqLow));
		equal(aarq.authentication, true);
		equal(aarq.mechanism, MECHANISM.low);
		same(aarq.callingAuthentication, '3132333435363738');
	});

	it('with GMAC carries a challenge', () => {
		const aarq = decodeAarq(hex(ACSE.aarqGmac));
		equal(aarq.mechanism, MECHANISM.highGmac);
		same(aarq.callingAuthentication, '4b35366956616759');
	});

	it('that is ciphered carries the title of its sender', () => {
		const aarq = decodeAarq(hex(ACSE.aarqCiphered));
		equal(aarq.context, CONTEXT.logicalNamesCiphered);
		same(aarq.callingApTitle, '4d4d4d0000bc614e');
		equal(aarq.userInformation?.length, 0x32);
	});

	it('says whether version 1 is spoken', () => {
		const fields = ' A1 09 06 07 60 85 74 05 08 01 01';
		equal(decodeAarq(hex(`60 0F 80 02 07 80${fields}`)).version1, true);
		equal(decodeAarq(hex(`60 0F 80 02 06 40${fields}`)).version1, false);
	});

	it('with names that are not of DLMS is read, and they are unknown', () => {
		equal(decodeAarq(hex('60 0B A1 09 06 07 60 85 74 05 08 03 01')).context, UNKNOWN);
		equal(decodeAarq(hex('60 07 A1 05 06 03 2A 03 04')).context, UNKNOWN);
		equal(decodeAarq(hex('60 10 A1 09 06 07 60 85 74 05 08 01 01 8B 03 2A 03 04')).mechanism, UNKNOWN);
		throws(() => encoded((w) => encodeAarq(w, { ...decodeAarq(hex(ACSE.aarq)), context: UNKNOWN })), /expected a last arc of 0 to 127, got -1/);
	});

	it('passes over fields that nobody needs', () => {
		// Called AP title, calling AE invocation id, implementation information.
		const bytes = '60 1D A1 09 06 07 60 85 74 05 08 01 01 A2 04 04 02 4D 4D A9 03 02 01 01 BD 05 04 03 31 32 33';
		equal(decodeAarq(hex(bytes)).context, CONTEXT.logicalNames);
	});

	it('with a field twice, without its context, or with an element that does not fill its field, is refused', () => {
		throws(
			() => decodeAarq(hex('60 16 A1 09 06 07 60 85 74 05 08 01 01 A1 09 06 07 60 85 74 05 08 01 01')),
			/at byte 13: expected field 0xa1 only once/,
		);
		throws(() => decodeAarq(hex('60 00')), /expected an application context name/);
		throws(() => decodeAarq(hex('60 0C A1 0A 06 07 60 85 74 05 08 01 01 00')), /expected the end, found 1 more bytes/);
		throws(() => decodeAarq(hex('61 00')), /^ACSE: at byte 0: expected AARQ \(0x60\)/);
		throws(() => decodeAarq(hex('60 80 00 00')), /a length of at most four bytes/);
	});

	it('with long authentication and user information has lengths of more bytes', () => {
		const aarq: Aarq = { ...decodeAarq(hex(ACSE.aarqGmac)), callingAuthentication: new Uint8Array(64).fill(7), userInformation: new Uint8Array(300) };
		const bytes = encoded((w) => encodeAarq(w, aarq));
		equal(toHex(bytes.subarray(0, 4)), '60820190');
		equal(bytes.length, 4 + 0x190);
		equal(decodeAarq(bytes).callingAuthentication?.length, 64);
		equal(decodeAarq(bytes).userInformation?.length, 300);
	});
});

describe('ACSE: AARE', () => {
	for (const name of ['aare', 'aareBadContext', 'aareBadVersion', 'aareGmac'] as const) {
		const bytes = ACSE[name].toLowerCase();
		it(`goes both ways: ${name}`, () =>
			bytesEqual(
				encoded((w) => encodeAare(w, decodeAare(hex(bytes)))),
				bytes,
			));
		it(`is refused truncated or longer: ${name}`, () => refusesOtherLengths(hex(bytes), decodeAare, 'ACSE'));
	}

	it('accepts', () => {
		const aare = decodeAare(hex(ACSE.aare));
		equal(aare.result, RESULT.accepted);
		equal(aare.diagnostic, DIAGNOSTIC.null);
		same(aare.userInformation, INITIATE_RESPONSE);
	});

	it('rejects a context', () => {
		const aare = decodeAare(hex(ACSE.aareBadContext));
		equal(aare.result, RESULT.rejectedPermanent);
		equal(aare.diagnostic, DIAGNOSTIC.contextNotSupported);
	});

	it('rejects a version, and says why in its user information', () => {
		const aare = decodeAare(hex(ACSE.aareBadVersion));
		equal(aare.diagnostic, DIAGNOSTIC.noReason);
		same(aare.userInformation, '0e010601');
	});

	it('asks for passes 3 and 4 of GMAC', () => {
		const aare = decodeAare(hex(ACSE.aareGmac));
		equal(aare.diagnostic, DIAGNOSTIC.authenticationRequired);
		equal(aare.authentication, true);
		equal(aare.mechanism, MECHANISM.highGmac);
		same(aare.respondingAuthentication, '503677524a323146');
	});

	it('carries every diagnostic, of the service user and of the provider', () => {
		for (const diagnostic of Object.values(DIAGNOSTIC)) {
			const bytes = encoded((w) => encodeAare(w, { ...BARE_AARE, result: RESULT.rejectedPermanent, diagnostic }));
			equal(decodeAare(bytes).diagnostic, diagnostic);
			equal(toHex(bytes.subarray(18, 25)), `a305a${diagnostic >> 8}030201${(diagnostic & 0xff).toString(16).padStart(2, '0')}`);
		}
	});

	it('carries the title of the server, as seen with ciphering', () => {
		const bytes = encoded((w) => encodeAare(w, { ...BARE_AARE, context: CONTEXT.logicalNamesCiphered, respondingApTitle: hex('4a504d0000000001') }));
		bytesEqual(bytes, '6123a109060760857405080103a203020100a305a103020100a40a04084a504d0000000001');
		same(decodeAare(bytes).respondingApTitle, '4a504d0000000001');
	});

	it('without a result, or with a diagnostic of nobody, is refused', () => {
		throws(() => decodeAare(hex('61 0B A1 09 06 07 60 85 74 05 08 01 01')), /expected result and result-source-diagnostic/);
		throws(
			() => decodeAare(hex('61 17 A1 09 06 07 60 85 74 05 08 01 01 A2 03 02 01 00 A3 05 A3 03 02 01 00')),
			/a diagnostic of the service user or provider/,
		);
	});
});

describe('ACSE: release', () => {
	it('goes both ways', () => {
		bytesEqual(
			encoded((w) => encodeRlrq(w, { reason: 0, userInformation: undefined })),
			ACSE.rlrq,
		);
		bytesEqual(
			encoded((w) => encodeRlre(w, { reason: 0, userInformation: undefined })),
			ACSE.rlre,
		);
		equal(decodeRlrq(hex(ACSE.rlrq)).reason, 0);
		equal(decodeRlre(hex(ACSE.rlre)).reason, 0);
		refusesOtherLengths(hex(ACSE.rlrq), decodeRlrq, 'ACSE');
		refusesOtherLengths(hex(ACSE.rlre), decodeRlre, 'ACSE');
	});

	it('may say nothing at all', () => {
		equal(decodeRlrq(hex('62 00')).reason, undefined);
		bytesEqual(
			encoded((w) => encodeRlre(w, { reason: undefined, userInformation: undefined })),
			'6300',
		);
	});

	it('that is ciphered has its user information, with lengths that are right', () => {
		const ciphered = `211f30 00000001 ${'00'.repeat(14)} ${'11'.repeat(12)}`;
		const bytes = encoded((w) => encodeRlrq(w, { reason: 0, userInformation: hex(ciphered) }));
		bytesEqual(bytes, `6228 800100 be23 0421 ${ciphered}`);
		same(decodeRlrq(bytes).userInformation, ciphered.replace(/ /g, ''));
		refusesOtherLengths(bytes, decodeRlrq, 'ACSE');
	});
});
