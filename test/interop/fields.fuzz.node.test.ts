/** The fields of frames of drawn worlds, as the panel saves them, against Wireshark's. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FramesCapture } from '../../boards/host/panel/frames/frame-capture.js';
import type { LoggedFrame } from '../../src/world/watch/frame-log.js';
import { fuzzCount, fuzzSeed, tried } from '../fuzz/campaign.js';
import { watchWorld } from '../fuzz/watched-world.js';
import { START } from '../fuzz/world-rig.js';
import { type Compared, compare, packetsIn } from './pdml.js';
import { requirePeer } from './peers.js';

/** Of a long run; a short one takes its share. */
const WORLDS = 25;
/** Frames of each that are saved: the first ones, with a scan and a join. */
const FRAMES = 1500;
const SEEDS = 1_000_000_000;
/** How many values both must know in a world, at least: the fewest where most of its frames are messages of COSEM, which tshark has no dissector for. */
const COMPARED = 1000;
/** Of the packet that is made around what went over IP: the headers of IPv6 and UDP. */
const AROUND = 48;

describe('the fields of saved frames of drawn worlds, and what tshark shows', () => {
	let folder: string;
	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	after(() => rmSync(folder, { recursive: true }));

	it('agree on value and bytes of each field that both know', function () {
		this.timeout(0);
		requirePeer(this, 'tshark', 'apt-get install tshark');
		const first = Math.abs(fuzzSeed(1)) % SEEDS;
		for (let turn = 1; turn <= fuzzCount(WORLDS); turn++) {
			tried(`world ${first + turn} in turn ${turn}`);
			const frames: LoggedFrame[] = [];
			const { watch } = watchWorld(first + turn, turn, (_, frame) => {
				if (frames.length < FRAMES) frames.push(frame);
			});
			const file = new FramesCapture(watch, START, watch.log.keys);
			for (const frame of frames) file.add(frame);
			const ours = frames.map((frame): Compared => ({ dissection: watch.reader.read(frame), offset: isOverIp(frame) ? AROUND : 0 }));
			const { wrong, compared, names, missed } = compare(ours, packetsIn(file.bytes, join(folder, `${turn}.pcapng`)));
			assert.deepEqual([...wrong, ...missed], []);
			assert.ok(compared >= COMPARED, `${compared} values of ${names.size} fields`);
		}
	});
});

function isOverIp({ medium }: LoggedFrame): boolean {
	return medium === 'TCP' || medium === 'UDP' || medium === 'LAN';
}
