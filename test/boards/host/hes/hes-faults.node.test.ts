/** What `keiki hes` makes of a meter whose Route A fails: docs/route-a.md says what a good head-end does. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeImage } from '../../../../boards/host/hes/hes-image-make.js';
import { keysText } from '../../../../boards/host/shared/keys-file.js';
import type { RouteAFault } from '../../../../src/world/fault/route-a-fault-rows.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { FaultyRouteA } from './faulty-route-a-rig.js';
import { hes } from './hes-rig.js';

const ENERGY = '1.0.1.8.0.255';
const LIST = ['get', '15/0.0.40.0.0.255:2'];
const ROWS = 48;

interface Trial {
	readonly fault: RouteAFault;
	/** As `--fault` takes it; `fault` at every chance unless told. */
	readonly value?: string;
	readonly words: readonly string[];
	/** Once: it helps to do something again. */
	readonly once?: true;
	/** What would strike is not asked for. */
	readonly unasked?: true;
	readonly code: number;
	readonly en: RegExp;
	readonly ja: RegExp;
	readonly stdout?: RegExp;
}

const READ = ['read', ENERGY];
const VALUE = /^1\.0\.1\.8\.0\.255 +\S.* kWh$/m;
/** Nothing is said behind the progress. */
const IN_ORDER = { en: /48 of 2160 rows, part 6 of 6\n$/, ja: /48\/2160行、6\/6番目の部分\n$/ };
const AGAIN = { en: /; trying again, 1 of 2$/m, ja: /。もう一度試します\(1\/2\)$/m };

const TRIALS: readonly Trial[] = [
	{
		fault: 'no-answer',
		once: true,
		words: READ,
		code: 0,
		en: /GET: no answer within 1 s.*; trying again, 1 of 2$|invocation counter: no answer within 1 s.*; trying again, 1 of 2$/m,
		ja: AGAIN.ja,
		stdout: VALUE,
	},
	{ fault: 'no-answer', words: READ, code: 3, en: /no answer within 1 s; check the address[^;]*$/m, ja: /1秒以内に応答がありません/ },
	{ fault: 'late-answer', value: 'late-answer=1500ms', once: true, words: READ, code: 0, ...AGAIN, stdout: VALUE },
	{ fault: 'wrong-invoke-id', once: true, words: READ, code: 0, ...AGAIN, stdout: VALUE },
	{
		fault: 'wrong-invoke-id',
		words: READ,
		code: 3,
		en: /an answer came that belongs to another request or another block, by invoke id or block number, and none to this one$/m,
		ja: /invoke idまたはブロック番号が別の要求や別のブロックのものである応答が1件あり/,
	},
	{
		fault: 'association-lost',
		once: true,
		words: READ,
		code: 0,
		en: /the meter closed the connection; trying again, 1 of 2$/m,
		ja: /メーターが接続を閉じました。もう一度試します/,
		stdout: VALUE,
	},
	{ fault: 'release-unanswered', words: READ, code: 0, en: /^$/, ja: /^$/, stdout: VALUE },
	{ fault: 'tag-refused', once: true, words: READ, code: 0, en: /deciphering.*; trying again, 1 of 2$/im, ja: AGAIN.ja, stdout: VALUE },
	{ fault: 'tag-refused', once: true, words: ['action', '8/0.0.1.0.0.255:3'], code: 0, ...AGAIN, stdout: /done|完了/ },
	{ fault: 'tag-refused', words: READ, code: 1, en: /deciphering/i, ja: /./ },
	{ fault: 'counter-refused', once: true, words: READ, code: 0, ...AGAIN, stdout: VALUE },
	{ fault: 'counter-refused', words: READ, code: 1, en: /counter/, ja: /カウンター/ },
	{ fault: 'block-lost', once: true, words: LIST, code: 0, ...AGAIN },
	{ fault: 'block-repeated', once: true, words: LIST, code: 0, ...AGAIN },
	{ fault: 'block-early', once: true, words: LIST, code: 0, ...AGAIN },
	{
		fault: 'profile-holes',
		value: 'profile-holes=1/4',
		words: ['profile'],
		code: 0,
		en: /holes: \d+ rows are not there between those that are, the first of 20\d\d-/,
		ja: /抜け: ある行の間に、ない行が\d+行あります/,
	},
	{
		fault: 'profile-doubled',
		value: 'profile-doubled=1/4',
		words: ['profile'],
		code: 0,
		en: /\d+ rows came twice, and counted once$/m,
		ja: /\d+行が2度届いた/,
		stdout: new RegExp(`^${ROWS} rows|^${ROWS}行`, 'm'),
	},
	{
		fault: 'profile-swapped',
		value: 'profile-swapped=1/4',
		words: ['profile'],
		code: 0,
		en: /\d+ rows came behind a later one, and were put in order$/m,
		ja: /より新しい行の後に届いた/,
		stdout: new RegExp(`^${ROWS} rows|^${ROWS}行`, 'm'),
	},
	{
		fault: 'profile-future',
		words: ['profile'],
		code: 1,
		en: /1 row of the future left out: 20\d\d-.*, and the clock is 20\d\d-/,
		ja: /未来の1行を除きました/,
		stdout: new RegExp(`^${ROWS - 1} rows|^${ROWS - 1}行`, 'm'),
	},
	{ fault: 'entries-lie', unasked: true, words: ['profile'], code: 0, ...IN_ORDER, stdout: new RegExp(`^${ROWS} rows|^${ROWS}行`, 'm') },
	{
		fault: 'clock-invalid',
		words: ['clock', 'get'],
		code: 0,
		en: /the meter says that its clock is invalid$/m,
		ja: /時計は無効だとメーターが示しています/,
		stdout: /invalid|無効/,
	},
	{
		fault: 'clock-invalid',
		words: ['profile'],
		code: 0,
		en: /its clock is invalid: the end of the rows is told by the clock of this host$/m,
		ja: /このホストの時計で決めました/,
	},
	{
		fault: 'clock-jumps',
		once: true,
		words: ['clock', 'get'],
		code: 1,
		en: /the clock jumps: it told 20\d\d-\S+, and right after that 20\d\d-/,
		ja: /時計が飛びます/,
	},
	{
		fault: 'clock-jumps',
		once: true,
		words: ['clock', 'set'],
		code: 1,
		en: /do not go by it, nor set it before it is looked at$/m,
		ja: /合わせないでください/,
	},
	{
		fault: 'weekday-zero',
		words: ['clock', 'get'],
		code: 0,
		en: /the day of the week is 0, which is not that of the date: the date counts$/m,
		ja: /曜日が0で、日付の曜日と違います/,
	},
	{ fault: 'weekday-zero', words: ['profile'], code: 0, ...IN_ORDER, stdout: new RegExp(`^${ROWS} rows|^${ROWS}行`, 'm') },
	{ fault: 'many-objects', words: LIST, code: 0, en: /^$/, ja: /^$/, stdout: /obis:0\.0\.128\.0\.20\.255/ },
];

describe('keiki hes and a meter whose Route A fails', () => {
	let meter: FaultyRouteA;
	before(async () => {
		meter = await FaultyRouteA.start();
	});
	afterEach(() => meter.clear());
	after(() => meter.stop());

	it('reads what there is without any fault', async () => {
		const { code, stdout, stderr } = await hes('profile', '--meter', meter.place);
		assert.match(stdout, new RegExp(`^${ROWS} rows$`, 'm'));
		assert.match(stderr, IN_ORDER.en);
		assert.equal(code, 0);
	});

	for (const { fault, value = fault, words, once = false, unasked = false, code, en, ja, stdout } of TRIALS) {
		for (const [lang, stderr] of [
			['en', en],
			['ja', ja],
		] as const) {
			it(`${words[0]}: ${value}${once ? ' once' : ''}, in ${lang}`, async () => {
				meter.set(value.includes('=') || !/no-|wrong|lost|refused|block|jumps/.test(fault) ? value : `${value}=always`, once);
				const ended = await hes(...words, '--meter', meter.place, '--timeout', '1', '--lang', lang);
				assert.match(ended.stderr, stderr);
				if (stdout !== undefined) assert.match(ended.stdout, stdout);
				assert.equal(ended.code, code, ended.stderr);
				if (!once) assert.equal(meter.struck(fault) > 0, !unasked);
			});
		}
	}

	describe('with keys of its own', () => {
		let folder: string;
		let keys: readonly string[];
		beforeEach(() => {
			folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
			const file = join(folder, 'keys.json');
			writeFileSync(file, keysText(DEMO_KEYS), { mode: 0o600 });
			keys = ['--meter', meter.place, '--keys', file, '--counters', join(folder, 'counters.json')];
		});
		afterEach(() => rmSync(folder, { recursive: true }));

		it('keeps the old ones where the meter forgets the new', async () => {
			meter.set('key-forgotten', true);
			const { code, stderr } = await hes('keys', 'change', ...keys);
			assert.match(stderr, /the keys are unchanged: the meter did not take the new ones, and the old ones hold$/m);
			assert.equal(code, 1);
			assert.equal(readFileSync(join(folder, 'keys.json'), 'utf8'), keysText(DEMO_KEYS));
		});

		it('goes on behind its own counter where a swapped unit has forgotten it', async () => {
			assert.equal((await hes(...READ, ...keys)).code, 0);
			meter.set('counters-forgotten', true);
			const before = meter.counter();
			meter.swapCommunication();
			assert.equal(meter.counter(), 0);
			const { code, stdout, stderr } = await hes(...READ, ...keys);
			assert.match(stderr, /the meter says that it has accepted no invocation counter yet, and here \d+ was the last/);
			assert.match(stdout, VALUE);
			assert.equal(code, 0);
			assert.equal(meter.counter() > before, true);
			assert.match((await hes(...READ, ...keys, '--lang', 'ja')).stderr, /^$/);
		});
	});

	describe('with an image to load', () => {
		let folder: string;
		beforeEach(() => {
			folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		});
		afterEach(() => rmSync(folder, { recursive: true }));
		const IMAGE_TRIALS = [
			['image-stalls=always', 'never', /block 0 was sent 3 times and taken each time, and the meter still lacks it/, /ブロック0を3回送り/],
			['verify-slow', 'never', /the image is not verified: verification initiated \(2\)/, /イメージは検証されていません: .*\(2\)/],
			['activation-old', 'now', /the activation was successful, and is back with version 1\.0\.0, not 1\.1$/m, undefined],
		] as const;

		for (const [fault, activate, en, ja] of IMAGE_TRIALS)
			it(`image load: ${fault}`, async () => {
				const file = join(folder, 'image');
				assert.equal(makeImage(file, { unit: 'metering', firmware: '1.1', quiet: true }), 0);
				meter.set(fault);
				const load = (lang: string) => hes('image', 'load', file, '--meter', meter.place, '--activate', activate, '--patience', '1s', '--lang', lang);
				// It takes its time: once is enough.
				for (const [lang, told] of [['en', en] as const, ...(ja === undefined ? [] : [['ja', ja] as const])]) {
					const { code, stderr } = await load(lang);
					assert.match(stderr, told);
					assert.equal(code, 1, stderr);
				}
				assert.equal(meter.struck(fault.split('=')[0] as RouteAFault) > 0, true);
			});
	});

	it('tells an alarm that comes and goes', async () => {
		for (const [lang, told] of [
			['en', /alarm register 1: fraud attempt: comes and goes from one reading to the next/],
			['ja', /読むたびに現れたり消えたりします/],
		] as const) {
			meter.set('alarm-flutters=always', true);
			const { code, stderr } = await hes('alarms', '--meter', meter.place, '--lang', lang);
			assert.match(stderr, told);
			assert.equal(code, 0);
		}
	});

	for (const [fault, value, word] of [
		['gbt-stalls', 'gbt-stalls=always', 1],
		['block-lost', 'block-lost=always', 1],
		['block-repeated', 'block-repeated=always', 0],
		['block-early', 'block-early=always', 0],
	] as const) {
		it(`asks again for general blocks over UDP: ${fault}`, async () => {
			meter.set(value, word === 1);
			const { code, stdout, stderr } = await hes('profile', '--meter', `udp:${meter.place}`, '--gbt', '8', '--timeout', '1');
			assert.match(stdout, new RegExp(`^${ROWS} rows$`, 'm'), stderr);
			assert.equal(code, 0);
			if (word === 0) assert.equal(meter.struck(fault) > 0, true);
			if (fault === 'gbt-stalls') assert.match(stderr, AGAIN.en);
		});
	}

	for (const [fault, told] of [
		['no-answer', AGAIN.en],
		['association-lost', AGAIN.en],
	] as const) {
		it(`tries again over UDP: ${fault}`, async () => {
			meter.set(`${fault}=always`, true);
			const { code, stdout, stderr } = await hes(...READ, '--meter', `udp:${meter.place}`, '--timeout', '1');
			assert.match(stderr, told);
			assert.match(stdout, VALUE);
			assert.equal(code, 0);
		});
	}

	it('sends frames again where the line is noisy', async () => {
		meter.set('hdlc-noise=always', true);
		const { code, stdout, stderr } = await hes(...READ, '--meter', meter.line);
		assert.match(stdout, VALUE, stderr);
		assert.equal(code, 0);
		assert.deepEqual(meter.world.simulator.faults.running, [], 'it has struck');
	});

	it('hears at the local port nothing that was late for the hand-held before', async () => {
		meter.set('late-answer=1h', true);
		const [first, second] = [
			await hes(...READ, '--meter', meter.line, '--timeout', '1'),
			await hes(...READ, '--meter', meter.line, '--timeout', '1'),
		];
		assert.match(first.stderr, /within 1 s/);
		assert.match(second.stdout, VALUE, second.stderr);
		assert.equal(second.code, 0);
	});
});
