import { startOf } from '../../../src/exam/session-world.js';
import { isoTime, parseIsoTime } from '../../../src/world/time/iso-time.js';
import { equal } from '../../assert.js';

const at = (text: string) => parseIsoTime(text)!;
const start = (...[setup, now]: [Parameters<typeof startOf>[0], string]) => isoTime(startOf(setup, at(now))).slice(0, 19);
const halfHour = { is: '', clock: 'half-hour', lead: 60_000 } as const;

describe('the start of a world', () => {
	it('is now by the clock of the host', () => equal(start({ is: '', clock: 'host' }, '2026-11-29T23:59:59'), '2026-11-29T23:59:59'));

	it('is so long before the next half-hour', () => {
		equal(start(halfHour, '2026-11-29T10:07'), '2026-11-29T10:29:00');
		equal(start(halfHour, '2026-11-29T10:29:30'), '2026-11-29T10:29:00', 'even if that is over');
		equal(start(halfHour, '2026-11-29T10:30'), '2026-11-29T10:59:00');
	});

	it('is never so late that what follows passes midnight', () => {
		equal(start(halfHour, '2026-11-29T20:59'), '2026-11-29T20:59:00');
		for (const late of ['21:00', '22:15', '23:29', '23:59']) equal(start(halfHour, `2026-11-29T${late}`), '2026-11-29T20:59:00', late);
		equal(start(halfHour, '2026-11-30T00:00'), '2026-11-30T00:29:00');
	});

	it('goes by the clock of the meter', () => {
		const ahead = { ...halfHour, clockOffset: 7 * 60_000 };
		equal(start(ahead, '2026-11-29T10:07'), '2026-11-29T10:22:00');
		equal(start(ahead, '2026-11-29T10:24'), '2026-11-29T10:52:00');
	});

	it('is so long before midnight, in Japan', () => {
		const midnight = { is: '', clock: 'midnight', lead: 90_000 } as const;
		equal(start(midnight, '2026-11-29T10:07'), '2026-11-29T23:58:30');
		equal(start(midnight, '2026-11-29T23:59:59'), '2026-11-29T23:58:30');
		equal(start(midnight, '2026-11-30T00:00'), '2026-11-30T23:58:30');
	});
});
