/** Every frame of drawn worlds: its fields part its bytes, tell what the codecs tell, and what is changed or cut in it is told without an error. */
import assert from 'node:assert/strict';
import { SeededRandom } from '../../hal/virtual/random.js';
import { isProtected } from '../../modules/capture/fields/cosem.js';
import type { Dissection } from '../../modules/capture/fields/field.js';
import { FRAME_MEDIA, type FrameMedium, type LoggedFrame } from '../../src/world/watch/frame-log.js';
import type { FrameReader } from '../../src/world/watch/frame-reader.js';
import { summaryOf } from '../../src/world/watch/frame-summary.js';
import { assertLikeCodecs, type Held } from '../modules/capture/fields/codecs.node.js';
import { assertParted } from '../modules/capture/fields/rig.node.js';
import { fuzzCount, fuzzSeed, tried } from './campaign.js';
import { type WatchedWorld, watchWorld } from './watched-world.js';

/** Of a long run; a short one takes its share. */
const FRAMES = 100_000;
/** Where only a share is tried, one frame of so many, so that they are of several worlds. */
const SHORT_STEP = 4;
const SEEDS = 1_000_000_000;
const LAYERS = [
	...['IEEE 802.15.4', 'IEEE 802.15.4 payload', '6LoWPAN', 'IPv6', 'ICMPv6', 'UDP', 'PANA', 'EAP', 'ECHONET Lite'],
	...['DLMS wrapper', 'HDLC', 'COSEM', 'COSEM value', 'COSEM values', 'COSEM results'],
];
/** Where an APDU of each kind is opened, whatever its ciphering. */
const CIPHERED = [0xc8, 0xc9, 0xcb, 0xcc, 0xcf, 0xd0, 0xd4, 0xdb, 0xdc, 0xdd];
const SIGNED = 0xdf;
/** No meter of the worlds is on a LAN. */
const MEDIA: readonly FrameMedium[] = FRAME_MEDIA.filter((medium) => medium !== 'LAN');
/** What few worlds have. */
const RARE: readonly string[] = ['power line', 'ICMPv6', 'COSEM values', 'COSEM results'];
/** Of secured frames, the least: others are damaged, or made up by faults. */
const DECRYPTED = 0.5;
/** Of ciphered APDUs, the most that nobody has the keys of: those of strangers. */
const CLOSED = 0.05;

class Judge {
	readonly held: Held = new Map();
	readonly media = new Set<FrameMedium>();
	/** Ciphered APDUs by their tags. */
	readonly opened = new Map<number, number>();
	closed = 0;
	/** Signed APDUs that were opened. */
	signed = 0;
	frames = 0;
	/** Secured frames of the air and of the power line, and those of them that were decrypted. */
	readonly secured = { all: 0, decrypted: 0 };
	transfers = 0;
	readonly #wanted: number;
	readonly #step: number;

	/** @param step of so many frames one is judged */
	constructor(wanted: number, step: number) {
		this.#wanted = wanted;
		this.#step = step;
	}

	get isDone(): boolean {
		return this.frames >= this.#wanted;
	}

	judge({ watch: { reader }, plan }: WatchedWorld, frame: LoggedFrame): void {
		if (this.isDone || frame.id % this.#step !== 0) return;
		const told = `world ${plan.seed}, frame ${frame.id}`;
		const dissection = this.#read(reader, frame, told);
		assert.ok(summaryOf(frame, dissection, () => undefined).layers.length > 0, told);
		this.#count(frame, dissection);
		const random = new SeededRandom(plan.seed, `${frame.id}`);
		const [at, flip, length] = [random.below(frame.bytes.length), 1 + random.below(255), random.below(frame.bytes.length)];
		const changed = frame.bytes.slice();
		changed[at]! ^= flip;
		this.#read(reader, { ...frame, bytes: changed, data: Math.min(frame.data, frame.bytes.length) }, `${told}, changed`);
		this.#read(reader, { ...frame, bytes: frame.bytes.subarray(0, length), data: Math.min(frame.data, length) }, `${told}, cut`);
		this.frames++;
	}

	#read(reader: FrameReader, frame: LoggedFrame, told: string): Dissection {
		const dissection = reader.read(frame);
		assertParted(dissection, told);
		assertLikeCodecs(dissection, told, this.held);
		return dissection;
	}

	#count({ medium }: LoggedFrame, dissection: Dissection): void {
		this.media.add(medium);
		if (dissection.layers[0]!.fields.flatMap(({ children = [] }) => children).some(({ name, raw }) => name === 'Security enabled' && raw === 1)) {
			this.secured.all++;
			if (dissection.sources.some(({ name }) => name === 'decrypted')) this.secured.decrypted++;
		}
		const cosem = dissection.layers.filter(({ protocol }) => protocol === 'COSEM');
		for (const [i, { fields }] of cosem.entries()) {
			const tag = fields[0]?.raw;
			if (tag === SIGNED && cosem[i + 2] !== undefined) this.signed++;
			if (typeof tag !== 'number' || !isProtected(tag)) continue;
			if (cosem[i + 1] === undefined) this.closed++;
			else this.opened.set(tag, (this.opened.get(tag) ?? 0) + 1);
		}
	}
}

describe('the fields of frames of drawn worlds', () => {
	it('part all bytes, and tell what the codecs tell, in the clear and opened, on all media', function () {
		this.timeout(0);
		const judge = new Judge(fuzzCount(FRAMES), keikiFuzz.share < 1 ? SHORT_STEP : 1);
		const first = Math.abs(fuzzSeed(1)) % SEEDS;
		for (let turn = 1; !judge.isDone; turn++) {
			tried(`world ${first + turn} in turn ${turn}`);
			const { readers } = watchWorld(first + turn, turn, (world, frame) => judge.judge(world, frame));
			judge.transfers += readers.transfers;
		}
		const { held, media, opened, closed, secured, signed, transfers } = judge;
		const rare = keikiFuzz.share < 1 ? RARE : [];
		assert.deepEqual(
			[...MEDIA.filter((medium) => !media.has(medium)), ...LAYERS.filter((layer) => !held.has(layer))].filter((name) => !rare.includes(name)),
			[],
		);
		assert.deepEqual(
			CIPHERED.filter((tag) => !opened.has(tag)),
			[],
		);
		assert.ok(secured.decrypted > DECRYPTED * secured.all, `${secured.decrypted} of ${secured.all} secured frames were decrypted`);
		const all = closed + [...opened.values()].reduce((sum, count) => sum + count, 0);
		assert.ok(closed < CLOSED * all, `${closed} of ${all} ciphered APDUs stayed closed`);
		assert.ok(signed > 0, 'signed APDUs were opened');
		assert.ok(transfers > 0, 'keys were changed');
	});
});
