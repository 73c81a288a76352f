/** Lines that were changed on their way to the office: refused as what is wrong with them, or not signed, and never taken for what they are not. */
import assert from 'node:assert/strict';
import { newHostCipher } from '../../../../boards/host/shared/host-cipher.js';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { drawnPair } from '../../../../modules/dlms/security/general-keys.js';
import { isFrom, isWrong, readResult, signResult } from '../../../../src/operations/handheld/result.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';

const CIPHER = newHostCipher();
const LINES = fuzzCount(200_000);
const CHARACTERS = '{}[]",:\\ 0123456789ABCDEFabcdefnulltrue-+.\u0000é';

describe('results that were changed', () => {
	it('are none, are not signed, or say the same', () => {
		const { privateKey, publicKey } = drawnPair(CIPHER, SYSTEM_RANDOM, 1)!;
		const unit = { kind: 'communication', type: 'rf-b', serial: 'C0001', firmware: '1.0.0' } as const;
		const common = { number: 7, handheld: '0123456789ABCDEF', order: 'W00000001', meter: '4A504D0000000001', at: 1_796_000_000_000, meterAhead: -5 };
		const signed = signResult({ ...common, kind: 'built', units: [unit], told: ['rf-b'] }, privateKey, CIPHER);
		const line = JSON.stringify(signed);
		const random = fuzzRandom(2015);
		for (let i = 0; i < LINES; i++) {
			const at = random.below(line.length);
			const put = CHARACTERS.charAt(random.below(CHARACTERS.length));
			const changed = tried(line.slice(0, at) + (i % 3 === 0 ? '' : put) + line.slice(i % 3 === 1 ? at : at + 1));
			const read = readResult(changed);
			if (!isWrong(read) && isFrom(read, publicKey, CIPHER)) assert.deepEqual(read, signed);
		}
	});
});
