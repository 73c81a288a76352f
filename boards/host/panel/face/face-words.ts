/** What is told to who asks wrongly for a meter. */
import type { InEach } from '../../../../src/world/schema/language.js';

interface FaceWords {
	readonly noMeter: (name: string, count: number) => string;
	readonly number: (name: string, least: number, most: number, got: string) => string;
}

const last = (count: number) => (count === 1 ? 'meter' : `meter-${count}`);

export const FACE_WORDS: InEach<FaceWords> = Object.freeze({
	en: {
		noMeter: (name, count) =>
			`there is no meter "${name}"; expected ${count === 1 ? '"meter", the only one' : `"meter" or "meter-2" to "${last(count)}"`}`,
		number: (name, least, most, got) => `${name}: expected a whole number from ${least} to ${most}, got "${got}"`,
	},
	ja: {
		noMeter: (name, count) =>
			`メーター「${name}」はありません。${count === 1 ? 'あるのは「meter」だけです' : `「meter」か「meter-2」~「${last(count)}」のはずです`}`,
		number: (name, least, most, got) => `${name}: ${least}~${most}の整数のはずですが、「${got}」です`,
	},
});
