import type { SeededRandom } from '../../../hal/virtual/random.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { decodeMessage, encodeMessage } from '../../../modules/pana/message.js';
import { equal, hex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { PANA_EXCHANGE, PANA_VECTOR } from '../../vectors/pana.js';
import { METER, Rig, STRANGER } from './pana-rig.js';

const DECODED = 1_000_000;
const RECEIVED = 40_000;
const VALID = PANA_EXCHANGE.map((name) => hex(PANA_VECTOR[name]));

/** A message of `seeds` with a few bytes changed, cut off, added or moved; or random bytes. */
function mutate(random: SeededRandom, seeds: readonly Uint8Array[]): Uint8Array {
	const way = random.below(8);
	if (way === 0) {
		const bytes = new Uint8Array(random.below(48));
		random.fill(bytes);
		return bytes;
	}
	const seed = seeds[random.below(seeds.length)]!;
	let bytes = seed.slice();
	if (way === 1) bytes = bytes.slice(0, random.below(bytes.length));
	if (way === 2) {
		bytes = new Uint8Array(seed.length + 4 * random.below(4));
		bytes.set(seed);
	}
	if (way === 3 && bytes.length > 16) bytes.copyWithin(16 + 4 * random.below((bytes.length - 16) / 4), 16);
	for (let i = random.below(4); i > 0 && bytes.length > 0; i--) bytes[random.below(bytes.length)] = random.below(256);
	// What keeps its length field gets past the first check.
	if (bytes.length >= 4 && random.below(4) > 0) {
		bytes[2] = bytes.length >> 8;
		bytes[3] = bytes.length;
	}
	return bytes;
}

describe('PANA fuzz', () => {
	it('decoding throws nothing but DecodeError, and what it takes it can encode', () => {
		const random = fuzzRandom(20_240_601);
		let taken = 0;
		for (let i = fuzzCount(DECODED); i > 0; i--) {
			const bytes = tried(mutate(random, VALID));
			try {
				const message = decodeMessage(bytes);
				taken++;
				if (taken % 16 === 0) equal(encodeMessage(message).length, bytes.length);
			} catch (error) {
				if (!(error instanceof DecodeError)) throw error;
			}
		}
		equal(taken > 0, true, 'some are valid');
	});

	for (const [where, lost] of [
		['INITIAL', ['PAA PAR[S]']],
		['the first PAR', ['PaC PAN']],
		['WAIT_SUCC_PAN', ['PaC PAN[C]']],
		['OPEN', []],
		['a re-authentication', ['PaC PAN']],
	] as const) {
		it(`PAA and PaC throw nothing and keep their session, in ${where}`, () => {
			const random = fuzzRandom(7, where);
			const rig = new Rig();
			if (where === 'a re-authentication') {
				rig.join();
				rig.pac.reauthenticate();
			}
			rig.losing(...lost);
			if (where === 'a re-authentication') rig.scheduler.runFor(100);
			else rig.join();
			const seeds = rig.sent.map(({ bytes }) => bytes);
			rig.air = () => [];
			const live = rig.paa.status.address !== undefined;
			const { sessionId } = rig.paa.status;
			for (let i = fuzzCount(RECEIVED / 5); i > 0; i--) {
				const bytes = tried(mutate(random, seeds));
				rig.toPaa(bytes);
				rig.toPac(bytes);
				if (i % 64 === 0) rig.paa.receive(STRANGER, bytes);
				rig.sent.length = 0;
				rig.log.length = 0;
			}
			if (live) equal(rig.paa.status.sessionId, sessionId, 'the living session');
			rig.losing();
			rig.scheduler.runFor(100_000);
			rig.pac.start(METER);
			rig.scheduler.runFor(30_000);
			equal(rig.paa.status.state, 'OPEN');
			equal(rig.pac.status.state, 'OPEN');
		});
	}
});
