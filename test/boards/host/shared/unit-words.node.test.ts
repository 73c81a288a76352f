/** Units and broken rules in Japanese: every unit, and every rule with what breaks it. */
import assert from 'node:assert/strict';
import { CATALOGUE_WORDS } from '../../../../boards/host/catalogue/catalogue-words.js';
import { brokenTextsJa, unitNameJa } from '../../../../boards/host/shared/unit-words-ja.js';
import { examine } from '../../../../src/meter/catalogue/parse.js';
import { checkCombination } from '../../../../src/meter/catalogue/rules.js';
import { UNIT_TYPES, unitType } from '../../../../src/meter/catalogue/unit-types.js';

describe('units in Japanese', () => {
	it('have names, each its own', () => {
		const names = UNIT_TYPES.map(unitNameJa);
		for (const name of names) assert.match(name, /^(通信|計量|開閉|電圧計測)ユニット、|^端子カバー、/);
		assert.equal(new Set(names).size, new Set(UNIT_TYPES.map(CATALOGUE_WORDS.en.name)).size);
		assert.equal(unitNameJa(unitType('plc-b')!), '通信ユニット、PLC、Bルートは無線');
		assert.equal(unitNameJa(unitType('1p3w-60-1way-old')!), '計量ユニット、単相3線、60 A、片方向、Bルートなし、旧在庫');
	});

	for (const [units, found] of [
		['rf-b,3p3w-60-2way,switch-1p3w-60', 'switch-1p3w-60は単相3線用、3p3w-60-2wayは三相3線用です'],
		['rf-b,1p3w-120-2way,voltage-60', 'voltage-1p3w-60の定格は60 A、1p3w-120-2wayは120 Aです'],
		['rf-old,1p3w-60-2way', '1p3w-60-2wayは双方向、rf-oldは片方向です'],
		['rf-b,1p3w-60-1way-old', 'rf-bにはBルートがあり、1p3w-60-1way-oldにはありません'],
		['rf,1p3w-60-2way,rain,rain', 'rainが2回あります: 3番目と4番目のユニット(17桁目と22桁目)'],
		['rf,1p3w-60-2way,switch-60,voltage-60', 'switch-60とvoltage-60の場所が同じです: 3番目と4番目のユニット(17桁目と27桁目)'],
		['rf,3p3w-120-2way,switch-120', 'switch-120: 三相3線 120 A用の開閉ユニットはありません'],
	] as const) {
		it(`say what is wrong with ${units}`, () => {
			const [first] = examine(units).broken;
			const texts = brokenTextsJa(first!);
			assert.equal(texts.found, found);
			assert.match(texts.reason, /[ぁ-ん]/);
		});
	}

	it('say which is missing', () => {
		const found = checkCombination({}).map((rule) => brokenTextsJa(rule).found);
		assert.deepEqual(found, ['通信ユニットがありません', '計量ユニットがありません', '端子カバーがありません']);
	});
});
