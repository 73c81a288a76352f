/** What the selection of units says in Japanese: of every case that it has, and nothing of it in English. */
import assert from 'node:assert/strict';
import { unitSelect } from '../../../../boards/host/catalogue/catalogue-command.js';
import { utility } from '../../../../src/meter/catalogue/ampere-contracts.js';
import type { Conditions } from '../../../../src/meter/catalogue/conditions.js';
import { type UnitType, unitType } from '../../../../src/meter/catalogue/unit-types.js';
import { HOUSE } from '../../../src/meter/catalogue/house.js';

const TOKYO = utility('tokyo')!;
const stock = (codes: string): readonly UnitType[] => codes.split(',').map((code) => unitType(code)!);

const CASES: readonly (readonly [what: string, change: Partial<Conditions>, says: RegExp])[] = [
	['a plain house', {}, /戸建て住宅に適します[\s\S]*関西電力にはブレーカーの要るアンペア契約がありません/],
	[
		'all that can be asked',
		{ feedIn: true, routeB: 'radio', rain: true, switching: true },
		/売電を計量できます[\s\S]*遠隔で開閉できます[\s\S]*雨を防ぎます/,
	],
	['an ampere contract', { utility: TOKYO }, /東京電力の50 A契約のアンペアブレーカーがあります/],
	['voltage', { voltage: true, site: 'block', routeB: 'plc' }, /大規模な集合住宅に適します[\s\S]*電圧を監視できます/],
	['a stock that is more than enough', { stock: stock('rf-b,1p3w-120-2way,rain') }, /ただし、不要なBルートがあります[\s\S]*ただし、防雨ですが/],
	['another unit that is needed', { stock: stock('rf-b,rf-old,1p3w-60-1way-old,1p3w-120-1way,normal') }, /1p3w-120-1wayが必要です\(定格は120 A/],
	['two optional units', { switching: true, voltage: true }, /オプションユニット: 電圧計測ユニットと開閉ユニット[\s\S]*遠隔開閉をやめる/],
	['a contract that there is not', { utility: TOKYO, amperes: 35 }, /東京電力に35 A契約はありません[\s\S]*60 Aを超える契約にする/],
	['what is not made', { phases: '3p3w', amperes: 100, switching: true }, /該当するものは製造されていません/],
	[
		'what is not in stock',
		{ feedIn: true, stock: stock('rf-old,cellular,1p3w-60-1way,rain') },
		/在庫に計量ユニットがありません[\s\S]*在庫にないユニットを使う/,
	],
	['a stock of which nothing fits', { stock: stock('rf-old,1p3w-60-2way,normal') }, /在庫で最も近いものが適合しません/],
];

describe('the selection of units in Japanese', () => {
	for (const [what, change, says] of CASES)
		it(`tells of ${what}`, () => {
			const { text } = unitSelect({ ...HOUSE, ...change }, { lang: 'ja' });
			assert.match(text, says);
			assert.doesNotMatch(text, /[A-Za-z]{2,} [A-Za-z]{2,}/, 'an English phrase');
		});

	it('leaves programs their English', () => {
		const { text } = unitSelect({ ...HOUSE, switching: true, voltage: true }, { lang: 'ja', json: true });
		assert.match(text, /a meter has room for one optional unit/);
	});
});
