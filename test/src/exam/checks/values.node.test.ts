import { ESV } from '../../../../modules/echonet-lite/frame.js';
import type { Look } from '../../../../src/exam/checks/check.js';
import { VALUES_CHECKS } from '../../../../src/exam/checks/values.js';
import type { Observable } from '../../../../src/exam/declaration.js';
import { LIMITS } from '../../../../src/exam/limits.js';
import { equal } from '../../../assert.js';
import { TestRecord } from '../records.js';
import { ALL_CLAIMS } from '../rig.js';
import { shown } from './shown.js';

const ALL = { observes: new Set<Observable>(['power', 'energy', 'use', 'online']) };
const NOON = '2026-11-29T12:00';

function judged(name: keyof typeof VALUES_CHECKS, record: TestRecord, about: Partial<Look> = {}): string {
	return shown(VALUES_CHECKS[name].judge(record.look({ ...ALL, ...about })));
}

/** Verdicts and kinds alone. */
function kinds(name: keyof typeof VALUES_CHECKS, record: TestRecord, about: Partial<Look> = {}): string {
	return VALUES_CHECKS[name]
		.judge(record.look({ ...ALL, ...about }))
		.map(({ verdict, kind }) => `${verdict} ${kind}`)
		.join('; ');
}

/** So many polls that are answered alike, and what is shown of each. */
function polled(
	record: TestRecord,
	count: number,
	edts: Readonly<Record<number, string>>,
	...values: readonly (readonly [Observable, number | 'none'])[]
): TestRecord {
	for (let i = 0; i < count; i++) {
		record.asks(Object.keys(edts).map(Number)).wait(500).replies(edts);
		for (const [what, value] of values) record.shows(what, value);
		record.wait(9_500);
	}
	return record;
}

const scaled = () => new TestRecord().step('other-scale').asks([0xe1, 0xd3]).wait(500).replies({ 211: '00000007', 225: '02' }).wait(500);
const COUNTER = { 224: '00001000' };

describe('scales-energy', () => {
	const name = 'scales-energy';
	it('passes with E1 and D3 in it', () => {
		equal(judged(name, polled(scaled(), 1, COUNTER, ['energy', 286.72]).ends()), 'pass shownRight 1 @5 6');
	});
	it('warns of two wrong ones, and fails with three', () => {
		equal(kinds(name, polled(scaled(), 2, COUNTER, ['energy', 40.96]).ends()), 'warning shownWrong');
		const three = polled(scaled(), 3, COUNTER, ['energy', 40.96]).ends();
		const factor = 1 / 7;
		equal(judged(name, three), `fail shownWrong energy kWh 40.96 286.72 3 coefficientForgotten ${factor} 00001000 @5 6 8 9 11 12 40.96/286.72 kWh`);
	});
	it('fails with one that is wrong by more than ten times', () => {
		equal(kinds(name, polled(scaled(), 1, COUNTER, ['energy', 28672]).ends()), 'fail shownWrong');
		equal(kinds(name, polled(scaled(), 1, COUNTER, ['energy', 2867.2]).ends()), 'warning shownWrong');
	});
	it('tells of each observable that is wrong', () => {
		const both = polled(scaled(), 1, { 224: '00001000', 227: '00002000' }, ['energy', 28672], ['energyReverse', 57344]).ends();
		equal(
			judged(name, both)
				.split('; ')
				.map((each) => each.split(' ').slice(0, 7).join(' '))
				.join('; '),
			'fail shownWrong energy kWh 28672 286.72 1; fail shownWrong energyReverse kWh 57344 573.44 1',
		);
	});
	it('is for what is wrong by its scale alone', () => {
		equal(kinds(name, polled(scaled(), 3, { 224: 'fffffffe' }, ['energy', 300647710.58]).ends()), '');
	});
	it('misses energy without D3 where it is served three times', () => {
		const none = (count: number) => polled(new TestRecord().step('lacking-properties'), count, COUNTER).ends();
		equal(kinds(name, none(2)), '');
		equal(judged(name, none(3)), 'warning valueNotShown energy kWh 3 @3 5 7');
		const denied = polled(new TestRecord().step('lacking-properties'), 3, COUNTER, ['energy', 'none']).ends();
		equal(kinds(name, denied), 'fail valueDenied');
	});
	it('says nothing where no energy is shown', () => equal(judged(name, polled(scaled(), 3, COUNTER).ends()), ''));
});

describe('shows-no-data-as-none', () => {
	const name = 'shows-no-data-as-none';
	const pulled = (count: number, value: number | 'none') =>
		polled(new TestRecord().step('no-data'), count, { 231: '7ffffffe' }, ['power', value]).ends();
	it('passes where "no data" is shown as that, or not at all', () => {
		equal(judged(name, pulled(2, 'none')), 'pass codeIsNone 2 noData @3 4 7');
		equal(judged(name, polled(new TestRecord().step('no-data'), 1, { 231: '7ffffffe' }).ends()), 'pass codeIsNone 1 noData @3');
	});
	it('fails where it is a number', () => {
		equal(judged(name, pulled(1, 2147483646)), 'fail shownWrong power W 2147483646 null 1 noDataAsNumber 1 7FFFFFFE @3 4');
	});
	it('warns of a 0 or two, and fails with three', () => {
		equal(kinds(name, pulled(2, 0)), 'warning shownWrong');
		equal(kinds(name, pulled(3, 0)), 'fail shownWrong');
	});
	it('says nothing where none was served', () => {
		equal(judged(name, polled(new TestRecord().step('no-data'), 2, { 231: '000004d5' }, ['power', 1237]).ends()), '');
	});
});

describe('shows-nothing-beyond-scale', () => {
	const name = 'shows-nothing-beyond-scale';
	const beyond = (edt: string, value: number | 'none') => polled(new TestRecord().step('beyond-scale'), 1, { 231: edt }, ['power', value]).ends();
	it('passes where the codes are no numbers', () => equal(kinds(name, beyond('7fffffff', 'none')), 'pass codeIsNone'));
	it('fails where one is', () => {
		equal(kinds(name, beyond('7fffffff', 2147483647)), 'fail shownWrong');
		equal(kinds(name, beyond('80000000', -2147483648)), 'fail shownWrong');
	});
	it('says nothing where none was served', () => equal(kinds(name, beyond('000004d5', 1237)), ''));
});

for (const name of ['shows-feed-in-negative', 'takes-feed-in'] as const)
	describe(name, () => {
		const fedIn = (value: number, edt = 'fffffcdf') => polled(new TestRecord().step('feed-in'), 1, { 231: edt }, ['power', value]).ends();
		it('passes with a sign', () => equal(kinds(name, fedIn(-801)), 'pass shownRight'));
		it('fails without', () => equal(kinds(name, fedIn(4294966495)), 'fail shownWrong'));
		it('warns of a single one that is amiss', () => equal(kinds(name, fedIn(-800)), 'warning shownWrong'));
		it('says nothing where nothing is shown', () => equal(kinds(name, polled(new TestRecord().step('feed-in'), 1, { 231: 'fffffcdf' }).ends()), ''));
	});

describe('takes-feed-in', () => {
	it('is not put to the test by a house that draws', () => {
		equal(kinds('takes-feed-in', polled(new TestRecord().step('feed-in'), 1, { 231: '000004d5' }, ['power', 1237]).ends()), '');
	});
});

for (const [name, step] of [
	['takes-wrap-of-register', 'full-register'],
	['takes-full-register', 'full-register'],
	['books-no-lower-register', 'replaced-meter'],
] as const)
	describe(name, () => {
		const fell = () => {
			const record = polled(new TestRecord().step(step).strikes(), 1, { 224: '000f423f' }, ['energy', 99999.9]);
			return polled(record, 1, { 224: '00000001' }, ['energy', 0.1]);
		};
		it('passes with the energy that was served, and a use that somebody may have', () => {
			equal(kinds(name, fell().ends()), 'pass fallTaken');
			equal(kinds(name, fell().shows('use', 50, NOON).ends()), 'pass fallTaken');
		});
		it('fails with a negative use, and with one that no connection carries', () => {
			equal(kinds(name, fell().shows('use', -0.1, NOON).ends()), 'fail absurdStep');
			equal(kinds(name, fell().shows('use', 50.1, NOON).ends()), 'fail absurdStep');
		});
		it('fails with an energy that goes on', () => {
			const record = polled(new TestRecord().step(step).strikes(), 1, { 224: '000f423f' }, ['energy', 99999.9]);
			equal(kinds(name, polled(record, 1, { 224: '00000001' }, ['energy', 100000.1]).ends()), 'fail shownWrong');
		});
		it('says nothing where no register fell, or nothing is shown', () => {
			equal(kinds(name, polled(new TestRecord().step(step), 2, { 224: '000f423f' }, ['energy', 99999.9]).ends()), '');
			const still = polled(polled(new TestRecord().step(step), 1, { 224: '000f423f' }), 1, { 224: '00000001' });
			equal(kinds(name, still.ends()), '');
		});
	});

describe('takes-replaced-meter', () => {
	const name = 'takes-replaced-meter';
	const replaced = () => {
		const record = polled(new TestRecord().step('replaced-meter'), 1, { 224: '0001e240' }, ['energy', 12345.6]).strikes();
		return polled(record, 1, { 224: '00000000' }, ['energy', 0]);
	};
	it('passes where D3 or E1 is asked for again', () => {
		equal(kinds(name, replaced().asks([0xe1]).ends()), 'pass fallTaken; pass scaleAskedAgain');
		equal(kinds(name, replaced().asks([0xe7, 0xd3]).ends()), 'pass fallTaken; pass scaleAskedAgain');
	});
	it('warns where neither is', () => equal(kinds(name, replaced().asks([0xe7]).ends()), 'pass fallTaken; warning scaleNotAsked'));
	it('says nothing where the meter was not replaced', () => equal(kinds(name, new TestRecord().step('replaced-meter').ends()), ''));
});

describe('uses-rest-of-get-sna', () => {
	const name = 'uses-rest-of-get-sna';
	const partial = (count: number, isShown: boolean) => {
		const record = new TestRecord().step('partial-sna');
		for (let i = 0; i < count; i++) {
			record.asks([0xe7, 0xe0]).wait(500).replies({ 224: '', 231: '000004d5' }, { esv: ESV.Get_SNA });
			if (isShown) record.shows('power', 1237);
			record.wait(9_500);
		}
		return record.ends();
	};
	it('passes where one is used', () => equal(judged(name, partial(1, true)), 'pass partialUsed 1 1 @3 4'));
	it('fails where more than two are not', () => {
		equal(judged(name, partial(2, false)), '');
		equal(judged(name, partial(3, false)), 'fail partialDropped 3 @3 5 7 3/2 count');
	});
	it('says nothing without one that brings values', () => {
		equal(judged(name, new TestRecord().step('partial-sna').asks([0xfe]).replies({ 254: '' }, { esv: ESV.Get_SNA }).ends()), '');
	});
});

describe('drops-stale-values', () => {
	const name = 'drops-stale-values';
	const silent = () => polled(new TestRecord().step('long-power-cut'), 1, { 231: '000004d5' }, ['power', 1237]).strikes();
	/** From the reply on. */
	const since = (ms: number) => silent().wait(ms - 9_500);
	it('passes where it says so in time, by a value or by what is online', () => {
		equal(judged(name, since(300_000).shows('power', 'none').ends()), 'pass saidUnavailable 300000 @3 6 300000/300000 ms');
		equal(judged(name, since(90_000).shows('online', 0).ends()), 'pass saidUnavailable 90000 @3 6 90000/300000 ms');
	});
	it('fails where it says so too late, or never', () => {
		equal(judged(name, since(300_001).shows('power', 'none').ends()), 'fail keptStale 300001 300000 @3 6 300001/300000 ms');
		equal(judged(name, since(300_001).ends()), 'fail keptStale 300001 300000 @3 300001/300000 ms');
		equal(kinds(name, since(200_000).shows('power', 1237).wait(100_001).ends()), 'fail keptStale');
	});
	it('waits for ten polls of a slow program', () => {
		const slow = { claims: { ...ALL_CLAIMS, pollMs: 60_000 } };
		equal(kinds(name, since(600_000).ends(), slow), '');
		equal(kinds(name, since(600_001).ends(), slow), 'fail keptStale');
	});
	it('says nothing where time is short, or nothing was served before', () => {
		equal(judged(name, since(300_000).ends()), '');
		equal(judged(name, new TestRecord().step('long-power-cut').strikes().wait(400_000).ends()), '');
	});
});

describe('does-without-d3-and-ec', () => {
	const name = 'does-without-d3-and-ec';
	const lacking = (value: number) => polled(new TestRecord().step('lacking-properties'), 3, COUNTER, ['energy', value]);
	const day = `0000${'00001000'.repeat(48)}`;
	it('passes with the counter times the unit, and a history by E2', () => {
		equal(kinds(name, lacking(409.6).asks([0xe2]).replies({ 226: day }).ends()), 'pass shownRight; pass historyByDay');
	});
	it('fails with another energy', () => {
		equal(kinds(name, lacking(4096).asks([0xe2]).replies({ 226: day }).ends()), 'fail shownWrong; pass historyByDay');
	});
	it('warns where it claims histories and reads none', () => {
		equal(kinds(name, lacking(409.6).ends()), 'pass shownRight; warning historyNotRead');
		equal(kinds(name, lacking(409.6).ends(), { claims: { ...ALL_CLAIMS, history: undefined } }), 'pass shownRight');
	});
});

describe('takes-other-scales', () => {
	const name = 'takes-other-scales';
	it('passes, warns and fails as the scale is', () => {
		equal(kinds(name, polled(scaled(), 3, COUNTER, ['energy', 286.72]).ends()), 'pass shownRight');
		equal(kinds(name, polled(scaled(), 2, COUNTER, ['energy', 40.96]).ends()), 'warning shownWrong');
		equal(kinds(name, polled(scaled(), 3, COUNTER, ['energy', 40.96]).ends()), 'fail shownWrong');
		equal(kinds(name, polled(scaled(), 3, COUNTER).ends()), '');
	});
	it('goes by the step of what is shown', () => {
		const coarse = { resolution: { energy: 1 } };
		equal(kinds(name, polled(scaled(), 3, COUNTER, ['energy', 287]).ends(), coarse), 'pass shownRight');
		equal(kinds(name, polled(scaled(), 3, COUNTER, ['energy', 288]).ends(), coarse), 'fail shownWrong');
	});
});

describe('shows-no-value-without-data', () => {
	const name = 'shows-no-value-without-data';
	const pulled = (value: number | 'none') => polled(new TestRecord().step('no-data'), 1, { 231: '7ffffffe' }, ['power', value]).ends();
	it('passes with no value, fails with a number', () => {
		equal(kinds(name, pulled('none')), 'pass shownRight');
		equal(kinds(name, pulled(2147483646)), 'fail shownWrong');
		equal(kinds(name, pulled(0)), 'warning shownWrong');
	});
	it('does not count what the program still showed of before', () => {
		const unsigned = new TestRecord().asks([0xe7]).replies({ 231: 'ffffa460' }).step('no-data').shows('power', 4294943840).wait(9000);
		equal(kinds(name, polled(unsigned, 1, { 231: '7ffffffe' }, ['power', 'none']).ends()), 'pass shownRight');
	});
	it('says nothing where all has data', () => {
		equal(kinds(name, polled(new TestRecord().step('no-data'), 1, { 231: '000004d5' }, ['power', 1237]).ends()), '');
	});
});

describe('takes-two-wire-supply', () => {
	const name = 'takes-two-wire-supply';
	const wired = (t: number | 'none', edt = '00647ffe') =>
		polled(new TestRecord().step('two-wire'), 1, { 232: edt }, ['currentR', 10], ['currentT', t]).ends();
	it('passes with R alone', () => equal(kinds(name, wired('none')), 'pass shownRight'));
	it('fails with a number for T', () => equal(kinds(name, wired(3276.6)), 'fail shownWrong'));
	it('says nothing where T has one', () => equal(kinds(name, wired(10, '00640064')), ''));
});

describe('checks of values', () => {
	it('have the limits that they name', () => {
		for (const { limits = [] } of Object.values(VALUES_CHECKS) as { readonly limits?: readonly string[] }[])
			for (const limit of limits) equal(Object.hasOwn(LIMITS, limit), true, limit);
	});
});
