import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { NAME, type ObjectName } from '../../../modules/cosem/object-names.js';
import { Settings } from '../../../modules/journal/settings.js';
import { CONTROL_SECTORS, controlRange } from '../../../src/route-a/control/slot-rows.js';
import { HOUSEHOLD_SECTORS } from '../../../src/route-a/household/household-memory.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { eventLogSectors } from '../../../src/route-a/standard-log.js';
import { TARIFF_SECTORS } from '../../../src/route-a/tariff/tariff-slots.js';
import { equal } from '../../assert.js';
import { type Line, MANAGEMENT, PUBLIC } from '../../modules/dlms/device-rig.js';
import { ChannelsRig } from './mbus/channels-rig.js';
import { associated, get, itemsIn, meter, NOON, PRE_ESTABLISHED, READING } from './route-a-rig.js';

/** Numbers of a structure, or of one in it; `null` where there is none. */
function countsIn(line: Line, name: ObjectName): string {
	return itemsIn(get(line, 1, NAME[name], 2))
		.map((each) =>
			'items' in each ? each.items.map((inner) => ('value' in inner ? inner.value : 'null')).join(':') : 'value' in each ? each.value : 'null',
		)
		.join();
}

describe('Route A: statistics', () => {
	it('of what Route B counts', () => {
		const line = associated(meter(), READING);
		equal(countsIn(line, 'routeBSessions'), '3,1,2,4');
		equal(countsIn(line, 'routeBTraffic'), '50,51,5,6,120,7');
	});

	it('of Route B have no air where the link does not tell of it, and are not there where there is none', () => {
		const routeB = { joined: 0, rejoined: 0, ended: 0, refused: 0, received: 0, sent: 1, failed: 0, limited: 0, air: undefined };
		equal(countsIn(associated(meter({ routeB }), READING), 'routeBTraffic'), '0,1,0,0,null,null');
		equal(get(associated(meter({ routeB: undefined }), READING), 1, NAME.routeBTraffic, 2), 4);
	});

	it('of the requests of Route A', () => {
		const all = meter();
		const line = associated(all, MANAGEMENT);
		const { statistics } = all.routeA.server;
		const before = statistics.received;
		const octets = (): number => line.requests.reduce((sum, request) => sum + request.length, 0);
		equal(countsIn(line, 'routeARequests'), `${before + 1},0,0,0,0,0,${octets()},0,0,null,0,0`);
		const others = line.requests.at(-1)!.length + 1;
		line.association.receive(line.requests.at(-1)!, () => {});
		line.association.receive(new Uint8Array([0xc5]), () => {});
		equal(countsIn(line, 'routeARequests'), `${before + 4},1,0,0,1,0,${octets() + others},0,0,null,0,0`);
		Object.assign(statistics, {
			octetsReceived: 0x1_0000_0007 - line.requests.at(-1)!.length,
			sent: 12,
			octetsSent: 0xffff_ffff,
			framesReceived: 8,
			framesSent: 13,
		});
		equal(countsIn(line, 'routeARequests'), `${before + 5},1,0,0,1,0,7,12,4294967295,null,8,13`);
	});

	it('of failed authentications by client', () => {
		const all = meter();
		all.routeA.onSuspicion('authentication', READING);
		all.routeA.onSuspicion('authentication', READING);
		all.routeA.onSuspicion('replay', MANAGEMENT);
		const line = associated(all, MANAGEMENT);
		equal(countsIn(line, 'failedAuthentications').split(',').sort().join(), `${PRE_ESTABLISHED}:0,${PUBLIC}:0,${MANAGEMENT}:0,${READING}:2`);
	});

	it('of the clock, which stay', () => {
		const flash = new RamFlash(CONTROL_SECTORS);
		const clockOf = (): SchedulerClock => new SchedulerClock(new VirtualScheduler(), NOON);
		const all = meter({ controlFlash: controlRange(flash), clock: clockOf() });
		const line = associated(all, READING);
		equal(countsIn(line, 'clockCorrections'), '0,0');
		all.routeA.adjustClock(NOON + 90_000);
		all.routeA.adjustClock(NOON + 30_000);
		equal(all.routeA.adjustClock(-1) === 0, false);
		equal(countsIn(line, 'clockCorrections'), '2,-60');
		equal(countsIn(associated(meter({ controlFlash: controlRange(flash), clock: clockOf() }), READING), 'clockCorrections'), '2,-60');
	});

	it('of how often the flash was erased', () => {
		equal(countsIn(associated(meter({ tariffFlash: undefined, household: undefined }), READING), 'flashWear'), '3,null,null,null');
		const events = new RamFlash(eventLogSectors(4096, IDIS_PROFILE.eventCapacity));
		const control = new RamFlash(CONTROL_SECTORS);
		const all = meter({ eventFlash: { flash: events, firstSector: 0, sectors: events.sectors }, controlFlash: controlRange(control) });
		for (let i = 0; i < 3000; i++) {
			all.routeA.record(1);
			all.routeA.adjustClock(NOON + 1000 * i);
		}
		const most = (flash: RamFlash): number => Math.max(...flash.erasures);
		equal(most(events) > 3 && most(control) > 1, true);
		equal(countsIn(associated(all, READING), 'flashWear'), `3,${most(events)},${most(control)},null`);
	});

	it('of how often that of a tariff was, with that of control', () => {
		const tariffFlash = new RamFlash(TARIFF_SECTORS);
		const all = meter({ tariffFlash });
		const line = associated(all, READING);
		equal(countsIn(line, 'flashWear'), '3,null,0,null');
		for (let i = 0; i < 400; i++) equal(all.routeA.control.billing.execute(), 0);
		const most = Math.max(...tariffFlash.erasures);
		equal(most > 1, true);
		equal(countsIn(line, 'flashWear'), `3,null,${most},null`);
	});

	it('of how often that of the household was, with that of control', () => {
		const flash = new RamFlash(HOUSEHOLD_SECTORS);
		const all = meter({ household: { flash }, tariffFlash: undefined });
		const line = associated(all, READING);
		equal(countsIn(line, 'flashWear'), '3,null,0,null');
		for (let i = 0; i < 200; i++) all.routeA.control.household!.message.set(new Uint8Array([i]));
		const most = Math.max(...flash.erasures);
		equal(most > 1, true);
		equal(countsIn(line, 'flashWear'), `3,null,${most},null`);
	});

	it('of how often that of the meters behind it was', () => {
		const rig = new ChannelsRig(['gas']).start().run();
		for (let i = 0; i < 200; i++) {
			rig.act(3);
			rig.run();
		}
		const worn = Math.max(...rig.flash.erasures);
		equal(worn > 1, true);
		equal(countsIn(rig.line, 'flashWear'), `3,null,${worn},null`);
	});

	it('of how often that of keys and counters was, where the store counts it', () => {
		const flash = new RamFlash(3);
		const store = new Settings({ flash, firstSector: 0, sectors: 3 });
		const all = meter({ store });
		for (let i = 0; i < 300; i++) store.set('r9', Uint8Array.of(i));
		const line = associated(all, READING);
		const most = Math.max(...flash.erasures);
		equal(most > 1, true);
		equal(countsIn(line, 'flashWear'), `3,null,0,${most}`);
	});
});
