/** Pushes of suites 1 and 2: ciphered and signed as a set-up or the policy says, and what a head-end makes of them. */
import { RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { KEY_INFO, PUSH_PROTECTION, type PushProtection } from '../../../modules/cosem/push-object.js';
import { PUSH_METHOD } from '../../../modules/cosem/push-setup-2.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { DataTag } from '../../../modules/dlms/axdr/data-writer.js';
import { CONTROL, SecuritySuite } from '../../../modules/dlms/security/ciphering.js';
import { decodeGeneralSigned } from '../../../modules/dlms/security/general.js';
import { PROTECTION } from '../../../modules/dlms/security/policy.js';
import { ClientSecurity } from '../../../modules/dlms/security/security.js';
import { decodeWrapper } from '../../../modules/dlms/wrapper.js';
import { type Push, PushReceiver } from '../../../src/head-end/push-receiver.js';
import type { PushSetup2 } from '../../../src/route-a/control/push-2.js';
import { PUSH_SECTORS } from '../../../src/route-a/control/push-flash.js';
import { keysOfClient, type RouteAKeys } from '../../../src/route-a/keys.js';
import { pushBody, pushFrame } from '../../../src/route-a/push-message.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { equal, hex, toHex } from '../../assert.js';
import { CLIENT_TITLE, MANAGEMENT, MemoryCounters } from '../../modules/dlms/device-rig.js';
import { CURVES } from './general-rig.node.js';
import { type Meter, meter, newKeys, TITLE } from './route-a-rig.js';

const NONE = new Uint8Array(0);
const AE = CONTROL.authentication | CONTROL.encryption;
const OBJECTS = [{ classId: 1, name: NAME.serial, attribute: 2, dataIndex: 0 }];
/** Signed responses, by a policy that has AE both ways. */
const SIGNED = 0x6c | PROTECTION.signedResponse;
const SUITES = [1, 2] as const;
/** Of P-256 and P-384 (FIPS 186-4, D.1.2.3 and D.1.2.4). */
const ORDERS = {
	1: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
	2: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
};

interface Material {
	readonly keys: RouteAKeys;
	/** Of the client, private, beside its public one in `keys`. */
	readonly signatureKey: Uint8Array;
	readonly agreementKey: Uint8Array;
}

function materialOf(suite: 1 | 2): Material {
	const random = new SeededRandom(suite, 'push keys');
	const scalar = (): Uint8Array => {
		const key = new Uint8Array(suite === 1 ? 32 : 48);
		random.fill(key);
		key[0] = 1;
		return key;
	};
	const [meters, agrees, signatureKey, agreementKey] = [scalar(), scalar(), scalar(), scalar()];
	const key = (fill: number): Uint8Array => new Uint8Array(16 * suite).fill(fill);
	const keys = newKeys({
		...{ signatureKey: meters, agreementKey: agrees, kek: key(0xf0), broadcast: key(0xb0), securitySetup: 1 },
		clients: {
			[MANAGEMENT]: {
				...{ encryption: key(0x10), authentication: key(0xa0), suite, offers: ['general'] },
				signatureKey: CURVES.publicKey!(signatureKey)!,
				agreementKey: CURVES.publicKey!(agreementKey)!,
			},
		},
	});
	return { keys, signatureKey: signatureKey!, agreementKey: agreementKey! };
}

function started({ keys }: Material, policy = 0): Meter {
	return meter({ keys, cipher: CURVES, routeAProfile: { ...IDIS_PROFILE, policy }, pushVersion: 2, pushFlash: new RamFlash(PUSH_SECTORS) });
}

const setupOf = ({ routeA }: Meter): PushSetup2 => routeA.control.push!.setups.second('alarm');

function receiverOf({ keys, signatureKey, agreementKey }: Material, policy = 0, changes: Partial<RouteAKeys> = {}): PushReceiver {
	const { suite = 0 } = keys.clients[MANAGEMENT]!;
	const told = { ...keys, ...changes };
	const common = {
		...{ suite: new SecuritySuite(CURVES, suite), peerTitle: keys.systemTitle, keys: keysOfClient(keys, MANAGEMENT) },
		...{ counters: new MemoryCounters(), name: 'p' },
		general: {
			...{ cipher: CURVES, random: new SeededRandom(1, 'receiver'), signatureKey, agreementKey },
			peerSignatureKey: CURVES.publicKey!(told.signatureKey!)!,
			peerAgreementKey: CURVES.publicKey!(told.agreementKey!)!,
		},
	};
	const own = new ClientSecurity({ ...common, title: CLIENT_TITLE, policy, takesAnyones: true });
	const confirming = new ClientSecurity({ ...common, counters: new MemoryCounters(), title: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), policy: 0 });
	return new PushReceiver({ meters: [own], confirming: [confirming], takesPlain: policy === 0, most: 4000 });
}

function protection(kind: number, scheme: 'identified' | 'wrapped' | 'one-pass' | 'static' = 'identified', recipient = CLIENT_TITLE): PushProtection {
	const agreed = (octet: number) =>
		({
			tag: DataTag.structure,
			items: [
				{ tag: DataTag.octetString, bytes: Uint8Array.of(octet) },
				{ tag: DataTag.octetString, bytes: NONE },
			],
		}) as const;
	const zero = { tag: DataTag.enum, value: 0 } as const;
	const [keyInfo, keyOptions] =
		scheme === 'identified'
			? [KEY_INFO.identified, zero]
			: scheme === 'wrapped'
				? [KEY_INFO.wrapped, { tag: DataTag.structure, items: [zero, { tag: DataTag.octetString, bytes: NONE }] } as const]
				: [KEY_INFO.agreed, agreed(scheme === 'one-pass' ? 1 : 2)];
	return { kind, transaction: Uint8Array.of(1, 2, 3), originator: NONE, recipient, other: NONE, keyInfo, keyOptions };
}

const { authentication, both, encryption, signature } = PUSH_PROTECTION;

function apduOf({ routeA }: Meter, protecting: readonly PushProtection[] = [], id = 1, method: number = PUSH_METHOD.unconfirmed): Uint8Array {
	const client = routeA.server.options.clients.find((each) => each.id === MANAGEMENT)!;
	const frame = pushFrame(client, { id, protection: protecting, method }, pushBody(routeA.server, client, OBJECTS));
	if (typeof frame === 'string') throw new Error(frame);
	return decodeWrapper(frame).apdu;
}

const push = (taken: ReturnType<PushReceiver['receive']>): Push => {
	if (typeof taken !== 'object') throw new Error(`not taken: ${taken}`);
	return taken;
};

describe('Route A: pushes that are ciphered and signed', () => {
	for (const suite of SUITES) {
		describe(`in suite ${suite}`, () => {
			const material = materialOf(suite);

			it('are ciphered and signed as their parameters say, the innermost first', () => {
				const rows: readonly (readonly [readonly PushProtection[], outer: number, inner: number | undefined, control: number, isSigned: boolean])[] =
					[
						[[], APDU.dataNotification, undefined, 0, false],
						[[protection(both)], APDU.generalCiphering, undefined, AE, false],
						[[protection(authentication)], APDU.generalCiphering, undefined, CONTROL.authentication, false],
						[[protection(encryption)], APDU.generalCiphering, undefined, CONTROL.encryption, false],
						[[protection(both, 'wrapped')], APDU.generalCiphering, undefined, AE, false],
						[[protection(both, 'one-pass')], APDU.generalCiphering, undefined, AE, false],
						[[protection(both, 'static')], APDU.generalCiphering, undefined, AE, false],
						[[protection(signature)], APDU.generalSigning, APDU.dataNotification, 0, true],
						[[protection(signature, 'identified', NONE)], APDU.generalSigning, APDU.dataNotification, 0, true],
						[[protection(both), protection(signature)], APDU.generalSigning, APDU.generalCiphering, AE, true],
						[[protection(signature), protection(both)], APDU.generalCiphering, undefined, AE, true],
					];
				const rig = started(material);
				const receiver = receiverOf(material);
				for (const [i, [protecting, outer, inner, control, isSigned]] of rows.entries()) {
					equal(setupOf(rig).setProtection(protecting), 0, `row ${i}`);
					equal(setupOf(rig).protection.length, protecting.length);
					const apdu = apduOf(rig, setupOf(rig).protection);
					equal(apdu[0], outer, `row ${i}`);
					if (inner !== undefined) equal(decodeGeneralSigned(apdu).content[0], inner, `row ${i}`);
					const taken = push(receiver.receive('a', apdu));
					equal(
						`${toHex(taken.title ?? NONE).toUpperCase()} ${taken.control} ${taken.isSigned}`,
						`${i === 0 ? '' : TITLE} ${control} ${isSigned}`,
						`row ${i}`,
					);
					equal(taken.values.length, 1);
				}
			});

			it('are refused where their signature is not the meter’s, a bit was changed, or they came before', () => {
				const rig = started(material, SIGNED);
				const apdu = apduOf(rig);
				equal(apdu[0], APDU.generalSigning, 'by the policy');
				equal(decodeGeneralSigned(apdu).content[0], APDU.generalGlo);
				const required = PROTECTION.authenticatedRequest | PROTECTION.encryptedRequest | PROTECTION.signedRequest;
				const others = receiverOf(material, required, { signatureKey: material.signatureKey });
				equal(others.receive('a', apdu), 'unopened', 'another’s signature');
				for (let at = 0; at < apdu.length; at += 7) {
					const changed = apdu.slice();
					changed[at]! ^= 0x10;
					equal(typeof receiverOf(material, required).receive('a', changed), 'string', `byte ${at}`);
				}
				const receiver = receiverOf(material, required);
				const taken = push(receiver.receive('a', apdu));
				equal(`${taken.isSigned} ${taken.control} ${taken.counter}`, `true ${AE} 1`);
				equal(receiver.receive('a', apdu), 'replayed');
				equal(receiver.receive('a', decodeGeneralSigned(apdu).content.slice()), 'unprotected', 'without its signature');
				equal(receiver.receive('a', apdu.subarray(0, -1)), 'malformed');
			});

			it('that are signed in the clear are refused where their signature came before, also with another s that fits', () => {
				const rig = started(material);
				const receiver = receiverOf(material);
				const apdus = Array.from({ length: 65 }, (_, i) => apduOf(rig, [protection(signature)], i + 1));
				for (const apdu of apdus.slice(0, 64)) push(receiver.receive('a', apdu));
				const [first] = apdus as [Uint8Array];
				equal(receiver.receive('a', first), 'replayed');
				equal(receiver.receive('b', first), 'replayed');
				const size = suite === 1 ? 32 : 48;
				const other = first.slice();
				const s = BigInt(`0x${toHex(first.subarray(-size))}`);
				other.set(hex((ORDERS[suite] - s).toString(16).padStart(2 * size, '0')), other.length - size);
				equal(receiver.receive('a', other), 'replayed');
				push(receiver.receive('a', apdus[64]!));
				push(receiver.receive('a', first));
				// A counter tells more.
				const counted = apduOf(rig, [protection(both), protection(signature)], 99);
				push(receiver.receive('a', counted));
				equal(receiver.receive('a', counted), 'replayed');
				// What is to be confirmed comes again until that was heard.
				const asking = apduOf(rig, [protection(signature)], 100, PUSH_METHOD.confirmed);
				const taken = push(receiver.receive('a', asking));
				equal(receiver.receive('a', asking), 'replayed', 'nobody keeps it');
				receiver.keep(taken);
				equal(push(receiver.receive('a', asking)).isRepeated, true);
			});

			it('are confirmed as they came, signed where the policy of requests asks for that', () => {
				const rig = started(material, SIGNED | PROTECTION.signedRequest);
				const { routeA } = rig;
				const setup = setupOf(rig);
				setup.setMethod(PUSH_METHOD.confirmed);
				const receiver = receiverOf(material);
				const taken = push(receiver.receive('a', apduOf(rig, [], 9, PUSH_METHOD.confirmed)));
				equal(`${taken.id} ${taken.isToConfirm} ${taken.isRepeated}`, '9 true false');
				let confirmed = 0;
				routeA.control.sender.onConfirmed = (id) => {
					confirmed = id;
					return true;
				};
				const answer = receiver.confirmation(taken)!;
				equal(answer[0], APDU.generalSigning);
				equal(routeA.onPushAnswer(decodeGeneralSigned(answer).content.slice()), false, 'without its signature');
				equal(routeA.onPushAnswer(answer), true);
				equal(confirmed, 9);
				const again = push(receiver.receive('a', apduOf(rig, [], 9, PUSH_METHOD.confirmed)));
				equal(again.isRepeated, true, 'the meter had not heard it');
				equal(receiver.confirmation(push(receiver.receive('a', apduOf(rig, [], 10)))), undefined, 'it does not ask');
			});
		});
	}

	it('refuse parameters that there are no keys for, or that are none', () => {
		const rig = started(materialOf(1));
		const setup = setupOf(rig);
		const first = protection(both);
		for (const [what, list] of Object.entries({
			'two ciphers': [protection(both), protection(encryption)],
			'two signatures': [protection(signature), protection(signature)],
			'a key that is none': [{ ...first, keyOptions: { tag: DataTag.enum, value: 1 } as const }],
			'a kind that is none': [{ ...first, kind: 4 }],
			'key info that is none': [{ ...first, keyInfo: 3 }],
			'other information': [{ ...first, other: Uint8Array.of(1) }],
			'another originator': [{ ...first, originator: CLIENT_TITLE }],
			'half a recipient': [protection(both, 'identified', CLIENT_TITLE.subarray(4))],
			'a key agreed on with nobody': [protection(both, 'static', NONE)],
			'two recipients': [protection(both), protection(signature, 'identified', NONE)],
			'a long transaction id': [{ ...first, transaction: new Uint8Array(200) }],
		}))
			equal(setup.setProtection(list), 13, what);
		const without = meter({ pushVersion: 2, pushFlash: new RamFlash(PUSH_SECTORS) });
		equal(setupOf(without).setProtection([first]), 13, 'no general-ciphering is offered');
		equal(setupOf(without).setProtection([]), 0);
	});
});
