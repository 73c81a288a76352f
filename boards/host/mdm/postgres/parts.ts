/** The records of a block by the shards and days that they are of. */
import { RECORD_SIZE } from '../../../../src/head-end/collection/journal.js';
import { dayOfSlot, shardOf } from '../../../../src/mdm/day-matrix.js';

export interface Part {
	readonly shard: number;
	readonly firstSlot: number;
	readonly lastSlot: number;
	/** In the order of the block. */
	readonly records: Uint8Array;
}

interface Found {
	readonly shard: number;
	readonly places: number[];
	first: number;
	last: number;
}

export function partsOf(records: Uint8Array): readonly Part[] {
	const view = new DataView(records.buffer, records.byteOffset, records.length);
	const found = new Map<string, Found>();
	let [shard, day] = [-1, -1];
	let part: Found | undefined;
	for (let at = 0; at < records.length; at += RECORD_SIZE) {
		const [number, slot] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
		const [ofShard, ofDay] = [shardOf(number), dayOfSlot(slot)];
		if (part === undefined || ofShard !== shard || ofDay !== day) {
			[shard, day] = [ofShard, ofDay];
			const name = `${shard}/${day}`;
			part = found.get(name) ?? { shard, places: [], first: slot, last: slot };
			found.set(name, part);
		}
		part.places.push(at);
		part.first = Math.min(part.first, slot);
		part.last = Math.max(part.last, slot);
	}
	return [...found.values()].map(({ shard, places, first, last }) => ({
		shard,
		firstSlot: first,
		lastSlot: last,
		records: together(records, places),
	}));
}

function together(records: Uint8Array, places: readonly number[]): Uint8Array {
	if (places.length * RECORD_SIZE === records.length) return records;
	const some = new Uint8Array(places.length * RECORD_SIZE);
	for (const [i, at] of places.entries()) some.set(records.subarray(at, at + RECORD_SIZE), i * RECORD_SIZE);
	return some;
}

/** The meters that parts tell of within a day, rising. @param begin the boundary at which it begins */
export function numbersIn(parts: readonly Buffer[], begin: number, end: number): Uint32Array {
	const numbers = new Set<number>();
	for (const records of parts) {
		for (let at = 0; at < records.length; at += RECORD_SIZE) {
			const slot = records.readUInt32LE(at + 4);
			if (slot >= begin && slot <= end) numbers.add(records.readUInt32LE(at));
		}
	}
	return Uint32Array.from(numbers).sort();
}
