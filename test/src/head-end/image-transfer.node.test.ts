/** Images as a head-end loads them, into a meter of Keiki's and into such as misbehave. */
import assert from 'node:assert/strict';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { IMAGE_STATUS } from '../../../modules/cosem/image-transfer.js';
import type { Target } from '../../../modules/dlms/apdu/descriptor.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { type Reading, readingOf } from '../../../src/head-end/decoding.js';
import { HeadEndError, type HeadEndFailure } from '../../../src/head-end/head-end-error.js';
import {
	activateImage,
	type ImageSession,
	loadImage,
	planActivation,
	readFirmware,
	readImageState,
	type Waiting,
} from '../../../src/head-end/image-transfer.js';
import { ImageRig, imageOf } from '../route-a/image/image-rig.js';

const IMAGE = imageOf({}, 5000);
const BLOCKS = 6;
const IDENTIFIER = asciiBytes('metering 1.3.0');

/** A session over a line in this process, and what a test makes of its answers. */
class Session implements ImageSession {
	readonly rig = new ImageRig().start();
	/** Numbers of the blocks that were sent. */
	readonly sent: number[] = [];
	/** In place of what the meter does; undefined: it does. */
	onAct: (target: Target, parameter: Uint8Array) => number | undefined = () => undefined;
	/** In place of the status that the meter tells. */
	onStatus: (status: number) => number = (status) => status;
	/** In place of what the meter tells of blocks, and of what it verified. */
	onBlockSize: Reading | undefined;
	onInfo: Reading | undefined;

	getAll: ImageSession['getAll'] = async (targets) => Promise.all(targets.map((target) => this.get(target)));

	get: ImageSession['get'] = async (target) => {
		let result: Uint8Array | number = -1;
		this.rig.line.get(target, (_, value) => {
			result = typeof value === 'number' ? value : value!.slice();
		});
		const reading = readingOf(result);
		if (target.classId === 18 && target.index === 2 && this.onBlockSize !== undefined) return this.onBlockSize;
		if (target.classId === 18 && target.index === 7 && this.onInfo !== undefined) return this.onInfo;
		if (target.classId !== 18 || target.index !== 6 || typeof reading === 'number') return reading;
		return { tag: DataTag.enum, value: this.onStatus((reading as { value: number }).value) };
	};

	set: ImageSession['set'] = async (target, value) => {
		let result = -1;
		this.rig.line.set(target, value, (_, told) => {
			result = told ?? -1;
		});
		return result;
	};

	act: ImageSession['act'] = async (target, parameter) => {
		if (target.index === 2) this.sent.push(parameter![6]!);
		const instead = this.onAct(target, parameter!);
		if (instead !== undefined) return { result: instead, returned: undefined };
		let outcome = { result: -1, returned: undefined };
		this.rig.line.act(target, parameter, (_, told) => {
			outcome = told as typeof outcome;
		});
		return outcome;
	};

	close: ImageSession['close'] = async () => {
		this.rig.leave().associate();
	};
}

class Watch {
	readonly told: string[] = [];
	now = 0;

	readonly listener = {
		onStart: (blocks: number, there: number) => this.told.push(`start ${there} of ${blocks}`),
		onBlock: () => {},
		onVerifying: () => this.told.push('verifying'),
		onAnew: () => this.told.push('anew'),
	};

	readonly waiting: Waiting = {
		wait: async (ms) => {
			this.now += ms;
		},
		now: () => this.now,
		patience: 60_000,
		retries: 2,
	};
}

async function fails(work: Promise<unknown>, failure: HeadEndFailure): Promise<void> {
	await assert.rejects(work, (error) => {
		assert.ok(error instanceof HeadEndError, String(error));
		assert.deepEqual(error.failure, failure);
		return true;
	});
}

describe('an image, as a head-end loads it', () => {
	let session: Session;
	let watch: Watch;
	beforeEach(() => {
		session = new Session();
		watch = new Watch();
	});
	const load = (image = IMAGE) => loadImage(session, image, IDENTIFIER, watch.listener, watch.waiting);
	const activate = () => activateImage(session, 'metering', '1.3.0', watch.waiting);

	it('goes block by block, each once, and is verified', async () => {
		await load();
		assert.deepEqual(session.sent, [0, 1, 2, 3, 4, 5]);
		assert.deepEqual(watch.told, ['start 0 of 6', 'verifying']);
		const { status, toActivate, firstMissing, enabled } = await readImageState(session);
		assert.deepEqual([status, firstMissing, enabled], [IMAGE_STATUS.verificationSuccessful, BLOCKS, true]);
		assert.deepEqual([toActivate!.size, toActivate!.signature], [IMAGE.length, IMAGE.slice(0, 16)]);
	});

	it('is enabled first where it is not', async () => {
		await session.set({ classId: 18, name: 0x00_00_2c_00_00_ff, index: 5, selection: undefined }, Uint8Array.of(3, 0));
		await load();
		assert.equal((await readImageState(session)).status, 3);
	});

	it('goes on with what the meter lacks', async () => {
		session.rig.initiate(IMAGE);
		for (const block of [0, 1, 4]) session.rig.transfer(block, session.rig.blockOf(IMAGE, block));
		await load();
		assert.deepEqual(session.sent, [2, 3, 5]);
		assert.deepEqual(watch.told, ['start 3 of 6', 'verifying']);
	});

	it('is sent again, once, where what the meter had was of another image', async () => {
		const other = imageOf({ version: '1.9.0' }, 5000);
		session.rig.initiate(other);
		session.rig.transfer(0, session.rig.blockOf(other, 0));
		await load();
		assert.deepEqual(watch.told, ['start 1 of 6', 'verifying', 'anew', 'start 0 of 6', 'verifying']);
		await activate();
	});

	it('is sent again where all that the meter had, and verified, was another image', async () => {
		const other = imageOf({ version: '1.9.0' }, 5000);
		session.rig.initiate(other);
		for (let block = 0; block < BLOCKS; block++) session.rig.transfer(block, session.rig.blockOf(other, block));
		await load();
		assert.deepEqual(watch.told, ['start 6 of 6', 'verifying', 'anew', 'start 0 of 6', 'verifying']);
		await activate();
	});

	it('begins anew where the meter has another number of blocks', async () => {
		const other = imageOf({}, 3000);
		session.rig.initiate(other);
		session.rig.transfer(0, session.rig.blockOf(other, 0));
		await load();
		assert.deepEqual(watch.told, ['start 0 of 6', 'verifying']);
	});

	it('has a block again that got no answer, as often as it may be', async () => {
		let lost = 0;
		session.onAct = ({ index }, parameter) => {
			if (index !== 2 || parameter[6] !== 3 || lost++ >= 2) return undefined;
			throw new HeadEndError({ kind: 'noAnswer', work: 'action', timeout: 1000, refused: 0, proof: 'keys' });
		};
		await load();
		assert.deepEqual(session.sent, [0, 1, 2, 3, 3, 3, 4, 5]);
		session = new Session();
		const failure = { kind: 'noAnswer', work: 'action', timeout: 1000, refused: 0, proof: 'keys' } as const;
		session.onAct = ({ index }) => {
			if (index === 2) throw new HeadEndError(failure);
			return undefined;
		};
		await fails(load(), failure);
		assert.deepEqual(session.sent, [0, 0, 0]);
	});

	it('ends where a block never counts', async () => {
		session.onAct = ({ index }, parameter) => (index === 2 && parameter[6] === 3 ? 0 : undefined);
		await fails(load(), { kind: 'imageStalls', block: 3, tries: 3 });
		assert.deepEqual(session.sent, [0, 1, 2, 3, 4, 5, 3, 3, 3]);
	});

	it('ends where a block is refused, or a step', async () => {
		session.onAct = ({ index }, parameter) => (index === 2 && parameter[6] === 2 ? 250 : undefined);
		await fails(load(), { kind: 'imageBlockRefused', block: 2, result: 250 });
		for (const [index, step] of [
			[1, 'initiate'],
			[3, 'verify'],
		] as const) {
			session = new Session();
			session.onAct = (target) => (target.index === index ? 3 : undefined);
			await fails(load(), { kind: 'imageRefused', step, result: 3 });
		}
	});

	it('waits for a slow verification, and not for ever', async () => {
		let looks = 0;
		session.onAct = ({ index }) => {
			if (index !== 3) return undefined;
			session.rig.act(3);
			return 2;
		};
		session.onStatus = (status) => (status === 3 && ++looks < 20 ? 2 : status);
		await load();
		assert.equal(watch.now, 19_000);
		session = new Session();
		session.onStatus = (status) => (status === 3 ? 2 : status);
		await fails(load(), { kind: 'imageUnverified', status: 2 });
	});

	it('tells where the meter took it and finds it to be none', async () => {
		session.onStatus = (status) => (status === 3 ? 4 : status);
		await fails(load(), { kind: 'imageUnverified', status: 4 });
	});

	it('is activated, and its version looked for', async () => {
		await load();
		await activate();
		const [metering, communication] = await readFirmware(session);
		assert.deepEqual([metering!.version, metering!.signature], ['1.3.0', IMAGE.slice(0, 16)]);
		assert.deepEqual([communication!.version, communication!.signature], ['4.5', new Uint8Array(0)]);
	});

	it('is not activated where the meter refuses, or fails, or takes too long', async () => {
		await fails(activate(), { kind: 'imageRefused', step: 'activate', result: 250 });
		await load();
		session.onStatus = () => 7;
		await fails(activate(), { kind: 'imageNotActivated', status: 7, waited: 60_000 });
		session = new Session();
		await load();
		session.onStatus = () => 5;
		await fails(activate(), { kind: 'imageNotActivated', status: 5, waited: 60_000 });
	});

	it('is told to be an old one where the meter is back with another version', async () => {
		await load();
		session.onAct = ({ index }) => (index === 4 ? 2 : undefined);
		session.onStatus = () => 6;
		await fails(activate(), { kind: 'imageOld', version: '1.3.0', found: '1.2.3' });
	});

	it('is planned for a time, and what was planned before is not for another image', async () => {
		await load();
		const { clock } = session.rig.meter;
		await planActivation(session, clock.now() + 60_000, -540);
		const times = async () => {
			const reading = await session.get({ classId: 22, name: 0x00_00_0f_00_02_ff, index: 4, selection: undefined });
			return typeof reading === 'object' && 'items' in reading ? reading.items : [];
		};
		assert.equal((await times()).length, 1);
		await load(imageOf({ version: '1.5.0' }));
		assert.equal((await times()).length, 0);
		await planActivation(session, clock.now() + 120_000, -540);
		session.rig.scheduler.runFor(130_000);
		session.rig.associate();
		assert.equal((await readFirmware(session))[0]!.version, '1.5.0');
	});

	it('is sent again where the meter says nothing, or too little, of what it verified, and what it had may be of another', async () => {
		const other = imageOf({ version: '1.9.0' }, 5000);
		const nothing = new DataWriter().array(0);
		const of = (size: number, signature: Uint8Array) =>
			new DataWriter().array(1).structure(3).doubleLongUnsigned(size).octetString(IDENTIFIER).octetString(signature);
		const right = of(5000, IMAGE.slice(0, 4));
		for (const [info, isAnew] of [
			[nothing, true],
			[of(5000, new Uint8Array(0)), true],
			[of(5000, IMAGE.slice(0, 3)), true],
			[of(4999, IMAGE.slice(0, 16)), true],
			[of(5000, Uint8Array.of(...IMAGE, 0)), true],
			[right, false],
		] as const) {
			session = new Session();
			watch = new Watch();
			session.onInfo = readingOf(info.copy());
			session.rig.initiate(other);
			for (let block = 0; block < BLOCKS; block++) session.rig.transfer(block, session.rig.blockOf(other, block));
			await load();
			assert.equal(watch.told.includes('anew'), isAnew, watch.told.join());
			assert.equal(session.sent.length, isAnew ? BLOCKS : 0);
		}
	});

	it('is not begun where the meter does not tell how long its blocks are: what it has stays', async () => {
		session.rig.initiate(imageOf({ version: '1.9.0' }, 5000));
		session.rig.transfer(0, session.rig.blockOf(imageOf({ version: '1.9.0' }, 5000), 0));
		const acted: number[] = [];
		session.onAct = ({ index }) => {
			acted.push(index);
			return undefined;
		};
		for (const size of [3, { tag: DataTag.doubleLongUnsigned, value: 0 }] as const) {
			session.onBlockSize = size;
			await fails(load(), { kind: 'imageBlocksUnsized' });
		}
		session.onBlockSize = undefined;
		assert.deepEqual(acted, []);
		assert.deepEqual((await readImageState(session)).transferred, [true, false, false, false, false, false]);
	});

	it('cannot be loaded into a meter that has no image transfer', async () => {
		const bare = { ...session, getAll: async (targets: readonly unknown[]) => targets.map(() => 4) };
		await fails(loadImage(bare as never, IMAGE, IDENTIFIER, watch.listener, watch.waiting), { kind: 'imageUnreadable', result: 4 });
	});
});
