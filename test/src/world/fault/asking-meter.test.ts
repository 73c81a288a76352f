import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import type { PeerEvent } from '../../../../modules/datagram/datagram.js';
import { AskingMeter } from '../../../../src/world/fault/asking-meter.js';
import { equal, hex, toHex } from '../../../assert.js';
import { HEMS, RecordingDatagrams, STRANGER } from '../../route-b/route-b-rig.js';
import { switchedOn, switchOn } from './fault-rig.js';

const FIRST = '108180000ef0010ef0016201d600';

function setUp(...faults: readonly string[]) {
	const scheduler = new VirtualScheduler();
	const inner = new RecordingDatagrams(scheduler);
	const switches = switchedOn(faults);
	let isMute = false;
	const asking = new AskingMeter({ inner, scheduler, switches, isMute: () => isMute });
	switches.onChange = (name) => name === 'meter-asks' && asking.onChange();
	const heard: string[] = [];
	asking.listener = { onDatagram: (_from, _to, _port, bytes) => heard.push(toHex(bytes)), onPeer: (event) => heard.push(event) };
	const says = (event: PeerEvent, peer = HEMS) => inner.listener.onPeer(event, peer, '');
	const askedAfter = (time: number) => {
		scheduler.runFor(time);
		return inner
			.take()
			.map(({ message }) => message)
			.join();
	};
	const answers = (text: string) => {
		inner.listener.onDatagram(HEMS, HEMS, 3610, hex(text), true);
		return heard.splice(0).join();
	};
	return { inner, switches, asking, heard, says, askedAfter, answers, mute: (on: boolean) => (isMute = on) };
}

describe('a meter that asks', () => {
	it('asks who has joined, so often, and the next question each time', () => {
		const { says, askedAfter, inner } = setUp('meter-asks=5s');
		equal(askedAfter(60_000), '');
		says('joined');
		equal(askedAfter(4_999), '');
		equal(askedAfter(1), FIRST);
		equal(askedAfter(5_000), '108180010ef0010ef00162019f00');
		says('rejoined');
		says('failed', STRANGER);
		says('left', STRANGER);
		equal(askedAfter(5_000), '108180020ef0010ef00162018200');
		equal(inner.listener === undefined, false);
	});

	for (const end of ['left', 'expired'] as const) {
		it(`asks no more when the session has ${end}`, () => {
			const { says, askedAfter } = setUp('meter-asks=5s');
			says('joined');
			askedAfter(4_000);
			says(end);
			equal(askedAfter(60_000), '');
		});
	}

	it('asks once a time, however often one joins', () => {
		const { says, askedAfter } = setUp('meter-asks=5s');
		says('joined');
		askedAfter(3_000);
		says('joined');
		equal(askedAfter(4_999), '');
		equal(askedAfter(1), FIRST);
	});

	it('begins and ends while a session goes on, asks one question where it is to ask once', () => {
		const { says, askedAfter, switches } = setUp();
		says('joined');
		const fault = switchOn(switches, 'meter-asks=5s', true);
		equal(askedAfter(60_000), FIRST);
		equal(fault.struck, 1);
		switchOn(switches, 'meter-asks=5s');
		switches.set('meter-asks', undefined);
		equal(askedAfter(60_000), '');
	});

	it('says nothing while it is mute, and asks on behind it', () => {
		const { says, askedAfter, mute, switches } = setUp('meter-asks=5s');
		says('joined');
		mute(true);
		equal(askedAfter(12_000), '');
		equal(switches.running[0]!.struck, 0);
		mute(false);
		equal(askedAfter(3_000), FIRST);
	});

	it('keeps the answers to itself, and all else not', () => {
		const { says, askedAfter, answers, heard } = setUp('meter-asks=5s');
		says('joined');
		const answer = '108180000ef0010ef0017201d6040105ff01';
		equal(heard.splice(0).join(), 'joined');
		equal(answers(answer), answer, 'before it was asked');
		askedAfter(5_000);
		equal(answers(answer), '');
		equal(answers(answer.replace('72', '52')), '');
		for (const other of [answer.replace('8000', '8001'), answer.replace('8000', '0000'), answer.replace('72', '62'), '10'])
			equal(answers(other), other);
	});

	it('passes what the meter itself sends and is told', () => {
		const { asking, inner } = setUp('meter-asks=5s');
		asking.send(STRANGER, 3610, hex('00'), () => {});
		equal(inner.take()[0]!.message, '00');
		asking.configure('id', 'password');
		equal(inner.credentials, 'id password');
		asking.terminate(HEMS);
		equal(inner.ended.length, 1);
		equal(asking.maxPayload, 1232);
	});
});
