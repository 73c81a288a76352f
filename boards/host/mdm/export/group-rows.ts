/** Rows of balancing groups: fast of what has come, settled of what is published. */
import { addToGroups, type GroupDay } from '../../../../src/mdm/balancing.js';
import { withAll } from '../../../../src/mdm/closing.js';
import { firstSlotOf, HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import { HALF_HOUR, type MeterRegister } from '../../../../src/mdm/meter-register.js';
import { decimalsOf } from '../../../../src/mdm/points.js';
import type { ReadingStore } from '../../../../src/mdm/reading-store.js';
import { usualRules } from '../../../../src/mdm/rules.js';
import { Standing } from '../../../../src/mdm/standing.js';
import { slotText } from '../days.js';
import type { Row, Wishes } from './kinds.js';

/** @param now ms since 1970-01-01T00:00:00Z: half-hours that are not over are left out */
export async function* groupRows(
	store: ReadingStore,
	register: MeterRegister,
	{ from, to, isSettled }: Wishes,
	groupOf: (number: number) => string,
	now: number,
): AsyncGenerator<Row> {
	const decimals = Math.max(0, ...new Set(register.meters.map(({ wh }) => decimalsOf(wh))));
	const kwh = (wh: number) => (wh / 1000).toFixed(decimals);
	for (let day = from; day <= to; day++) {
		const groups = new Map<string, GroupDay>();
		const states = await store.shards(day);
		for (const shard of register.shardsOf(day)) {
			const isClosed = states.some((each) => each.shard === shard && each.closed);
			const there = isSettled && !isClosed ? undefined : await store.day(day, shard, isSettled ? undefined : 0);
			const matrix = withAll(there, register.numbersOf(day, shard), day, shard);
			if (matrix !== undefined) addToGroups(groups, matrix, Standing.of(matrix, register, usualRules()), register, groupOf, isSettled);
		}
		const begin = firstSlotOf(day);
		for (const [name, group] of [...groups].sort(([one], [other]) => (one < other ? -1 : 1))) {
			for (let k = 0; k < HALF_HOURS && (begin + k + 1) * HALF_HOUR <= now; k++) {
				const [expected, received, estimated] = [group.expected[k]!, group.received[k]!, group.estimated[k]!];
				const energy = [kwh(group.imports[k]!), kwh(group.exports[k]!)];
				const known = [expected, received, estimated, expected - received - estimated];
				yield [name, slotText(begin + k), slotText(begin + k + 1), ...energy, ...known, isSettled ? 'settled' : 'fast', group.version];
			}
		}
	}
}
