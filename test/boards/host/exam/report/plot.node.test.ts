import assert from 'node:assert/strict';
import { plotSvg } from '../../../../../boards/host/exam/report/plot.js';
import { REPORT_WORDS } from '../../../../../boards/host/exam/report/report-words.js';
import type { Plot } from '../../../../../src/exam/report/report.js';
import { plot } from './report-rig.js';

const EMPTY: Plot = { from: 0, to: 100_000, requests: [], replies: [], served: [], shown: [], failures: [] };
/** Of the axes. */
const [LEFT, RIGHT, BOTTOM] = [96, 744, 184];

const svg = (changes: Partial<Plot>) => plotSvg({ ...EMPTY, ...changes }, 'A1 x', 'p', REPORT_WORDS.en.plot).text;
const pathOf = (text: string, name: string) => new RegExp(`<path class="${name}" d="([^"]*)"`).exec(text)![1]!;
const numbers = (path: string) => [...path.matchAll(/-?\d+(?:\.\d+)?/g)].map(([each]) => Number(each));

describe('the picture of a finding', () => {
	it('has requests and replies on one axis of time', () => {
		const text = svg({ requests: [0, 50_000, 100_000], replies: [25_000] });
		assert.equal(pathOf(text, 'request'), `M${LEFT} 18v16M${(LEFT + RIGHT) / 2} 18v16M${RIGHT} 18v16`);
		assert.equal(pathOf(text, 'reply'), `M${LEFT + (RIGHT - LEFT) / 4} 44v16`);
	});

	it('has values that are all the same at the foot of their axis', () => {
		const text = svg({
			served: [
				[0, 7],
				[10, 7],
			],
			shown: [[50_000, 7.5, false]],
		});
		assert.match(pathOf(text, 'served'), /^M96 178H96\.1V178/);
		assert.equal(text.match(/class="scale"/g)!.length, 1);
		// Half of an axis that is 1 long.
		assert.match(pathOf(text, 'wrong'), /^M416 130l/);
	});

	it('shades the failure, and names it where there is room', () => {
		const text = svg({
			failures: [
				[25_000, 75_000],
				[90_000, 90_001],
			],
		});
		assert.match(text, /<rect class="failure" x="258" y="0" width="324" height="184"\/>/);
		assert.match(text, /<rect class="failure" x="679.2" y="0" width="2"/);
		assert.equal(text.match(/class="fault"/g)!.length, 1);
	});

	it('has the values that were served as stairs, up to its end', () => {
		const path = pathOf(
			svg({
				served: [
					[0, 0],
					[50_000, 100],
				],
			}),
			'served',
		);
		assert.equal(path, `M${LEFT} ${BOTTOM - 6}H${(LEFT + RIGHT) / 2}V90H${RIGHT}`);
	});

	it('has a wrong value that is far off at the edge, with its number, and the others keep their room', () => {
		const text = svg({
			served: [
				[0, 0],
				[1000, 100],
			],
			shown: [
				[1500, 100, true],
				[50_000, 4_294_966_496, false],
			],
		});
		assert.match(text, /class="named" x="420" y="78\.\d">4294966496</);
		assert.match(pathOf(text, 'right'), /^M102\.7 90a/);
		assert.match(pathOf(text, 'wrong'), /^M416 82\.\dl8 8/);
		assert.match(text, /class="scale"[^>]*>0<.*class="scale"[^>]*>100</);
	});

	it('stays within its frame, whatever the times and values are', () => {
		const hours = Array.from({ length: 5000 }, (_, i) => i * 1000 - 1_000_000);
		const text = svg({
			...{ requests: hours, replies: hours },
			served: hours.map((at) => [at, at ** 3] as const),
			shown: hours.flatMap((at) => [[at, at, true] as const, [at, -at * 1e9, false] as const]),
		});
		for (const name of ['request', 'reply']) {
			const xs = numbers(pathOf(text, name)).filter((_, i) => i % 3 === 0);
			assert.ok(xs.every((x) => x >= LEFT && x <= RIGHT));
		}
		assert.ok(text.length < 40_000, `${text.length}`);
		assert.equal(text.match(/class="named/g)!.length, 3);
	});

	it('of nothing at all is one, and of no time too', () => {
		assert.equal(pathOf(svg({}), 'served'), '');
		for (const text of [svg({}), svg({ from: 5, to: 5, requests: [5], served: [[5, 1]] })]) assert.doesNotMatch(text, /NaN|Infinity|undefined/);
		assert.match(svg({}), /No failure\./);
	});

	it('says in words what it shows', () => {
		for (const [language, title, says] of [
			[
				'en',
				'A1 x: requests, replies and values over time',
				/24 requests, 16 replies, 16 values served, 16 right and 8 wrong values shown\. Failure: 11:30\.0 – 12:50\.0\./,
			],
			[
				'ja',
				'A1 x: 要求、応答、値の推移',
				/要求24件、応答16件、届いた値16件、表示された値のうち正しいもの16件、誤ったもの8件。障害: 11:30\.0 – 12:50\.0。/,
			],
		] as const) {
			const text = plotSvg(plot(), 'A1 x', 'p', REPORT_WORDS[language].plot).text;
			assert.ok(text.includes(`role="img" aria-labelledby="p-t p-d"><title id="p-t">${title}</title><desc id="p-d">`));
			assert.match(text, says);
		}
	});

	it('marks time in steps that people count in', () => {
		const marks = [...svg({ from: 0, to: 240_000 }).matchAll(/class="mark"[^>]*>([^<]*)</g)].map(([, mark]) => mark);
		assert.deepEqual(marks, ['00:00', '01:00', '02:00', '03:00', '04:00']);
		for (const to of [1, 900, 7000, 3_600_000, 400_000_000]) {
			const found = svg({ from: 0, to }).match(/class="mark"/g)!.length;
			assert.ok(found >= 1 && found <= 9, `${found} marks in ${to} ms`);
		}
	});
});
