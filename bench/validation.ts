/** Validation of a million meter-days: processor time, of days that are whole and of such as lack one half-hour in a hundred. */
import process from 'node:process';
import { SeededRandom } from '../hal/virtual/random.js';
import { BOUNDARIES, DayMatrix, HALF_HOURS, METERS_A_SHARD, MISSING } from '../src/mdm/day-matrix.js';
import { usualRules } from '../src/mdm/rules.js';
import { Standing } from '../src/mdm/standing.js';
import { validateDay } from '../src/mdm/validation.js';

const DAY = 20_800;
const METER_DAYS = 1_000_000;
const TWO_WAY = 8;

/** ms of processor time for a million meter-days; one meter in eight counts both ways. */
export function benchValidation(gaps: number): number {
	const chance = new SeededRandom(1);
	const matrix = new DayMatrix(
		DAY,
		0,
		Uint32Array.from({ length: METERS_A_SHARD }, (_, i) => i + 1),
	);
	for (let row = 0; row < METERS_A_SHARD; row++) {
		for (const registers of [matrix.imports, matrix.exports]) {
			let count = chance.below(900_000);
			for (let boundary = 0; boundary < BOUNDARIES; boundary++) {
				registers[row * BOUNDARIES + boundary] = gaps > 0 && chance.fraction() < gaps ? MISSING : count;
				count += chance.below(HALF_HOURS / 2);
			}
		}
	}
	const standing = new Standing(METERS_A_SHARD);
	standing.moduli.fill(1e6);
	standing.limits.fill(72);
	standing.floors.fill(10);
	for (let row = 0; row < METERS_A_SHARD; row += TWO_WAY) standing.twoWay[row] = 1;
	const rules = usualRules();
	const before = process.cpuUsage();
	for (let round = 0; round < METER_DAYS / METERS_A_SHARD; round++) validateDay(matrix, standing, rules, matrix);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}
