import assert from 'node:assert/strict';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { DataTag } from '../../../modules/dlms/axdr/data-writer.js';
import { UNSPECIFIED_TIME } from '../../../modules/dlms/axdr/date-time.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import { readTariff, type Tariff } from '../../../src/head-end/tariff.js';

describe('the tariff of a meter', () => {
	/** Of a calendar that was never set, of a meter that answers this when it is asked for special days. */
	const read = (special: number): Promise<Tariff> => {
		const none = { tag: DataTag.array, items: [] } as const;
		const octets = (bytes: Uint8Array) => ({ tag: DataTag.octetString, bytes }) as const;
		const readings = [octets(new Uint8Array(0)), none, none, none, octets(UNSPECIFIED_TIME), special];
		return readTariff({ getAll: async () => readings }, 'passive', -540);
	};

	for (const result of ['objectUndefined', 'objectUnavailable', 'objectClassInconsistent'] as const)
		it(`has no special days where a meter has none: ${result}`, async () => {
			const { seasons, specialDays, activation } = await read(ACCESS_RESULT[result]);
			assert.deepEqual([seasons, specialDays, activation], [[], undefined, undefined]);
		});

	it('is not readable where special days may not be read', () =>
		assert.rejects(read(ACCESS_RESULT.readWriteDenied), (error) => error instanceof HeadEndError && error.failure.kind === 'tariffUnreadable'));
});
