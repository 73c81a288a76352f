import assert from 'node:assert/strict';
import { parseFaults } from '../../../../boards/host/faults/fault-options.js';
import { hemsFailureText } from '../../../../boards/host/hems/hems-failures.js';
import { HemsSession } from '../../../../boards/host/hems/hems-session.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { Simulator } from '../../../../src/world/simulation/simulator.js';
import { CREDENTIALS } from '../../../src/world/simulation/hems-rig.js';
import { Cable } from '../../../src/world/simulation/module-rig.js';

const LOG = { write() {} };

/** A HEMS that has joined by a module of the dual stack, in virtual time, and why it lost its session. */
async function joined(...faults: readonly string[]) {
	const simulator = new Simulator({
		seed: 1,
		start: Date.UTC(2026, 10, 22, 3, 0),
		load: constantLoad(500),
		profile: GEN1,
		credentials: CREDENTIALS,
		log: LOG,
		onEvent() {},
		faults: parseFaults(faults),
	});
	const { scheduler } = simulator;
	const cable = new Cable(scheduler);
	const dongle = simulator.addDongle({ model: 'bp35c2', serial: cable.module });
	cable.module.onReceive = (bytes) => dongle.module.receive(bytes);
	const lost: string[] = [];
	const session = new HemsSession({ serial: cable.host, scheduler, log: LOG, onLost: (why) => lost.push(hemsFailureText(why, 'en')) });
	const within = async <Result>(promise: Promise<Result>) => {
		let waiting = true;
		const end = () => {
			waiting = false;
		};
		promise.then(end, end);
		while (waiting) {
			scheduler.runFor(1_000);
			await Promise.resolve();
		}
		return promise;
	};
	await within(session.open());
	const pans = await within(session.scan(CREDENTIALS));
	await within(session.join(pans[0]!));
	return { scheduler, lost };
}

describe('a HEMS session', () => {
	it('goes on where EVENT 25 follows EVENT 29: the module has authenticated it again', async () => {
		const { scheduler, lost } = await joined('short-lifetime=300s');
		scheduler.runFor(3_600_000);
		assert.deepEqual(lost, []);
	});

	it('is lost with the EVENT 24 that follows EVENT 29, and once', async () => {
		const { scheduler, lost } = await joined('short-lifetime=300s', 'failed-reauthentication');
		scheduler.runFor(3_600_000);
		assert.deepEqual(lost, ['the meter does not authenticate again (EVENT 24)']);
	});

	it('is lost a minute after an EVENT 29 that nothing follows', async () => {
		// The meter knows the session no more, and the rest of its lifetime is shorter than the module tries: EVENT 29 twice, and no other.
		const { scheduler, lost } = await joined('short-lifetime=150s', 'lost-session=10s');
		scheduler.runFor(3_600_000);
		assert.deepEqual(lost, ['the session has expired (EVENT 29)']);
	});
});
