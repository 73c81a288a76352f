/** What all that control plans costs: one task of the scheduler, whatever is planned; and its objects: those that all meters share. */
import type { Scheduler, Timer } from '../../../../hal/ports/scheduler.js';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { NAME, type ObjectName } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { IMAGE_SECTORS } from '../../../../src/route-a/image/image-memory.js';
import { OBJECT_NAMES, OBJECT_ROWS } from '../../../../src/route-a/objects.js';
import { callerOf } from '../../../../src/route-a/push-message.js';
import type { RouteA } from '../../../../src/route-a/route-a.js';
import { equal, hex } from '../../../assert.js';
import { MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { meter, NOON, newKeys } from '../route-a-rig.js';

const SCHEDULE = 22;
const CALENDAR = 20;
const LIMITER = 71;
const MINUTE = 60_000;
/** With the scripts that they execute. */
const SCHEDULES: readonly (readonly [ObjectName, ObjectName])[] = [
	['disconnectSchedule', 'disconnectScripts'],
	['pushSchedule', 'pushScripts'],
	['billingSchedule', 'billingScripts'],
	['imageSchedule', 'imageScripts'],
	['outputSchedule', 'outputScripts'],
];
/** The same as a date-time. */
const LATER = '07EA0B16FF0D000000FDE400';

/** Knows how many tasks are yet to come. */
class CountingScheduler implements Scheduler {
	tasks = 0;
	readonly #inner: VirtualScheduler;

	constructor(inner: VirtualScheduler) {
		this.#inner = inner;
	}

	now(): number {
		return this.#inner.now();
	}

	after(delay: number, task: () => void): Timer {
		let isOver = false;
		const end = (): void => {
			if (!isOver) this.tasks--;
			isOver = true;
		};
		this.tasks++;
		const timer = this.#inner.after(delay, () => {
			end();
			task();
		});
		return {
			cancel: () => {
				end();
				timer.cancel();
			},
		};
	}
}

function set(routeA: RouteA, classId: number, name: number, index: number, value: DataWriter): void {
	const { server } = routeA;
	const client = server.options.clients.find(({ id }) => id === MANAGEMENT)!;
	equal(
		server.options.device.write({ classId, name, index, selection: undefined }, value.copy(), callerOf(server, client)),
		0,
		`${classId}:${index}`,
	);
}

/** 2026-11-22 13:00, as the list of a schedule. */
function times(): DataWriter {
	return new DataWriter().array(1).structure(2).octetString(hex('0D000000')).octetString(hex('07EA0B16FF'));
}

describe('Route A control: what it costs', () => {
	it('is one task of the scheduler for all that is planned, and none where nothing is', () => {
		const inner = new VirtualScheduler();
		const scheduler = new CountingScheduler(inner);
		const { routeA } = meter({
			scheduler,
			clock: new SchedulerClock(inner, NOON),
			imageFlash: new RamFlash(IMAGE_SECTORS),
			keys: newKeys({ firmwareKey: new Uint8Array(16).fill(9) }),
		});
		routeA.start();
		inner.runFor(6000);
		equal(scheduler.tasks, 0);
		for (const [name, scripts] of SCHEDULES) {
			set(routeA, SCHEDULE, NAME[name], 2, new DataWriter().structure(2).logicalName(NAME[scripts]).longUnsigned(1));
			set(routeA, SCHEDULE, NAME[name], 4, times());
			equal(scheduler.tasks, 1, name);
		}
		set(routeA, CALENDAR, NAME.activityCalendar, 10, new DataWriter().octetString(hex(LATER)));
		set(routeA, LIMITER, NAME.limiter, 8, new DataWriter().structure(3).longUnsigned(1).octetString(hex(LATER)).doubleLongUnsigned(60));
		equal(scheduler.tasks, 1);
		inner.runFor(3 * MINUTE);
		equal(scheduler.tasks, 1);
	});

	it('is no memory for objects that only tell, or work on the meter that is asked: all meters have the same', () => {
		const [one, two] = [meter(), meter()].map(({ routeA }) => routeA.server.options.device.objects);
		let shared = 0;
		for (const key of OBJECT_NAMES) {
			const row = OBJECT_ROWS[key];
			const i = one!.findIndex(({ name }) => name === NAME[key]);
			if (!('of' in row) || i < 0) continue;
			equal(one![i] === two![i], true, key);
			shared++;
		}
		equal(shared > 80, true, `${shared}`);
	});
});
