/** What is wrong with a file of `--load`, in each language. */
import { LOAD_WRONG_WORDS, type LoadWrongs } from '../../../src/world/load/load-wrong.js';
import type { InEach, KindWords } from '../../../src/world/schema/language.js';

const LOAD_WRONG_JA: KindWords<LoadWrongs> = Object.freeze({
	header: ({ got }) => `列timeとactive_kwのある見出し行のはずですが、"${got}"です`,
	fields: ({ expected, got }) => `見出し行と同じ${expected}列のはずですが、${got}列です`,
	rowTime: ({ got }) => `2006-12-16T17:24のような時刻のはずですが、"${got}"です`,
	rowsInOrder: ({ got }) => `前の行より後の時刻のはずですが、"${got}"です`,
	number: ({ got }) => `数値か空欄のはずですが、"${got}"です`,
	range: ({ most, unit, got }) => `-${most}〜${most} ${unit}のはずですが、"${got}"です`,
	recordedVoltage: ({ got }) => `0 Vより高く、全体の平均の5倍に満たない電圧のはずですが、"${got}"です`,
	twoRows: ({ got }) => `データは2行以上のはずですが、${got}行です`,
	stepTime: ({ got }) => `時刻(06:30)または開始からの時間(+90s)のはずですが、"${got}"です`,
	oneKindOfTime: () => '1つのファイルでは、時刻か開始からの時間のどちらか一方だけのはずです',
	stepsInOrder: () => '前のステップより後の時刻のはずです',
	noPower: () => '電力(W)か"gap"が必要です',
	power: ({ most, got }) => `-${most}〜${most} Wの電力か"gap"のはずですが、"${got}"です`,
	voltage: ({ most, got }) => `0 Vより高く${most} Vまでの電圧のはずですが、"${got}"です`,
	lineEnd: ({ got }) => `行の終わりのはずですが、"${got}"があります`,
	oneStep: () => '"00:00 500"のようなステップが1つ以上必要です',
});

export const LOAD_WORDS: InEach<KindWords<LoadWrongs>> = Object.freeze({ en: LOAD_WRONG_WORDS, ja: LOAD_WRONG_JA });
