import assert from 'node:assert/strict';
import { REPORT_WORDS } from '../../../../../boards/host/exam/report/report-words.js';

const JAPANESE = /[぀-ヿ一-鿿]/;
/** The same in every language. */
const NAMES = ['ja.about.keiki', 'ja.columns.id'];
const COUNTS = { from: '00:00.0', to: '01:00.0', requests: 1, replies: 2, served: 3, right: 4, wrong: 5, failures: ['00:10.0 – 00:20.0'] };

/** Every sentence of a tree of words, made with fields of their kind. */
function sentencesOf(words: unknown, place: string): readonly (readonly [string, string])[] {
	if (typeof words === 'string') return [[place, words]];
	if (typeof words !== 'function') return Object.entries(words as object).flatMap(([key, each]) => sentencesOf(each, `${place}.${key}`));
	const say = words as (...fields: unknown[]) => string;
	if (place.endsWith('.says')) return [COUNTS, { ...COUNTS, failures: [] }].map((counts) => [place, say(counts)]);
	if (place.endsWith('.exitCodes')) return [0, 1, 3, 9].map((code) => [`${place}(${code})`, say(code)]);
	return [[place, say('1', '2', undefined, '4')], ...(place.endsWith('.summary.measured') ? [[place, say('1', undefined)] as const] : [])];
}

describe('the words of a report', () => {
	for (const language of ['ja', 'en'] as const)
		it(`are none empty, and of one language: ${language}`, () => {
			const sentences = sentencesOf(REPORT_WORDS[language], language);
			assert.ok(sentences.length > 130);
			for (const [place, text] of sentences) {
				assert.notEqual(text.trim(), '', place);
				assert.doesNotMatch(text, /undefined|\[object/, place);
				if (!NAMES.includes(place)) assert.equal(JAPANESE.test(text), language === 'ja', `${place}: ${text}`);
			}
		});

	it('tell what the picture counts, each number of it', () => {
		for (const language of ['ja', 'en'] as const) {
			const text = REPORT_WORDS[language].plot.says(COUNTS);
			for (const each of [COUNTS.from, COUNTS.to, '1', '2', '3', '4', '5', COUNTS.failures[0]!]) assert.ok(text.includes(each), each);
		}
	});

	it('name grades that nobody takes for another', () => {
		for (const language of ['ja', 'en'] as const) assert.equal(new Set(Object.values(REPORT_WORDS[language].grades)).size, 7);
	});
});
