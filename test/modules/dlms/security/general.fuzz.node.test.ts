import { NodeCipher } from '../../../../hal/node/cipher.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { DecodeError } from '../../../../modules/bytes/reader.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { MECHANISM } from '../../../../modules/dlms/apdu/acse.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { SecuritySuite } from '../../../../modules/dlms/security/ciphering.js';
import type { KeyChoice } from '../../../../modules/dlms/security/general-keys.js';
import type { GeneralManner } from '../../../../modules/dlms/security/manner.js';
import { ClientSecurity } from '../../../../modules/dlms/security/security.js';
import { CosemServer } from '../../../../modules/dlms/server/server.js';
import { equal, hex } from '../../../assert.js';
import { fuzzCount } from '../../../fuzz/campaign.js';
import { Mutations } from '../../../fuzz/mutations.js';
import { XDLMS } from '../../../vectors/cosem.js';
import { AUTHENTICATION_KEY, CLIENT, GENERAL, SCALARS, SERVER } from '../../../vectors/dlms-security.js';
import { Line, MANAGEMENT, MANAGEMENT_CONFORMANCE, MemoryCounters, rig } from '../device-rig.js';
import { lineOf, serverOf } from './mechanisms-rig.js';

const INPUTS = 1_000_000;
/** Each of these takes a signature or two. */
const SIGNED_INPUTS = 50_000;
const cipher = new NodeCipher(new PortableCipher());
const [clientSigning, clientAgreement, serverSigning, serverAgreement] = [
	SCALARS.clientSigning,
	SCALARS.clientAgreement,
	SCALARS.serverSigning,
	SCALARS.serverAgreement,
].map(hex) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
const half = (scalar: Uint8Array) => cipher.publicKey(scalar)!;
const REQUESTS = Object.values(XDLMS)
	.filter((text) => text.startsWith('C'))
	.map(hex);
const VECTORS = [GENERAL.onePass, GENERAL.static, GENERAL.identified, GENERAL.wrapped, GENERAL.signedPlain, GENERAL.signedCiphered].map(hex);

function side(isClient: boolean): ClientSecurity {
	const [signatureKey, agreementKey] = isClient ? [clientSigning, clientAgreement] : [serverSigning, serverAgreement];
	const [peerSigning, peerAgreement] = isClient ? [serverSigning, serverAgreement] : [clientSigning, clientAgreement];
	const encryption = Uint8Array.from({ length: 16 }, (_, i) => i);
	return new ClientSecurity({
		suite: new SecuritySuite(cipher, 1),
		title: hex(isClient ? CLIENT : SERVER),
		keys: { encryption, authentication: hex(AUTHENTICATION_KEY), broadcast: undefined, kek: hex('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff') },
		...{ policy: 0, counters: new MemoryCounters(), name: '' },
		general: {
			...{ cipher, random: new SeededRandom(5), signatureKey, agreementKey },
			...{ peerSignatureKey: half(peerSigning), peerAgreementKey: half(peerAgreement) },
		},
	});
}

function served(): { readonly server: CosemServer; readonly security: ClientSecurity } {
	const security = side(false);
	const client = { id: MANAGEMENT, mechanism: MECHANISM.highGmac, conformance: MANAGEMENT_CONFORMANCE, security };
	return { server: new CosemServer({ ...rig({ rows: 4 }).server.options, clients: [client] }), security };
}

describe('general protection under mutated APDUs', () => {
	it('opens nothing that was changed, and remembers nothing of it', () => {
		const security = side(false);
		const mutations = new Mutations('general', VECTORS);
		let opened = 0;
		let session = security.session(hex(CLIENT))!;
		for (let i = 0; i < fuzzCount(INPUTS); i++) {
			if (i % 64 === 0) session = security.session(hex(CLIENT))!;
			const bytes = mutations.next();
			if (bytes.length === 0 || !session.isProtected(bytes[0]!)) continue;
			const isWhole = VECTORS.some((vector) => vector.length === bytes.length && vector.every((byte, at) => byte === bytes[at]));
			try {
				const { apdu } = session.open(bytes);
				if (apdu !== undefined) opened++;
				if (apdu !== undefined && !isWhole) throw new Error('a changed message was opened');
			} catch (error) {
				if (!(error instanceof DecodeError)) throw error;
			}
		}
		equal(opened > 0, true);
	});

	for (const [choice, isSigned, inputs] of [
		['identified', false, INPUTS / 4],
		['wrapped', false, INPUTS / 4],
		['static', false, INPUTS / 4],
		['one-pass', false, SIGNED_INPUTS],
		[undefined, true, SIGNED_INPUTS],
		['static', true, SIGNED_INPUTS],
		['identified', 'inside', SIGNED_INPUTS],
	] as const)
		it(`goes on under requests that have the right ${choice ?? 'glo'} key${isSigned === false ? '' : ' and signature'}${isSigned === 'inside' ? ' inside' : ''}`, () => {
			const { server } = served();
			const line = new Line(server, MANAGEMENT, { security: side(true) });
			line.record = false;
			equal(line.associate(), 'ok');
			const client = side(true);
			const session = client.session(hex(SERVER))!;
			const peer = hex(SERVER);
			const mutations = new Mutations('requests', REQUESTS);
			const transaction = new Uint8Array(8);
			let answered = 0;
			for (let i = 0; i < fuzzCount(inputs); i++) {
				const plain = mutations.next();
				if (plain.length === 0 || session.isProtected(plain[0]!) || (choice === undefined && plain[0]! < APDU.getRequest)) continue;
				const w = new DataWriter();
				const general: GeneralManner = {
					...{ peer, choice: choice as KeyChoice | undefined, transaction, isTold: i % 3 !== 1, isShort: i % 5 === 0 },
					...{ signing: isSigned === false ? undefined : transaction, isSignedInside: isSigned === 'inside', isAnswer: false },
				};
				if (!session.seal(w, plain, choice === undefined ? 'glo' : 'general-ciphering', 0x30, general)) continue;
				line.association.receive(w.copy(), (apdu) => {
					if (apdu.length === 0 || apdu.length > 1024) throw new Error(`an answer of ${apdu.length} bytes`);
					if (apdu[0] === APDU.exceptionResponse) return;
					equal(apdu[0], isSigned === true ? APDU.generalSigning : APDU.generalCiphering);
					if (session.open(apdu.slice()).apdu === undefined) throw new Error('an answer that does not open');
					answered++;
				});
			}
			equal(answered > 0, true);
		});
});

describe('passes of authentication under mutated APDUs', () => {
	for (const mechanism of [MECHANISM.low, MECHANISM.high, MECHANISM.highMd5, MECHANISM.highSha1, MECHANISM.highSha256, MECHANISM.highEcdsa])
		it(`let nobody in by mechanism ${mechanism}`, () => {
			const serverKeys = { signatureKey: serverSigning, peerSignatureKey: half(clientSigning) };
			const clientKeys = { signatureKey: clientSigning, peerSignatureKey: half(serverSigning) };
			const server = serverOf(cipher, [mechanism], serverKeys);
			const line =
				mechanism === MECHANISM.low
					? new Line(server, MANAGEMENT, { password: hex('3132333435363738') })
					: lineOf(server, cipher, mechanism, clientKeys);
			equal(line.associate(), 'ok');
			const [aarq, proof] = line.requests;
			// Each association has a challenge of its own, so that no proof serves twice; a password does, and so it is cut off.
			const seeds = mechanism === MECHANISM.low ? [aarq!.map((byte) => (byte === 0x38 ? 0x39 : byte))] : [aarq!, proof!];
			const mutations = new Mutations('passes', seeds);
			for (let i = 0; i < fuzzCount(mechanism === MECHANISM.highEcdsa ? SIGNED_INPUTS : INPUTS / 8); i++) {
				const association = server.connect(MANAGEMENT)!;
				if (i % 2 === 0) association.receive(seeds[0]!, () => {});
				association.receive(mutations.next(), (apdu) => equal(apdu.length > 0, true));
				equal(association.state === 'associated', false, `input ${i}`);
			}
		});
});
