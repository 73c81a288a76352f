import type { SeededRandom } from '../../../hal/virtual/random.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { decodeEap, type EapMethod, encodeEap } from '../../../modules/eap-psk/eap.js';
import { decodePsk, encodePsk } from '../../../modules/eap-psk/messages.js';
import { EapPskPeer } from '../../../modules/eap-psk/peer.js';
import { EapPskServer } from '../../../modules/eap-psk/server.js';
import { equal, hex, toHex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { EAP_PSK_RUNS } from '../../vectors/eap-psk.js';

const INPUTS = fuzzCount(1_000_000);
const RUN = EAP_PSK_RUNS[0]!;
const VALID = [RUN.message1, RUN.message2, RUN.message3, RUN.message4, RUN.success, '04a50004', '01070005 01'].map(hex);
const PSK = hex(RUN.psk);
const RAND_S = hex(RUN.randS);
const RAND_P = hex(RUN.randP);
const EAP_PSK = 47;
const FLAGS = 5;
const RESERVED = 0x3f;

/** A valid packet, cut or grown, with some bytes changed; its length field mostly true again. */
function mutate(random: SeededRandom): Uint8Array {
	const valid = VALID[random.below(VALID.length)]!;
	const length = random.below(2) === 0 ? valid.length : random.below(valid.length + 8);
	const bytes = new Uint8Array(length);
	bytes.set(valid.subarray(0, length));
	for (let changes = random.below(4); changes > 0 && length > 0; changes--) bytes[random.below(length)] = random.below(256);
	if (length > 3 && random.below(8) !== 0) {
		bytes[2] = length >> 8;
		bytes[3] = length;
	}
	return bytes;
}

function noise(random: SeededRandom): Uint8Array {
	const bytes = new Uint8Array(random.below(70));
	random.fill(bytes);
	return bytes;
}

function decodesOrRefuses(bytes: Uint8Array): void {
	try {
		const packet = decodeEap(bytes);
		sameStart(encodeEap(packet), bytes);
		if (packet.type !== EAP_PSK) return;
		const again = encodePsk(packet.identifier, decodePsk(packet));
		again[FLAGS]! |= bytes[FLAGS]! & RESERVED;
		sameStart(again, bytes);
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
	}
}

/** What was decoded is encoded again to what it was decoded from, but for padding. */
function sameStart(encoded: Uint8Array, bytes: Uint8Array): void {
	for (let i = 0; i < encoded.length; i++) {
		if (encoded[i] !== bytes[i]) throw new Error(`${toHex(bytes)}: encoded again as ${toHex(encoded)}`);
	}
}

/** Feeds a machine, and a new one when it has come to an end. Returns how many ended in success. */
function feed(create: () => EapMethod, random: SeededRandom, valid: readonly Uint8Array[]): number {
	let successes = 0;
	let method = create();
	for (let i = 0; i < INPUTS; i++) {
		// A valid run to begin with, then a valid packet now and then, so that every state is visited.
		const packet =
			i < valid.length ? valid[i]! : i % 64 === 0 ? valid[(i / 64) % valid.length]! : random.below(4) === 0 ? noise(random) : mutate(random);
		const step = method.receive(tried(packet));
		if (step.kind === 'success') successes++;
		if (step.kind === 'success' || step.kind === 'failure' || i % 1024 === 1023) method = create();
	}
	return successes;
}

describe('fuzz: EAP-PSK', () => {
	const cipher = new PortableCipher();

	it('decoders take or refuse a million inputs, and fall over none', () => {
		const random = fuzzRandom(1, 'decoders');
		for (let i = 0; i < INPUTS; i++) decodesOrRefuses(tried(i % 4 === 0 ? noise(random) : mutate(random)));
	});

	it('the server takes a million packets, throws for none, and reaches success among them', () => {
		const create = () => {
			const server = new EapPskServer({
				cipher,
				random: { fill: (bytes) => bytes.set(RAND_S) },
				serverId: RUN.serverId,
				findPsk: () => PSK,
				onBadMac: 'discard',
				firstId: RUN.firstId,
			});
			server.start();
			return server;
		};
		const successes = feed(create, fuzzRandom(2, 'server'), [hex(RUN.message2), hex(RUN.message4)]);
		equal(successes > 0, true, 'some runs succeed');
	});

	it('the peer takes a million packets, throws for none, and reaches success among them', () => {
		const create = () =>
			new EapPskPeer({
				cipher,
				random: { fill: (bytes) => bytes.set(RAND_P) },
				peerId: RUN.peerId,
				psk: PSK,
			});
		const successes = feed(create, fuzzRandom(3, 'peer'), [hex(RUN.message1), hex(RUN.message3), hex(RUN.success)]);
		equal(successes > 0, true, 'some runs succeed');
	});
});
