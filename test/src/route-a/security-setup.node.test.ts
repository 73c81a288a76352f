/** Class 64 version 1: policies, and keys that are transferred and agreed on. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import type { GeneralOptions } from '../../../modules/dlms/client/client-options.js';
import { CONTROL } from '../../../modules/dlms/security/ciphering.js';
import { drawnPair } from '../../../modules/dlms/security/general-keys.js';
import { derivedKey, ephemeralData, ephemeralIn } from '../../../modules/dlms/security/key-agreement.js';
import { PROTECTION } from '../../../modules/dlms/security/policy.js';
import type { Keys } from '../../../modules/dlms/security/security.js';
import { keysOfClient } from '../../../src/route-a/keys.js';
import { equal, hex, toHex } from '../../assert.js';
import { CLIENT_TITLE, type Line, MANAGEMENT } from '../../modules/dlms/device-rig.js';
import { AGREEMENTS, POINTS, SCALARS, SIGNATURES } from '../../vectors/dlms-security.js';
import { CURVES } from './general-rig.node.js';
import { bytesIn, get, itemsIn, meter, newKeys, numberIn, PRE_ESTABLISHED, READING } from './route-a-rig.js';
import { activate, called, fill, SETUP, SetupRig, setupKeys, transfer } from './setup-rig.node.js';

const ENCRYPTION = 0;
const BROADCAST = 1;
const AUTHENTICATION = 2;
const KEK = 3;
const AE = CONTROL.authentication | CONTROL.encryption;
const BOTH_WAYS = 0x6c;

function versionSeen(line: Line): { version: number; methods: string } {
	for (const entry of itemsIn(get(line, 15, NAME.association, 2))) {
		const [classId, version, , access] = itemsIn(entry);
		if (numberIn(classId) !== SETUP) continue;
		const methods = itemsIn(itemsIn(access)[1]).map((method) => numberIn(itemsIn(method)[1]));
		return { version: numberIn(version), methods: methods.join('') };
	}
	throw new Error('no security setup');
}

/** Keys as the client agrees on them with the meter by method 3, or the Action-Result. */
function agree(rig: SetupRig, line: Line, ids: readonly number[], change: (data: Uint8Array, id: number) => Uint8Array = (data) => data) {
	const { cipher, random, signatureKey, peerSignatureKey } = rig.material;
	const pairs = ids.map(() => drawnPair(cipher, random, rig.suite)!);
	const { result, value } = called(line, 3, (w) => {
		w.array(ids.length);
		for (const [i, id] of ids.entries())
			w.structure(2)
				.enum(id)
				.octetString(change(ephemeralData(cipher, signatureKey!, id, pairs[i]!.publicKey), id));
		return w;
	});
	if (result !== 0) return result;
	return itemsIn(value).map((item, i) => {
		const [id, data] = itemsIn(item);
		equal(numberIn(id), ids[i]);
		const theirs = ephemeralIn(cipher, rig.suite, peerSignatureKey!, ids[i]!, bytesIn(data))!;
		const shared = cipher.agree!(pairs[i]!.privateKey, theirs)!;
		return derivedKey(cipher, rig.suite, shared, CLIENT_TITLE, rig.keys.systemTitle, ids[i] === KEK);
	});
}

const manages = (rig: SetupRig, keys?: Keys) => rig.line(keys === undefined ? {} : { keys }).associate() === 'ok';

describe('Route A: security setup, version 1', () => {
	it('is served where a client has suite 1 or 2 and the platform its curves, or where the keys say so; else version 0 as ever', () => {
		const suite0 = newKeys();
		const without = (lacking: keyof Cipher): Cipher =>
			new Proxy(CURVES, { get: (cipher, name) => (name === lacking ? undefined : bound(cipher, name)) });
		const seen = (changes: ConstructorParameters<typeof SetupRig>[1], suite: number) => {
			const line = new SetupRig(suite, changes).line();
			equal(line.associate(), 'ok');
			const { version, methods } = versionSeen(line);
			return `${version}/${methods}`;
		};
		equal(seen({ keys: suite0 }, 0), '0/11');
		equal(seen({ keys: suite0, cipher: new PortableCipher() }, 0), '0/11');
		equal(seen({ keys: { ...suite0, securitySetup: 1 } }, 0), '1/11000000');
		equal(seen({}, 1), '1/11100000');
		equal(seen({}, 2), '1/11100000');
		equal(seen({ keys: { ...setupKeys(1), securitySetup: 0 } }, 1), '0/11');
		for (const lacking of ['sign', 'verify', 'agree', 'publicKey'] as const) equal(seen({ cipher: without(lacking) }, 1), '0/11', lacking);
		equal(seen({ cipher: without('sha384') }, 2), '0/11', 'sha384');
		equal(seen({ keys: { ...setupKeys(1), signatureKey: hex('11'.repeat(64)) } }, 1), '1/11000000', 'only the public half');
	});

	it('tells policy, suite and titles, and has no certificate', () => {
		const rig = new SetupRig(1);
		const line = rig.line();
		equal(line.associate(), 'ok');
		equal(numberIn(get(line, SETUP, NAME.securitySetup, 2)), BOTH_WAYS);
		equal(numberIn(get(line, SETUP, NAME.securitySetup, 3)), 1);
		equal(toHex(bytesIn(get(line, SETUP, NAME.securitySetup, 4))), toHex(CLIENT_TITLE));
		equal(toHex(bytesIn(get(line, SETUP, NAME.securitySetup, 5))), toHex(rig.keys.systemTitle));
		equal(itemsIn(get(line, SETUP, NAME.securitySetup, 6)).length, 0);
	});

	it('agrees on a key as the Green Book does (C.1)', () => {
		const data = hex(POINTS.clientInBoth + SIGNATURES.keyIdAndEphemeral);
		const signing = CURVES.publicKey(hex(SCALARS.clientSigning))!;
		equal(toHex(ephemeralIn(CURVES, 1, signing, 0, data)!), toHex(hex(POINTS.clientInBoth)));
		for (let id = 1; id < 256; id++) equal(ephemeralIn(CURVES, 1, signing, id, data), undefined, `key id ${id}`);
		for (let length = 0; length < data.length; length++) equal(ephemeralIn(CURVES, 1, signing, 0, data.subarray(0, length)), undefined, `${length}`);
		const [{ shared, originator, recipient, key }] = AGREEMENTS as [(typeof AGREEMENTS)[0]];
		equal(toHex(derivedKey(CURVES, 1, hex(shared), hex(originator), hex(recipient))), key);
		equal(toHex(derivedKey(CURVES, 1, hex(shared), hex(originator), hex(recipient), true)) === key, false, 'a key that wraps');
	});

	for (const suite of [1, 2])
		describe(`suite ${suite}`, () => {
			it('agrees on keys that serve from the next association on and over restarts, each with counters of its own', () => {
				const rig = new SetupRig(suite);
				const line = rig.line();
				equal(line.associate(), 'ok');
				const [encryption, authentication] = agree(rig, line, [ENCRYPTION, AUTHENTICATION]) as Uint8Array[];
				equal(encryption!.length, suite === 2 ? 32 : 16);
				const agreed = { ...keysOfClient(rig.keys, MANAGEMENT), encryption: encryption!, authentication: authentication! };
				equal(numberIn(get(line, SETUP, NAME.securitySetup, 3)), suite, 'this association goes on');
				equal(rig.meter.routeA.eventCode, 48);
				const accepted = () => rig.meter.routeA.server.options.clients.find(({ id }) => id === MANAGEMENT)!.security!.lastReceived;
				equal(accepted(), 0, 'counter under the agreed key');
				for (let run = 0; run < 2; run++) {
					equal(manages(rig), false, 'old keys');
					equal(manages(rig, agreed), true, 'agreed keys');
					equal(accepted() > 0, true);
					rig.restart();
				}
			});

			it('agrees on the broadcast key and on the key that wraps others, which all clients then have', () => {
				const rig = new SetupRig(suite);
				const line = rig.line();
				equal(line.associate(), 'ok');
				const [broadcast, kek] = agree(rig, line, [BROADCAST, KEK]) as Uint8Array[];
				for (let run = 0; run < 2; run++) {
					for (const client of [MANAGEMENT, READING, PRE_ESTABLISHED]) {
						const { keys } = rig.meter.routeA.server.options.clients.find(({ id }) => id === client)!.security!;
						equal(toHex(keys.broadcast!), toHex(broadcast!), `${client}`);
						equal(toHex(keys.kek!), toHex(kek!), `${client}`);
					}
					rig.restart();
				}
			});

			it('takes a key to wrap with, wrapped with the one before', () => {
				const rig = new SetupRig(suite);
				const line = rig.line();
				equal(line.associate(), 'ok');
				equal(transfer(line, rig.keys.kek!, [[KEK, fill(0x55, suite)]]), 0);
				rig.restart();
				const again = rig.line();
				equal(again.associate(), 'ok');
				equal(transfer(again, rig.keys.kek!, [[ENCRYPTION, fill(0x66, suite)]]), 250, 'under the old one');
				equal(transfer(again, fill(0x55, suite), [[ENCRYPTION, fill(0x66, suite)]]), 0);
				equal(manages(rig, { ...keysOfClient(rig.keys, MANAGEMENT), encryption: fill(0x66, suite) }), true);
			});

			it('agrees on nothing with whoever signs wrongly, tells half of it, or the same key twice', () => {
				const rig = new SetupRig(suite);
				const line = rig.line();
				equal(line.associate(), 'ok');
				const flipped = (at: number) => (data: Uint8Array) => data.map((byte, i) => (i === at ? byte ^ 1 : byte));
				const length = suite === 2 ? 192 : 128;
				for (const at of [0, length / 2 - 1, length / 2, length - 1]) equal(agree(rig, line, [ENCRYPTION], flipped(at)), 250, `byte ${at}`);
				equal(
					agree(rig, line, [ENCRYPTION, AUTHENTICATION], (data, id) => (id === AUTHENTICATION ? flipped(9)(data) : data)),
					250,
				);
				equal(
					agree(rig, line, [ENCRYPTION], (data) => data.subarray(1)),
					250,
				);
				equal(
					agree(rig, line, [ENCRYPTION], (data) => ephemeralData(CURVES, rig.material.signatureKey!, BROADCAST, data.subarray(0, length / 2))),
					250,
				);
				equal(agree(rig, line, [ENCRYPTION, ENCRYPTION]), 12);
				equal(agree(rig, line, [4]), 12);
				equal(agree(rig, line, []), 12);
				equal(called(line, 3, (w) => w.enum(0)).result, 12);
				equal(called(line, 3, (w) => w.array(1).enum(0)).result, 12);
				equal(manages(rig), true, 'the keys are what they were');
			});

			it('lets nobody but the management client call anything', () => {
				const rig = new SetupRig(suite);
				const line = rig.line({ client: READING });
				equal(line.associate(), 'ok');
				equal(activate(line, 0xfc), 3);
				equal(agree(rig, line, [ENCRYPTION]), 3);
				equal(transfer(line, rig.keys.kek!, [[ENCRYPTION, fill(1, suite)]]), 3);
				equal(numberIn(get(line, SETUP, NAME.securitySetup, 2)), BOTH_WAYS);
			});
		});
});

describe('Route A: policies of version 1', () => {
	const SIGNED: GeneralOptions = { isSigned: true };
	const ALL_SIGNED = PROTECTION.signedRequest | PROTECTION.signedResponse;

	it('rise bit by bit, never fall, and hold over restarts', () => {
		const rig = new SetupRig(1, { routeAProfile: { ...meter().routeA.routeAProfile, policy: 0 } });
		let policy = 0;
		for (const bit of [0x04, 0x40, 0x08, 0x20, 0x80, 0x10]) {
			const line = rig.line({ general: SIGNED });
			equal(line.associate(), 'ok');
			equal(numberIn(get(line, SETUP, NAME.securitySetup, 2)), policy);
			if (policy !== 0) for (const less of [0, policy & ~(policy & -policy), bit]) equal(activate(line, less), 3, `${policy} to ${less}`);
			for (const none of [1, 2, 3]) equal(activate(line, policy | none), 3, `bit ${none}`);
			policy |= bit;
			equal(activate(line, policy), 0, `to ${policy}`);
			equal(activate(line, policy), 0, 'again');
			equal(rig.meter.routeA.eventCode, 47);
			rig.restart();
		}
		equal(policy, 0xfc);
	});

	it('take an unsigned as well as an enum, and nothing else', () => {
		const rig = new SetupRig(1);
		const line = rig.line();
		equal(line.associate(), 'ok');
		equal(called(line, 1, (w) => w.unsigned(BOTH_WAYS)).result, 0);
		equal(called(line, 1, (w) => w.longUnsigned(BOTH_WAYS)).result, 12);
		equal(called(line, 1, (w) => w.octetString(hex('6c'))).result, 12);
	});

	it('ask for no signatures where a key for them is missing', () => {
		for (const keys of [{ ...setupKeys(1), signatureKey: hex('11'.repeat(64)) }, newKeys({ securitySetup: 1 })]) {
			const rig = new SetupRig(keys.clients[MANAGEMENT]!.suite ?? 0, { keys });
			const line = rig.line();
			equal(line.associate(), 'ok');
			for (const bit of [PROTECTION.signedRequest, PROTECTION.signedResponse]) equal(activate(line, BOTH_WAYS | bit), 250);
			equal(numberIn(get(line, SETUP, NAME.securitySetup, 2)), BOTH_WAYS);
		}
	});

	it('that were kept and need a key that is gone serve nobody, and the log says so', () => {
		const rig = new SetupRig(1);
		const line = rig.line();
		equal(line.associate(), 'ok');
		equal(activate(line, BOTH_WAYS | ALL_SIGNED), 0);
		rig.restart({ keys: { ...rig.keys, signatureKey: hex('11'.repeat(64)) } });
		equal(rig.line({ general: SIGNED }).associate() === 'ok', false);
		equal(
			rig.meter.lines.some((text) => text.startsWith('client 1 is to be signed with')),
			true,
		);
	});

	/** What a message is: its security control, and whether it is signed. */
	const MANNERS = [
		...[0, CONTROL.authentication, CONTROL.encryption, AE].map((control) => ({ control, isSigned: false })),
		...[CONTROL.authentication, CONTROL.encryption, AE].map((control) => ({ control, isSigned: true })),
	];

	/** Of an answer on the wire. */
	function mannerOf(answer: Uint8Array): { control: number; isSigned: boolean } {
		if (answer[0] !== 0xdf) return { control: answer[0]! >= 0xc8 && answer[0]! <= 0xd7 ? answer[2]! & AE : 0, isSigned: false };
		// Transaction id, two titles, two empty fields, length.
		const inner = answer.subarray(1 + 1 + answer[1]! + 18 + 2 + 1);
		return { ...mannerOf(inner), isSigned: true };
	}

	for (const policy of [0, 0x04, 0x08, 0x0c, 0x10, 0x1c, 0x20, 0x40, 0x60, 0x80, 0xe0, 0x6c, 0xfc])
		it(`are enforced: 0x${policy.toString(16)}, on requests and on responses`, () => {
			const rig = new SetupRig(1, { routeAProfile: { ...meter().routeA.routeAProfile, policy } });
			for (const { control, isSigned } of MANNERS) {
				// The InitiateRequest of one that ciphers nothing must do for the association.
				const line = rig.line({ control: control === 0 ? AE : control, ...(isSigned && { general: SIGNED }) });
				const isEnough = (control & ((policy << 2) & AE)) === ((policy << 2) & AE) && (isSigned || (policy & PROTECTION.signedRequest) === 0);
				const associated = line.associate();
				if (!isEnough && control !== 0) {
					equal(associated === 'ok', false, `control ${control}, signed ${isSigned}`);
					continue;
				}
				if (associated !== 'ok') continue;
				const request = hex('c001c1 0008 0000010000ff 02 00');
				let answer: Uint8Array | undefined;
				if (control === 0) line.association.receive(request, (bytes) => (answer = bytes.slice()));
				else {
					get(line, 8, NAME.clock, 2);
					answer = line.answers.at(-1);
				}
				if (!isEnough) {
					equal(toHex(answer!), 'd80101', 'a request in the clear');
					continue;
				}
				const seen = mannerOf(answer!);
				const asked = ((policy >> 1) & AE) | control;
				equal(seen.control, asked, `control ${control}: answered`);
				equal(seen.isSigned, isSigned || (policy & PROTECTION.signedResponse) !== 0, `control ${control}: answer signed`);
			}
		});
});

function bound(cipher: Cipher, name: string | symbol): unknown {
	const value = Reflect.get(cipher, name) as unknown;
	return typeof value === 'function' ? value.bind(cipher) : value;
}
