import type { SeededRandom } from '../../../hal/virtual/random.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { decodeBeacon, encodeBeacon } from '../../../modules/ieee802154/beacon.js';
import { pairingIn, ROUTE_B_BEACONS } from '../../../modules/ieee802154/beacon-form.js';
import { writeFcs } from '../../../modules/ieee802154/fcs.js';
import {
	type DecodedFrame,
	decodeFrame,
	encodeFrame,
	FrameType,
	FrameVersion,
	headerLength,
	splitPayload,
} from '../../../modules/ieee802154/frame.js';
import { decodePayloadElements, encodePayloadElements } from '../../../modules/ieee802154/information-elements.js';
import { unprotectFrame } from '../../../modules/ieee802154/security.js';
import { equal, hex, toHex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { ANNEX_C, HEMS, LINK_KEY, LINK_KEY_INDEX, METER, SESSION } from '../../vectors/ieee802154.js';
import { FakeAir } from './air-rig.js';

const INPUTS = fuzzCount(1_000_000);

const SEEDS = [...SESSION.map(({ psdu }) => hex(psdu)), ...ANNEX_C.map(({ header, open, sealed }) => hex(header + open + sealed))].filter(
	({ length }) => length < 256,
);

/** A good frame with a few bytes or its length changed, or, one time in eight, bytes by chance. The buffer is used again. */
class Mutator {
	readonly #random: SeededRandom;
	readonly #buffer = new Uint8Array(300);

	constructor(name: string) {
		this.#random = fuzzRandom(1, name);
	}

	next(seeds: readonly Uint8Array[]): Uint8Array {
		const random = this.#random;
		if (random.below(8) === 0) {
			const bytes = this.#buffer.subarray(0, random.below(64));
			random.fill(bytes);
			return tried(bytes);
		}
		const seed = seeds[random.below(seeds.length)]!;
		this.#buffer.set(seed);
		const length = random.below(4) === 0 ? random.below(seed.length + 16) : seed.length;
		// Most changes fall into the header, where they do most.
		for (let i = random.below(4); i > 0; i--) this.#buffer[random.below(random.below(2) === 0 ? 24 : seed.length)] = random.below(256);
		return tried(this.#buffer.subarray(0, length));
	}
}

/** What `run` returns, or undefined where it throws DecodeError. */
function decoded<T>(run: (bytes: Uint8Array) => T, bytes: Uint8Array): T | undefined {
	try {
		return run(bytes);
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

/** The same bytes, but for the reserved bits of frame control and security control, which are cleared. */
function sameButReserved(encoded: Uint8Array, bytes: Uint8Array, frame: DecodedFrame): void {
	equal(encoded.length, bytes.length);
	const control = headerLength({ ...frame, security: undefined, headerElements: undefined });
	for (let i = 0; i < bytes.length; i++) {
		let reserved = 0;
		if (i === 0 || (i === control && frame.security)) reserved = 0x80;
		else if (i === 1 && frame.version !== FrameVersion.v2015) reserved = 0x03;
		if (encoded[i] !== (bytes[i]! & ~reserved)) throw new Error(`${toHex(bytes)}: encoded again as ${toHex(encoded)}`);
	}
}

/** A frame and all that it carries in the clear. */
function decodeAll(bytes: Uint8Array): void {
	const frame = decodeFrame(bytes);
	equal(frame.headerLength + frame.payload.length, bytes.length);
	sameButReserved(encodeFrame(frame), bytes, frame);
	if (frame.security) return;
	const { elements, content } = splitPayload(frame);
	pairingIn(ROUTE_B_BEACONS, elements);
	if (frame.type === FrameType.beacon) encodeBeacon(decodeBeacon(content));
}

describe('IEEE 802.15.4 under random input', () => {
	it('frames decode or throw DecodeError, and encode to the same bytes', () => {
		const mutator = new Mutator('frame');
		for (let i = 0; i < INPUTS; i++) decoded(decodeAll, mutator.next(SEEDS));
	});

	it('payload elements decode or throw DecodeError, and encode to as many bytes', () => {
		const mutator = new Mutator('elements');
		const seeds = [hex('0a88 0868 3434353536363737 00f8 07'), hex('0290 0102 0088 00f8')];
		const run = (bytes: Uint8Array) => {
			const { elements, length } = decodePayloadElements(bytes);
			equal(encodePayloadElements(elements).length, length);
			pairingIn(ROUTE_B_BEACONS, elements);
		};
		for (let i = 0; i < INPUTS; i++) decoded(run, mutator.next(seeds));
	});

	it('beacons decode or throw DecodeError, and encode to as many bytes', () => {
		const mutator = new Mutator('beacon');
		const seeds = [hex('ff4f 00 00 3434353536363737'), hex('55cf 82 01 010203 040506 11 3412 0807060504030201 aabb')];
		const run = (bytes: Uint8Array) => equal(encodeBeacon(decodeBeacon(bytes)).length, bytes.length);
		for (let i = 0; i < INPUTS; i++) decoded(run, mutator.next(seeds));
	});

	it('secured frames open, do not open, or throw DecodeError', () => {
		const mutator = new Mutator('security');
		const cipher = new PortableCipher();
		const key = hex(LINK_KEY);
		const sender = hex(HEMS);
		const seeds = SEEDS.filter((bytes) => (bytes[0]! & 8) !== 0);
		const run = (bytes: Uint8Array) => {
			const frame = decodeFrame(bytes);
			if (frame.security) unprotectFrame(cipher, key, sender, bytes, frame);
		};
		for (let i = 0; i < INPUTS; i++) decoded(run, mutator.next(seeds));
	});

	it('a coordinator and a scanning device take everything, and work on', () => {
		const air = new FakeAir();
		const pairing = hex('3434353536363737');
		const meter = air.createMac(METER, { beacon: () => ({ pairing }), log: { write: () => {} } });
		const hems = air.createMac(HEMS, { log: { write: () => {} } });
		meter.join(0x8888, 33);
		hems.join(0x8888, 33);
		meter.setKey(hex(HEMS), LINK_KEY_INDEX, hex(LINK_KEY));
		hems.setKey(hex(METER), LINK_KEY_INDEX, hex(LINK_KEY));
		const mutator = new Mutator('mac');
		for (let i = 0; i < INPUTS; i++) {
			if (i % 1000 === 0 && !hems.isScanning) hems.scan({ channels: [33], durationPerChannelMs: 20, enhanced: true, pairing }, () => {});
			const bytes = mutator.next(SEEDS);
			const psdu = new Uint8Array(bytes.length + 2);
			psdu.set(bytes);
			writeFcs(psdu, 2);
			air.inject(psdu);
			air.sent.length = Math.min(air.sent.length, 1);
			if (i % 16 === 0) air.scheduler.runFor(1);
		}
		air.sent.length = 0;
		air.scheduler.runFor(10_000);
		let result = '';
		hems.send(hex(METER), hex('01'), false, (outcome) => {
			result = outcome;
		});
		air.scheduler.runFor(1000);
		equal(result, 'sent');
	});
});
