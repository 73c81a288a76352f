import assert from 'node:assert/strict';
import { parseUnits } from '../../../../boards/host/run/units-option.js';
import { equal } from '../../../assert.js';

const units = (text: string) => parseUnits({ units: text, utility: 'general' });

describe('--units', () => {
	it('takes a maker behind each unit', () => {
		const { combination, makers } = units('rf-b@kaede, 1p3w-60-2way@aobori,normal,switch-60@sakaki');
		equal(combination?.option?.code, 'switch-1p3w-60');
		assert.deepEqual(makers, { communication: 'kaede', metering: 'aobori', option: 'sakaki' });
		assert.deepEqual(units('rf-b,1p3w-60-2way').makers, {});
	});

	for (const [text, why] of [
		['rf-b@nobody,1p3w-60-2way', /one of the makers aobori, hinoki, kaede, matsuba, sakaki behind @, got "nobody"/],
		['rf-b@kaede@x,1p3w-60-2way', /got "kaede@x"/],
		['rf-b@,1p3w-60-2way', /got ""/],
		['rf-b@kaede,1p3w-60-3way@kaede', /unit 2 \(column 12\): "1p3w-60-3way" is no unit/],
		['rf-b,1p3w-60-2way,@kaede', /unit 3 \(column 19\): there is no word/],
	] as const)
		it(`refuses ${text}`, () => assert.throws(() => units(text), why));
});
