/** How the flash of each board is laid out, for 4 and 8 MB: partitions lie one behind the other, and each has room for what the firmware keeps there. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unitSectors } from '../../boards/firmware.js';
import { ROUTE_A_PARTS_SECTORS } from '../../boards/route-a-parts.js';
import { meteringSectors } from '../../src/meter/metering/history.js';
import { IDIS_PROFILE } from '../../src/route-a/route-a-profile.js';
import { eventLogSectors } from '../../src/route-a/standard-log.js';

const BOARDS = fileURLToPath(new URL('../../boards', import.meta.url));
const SECTOR = 4096;
const MB = 1024 * 1024;
/** A program begins at a multiple of this. */
const PROGRAM = 0x10000;
/** Sectors that the firmware uses of each. */
const NEEDS: Readonly<Record<string, number>> = {
	units: unitSectors(SECTOR),
	'route-a': ROUTE_A_PARTS_SECTORS,
	journal: meteringSectors(SECTOR) + eventLogSectors(SECTOR, IDIS_PROFILE.eventCapacity),
};
const FOLDERS = readdirSync(BOARDS)
	.flatMap((name) => [name, `${name}/flash8`])
	.filter((name) => existsSync(join(BOARDS, name, 'sdkconfig/partitions.csv')));

function partitionsOf(folder: string) {
	const rows = readFileSync(join(BOARDS, folder, 'sdkconfig/partitions.csv'), 'utf8')
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => line.split(',').map((cell) => cell.trim()));
	return rows.map(([name, type, subType, offset, size]) => ({
		name: name!,
		type,
		subType,
		begin: Number(offset),
		end: Number(offset) + Number(size),
	}));
}

describe('the flash of boards', () => {
	it('is laid out for 4 MB, and for 8 where a board is named', () => {
		assert.deepEqual(FOLDERS, ['esp32-skstack', 'esp32-skstack/flash8', 'esp32-wifi', 'esp32-wifi/flash8', 'esp32c6', 'esp32s3-stick']);
	});

	for (const folder of FOLDERS) {
		const partitions = partitionsOf(folder);
		const size = (folder.endsWith('/flash8') ? 8 : 4) * MB;

		it(`has partitions on ${folder} that begin and end where the chip can erase, and do not overlap`, () => {
			for (let i = 0; i < partitions.length; i++) {
				const { name, begin, end } = partitions[i]!;
				assert.ok(begin % SECTOR === 0 && end % SECTOR === 0 && end > begin, name);
				if (i > 0) assert.ok(begin >= partitions[i - 1]!.end, `${name} begins within ${partitions[i - 1]!.name}`);
			}
			assert.equal(partitions.at(-1)!.end, size);
			assert.equal(partitions.find(({ type }) => type === 'app')!.begin % PROGRAM, 0);
			const kinds = partitions.map(({ type, subType }) => `${type} ${subType}`);
			assert.equal(new Set(kinds).size, kinds.length, 'subtypes');
		});

		it(`has room on ${folder} for what the firmware keeps`, () => {
			for (const [name, sectors] of Object.entries(NEEDS)) {
				const { begin, end } = partitions.find((each) => each.name === name)!;
				assert.ok((end - begin) / SECTOR >= sectors, `${name}: ${(end - begin) / SECTOR} of ${sectors} sectors`);
			}
		});

		it(`has on ${folder} a chip of the size that the build is told`, () => {
			const told = /CONFIG_ESPTOOLPY_FLASHSIZE_(\d+)MB=y/.exec(readFileSync(join(BOARDS, folder, 'sdkconfig/sdkconfig.defaults'), 'utf8'));
			assert.equal(Number(told?.[1] ?? 4) * MB, size);
		});
	}
});
