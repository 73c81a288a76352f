/** By which words a contract is found. */
import assert from 'node:assert/strict';
import { folded } from '../../../../src/operations/records/fold.js';
import { askedWords, searchWords } from '../../../../src/operations/records/search-words.js';

const CONTRACT = {
	code: 'C0000000123',
	customer: '四日市 計器',
	reading: 'ヨッカイチ ケイキ',
	places: ['瑞原県みどり野市東区桜町1丁目2番3号', '桜町1丁目'],
	numbers: ['4A504D000000007B', 'C0123001'],
};
const WORDS = [...searchWords(CONTRACT)];
/** As the office asks its tables. */
const finds = (text: string, words: readonly string[] = WORDS) => {
	const asked = askedWords(text);
	return asked.length > 0 && asked.every((word) => words.some((each) => each.startsWith(word)));
};

describe('what is searched', () => {
	for (const [one, other] of [
		['ﾔﾏﾀﾞ ﾀﾛｳ', 'やまだ　たろう'],
		['Ｃ０００１', 'c0001'],
		['１ー２−３', '1-2-3'],
		['1‐2―3', '1-2-3'],
		['ヴ', 'ゔ'],
		['  a \t b ', 'A B'],
	] as const) {
		it(`folds ${one} and ${other} alike`, () => assert.equal(folded(one), folded(other)));
	}

	it('keeps the long vowel of kana, which is no dash', () => assert.equal(folded('スーパー'), 'スーパー'));

	for (const text of [
		...['C0000000123', 'c00000001', '123', 'Ｃ０００００００１２３', '4a504d000000007b', '4A504D', 'c0123001'],
		...['四日市', '四日市計器', '四日市 計器', '計器 四日市', 'ヨッカイチ', 'よっかいち けいき', 'ﾖｯｶｲﾁ', 'よっか'],
		...[
			'桜町',
			'桜町1',
			'桜町１丁目',
			'桜町1-2-3',
			'桜町1丁目2番',
			'東区桜町',
			'みどり野市東区',
			'瑞原県',
			'瑞原県みどり野市東区桜町1丁目2番3号',
			'桜町 四日市',
		],
	]) {
		it(`is found by ${text}`, () => assert.ok(finds(text), `${askedWords(text)} in ${WORDS}`));
	}

	for (const text of ['', ' ', '桜町2', '1234', 'C0000000124', '西区', '桜町 山田', '日市', 'イチ']) {
		it(`is not found by ${JSON.stringify(text)}`, () => assert.ok(!finds(text), `${askedWords(text)} in ${WORDS}`));
	}

	for (const [name, asked] of [
		['市川 花', '市川'],
		['町田 光', '町田'],
		['村上 光', '村上光'],
		['中村 町子', '中村町子'],
		['東 京', '東京'],
	] as const) {
		it(`finds ${name} by ${asked}, though a part of a place may end so`, () =>
			assert.ok(finds(asked, [...searchWords({ ...CONTRACT, customer: name })])));
	}

	for (const [place, asked] of [
		['四日市市本町5番6号', '四日市市'],
		['大和郡山市北町7-8', '大和郡山'],
		['京都府京都市中京区丸町9', '京都市'],
		['北町10', '北町10'],
	] as const) {
		it(`finds ${place} by ${asked}`, () => assert.ok(finds(asked, [...searchWords({ ...CONTRACT, places: [place] })])));
	}

	it('asks for a few words at most, each of bounded length', () => {
		const asked = askedWords(`${'あ'.repeat(500)} b c d e f g h i`);
		assert.deepEqual([asked.length, asked[0]!.length], [6, 40]);
	});
});
