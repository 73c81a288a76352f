/** Each fault and each form of a value in both languages. */
import { FAULTS_WORDS } from '../../../../boards/host/faults/faults-words.js';
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
});
