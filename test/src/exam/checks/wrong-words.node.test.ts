import { FINDING_WORDS } from '../../../../src/exam/checks/words/all.js';
import { equal } from '../../../assert.js';

type Say = (fields: unknown) => string;

describe('Words of a wrong value', () => {
	const wrong = { what: 'currentT', unit: 'A', expected: null, count: 1, factor: 1, code: '7FFE' } as const;
	const say = (language: 'en' | 'ja', shown: number, explanation: string) =>
		(FINDING_WORDS[language].shownWrong as Say)({ ...wrong, shown, explanation });

	it('tell 0 for no data from the code read as a number', () => {
		for (const explanation of ['tFromNoData', 'noDataAsNumber']) {
			const [zero, code] = [say('en', 0, explanation), say('en', 3276.6, explanation)];
			equal(/\b0 stands in its place|which is not 0/.test(zero), true, zero);
			equal(/7FFE(, read as a number| is read in its place)/.test(code), true, code);
			equal(say('ja', 0, explanation) === say('ja', 3276.6, explanation).replace('3276.6', '0'), false);
		}
	});
});
