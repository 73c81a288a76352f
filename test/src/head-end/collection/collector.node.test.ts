import assert from 'node:assert/strict';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { LONG_INVOKE } from '../../../../modules/dlms/apdu/access.js';
import { decodeNotificationConfirm } from '../../../../modules/dlms/apdu/notification.js';
import { decodeCiphered, SecuritySuite } from '../../../../modules/dlms/security/ciphering.js';
import { BlockBuffer } from '../../../../src/head-end/collection/block-buffer.js';
import { Collector, type CollectorOptions } from '../../../../src/head-end/collection/collector.js';
import { decodeBlock, NO_COUNT, type Reading, readingsOf, SOURCE } from '../../../../src/head-end/collection/journal.js';
import { MeterTable, tableMemory } from '../../../../src/head-end/collection/meter-table.js';
import { HALF_HOUR, keysOf, pushOf, type Row, sealed, titleOf } from './pushed.js';

const SLOT = 994_000;
const AT = SLOT * HALF_HOUR;
const RECEIVED = AT + 90_500;
const OWN = Uint8Array.of(0x4b, 0x45, 0x49, 1, 2, 3, 4, 5);
const CIPHER = new PortableCipher();

function rig(options: Partial<CollectorOptions> & { readonly room?: number } = {}) {
	const table = new MeterTable(tableMemory(4, true));
	for (const number of [1, 2, 3]) table.add(number, titleOf(number), keysOf(number));
	const buffer = new BlockBuffer(5, 1, options.room ?? 100);
	const collector = new Collector({ table, buffer, cipher: CIPHER, title: OWN, ...options });
	const written = (): Reading[] => {
		const block = buffer.take();
		buffer.written();
		return block === undefined ? [] : [...readingsOf(decodeBlock(block)!)];
	};
	return { table, buffer, collector, written };
}

function pushed(number: number, counter: number, row: Partial<Row> = {}): Uint8Array {
	const rows = [{ at: AT, import: 1000 * number, export: 7, ...row }];
	return sealed(pushOf({ rows, clock: AT + 3000, status: 0 }), { title: titleOf(number), keys: keysOf(number), counter });
}

describe('a collector', () => {
	it('takes the newest row of a profile', () => {
		const { collector, written, table } = rig();
		assert.equal(collector.receive(pushed(2, 9, { status: 0x84 }), RECEIVED), 'accepted');
		assert.deepEqual(written(), [{ number: 2, slot: SLOT, import: 2000, export: 7, counter: 9, status: 2 | 4, source: SOURCE.profile, lag: 90 }]);
		assert.deepEqual([table.counters[1], table.slots[1]], [9, SLOT]);
	});

	it('takes rows of several half-hours, and one without an export', () => {
		const { collector, written } = rig();
		const rows = [
			{ at: AT - HALF_HOUR, import: 1, status: 0x20 },
			{ at: AT, import: 2 },
		];
		const push = sealed(pushOf({ rows }), { title: titleOf(1), keys: keysOf(1), counter: 1 });
		assert.equal(collector.receive(push, RECEIVED), 'accepted');
		assert.deepEqual(
			written().map(({ slot, import: count, export: fed, status }) => [slot, count, fed, status]),
			[
				[SLOT - 1, 1, NO_COUNT, 1],
				[SLOT, 2, NO_COUNT, 0],
			],
		);
	});

	it('takes registers that were read near a boundary for those of the boundary, and others not', () => {
		const { collector, written } = rig();
		const push = (clock: number, counter: number) =>
			sealed(pushOf({ clock, status: 0x20, registers: { import: 44, export: 55 } }), { title: titleOf(1), keys: keysOf(1), counter });
		assert.equal(collector.receive(push(AT - 180_000, 1), RECEIVED), 'accepted');
		assert.deepEqual(written(), [{ number: 1, slot: SLOT, import: 44, export: 55, counter: 1, status: 1, source: SOURCE.registers, lag: 90 }]);
		assert.equal(collector.receive(push(AT + HALF_HOUR + 180_000, 2), RECEIVED + HALF_HOUR), 'accepted');
		assert.equal(collector.receive(push(AT + 2 * HALF_HOUR + 181_000, 3), RECEIVED + 2 * HALF_HOUR), 'other');
		assert.equal(collector.receive(push(AT + 3 * HALF_HOUR - 181_000, 4), RECEIVED + 3 * HALF_HOUR), 'other');
		assert.equal(collector.figures.off, 2);
	});

	it('reads the times of clocks with any deviation', () => {
		for (const deviation of [-540, 0, 120, -720]) {
			const { collector, written } = rig();
			const push = sealed(pushOf({ rows: [{ at: AT, import: 1 }], deviation }), { title: titleOf(1), keys: keysOf(1), counter: 1 });
			assert.equal(collector.receive(push, RECEIVED), 'accepted');
			assert.equal(written()[0]!.slot, SLOT);
		}
	});

	it('reads boundaries of years, leap days and centuries', () => {
		for (const iso of [
			'1999-12-31T15:00Z',
			'2000-02-29T00:30Z',
			'2000-03-01T00:00Z',
			'2028-02-29T23:30Z',
			'2100-03-01T00:00Z',
			'2026-12-31T15:00Z',
		]) {
			const { collector, written } = rig();
			const at = Date.parse(iso);
			const push = sealed(pushOf({ rows: [{ at, import: 1 }] }), { title: titleOf(1), keys: keysOf(1), counter: 1 });
			assert.equal(collector.receive(push, at), 'accepted');
			assert.equal(written()[0]!.slot * HALF_HOUR, at, iso);
		}
	});

	it('refuses what came before, and counters below', () => {
		const { collector } = rig();
		assert.equal(collector.receive(pushed(1, 5), RECEIVED), 'accepted');
		for (const counter of [5, 4, 0, 0xffffffff]) assert.equal(collector.receive(pushed(1, counter), RECEIVED), 'replayed', `${counter}`);
		assert.equal(collector.receive(pushed(2, 5), RECEIVED), 'accepted');
	});

	it('refuses what was changed anywhere, and its counter stays good', () => {
		const { collector, written, table } = rig();
		const push = pushed(1, 5);
		for (let at = 0; at < push.length; at++) {
			const changed = push.slice();
			changed[at]! ^= 1;
			const verdict = collector.receive(changed, RECEIVED);
			// One bit of the suite is no protection: its keys and its cipher are the same, and it is authenticated.
			assert.ok(['unopened', 'unknown', 'malformed', 'unusual', 'replayed'].includes(verdict), `${at}: ${verdict}`);
		}
		assert.deepEqual([written(), table.counters[0]], [[], 0]);
		assert.equal(collector.receive(push, RECEIVED), 'accepted');
	});

	it('takes nothing that was cut', () => {
		const { collector } = rig();
		const push = pushed(1, 5);
		for (let length = 0; length < push.length; length++)
			assert.ok(['malformed', 'unusual'].includes(collector.receive(push.subarray(0, length), RECEIVED)), `${length}`);
	});

	it('reads no further than a body that is cut goes', () => {
		const plain = pushOf({ rows: [{ at: AT, import: 1 }], clock: AT, status: 0 });
		const { collector, written } = rig();
		for (let length = 1; length < plain.length; length++) {
			const push = sealed(plain.subarray(0, length), { title: titleOf(1), keys: keysOf(1), counter: length });
			assert.equal(collector.receive(push, RECEIVED), 'other', `${length}`);
		}
		assert.deepEqual(written(), []);
	});

	it('counts meters that it does not know apart, no more titles than there is room for', () => {
		const { collector } = rig();
		for (let number = 100; number < 1300; number++) assert.equal(collector.receive(pushed(number, 1), RECEIVED), 'unknown');
		collector.receive(pushed(100, 2), RECEIVED);
		assert.equal(collector.unknown.size, 1025);
		assert.equal(collector.unknown.get('4A504D0000000064'), 2);
		assert.equal(collector.unknown.get('others'), 1200 - 1024);
		assert.equal(collector.figures.verdicts.unknown, 1201);
	});

	it('leaves what is protected in another way to others', () => {
		const { collector } = rig();
		const plain = pushOf({ rows: [{ at: AT, import: 1 }] });
		const whole = sealed(plain, { title: titleOf(1), keys: keysOf(1), counter: 1 });
		for (const control of [0x00, 0x10, 0x20, 0x32, 0x70, 0xb0]) {
			const other = whole.slice();
			// Behind the tag, the title and the length.
			other[other[10]! < 0x80 ? 11 : 12] = control;
			assert.equal(collector.receive(other, RECEIVED), 'unusual', `${control}`);
		}
		assert.equal(collector.receive(plain, RECEIVED), 'unusual');
		assert.equal(collector.receive(sealed(plain, { title: titleOf(1), keys: keysOf(1), counter: 1, control: 0x31 }), RECEIVED), 'accepted');
	});

	it('writes a half-hour that it has from the same meter no second time', () => {
		const { collector, written } = rig();
		collector.receive(pushed(1, 1), RECEIVED);
		written();
		assert.equal(collector.receive(pushed(1, 2), RECEIVED), 'repeated');
		assert.deepEqual(written(), []);
		assert.equal(collector.receive(pushed(1, 2), RECEIVED), 'replayed');
	});

	it('takes a half-hour that comes behind a newer one', () => {
		const { collector, written, table } = rig();
		collector.receive(pushed(1, 1), RECEIVED);
		assert.equal(collector.receive(pushed(1, 2, { at: AT - 5 * HALF_HOUR }), RECEIVED), 'accepted');
		assert.deepEqual(
			written().map(({ slot }) => slot),
			[SLOT, SLOT - 5],
		);
		assert.equal(table.slots[0], SLOT);
		assert.equal(collector.figures.late, 1);
	});

	it('takes no half-hour that lies ahead', () => {
		const { collector, written } = rig();
		assert.equal(collector.receive(pushed(1, 1, { at: AT + 2 * HALF_HOUR }), AT + HALF_HOUR - 1), 'repeated');
		assert.deepEqual([written(), collector.figures.off], [[], 1]);
		assert.equal(collector.receive(pushed(1, 2, { at: AT + 2 * HALF_HOUR }), AT + HALF_HOUR), 'accepted');
	});

	it('takes nothing where there is no room, and the same message later', () => {
		const { collector, written } = rig({ room: 1 });
		assert.equal(collector.receive(pushed(1, 1), RECEIVED), 'accepted');
		assert.equal(collector.receive(pushed(2, 1), RECEIVED), 'full');
		assert.equal(written().length, 1);
		assert.equal(collector.receive(pushed(2, 1), RECEIVED), 'accepted');
		assert.equal(written()[0]!.number, 2);
	});

	it('confirms under the keys of the meter, by its own title, and with no counter twice', () => {
		const { collector } = rig();
		const invoke = LONG_INVOKE.confirmed + 0x123456;
		const push = (counter: number) => sealed(pushOf({ rows: [{ at: AT, import: 1 }], invoke }), { title: titleOf(2), keys: keysOf(2), counter });
		const counters = new Set<number>();
		for (const verdict of ['accepted', 'repeated']) {
			assert.equal(collector.receive(push(counters.size + 1), RECEIVED), verdict);
			const { title, control, counter, payload } = decodeCiphered(collector.confirmation(collector.toConfirm!)!);
			counters.add(counter);
			assert.deepEqual(title, OWN);
			const keys = { encryptionKey: keysOf(2).subarray(0, 16), authenticationKey: keysOf(2).subarray(16), title: OWN };
			const plain = new SecuritySuite(CIPHER, 0).open(keys, control, counter, payload)!;
			assert.equal(decodeNotificationConfirm(plain).invoke, invoke);
		}
		assert.equal(counters.size, 2);
		collector.receive(pushed(1, 1), RECEIVED);
		assert.equal(collector.toConfirm, undefined);
	});

	it('tells its figures', () => {
		const { collector } = rig();
		collector.receive(pushed(1, 1), AT + 10_000);
		collector.receive(pushed(2, 1, { status: 0x80 }), AT + 20_000);
		collector.receive(pushed(3, 1), AT + 3_601_000);
		const { readings, late, marked, lag, verdicts } = collector.figures;
		assert.deepEqual([readings, late, marked, lag, verdicts.accepted], [3, 1, 1, (10 + 20 + 3601) / 3, 3]);
	});

	it('tells which half-hours came', () => {
		const seen: number[][] = [];
		const { collector } = rig({ onReading: (row, slot) => seen.push([row, slot]) });
		collector.receive(pushed(3, 1), RECEIVED);
		assert.deepEqual(seen, [[2, SLOT]]);
	});
});

describe('a buffer of blocks', () => {
	it('writes one block while another is filled, in their order', () => {
		const buffer = new BlockBuffer(1, 7, 2);
		assert.equal(buffer.take(), undefined);
		buffer.put(1, SLOT, 1, 1, 1, 0, 1, AT);
		const first = buffer.take()!;
		buffer.put(2, SLOT, 2, 2, 2, 0, 1, AT + 500);
		buffer.put(3, SLOT, 3, 3, 3, 0, 1, AT + 600);
		assert.equal(buffer.take(), undefined);
		assert.deepEqual([buffer.room, buffer.isWriting, buffer.sequence], [0, true, 8]);
		assert.deepEqual([decodeBlock(first)!.sequence, [...readingsOf(decodeBlock(first)!)].map(({ number }) => number)], [7, [1]]);
		buffer.written();
		const second = decodeBlock(buffer.take()!)!;
		assert.deepEqual([second.sequence, second.receivedAt, [...readingsOf(second)].map(({ number }) => number)], [8, AT + 500, [2, 3]]);
	});
});

describe('a table of meters', () => {
	it('finds each of many, and no other', () => {
		const table = new MeterTable(tableMemory(5000, false));
		for (let i = 0; i < 5000; i++) assert.equal(table.add(3 * i + 1, titleOf(i * 65_537), keysOf(i)), i);
		for (let i = 0; i < 5000; i++) {
			assert.equal(table.rowOf(titleOf(i * 65_537)), i);
			assert.equal(table.numberOf(i), 3 * i + 1);
			assert.equal(table.rowOfNumber(3 * i + 1), i);
			assert.deepEqual(table.titleOf(i), titleOf(i * 65_537));
			assert.equal(table.rowOf(titleOf(i * 65_537 + 1)), -1);
			assert.equal(table.rowOfNumber(3 * i + 2), -1);
		}
		assert.equal(table.rowOfNumber(0), -1);
	});

	it('takes a title once, and no more meters than it has room for', () => {
		const table = new MeterTable(tableMemory(2, true));
		assert.deepEqual([table.add(1, titleOf(1), keysOf(1)), table.add(2, titleOf(1), keysOf(2)), table.count], [0, -1, 1]);
		assert.deepEqual([table.add(2, titleOf(2), keysOf(2)), table.add(3, titleOf(3), keysOf(3)), table.count], [1, -1, 2]);
		assert.equal(table.rowOfNumber(3), -1);
	});

	it('refuses numbers that leave a gap where they are dense, titles and keys of other lengths, and too many meters', () => {
		const table = new MeterTable(tableMemory(2, true));
		assert.throws(() => table.add(2, titleOf(1), keysOf(1)), /number: expected 1, got 2/);
		assert.throws(() => table.add(1, titleOf(1).subarray(1), keysOf(1)), /system title: expected 8 bytes, got 7/);
		assert.throws(() => table.add(1, titleOf(1), keysOf(1).subarray(1)), /keys: expected 32 bytes, got 31/);
		for (const wrong of [-1, 1.5, 2 ** 30]) assert.throws(() => tableMemory(wrong, true), /expected 0 to 1073741823 meters/);
	});

	it('takes at most 54 bytes a meter', () => {
		const table = new MeterTable(tableMemory(100_000, true));
		assert.ok(table.bytes <= 54 * 100_000, `${table.bytes / 100_000}`);
	});

	it('begins a counter anew under another encryption key alone', () => {
		const table = new MeterTable(tableMemory(1, true));
		table.add(1, titleOf(1), keysOf(1));
		table.restore(0, 9, 70);
		table.restore(0, 3, 60);
		assert.deepEqual([table.counters[0], table.slots[0]], [9, 70]);
		const keys = keysOf(1);
		keys[16]! ^= 1;
		table.replaceKeys(0, keys);
		assert.equal(table.counters[0], 9);
		keys[15]! ^= 1;
		table.replaceKeys(0, keys);
		assert.equal(table.counters[0], 0);
		const [encryption, authentication] = [new Uint8Array(16), new Uint8Array(17)];
		table.takeKeys(0, encryption, authentication, 1);
		assert.deepEqual([...encryption, ...authentication.subarray(1)], [...keys]);
	});

	it('is the same to all who share its memory', () => {
		const one = new MeterTable(tableMemory(3, false, (bytes) => new SharedArrayBuffer(bytes)));
		const other = new MeterTable(one.memory);
		one.add(70, titleOf(70), keysOf(70));
		assert.deepEqual([other.count, other.rowOf(titleOf(70)), other.rowOfNumber(70)], [1, 0, 0]);
		one.add(71, titleOf(71), keysOf(71));
		assert.equal(other.rowOfNumber(71), 1);
	});
});
