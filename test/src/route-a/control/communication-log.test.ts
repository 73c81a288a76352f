import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { CONTROL_SECTORS, controlRange } from '../../../../src/route-a/control/slot-rows.js';
import { equal } from '../../../assert.js';
import { MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { associated, get, itemsIn, meter, NOON, numberIn } from '../route-a-rig.js';

const LOCAL = 1 << 18;
const MINUTE = 60_000;

describe('Route A: communication log', () => {
	it('has a client at the local port, once in ten minutes, with its alarm', () => {
		const scheduler = new VirtualScheduler();
		const all = meter({ scheduler, clock: new SchedulerClock(scheduler, NOON), controlFlash: controlRange(new RamFlash(CONTROL_SECTORS)) });
		const line = associated(all, MANAGEMENT);
		const codes = (): string =>
			itemsIn(get(line, 7, NAME.communicationLog, 2))
				.map((row) => numberIn(itemsIn(row)[1]))
				.join();
		const { alarms } = all.routeA.control;
		equal(codes(), '');
		equal(numberIn(get(line, 1, NAME.communicationCode, 2)), 0);
		for (let second = 0; second < 600; second++) {
			all.routeA.onLocalAttempt();
			scheduler.runFor(1000);
		}
		equal(codes(), '158');
		equal(numberIn(get(line, 1, NAME.communicationCode, 2)), 158);
		equal(alarms.word('register2').value & LOCAL, LOCAL);
		all.routeA.onLocalAttempt();
		equal(codes(), '158,158');
	});

	it('has what came before anybody asked, as have the statistics of the clock', () => {
		const scheduler = new VirtualScheduler();
		const all = meter({ scheduler, clock: new SchedulerClock(scheduler, NOON), isToldOfSwitch: false });
		all.routeA.onLocalAttempt();
		scheduler.runFor(MINUTE);
		all.routeA.adjustClock(NOON);
		all.routeA.adjustClock(NOON + 5000);
		const { logs, clockCorrections } = all.routeA.control;
		equal(logs.newest('communication'), 158);
		equal(logs.time('communication', 0), NOON);
		equal(`${clockCorrections.count} ${clockCorrections.shift}`, '2 5');
	});

	it('bears a clock that is set back behind it', () => {
		const scheduler = new VirtualScheduler();
		const all = meter({ scheduler, clock: new SchedulerClock(scheduler, NOON) });
		all.routeA.onLocalAttempt();
		all.routeA.adjustClock(NOON - 30 * MINUTE);
		all.routeA.onLocalAttempt();
		equal(all.routeA.control.logs.end('communication'), 2);
	});
});
