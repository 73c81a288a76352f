/** Numbers under which `Control` keeps its values (modules/journal/slots.ts). A number that was in use keeps its meaning: what comes later goes to the end. */
import type { Flash } from '../../../hal/ports/flash.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import { JoinedSectors } from '../../../modules/journal/joined-sectors.js';
import { SLOTS_SECTORS } from '../../../modules/journal/slots.js';
import type { FlashRange } from '../standard-log.js';

/** Bytes of a value. */
export const SLOT_LENGTH = 16;

/**
 * | number         | bytes                                                                                    |
 * |----------------|------------------------------------------------------------------------------------------|
 * | 0 switchingUnit | serial number of the switching unit 12, how it was found 4 (switch-memory.ts)           |
 * | 1 switchingSince | entries of the disconnector log before it was found 4                                  |
 * | 2 disconnectSchedule | and the eight behind it: schedule.ts                                                |
 * | 11 to 14       | the limiter's: limiter.ts                                                                |
 * | 15 to 21       | the monitors': monitors.ts                                                               |
 * | 22, 23         | alarms and errors: alarms.ts                                                             |
 * | 24 alarms3     | the third of them                                                                        |
 * | 29 clock       | how often Route A set the clock 4, by how many s the last time 4: control.ts             |
 * | 30 restarts    | orderly ones of the first so many power failures 4, 4; the communication unit alone taken, failed 4, 4 |
 * | 31 meteringSince | start of a metering unit that came while the meter had power 6: power-failures.ts      |
 *
 * Behind the logs, of a meter that can push: its schedule and its set-ups (`PUSH_SLOT`).
 */
export const SLOT = Object.freeze({
	switchingUnit: 0,
	switchingSince: 1,
	disconnectSchedule: 2,
	limiter: 11,
	limiterEmergency: 12,
	limiterGroups: 13,
	limiterActions: 14,
	monitors: 15,
	monitorActions: 16,
	alarms: 22,
	filters: 23,
	alarms3: 24,
	clock: 29,
	restarts: 30,
	meteringSince: 31,
});

/** Values before the first entry of a log. */
const STATE_SLOTS = 32;

/** Entries that each log keeps, in the order of their numbers; and fewer of them where they are gone with the power. */
const CAPACITIES = Object.freeze({ disconnector: 60, fraud: 30, powerQuality: 60, powerFailure: 40, communication: 40 });
const BRIEF_CAPACITIES: Readonly<Record<LogName, number>> = Object.freeze({
	disconnector: 8,
	fraud: 4,
	powerQuality: 8,
	powerFailure: 1,
	communication: 4,
});

export type LogName = keyof typeof CAPACITIES;

export interface LogRow {
	/** Its place among the logs. */
	readonly index: number;
	/** Number of its first entry. */
	readonly first: number;
	/** How many entries it has. */
	readonly capacity: number;
}

export type LogRows = Readonly<Record<LogName, LogRow>>;

export const LOG_NAMES = Object.freeze(Object.keys(CAPACITIES) as LogName[]);

export const LOG_ROWS = rowsOf(CAPACITIES);
export const BRIEF_LOG_ROWS = rowsOf(BRIEF_CAPACITIES);

function rowsOf(capacities: Readonly<Record<LogName, number>>): LogRows {
	return frozen(
		Object.fromEntries(
			LOG_NAMES.map((name, index) => {
				const first = LOG_NAMES.slice(0, index).reduce((sum, each) => sum + capacities[each], STATE_SLOTS);
				return [name, { index, first, capacity: capacities[name] }];
			}),
		) as Record<LogName, LogRow>,
	);
}

/** Values behind the logs: a schedule (schedule.ts), then each push set-up's (push-memory.ts). */
export const PUSH_SLOT = Object.freeze({ schedule: 0, alarm: 9, interval: 40 });
/** Of a push set-up. */
export const PUSH_SETUP_SLOTS = 31;
const PUSH_SLOTS = 71;

/** How many values there are. @param canPush false: those of pushes have no place */
export function slotCount(rows: LogRows, canPush: boolean): number {
	return logsEnd(rows) + (canPush ? PUSH_SLOTS : 0);
}

/** Number of the first value behind the logs. */
export function logsEnd(rows: LogRows): number {
	return LOG_NAMES.reduce((sum, name) => sum + rows[name].capacity, STATE_SLOTS);
}

/** Sectors that count as one: 340 values find room. */
const JOINED = 4;

/** Sectors of 4,096 bytes that `Control` wants of a flash. */
export const CONTROL_SECTORS = JOINED * SLOTS_SECTORS;

/** The range on a flash that has nothing else on it. */
export function controlRange(flash: Flash): FlashRange {
	return { flash: new JoinedSectors(flash, JOINED), firstSector: 0, sectors: SLOTS_SECTORS };
}
