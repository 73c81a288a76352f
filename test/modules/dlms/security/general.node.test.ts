import { NodeCipher } from '../../../../hal/node/cipher.js';
import type { Random } from '../../../../hal/ports/random.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { DecodeError } from '../../../../modules/bytes/reader.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { MECHANISM } from '../../../../modules/dlms/apdu/acse.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import type { GeneralOptions } from '../../../../modules/dlms/client/client-options.js';
import { SecuritySuite } from '../../../../modules/dlms/security/ciphering.js';
import {
	decodeGeneralCiphered,
	decodeGeneralSigned,
	encodeGeneralCiphered,
	encodeGeneralSigned,
	encodeHeader,
} from '../../../../modules/dlms/security/general.js';
import type { GeneralMaterial, KeyChoice } from '../../../../modules/dlms/security/general-keys.js';
import { derivedKey, hasCurves, staticOriginator } from '../../../../modules/dlms/security/key-agreement.js';
import type { GeneralManner } from '../../../../modules/dlms/security/manner.js';
import { ClientSecurity } from '../../../../modules/dlms/security/security.js';
import type { SecuritySession } from '../../../../modules/dlms/security/session.js';
import { CosemServer } from '../../../../modules/dlms/server/server.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';
import {
	AGREEMENT_384,
	AGREEMENTS,
	AUTHENTICATION_KEY,
	CLIENT,
	GENERAL,
	POINTS,
	SCALARS,
	SERVER,
	SIGNATURES,
	STATIC,
	TRANSACTION,
} from '../../../vectors/dlms-security.js';
import { answerTo, clientSecurity, Line, MANAGEMENT, MANAGEMENT_CONFORMANCE, MemoryCounters, NAMES, rig } from '../device-rig.js';

const cipher = new NodeCipher(new PortableCipher());
const AE = 0x30;
const key = (fill: number, length: number) => new Uint8Array(length).fill(fill);
const publicKey = (scalar: Uint8Array) => cipher.publicKey(scalar)!;

/** Private keys of both sides, by the suite. */
function scalars(suite: number) {
	if (suite < 2)
		return [SCALARS.clientSigning, SCALARS.clientAgreement, SCALARS.serverSigning, SCALARS.serverAgreement].map(hex) as [
			Uint8Array,
			Uint8Array,
			Uint8Array,
			Uint8Array,
		];
	return [0x11, 0x22, 0x33, 0x44].map((fill) => key(fill, 48)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
}

interface SideOptions {
	readonly suite?: number;
	readonly random?: Random;
	readonly policy?: number;
	readonly material?: Partial<GeneralMaterial>;
	readonly counters?: MemoryCounters;
	readonly broadcast?: Uint8Array;
}

function side(
	isClient: boolean,
	{ suite = 1, random = new SeededRandom(3), policy = 0, material = {}, counters = new MemoryCounters(), broadcast }: SideOptions = {},
) {
	const [clientSigning, clientAgreement, serverSigning, serverAgreement] = scalars(suite);
	const [signatureKey, agreementKey] = isClient ? [clientSigning, clientAgreement] : [serverSigning, serverAgreement];
	const [peerSigning, peerAgreement] = isClient ? [serverSigning, serverAgreement] : [clientSigning, clientAgreement];
	const length = suite === 2 ? 32 : 16;
	const peers = { peerSignatureKey: publicKey(peerSigning), peerAgreementKey: publicKey(peerAgreement) };
	return new ClientSecurity({
		suite: new SecuritySuite(cipher, suite),
		title: hex(isClient ? CLIENT : SERVER),
		keys: {
			encryption: Uint8Array.from({ length }, (_, i) => i),
			authentication: length === 16 ? hex(AUTHENTICATION_KEY) : key(0xd0, 32),
			broadcast,
			kek: Uint8Array.from({ length }, (_, i) => 0xf0 + i),
		},
		...{ policy, counters, name: '' },
		general: { ...{ cipher, random, signatureKey, agreementKey }, ...peers, ...material },
	});
}

const server = (options?: SideOptions) => side(false, options).session(hex(CLIENT))!;
const client = (options?: SideOptions) => side(true, options).session(hex(SERVER))!;

function manner(choice: KeyChoice | undefined, changes: Partial<GeneralManner> = {}): GeneralManner {
	const transaction = hex(TRANSACTION);
	return { peer: hex(SERVER), choice, transaction, isTold: true, isShort: false, signing: undefined, isAnswer: false, ...changes };
}

function sealed(
	session: SecuritySession,
	general: GeneralManner,
	apdu = hex(GENERAL.plain),
	control = AE,
	protocol: 'plain' | 'glo' | 'general-ciphering' = 'general-ciphering',
) {
	const w = new DataWriter();
	return session.seal(w, apdu, protocol, control, general) ? w.copy() : undefined;
}

/** What opens each vector. */
const CIPHERED = [
	['onePass', 1, 'one-pass'],
	['static', 1, 'static'],
	['identified', 0, 'identified'],
	['wrapped', 0, 'wrapped'],
] as const;

/** The session key of the vector, then its ephemeral key. */
class Told implements Random {
	readonly #bytes: Uint8Array;

	constructor(bytes: string) {
		this.#bytes = hex(bytes);
	}

	next(): number {
		return 0;
	}

	fill(into: Uint8Array): void {
		into.set(this.#bytes.subarray(0, into.length));
	}
}

describe('keys that are agreed on', () => {
	for (const { name, shared, originator, recipient, key: expected } of AGREEMENTS)
		it(`come from ${name}`, () => bytesEqual(derivedKey(cipher, 1, hex(shared), hex(originator), hex(recipient)), expected));
	it('come from two static keys and the transaction', () => {
		const originator = staticOriginator(hex(CLIENT), hex(TRANSACTION));
		bytesEqual(originator, STATIC.originator.replace(/ /g, ''));
		bytesEqual(derivedKey(cipher, 1, hex(STATIC.shared), originator, hex(SERVER)), STATIC.key);
	});
	it('have 32 bytes in suite 2', () => bytesEqual(derivedKey(cipher, 2, hex(AGREEMENT_384.shared), hex(CLIENT), hex(SERVER)), AGREEMENT_384.key));
	it('need a platform with elliptic curves', () => {
		equal([0, 1, 2].map((suite) => hasCurves(cipher, suite)).join(), 'false,true,true');
		equal([0, 1, 2].map((suite) => hasCurves(new PortableCipher(), suite)).join(), 'false,false,false');
	});
});

describe('general-ciphering', () => {
	for (const [name, suite, choice] of CIPHERED) {
		const bytes = hex(GENERAL[name]);

		it(`takes the ${name} key of others`, () => {
			const opened = server({ suite }).open(bytes);
			bytesEqual(opened.apdu!, GENERAL.plain);
			equal(opened.general!.choice, choice);
			equal(toHex(opened.general!.transaction), TRANSACTION);
			equal([opened.general!.isTold, opened.general!.isShort, opened.control].join(), `true,false,${AE}`);
		});

		it(`is written with the ${name} key as others write it`, () => {
			const random = new Told(choice === 'wrapped' ? '00112233445566778899aabbccddeeff' : SCALARS.clientEphemeral);
			const own = sealed(client({ suite, random }), manner(choice))!;
			if (choice !== 'one-pass') bytesEqual(own, toHex(bytes));
			else {
				// But for the signature, which is another one each time.
				const at = bytes.length - 0x1e - 1 - 64;
				equal(own.length, bytes.length);
				bytesEqual(own.subarray(0, at), toHex(bytes.subarray(0, at)));
				bytesEqual(own.subarray(at + 64), toHex(bytes.subarray(at + 64)));
				equal(cipher.verify(publicKey(hex(SCALARS.clientSigning)), hex(POINTS.clientEphemeral), own.subarray(at, at + 64)), true);
			}
		});

		it(`is read and written whole: ${name}`, () => {
			const decoded = decodeGeneralCiphered(bytes);
			const w = new DataWriter();
			encodeGeneralCiphered(w, decoded);
			bytesEqual(w.copy(), toHex(bytes));
			for (let length = 0; length < bytes.length; length++) throws(() => decodeGeneralCiphered(bytes.subarray(0, length)), /DLMS general protection/);
			throws(() => decodeGeneralCiphered(new Uint8Array([...bytes, 0])), /DLMS general protection/);
		});

		it(`is refused with any byte changed: ${name}`, () => {
			for (let at = 1; at < bytes.length; at++) {
				const changed = bytes.slice();
				changed[at]! ^= 1;
				const session = server({ suite });
				let apdu: Uint8Array | undefined;
				let error = 0;
				try {
					({ apdu, error } = session.open(changed));
				} catch (reason) {
					if (!(reason instanceof DecodeError)) throw reason;
					continue;
				}
				equal(apdu, undefined, `byte ${at}`);
				equal(error === 5 || error === 2 || error === 1, true, `error ${error} for byte ${at}`);
				// Nothing of it is remembered: what was whole is still new.
				equal(session.open(bytes).apdu !== undefined, true);
			}
		});

		it(`is taken once: ${name}`, () => {
			const security = side(false, { suite });
			const session = security.session(hex(CLIENT))!;
			equal(session.open(bytes).apdu !== undefined, true);
			equal([session.open(bytes).error, session.open(bytes).counter].join(), '6,2');
			// Nor in another association.
			equal(security.session(hex(CLIENT))!.open(bytes).error, 6);
		});

		it(`is answered in kind: ${name}`, () => {
			const own = client({ suite });
			const peer = server({ suite });
			const answer = hex('c401c100 1105');
			for (const isTold of [true, false]) {
				const request = peer.open(sealed(own, manner(choice, { isTold }))!);
				bytesEqual(request.apdu!, GENERAL.plain);
				const w = new DataWriter();
				equal(peer.seal(w, answer, request.protocol, request.control, request.general), true);
				const decoded = decodeGeneralCiphered(w.copy());
				equal(
					[toHex(decoded.originator), toHex(decoded.recipient), toHex(decoded.transaction)].join(),
					[SERVER, CLIENT, TRANSACTION].join().toLowerCase(),
				);
				equal(decoded.keyInfo !== undefined, isTold && choice !== 'wrapped');
				bytesEqual(own.open(w.copy()).apdu!, toHex(answer));
				equal(w.length <= 200, true);
				const limit = 240;
				equal(peer.room(limit, request) >= limit - 200, true);
			}
		});

		it(`takes and gives the form without the header: ${name}`, () => {
			const own = client({ suite });
			const peer = server({ suite });
			const request = peer.open(sealed(own, manner(choice, { isShort: true }))!);
			equal(request.general!.isShort, true);
			const w = new DataWriter();
			equal(peer.seal(w, hex('c401c100 1105'), request.protocol, request.control, request.general), true);
			equal(own.open(w.copy()).general!.isShort, true);
		});
	}

	it('takes an ephemeral key that is signed with the scheme before it', () => {
		const [ephemeral, signed] = [hex(POINTS.clientEphemeral), hex(`01 ${POINTS.clientEphemeral}`)];
		const own = hex(GENERAL.onePass);
		const at = own.length - 0x1e - 1 - 64;
		own.set(cipher.sign(hex(SCALARS.clientSigning), signed), at);
		equal(server().open(own).apdu !== undefined, true);
		own.set(cipher.sign(hex(SCALARS.clientSigning), hex(`02 ${POINTS.clientEphemeral}`)), at);
		equal(server().open(own).error, 5);
		equal(ephemeral.length, 64);
		equal(cipher.verify(publicKey(hex(SCALARS.clientSigning)), ephemeral, hex(SIGNATURES.ephemeral)), true);
	});

	it('knows the key of before, and none before the first', () => {
		const own = client();
		const peer = server();
		const first = sealed(own, manner('one-pass'))!;
		const second = sealed(own, manner('one-pass', { isTold: false }))!;
		equal(peer.open(second).error, 2);
		equal(peer.open(first).apdu !== undefined, true);
		equal(peer.open(second).apdu !== undefined, true);
		equal(peer.open(second).error, 6);
	});

	it('tells what it has no key for from what is wrong', () => {
		const without = (material: Partial<GeneralMaterial>, suite = 1) => server({ suite, material });
		equal(without({ agreementKey: undefined }).open(hex(GENERAL.onePass)).error, 2);
		equal(without({ peerSignatureKey: undefined }).open(hex(GENERAL.onePass)).error, 2);
		equal(without({ peerAgreementKey: undefined }).open(hex(GENERAL.static)).error, 2);
		equal(without({}, 0).open(hex(GENERAL.onePass)).error, 2);
		const scheme = hex(GENERAL.static);
		scheme[33] = 3;
		equal(server().open(scheme).error, 2);
		const broadcast = hex(GENERAL.identified);
		broadcast[32] = 1;
		equal(server({ suite: 0 }).open(broadcast).error, 2);
		// A point of no curve.
		const off = hex(GENERAL.onePass);
		off[40]! ^= 1;
		equal(server().open(off).error, 5);
		equal(server({ suite: 0 }).open(hex(GENERAL.wrapped.replace('07ec74', '07ec75'))).error, 5);
		equal(sealed(client({ material: { peerAgreementKey: undefined } }), manner('one-pass')), undefined);
		equal(sealed(client({ material: { signatureKey: undefined } }), manner('one-pass')), undefined);
		equal(sealed(client({ suite: 0 }), manner('static')), undefined);
	});

	it('asks for as much protection as the policy', () => {
		for (const control of [0x10, 0x20]) {
			equal(server({ policy: 3 }).open(sealed(client(), manner('static'), hex(GENERAL.plain), control)!).error, 1);
			bytesEqual(server().open(sealed(client(), manner('static'), hex(GENERAL.plain), control)!).apdu!, GENERAL.plain);
		}
		// Another suite's number.
		equal(server({ suite: 1 }).open(hex(GENERAL.identified)).error, 5);
	});

	it('is for whom it says, and from whom', () => {
		const other = side(false).session(hex('4d4d4d0000000009'))!;
		equal(other.open(hex(GENERAL.static)).error, 5);
		equal(client().open(hex(GENERAL.static)).error, 5);
	});

	it('holds no ciphered message', () => {
		for (const inner of ['c80d', 'db00', 'dd00', 'df00'])
			equal(server().open(sealed(client(), manner('static'), hex(`${inner} 0000000000000000000000`))!).error, 5);
	});

	it('knows 32 keys, and what was sent under them', () => {
		const security = side(false, { suite: 0 });
		const messages: Uint8Array[] = [];
		for (let i = 0; i < 33; i++) {
			const message = sealed(client({ suite: 0, random: new SeededRandom(i) }), manner('wrapped'))!;
			messages.push(message);
			equal(security.session(hex(CLIENT))!.open(message).apdu !== undefined, true);
		}
		for (const message of messages.slice(1)) equal(security.session(hex(CLIENT))!.open(message).error, 6);
	});

	it('takes no global key as a wrapped one, under which its messages would be new again', () => {
		const broadcast = key(0xb0, 16);
		const security = side(false, { suite: 0, broadcast });
		const { keys } = security;
		const session = security.session(hex(CLIENT))!;
		const message = sealed(client({ suite: 0 }), manner('identified'))!;
		equal(session.open(message).apdu !== undefined, true);
		for (const global of [keys.encryption, broadcast]) {
			const suite = new SecuritySuite(cipher, 0);
			const { header, control, counter } = decodeGeneralCiphered(message);
			const material = { encryptionKey: global, authenticationKey: keys.authentication, title: hex(CLIENT) };
			const payload = suite.seal(material, control, counter, hex(GENERAL.plain), header);
			const w = new DataWriter();
			encodeGeneralCiphered(w, { header, keyInfo: { kind: 'wrapped', key: cipher.keyWrap(keys.kek!, global) }, control, counter, payload });
			equal(session.open(w.copy()).error, 5);
		}
	});

	it('counts on under every key, so that no IV comes twice, over restarts', () => {
		const counters = new MemoryCounters();
		const seen = new Set<number>();
		for (let run = 0; run < 3; run++) {
			const session = client({ suite: 1, counters });
			for (const choice of ['identified', 'wrapped', 'one-pass', 'static'] as const) {
				const { counter } = decodeGeneralCiphered(sealed(session, manner(choice))!);
				equal(seen.has(counter), false);
				seen.add(counter);
			}
		}
	});
});

describe('general-signing', () => {
	for (const name of ['signedPlain', 'signedCiphered'] as const) {
		const bytes = hex(GENERAL[name]);

		it(`is read and written whole: ${name}`, () => {
			const { content, signature } = decodeGeneralSigned(bytes);
			const w = new DataWriter();
			encodeGeneralSigned(w, hex(GENERAL.header), content, signature);
			bytesEqual(w.copy(), toHex(bytes));
			for (let length = 0; length < bytes.length; length++) throws(() => decodeGeneralSigned(bytes.subarray(0, length)), /DLMS general protection/);
			throws(() => decodeGeneralSigned(new Uint8Array([...bytes, 0])), /DLMS general protection/);
		});

		it(`takes what others signed: ${name}`, () => {
			const opened = server().open(bytes);
			bytesEqual(opened.apdu!, GENERAL.plain);
			equal(toHex(opened.general!.signing!), TRANSACTION);
			equal(opened.protocol, name === 'signedPlain' ? 'plain' : 'glo');
		});

		it(`is refused with any byte changed: ${name}`, () => {
			for (let at = 1; at < bytes.length; at++) {
				const changed = bytes.slice();
				changed[at]! ^= 1;
				try {
					equal(server().open(changed).apdu, undefined, `byte ${at}`);
				} catch (reason) {
					if (!(reason instanceof DecodeError)) throw reason;
				}
			}
		});
	}

	for (const [what, choice, protocol] of [
		['what is ciphered', undefined, 'glo'],
		['what is in the clear', undefined, 'plain'],
		['what is general-ciphered', 'static', 'general-ciphering'],
		['what is under a wrapped key', 'wrapped', 'general-ciphering'],
		['what is under a key of one pass', 'one-pass', 'general-ciphering'],
	] as const)
		it(`signs and verifies ${what}, both ways`, () => {
			for (const suite of [1, 2]) {
				const own = client({ suite });
				const peer = server({ suite });
				const request = peer.open(
					sealed(own, manner(choice, { signing: hex(TRANSACTION) }), hex(GENERAL.plain), protocol === 'plain' ? 0 : AE, protocol)!,
				);
				bytesEqual(request.apdu!, GENERAL.plain);
				equal(request.protocol, protocol);
				const w = new DataWriter();
				equal(peer.seal(w, hex('c401c100 1105'), request.protocol, request.control, request.general), true);
				equal(w.bytes[0], 0xdf);
				if (choice !== undefined) equal(decodeGeneralCiphered(decodeGeneralSigned(w.bytes).content).keyInfo === undefined, choice === 'wrapped');
				bytesEqual(own.open(w.copy()).apdu!, 'c401c1001105');
			}
		});

	describe('within general-ciphering', () => {
		const inside = (choice: KeyChoice, changes: Partial<GeneralManner> = {}) =>
			manner(choice, { signing: hex(TRANSACTION), isSignedInside: true, ...changes });

		for (const choice of ['identified', 'wrapped', 'one-pass', 'static'] as const)
			it(`is verified, and answered in kind: ${choice}`, () => {
				for (const suite of [1, 2]) {
					const [own, peer] = [client({ suite }), server({ suite })];
					own.demand(AE, true);
					const message = sealed(own, inside(choice))!;
					equal(message[0], 0xdd);
					const request = peer.open(message);
					bytesEqual(request.apdu!, GENERAL.plain);
					equal([toHex(request.general!.signing!), request.general!.isSignedInside].join(), `${TRANSACTION},true`);
					const w = new DataWriter();
					equal(peer.seal(w, hex('c401c100 1105'), request.protocol, request.control, request.general), true);
					equal(w.bytes[0], 0xdd);
					bytesEqual(own.open(w.copy()).apdu!, 'c401c1001105');
				}
			});

		it('is signed by others, and ciphered as they do it', () => {
			const w = new DataWriter();
			equal(client().seal(w, hex(GENERAL.signedPlain), 'general-ciphering', AE, manner('static')), true);
			const opened = server().open(w.copy());
			bytesEqual(opened.apdu!, GENERAL.plain);
			equal(opened.general!.isSignedInside, true);
		});

		it('changes nothing where it is wrong, or what it holds', () => {
			const signed = hex(GENERAL.signedPlain);
			for (let at = 1; at < signed.length; at++) {
				const changed = signed.slice();
				changed[at]! ^= 1;
				const peer = server();
				const { apdu, error } = peer.open(sealed(client(), manner('static'), changed)!);
				equal([apdu, error].join(), [undefined, 5].join(), `byte ${at}`);
				equal(peer.open(sealed(client(), manner('static'))!).apdu !== undefined, true, 'the counter is still new');
			}
			for (let length = 1; length < signed.length; length++)
				equal(server().open(sealed(client(), manner('static'), signed.subarray(0, length))!).error, 5, `${length} bytes`);
			equal(server().open(sealed(client(), manner('static'), hex(GENERAL.signedCiphered))!).error, 5, 'ciphered within');
		});

		it('is no second signature', () => {
			const both = sealed(client(), inside('static'))!;
			const header = hex(GENERAL.header);
			const w = new DataWriter();
			encodeGeneralSigned(w, header, both, cipher.sign(hex(SCALARS.clientSigning), new Uint8Array([...header, ...both])));
			equal(server().open(w.copy()).error, 5);
		});

		it('is what a side that demands it wants', () => {
			const peer = server();
			peer.demand(0, true);
			equal(peer.open(sealed(client(), manner('static'))!).error, 1);
			equal(peer.open(sealed(client(), inside('static'))!).apdu !== undefined, true);
		});

		it('needs the keys for it', () => {
			const message = sealed(client(), inside('static'))!;
			equal(server({ material: { peerSignatureKey: undefined } }).open(message).error, 2);
			equal(sealed(client({ material: { signatureKey: undefined } }), inside('static')), undefined);
		});
	});

	it('is not there for what has no ciphered form', () => {
		equal(sealed(client(), manner(undefined, { signing: hex(TRANSACTION) }), hex('d9000000010000'), AE, 'glo'), undefined);
	});

	for (const [what, changes] of [
		['alone', {}],
		['and signed', { signing: hex(TRANSACTION) }],
		['and signed inside', { signing: hex(TRANSACTION), isSignedInside: true }],
	] as const)
		it(`has exactly the room that is told: general-ciphered ${what}`, () => {
			for (const choice of ['identified', 'wrapped', 'one-pass', 'static'] as const)
				for (let limit = 300; limit < 560; limit++) {
					const own = client();
					const general = manner(choice, changes);
					const room = own.room(limit, { protocol: 'general-ciphering', control: AE, general });
					const lengthOf = (length: number) => sealed(own, general, key(0xc0, length))!.length;
					equal(lengthOf(room) <= limit, true, `${choice}: ${room} in ${limit}`);
					// Lengths of one byte, two and three: one more byte may need two.
					equal(lengthOf(room + 1) > limit, true, `${choice}: ${room + 1} in ${limit}`);
				}
		});

	it('is of whoever tells it where nobody in particular is expected, but not of this side itself', () => {
		const preset = () => side(false, { suite: 0 }).presetSession();
		bytesEqual(preset().open(hex(GENERAL.identified)).apdu!, GENERAL.plain);
		const header = encodeHeader({ transaction: hex(TRANSACTION), originator: hex(SERVER), recipient: hex(SERVER) });
		const decoded = decodeGeneralCiphered(hex(GENERAL.identified));
		for (const own of [header, encodeHeader({ transaction: hex(TRANSACTION), originator: hex('4d4d'), recipient: hex(SERVER) })]) {
			const w = new DataWriter();
			encodeGeneralCiphered(w, { ...decoded, header: own });
			equal(preset().open(w.copy()).error, 5);
		}
	});

	it('does not stand for the protection that the policy wants', () => equal(server({ policy: 1 }).open(hex(GENERAL.signedPlain)).error, 1));

	it('is not there without the key of the other side', () => {
		equal(server({ material: { peerSignatureKey: undefined } }).open(hex(GENERAL.signedPlain)).error, 2);
		equal(
			sealed(client({ material: { signatureKey: undefined } }), manner(undefined, { signing: hex(TRANSACTION) }), hex(GENERAL.plain), AE, 'glo'),
			undefined,
		);
	});
});

describe('an association under general protection', () => {
	function open(general: GeneralOptions, suite = 1, policy = 3, password?: Uint8Array) {
		const security = side(false, { suite, policy });
		const mechanism = password === undefined ? MECHANISM.highGmac : MECHANISM.low;
		const credentials = { cipher, title: hex(SERVER), secret: password };
		const served = { id: MANAGEMENT, mechanism, credentials, conformance: MANAGEMENT_CONFORMANCE, security };
		const device = rig({ rows: 300 }).server.options;
		const options = { security: side(true, { suite }), general, ...(password !== undefined && { password }) };
		const line = new Line(new CosemServer({ ...device, clients: [served] }), MANAGEMENT, options);
		equal(line.associate(), 'ok');
		return line;
	}

	const choices = ['identified', 'wrapped', 'one-pass', 'static', undefined] as const;
	for (const suite of [0, 1, 2])
		for (const choice of suite === 0 ? choices.slice(0, 2) : choices)
			for (const signed of suite === 0 ? [''] : choice === undefined ? ['signed'] : ['', 'signed', 'signed inside'])
				it(`reads in blocks and calls under suite ${suite}, ${choice ?? 'glo'}${signed === '' ? '' : `, ${signed}`}`, () => {
					const line = open({ choice, isSigned: signed !== '', isSignedInside: signed === 'signed inside' }, suite);
					let length = 0;
					line.get({ classId: 7, name: NAMES.profile, index: 2, selection: undefined }, (error, value) => {
						equal(error, undefined);
						length = (value as Uint8Array).length;
					});
					equal(length > 5000, true);
					let result = -1;
					line.act({ classId: 1, name: NAMES.echo, index: 1 }, new DataWriter().octetString(key(7, 100)).copy(), (error, outcome) => {
						result = error === undefined ? outcome!.result : -1;
					});
					equal(result, 0);
					const [request] = line.requests.slice(-1);
					equal(request![0], signed === 'signed' ? 0xdf : 0xdd);
					for (const message of [...line.requests, ...line.answers]) equal(message.length <= 1024, true, `${message.length} bytes`);
				});

	it('refuses answers that are not signed within, where it signs there', () => {
		const line = open({ choice: 'static', isSigned: true, isSignedInside: true });
		line.onAnswer = (apdu) => (apdu[0] === 0xdd ? sealed(server(), manner('static', { peer: hex(CLIENT) }), hex('c401c2000600003039'))! : apdu);
		let done = false;
		line.get({ classId: 3, name: NAMES.energy, index: 2, selection: undefined }, () => {
			done = true;
		});
		equal([done, line.client.refused].join(), 'false,1');
	});

	it('refuses answers that are not signed, where it signs', () => {
		const line = open({ isSigned: true });
		line.onAnswer = (apdu) => (apdu[0] === 0xdf ? decodeGeneralSigned(apdu).content : apdu);
		let done = false;
		line.get({ classId: 3, name: NAMES.energy, index: 2, selection: undefined }, () => {
			done = true;
		});
		equal([done, line.client.refused].join(), 'false,1');
	});

	it('tells its key until it was answered under it', () => {
		const line = open({ choice: 'one-pass' });
		const told = ({ requests }: Line) => decodeGeneralCiphered(requests.at(-1)!).keyInfo !== undefined;
		const target = { classId: 3, name: NAMES.energy, index: 2, selection: undefined };
		line.get(target, (error) => equal(error, undefined));
		equal(told(line), false, 'HLS was answered');
		const first = open({ choice: 'one-pass' }, 1, 3, hex('3132333435363738'));
		first.onAnswer = () => undefined;
		for (let i = 0; i < 2; i++) {
			first.get(target, () => {});
			equal(told(first), true, 'nothing was answered');
			first.client.abort('no answer');
		}
		first.onAnswer = (apdu) => apdu;
		for (const expected of [true, false]) {
			first.get(target, (error) => equal(error, undefined));
			equal(told(first), expected);
		}
	});

	it('is answered as any unknown APDU is by a server without these keys', () => {
		for (const [policy, expected] of [
			[3, 'd80101'],
			[0, 'd80202'],
		] as const)
			for (const apdu of [GENERAL.static, GENERAL.identified, GENERAL.signedPlain]) {
				const line = new Line(rig({ policy }).server, MANAGEMENT, { security: clientSecurity() });
				equal(line.associate(), 'ok');
				bytesEqual(answerTo(line.association, hex(apdu))!, expected);
			}
	});
});
