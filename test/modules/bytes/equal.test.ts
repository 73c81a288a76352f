import { equalBytes, equalSecrets } from '../../../modules/bytes/equal.js';
import { equal, hex } from '../../assert.js';

for (const [name, isEqual] of [
	['bytes', equalBytes],
	['secrets', equalSecrets],
] as const)
	describe(`equal ${name}`, () => {
		it('are the same bytes, and as many', () => {
			for (const text of ['', '00', '01 02 03']) equal(isEqual(hex(text), hex(text)), true);
		});

		it('are no others, in any place, and neither more nor fewer', () => {
			for (const other of ['00 02 03', '01 00 03', '01 02 00', '01 02', '01 02 03 00', '']) {
				equal(isEqual(hex('01 02 03'), hex(other)), false);
				equal(isEqual(hex(other), hex('01 02 03')), false);
			}
			equal(isEqual(hex('01 00'), hex('01')), false);
		});
	});
