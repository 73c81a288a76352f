/** Each fault and each form of a value in both languages. */
import { parseFaults } from '../../../../boards/host/faults/fault-options.js';
import { FAULTS_WORDS } from '../../../../boards/host/shared/faults-words.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { type FaultForm, FORMS } from '../../../../src/world/fault/fault-forms.js';
import { FAULT_NAMES } from '../../../../src/world/fault/fault-table.js';
import { equal } from '../../../assert.js';

const JAPANESE = /[぀-ヿ一-鿿]/;
/** What a program reads or types: the same in both sentences. */
const FIXED = /EVENT \d\d(?: \d\d)?|FAIL ER\d\d|SK[A-Z]+|ERXUDP|EPANDESC|WOPT \d\d|Get_SNA|--[a-z]+/g;
const fixed = (text: string) => [...new Set(text.match(FIXED) ?? [])].sort().join();

describe('the words of faults', () => {
	for (const name of FAULT_NAMES) {
		it(`${name}: both sentences name the same events and commands`, () => {
			const [en, ja] = [FAULTS_WORDS.en.does(name), FAULTS_WORDS.ja.does(name)];
			equal(JAPANESE.test(ja), true, ja);
			equal(JAPANESE.test(en), false, en);
			equal(fixed(ja), fixed(en));
		});
	}

	for (const form of Object.keys(FORMS) as FaultForm[]) {
		it(`values of the form ${form}`, () => equal(JAPANESE.test(FAULTS_WORDS.ja.form(form)), true, FAULTS_WORDS.ja.form(form)));
	}

	it('tells how often one has struck', () => {
		const fault = { name: 'drop', value: '1%', once: true, at: ['air'], struck: 2 } as const;
		equal(FAULTS_WORDS.en.running(fault), 'drop=1% once at air: struck 2 times');
		equal(FAULTS_WORDS.ja.running(fault), 'drop=1%(1回だけ)、air: 2回起きました');
	});

	for (const [text, en, ja] of [
		[
			'late',
			'--fault late: there is no fault "late", perhaps late-reply or late-notification or late-answer; keiki faults lists them all',
			'--fault late: 障害"late"はありません。late-replyかlate-notificationかlate-answerかもしれません。一覧はkeiki faultsで見られます',
		],
		['x', '--fault x: there is no fault "x"; keiki faults lists them all', '--fault x: 障害"x"はありません。一覧はkeiki faultsで見られます'],
		[
			'distance=0',
			'--fault distance=0: expected dB, 1 to 60, got "0"; for example distance=47',
			'--fault distance=0: 値は「1〜60の減衰量(dB)」のはずですが、"0"です。例: distance=47',
		],
	] as const) {
		it(`tells what is wrong with ${text}`, () => {
			const error = refusalOf(text);
			equal(error?.textIn('en'), en);
			equal(error?.textIn('ja'), ja);
		});
	}

	it('tells that one would never strike, and why', () => {
		equal(FAULTS_WORDS.en.neverStrikes('drop', { kind: 'notOnAir' }), '--fault drop: it would never strike: the meter is not on the virtual air');
		equal(FAULTS_WORDS.ja.neverStrikes('drop', { kind: 'notOnAir' }), '--fault drop: 決して起きません: メーターは仮想の電波の中にありません');
	});
});

function refusalOf(text: string): UsageError | undefined {
	try {
		parseFaults([text]);
	} catch (error) {
		if (error instanceof UsageError) return error;
		throw error;
	}
	return undefined;
}
