/** The event logs of a meter, whichever it has, as one list. */
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import type { MeterSession } from './meter-session.js';
import type { ListedObject } from './object-list.js';
import { type LeftOut, ProfileReader, readLayout, type Span } from './profile-reading.js';
import { PROFILE, readObjectList } from './reading.js';
import type { ShownValue } from './values.js';

export interface LoggedEvent {
	/** ms since 1970-01-01T00:00:00Z. */
	readonly time: number;
	/** The log that it is in. */
	readonly log: LogicalName;
	/** What stands first behind the time: a code, or a duration. */
	readonly code: unknown;
	/** All that stands behind the time. */
	readonly text: ShownValue['text'];
}

export interface EventList {
	readonly events: readonly LoggedEvent[];
	/** How many logs the client sees. */
	readonly logs: number;
	/** Rows that tell no time, of all logs. */
	readonly leftOut: LeftOut | undefined;
}

/** 0.b.99.98.e.255; of valves behind the meter, 0.b.24.5.e.255; of power failures, 1.b.99.97.e.255. */
function isEventLog(name: LogicalName): boolean {
	const a = Math.floor(name / 0x10000000000);
	const cd = Math.floor(name / 0x10000) % 0x10000;
	return (a === 0 && (cd === 0x6362 || cd === 0x1805)) || (a === 1 && cd === 0x6361);
}

/**
 * Events of all logs, oldest first.
 * @param span undefined: all that the meter keeps
 * @param deviation of the meter's clock, minutes from local time to UTC
 * @param objects among which the logs are; undefined: those that the client sees
 */
export async function readEvents(
	session: MeterSession,
	span: Span | undefined,
	deviation: number,
	objects?: readonly Pick<ListedObject, 'classId' | 'name'>[],
): Promise<EventList> {
	const seen = objects ?? (await readObjectList(session)).objects;
	const logs = seen.filter(({ classId, name }) => classId === PROFILE && isEventLog(name));
	const events: LoggedEvent[] = [];
	let leftOut: LeftOut | undefined;
	for (const { name } of logs) {
		const layout = await readLayout(session, name, deviation);
		const reader = new ProfileReader({ session, layout, onProgress: () => {} });
		for (const { time, cells } of await reader.read(span))
			events.push({ time, log: name, code: cells[0]?.json ?? null, text: (say) => cells.map(({ text }) => text(say)).join(', ') });
		if (reader.leftOut !== undefined) leftOut = { count: (leftOut?.count ?? 0) + reader.leftOut.count, first: (leftOut ?? reader.leftOut).first };
	}
	return { events: events.sort((a, b) => a.time - b.time), logs: logs.length, leftOut };
}
