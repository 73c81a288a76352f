import { refusalOf } from '../../../../boards/host/shared/state-files.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { JournalError } from '../../../../modules/journal/journal.js';
import { DamagedMemory, UnitMemoryError } from '../../../../src/world/units/unit-memory.js';
import { equal } from '../../../assert.js';

describe('a memory that is damaged', () => {
	for (const [damage, en, ja] of [
		['foreign', 'holds something else, or what another version of Keiki kept in another way', '別のもの、または別の種類の記録が入っています'],
		['newer', 'was written by a newer version of Keiki', 'より新しい版のKeikiが書いたものです'],
		['corrupt', 'is damaged', '壊れています: 記録の始まりが1つも残っていません'],
	] as const) {
		it(`is refused in words of each language: ${damage}`, () => {
			const refusal = refusalOf('state', new DamagedMemory('base', new JournalError(damage, 3, 'version 9')));
			equal(refusal.message.startsWith(`--state state: base.flash ${en}: journal at sector 3: ${damage}: version 9; `), true, refusal.message);
			equal(
				refusal.textIn('ja').startsWith(`--state state: base.flash: ${ja}(journal at sector 3: ${damage}: version 9)。`),
				true,
				refusal.textIn('ja'),
			);
		});
	}
});

describe('a memory that is not to be had', () => {
	it('is refused as what kept it has refused it, in each language', () => {
		const cause = new UsageError({ en: 'no key', ja: '鍵なし' });
		equal(refusalOf('state', new UnitMemoryError('units/1: no key', { cause })).textIn('ja'), cause.textIn('ja'));
	});

	it('is refused by what it says itself, where nothing else did', () => equal(refusalOf('state', new UnitMemoryError('full')).message, 'full'));
});
