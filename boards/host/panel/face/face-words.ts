/** What is told to who asks wrongly for many meters. */
import type { InEach } from '../../../../src/world/schema/language.js';

interface FaceWords {
	readonly number: (name: string, least: number, most: number, got: string) => string;
}

export const FACE_WORDS: InEach<FaceWords> = Object.freeze({
	en: {
		number: (name, least, most, got) => `${name}: expected a whole number from ${least} to ${most}, got "${got}"`,
	},
	ja: {
		number: (name, least, most, got) => `${name}: ${least}~${most}の整数のはずですが、「${got}」です`,
	},
});
