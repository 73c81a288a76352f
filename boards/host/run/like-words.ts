/** What is wrong with the dump behind `--like`, in each language. */

import type { DumpWrong } from '../../../src/world/like/dump.js';
import type { InEach } from '../../../src/world/schema/language.js';
import { hexByte } from '../../../src/world/watch/property-json.js';

type Wrong<Kind extends DumpWrong['kind']> = Extract<DumpWrong, { readonly kind: Kind }>;

export type DumpWords = { readonly [Kind in DumpWrong['kind']]: (wrong: Wrong<Kind>) => string };

export const DUMP_WORDS: InEach<DumpWords> = Object.freeze({
	en: {
		notJson: () => 'expected JSON, one object a line, as keiki hems read --json writes it',
		notEvent: () => 'expected an object with an "event", as keiki hems read --json writes it',
		failed: ({ message }) => `the reading failed: ${message}; expected one that came to its end`,
		noReading: () => 'expected a "get" of object 028801, found none up to here',
		twice: () => 'expected one "get" of object 028801, found a second one',
		noProperties: () => '"properties": expected a list',
		entry: () => '"properties": expected objects, found something else',
		epc: ({ got }) => `"epc": expected two digits from 80 to FF, got ${got}`,
		edt: ({ epc, got }) => `EPC ${hexByte(epc)}: "edt": expected hexadecimal digits of at most 255 bytes, got ${got}`,
		field: ({ epc, field, most, got }) =>
			field === 'unanswered'
				? `EPC ${hexByte(epc)}: "unanswered": expected true or nothing, and no data beside it, got ${got}`
				: `EPC ${hexByte(epc)}: "${field}": expected a whole number up to ${most}${field === 'masked' ? ', and no data beside it' : ''}, got ${got}`,
		form: ({ epc, edt }) => `EPC ${hexByte(epc)}: expected data of the form that the class gives it, got ${edt}`,
		epcTwice: ({ epc }) => `EPC ${hexByte(epc)}: expected it once, found it twice`,
		noMap: ({ epc }) => `EPC ${hexByte(epc)}: expected the property map, found none`,
		notTold: ({ epc }) => `EPC ${hexByte(epc)} stands in map 9F, and the dump does not tell of it`,
		notListed: ({ epc }) => `EPC ${hexByte(epc)} does not stand in map 9F, and the dump tells of it`,
		setMap: ({ epc }) => `EPC ${hexByte(epc)} stands in map 9E: nobody can set a property map`,
		holds: ({ digits, wattHours }) => `registers of ${digits} digits, ${wattHours} Wh each, hold more than this meter can count`,
		range: ({ epc, least, most, got }) => `EPC ${hexByte(epc)}: expected ${least} to ${most}, got ${got}`,
	},
	ja: {
		notJson: () => 'keiki hems read --jsonが書き出す、1行に1つのJSONのはずです',
		notEvent: () => 'keiki hems read --jsonが書き出す、"event"のあるオブジェクトのはずです',
		failed: ({ message }) => `読み取りに失敗しています: ${message}。最後まで読み取れたもののはずです`,
		noReading: () => 'オブジェクト028801の"get"があるはずですが、ここまでにありません',
		twice: () => 'オブジェクト028801の"get"は1つのはずですが、2つ目があります',
		noProperties: () => '"properties": 一覧のはずです',
		entry: () => '"properties": オブジェクトのはずですが、ほかのものがあります',
		epc: ({ got }) => `"epc": 80〜FFの2桁のはずですが、${got}です`,
		edt: ({ epc, got }) => `EPC ${hexByte(epc)}: "edt": 255バイトまでの16進数のはずですが、${got}です`,
		field: ({ epc, field, most, got }) =>
			field === 'unanswered'
				? `EPC ${hexByte(epc)}: "unanswered": trueか、なしのはずで、データも並べられませんが、${got}です`
				: `EPC ${hexByte(epc)}: "${field}": ${most}までの整数のはず${field === 'masked' ? 'で、データも並べられません' : 'です'}が、${got}です`,
		form: ({ epc, edt }) => `EPC ${hexByte(epc)}: クラスの定める形のデータのはずですが、${edt}です`,
		epcTwice: ({ epc }) => `EPC ${hexByte(epc)}: 1回のはずですが、2回あります`,
		noMap: ({ epc }) => `EPC ${hexByte(epc)}: プロパティマップがあるはずですが、ありません`,
		notTold: ({ epc }) => `EPC ${hexByte(epc)}はマップ9Fにありますが、ダンプに記されていません`,
		notListed: ({ epc }) => `EPC ${hexByte(epc)}はマップ9Fにありませんが、ダンプに記されています`,
		setMap: ({ epc }) => `EPC ${hexByte(epc)}がマップ9Eにあります。プロパティマップは誰も設定できません`,
		holds: ({ digits, wattHours }) => `${digits}桁、各${wattHours} Whのレジスターには、このメーターで数えられる量を超える値が入ります`,
		range: ({ epc, least, most, got }) => `EPC ${hexByte(epc)}: ${least}〜${most}のはずですが、${got}です`,
	},
});

export function dumpWrongText(wrong: DumpWrong, language: keyof typeof DUMP_WORDS): string {
	return (DUMP_WORDS[language][wrong.kind] as (wrong: DumpWrong) => string)(wrong);
}
