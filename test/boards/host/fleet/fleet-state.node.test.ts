import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FleetState } from '../../../../boards/host/fleet/fleet-state.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import type { FleetHead, FleetImage } from '../../../../src/world/fleet/fleet-head.js';
import { type FleetRecord, recordOf } from '../../../../src/world/fleet/fleet-records.js';

const FACTS = { seed: 1, meters: 3, keys: 'digest' };
const HEAD: FleetHead = {
	...{ seed: 1, meters: 3, capacity: 103, count: 3, unit: 1, at: 1000, isOver: false, exportRows: 0, exportBytes: 0, columnBytes: 5, modelBytes: 2 },
	...{ statuses: [], importEscapes: [], exportEscapes: [], stops: [], losses: [], came: [], owners: [], changes: [] },
};
const IMAGE: FleetImage = { head: HEAD, parts: () => [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6, 7)] };
const RECORDS = [recordOf('reserved', 2000, 1, 256), recordOf('kept', 3000, 2, 0, Uint8Array.of(9, 8)), recordOf('time', 4000)];

describe('the directory of a fleet', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const open = (facts = FACTS) => new FleetState(folder, facts);
	const write = (records: readonly FleetRecord[] = RECORDS, isOver = false): void => {
		const state = open();
		state.onRestored();
		state.keep(IMAGE);
		for (const record of records) state.put(record);
		state.close(isOver ? { ...IMAGE, head: { ...HEAD, isOver: true } } : undefined);
	};
	const read = () => {
		const state = open();
		const { source, end } = state;
		const bytes = new Uint8Array(7);
		source?.fill(bytes);
		state.close(undefined);
		return { source, end, bytes };
	};
	const journal = () => join(folder, readdirSync(folder).find((name) => name.startsWith('journal-'))!);

	it('is empty at first', () => assert.equal(read().source, undefined));

	it('has an image with its parts, records behind it, and when they end', () => {
		write();
		const { source, end, bytes } = read();
		assert.deepEqual([...bytes], [1, 2, 3, 4, 5, 6, 7]);
		assert.deepEqual(source!.records, RECORDS);
		assert.equal(end, 4000);
		assert.equal(source!.head.count, 3);
	});

	it('has no records behind the image of an end, and no journal of before', () => {
		write();
		write(RECORDS, true);
		const { source } = read();
		assert.deepEqual([source!.head.isOver, source!.records.length, readdirSync(folder).length], [true, 0, 2]);
	});

	it('writes what a meter answers for at once, and the rest with it', () => {
		const state = open();
		state.keep(IMAGE);
		state.put(RECORDS[0]!);
		assert.equal(readFileSync(journal()).length, 0);
		state.put(RECORDS[1]!);
		assert.ok(readFileSync(journal()).length > 50);
		state.close(undefined);
	});

	it('tells of any byte of the image that is another, and of any length that is', () => {
		write([]);
		const path = join(folder, 'image');
		const whole = readFileSync(path);
		for (let at = 0; at < whole.length; at++) {
			const damaged = Buffer.from(whole);
			damaged[at]! ^= 0x20;
			writeFileSync(path, damaged);
			assert.throws(open, /damaged|cannot read/, `${at}`);
			writeFileSync(path, whole.subarray(0, at));
			assert.throws(open, /damaged/, `${at}`);
		}
		writeFileSync(path, whole);
		assert.equal(read().end, 1000);
	});

	it('takes whole records of a journal that was not written to its end, and tells of one that is damaged with others behind it', () => {
		write();
		const path = journal();
		const whole = readFileSync(path);
		const lengths = [0, 29, 60, 89];
		assert.equal(whole.length, lengths[3]);
		for (let length = 0; length < whole.length; length++) {
			writeFileSync(path, whole.subarray(0, length));
			assert.equal(read().source!.records.length, lengths.filter((each) => each > 0 && each <= length).length, `${length}`);
		}
		for (let at = 8; at < 29; at++) {
			const damaged = Buffer.from(whole);
			damaged[at]! ^= 1;
			writeFileSync(path, damaged);
			assert.throws(open, /journal-.* is damaged at byte 0/, `${at}`);
		}
		rmSync(path);
		assert.throws(open, /damaged/);
	});

	for (const [fact, value] of [
		['seed', 2],
		['meters', 4],
		['keys', 'another'],
	] as const)
		it(`is refused for a fleet of other ${fact}`, () => {
			write();
			assert.throws(() => open({ ...FACTS, [fact]: value }), UsageError);
			// And is as it was.
			assert.equal(read().end, 4000);
		});

	it('is for one fleet at a time, and for no directory of something else', () => {
		const first = open();
		assert.throws(open, UsageError);
		first.close(undefined);
		writeFileSync(join(folder, 'keiki.json'), '{}');
		assert.throws(open, /expected a directory of a fleet, or an empty one, found keiki.json/);
	});

	it('leaves what was kept where an image cannot be written', () => {
		write();
		const state = open();
		state.onRestored();
		const broken: FleetImage = {
			head: HEAD,
			parts: function* () {
				yield Uint8Array.of(1);
				throw new Error('no space left');
			},
		};
		assert.throws(() => state.keep(broken), /no space left/);
		state.close(undefined);
		assert.deepEqual(read().source!.records, RECORDS);
	});
});
