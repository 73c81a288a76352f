import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { MECHANISM } from '../../../../modules/dlms/apdu/acse.js';
import { Handshake, isSecret } from '../../../../modules/dlms/security/mechanisms.js';
import { bytesEqual, equal, hex } from '../../../assert.js';
import { HLS } from '../../../vectors/dlms-security.js';
import { answerTo, CLIENT_TITLE, clientSecurity, KEYS, Line, MANAGEMENT, MemoryCounters, NAMES, rig } from '../device-rig.js';
import { lineOf, SECRET, serverOf } from './mechanisms-rig.js';

const ENERGY = { classId: 3, name: NAMES.energy, index: 2, selection: undefined };
const cipher = () => new PortableCipher();

function read(line: Line): unknown {
	let result: unknown;
	line.get(ENERGY, (error, value) => {
		result = error?.text ?? (typeof value === 'object' ? 'value' : value);
	});
	return result;
}

describe('LLS', () => {
	const aarq = (password: string) =>
		hex(
			`60 36 A1 09 06 07 60 85 74 05 08 01 01 8A 02 07 80 8B 07 60 85 74 05 08 02 01 AC 0A 80 08 ${password} BE 10 04 0E 01 00 00 00 06 5F 1F 04 00 00 7E 1F 04 B0`,
		);

	it('associates at once with the password', () => {
		const server = serverOf(cipher(), [MECHANISM.low]);
		const line = new Line(server, MANAGEMENT, { password: SECRET });
		equal(line.associate(), 'ok');
		equal(line.requests.length, 1);
		equal(line.association.mechanism, MECHANISM.low);
		equal(read(line), 'value');
	});

	it('takes the bytes of a public client', () => {
		const association = serverOf(cipher(), [MECHANISM.low]).connect(MANAGEMENT)!;
		bytesEqual(
			answerTo(association, aarq('31 32 33 34 35 36 37 38'))!,
			'6129 a109 060760857405080101 a203020100 a305a103020100 be10040e0800065f1f0400005e1f04000007',
		);
		equal(association.state, 'associated');
	});

	it('refuses another password as the standard says, whatever is wrong with it', () => {
		const server = serverOf(cipher(), [MECHANISM.low]);
		for (const password of ['', '1234567', '123456789', '1234567X', 'X2345678']) {
			const line = new Line(server, MANAGEMENT, { password: Uint8Array.from(password, (character) => character.charCodeAt(0)) });
			equal(line.associate().startsWith('association refused'), true, password);
			bytesEqual(line.answers[0]!.subarray(13, 25), 'a203020101 a305a10302010d'.replace(/ /g, ''));
			equal(line.association.state, 'idle');
		}
		equal(server.statistics.failed, 5);
	});

	it('has no empty password', () => {
		equal(isSecret({ cipher: cipher(), title: CLIENT_TITLE, secret: new Uint8Array(0) }, new Uint8Array(0)), false);
		equal(isSecret({ cipher: cipher(), title: CLIENT_TITLE }, new Uint8Array(0)), false);
		equal(isSecret({ cipher: cipher(), title: CLIENT_TITLE, secret: SECRET }, undefined), false);
	});

	it('is not there for a client with keys alone, nor no mechanism for one with a password', () => {
		const line = new Line(rig({ policy: 0 }).server, MANAGEMENT, { password: SECRET });
		line.associate();
		bytesEqual(line.answers[0]!.subarray(18, 25), 'a305a10302010b');
		const open = new Line(serverOf(cipher(), [MECHANISM.low]), MANAGEMENT);
		open.associate();
		bytesEqual(open.answers[0]!.subarray(18, 25), 'a305a10302010c');
	});

	it('goes beside ciphering', () => {
		const { serverSecurity } = rig();
		const server = serverOf(cipher(), [MECHANISM.low], {}, serverSecurity);
		const line = new Line(server, MANAGEMENT, { password: SECRET, security: clientSecurity() });
		equal(line.associate(), 'ok');
		equal(read(line), 'value');
		equal(line.requests[1]![0], 0xc8);
		// The policy of the keys wants it.
		const plain = new Line(server, MANAGEMENT, { password: SECRET });
		plain.associate();
		bytesEqual(plain.answers[0]!.subarray(18, 25), 'a305a103020102');
	});
});

describe('HLS 2 and 6', () => {
	for (const mechanism of [MECHANISM.high, MECHANISM.highSha256])
		it(`proves both sides by mechanism ${mechanism}`, () => {
			const server = serverOf(cipher(), [mechanism]);
			const line = lineOf(server, cipher(), mechanism);
			equal(line.associate(), 'ok');
			equal(line.requests.length, 2);
			equal(read(line), 'value');
			const other = lineOf(server, cipher(), mechanism, { secret: new Uint8Array(8) });
			equal(other.associate(), 'HLS authentication failed');
			equal(other.association.state, 'idle');
			equal(server.statistics.failed, 1);
		});

	it('takes any of those that are offered, and what is asked for of them', () => {
		const { serverSecurity } = rig();
		const server = serverOf(cipher(), [MECHANISM.highGmac, MECHANISM.highSha256, MECHANISM.low], {}, serverSecurity);
		const counters = new MemoryCounters();
		for (const [hls, mechanism] of [
			[undefined, MECHANISM.highGmac],
			[MECHANISM.highSha256, MECHANISM.highSha256],
		] as const) {
			const security = clientSecurity({ counters });
			const line = hls === undefined ? new Line(server, MANAGEMENT, { security }) : lineOf(server, cipher(), hls, {}, { security });
			equal(line.associate(), 'ok');
			equal(line.association.mechanism, mechanism);
			equal(read(line), 'value');
		}
		const refused = lineOf(server, cipher(), MECHANISM.high, {}, { security: clientSecurity({ counters }) });
		refused.associate();
		equal(refused.association.state, 'idle');
	});

	it('does without no title in mechanism 6, nor with the server’s own', () => {
		const server = serverOf(cipher(), [MECHANISM.highSha256]);
		for (const title of [new Uint8Array(0), new Uint8Array(7), server.options.clients[0]!.credentials!.title]) {
			const line = lineOf(server, cipher(), MECHANISM.highSha256, { title });
			line.associate();
			bytesEqual(line.answers[0]!.subarray(18, 25), 'a305a103020103');
		}
	});

	it('refuses a server that does not prove itself', () => {
		const server = serverOf(cipher(), [MECHANISM.highSha256]);
		const line = lineOf(server, cipher(), MECHANISM.highSha256);
		line.onAnswer = (apdu) => (apdu[0] === 0xc7 ? apdu.map((byte, i) => (i === apdu.length - 1 ? byte ^ 1 : byte)) : apdu);
		equal(line.associate(), 'HLS authentication failed');
	});

	it('takes no proof twice, nor that of the other side for its own', () => {
		const server = serverOf(cipher(), [MECHANISM.highSha256]);
		const line = lineOf(server, cipher(), MECHANISM.highSha256);
		equal(line.associate(), 'ok');
		const [aarq, proof] = line.requests as [Uint8Array, Uint8Array];
		const again = server.connect(MANAGEMENT)!;
		answerTo(again, aarq);
		bytesEqual(answerTo(again, proof)!.subarray(0, 4), 'c701c1fa');
		equal(again.state, 'idle');
		const back = server.connect(MANAGEMENT)!;
		answerTo(back, aarq);
		answerTo(back, new Uint8Array([...proof.subarray(0, 13), ...line.answers[1]!.subarray(6)]));
		equal(back.state, 'idle');
	});

	it('needs a proof of some length, and one only', () => {
		const server = serverOf(cipher(), [MECHANISM.highSha256]);
		const { requests } = (() => {
			const line = lineOf(server, cipher(), MECHANISM.highSha256);
			line.associate();
			return line;
		})();
		for (let length = 0; length < requests[1]!.length; length++) {
			const association = server.connect(MANAGEMENT)!;
			answerTo(association, requests[0]!);
			answerTo(association, requests[1]!.subarray(0, length));
			equal(association.state === 'associated', false, `${length}`);
		}
	});

	it('gives the proofs of the fact sheet for mechanism 6, and those of AES for mechanism 2', () => {
		const client = { title: hex(HLS.clientTitle), challenge: hex(HLS.clientChallenge) };
		const server = { title: hex(HLS.serverTitle), challenge: hex(HLS.serverChallenge) };
		const credentials = { cipher: cipher(), title: client.title, secret: hex(HLS.secret) };
		const side = (own: typeof client, peer: typeof client, mechanism: number) => new Handshake({ mechanism, credentials, own, peer });
		bytesEqual(side(client, server, MECHANISM.highSha256).prove()!, HLS.sha256.client);
		bytesEqual(side(server, client, MECHANISM.highSha256).prove()!, HLS.sha256.server);
		equal(side(server, client, MECHANISM.highSha256).accepts(hex(HLS.sha256.client)), true);
		equal(side(client, server, MECHANISM.highSha256).accepts(hex(HLS.sha256.client)), false);
		const block = new Uint8Array(16);
		block.set(server.challenge);
		const key = new Uint8Array(16);
		key.set(credentials.secret);
		bytesEqual(
			side(client, server, MECHANISM.high).prove()!,
			[...cipher().encryptBlock(key, block)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
		);
		equal(side({ ...client, challenge: new Uint8Array(17) }, server, MECHANISM.high).prove()!.length, 16);
		equal(side(client, { ...server, challenge: new Uint8Array(17) }, MECHANISM.high).prove()!.length, 32);
	});

	it('does nothing without what it needs', () => {
		const bare = { cipher: cipher(), title: CLIENT_TITLE };
		const party = { title: CLIENT_TITLE, challenge: new Uint8Array(16) };
		for (const mechanism of [MECHANISM.high, MECHANISM.highMd5, MECHANISM.highSha1, MECHANISM.highGmac, MECHANISM.highSha256, MECHANISM.highEcdsa])
			for (const credentials of [
				bare,
				undefined,
				mechanism === MECHANISM.highSha256 ? bare : { ...bare, secret: new Uint8Array(17), signatureKey: KEYS.encryption },
			]) {
				const handshake = new Handshake({ mechanism, credentials, own: party, peer: party });
				equal(handshake.prove(), undefined);
				equal(handshake.accepts(new Uint8Array(0)), false);
			}
		for (const mechanism of [MECHANISM.highMd5, MECHANISM.highSha1, MECHANISM.highEcdsa]) {
			const line = lineOf(serverOf(cipher(), [mechanism]), cipher(), mechanism);
			line.associate();
			bytesEqual(line.answers[0]!.subarray(18, 25), 'a305a10302010b');
		}
	});
});
