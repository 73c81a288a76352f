import type { SimulatorEvent } from '../../../../src/world/simulation/simulator-event.js';
import { equal, hex, toHex } from '../../../assert.js';
import { faultsOf } from '../fault/fault-rig.js';
import { CREDENTIALS, HemsRig } from './hems-rig.js';

const GET_POWER = hex('1081 0001 05ff01 028801 62 01 e700');
const POWER_500_W = '1081000102880105ff017201e704000001f4';
const INSTANCE_LIST = '108100000ef0010ef0017301d50401028801';
/** Of a public client of DLMS, in its wrapper. */
const WRAPPED_AARQ = hex('0001 0010 0001 001f 601da109060760857405080101be10040e01000000065f1f0400007e1f04b0');
const MINUTE = 60_000;

function peerEvents(): { readonly told: string[]; readonly onEvent: (event: SimulatorEvent) => void } {
	const told: string[] = [];
	return { told, onEvent: (event) => event.kind === 'peer' && told.push(event.event) };
}

describe('the sessions of a HEMS with the meter', () => {
	it('begin with the instance list to all nodes, right after the authentication', () => {
		const hems = new HemsRig();
		equal(hems.join(), true);
		hems.simulator.scheduler.runFor(1000);
		equal(hems.received.map(toHex).join(), INSTANCE_LIST);
	});

	it('reach nothing of Route A, which is not on this network', () => {
		const hems = new HemsRig();
		equal(hems.join(), true);
		hems.simulator.scheduler.runFor(3000);
		hems.received.length = 0;
		let sent = 0;
		for (const remotePort of [4059, 3610])
			hems.network.send({ to: hems.meter, localPort: 3610, remotePort, payload: WRAPPED_AARQ, security: 'required' }, () => sent++);
		hems.simulator.scheduler.runFor(3000);
		equal([sent, hems.received.length].join(), '2,0');
		equal(toHex(hems.ask(GET_POWER)!), POWER_500_W);
	});

	it('are for one HEMS: a second meets silence, and the first goes on', () => {
		const { told, onEvent } = peerEvents();
		const first = new HemsRig({ onEvent });
		const second = new HemsRig({}, CREDENTIALS, first);
		equal(first.join(), true);
		equal(second.join(), false);
		equal(second.events.includes('joinFailed'), true);
		equal(toHex(first.ask(GET_POWER)!), POWER_500_W);
		equal(told.includes('failed'), true);
	});

	it('pass to a second HEMS once the first has left', () => {
		const first = new HemsRig();
		const second = new HemsRig({}, CREDENTIALS, first);
		equal(first.join(), true);
		equal(first.network.terminate(), true);
		first.simulator.scheduler.runFor(5000);
		equal(first.events.includes('terminated'), true);
		equal(second.join(), true);
		equal(toHex(second.ask(GET_POWER)!), POWER_500_W);
	});

	it('can be begun anew by the same HEMS after a crash', () => {
		const hems = new HemsRig();
		for (let i = 0; i < 5; i++) {
			equal(hems.join(), true, `start ${i}`);
			equal(toHex(hems.ask(GET_POWER)!), POWER_500_W);
			hems.powerUp();
		}
	});

	it('do not begin with a wrong password, and do with the right one afterwards', () => {
		const { told, onEvent } = peerEvents();
		const hems = new HemsRig({ onEvent }, { ...CREDENTIALS, password: 'BA9876543210' });
		equal(hems.join(), false);
		equal(hems.events.includes('joinFailed'), true);
		equal(told.join(), 'failed');
		hems.powerUp();
		equal(hems.join(), true);
	});

	it('do not begin with a wrong Route B id', () => {
		const hems = new HemsRig({}, { ...CREDENTIALS, id: 'FF112233445566778899AABBCCDDEEFF' });
		equal(hems.join(), false);
	});

	it('are not found by a scan for another pairing id, and are by one for all', () => {
		const hems = new HemsRig({}, { ...CREDENTIALS, id: '00112233445566778899AABBCCDDEE00' });
		const scan = (paired: boolean) => {
			let found = 0;
			let done = false;
			hems.network.scan(
				{ channels: [hems.simulator.meters[0]!.channel], duration: 4, timeOnChannel: 163.2, paired },
				{
					onPan: () => found++,
					done: () => {
						done = true;
					},
				},
			);
			hems.simulator.scheduler.runWhile(() => !done);
			return found;
		};
		equal(scan(true), 0);
		equal(scan(false), 1);
	});

	it('are authenticated again by the HEMS at 80 % of their lifetime, and go on without a break', () => {
		const { told, onEvent } = peerEvents();
		const hems = new HemsRig({ onEvent, faults: faultsOf('short-lifetime=600s') });
		equal(hems.join(), true);
		for (let i = 0; i < 30; i++) {
			hems.simulator.scheduler.runFor(MINUTE);
			equal(toHex(hems.ask(GET_POWER, 1)!), POWER_500_W, `minute ${i + 1}`);
		}
		equal(told[0], 'joined');
		equal(told.slice(1).every((each) => each === 'rejoined') && told.length >= 4, true, told.join());
		equal(hems.events.includes('expired'), false);
	});

	it('expire where nobody authenticates again', () => {
		const { told, onEvent } = peerEvents();
		const hems = new HemsRig({ onEvent, faults: faultsOf('short-lifetime=120s') });
		hems.network.set('automatic', false);
		equal(hems.join(), true);
		hems.simulator.scheduler.runFor(3 * MINUTE);
		equal(hems.events.includes('expired'), true);
		equal(told.join(), 'joined,expired');
		equal(hems.join(), true, 'and may be begun again');
	});

	it('end by the meter', () => {
		const hems = new HemsRig();
		equal(hems.join(), true);
		hems.simulator.meters[0]!.routeB!.disconnect();
		hems.simulator.scheduler.runFor(5000);
		equal(hems.events.includes('terminatedByPeer'), true);
		equal(hems.ask(GET_POWER, 1), undefined);
	});

	it('are authenticated again by the meter', () => {
		const { told, onEvent } = peerEvents();
		const hems = new HemsRig({ onEvent });
		equal(hems.join(), true);
		equal(hems.stack.reauthenticate(), true);
		hems.simulator.scheduler.runFor(5000);
		equal(told.join(), 'joined,rejoined');
		equal(toHex(hems.ask(GET_POWER)!), POWER_500_W);
	});

	it('carry the half-hour notification of EA and EB, unicast, some time after the boundary', () => {
		const hems = new HemsRig({ pastDays: 1 });
		equal(hems.join(), true);
		hems.simulator.scheduler.runFor(29 * MINUTE);
		hems.received.length = 0;
		hems.simulator.scheduler.runFor(4 * MINUTE);
		equal(hems.received.length, 1);
		equal(toHex(hems.received[0]!).slice(0, 48), '1081000102880105ff017302ea0b07ea0b160c1e000001e2');
	});

	it('stop at the hourly transmit limit, and go on when there is room again', () => {
		const limits: string[] = [];
		const hems = new HemsRig({ onEvent: (event) => event.kind === 'limit' && limits.push(`${event.node} ${event.limited}`) });
		equal(hems.join(), true);
		hems.simulator.scheduler.runFor(2000);
		let answers = 0;
		const { scheduler } = hems.simulator;
		while (limits.length === 0 && answers < 100_000) {
			if (hems.ask(GET_POWER, 1) === undefined) break;
			answers++;
		}
		equal(limits.length > 0 || hems.network.limited, true, `after ${answers} answers`);
		equal(answers > 30_000 && answers < 80_000, true, `${answers} answers within 360 s of air`);
		scheduler.runFor(62 * MINUTE);
		equal(hems.network.limited, false);
		equal(toHex(hems.ask(GET_POWER)!), POWER_500_W);
	});

	it('leave nothing unsecured: a Get in the clear is not answered', () => {
		const hems = new HemsRig();
		equal(hems.join(), true);
		hems.simulator.scheduler.runFor(1000);
		hems.received.length = 0;
		hems.network.send({ to: hems.meter, localPort: 3610, remotePort: 3610, payload: GET_POWER, security: 'plain' }, () => {});
		hems.simulator.scheduler.runFor(5000);
		equal(hems.received.length, 0);
		equal(hems.simulator.meters[0]!.routeB!.status.report().refused, 1);
	});
});
