/** Whatever a client sends, cut anywhere: nothing throws, answers are bounded, and a client that behaves afterwards is served. */
import assert from 'node:assert/strict';
import type { SeededRandom } from '../../../hal/virtual/random.js';
import { bytesEqual, hex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { TelnetRig } from './telnet-rig.js';

const TALKS = fuzzCount(100_000);
const MOST = 80;
/** Bytes that mean something: commands, options, commands of the com port option, CR, NUL. */
const MEANT = hex('ff ff ff fa f0 fb fc fd fe f3 f1 2c 2c 00 01 03 05 07 08 0a 0b 0c 0d 1f');
/** The longest answer to a byte: a command of one byte, in a subnegotiation, and what it is answered with. */
const MOST_ANSWER = 12;

function talkOf(random: SeededRandom): Uint8Array {
	return Uint8Array.from({ length: random.below(MOST) }, () => (random.below(8) === 0 ? random.below(256) : MEANT[random.below(MEANT.length)]!));
}

describe('Telnet and the com port option', () => {
	it('take anything, answer it within bounds, the same however it is cut, and go on', () => {
		const random = fuzzRandom(2217);
		for (let i = 0; i < TALKS; i++) {
			const talk = tried(talkOf(random));
			const [whole, bytewise] = [new TelnetRig(), new TelnetRig()];
			whole.telnet.receive(talk);
			for (const byte of talk) bytewise.telnet.receive(Uint8Array.of(byte));
			assert.deepEqual(bytewise.sent, whole.sent);
			assert.deepEqual(bytewise.data, whole.data);
			assert.deepEqual(bytewise.dropped, whole.dropped);
			assert.ok(whole.sent.length <= MOST_ANSWER * talk.length, `${whole.sent.length} bytes for ${talk.length}`);
			// Out of whatever it was in: an end of a subnegotiation, twice, an option, data.
			whole.ask(hex('00 fff0 00 fff0 fffb2c'));
			bytesEqual(whole.ask(hex('fffa2c 02 00 fff0')), 'fffa2c6608fff0');
		}
	});
});
