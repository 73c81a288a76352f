import { RamFlash } from '../../../../hal/virtual/flash.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import type { SwitchOrder, SwitchReport } from '../../../../src/meter/backplane/messages.js';
import { CONTROL_STATE } from '../../../../src/meter/switching/control.js';
import { SWITCHING_SECTORS } from '../../../../src/meter/switching/memory.js';
import { IDIS_PROFILE } from '../../../../src/route-a/route-a-profile.js';
import { equal } from '../../../assert.js';
import { CLOSED, get, meter, numberIn, SWITCHED } from '../route-a-rig.js';
import { SupplyRig } from './supply-rig.js';

const { disconnected: DISCONNECTED, readyForReconnection: READY } = CONTROL_STATE;

describe('Route A: disconnector log', () => {
	it('shows the contact where it really is, and logs that it did not open', () => {
		const rig = new SupplyRig().start();
		rig.relay.fault = 'welded';
		equal(rig.act(1), 0);
		rig.run(2000);
		equal(rig.state, '1 0 6');
		equal(rig.codes(), '68');
		rig.relay.fault = 'none';
		equal(rig.act(1), 0);
		rig.run(2000);
		equal(rig.state, '0 0 6');
	});

	it('logs that it did not close, and that it was not let', () => {
		const rig = new SupplyRig().start();
		rig.setMode(4);
		rig.act(1);
		rig.run(1000);
		rig.relay.fault = 'refuses';
		equal(rig.act(2), 0);
		rig.run(2000);
		equal(rig.state, '0 0 4');
		equal(rig.codes(), '62,68');
		rig.relay.fault = 'none';
		rig.relay.backFeed = true;
		equal(rig.act(2), 0);
		rig.run(2000);
		equal(rig.state, '0 0 4');
		equal(rig.codes(), '62,68,68');
		equal(rig.meter.lines.at(-1), 'ready, client 1 over Route A: refused: voltage on the load side');
	});

	it('logs that a contact moved without an order', () => {
		const rig = new SupplyRig().start();
		rig.relay.force(false);
		rig.run(1000);
		equal(rig.codes(), '68');
	});

	for (const [order, isOfContact] of [
		[{ action: 'open', origin: 'remote', reason: 'client 1 over Route A' }, true],
		[{ action: 'ready', reason: 'client 1 over Route A' }, true],
		[{ action: 'close', origin: 'local', reason: 'limiter of Route A' }, true],
		[{ action: 'capacity', origin: 'remote', amperes: 30 }, false],
		[{ action: 'demand limit', origin: 'remote', limit: undefined }, false],
		[{ action: 'control mode', origin: 'remote', mode: 6 }, false],
	] as const satisfies readonly (readonly [SwitchOrder, boolean])[])
		it(`says that ${order.action} was not answered${isOfContact ? ', and logs that the disconnector failed' : ''}`, () => {
			const orders: SwitchOrder[] = [];
			const all = meter({
				order: (each, done) => {
					orders.push(each);
					done({ result: 'unanswered', reason: 'gone' });
					return true;
				},
			});
			const { supply, logs, alarms } = all.routeA.control;
			if (order.action === 'open') supply.command('disconnect', order.reason);
			else if (order.action === 'ready') {
				supply.onReport(undefined, { ...CLOSED, closed: false, control: DISCONNECTED });
				supply.command('reconnect', order.reason);
			} else if (order.action === 'close') supply.commandLocally('reconnect', order.reason, () => {});
			else supply.configure(order, 1);
			equal(JSON.stringify(orders), JSON.stringify([order]));
			const told = 'reason' in order ? order.reason : 'client 1 over Route A';
			equal(all.lines.at(-1), `${order.action}, ${told}: unanswered: gone`);
			equal(logs.newest('disconnector') === 68, isOfContact);
			equal(alarms.word('register2').value, isOfContact ? 0x80000000 : 0);
		});

	it('logs another contract and another demand limit, and a mode in the standard log', () => {
		const rig = new SupplyRig().start();
		rig.unit.setCapacity(30, 'remote');
		rig.run(0);
		rig.unit.setDemandLimit({ watts: 4000, minutes: 5 }, 'remote');
		rig.run(0);
		rig.unit.setDemandLimit({ watts: 4000, minutes: 5 }, 'remote');
		rig.run(0);
		rig.setMode(4);
		rig.run(0);
		equal(rig.codes(), '67,67');
		equal(rig.meter.routeA.eventCode, IDIS_PROFILE.events.parametersChanged);
	});

	it('has the time of each entry, and the code of the newest apart', () => {
		const rig = new SupplyRig().start();
		equal(numberIn(get(rig.line, 1, NAME.disconnectorCode, 2)), 0);
		rig.run(60_000);
		rig.act(1);
		rig.run(1000);
		equal(numberIn(get(rig.line, 1, NAME.disconnectorCode, 2)), 62);
		const { logs } = rig.meter.routeA.control;
		equal(new Date(logs.time('disconnector', 0)).toISOString(), '2026-11-22T03:35:00.020Z');
	});

	it('keeps the newest 60 entries, in their order', () => {
		const rig = new SupplyRig().start();
		rig.setMode(4);
		for (let i = 0; i < 70; i++) {
			rig.act(1 + (i % 2));
			rig.run(1000);
		}
		const codes = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 62 : 63)).join();
		equal(rig.codes(), codes);
		equal(rig.restart().codes(), codes);
	});

	it('does not log what is found of another unit', () => {
		const rig = new SupplyRig().start();
		rig.act(1);
		rig.run(1000);
		rig.serial = 'S0000002';
		const other = new SupplyRig({ controlFlash: rig.controlFlash, switchingFlash: new RamFlash(SWITCHING_SECTORS) });
		other.serial = 'S0000002';
		other.start();
		equal(other.state, '1 1 6');
		equal(other.codes(), '62');
		other.act(1);
		other.run(1000);
		equal(other.codes(), '62,62');
	});

	it('makes good what it did not hear of, such as what was done while the communication unit was away', () => {
		const rig = new SupplyRig().start();
		const { supply } = rig.meter.routeA.control;
		const ready: SwitchReport = { ...CLOSED, closed: false, control: READY, mode: 6, capacity: 30 };
		supply.onReport(undefined, ready);
		equal(rig.codes(), '64,67');
		supply.onReport(undefined, ready);
		equal(rig.codes(), '64,67');
	});

	it('finds a unit that was away as it was, whatever was logged meanwhile', () => {
		const units = [...SWITCHED];
		const { control } = meter({ units, isToldOfSwitch: false }).routeA;
		const { logs, supply } = control;
		const codes = (): string => Array.from({ length: logs.end('disconnector') }, (_, row) => logs.code('disconnector', row)).join();
		const ready: SwitchReport = { ...CLOSED, closed: false, control: READY, capacity: 30 };
		supply.onReport(undefined, CLOSED);
		// From its place before the first entry, and from one.
		for (const [report, before, behind] of [
			[CLOSED, '', '70,67'],
			[ready, '70,67,64,67', '70,67,64,67,70,67'],
		] as const) {
			supply.onReport(undefined, report);
			equal(codes(), before);
			units.pop();
			supply.onGone();
			control.monitorEvent('currentExceeded', 1);
			control.limiterEvent('changed');
			units.push(SWITCHED.at(-1)!);
			supply.onReport(undefined, report);
			equal(codes(), behind);
		}
		// One that moved while it was away has the entry of that.
		supply.onReport(undefined, CLOSED);
		equal(codes(), '70,67,64,67,70,67,69,67');
	});
});
