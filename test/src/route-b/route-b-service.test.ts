import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import type { AirCounts } from '../../../modules/datagram/datagram.js';
import type { Contacts } from '../../../src/meter/backplane/unit.js';
import { GEN1 } from '../../../src/route-b/meter-profile.js';
import { RouteBService } from '../../../src/route-b/route-b-service.js';
import { StandingLink } from '../../../src/route-b/standing-link.js';
import { equal } from '../../assert.js';
import { HEMS, RecordingDatagrams, ScriptedReadings, STRANGER } from './route-b-rig.js';

class CountingDatagrams extends RecordingDatagrams {
	air: AirCounts | undefined = { transmissions: 9, airTime: 123 };
}

describe('Route B as a service', () => {
	it('counts sessions and datagrams, and tells what its link has sent on the air, while it has power', () => {
		const scheduler = new VirtualScheduler();
		const clock = new SchedulerClock(scheduler, 0);
		const datagrams = new CountingDatagrams(scheduler);
		const service = new RouteBService({
			link: new StandingLink(datagrams, scheduler),
			random: new SeededRandom(1, 'route-b'),
			profile: GEN1,
			serial: 'KEIKI0000001',
			log: { write() {} },
		});
		equal(service.counts(), undefined);
		const contacts: Contacts = {
			clock,
			// Route B asks for no intervals.
			readings: new ScriptedReadings(() => clock.now()) as unknown as Contacts['readings'],
			now: () => scheduler.now(),
			after: (delay, task) => scheduler.after(delay, task),
			send() {},
		};
		service.start(contacts);
		const { listener } = datagrams;
		listener.onPeer('failed', STRANGER, '');
		listener.onPeer('joined', HEMS, '');
		listener.onPeer('rejoined', HEMS, '');
		scheduler.runFor(1000);
		listener.onPeer('expired', HEMS, '');
		const text = (): string => JSON.stringify(service.counts());
		const counts = { joined: 1, rejoined: 1, ended: 1, refused: 1, received: 0, sent: 1, failed: 0, limited: 0 };
		equal(text(), JSON.stringify({ ...counts, air: datagrams.air }));
		datagrams.air = undefined;
		equal(text(), JSON.stringify(counts));
		service.stop();
		equal(service.counts(), undefined);
	});
});
