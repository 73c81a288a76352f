import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { parseLogicalName } from '../../../modules/dlms/axdr/obis.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import { readClock } from '../../../src/head-end/meter-clock.js';
import { MeterSession } from '../../../src/head-end/meter-session.js';
import { ProfileReader, type ProfileRow, readLayout } from '../../../src/head-end/profile-reading.js';
import { attributeTarget } from '../../../src/head-end/reading.js';
import { equal, hex } from '../../assert.js';
import { type Answer, BareMeter } from './bare-meter.js';

const PROFILE = parseLogicalName('1.0.99.1.0.255');
const JST = -540;
const BUFFER = 2;
const COLUMNS = 3;
const PERIOD = 4;
const ENTRIES = 8;
/** A clock and a text. */
const CLOCK_AND_TEXT = '0102 0204 120008 09060000010000ff 0f02 120000 0204 120001 09060000600100ff 0f02 120000';
const MIDNIGHT = '090c 07ea0b0107000000 00 fde4 00';
const CHUNK = 32_768;
const MOST_ROWS = 1 << 18;

/** What a meter sends that has these attributes of its profile, and no others. */
function profile(attributes: Readonly<Record<number, Answer>>): BareMeter {
	return new BareMeter(({ index }) => attributes[index] ?? 4);
}

function sessionWith(meter: BareMeter): MeterSession {
	return new MeterSession({
		carrier: meter,
		client: 16,
		server: 1,
		security: undefined,
		scheduler: new VirtualScheduler(),
		random: new SeededRandom(1),
		cipher: new PortableCipher(),
		timeout: 1000,
		retries: 0,
	});
}

async function rowsOf(meter: BareMeter): Promise<readonly ProfileRow[]> {
	const session = sessionWith(meter);
	const layout = await readLayout(session, PROFILE, JST);
	return new ProfileReader({ session, layout, onProgress: () => {} }).read(undefined);
}

async function failureOf(work: Promise<unknown>): Promise<string> {
	try {
		await work;
	} catch (error) {
		if (error instanceof HeadEndError) return JSON.stringify(error.failure);
		throw error;
	}
	return 'none';
}

/** An array's head, and one element again and again, in blocks. */
function* repeated(count: number, element: Uint8Array): Generator<Uint8Array> {
	yield new DataWriter().array(count).copy();
	const some = Math.max(1, Math.floor(CHUNK / element.length));
	const block = new Uint8Array(some * element.length);
	for (let i = 0; i < some; i++) block.set(element, i * element.length);
	for (let left = count; left > 0; left -= some) yield left >= some ? block : block.subarray(0, left * element.length);
}

describe('rows of a profile', () => {
	it('are few enough to be kept, or refused at their count', async () => {
		const meter = profile({ [COLUMNS]: hex(CLOCK_AND_TEXT), [BUFFER]: repeated(MOST_ROWS + 1, hex('02020000')) });
		equal(await failureOf(rowsOf(meter)), `{"kind":"tooManyRows","most":${MOST_ROWS}}`);
		equal(meter.requests < 8, true, `${meter.requests} requests`);
	});

	it('are refused as soon as they are too many where their count is not told', async () => {
		// A compact-array of structures of two booleans.
		const compact = function* (): Generator<Uint8Array> {
			const contents = 2 * (MOST_ROWS + 1);
			yield hex(`13 02 02 03 03 84 ${contents.toString(16).padStart(8, '0')}`);
			for (let left = contents; left > 0; left -= CHUNK) yield new Uint8Array(Math.min(CHUNK, left));
		};
		equal(await failureOf(rowsOf(profile({ [COLUMNS]: hex(CLOCK_AND_TEXT), [BUFFER]: compact() }))), `{"kind":"tooManyRows","most":${MOST_ROWS}}`);
	}).timeout(20_000);

	it('have an end, in bytes as in blocks without any', async () => {
		const long = new DataWriter().structure(2).put(hex(MIDNIGHT)).octetString(new Uint8Array(8000).fill(0x41)).copy();
		const tooLong = '{"kind":"valueTooLong","work":"rows","most":4194304}';
		equal(await failureOf(rowsOf(profile({ [COLUMNS]: hex(CLOCK_AND_TEXT), [BUFFER]: repeated(3000, long) }))), tooLong);
		const empty = function* (): Generator<Uint8Array> {
			yield hex('0102');
			for (;;) yield new Uint8Array(0);
		};
		equal(await failureOf(rowsOf(profile({ [COLUMNS]: hex(CLOCK_AND_TEXT), [BUFFER]: empty() }))), tooLong);
	}).timeout(20_000);

	it('share what null-data repeats', async () => {
		const first = new DataWriter().structure(2).put(hex(MIDNIGHT)).octetString(new Uint8Array(8000)).copy();
		const rows = await rowsOf(
			profile({
				[COLUMNS]: hex(CLOCK_AND_TEXT),
				[BUFFER]: [hex('0102'), first, new DataWriter().structure(2).put(hex(MIDNIGHT)).put(hex('00')).copy()],
			}),
		);
		equal(rows.length, 2);
		equal(rows[0]!.cells[0] === rows[1]!.cells[0], true);
		equal(rows[1]!.cells[0]!.text().length, 16_000);
	});

	it('of a time that is none are left out, and counted', async () => {
		const seconds = ['18 7ff8000000000000', '18 4415af1d78b58c40', '14 7fffffffffffffff', '05 ffffffff', '18 3ff8000000000000'];
		const rows = seconds.map((clock) => new DataWriter().structure(2).put(hex(clock)).octetString(new Uint8Array(1)).copy());
		const session = sessionWith(
			profile({ [COLUMNS]: hex(CLOCK_AND_TEXT), [BUFFER]: [new DataWriter().array(rows.length + 1).copy(), ...rows, hex('0202 0600000002 00')] }),
		);
		const layout = await readLayout(session, PROFILE, JST);
		const reader = new ProfileReader({ session, layout, onProgress: () => {} });
		equal((await reader.read(undefined)).map(({ time }) => time).join(), '2000');
		equal(reader.leftOut?.count, seconds.length);
	});

	it('are left out where null-data counts on past the end of time', async () => {
		const first = hex('0202 0600000002 00');
		const buffer = [hex('0103'), first, hex('0202 00 00'), hex('0202 00 00')];
		const rows = await rowsOf(profile({ [COLUMNS]: hex(CLOCK_AND_TEXT), [PERIOD]: hex('06 80000000'), [BUFFER]: buffer }));
		equal(rows.map(({ time }) => time).join(), '2000,2147483650000');
	});

	for (const [value, what] of [
		['18 7ff8000000000000', 'no number'],
		['05 fffffffe', 'less than none'],
		['15 ffffffffffffffff', 'more than there are'],
		['18 3fe0000000000000', 'half a one'],
	] as const)
		it(`come by no period, and to no number that is told, where that is ${what}`, async () => {
			const layout = await readLayout(
				sessionWith(profile({ [COLUMNS]: hex(CLOCK_AND_TEXT), [PERIOD]: hex(value), [ENTRIES]: hex(value) })),
				PROFILE,
				JST,
			);
			equal(layout.period, 0);
			equal(layout.capacity, 0);
		});

	it('are of so many columns', async () => {
		const captured = repeated(257, hex('0204 120008 09060000010000ff 0f02 120000'));
		equal(await failureOf(rowsOf(profile({ [COLUMNS]: captured }))), '{"kind":"tooManyColumns","most":256}');
	});
});

describe('a value', () => {
	it('that is longer than any is refused', async () => {
		const session = sessionWith(profile({ [COLUMNS]: repeated(300_000, hex('0906 0000010000ff')) }));
		equal(await failureOf(session.get(attributeTarget(7, PROFILE, COLUMNS), 'columns')), '{"kind":"valueTooLong","work":"columns","most":1048576}');
	});
});

describe('a clock', () => {
	for (const [zone, deviation] of [
		['10 fde4', -540],
		['10 0348', 840],
		['05 7fffffff', -540],
		['18 7ff8000000000000', -540],
	] as const)
		it(`in the zone ${zone} is ${deviation} minutes from UTC`, async () => {
			const meter = new BareMeter(({ index }) => hex(index === 2 ? '090c 07ea0b0107000000 00 8000 00' : zone));
			equal((await readClock(sessionWith(meter), () => 0)).deviation, deviation);
		});
});
