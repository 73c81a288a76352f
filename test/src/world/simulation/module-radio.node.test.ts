import { SeededRandom } from '../../../../hal/virtual/random.js';
import { EVENT } from '../../../../modules/wi-sun-module/skstack/language/event.js';
import type { ModelName } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import { equal, hex, toHex } from '../../../assert.js';
import { CREDENTIALS } from './hems-rig.js';
import { ModuleRig, noise } from './module-rig.js';

const GET_POWER = hex('1081 0001 05ff01 028801 62 01 e700');
const POWER_500_W = '1081000102880105ff017201e704000001f4';
const SET_DAY = hex('1081 0002 05ff01 028801 61 01 e50101');
const DAY_SET = '1081000202880105ff017101e500';
const GET_DAY = hex('1081 0003 05ff01 028801 62 01 e200');
const INSTANCE_LIST = '108100000ef0010ef0017301d50401028801';
const SECOND = 1_000;
const MINUTE = 60_000;

/** The module at the meter, the dongle at the HEMS: both grammars at both, payloads raw and in digits. */
const GRAMMARS: readonly (readonly [ModelName, ModelName])[] = [
	['bp35a1', 'bp35a1'],
	['bp35c2', 'bp35a1'],
	['rl7023-ips', 'bp35c0'],
	['rl7023-dss', 'rl7023-dss'],
];

function reads(rig: ModuleRig, tries?: number): boolean {
	const answer = rig.hems.ask(GET_POWER, tries);
	return answer !== undefined && toHex(answer) === POWER_500_W;
}

describe('a meter with a Wi-SUN module for its radio', () => {
	for (const [model, hems] of GRAMMARS) {
		it(`is found, joined, read, set and left by a HEMS: ${model} at the meter, ${hems} at the HEMS`, () => {
			const rig = new ModuleRig({ model, hems });
			equal(rig.join(), true);
			rig.scheduler.runFor(2 * SECOND);
			equal(rig.hems.received.map(toHex).join(), INSTANCE_LIST);
			equal(reads(rig, 1), true);
			equal(toHex(rig.hems.ask(SET_DAY, 1)!), DAY_SET);
			equal(rig.hems.ask(GET_DAY, 1)!.length, 208);
			equal(rig.hems.terminate(), true);
			equal(rig.peers, 'joined,left');
			equal(rig.coordinator.badLines + rig.hems.client.badLines, 0);
			equal(rig.states.join(), 'starting configured anew,running fe80::21d:1291:0:1');
		});
	}

	it('sends the half-hour notification to the HEMS', () => {
		const rig = new ModuleRig();
		equal(rig.join(), true);
		rig.scheduler.runFor(2 * SECOND);
		rig.hems.received.length = 0;
		rig.scheduler.runFor(23 * MINUTE);
		equal(rig.hems.received.length, 1);
		equal(toHex(rig.hems.received[0]!).slice(0, 48), '1081000102880105ff017302ea0b07ea0b160c1e00000000');
	});

	it('ends the session, and is joined again', () => {
		const rig = new ModuleRig();
		equal(rig.join(), true);
		rig.routeB.disconnect();
		rig.scheduler.runFor(5 * SECOND);
		equal(rig.hems.events.includes(EVENT.terminationRequested), true);
		equal(rig.hems.ask(GET_POWER, 1), undefined);
		equal(rig.hems.joinAgain(), true);
		equal(reads(rig), true);
		equal(rig.peers, 'joined,left,joined');
	});

	it('ends the session with a HEMS that does not answer', () => {
		const rig = new ModuleRig();
		equal(rig.join(), true);
		rig.hems.await((done) => rig.hems.client.command('SKRESET', done));
		rig.routeB.disconnect();
		rig.scheduler.runFor(MINUTE);
		equal(rig.peers, 'joined,left');
		equal(rig.hems.join(), true);
	});

	it('does not let a HEMS with a wrong password in, and does let it in with the right one', () => {
		const rig = new ModuleRig();
		rig.power();
		equal(rig.hems.join('BA9876543210'), false);
		equal(rig.peers, 'failed');
		equal(rig.hems.join(), true);
		equal(reads(rig), true);
	});

	it('is for one HEMS: a second meets silence, and the first goes on', () => {
		const rig = new ModuleRig();
		const second = rig.addHems('bp35c2', 2);
		equal(rig.join(), true);
		equal(second.join(), false);
		equal(reads(rig), true);
		rig.hems.terminate();
		equal(second.joinAgain(), true);
		equal(toHex(second.ask(GET_POWER)!), POWER_500_W);
		equal(rig.peers, 'joined,left,joined');
	});

	it('takes a HEMS that has crashed back, as joined anew', () => {
		const rig = new ModuleRig();
		equal(rig.join(), true);
		equal(rig.hems.join(), true);
		rig.hems.received.length = 0;
		rig.scheduler.runFor(2 * SECOND);
		equal(rig.hems.received.map(toHex).join(), INSTANCE_LIST);
		equal(rig.peers, 'joined,joined');
	});

	it('is authenticated again within its session at 80 % of the lifetime', () => {
		const rig = new ModuleRig({ lifetime: 600 });
		equal(rig.join(), true);
		for (let minute = 1; minute <= 30; minute++) {
			rig.scheduler.runFor(MINUTE);
			equal(reads(rig, 1), true, `minute ${minute}`);
		}
		equal(rig.peers, 'joined,rejoined,rejoined,rejoined');
	});

	it('loses a HEMS that does not authenticate again', () => {
		const rig = new ModuleRig({ lifetime: 120 });
		rig.power();
		const pan = rig.hems.find()!;
		rig.hems.client.command('SKSREG S17 0', () => {});
		equal(rig.hems.joinAgain(pan), true);
		rig.scheduler.runFor(3 * MINUTE);
		equal(rig.peers, 'joined,expired');
		equal(rig.hems.joinAgain(pan), true);
	});

	it('sets its module up anew when that has restarted by itself in mid session', () => {
		const rig = new ModuleRig({ model: 'bp35c2' });
		equal(rig.join(), true);
		rig.resetModule();
		equal(rig.hems.ask(GET_POWER, 1), undefined);
		rig.scheduler.runFor(2 * MINUTE);
		equal(
			rig.states
				.slice(2)
				.map((state) => state.split(' ')[0])
				.join(),
			'waiting,starting,running',
		);
		equal(rig.states[2], 'waiting the module has restarted');
		equal(rig.peers, 'joined,left');
		equal(rig.hems.joinAgain(), true);
		equal(reads(rig), true);
	});

	it('sets its module up anew when that has restarted, as soon as it has something to say', () => {
		const rig = new ModuleRig();
		equal(rig.join(), true);
		rig.resetModule();
		let delivery = '';
		rig.coordinator.send(rig.coordinator.peer!, 3610, GET_POWER, (result) => {
			delivery = result;
		});
		rig.scheduler.runFor(5 * SECOND);
		equal(delivery, 'failed');
		equal(rig.states[2], 'waiting the module has restarted');
		equal(rig.coordinator.state, 'running');
	});

	it('waits for a module that fell silent, longer and longer, and goes on with it', () => {
		const rig = new ModuleRig();
		equal(rig.join(), true);
		rig.scheduler.runFor(2 * SECOND);
		rig.cable.toHost = () => new Uint8Array(0);
		rig.scheduler.runFor(10 * MINUTE);
		equal(rig.states[2], 'waiting the module does not answer');
		equal(rig.peers, 'joined,left');
		equal(rig.states.length > 8 && rig.states.length < 32, true, `${rig.states.length} states`);
		rig.cable.toHost = (bytes) => bytes;
		equal(rig.power(2 * MINUTE), true);
		equal(rig.hems.joinAgain(), true);
		equal(reads(rig), true);
	});

	it('notices that its module is silent soon after a datagram is not taken', () => {
		const rig = new ModuleRig();
		equal(rig.join(), true);
		rig.scheduler.runFor(2 * SECOND);
		rig.cable.toModule = () => new Uint8Array(0);
		const deliveries: string[] = [];
		for (let i = 0; i < 3; i++) rig.coordinator.send(rig.coordinator.peer!, 3610, GET_POWER, (delivery) => deliveries.push(delivery));
		rig.scheduler.runFor(27 * SECOND);
		equal(deliveries.join(), 'failed,failed,failed');
		equal(rig.states[2], 'waiting the module does not answer');
	});

	for (const [model, hems] of GRAMMARS) {
		it(`serves a HEMS over cables that change one byte in 3,000: ${model} at the meter, ${hems} at the HEMS`, () => {
			const rig = new ModuleRig({ model, hems });
			const random = new SeededRandom(7, 'noise');
			for (const cable of [rig.cable, rig.hems.cable]) {
				cable.toHost = noise(random, 3_000);
				cable.toModule = noise(random, 3_000);
			}
			let answers = 0;
			for (let i = 0; i < 60; i++) {
				rig.power();
				if (rig.coordinator.peer === undefined || !reads(rig, 2)) rig.hems.join();
				if (reads(rig, 2)) answers++;
				rig.scheduler.runFor(MINUTE);
			}
			equal(answers > 52, true, `${answers} of 60`);
			for (const cable of [rig.cable, rig.hems.cable]) {
				cable.toHost = (bytes) => bytes;
				cable.toModule = (bytes) => bytes;
			}
			rig.scheduler.runFor(3 * MINUTE);
			equal(rig.power(), true);
			equal(rig.hems.join() && reads(rig), true, 'without noise');
		});
	}

	it('is heard through a lossy air', () => {
		const rig = new ModuleRig({ faults: ['drop=20%'] });
		rig.power();
		let joined = false;
		for (let i = 0; i < 5 && !joined; i++) joined = rig.hems.join();
		equal(joined, true);
		equal(reads(rig), true);
	});

	it('says that the transmit limit is why a datagram did not go out, and goes on when there is room again', () => {
		const rig = new ModuleRig({ transmitLimit: 3_000 });
		equal(rig.join(), true);
		let answers = 0;
		while (answers < 1_000 && reads(rig, 1)) answers++;
		equal(answers > 100 && answers < 1_000, true, `${answers} answers`);
		equal(rig.coordinator.limited, true);
		equal(rig.routeB.status.report().limited > 0, true);
		equal(rig.routeB.hems !== undefined, true);
		rig.scheduler.runFor(62 * MINUTE);
		equal(rig.coordinator.limited, false);
		equal(reads(rig), true);
	});

	it('begins anew with other credentials, after ending the session under the old ones', () => {
		const rig = new ModuleRig();
		equal(rig.join(), true);
		rig.routeB.configure({ ...CREDENTIALS, password: 'ZZZZZZZZZZZZ' });
		rig.scheduler.runFor(10 * SECOND);
		equal(rig.hems.events.includes(EVENT.terminationRequested), true);
		equal(rig.hems.join(), false);
		equal(rig.hems.join('ZZZZZZZZZZZZ'), true);
	});

	it('is not there any more once it was stopped', () => {
		const rig = new ModuleRig();
		equal(rig.join(), true);
		rig.coordinator.stop();
		equal(rig.hems.ask(GET_POWER, 1), undefined);
		equal(rig.hems.find(), undefined);
		equal(rig.coordinator.state, 'off');
	});
});
