import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { decodeAarq } from '../../../../modules/dlms/apdu/acse.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { decodeDataNotification } from '../../../../modules/dlms/apdu/notification.js';
import {
	CONTROL,
	decodeCiphered,
	dedTag,
	encodeCiphered,
	GENERAL_OVERHEAD,
	gloTag,
	type Protection,
	plainTag,
	protocolOf,
	Suite0,
} from '../../../../modules/dlms/security/ciphering.js';
import { decodeWrapper, encodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';
import { ACSE, PUSH, SUITE0 } from '../../../vectors/cosem.js';
import { encoded, refusesOtherLengths } from '../encoded.js';

const A = CONTROL.authentication;
const E = CONTROL.encryption;
const AE = A | E;
const SERVER: Protection = { encryptionKey: hex(SUITE0.encryptionKey), authenticationKey: hex(SUITE0.authenticationKey), title: hex(SUITE0.title) };
const CLIENT: Protection = { ...SERVER, title: hex(SUITE0.clientTitle) };
const PLAIN = hex(SUITE0.plain);

const suite = new Suite0(new PortableCipher());

describe('security suite 0', () => {
	const forms = [
		['authenticates', A, SUITE0.authenticated],
		['encrypts', E, SUITE0.encrypted],
		['authenticates and encrypts', AE, SUITE0.both],
		['leaves alone', 0, SUITE0.plain],
	] as const;
	for (const [what, control, payload] of forms) {
		it(`${what}, as the Green Book does`, () => bytesEqual(suite.seal(SERVER, control, SUITE0.counter, PLAIN), payload.toLowerCase()));
		it(`opens what it ${what}`, () => equal(toHex(suite.open(SERVER, control, SUITE0.counter, hex(payload))!), toHex(PLAIN)));
	}

	it('opens nothing that was changed by one bit, or cut', () => {
		for (const [control, payload] of [
			[A, SUITE0.authenticated],
			[AE, SUITE0.both],
		] as const) {
			const bytes = hex(payload);
			for (let bit = 0; bit < 8 * bytes.length; bit++) {
				bytes[bit >> 3]! ^= 1 << (bit & 7);
				equal(suite.open(SERVER, control, SUITE0.counter, bytes), undefined, `control ${control}, bit ${bit}`);
				bytes[bit >> 3]! ^= 1 << (bit & 7);
			}
			for (let length = 0; length < bytes.length; length++) equal(suite.open(SERVER, control, SUITE0.counter, bytes.subarray(0, length)), undefined);
		}
	});

	it('opens nothing under another counter, title, key or control', () => {
		const bytes = hex(SUITE0.both);
		equal(suite.open(SERVER, AE, SUITE0.counter + 1, bytes), undefined);
		equal(suite.open(CLIENT, AE, SUITE0.counter, bytes), undefined);
		equal(suite.open({ ...SERVER, encryptionKey: hex(SUITE0.authenticationKey) }, AE, SUITE0.counter, bytes), undefined);
		equal(suite.open({ ...SERVER, authenticationKey: SERVER.encryptionKey }, AE, SUITE0.counter, bytes), undefined);
		equal(suite.open(SERVER, AE | CONTROL.broadcastKey, SUITE0.counter, bytes), undefined);
	});

	it('refuses a title and a key of another length', () => {
		throws(() => suite.seal({ ...SERVER, title: PLAIN }, AE, 1, PLAIN), /^DLMS ciphering: system title: expected 8 bytes, got 13/);
		throws(() => suite.seal({ ...SERVER, authenticationKey: PLAIN }, AE, 1, PLAIN), /^DLMS ciphering: authentication key: expected 16 bytes, got 13/);
		throws(() => suite.seal({ ...SERVER, encryptionKey: PLAIN }, AE, 1, PLAIN), /^AES: key: expected 16 bytes, got 13/);
	});

	it('encrypts without an authentication key where nothing is authenticated, and nothing else', () => {
		const sender = { ...SERVER, authenticationKey: undefined };
		bytesEqual(suite.seal(sender, CONTROL.encryption, SUITE0.counter, PLAIN), SUITE0.encrypted.toLowerCase());
		equal(toHex(suite.open(sender, CONTROL.encryption, SUITE0.counter, hex(SUITE0.encrypted))!), toHex(PLAIN));
		throws(() => suite.open(sender, AE, SUITE0.counter, hex(SUITE0.both)), /^DLMS ciphering: authentication key: expected 16 bytes, got none/);
		throws(() => suite.seal(sender, A, 1, PLAIN), /expected 16 bytes, got none/);
	});

	it('does the same in suite 1, whose number is authenticated', () => {
		for (const control of [A, CONTROL.encryption, AE]) {
			const sealed = suite.seal(SERVER, control | 1, SUITE0.counter, PLAIN);
			equal(toHex(suite.open(SERVER, control | 1, SUITE0.counter, sealed)!), toHex(PLAIN), `control ${control}`);
			const other = suite.open(SERVER, control, SUITE0.counter, sealed);
			equal(other === undefined, (control & A) !== 0, `control ${control} in suite 0`);
		}
		// Encrypted alone it is what suite 0 has.
		bytesEqual(suite.seal(SERVER, CONTROL.encryption | 1, SUITE0.counter, PLAIN), SUITE0.encrypted.toLowerCase());
		throws(() => suite.seal(SERVER, AE | 2, SUITE0.counter, PLAIN), /^DLMS ciphering: authentication key: expected 32 bytes, got 16/);
	});

	it('opens the user information of the ciphered AARQ', () => {
		const information = decodeCiphered(decodeAarq(hex(ACSE.aarqCiphered)).userInformation!);
		equal(information.tag, APDU.gloInitiateRequest);
		equal(information.control, AE);
		equal(information.counter, SUITE0.counter);
		const apdu = suite.open(SERVER, information.control, information.counter, information.payload)!;
		bytesEqual(apdu, SUITE0.initiateRequest.toLowerCase());
		equal(toHex(suite.seal(SERVER, AE, SUITE0.counter, apdu)), toHex(information.payload));
	});

	it('makes the worked push, wrapper and all', () => {
		const sender = { ...SERVER, title: hex(PUSH.title) };
		const payload = suite.seal(sender, AE, 1, hex(PUSH.plain));
		const apdu = encoded((w) => encodeCiphered(w, { tag: APDU.generalGlo, title: sender.title, control: AE, counter: 1, payload }));
		bytesEqual(encodeWrapper({ source: 1, destination: 0x67, apdu }), PUSH.wrapped.toLowerCase());
		equal(toHex(suite.open(sender, AE, 1, payload)!), toHex(hex(PUSH.plain)));
	});
});

describe('the worked push', () => {
	it('is opened from its wrapper to the time and the values in it, and cut anywhere it is none', () => {
		const wrapped = hex(PUSH.wrapped);
		const sender = { ...SERVER, title: hex(PUSH.title) };
		const { source, destination, apdu } = decodeWrapper(wrapped);
		equal(`${source} ${destination}`, '1 103');
		const { title, control, counter, payload } = decodeCiphered(apdu);
		equal(toHex(title!), PUSH.title.toLowerCase());
		const { invoke, time, body } = decodeDataNotification(suite.open(sender, control, counter, payload)!);
		equal(invoke, 1);
		bytesEqual(time!, '07ea0b01070c1e0000fde400');
		equal(body.length, 36);
		for (let length = 0; length < wrapped.length; length++) throws(() => decodeWrapper(wrapped.subarray(0, length)), /^wrapper/);
		for (let length = 0; length < apdu.length; length++) throws(() => decodeCiphered(apdu.subarray(0, length)), /^DLMS ciphering/);
		for (let length = 0; length < payload.length; length++) equal(suite.open(sender, control, counter, payload.subarray(0, length)), undefined);
	});
});

describe('HLS with GMAC', () => {
	it('proves a client and a server as the Green Book does', () => {
		const fromClient = suite.hlsToken(CLIENT, SUITE0.clientCounter, hex(SUITE0.serverChallenge));
		bytesEqual(fromClient, `10 00000001 ${SUITE0.clientMac.toLowerCase()}`);
		const fromServer = suite.hlsToken(SERVER, SUITE0.counter, hex(SUITE0.clientChallenge));
		bytesEqual(fromServer, `10 01234567 ${SUITE0.serverMac.toLowerCase()}`);
		equal(suite.checkHlsToken(CLIENT, fromClient, hex(SUITE0.serverChallenge)), true);
		equal(suite.checkHlsToken(SERVER, fromServer, hex(SUITE0.clientChallenge)), true);
	});

	it('takes no token that was changed by one bit, cut, or made for another challenge', () => {
		const token = suite.hlsToken(CLIENT, 0xfffffffe, hex(SUITE0.serverChallenge));
		bytesEqual(token.subarray(1, 5), 'fffffffe');
		for (let bit = 0; bit < 8 * token.length; bit++) {
			token[bit >> 3]! ^= 1 << (bit & 7);
			equal(suite.checkHlsToken(CLIENT, token, hex(SUITE0.serverChallenge)), false, `bit ${bit}`);
			token[bit >> 3]! ^= 1 << (bit & 7);
		}
		for (let length = 0; length < token.length; length++)
			equal(suite.checkHlsToken(CLIENT, token.subarray(0, length), hex(SUITE0.serverChallenge)), false);
		equal(suite.checkHlsToken(CLIENT, token, hex(SUITE0.clientChallenge)), false);
		equal(suite.checkHlsToken(SERVER, token, hex(SUITE0.serverChallenge)), false);
	});
});

describe('ciphered APDUs', () => {
	for (const bytes of [SUITE0.gloGetRequest, SUITE0.generalGlo]) {
		it(`go both ways: ${bytes.slice(0, 2)}`, () =>
			bytesEqual(
				encoded((w) => encodeCiphered(w, decodeCiphered(hex(bytes)))),
				bytes.toLowerCase(),
			));
		it(`are refused truncated or longer: ${bytes.slice(0, 2)}`, () => refusesOtherLengths(hex(bytes), decodeCiphered, 'DLMS ciphering'));
	}

	it('tell control, counter and title', () => {
		const glo = decodeCiphered(hex(SUITE0.gloGetRequest));
		equal(glo.tag, APDU.gloGetRequest);
		equal(glo.title, undefined);
		equal(glo.control, AE);
		equal(glo.counter, SUITE0.counter);
		const general = decodeCiphered(hex(SUITE0.generalGlo));
		bytesEqual(general.title!, SUITE0.title.toLowerCase());
	});

	it('of the general kind may leave their title out', () => {
		const bytes = 'db 00 06 20 00000001 aa';
		equal(decodeCiphered(hex(bytes)).title?.length, 0);
		bytesEqual(
			encoded((w) => encodeCiphered(w, decodeCiphered(hex(bytes)))),
			bytes,
		);
		throws(() => decodeCiphered(hex('db 07 00000000000000 06 20 00000001 aa')), /expected a system title of 0 or 8 bytes/);
	});

	it('have lengths of one, two and three bytes', () => {
		for (const length of [16, 122, 123, 250, 251, 1000]) {
			const payload = new Uint8Array(length);
			for (const title of [undefined, hex(SUITE0.title)]) {
				const tag = title ? APDU.generalGlo : APDU.gloGetRequest;
				const bytes = encoded((w) => encodeCiphered(w, { tag, title, control: AE, counter: 1, payload }));
				equal(decodeCiphered(bytes).payload.length, length);
				equal(bytes.length <= length - 12 + GENERAL_OVERHEAD, true, `overhead at ${length}`);
			}
		}
	});

	it('are told by their tags', () => {
		const services = [
			APDU.getRequest,
			APDU.setRequest,
			APDU.eventNotification,
			APDU.actionRequest,
			APDU.getResponse,
			APDU.setResponse,
			APDU.actionResponse,
		];
		for (const service of services) {
			equal(gloTag(service), service + 8);
			equal(dedTag(service), service + 16);
			equal(plainTag(service + 8), service);
			equal(plainTag(service + 16), service);
			equal(protocolOf(service), 'plain');
			equal(protocolOf(service + 8), 'glo');
			equal(protocolOf(service + 16), 'ded');
		}
		equal(gloTag(APDU.initiateRequest), APDU.gloInitiateRequest);
		equal(gloTag(APDU.initiateResponse), APDU.gloInitiateResponse);
		equal(plainTag(APDU.gloInitiateResponse), APDU.initiateResponse);
		equal(gloTag(APDU.dataNotification), undefined);
		equal(dedTag(APDU.initiateRequest), undefined);
		equal(protocolOf(APDU.generalGlo), 'general-glo');
		equal(protocolOf(APDU.generalDed), 'general-ded');
		for (const tag of [0xc6, 0xce, 0xd6, APDU.aarq, APDU.exceptionResponse, APDU.generalCiphering, APDU.generalBlockTransfer]) {
			equal(protocolOf(tag), 'plain', `tag ${tag}`);
			equal(plainTag(tag), undefined);
			throws(() => decodeCiphered(new Uint8Array([tag, 5, 0, 0, 0, 0, 0])), /^DLMS ciphering: at byte 0: expected a ciphered APDU/);
		}
	});
});
