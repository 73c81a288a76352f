import { parseCredentials } from '../../../src/route-b/credentials.js';
import { equal, hex, toHex } from '../../assert.js';
import { GET_POWER, INSTANCE_LIST_INF } from '../../vectors/echonet-lite.js';
import { ALL_NODES, connected, HEMS, METER, STRANGER, setUp } from './route-b-rig.js';

const INSTANCES = INSTANCE_LIST_INF.replace(/\s/g, '');

describe('Route B', () => {
	describe('session', () => {
		it('announces the instance list half a second after the HEMS joined, to all nodes', () => {
			const { routeB, datagrams, scheduler } = setUp();
			routeB.start();
			datagrams.listener.onPeer('joined', HEMS, 'PANA success');
			scheduler.runFor(499);
			equal(datagrams.sent.length, 0);
			scheduler.runFor(1);
			const [sent] = datagrams.take();
			equal(sent!.message, INSTANCES);
			equal(sent!.to, ALL_NODES);
			equal(sent!.port, 3610);
		});

		it('announces it again, with TID 0 again, to a HEMS that joins anew', () => {
			const { datagrams, scheduler } = connected();
			datagrams.listener.onPeer('joined', HEMS, '');
			scheduler.runFor(500);
			equal(
				datagrams
					.take()
					.map(({ message }) => message)
					.join(),
				INSTANCES,
			);
		});

		it('does not announce it after a re-authentication, nor to a HEMS that is gone', () => {
			const { datagrams, scheduler } = connected();
			datagrams.listener.onPeer('rejoined', HEMS, '');
			scheduler.runFor(10_000);
			datagrams.listener.onPeer('joined', HEMS, '');
			datagrams.listener.onPeer('left', HEMS, '');
			scheduler.runFor(10_000);
			equal(datagrams.take().length, 0);
		});

		it('sends it once for two joins in a moment', () => {
			const { datagrams, scheduler } = connected();
			for (let i = 0; i < 2; i++) datagrams.listener.onPeer('joined', HEMS, '');
			scheduler.runFor(10_000);
			equal(datagrams.take().length, 1);
		});

		it('hears only the secured datagrams of its HEMS', () => {
			const { receive, datagrams, routeB, scheduler } = connected();
			receive(GET_POWER, HEMS, false);
			receive(GET_POWER, STRANGER);
			datagrams.listener.onDatagram(HEMS, METER, 716, hex(GET_POWER), true);
			scheduler.runFor(1000);
			equal(datagrams.take().length, 0);
			equal(routeB.status.report().refused, 2);
			receive(GET_POWER);
			equal(datagrams.take()[0]!.to, toHex(HEMS));
		});

		for (const event of ['left', 'expired'] as const) {
			it(`hears nobody once its HEMS has ${event}`, () => {
				const { datagrams, ask } = connected();
				datagrams.listener.onPeer(event, HEMS, '');
				equal(ask(GET_POWER).length, 0);
			});
		}

		it('keeps its session where an authentication fails, or a stranger leaves', () => {
			const { datagrams, ask } = connected();
			datagrams.listener.onPeer('failed', HEMS, '');
			datagrams.listener.onPeer('left', STRANGER, '');
			equal(ask(GET_POWER).length, 1);
		});

		it('ends the session of a second HEMS, and keeps the first', () => {
			const { datagrams, ask, routeB } = connected();
			datagrams.listener.onPeer('joined', STRANGER, '');
			equal(datagrams.ended.join(), toHex(STRANGER));
			equal(ask(GET_POWER, STRANGER).length, 0);
			equal(ask(GET_POWER).length, 1);
			equal(toHex(routeB.hems!), toHex(HEMS));
		});

		it('does not answer in a new session what was asked in the old', () => {
			const { datagrams, receive, scheduler } = connected({ answerDelay: { min: 2000, max: 2000 } });
			receive(GET_POWER);
			datagrams.listener.onPeer('left', HEMS, '');
			datagrams.listener.onPeer('joined', HEMS, '');
			scheduler.runFor(60_000);
			equal(
				datagrams
					.take()
					.map(({ message }) => message)
					.join(),
				INSTANCES,
			);
		});

		it('hands credentials down, and ends a session when told', () => {
			const { routeB, datagrams } = setUp();
			routeB.start(parseCredentials('00112233445566778899aabbccddeeff', '0123456789AB'));
			equal(datagrams.credentials, '00112233445566778899AABBCCDDEEFF 0123456789AB');
			routeB.disconnect();
			equal(datagrams.ended.length, 0);
			datagrams.listener.onPeer('joined', HEMS, '');
			routeB.disconnect();
			equal(datagrams.ended.join(), toHex(HEMS));
		});
	});

	describe('without sessions', () => {
		it('announces itself when it starts', () => {
			const { routeB, datagrams, scheduler } = setUp({ secured: 'any' });
			routeB.start();
			scheduler.runFor(500);
			equal(
				datagrams
					.take()
					.map(({ to, message }) => `${to} ${message}`)
					.join(),
				`${ALL_NODES} ${INSTANCES}`,
			);
		});

		it('answers whoever asks, secured or not', () => {
			const { routeB, datagrams, receive } = setUp({ secured: 'any' });
			routeB.start();
			receive(GET_POWER, HEMS, false);
			receive(GET_POWER, STRANGER, false);
			equal(
				datagrams
					.take()
					.map(({ to }) => to)
					.join(),
				`${toHex(HEMS)},${toHex(STRANGER)}`,
			);
		});

		it('takes another multicast group', () => {
			const group = hex('00000000000000000000ffffe0001700');
			const { routeB, datagrams, scheduler } = setUp({ secured: 'any', multicast: group });
			routeB.start();
			scheduler.runFor(500);
			equal(datagrams.take()[0]!.to, toHex(group));
		});
	});

	describe('and a controller that announces itself', () => {
		const CONTROLLER = '1081 0000 0ef001 0ef001 73 01 d5 04 01 05ff01';
		/** What follows this message, apart from the announcement at the start, within so many ms. */
		const follows = (options: Parameters<typeof setUp>[0], messages: readonly string[], within = 1_000) => {
			const { routeB, datagrams, scheduler, receive } = setUp({ secured: 'any', ...options });
			routeB.start();
			scheduler.runFor(500);
			datagrams.take();
			for (const message of messages) receive(message, STRANGER, false);
			scheduler.runFor(within);
			return datagrams.take().map(({ to, message }) => `${to} ${message.slice(8)}`);
		};
		const instances = `${ALL_NODES} ${INSTANCES.slice(8)}`;

		it('stays silent unless it is told to answer', () => equal(follows({}, [CONTROLLER]).length, 0));

		for (const [what, message] of [
			['of its node', CONTROLLER],
			['by an INFC, which is confirmed too', CONTROLLER.replace(' 73 ', ' 74 ')],
			['of the controller itself', '1081 0000 05ff01 0ef001 73 01 d5 04 01 05ff01'],
			['beside other objects', '1081 0000 0ef001 0ef001 73 01 d5 07 02 013001 05ff02'],
		] as const) {
			it(`tells its instances where the list is ${what}`, () => equal(follows({ answersAnnouncements: true }, [message]).at(-1), instances));
		}

		it('does not for lists without a controller, for other properties, and for the list of another class', () => {
			const others = [
				'1081 0000 0ef001 0ef001 73 01 d5 04 01 028801',
				'1081 0000 0ef001 0ef001 73 01 d5 01 00',
				'1081 0000 0ef001 0ef001 73 01 80 01 30',
				'1081 0000 013001 0ef001 73 01 d5 04 01 05ff01',
			];
			equal(follows({ answersAnnouncements: true }, others).length, 0);
		});

		it('tells them once for many, and again only after a while', () => {
			const many = Array.from({ length: 20 }, () => CONTROLLER);
			equal(follows({ answersAnnouncements: true }, many, 10_000).join(), instances);
			const { routeB, datagrams, scheduler, receive } = setUp({ secured: 'any', answersAnnouncements: true });
			routeB.start();
			scheduler.runFor(500);
			datagrams.take();
			for (let i = 0; i < 100; i++) {
				receive(CONTROLLER, STRANGER, false);
				scheduler.runFor(100);
			}
			equal(datagrams.take().length, 2);
		});
	});

	describe('answers', () => {
		it('do not come from inside the indication', () => {
			const { datagrams, scheduler } = connected();
			datagrams.listener.onDatagram(HEMS, METER, 3610, hex(GET_POWER), true);
			equal(datagrams.sent.length, 0);
			scheduler.runFor(0);
			equal(datagrams.sent.length, 1);
		});

		it('go by unicast to what was asked by multicast', () => {
			const { datagrams, scheduler } = connected();
			datagrams.listener.onDatagram(HEMS, hex(ALL_NODES), 3610, hex(GET_POWER), true);
			scheduler.runFor(0);
			equal(datagrams.sent[0]!.to, toHex(HEMS));
		});

		it('take their time, one after the other', () => {
			const { datagrams, receive, scheduler } = connected({ answerDelay: { min: 200, max: 2000 } });
			const start = scheduler.now();
			for (let i = 0; i < 3; i++) receive(GET_POWER);
			scheduler.runFor(10_000);
			const times = datagrams.take().map(({ at }) => at - start);
			equal(times.length, 3);
			for (let i = 0; i < 3; i++) {
				const taken = times[i]! - (times[i - 1] ?? 0);
				equal(taken >= 200 && taken <= 2000, true, `answer ${i} after ${taken} ms`);
			}
		});

		it('are not promised to more requests than can wait', () => {
			const { datagrams, receive, scheduler, routeB } = connected({ answerDelay: { min: 10, max: 20 }, queue: 4 });
			for (let i = 0; i < 10; i++) datagrams.listener.onDatagram(HEMS, METER, 3610, hex(GET_POWER), true);
			scheduler.runFor(1000);
			equal(datagrams.take().length, 4);
			equal(routeB.status.report().overrun, 6);
			receive(GET_POWER);
			scheduler.runFor(1000);
			equal(datagrams.take().length, 1);
		});

		it('tell the instances, with the profile that stands for the node', () => {
			const { ask } = connected();
			equal(ask('1081 0007 05ff01 0ef001 62 02 d6 00 82 00').join(), '108100070ef00105ff017202d604010288018204010d0100');
			equal(ask('1081 0008 0ef001 0ef001 63 01 d5 00').join(), '108100080ef0010ef0017301d50401028801');
		});
	});

	describe('changes', () => {
		it('of the fault status are announced, once each', () => {
			const { routeB, datagrams } = connected();
			for (let i = 0; i < 2; i++) routeB.setFaulty(true);
			equal(
				datagrams
					.take()
					.map(({ to, message }) => `${to} ${message}`)
					.join(),
				`${ALL_NODES} 108100010288010ef0017301880141`,
			);
			routeB.setFaulty(false);
			equal(datagrams.take()[0]!.message, '108100020288010ef0017301880142');
		});

		it('of the operation status too', () => {
			const { routeB, datagrams } = connected();
			routeB.setOperating(false);
			equal(datagrams.take()[0]!.message, '108100010288010ef0017301800131');
		});

		it('of the location come after the answer that made them', () => {
			const { ask } = connected();
			equal(ask('1081 0009 05ff01 028801 61 01 81 01 08').join(), '1081000902880105ff0171018100,108100010288010ef0017301810108');
		});

		it('are kept to itself while nobody is there', () => {
			const { routeB, datagrams } = setUp();
			routeB.start();
			routeB.setFaulty(true);
			equal(datagrams.take().length, 0);
		});
	});

	describe('status', () => {
		it('tells startup, authentication and connection, with their evidence and times', () => {
			const { routeB, datagrams, scheduler, clock, receive } = setUp();
			equal(routeB.status.report().startedAt, undefined);
			routeB.start();
			const start = clock.now();
			scheduler.runFor(1000);
			datagrams.listener.onPeer('failed', HEMS, 'PANA_AUTHENTICATION_REJECTED');
			let report = routeB.status.report();
			equal(report.startedAt, start);
			equal(report.authentication?.event, 'failed');
			equal(report.authentication?.evidence, 'PANA_AUTHENTICATION_REJECTED');
			equal(report.authentication?.at, start + 1000);
			equal(report.connection, undefined);
			datagrams.listener.onPeer('joined', HEMS, 'PANA success');
			receive(GET_POWER);
			scheduler.runFor(1000);
			datagrams.listener.onPeer('expired', HEMS, 'lifetime over');
			report = routeB.status.report();
			equal(report.authentication?.event, 'joined');
			equal(report.connection?.event, 'expired');
			equal(report.hems, undefined);
			equal(report.heardAt, start + 1000);
			equal(report.sent, 2);
			equal(report.received, 1);
			equal(JSON.stringify(report.counts), '{"joined":1,"rejoined":0,"left":0,"expired":1,"failed":1}');
			equal(report.events.map(({ event }) => event).join(), 'failed,joined,expired');
		});

		it('counts what was not delivered', () => {
			const { routeB, datagrams, receive, scheduler } = connected();
			for (const delivery of ['failed', 'limited', 'limited'] as const) {
				datagrams.delivery = delivery;
				receive(GET_POWER);
				scheduler.runFor(0);
			}
			const { failed, limited } = routeB.status.report();
			equal(`${failed} ${limited}`, '1 2');
		});

		it('does not grow', () => {
			const { routeB, datagrams } = connected();
			for (let i = 0; i < 1000; i++) datagrams.listener.onPeer('failed', STRANGER, '');
			equal(routeB.status.report().events.length, 8);
		});
	});
});
