import { SeededRandom } from '../../../../hal/virtual/random.js';
import { EVENT } from '../../../../modules/wi-sun-module/skstack/language/event.js';
import type { ModelName } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import { equal, hex, toHex } from '../../../assert.js';
import { CREDENTIALS } from './hems-rig.js';
import { ModuleBench, noise } from './module-rig.js';

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

function reads(bench: ModuleBench, tries?: number): boolean {
	const answer = bench.hems.ask(GET_POWER, tries);
	return answer !== undefined && toHex(answer) === POWER_500_W;
}

describe('a meter with a Wi-SUN module for its radio', () => {
	for (const [model, hems] of GRAMMARS) {
		it(`is found, joined, read, set and left by a HEMS: ${model} at the meter, ${hems} at the HEMS`, () => {
			const bench = new ModuleBench({ model, hems });
			equal(bench.join(), true);
			bench.scheduler.runFor(2 * SECOND);
			equal(bench.hems.received.map(toHex).join(), INSTANCE_LIST);
			equal(reads(bench, 1), true);
			equal(toHex(bench.hems.ask(SET_DAY, 1)!), DAY_SET);
			equal(bench.hems.ask(GET_DAY, 1)!.length, 208);
			equal(bench.hems.terminate(), true);
			equal(bench.peers, 'joined,left');
			equal(bench.coordinator.badLines + bench.hems.client.badLines, 0);
			equal(bench.states.join(), 'starting configured anew,running fe80::21d:1291:0:1');
		});
	}

	it('sends the half-hour notification to the HEMS', () => {
		const bench = new ModuleBench();
		equal(bench.join(), true);
		bench.scheduler.runFor(2 * SECOND);
		bench.hems.received.length = 0;
		bench.scheduler.runFor(23 * MINUTE);
		equal(bench.hems.received.length, 1);
		equal(toHex(bench.hems.received[0]!).slice(0, 48), '1081000102880105ff017302ea0b07ea0b160c1e00000000');
	});

	it('ends the session, and is joined again', () => {
		const bench = new ModuleBench();
		equal(bench.join(), true);
		bench.routeB.disconnect();
		bench.scheduler.runFor(5 * SECOND);
		equal(bench.hems.events.includes(EVENT.terminationRequested), true);
		equal(bench.hems.ask(GET_POWER, 1), undefined);
		equal(bench.hems.joinAgain(), true);
		equal(reads(bench), true);
		equal(bench.peers, 'joined,left,joined');
	});

	it('ends the session with a HEMS that does not answer', () => {
		const bench = new ModuleBench();
		equal(bench.join(), true);
		bench.hems.await((done) => bench.hems.client.command('SKRESET', done));
		bench.routeB.disconnect();
		bench.scheduler.runFor(MINUTE);
		equal(bench.peers, 'joined,left');
		equal(bench.hems.join(), true);
	});

	it('does not let a HEMS with a wrong password in, and does let it in with the right one', () => {
		const bench = new ModuleBench();
		bench.power();
		equal(bench.hems.join('BA9876543210'), false);
		equal(bench.peers, 'failed');
		equal(bench.hems.join(), true);
		equal(reads(bench), true);
	});

	it('is for one HEMS: a second meets silence, and the first goes on', () => {
		const bench = new ModuleBench();
		const second = bench.addHems('bp35c2', 2);
		equal(bench.join(), true);
		equal(second.join(), false);
		equal(reads(bench), true);
		bench.hems.terminate();
		equal(second.joinAgain(), true);
		equal(toHex(second.ask(GET_POWER)!), POWER_500_W);
		equal(bench.peers, 'joined,left,joined');
	});

	it('takes a HEMS that has crashed back, as joined anew', () => {
		const bench = new ModuleBench();
		equal(bench.join(), true);
		equal(bench.hems.join(), true);
		bench.hems.received.length = 0;
		bench.scheduler.runFor(2 * SECOND);
		equal(bench.hems.received.map(toHex).join(), INSTANCE_LIST);
		equal(bench.peers, 'joined,joined');
	});

	it('is authenticated again within its session at 80 % of the lifetime', () => {
		const bench = new ModuleBench({ lifetime: 600 });
		equal(bench.join(), true);
		for (let minute = 1; minute <= 30; minute++) {
			bench.scheduler.runFor(MINUTE);
			equal(reads(bench, 1), true, `minute ${minute}`);
		}
		equal(bench.peers, 'joined,rejoined,rejoined,rejoined');
	});

	it('loses a HEMS that does not authenticate again', () => {
		const bench = new ModuleBench({ lifetime: 120 });
		bench.power();
		const pan = bench.hems.find()!;
		bench.hems.client.command('SKSREG S17 0', () => {});
		equal(bench.hems.joinAgain(pan), true);
		bench.scheduler.runFor(3 * MINUTE);
		equal(bench.peers, 'joined,expired');
		equal(bench.hems.joinAgain(pan), true);
	});

	it('sets its module up anew when that has restarted by itself in mid session', () => {
		const bench = new ModuleBench({ model: 'bp35c2' });
		equal(bench.join(), true);
		bench.resetModule();
		equal(bench.hems.ask(GET_POWER, 1), undefined);
		bench.scheduler.runFor(2 * MINUTE);
		equal(
			bench.states
				.slice(2)
				.map((state) => state.split(' ')[0])
				.join(),
			'waiting,starting,running',
		);
		equal(bench.states[2], 'waiting the module has restarted');
		equal(bench.peers, 'joined,left');
		equal(bench.hems.joinAgain(), true);
		equal(reads(bench), true);
	});

	it('sets its module up anew when that has restarted, as soon as it has something to say', () => {
		const bench = new ModuleBench();
		equal(bench.join(), true);
		bench.resetModule();
		let delivery = '';
		bench.coordinator.send(bench.coordinator.peer!, 3610, GET_POWER, (result) => {
			delivery = result;
		});
		bench.scheduler.runFor(5 * SECOND);
		equal(delivery, 'failed');
		equal(bench.states[2], 'waiting the module has restarted');
		equal(bench.coordinator.state, 'running');
	});

	it('waits for a module that fell silent, longer and longer, and goes on with it', () => {
		const bench = new ModuleBench();
		equal(bench.join(), true);
		bench.scheduler.runFor(2 * SECOND);
		bench.cable.toHost = () => new Uint8Array(0);
		bench.scheduler.runFor(10 * MINUTE);
		equal(bench.states[2], 'waiting the module does not answer');
		equal(bench.peers, 'joined,left');
		equal(bench.states.length > 8 && bench.states.length < 32, true, `${bench.states.length} states`);
		bench.cable.toHost = (bytes) => bytes;
		equal(bench.power(2 * MINUTE), true);
		equal(bench.hems.joinAgain(), true);
		equal(reads(bench), true);
	});

	it('notices that its module is silent soon after a datagram is not taken', () => {
		const bench = new ModuleBench();
		equal(bench.join(), true);
		bench.scheduler.runFor(2 * SECOND);
		bench.cable.toModule = () => new Uint8Array(0);
		const deliveries: string[] = [];
		for (let i = 0; i < 3; i++) bench.coordinator.send(bench.coordinator.peer!, 3610, GET_POWER, (delivery) => deliveries.push(delivery));
		bench.scheduler.runFor(27 * SECOND);
		equal(deliveries.join(), 'failed,failed,failed');
		equal(bench.states[2], 'waiting the module does not answer');
	});

	for (const [model, hems] of GRAMMARS) {
		it(`serves a HEMS over cables that change one byte in 3,000: ${model} at the meter, ${hems} at the HEMS`, function () {
			this.timeout(20_000);
			const bench = new ModuleBench({ model, hems });
			const random = new SeededRandom(7, 'noise');
			for (const cable of [bench.cable, bench.hems.cable]) {
				cable.toHost = noise(random, 3_000);
				cable.toModule = noise(random, 3_000);
			}
			let answers = 0;
			for (let i = 0; i < 60; i++) {
				bench.power();
				if (bench.coordinator.peer === undefined || !reads(bench, 2)) bench.hems.join();
				if (reads(bench, 2)) answers++;
				bench.scheduler.runFor(MINUTE);
			}
			equal(answers > 52, true, `${answers} of 60`);
			for (const cable of [bench.cable, bench.hems.cable]) {
				cable.toHost = (bytes) => bytes;
				cable.toModule = (bytes) => bytes;
			}
			bench.scheduler.runFor(3 * MINUTE);
			equal(bench.power(), true);
			equal(bench.hems.join() && reads(bench), true, 'without noise');
		});
	}

	it('is heard through a lossy air', () => {
		const bench = new ModuleBench({ faults: ['drop=20%'] });
		bench.power();
		let joined = false;
		for (let i = 0; i < 5 && !joined; i++) joined = bench.hems.join();
		equal(joined, true);
		equal(reads(bench), true);
	});

	it('says that the transmit limit is why a datagram did not go out, and goes on when there is room again', () => {
		const bench = new ModuleBench({ transmitLimit: 3_000 });
		equal(bench.join(), true);
		let answers = 0;
		while (answers < 1_000 && reads(bench, 1)) answers++;
		equal(answers > 100 && answers < 1_000, true, `${answers} answers`);
		equal(bench.coordinator.limited, true);
		equal(bench.routeB.status.report().limited > 0, true);
		equal(bench.routeB.hems !== undefined, true);
		bench.scheduler.runFor(62 * MINUTE);
		equal(bench.coordinator.limited, false);
		equal(reads(bench), true);
	});

	it('begins anew with other credentials, after ending the session under the old ones', () => {
		const bench = new ModuleBench();
		equal(bench.join(), true);
		bench.routeB.configure({ ...CREDENTIALS, password: 'ZZZZZZZZZZZZ' });
		bench.scheduler.runFor(10 * SECOND);
		equal(bench.hems.events.includes(EVENT.terminationRequested), true);
		equal(bench.hems.join(), false);
		equal(bench.hems.join('ZZZZZZZZZZZZ'), true);
	});

	it('is not there any more once it was stopped', () => {
		const bench = new ModuleBench();
		equal(bench.join(), true);
		bench.coordinator.stop();
		equal(bench.hems.ask(GET_POWER, 1), undefined);
		equal(bench.hems.find(), undefined);
		equal(bench.coordinator.state, 'off');
	});
});
