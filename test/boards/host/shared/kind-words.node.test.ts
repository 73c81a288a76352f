/** Each kind of what is wrong with a file, a line or a step has its sentence in both languages, made of the same fields. */
import assert from 'node:assert/strict';
import { LOAD_WORDS } from '../../../../boards/host/run/load-words.js';
import { LINE_WORDS } from '../../../../boards/host/shared/line-words.js';
import { STEP_WORDS } from '../../../../boards/host/shared/step-words.js';
import type { LoadWrongs } from '../../../../src/world/load/load-wrong.js';
import type { Expectable, Expectables, LineWrongs } from '../../../../src/world/scenario/line-wrong.js';
import type { StepFailures } from '../../../../src/world/scenario/step-failure.js';
import type { InEach, KindWords, Language } from '../../../../src/world/schema/language.js';

const JAPANESE = /[぀-ヿ一-鿿]/;

const LOADS: LoadWrongs = {
	header: { got: 'when' },
	fields: { expected: 31, got: 32 },
	rowTime: { got: 'soon' },
	rowsInOrder: { got: '2020' },
	number: { got: 'abc' },
	range: { most: 77, unit: 'kvar', got: '78' },
	recordedVoltage: { got: '-1' },
	twoRows: { got: 1 },
	stepTime: { got: '25:00' },
	oneKindOfTime: {},
	stepsInOrder: {},
	noPower: {},
	power: { most: 777, got: '1oo' },
	voltage: { most: 555, got: '0' },
	lineEnd: { got: 'x' },
	oneStep: {},
};
const EXPECTED: Expectables = {
	choice: { choices: ['open', 'close'], of: 'verdict' },
	stepTime: {},
	command: { names: ['pull', 'plug'] },
	meter: {},
	unit: { places: ['metering', 'cover'] },
	liesCode: {},
	fault: {},
	node: {},
	window: { minutes: [15, 45] },
	voltages: {},
	otherLeg: {},
	token: { digits: 20 },
	duration: {},
	clock: {},
	power: { most: 777 },
	voltage: { most: 555 },
	amperes: { most: 333 },
	dongle: { most: 99 },
	watts: { min: 11, max: 222 },
	field: {},
	event: {},
	code: {},
	unitCode: {},
	meters: { meters: 777, streets: 55 },
	share: {},
	lead: {},
	lineEnd: {},
};
const LINES: LineWrongs = {
	missing: { expected: { kind: 'power', most: 777 } },
	unexpected: { expected: { kind: 'voltage', most: 555 }, got: 'much', perhaps: ['rf-b', 'rf'] },
	noField: { event: 'unit', fields: ['node', 'what'], got: 'where' },
	fault: {
		wrong: { kind: 'unknown', name: 'droop', near: ['drop'] },
		message: 'there is no fault "droop", perhaps drop; keiki faults lists them all',
	},
	beforeStart: { got: '09:00' },
	beforeLast: { got: '+59m' },
	behindEnd: {},
	noSteps: { example: '+10m pull metering' },
};
const STEPS: StepFailures = {
	unmet: { words: 'load 500', found: { kind: 'load', watts: 432 } },
	done: {},
	refused: { why: { kind: 'inPlace', serial: 'M0001001' }, reason: 'M0001001 is in its place' },
};

/** Numbers of two digits or more, words in quotes, codes, and forms as they are typed. */
function named(text: string): string[] {
	return [...new Set(text.match(/"[^"]*"|\b\d{2,}\b|\b[A-Z]\d{7}\b|\bkvar\b|\+\d+[a-z]+|\d\d:\d\d|KEY=VALUE|keiki [a-z]+( types)?/g) ?? [])].sort();
}

function check<Kinds extends object>(what: string, words: InEach<KindWords<Kinds>>, samples: Kinds): void {
	describe(`the words of ${what}`, () => {
		for (const kind of Object.keys(samples) as (keyof Kinds & string)[]) {
			it(`${kind}: name the same in both languages`, () => {
				const [en, ja] = [words.en[kind](samples[kind]), words.ja[kind](samples[kind])];
				assert.doesNotMatch(en, JAPANESE);
				assert.match(ja, JAPANESE);
				assert.deepEqual(named(ja), named(en), ja);
				for (const text of [en, ja]) assert.doesNotMatch(text, /undefined|\[object/);
			});
		}
	});
}

check<LoadWrongs>('files of loads', LOAD_WORDS, LOADS);
const missing = (language: Language) =>
	Object.fromEntries(
		Object.entries(EXPECTED).map(([kind, fields]) => [kind, () => LINE_WORDS[language].missing({ expected: { kind, ...fields } as Expectable })]),
	) as unknown as KindWords<Expectables>;
check<Expectables>('what a line should have', { en: missing('en'), ja: missing('ja') }, EXPECTED);
check<LineWrongs>('lines', LINE_WORDS, LINES);
check<StepFailures>('steps', STEP_WORDS, STEPS);

describe('the words of steps', () => {
	const found = (step: Extract<StepFailures['unmet']['found'], object>) => STEP_WORDS.ja.unmet({ words: 'X', found: step });

	it('tell what is there instead', () => {
		assert.equal(found({ kind: 'supply', on: true }), 'Xのはずですが、供給があります(on)');
		assert.equal(found({ kind: 'contact', closed: false }), 'Xのはずですが、開いています(open)');
		assert.equal(found({ kind: 'breaker', locked: undefined }), 'Xのはずですが、動作中の開閉ユニットがありません');
		assert.equal(found({ kind: 'verdict', verdict: 'HEMS is failure' }), 'Xのはずですが、判定は「HEMSの異常」です');
		assert.equal(found({ kind: 'load', watts: undefined }), 'Xのはずですが、計測していません');
		assert.equal(found({ kind: 'unit', state: 'isolated', code: 'rf-b' }), 'Xのはずですが、切り離し中(isolated)です: rf-b');
		assert.equal(found({ kind: 'event', text: '"supply off"' }), 'Xのはずですが、"supply off"がありました');
		assert.equal(found({ kind: 'events', texts: ['a', 'b'], more: true }), 'Xのはずですが、あったのは…、a、bです');
		assert.equal(found({ kind: 'events', texts: [], more: false }), 'Xのはずですが、何もありませんでした');
		assert.equal(found({ kind: 'forgotten', events: 3, most: 10_000 }), 'Xのはずですが、新しい10000件より前の3件のイベントは残っていません');
	});
});
