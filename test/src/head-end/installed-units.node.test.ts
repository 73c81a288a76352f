import assert from 'node:assert/strict';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { parseData } from '../../../src/head-end/data-notation.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import { readInstalledUnits } from '../../../src/head-end/installed-units.js';

const octets = (text: string) => `octets:${Buffer.from(text, 'latin1').toString('hex')}`;
const unit = (kind: number, type: string, serial = 'M0001', firmware = '1.0.0') =>
	`{enum:${kind}, ${octets(type)}, ${octets(serial)}, ${octets(firmware)}}`;
const read = (reading: string | number) =>
	readInstalledUnits({ get: async () => (typeof reading === 'number' ? reading : parseData(reading)) } as unknown as Parameters<
		typeof readInstalledUnits
	>[0]);

describe('installed units at a head-end', () => {
	it('are told with kind, type, serial number and firmware', async () => {
		assert.deepEqual(await read(`[${unit(1, '1p3w-60-2way')}, ${unit(2, 'rf-b', 'C0001', '2.0.0')}, ${unit(4, 'voltage-1p3w-60', 'V0001')}]`), [
			{ kind: 'metering', type: '1p3w-60-2way', serial: 'M0001', firmware: '1.0.0' },
			{ kind: 'communication', type: 'rf-b', serial: 'C0001', firmware: '2.0.0' },
			{ kind: 'voltage', type: 'voltage-1p3w-60', serial: 'V0001', firmware: '1.0.0' },
		]);
		assert.equal((await read(`[${unit(3, 'switch-60')}]`))[0]!.kind, 'switching');
	});

	const { objectUndefined, typeUnmatched } = ACCESS_RESULT;
	for (const [what, reading, result] of [
		['a meter without them', objectUndefined, objectUndefined],
		['what is no list', 'u32:1', typeUnmatched],
		['a kind that there is not', `[${unit(5, 'rf-b')}]`, typeUnmatched],
		['kind 0', `[${unit(0, 'rf-b')}]`, typeUnmatched],
		['a type with control characters', `[${unit(1, 'rf\x1bb')}]`, typeUnmatched],
		['a type that is too long', `[${unit(1, 'r'.repeat(33))}]`, typeUnmatched],
		['more units than there are places', `[${[1, 2, 3, 4].map((kind) => unit(kind, 'x')).join(', ')}]`, typeUnmatched],
		['a structure of three', '[{enum:1, octets:41, octets:41}]', typeUnmatched],
	] as const)
		it(`are not to be had of ${what}`, async () => {
			await assert.rejects(
				read(reading),
				(error) => error instanceof HeadEndError && error.failure.kind === 'unitsUnreadable' && error.failure.result === result,
			);
		});
});
