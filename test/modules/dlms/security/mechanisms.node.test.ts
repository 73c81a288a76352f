import { NodeCipher } from '../../../../hal/node/cipher.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { MECHANISM } from '../../../../modules/dlms/apdu/acse.js';
import { type Credentials, Handshake } from '../../../../modules/dlms/security/mechanisms.js';
import { bytesEqual, equal, hex } from '../../../assert.js';
import { CLIENT, HLS, SCALARS, SERVER } from '../../../vectors/dlms-security.js';
import { lineOf, serverOf } from './mechanisms-rig.js';

const cipher = new NodeCipher(new PortableCipher());
const publicKey = (scalar: string) => cipher.publicKey(hex(scalar))!;
const CLIENT_KEYS = { signatureKey: hex(SCALARS.clientSigning), peerSignatureKey: publicKey(SCALARS.serverSigning) };
const SERVER_KEYS = { signatureKey: hex(SCALARS.serverSigning), peerSignatureKey: publicKey(SCALARS.clientSigning) };
const count = (from: number) => Uint8Array.from({ length: 32 }, (_, i) => from + i);

describe('HLS 3, 4 and 7', () => {
	const client = { title: hex(HLS.clientTitle), challenge: hex(HLS.clientChallenge) };
	const server = { title: hex(HLS.serverTitle), challenge: hex(HLS.serverChallenge) };
	const credentials: Credentials = { cipher, title: client.title, secret: hex(HLS.secret) };

	for (const [name, mechanism] of [
		['md5', MECHANISM.highMd5],
		['sha1', MECHANISM.highSha1],
	] as const)
		it(`gives the proofs of ${name}, and takes them from the other side alone`, () => {
			const own = new Handshake({ mechanism, credentials, own: client, peer: server });
			const peer = new Handshake({ mechanism, credentials, own: server, peer: client });
			bytesEqual(own.prove()!, HLS[name].client);
			bytesEqual(peer.prove()!, HLS[name].server);
			equal(peer.accepts(hex(HLS[name].client)), true);
			equal(own.accepts(hex(HLS[name].client)), false);
			equal(own.accepts(hex(HLS[name].server).subarray(1)), false);
		});

	it('takes the signatures of HLS 7, and gives such', () => {
		const parties = { client: { title: hex(CLIENT), challenge: count(0x40) }, server: { title: hex(SERVER), challenge: count(0x20) } };
		const mechanism = MECHANISM.highEcdsa;
		const own = new Handshake({
			...{ mechanism, own: parties.client, peer: parties.server },
			credentials: { cipher, title: parties.client.title, ...CLIENT_KEYS },
		});
		const peer = new Handshake({
			...{ mechanism, own: parties.server, peer: parties.client },
			credentials: { cipher, title: parties.server.title, ...SERVER_KEYS },
		});
		equal(peer.accepts(hex(HLS.ecdsa.client)), true);
		equal(own.accepts(hex(HLS.ecdsa.server)), true);
		equal(own.accepts(hex(HLS.ecdsa.client)), false);
		equal(peer.accepts(own.prove()!), true);
		equal(own.accepts(peer.prove()!), true);
		equal(own.accepts(own.prove()!), false);
	});

	for (const mechanism of [MECHANISM.highMd5, MECHANISM.highSha1, MECHANISM.highEcdsa])
		it(`opens an association with mechanism ${mechanism}`, () => {
			const device = serverOf(cipher, [mechanism], SERVER_KEYS);
			const line = lineOf(device, cipher, mechanism, CLIENT_KEYS);
			equal(line.associate(), 'ok');
			equal(line.association.mechanism, mechanism);
			const wrong = { secret: new Uint8Array(3), signatureKey: hex(SCALARS.clientAgreement) };
			equal(lineOf(device, cipher, mechanism, { ...CLIENT_KEYS, ...wrong }).associate(), 'HLS authentication failed');
			equal(device.statistics.failed, 1);
		});

	it('has challenges of 32 bytes for signatures, and proofs as the Green Book writes them', () => {
		const device = serverOf(cipher, [MECHANISM.highEcdsa], SERVER_KEYS);
		const line = lineOf(device, cipher, MECHANISM.highEcdsa, CLIENT_KEYS);
		equal(line.associate(), 'ok');
		bytesEqual(line.requests[1]!.subarray(0, 15), 'c301c1000f0000280000ff01010940');
		bytesEqual(line.answers[1]!.subarray(0, 8), 'c701c10001000940');
	});

	it('signs with 96 bytes on P-384', () => {
		const [one, two] = [0x11, 0x22].map((fill) => new Uint8Array(48).fill(fill)) as [Uint8Array, Uint8Array];
		const device = serverOf(cipher, [MECHANISM.highEcdsa], { signatureKey: one, peerSignatureKey: cipher.publicKey(two)! });
		const line = lineOf(device, cipher, MECHANISM.highEcdsa, { signatureKey: two, peerSignatureKey: cipher.publicKey(one)! });
		equal(line.associate(), 'ok');
		bytesEqual(line.requests[1]!.subarray(13, 15), '0960');
	});
});
