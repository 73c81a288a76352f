/**
 * The directory of `--state`: what a fleet is, so that it goes on from there. For its owner alone, for keys that clients have changed stand in it.
 *
 * | file         |                                                                                                               |
 * |--------------|---------------------------------------------------------------------------------------------------------------|
 * | `fleet.lock` | one fleet at a time                                                                                           |
 * | `image`      | a line of text, the length of the head (4), the head (JSON), the parts that it tells of, CRC-32 of all (4)    |
 * | `journal-ID` | what happened behind the image that has this id: records, each behind its length (4) and CRC-32 (4)           |
 *
 * What a meter has changed of itself is in the journal before it answers; counters are within 100 ms, and an end that was not orderly passes over more than can be used in
 * that time. The journal is on the disk within a second. A damaged file is told, and never taken for a new one; a record at the end that was not written to its end is
 * none, for nobody was told of it.
 */
import { randomUUID } from 'node:crypto';
import {
	closeSync,
	existsSync,
	fdatasync,
	fdatasyncSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	readSync,
	renameSync,
	rmSync,
	writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { endOf, type FleetHead, type FleetImage, type FleetSource } from '../../../src/world/fleet/fleet-head.js';
import { decodeRecord, encodeRecord, type FleetRecord } from '../../../src/world/fleet/fleet-records.js';
import { syncDirectory, UNFINISHED } from '../shared/durable-file.js';
import { FILE_USAGE } from '../shared/file-usage-words.js';
import { FileLock, holderOf } from '../shared/lock-file.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { wrongFleet } from './fleet-usage.js';

/** What must be the same for a fleet to go on. */
export interface FleetFacts {
	readonly seed: number;
	readonly meters: number;
	/** Of the keys of all meters: a digest of those of the first. */
	readonly keys: string;
}

interface KeptHead extends FleetHead {
	readonly id: string;
	readonly keys: string;
}

const LOCK = 'fleet.lock';
const IMAGE = 'image';
const JOURNAL = 'journal-';
const FIRST_LINE = Buffer.from('keiki fleet 1\n');
const OWNER_ONLY = 0o600;
const FOLDER_MODE = 0o700;
const PIECE = 1 << 20;
const LENGTH = 4;
/** Behind so many bytes of records a new image is made: as many as 100,000 meters leave in some days. */
const LONG = 512 << 20;
const FLUSH = 100;
const SYNC = 1000;

export class FleetState {
	/** Undefined: nothing is kept yet. */
	readonly source: FleetSource | undefined;
	/** Listener: no more can be written. */
	onError: (error: unknown) => void = () => {};
	readonly #directory: string;
	readonly #lock: FileLock;
	readonly #keys: string;
	#image: number | undefined;
	#journal: number | undefined;
	#waiting: Uint8Array[] = [];
	#length = 0;
	#isUnsynced = false;
	#isSyncing = false;
	#timer: NodeJS.Timeout | undefined;

	/** Throws UsageError where it cannot be had, is damaged, or is of another fleet. */
	constructor(directory: string, facts: FleetFacts) {
		this.#directory = directory;
		this.#keys = facts.keys;
		try {
			mkdirSync(directory, { recursive: true, mode: FOLDER_MODE });
		} catch (error) {
			throw wrongFleet('cannotWrite', '--state', directory, reasonOf(error));
		}
		const path = join(directory, LOCK);
		const lock = FileLock.take(path);
		if (lock === undefined) throw new UsageError(inEach(FILE_USAGE, (words) => words.lockHeld(path, holderOf(path, words))));
		this.#lock = lock;
		try {
			this.source = this.#read(facts);
		} catch (error) {
			this.#release();
			throw error instanceof UsageError ? error : wrongFleet('cannotRead', '--state', directory, reasonOf(error));
		}
	}

	/** When it ended, ms since 1970-01-01T00:00:00Z; undefined: nothing is kept yet. */
	get end(): number | undefined {
		return this.source && endOf(this.source);
	}

	/** The journal is long: a new image would be shorter. */
	get isLong(): boolean {
		return this.#length > LONG;
	}

	/** Puts an image in place of what is kept; records follow it. Throws the system's error, and then all is as it was. */
	keep({ head, parts }: FleetImage): void {
		if (this.#journal === undefined) this.#waiting = [];
		else this.flush();
		const id = randomUUID();
		const path = join(this.#directory, IMAGE);
		const part = path + UNFINISHED;
		rmSync(part, { force: true });
		const file = openSync(part, 'wx', OWNER_ONLY);
		try {
			let sum = 0;
			const put = (bytes: Uint8Array): void => {
				for (let at = 0; at < bytes.length; at += PIECE) {
					const piece = bytes.subarray(at, at + PIECE);
					sum = crc32(piece, sum);
					writeAll(file, piece);
				}
			};
			const kept: KeptHead = { ...head, id, keys: this.#keys };
			const text = Buffer.from(JSON.stringify(kept));
			put(FIRST_LINE);
			put(numberBytes(text.length));
			put(text);
			for (const each of parts()) put(each);
			writeAll(file, numberBytes(sum));
			fsyncSync(file);
		} catch (error) {
			closeSync(file);
			rmSync(part, { force: true });
			throw error;
		}
		closeSync(file);
		// The journal of the image that is about to be the one is there before it is.
		const journal = openSync(join(this.#directory, JOURNAL + id), 'wx', OWNER_ONLY);
		renameSync(part, path);
		syncDirectory(path);
		if (this.#journal !== undefined) closeSync(this.#journal);
		this.#journal = journal;
		this.#length = 0;
		this.#isUnsynced = false;
		for (const name of readdirSync(this.#directory))
			if (name.startsWith(JOURNAL) && name !== JOURNAL + id) rmSync(join(this.#directory, name), { force: true });
		this.#timer ??= setInterval(() => this.#sync(), SYNC);
	}

	/** What a meter answers for is written at once, all else within 100 ms. */
	readonly put = (record: FleetRecord): void => {
		const bytes = encodeRecord(record);
		if (this.#waiting.length === 0 && record.kind !== 'kept') setTimeout(() => this.#flushOrTell(), FLUSH).unref();
		this.#waiting.push(numberBytes(bytes.length), numberBytes(crc32(bytes)), bytes);
		if (record.kind === 'kept') this.#flushOrTell();
	};

	/** Throws the system's error. */
	flush(): void {
		if (this.#journal === undefined || this.#waiting.length === 0) return;
		const bytes = Buffer.concat(this.#waiting);
		this.#waiting = [];
		writeAll(this.#journal, bytes);
		this.#length += bytes.length;
		this.#isUnsynced = true;
	}

	/** What was put is on the disk when it returns. @param image all that the fleet is at its end; undefined: it ended otherwise */
	close(image: FleetImage | undefined): void {
		clearInterval(this.#timer);
		try {
			if (image !== undefined) this.keep(image);
			clearInterval(this.#timer);
			this.flush();
			if (this.#journal !== undefined) fdatasyncSync(this.#journal);
		} finally {
			if (this.#journal !== undefined) closeSync(this.#journal);
			this.#journal = undefined;
			this.#release();
		}
	}

	/** The image has been read. */
	onRestored(): void {
		if (this.#image !== undefined) closeSync(this.#image);
		this.#image = undefined;
	}

	#release(): void {
		this.onRestored();
		this.#lock.release();
	}

	#flushOrTell(): void {
		try {
			this.flush();
		} catch (error) {
			this.onError(error);
		}
	}

	#sync(): void {
		if (this.#journal === undefined || !this.#isUnsynced || this.#isSyncing) return;
		this.#isUnsynced = false;
		this.#isSyncing = true;
		const journal = this.#journal;
		fdatasync(journal, (error) => {
			this.#isSyncing = false;
			if (error !== null && journal === this.#journal) this.onError(error);
		});
	}

	#read(facts: FleetFacts): FleetSource | undefined {
		const path = join(this.#directory, IMAGE);
		if (!existsSync(path)) {
			const others = readdirSync(this.#directory).filter((name) => name !== LOCK && name !== IMAGE + UNFINISHED && !name.startsWith(JOURNAL));
			if (others.length > 0) throw wrongFleet('otherState', this.#directory, others[0]!);
			return undefined;
		}
		const file = openSync(path, 'r');
		this.#image = file;
		const head = headIn(file, path);
		for (const fact of ['seed', 'meters', 'keys'] as const)
			if (head[fact] !== facts[fact]) throw wrongFleet('otherFleet', this.#directory, fact, String(head[fact]), String(facts[fact]));
		const journal = join(this.#directory, JOURNAL + head.id);
		if (!existsSync(journal)) throw wrongFleet('stateDamaged', journal, 0);
		return { head, records: recordsIn(journal), fill: (bytes) => readAll(file, bytes) };
	}
}

/** Behind it the file stands at the parts. Throws UsageError where the file is not whole. */
function headIn(file: number, path: string): KeptHead {
	const piece = Buffer.alloc(PIECE);
	let [sum, total] = [0, 0];
	let tail = Buffer.alloc(0);
	for (let count = readSync(file, piece, 0, PIECE, 0); count > 0; count = readSync(file, piece, 0, PIECE, total)) {
		total += count;
		// The last four bytes are the sum.
		const bytes = Buffer.concat([tail, piece.subarray(0, count)]);
		const end = Math.max(0, bytes.length - LENGTH);
		sum = crc32(bytes.subarray(0, end), sum);
		tail = Buffer.from(bytes.subarray(end));
	}
	if (total < FIRST_LINE.length + 2 * LENGTH || tail.readUInt32BE(0) !== sum) throw wrongFleet('stateDamaged', path, total);
	const first = Buffer.alloc(FIRST_LINE.length);
	readAll(file, first);
	if (!first.equals(FIRST_LINE)) throw wrongFleet('stateDamaged', path, 0);
	const length = Buffer.alloc(LENGTH);
	readAll(file, length);
	const text = Buffer.alloc(length.readUInt32BE(0));
	readAll(file, text);
	return JSON.parse(text.toString()) as KeptHead;
}

/** Whole ones; what follows the last and is none was not written to its end. Throws UsageError where one is damaged that others follow. */
function recordsIn(path: string): FleetRecord[] {
	const bytes = readFileSync(path);
	const records: FleetRecord[] = [];
	for (let at = 0; at < bytes.length; ) {
		const end = at + 2 * LENGTH <= bytes.length ? at + 2 * LENGTH + bytes.readUInt32BE(at) : Number.POSITIVE_INFINITY;
		if (end > bytes.length) break;
		const record = bytes.subarray(at + 2 * LENGTH, end);
		if (crc32(record) !== bytes.readUInt32BE(at + LENGTH)) {
			if (end === bytes.length) break;
			throw wrongFleet('stateDamaged', path, at);
		}
		records.push(decodeRecord(record));
		at = end;
	}
	return records;
}

function numberBytes(value: number): Buffer {
	const bytes = Buffer.alloc(LENGTH);
	bytes.writeUInt32BE(value >>> 0);
	return bytes;
}

function writeAll(file: number, bytes: Uint8Array): void {
	for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** From where the file stands. Throws where it ends before. */
function readAll(file: number, bytes: Uint8Array): void {
	for (let at = 0; at < bytes.length; ) {
		const count = readSync(file, bytes, at, Math.min(bytes.length - at, PIECE), null);
		if (count === 0) throw new Error('the file ends too early');
		at += count;
	}
}
