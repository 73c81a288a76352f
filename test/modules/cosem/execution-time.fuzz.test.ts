/** Times of execution against a walk from day to day. */
import { between } from '../../../modules/bytes/chance.js';
import { isExecutionTime, lastExecution, nextExecution } from '../../../modules/cosem/execution-time.js';
import { equal } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';

const DAY = 86_400_000;
const JST = -540;
const OFFSET = 9 * 3_600_000;
const INPUTS = 20_000;
/** Days that the walk goes: what comes each year comes within them. */
const WALK = 800;

/** Whether a date is told by bytes 4 to 8. @param local ms of a midnight, as if Japan's time were UTC */
function isOn(bytes: Uint8Array, local: number): boolean {
	const date = new Date(local);
	const tomorrow = (days: number): boolean => new Date(local + days * DAY).getUTCMonth() !== date.getUTCMonth();
	const year = bytes[4]! * 256 + bytes[5]!;
	const [month, day, weekday] = [bytes[6]!, bytes[7]!, bytes[8]!];
	if (year !== 0xffff && year !== date.getUTCFullYear()) return false;
	if (month !== 0xff && month !== date.getUTCMonth() + 1) return false;
	if (weekday !== 0xff && weekday % 7 !== date.getUTCDay()) return false;
	if (day === 0xfe) return tomorrow(1);
	if (day === 0xfd) return tomorrow(2) && !tomorrow(1);
	return day === 0xff || day === date.getUTCDate();
}

describe('times of execution that are drawn', () => {
	it('come next and came last where a walk from day to day finds them', () => {
		const random = fuzzRandom(1, 'execution times');
		const whole = (below: number): number => Math.floor(between(random, 0, below));
		let found = 0;
		for (let i = fuzzCount(INPUTS); i > 0; i--) {
			const moment = Date.UTC(2024, 0, 1) + whole(3 * 365 * 1440) * 60_000;
			const year = whole(3) === 0 ? 2022 + whole(8) : 0xffff;
			const day = [0xff, 0xfe, 0xfd, 1 + whole(31)][whole(4)]!;
			const bytes = Uint8Array.of(whole(24), whole(60), whole(60), 0, year >> 8, year, whole(2) === 0 ? 0xff : 1 + whole(12), day, 0xff);
			if (bytes[6] === 0xff && whole(2) === 0) bytes[8] = 1 + whole(7);
			equal(isExecutionTime(tried(bytes), true), true);
			const inDay = ((bytes[0]! * 60 + bytes[1]!) * 60 + bytes[2]!) * 1000;
			const midnight = Math.floor((moment + OFFSET) / DAY) * DAY;
			let next = Number.POSITIVE_INFINITY;
			let last = Number.NEGATIVE_INFINITY;
			for (let step = 0; step <= WALK && (next === Number.POSITIVE_INFINITY || last === Number.NEGATIVE_INFINITY); step++) {
				const [ahead, behind] = [midnight + step * DAY, midnight - step * DAY];
				if (next === Number.POSITIVE_INFINITY && ahead + inDay - OFFSET > moment && isOn(bytes, ahead)) next = ahead + inDay - OFFSET;
				if (last === Number.NEGATIVE_INFINITY && behind + inDay - OFFSET <= moment && isOn(bytes, behind)) last = behind + inDay - OFFSET;
			}
			const [foundNext, foundLast] = [nextExecution(bytes, moment, JST), lastExecution(bytes, moment, JST)];
			// The walk ends somewhere.
			if (next !== Number.POSITIVE_INFINITY || foundNext < moment + WALK * DAY) equal(foundNext, next, `${bytes} after ${moment}`);
			if (last !== Number.NEGATIVE_INFINITY || foundLast > moment - WALK * DAY) equal(foundLast, last, `${bytes} until ${moment}`);
			if (next !== Number.POSITIVE_INFINITY && last !== Number.NEGATIVE_INFINITY) found++;
		}
		equal(found > 0, true);
	});
});
