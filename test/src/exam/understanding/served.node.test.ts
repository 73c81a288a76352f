/** What a HEMS at work was served, beside what its meter tells of the same. */
import type { Entry } from '../../../../src/exam/record/entry.js';
import { type Served, servedOf } from '../../../../src/exam/understanding/served.js';
import type { WorldEvent } from '../../../../src/world/schema/event-rows.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { equal } from '../../../assert.js';
import { POLLS, runHems } from '../record/hems-run.js';

function servedIn(faults: readonly string[]) {
	const { acts, events } = runHems('bp35c2', faults);
	const entries = events.map((event, i): Entry => ({ number: i + 1, session: 1, at: event.elapsedMs, kind: 'world', event }));
	return { served: servedOf(acts, entries), events };
}

/** EPC and EDT of the present values, in their order. */
const toldOf = (events: readonly WorldEvent[]) =>
	events.flatMap((event) =>
		event.event === 'get' || event.event === 'notify' ? event.properties.filter(({ epc }) => epc === 'E7').map(({ value }) => String(value)) : [],
	);
const power = (served: readonly Served[]) => served.filter(({ what }) => what === 'E7');

describe('What a HEMS at work was served', () => {
	it('is what its meter says that it answered and notified', () => {
		const { served, events } = servedIn([]);
		equal(power(served).length, POLLS);
		equal(
			power(served)
				.map(({ value }) => String(value))
				.join(),
			toldOf(events).join(),
		);
		equal(
			served.some(({ isStale }) => isStale),
			false,
		);
		const notified = served.filter(({ what }) => what === 'EA');
		equal(notified.map(({ time }) => isoTime(time!).slice(0, 16)).join(), '2026-11-22T12:30');
	});

	it('is stale where the meter repeats what it has said', () => {
		const { served } = servedIn(['duplicate-reply=always']);
		equal(
			power(served)
				.map(({ isStale }) => isStale)
				.join(),
			Array.from({ length: POLLS }, () => 'false,true').join(),
		);
	});

	it('is stale where the answer comes late and the HEMS has asked again', () => {
		const { served } = servedIn(['late-reply=70s']);
		equal(power(served).length > 0 && power(served).every(({ isStale }) => isStale), true);
	});
});
