import { type ClockFacts, ClockObject } from '../../../modules/cosem/clock.js';
import type { Data } from '../../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import type { Caller } from '../../../modules/dlms/server/logical-device.js';
import { bytesEqual, equal, hex } from '../../assert.js';

/** A clock does not look at who asks, and its facts are here. */
const CALLER = {} as Caller;
const NOON = Date.UTC(2026, 10, 1, 3, 30);

function clockAt(time: number) {
	const clock = {
		time,
		now: () => clock.time,
		set: (to: number) => {
			clock.time = to;
		},
	};
	const facts: ClockFacts = {
		clock,
		deviation: -540,
		status: () => 0,
		period: 1800,
		adjust: (to) => {
			clock.set(to);
			return 0;
		},
	};
	const clockObject = new ClockObject(0x0000010000ff, () => facts);
	const object = {
		read: (attribute: number, w: DataWriter) => clockObject.read(attribute, w, undefined, CALLER),
		write: (attribute: number, value: Data) => clockObject.write(attribute, value, CALLER),
		act: (method: number, parameter: Data | undefined) => clockObject.act(method, parameter, new DataWriter(), CALLER),
	};
	return { clock, object };
}

const octets = (bytes: Uint8Array): Data => ({ tag: DataTag.octetString, bytes });
const long = (value: number): Data => ({ tag: DataTag.long, value });

describe('clock object', () => {
	it('tells time, zone and status', () => {
		const { object } = clockAt(NOON);
		const values = [
			'090c07ea0b01070c1e0000fde400',
			'10fde4',
			'1100',
			'090cffffffffffffffffff8000ff',
			'090cffffffffffffffffff8000ff',
			'0f00',
			'0300',
			'1601',
		];
		for (const [i, expected] of values.entries()) {
			const w = new DataWriter();
			equal(object.read(i + 2, w), 0);
			bytesEqual(w.bytes, expected);
		}
	});

	it('is set by a time of its own deviation, of another, and of none', () => {
		for (const text of ['07EA0B01070C1E0000FDE400', '07EA0B0107031E0000000000', '07EA0B01FF0C1E00FF8000FF', '07EA0B01000C1E0000FDE400']) {
			const { clock, object } = clockAt(0);
			equal(object.write(2, octets(hex(text))), 0, text);
			equal(clock.now(), NOON, text);
		}
	});

	it('is not set by what is no time, or no whole one', () => {
		const { clock, object } = clockAt(5);
		for (const text of ['', '07EA0B01070C1E0000FDE4', '07EA0B01FFFF1E0000FDE400', '07EA0D01070C1E0000FDE400'])
			equal(object.write(2, octets(hex(text))), 12, text);
		equal(object.write(2, long(1)), 12);
		equal(object.write(3, long(1)), 3);
		equal(clock.now(), 5);
	});

	it('shifts by up to 15 minutes', () => {
		const { clock, object } = clockAt(NOON);
		equal(object.act(6, long(-900)), 0);
		equal(clock.now(), NOON - 900_000);
		equal(object.act(6, long(901)), 13);
		equal(object.act(6, undefined), 12);
	});

	it('goes to the nearest quarter, period and minute', () => {
		for (const [method, from, to] of [
			[1, 8 * 60_000, 15 * 60_000],
			[2, 14 * 60_000, 0],
			[3, 29_999, 0],
		] as const) {
			const { clock, object } = clockAt(NOON + from);
			equal(object.act(method, { tag: DataTag.integer, value: 0 }), 0);
			equal(clock.now(), NOON + to, `method ${method}`);
		}
	});

	it('refuses a parameter of another type where none is needed, and does nothing', () => {
		const { clock, object } = clockAt(NOON + 8 * 60_000);
		object.act(5, { tag: DataTag.structure, items: [NOON, NOON, NOON + 3_600_000].map((ms) => octets(dateTimeOf(ms, -540, 0))) });
		for (const method of [1, 2, 3, 4]) {
			for (const parameter of [long(0), octets(hex('00')), { tag: DataTag.structure, items: [] }] as Data[])
				equal(object.act(method, parameter), 12, `method ${method}`);
			equal(clock.now(), NOON + 8 * 60_000);
		}
		// None, and null-data as a list has it, do as well as the integer that clients send.
		for (const [method, parameter] of [
			[3, undefined] as const,
			[2, { tag: DataTag.nullData }] as const,
			[4, { tag: DataTag.integer, value: 0 }] as const,
		])
			equal(object.act(method, parameter), 0, `method ${method}`);
		equal(clock.now(), NOON);
	});

	it('takes a preset time once, and only when it may', () => {
		const { clock, object } = clockAt(NOON);
		equal(object.act(4, undefined), 2);
		const time = (ms: number) => octets(dateTimeOf(ms, -540, 0));
		const preset: Data = { tag: DataTag.structure, items: [time(NOON + 5000), time(NOON + 1000), time(NOON + 2000)] };
		equal(object.act(5, preset), 0);
		equal(object.act(4, undefined), 2);
		clock.set(NOON + 1500);
		equal(object.act(4, undefined), 0);
		equal(clock.now(), NOON + 5000);
		equal(object.act(4, undefined), 2);
	});
});
