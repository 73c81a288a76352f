import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { FaultyReplies } from '../../../../src/world/fault/replies.js';
import { equal, hex, toHex } from '../../../assert.js';
import { GET_POWER_RES, HALF_HOUR_INF, INSTANCE_LIST_INF } from '../../../vectors/echonet-lite.js';
import { ALL_NODES, HEMS, RecordingDatagrams } from '../../route-b/route-b-rig.js';
import { switchedOn, switchOn } from './fault-rig.js';

const REPLY = GET_POWER_RES.replace(/\s/g, '');
const NOTIFICATION = HALF_HOUR_INF.replace(/\s/g, '');
/** The answer of §5's gateway before it was spoilt: six properties, E1 among them. */
const SIX = '1081 0005 028801 05ff01 72 06 d3 04 00000001 d7 01 06 e0 04 0000fe73 e1 01 01 e7 04 00000278 e8 04 001e0032';

function setUp(faults: readonly string[] = [], seed = 1) {
	const scheduler = new VirtualScheduler();
	const inner = new RecordingDatagrams(scheduler);
	const switches = switchedOn(faults, seed);
	const faulty = new FaultyReplies({ inner, scheduler, switches });
	let deliveries = 0;
	const send = (text: string, to = HEMS): string[] => {
		faulty.send(to, 3610, hex(text), () => deliveries++);
		scheduler.runFor(0);
		return inner.take().map(({ message }) => message);
	};
	return { scheduler, inner, faulty, switches, send, delivered: () => deliveries };
}

describe('faulty replies', () => {
	it('change nothing where no fault is asked for', () => {
		const { send, delivered } = setUp();
		for (const text of [REPLY, NOTIFICATION, INSTANCE_LIST_INF]) equal(send(text).join(), text.replace(/\s/g, ''));
		equal(delivered(), 3);
	});

	it('stay away, and say that they were sent', () => {
		const { send, delivered } = setUp(['request-timeout=always']);
		equal(send(REPLY).length, 0);
		equal(delivered(), 1);
		equal(send(NOTIFICATION).length, 1);
	});

	for (const [fault, delay] of [
		['slow', 3_000],
		['late', 70_000],
	] as const) {
		it(`are ${fault}`, () => {
			const { send, scheduler, inner } = setUp([`${fault}-reply=always`]);
			equal(send(REPLY).length, 0);
			scheduler.runFor(delay - 1);
			equal(inner.take().length, 0);
			scheduler.runFor(1);
			equal(inner.take()[0]!.message, REPLY);
		});
	}

	it('come twice, but are delivered once', () => {
		const { send, delivered } = setUp(['duplicate-reply=always']);
		equal(send(REPLY).join(), `${REPLY},${REPLY}`);
		equal(delivered(), 1);
	});

	it('come after a stale one with the TID before', () => {
		const { send } = setUp(['stale-reply=always']);
		equal(send(REPLY).join(), REPLY);
		const next = REPLY.replace('10810001', '10810002');
		equal(send(next).join(), `${REPLY},${next}`);
	});

	it('come after no stale one of the session before, whose TIDs may stand for other questions', () => {
		const { send, inner, faulty } = setUp(['stale-reply=always']);
		faulty.listener = { onDatagram() {}, onPeer() {} };
		send(REPLY);
		inner.listener.onPeer('left', HEMS, '');
		inner.listener.onPeer('joined', HEMS, '');
		const next = REPLY.replace('10810001', '10810002');
		equal(send(next).join(), next);
	});

	it('lack one of six properties: the unit', () => {
		const { send } = setUp(['partial-sna=always']);
		const spoilt = SIX.replace(' 72 ', ' 52 ').replace('e1 01 01', 'e1 00');
		equal(send(SIX).join(), spoilt.replace(/\s/g, ''));
		equal(send(REPLY).join(), REPLY, 'one property alone');
	});

	it('come right behind an INF', () => {
		equal(setUp(['interleaved-inf=always']).send(REPLY).join(), `1081000002880105ff017301800130,${REPLY}`);
	});

	it('come right before an INF of properties that the map does not list', () => {
		equal(setUp(['undeclared-inf=always']).send(REPLY).join(), `${REPLY},1081000002880105ff017301e70400000200`);
	});

	it('happen about once in n, and by the same seed to the same messages', () => {
		const pattern = (seed: number): string => {
			const { send } = setUp(['request-timeout=1/10'], seed);
			return Array.from({ length: 2000 }, () => send(REPLY).length).join('');
		};
		const lost = pattern(7).split('0').length - 1;
		equal(lost > 150 && lost < 250, true, `${lost} of 2000`);
		equal(pattern(7), pattern(7));
		equal(pattern(7) === pattern(8), false);
	});

	it('begin and end while it runs', () => {
		for (const fault of ['request-timeout', 'no-reply', 'duplicate-reply', 'interleaved-inf', 'undeclared-inf', 'slow-reply', 'late-reply']) {
			const { send, switches } = setUp();
			equal(send(REPLY).join(), REPLY);
			const { choice } = switchOn(switches, `${fault}=always`);
			equal(send(REPLY).join() === REPLY, false, fault);
			switches.set(choice.name, undefined);
			equal(send(REPLY).join(), REPLY, `${fault} is off`);
		}
	});

	it('happen once where they are to, and count what happened', () => {
		const { send, switches } = setUp();
		const fault = switchOn(switches, 'duplicate-reply=always', true);
		equal([1, 2, 3].map(() => send(REPLY).length).join(), '2,1,1');
		equal([fault.struck, fault.isOn].join(), '1,false');
	});
});

describe('a malformed frame', () => {
	it('comes right before each reply, each kind in its turn', () => {
		const { send, delivered } = setUp(['malformed=always']);
		const two = '1081 0005 028801 05ff01 72 02 e1 01 01 d7 01 06';
		equal(send(REPLY).join(), `${REPLY.replace('e704', 'e705')},${REPLY}`, 'PDC');
		equal(send(two).join(), `1081000502880105ff017200,${two.replace(/\s/g, '')}`, 'OPC');
		equal(send(REPLY).join(), `${REPLY.replace('1081', '1082')},${REPLY}`, 'EHD2');
		equal(send(REPLY).join(), `10,${REPLY}`, 'one byte');
		equal(send(REPLY).join(), `${REPLY.padEnd(510, 'f')},${REPLY}`, '255 bytes');
		equal(send(two)[0], two.replace(/\s/g, '').replace('d70106', 'd70206'), 'PDC of the last');
		equal(delivered(), 6);
	});

	it('is malformed also where the reply is longer than it, or has two lists', () => {
		const { send } = setUp(['malformed=always']);
		const both = '1081000502880105ff015e018100 01e1 0101'.replace(/\s/g, '');
		equal(send(both)[0], both.replace('e10101', 'e10201'));
		for (let i = 0; i < 3; i++) send(REPLY);
		const long = `1081000502880105ff017202e2c2${'00'.repeat(194)}e4c2${'00'.repeat(194)}`;
		equal(send(long)[0], `${long}ff`);
	});
});

describe('a Set of a choice of the history', () => {
	const SET = '1081 0005 05ff01 028801 61 02 81 01 08 e5 01 03';

	function meter(...faults: readonly string[]) {
		const parts = setUp(faults);
		const heard: string[] = [];
		parts.faulty.listener = { onDatagram: (_from, _to, _port, bytes) => heard.push(toHex(bytes)), onPeer() {} };
		return { ...parts, heard, ask: (text: string) => parts.inner.listener.onDatagram(HEMS, HEMS, 3610, hex(text), true) };
	}

	it('is refused by the meter itself, and comes back as it was asked', () => {
		const { ask, send, heard } = meter('set-refused');
		ask(SET);
		equal(heard.join(), '1081000505ff0102880161028101 08e500'.replace(/\s/g, ''));
		equal(send('1081 0005 028801 05ff01 51 02 81 00 e5 00').join(), '1081000502880105ff0151028100e50103');
		equal(send('1081 0005 028801 05ff01 51 01 e5 00').join(), '1081000502880105ff015101e500', 'of another request');
	});

	it('passes where it is for another object, chooses nothing, or is none', () => {
		const { ask, heard, switches } = meter('set-refused');
		for (const text of [
			'1081 0005 05ff01 0ef001 61 01 e5 01 03',
			'1081 0005 05ff01 028801 61 01 81 01 08',
			'1081 0005 05ff01 028801 62 01 e5 00',
			'1081',
		]) {
			ask(text);
			equal(heard.pop(), text.replace(/\s/g, ''));
		}
		equal(switches.running[0]!.struck, 0);
	});

	it('is asked of all meters, by SetI and by SetGet too', () => {
		const { ask, heard } = meter('set-refused');
		ask('1081 0005 05ff01 028800 60 01 ed 07 07ea0b16090006');
		equal(heard.pop(), '1081000505ff010288006001ed00');
		ask('1081 0005 05ff01 028801 6e 01 e5 01 03 01 e2 00');
		equal(heard.pop(), '1081000505ff010288016e01e50001e200');
	});

	it('is forgotten where the TID asks something else, or after 16 others', () => {
		const { ask, send } = meter('set-refused');
		const sna = '1081000502880105ff015101e500';
		ask('1081 0005 05ff01 028801 61 01 e5 01 03');
		ask('1081 0005 05ff01 028801 61 01 81 01 08');
		equal(send(sna).join(), sna);
		for (let tid = 5; tid <= 21; tid++) ask(`1081 00${tid.toString(16).padStart(2, '0')} 05ff01 028801 61 01 e5 01 03`);
		equal(send(sna).join(), sna, 'the first of 17');
		equal(send(sna.replace('0005', '0006')).join(), '1081000602880105ff015101e50103', 'the second');
	});
});

describe('a value beyond the scale', () => {
	const BOTH = '1081 0005 028801 05ff01 72 03 e7 04 00000278 e8 04 001e7ffe e1 01 01';
	const of = (power: string, current: string) => `1081000502880105ff017203e704${power}e804${current}7ffee10101`;

	it('is above it and below it in turn, and a phase without data stays so', () => {
		const { send } = setUp(['beyond-scale=always']);
		equal(send(BOTH).join(), of('7fffffff', '7fff'));
		equal(send(BOTH).join(), of('80000000', '8000'));
		equal(send(BOTH).join(), of('7fffffff', '7fff'));
	});

	it('is none of another property, nor of one without data', () => {
		const { send, switches } = setUp();
		const fault = switchOn(switches, 'beyond-scale=always');
		for (const text of ['1081000502880105ff017201e10101', '1081000502880105ff015201e700']) equal(send(text).join(), text);
		equal(fault.struck, 0);
	});

	it('comes in a partial answer as well', () => {
		const { send } = setUp(['beyond-scale=always', 'partial-sna=always']);
		equal(send(BOTH).join(), of('7fffffff', '7fff').replace('7203', '5203').replace('e10101', 'e100'));
	});
});

describe('a long reply', () => {
	const reply = (length: number) => `1081000502880105ff017201e2${(length - 14).toString(16).padStart(2, '0')}${'00'.repeat(length - 14)}`;

	it('is lost from 100 bytes on', () => {
		const { send, delivered } = setUp(['long-reply-lost']);
		equal(send(reply(99)).join(), reply(99));
		equal(send(reply(100)).length, 0);
		equal(delivered(), 2);
	});
});

describe('a Get_SNA', () => {
	const SNA = '1081 0005 028801 05ff01 52 03 d300 d70106 8d00';

	it('leaves out what it refuses', () => {
		equal(setUp(['short-sna=always']).send(SNA).join(), '1081000502880105ff015201d70106');
	});

	it('leaves out what partial-sna has refused in its place', () => {
		const sent = setUp(['partial-sna=always', 'short-sna=always']).send('1081 0005 028801 05ff01 72 02 e704000004d5 e10101');
		equal(sent.join(), '1081000502880105ff015201e704000004d5');
	});

	it('of one property, or of nothing that can be read, stays as it is', () => {
		const nothing = '1081000502880105ff015202d3008d00';
		equal(setUp(['short-sna=always']).send(nothing).join(), nothing);
		equal(setUp(['short-sna=always']).send(REPLY).join(), REPLY);
	});
});

describe('a request that meets the notification', () => {
	const GET = '1081 0001 05ff01 028801 62 01 e700';

	function meter() {
		const parts = setUp();
		const fault = switchOn(parts.switches, 'notification-collision=always');
		const heard: string[] = [];
		parts.faulty.listener = { onDatagram: (_from, _to, _port, bytes) => heard.push(toHex(bytes)), onPeer() {} };
		return { ...parts, fault, heard, ask: () => parts.inner.listener.onDatagram(HEMS, HEMS, 3610, hex(GET), true) };
	}

	it('is lost if it is open then: its reply does not come', () => {
		const { ask, send, scheduler, heard, fault } = meter();
		ask();
		equal(heard.length, 1);
		scheduler.runFor(300);
		equal(send(NOTIFICATION).length, 1);
		equal(send(REPLY).length, 0);
		equal(fault.struck, 1);
	});

	it('is lost if it comes within 2 s after it, and heard later', () => {
		const { ask, send, scheduler, heard } = meter();
		send(NOTIFICATION);
		scheduler.runFor(1_999);
		ask();
		equal(heard.length, 0);
		scheduler.runFor(1);
		ask();
		equal(heard.length, 1);
		equal(send(REPLY).length, 1);
	});

	it('is not lost if it was answered before, nor is what is no request', () => {
		const { ask, send, heard, inner } = meter();
		ask();
		equal(send(REPLY).length, 1);
		send(NOTIFICATION);
		inner.listener.onDatagram(HEMS, HEMS, 3610, hex('1081 0001 05ff01 028801 7a 01 ea00'), true);
		inner.listener.onDatagram(HEMS, HEMS, 3610, hex('10'), true);
		equal(heard.length, 3);
	});
});

describe('faulty notifications', () => {
	it('do not come', () => equal(setUp(['missing-notification=always']).send(NOTIFICATION).length, 0));

	it('come late', () => {
		const { send, scheduler, inner } = setUp(['late-notification=always']);
		equal(send(NOTIFICATION).length, 0);
		scheduler.runFor(70_000);
		equal(inner.take()[0]!.message, NOTIFICATION);
	});

	it('come twice', () => {
		const { send, scheduler, inner } = setUp(['duplicate-notification=always']);
		equal(send(NOTIFICATION).length, 1);
		scheduler.runFor(3_000);
		equal(inner.take()[0]!.message, NOTIFICATION);
	});

	it('leave the instance list and the replies alone', () => {
		const { send } = setUp(['missing-notification=always']);
		equal(send(INSTANCE_LIST_INF, hex(ALL_NODES)).length, 1);
		equal(send(REPLY).length, 1);
	});
});

describe('datagrams through faulty replies', () => {
	it('pass in both directions', () => {
		const { faulty, inner } = setUp();
		let heard = 0;
		faulty.listener = { onDatagram: () => heard++, onPeer: () => heard++ };
		inner.listener.onPeer('joined', HEMS, '');
		inner.listener.onDatagram(HEMS, HEMS, 3610, hex('00'), true);
		equal(heard, 2);
		faulty.configure('id', 'password');
		equal(inner.credentials, 'id password');
		faulty.terminate(HEMS);
		equal(inner.ended.length, 1);
		equal(faulty.maxPayload, 1232);
	});
});
