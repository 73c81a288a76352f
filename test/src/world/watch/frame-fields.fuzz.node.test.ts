/** Every frame of drawn sessions: its fields part its bytes, tell what the codecs tell, and what is changed or cut in it is told without an error. */
import assert from 'node:assert/strict';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { keysOf } from '../../../../src/world/meter/identity.js';
import { CosemKeys } from '../../../../src/world/watch/cosem-keys.js';
import { FrameReader } from '../../../../src/world/watch/frame-reader.js';
import { summaryOf } from '../../../../src/world/watch/frame-summary.js';
import { fuzzCount, fuzzSeed, tried } from '../../../fuzz/campaign.js';
import { assertLikeCodecs, type Held } from '../../../modules/capture/fields/codecs.node.js';
import { assertParted, malformedOf } from '../../../modules/capture/fields/rig.node.js';
import { sessionOf } from './frame-world.js';

/** Of a long run; a short one takes its share. */
const FRAMES = 100_000;
const LAYERS = ['IEEE 802.15.4', 'IEEE 802.15.4 payload', '6LoWPAN', 'IPv6', 'ICMPv6', 'UDP', 'PANA', 'EAP', 'ECHONET Lite'];

describe('the fields of frames of drawn sessions', () => {
	it('part all bytes, and tell what the codecs tell', function () {
		this.timeout(0);
		const held: Held = new Map();
		const cipher = new PortableCipher();
		const wanted = fuzzCount(FRAMES);
		const first = Math.abs(fuzzSeed(1)) % 1_000_000;
		let frames = 0;
		let opened = 0;
		for (let seed = first; frames < wanted; seed++) {
			tried(`session ${seed}`);
			const { log } = sessionOf(seed);
			const reader = new FrameReader(log, cipher, new CosemKeys((number) => keysOf(1, number)));
			const random = new SeededRandom(seed, 'changes');
			for (let id = log.first; id < log.next; id++) {
				const frame = log.get(id)!;
				const told = `session ${seed}, frame ${id}`;
				const dissection = reader.read(frame);
				assertParted(dissection, told);
				assertLikeCodecs(dissection, told, held);
				assert.ok(summaryOf(frame, dissection, () => undefined).layers.length > 0, told);
				if (dissection.sources.length > 1 && malformedOf(dissection) === undefined) opened++;
				const [at, flip, length] = [random.below(frame.bytes.length), 1 + random.below(255), random.below(frame.bytes.length)];
				const changed = frame.bytes.slice();
				changed[at]! ^= flip;
				assertChanged(reader, { ...frame, bytes: changed }, `${told}, changed`, held);
				assertChanged(reader, { ...frame, bytes: frame.bytes.subarray(0, length) }, `${told}, cut`, held);
				frames++;
			}
		}
		assert.deepEqual(
			LAYERS.filter((layer) => !held.has(layer)),
			[],
		);
		assert.ok(opened > frames / 20, `${opened} of ${frames} frames were opened`);
	});
});

function assertChanged(reader: FrameReader, frame: Parameters<FrameReader['read']>[0], told: string, held: Held): void {
	const dissection = reader.read(frame);
	assertParted(dissection, told);
	assertLikeCodecs(dissection, told, held);
}
