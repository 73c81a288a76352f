/** What is known of a half-hour, for people. */
import { frozen } from '../../../../modules/bytes/frozen.js';
import { qualityWord } from '../../../../src/mdm/quality.js';
import type { WebLanguage } from '../../web/words.js';

const JA = frozen<Record<number, string>>({
	0: '有効',
	7: '手修正',
	8: '推定(類似日)',
	9: '推定(按分)',
	10: '要確認',
	13: '混在',
	14: '未検証',
	17: '検証済み',
	255: '欠測',
});

export const qualityIn = (quality: number, language: WebLanguage): string =>
	language === 'ja' ? (JA[quality] ?? String(quality)) : qualityWord(quality);
