import { SeededRandom } from '../../../hal/virtual/random.js';
import { defaultRules, type NotificationRules } from '../../../src/route-b/notifications.js';
import { equal, toHex } from '../../assert.js';
import { HALF_HOUR_INF } from '../../vectors/echonet-lite.js';
import { ALL_NODES, connected, HEMS, japan, setUp } from './route-b-rig.js';

const BOUNDARY = japan(2026, 5, 20, 14, 0);
const COUNTS = { import: 0xfe68, export: 0x16 };

function rules(overrides: Partial<NotificationRules>): NotificationRules {
	return { ...defaultRules(new SeededRandom(1)), delays: () => [10_000], ...overrides };
}

describe('half-hourly notification', () => {
	it('is the frame that real meters send, unicast to the HEMS', () => {
		const { readings, datagrams, scheduler } = connected({ notifications: rules({}) }, BOUNDARY);
		readings.close(BOUNDARY, COUNTS);
		scheduler.runFor(9_999);
		equal(datagrams.sent.length, 0);
		scheduler.runFor(1);
		const [sent, ...more] = datagrams.take();
		equal(sent!.message, HALF_HOUR_INF.replace(/\s/g, ''));
		equal(sent!.to, toHex(HEMS));
		equal(sent!.message.length / 2, 0x26, 'length, as a module shows it');
		equal(more.length, 0);
	});

	it('comes between 5 and 120 seconds after the boundary, spread over them', () => {
		const { readings, datagrams, scheduler } = connected({}, BOUNDARY);
		const delays: number[] = [];
		for (let i = 0; i < 200; i++) {
			const start = scheduler.now();
			readings.close(BOUNDARY + 30 * i, COUNTS);
			scheduler.runFor(1_800_000);
			const sent = datagrams.take();
			equal(sent.length, 1);
			delays.push(sent[0]!.at - start);
		}
		const early = Math.min(...delays);
		const late = Math.max(...delays);
		equal(early >= 5_000 && early < 15_000, true, `earliest ${early}`);
		equal(late <= 120_000 && late > 110_000, true, `latest ${late}`);
	});

	it('carries the values of its boundary even when the next one has passed', () => {
		const { readings, datagrams, scheduler } = connected({ notifications: rules({ delays: () => [2_000_000] }) }, BOUNDARY);
		readings.close(BOUNDARY, COUNTS);
		scheduler.runFor(1_900_000);
		readings.close(BOUNDARY + 30, { import: 1, export: 2 });
		scheduler.runFor(100_000);
		equal(datagrams.take()[0]!.message, HALF_HOUR_INF.replace(/\s/g, ''));
	});

	it('counts its TIDs on from the instance list', () => {
		const { readings, datagrams, scheduler } = connected({ notifications: rules({}) }, BOUNDARY);
		for (let i = 0; i < 3; i++) {
			readings.close(BOUNDARY + 30 * i, COUNTS);
			scheduler.runFor(1_800_000);
		}
		equal(
			datagrams
				.take()
				.map(({ message }) => message.slice(4, 8))
				.join(),
			'0001,0002,0003',
		);
	});

	it('has one property where the meter counts one direction', () => {
		const { readings, datagrams, scheduler } = connected({ notifications: rules({}) }, BOUNDARY);
		readings.twoWay = false;
		readings.close(BOUNDARY, COUNTS);
		scheduler.runFor(10_000);
		equal(datagrams.take()[0]!.message, '1081000102880105ff017301ea0b07ea05140e00000000fe68');
	});

	it('is not sent while no HEMS is connected, nor kept for one that comes later', () => {
		const { readings, datagrams, scheduler, routeB } = setUp({ notifications: rules({}) }, BOUNDARY);
		routeB.start();
		readings.close(BOUNDARY, COUNTS);
		scheduler.runFor(20_000);
		datagrams.listener.onPeer('joined', HEMS, '');
		scheduler.runFor(600_000);
		equal(datagrams.take().filter(({ message }) => message.includes('ea0b')).length, 0);
	});

	it('can be missing, late, or come twice with one TID', () => {
		const { readings, datagrams, scheduler } = connected(
			{ notifications: rules({ delays: (at) => (at === BOUNDARY ? [] : [10, 600_000]) }) },
			BOUNDARY,
		);
		readings.close(BOUNDARY, COUNTS);
		scheduler.runFor(1_800_000);
		equal(datagrams.take().length, 0);
		readings.close(BOUNDARY + 30, COUNTS);
		scheduler.runFor(1_800_000);
		const [first, second] = datagrams.take();
		equal(first!.message, second!.message);
		equal(second!.at - first!.at, 599_990);
	});

	it('does not pile up where the clock leaps', () => {
		const { readings, datagrams, scheduler } = connected({}, BOUNDARY);
		for (let i = 0; i < 1000; i++) readings.close(BOUNDARY + 30 * i, COUNTS);
		scheduler.runFor(120_000);
		equal(datagrams.take().length, 4);
	});

	it('goes to all nodes where there are no sessions', () => {
		const { readings, datagrams, scheduler, routeB } = setUp({ secured: 'any', notifications: rules({ service: 'INFC' }) }, BOUNDARY);
		routeB.start();
		scheduler.runFor(500);
		datagrams.take();
		readings.close(BOUNDARY, COUNTS);
		scheduler.runFor(60_000);
		const [sent, ...more] = datagrams.take();
		equal(sent!.to, ALL_NODES);
		equal(sent!.message.slice(20, 22), '73');
		equal(more.length, 0);
	});
});

describe('half-hourly notification as INFC', () => {
	const infc = rules({ service: 'INFC', retries: 2, patience: 10_000 });

	it('is repeated with its TID until its patience ends', () => {
		const { readings, datagrams, scheduler } = connected({ notifications: infc }, BOUNDARY);
		readings.close(BOUNDARY, COUNTS);
		scheduler.runFor(600_000);
		const sent = datagrams.take();
		equal(sent.map(({ message }) => message.slice(4, 8) + message.slice(20, 22)).join(), '000174,000174,000174');
		equal(sent[1]!.at - sent[0]!.at, 10_000);
	});

	it('is not repeated once the HEMS confirmed it', () => {
		const { readings, datagrams, scheduler, receive } = connected({ notifications: infc }, BOUNDARY);
		readings.close(BOUNDARY, COUNTS);
		scheduler.runFor(10_000);
		receive('1081 0002 05ff01 028801 7a 02 ea 00 eb 00');
		scheduler.runFor(10_000);
		equal(datagrams.take().length, 2, 'a strange TID confirms nothing');
		receive('1081 0001 05ff01 028801 7a 02 ea 00 eb 00');
		scheduler.runFor(600_000);
		equal(datagrams.take().length, 0);
	});

	it('ends with the session', () => {
		const { readings, datagrams, scheduler } = connected({ notifications: infc }, BOUNDARY);
		readings.close(BOUNDARY, COUNTS);
		scheduler.runFor(10_000);
		datagrams.listener.onPeer('left', HEMS, '');
		scheduler.runFor(600_000);
		equal(datagrams.take().length, 1);
	});
});
