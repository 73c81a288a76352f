import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { EchonetController } from '../../../modules/echonet-lite/controller.js';
import { ESV, type Frame } from '../../../modules/echonet-lite/frame.js';
import { equal, hex, toHex } from '../../assert.js';

const METER = hex('fe800000000000000211223344556677');
const STRANGER = hex('fe800000000000000211223344556688');

function setUp() {
	const scheduler = new VirtualScheduler();
	const sent: { to: Uint8Array | undefined; message: string }[] = [];
	const notified: Frame[] = [];
	const controller = new EchonetController({
		scheduler,
		log: { write: () => {} },
		transmit: (to, message) => sent.push({ to, message: toHex(message) }),
		onNotification: (_from, frame) => notified.push(frame),
	});
	const outcomes: string[] = [];
	const done = (answer: Frame | undefined): void => {
		outcomes.push(answer ? `${answer.esv.toString(16)} ${answer.properties.map(({ edt }) => toHex(edt)).join()}` : 'nothing');
	};
	return { scheduler, sent, notified, controller, outcomes, done };
}

describe('ECHONET Lite controller', () => {
	it('asks with a TID of its own, and takes the answer', () => {
		const { controller, sent, outcomes, done } = setUp();
		controller.get(METER, 0x028801, [0xe7], done);
		equal(sent[0]!.message, '1081000105ff010288016201e700');
		controller.receive(METER, hex('1081 0001 028801 05ff01 72 01 e7 04 00000200'));
		equal(outcomes.join(), '72 00000200');
		equal(controller.waiting, 0);
	});

	it('hands over a refusal as it is', () => {
		const { controller, outcomes, done } = setUp();
		controller.set(METER, 0x028801, [{ epc: 0xe5, edt: hex('64') }], done);
		controller.receive(METER, hex('1081 0001 028801 05ff01 51 01 e5 01 64'));
		equal(outcomes.join(), '51 64');
	});

	it('gives up after its time, and counts what comes later', () => {
		const { controller, scheduler, outcomes, done } = setUp();
		controller.get(METER, 0x028801, [0xe7], done);
		scheduler.runFor(19_999);
		equal(outcomes.length, 0);
		scheduler.runFor(1);
		equal(outcomes.join(), 'nothing');
		controller.receive(METER, hex('1081 0001 028801 05ff01 72 01 e7 04 00000200'));
		equal(outcomes.length, 1);
		equal(controller.dropped.unexpected, 1);
	});

	it('takes an answer once', () => {
		const { controller, outcomes, done } = setUp();
		controller.get(METER, 0x028801, [0xe7], done);
		for (let i = 0; i < 2; i++) controller.receive(METER, hex('1081 0001 028801 05ff01 72 01 e7 04 00000200'));
		equal(outcomes.length, 1);
		equal(controller.dropped.unexpected, 1);
	});

	it('knows its answer by TID, address, object and service', () => {
		const { controller, outcomes, done } = setUp();
		controller.get(METER, 0x028801, [0xe7], done);
		controller.receive(METER, hex('1081 0002 028801 05ff01 72 01 e7 04 00000200'));
		controller.receive(STRANGER, hex('1081 0001 028801 05ff01 72 01 e7 04 00000200'));
		controller.receive(METER, hex('1081 0001 028701 05ff01 72 01 e7 04 00000200'));
		controller.receive(METER, hex('1081 0001 028801 05ff01 71 01 e7 00'));
		equal(outcomes.length, 0);
		equal(controller.dropped.unexpected, 4);
	});

	it('does not give out a TID that still waits', () => {
		const { controller, sent, done } = setUp();
		controller.request({ to: METER, deoj: 0x028801, esv: ESV.Get, properties: [{ epc: 0xe7, edt: hex('') }], timeout: 1e9, done });
		const answer = hex('1081 0000 028801 05ff01 72 01 e7 00');
		for (let i = 2; i <= 0xffff; i++) {
			answer[2] = i >> 8;
			answer[3] = i;
			controller.get(METER, 0x028801, [0xe7], done);
			controller.receive(METER, answer);
		}
		controller.get(METER, 0x028801, [0xe7], done);
		equal(sent[sent.length - 1]!.message.slice(4, 8), '0002');
	});

	it('collects the answers of many until the time is over', () => {
		const { controller, scheduler, outcomes, done, sent } = setUp();
		controller.infReq(undefined, 0x0ef001, [0xd5], done);
		equal(sent[0]!.to, undefined);
		controller.receive(METER, hex('1081 0001 0ef001 05ff01 73 01 d5 04 01 028801'));
		controller.receive(STRANGER, hex('1081 0001 0ef001 05ff01 73 01 d5 04 01 013001'));
		scheduler.runFor(20_000);
		equal(outcomes.join(' | '), '73 01028801 | 73 01013001 | nothing');
	});

	it('confirms INFC, and takes notifications of properties that no map lists', () => {
		const { controller, sent, notified } = setUp();
		controller.receive(METER, hex('1081 0009 028801 05ff01 74 02 ea 01 00 eb 01 00'));
		equal(sent[0]!.to, METER);
		equal(sent[0]!.message, '1081000905ff010288017a02ea00eb00');
		equal(notified.length, 1);
	});

	it('confirms in its own name what goes to all controllers, and nothing that goes to others', () => {
		const { controller, sent } = setUp();
		controller.receive(METER, hex('1081 0009 028801 05ff00 74 01 ea 01 00'));
		equal(sent[0]!.message, '1081000905ff010288017a01ea00');
		controller.receive(METER, hex('1081 0009 028801 013001 74 01 ea 01 00'));
		equal(sent.length, 1);
	});

	it('takes INF interleaved with an answer', () => {
		const { controller, outcomes, notified, done } = setUp();
		controller.get(METER, 0x028801, [0xe7], done);
		controller.receive(METER, hex('1081 0001 028801 05ff01 73 01 ea 01 00'));
		controller.receive(METER, hex('1081 0001 028801 05ff01 72 01 e7 04 00000200'));
		equal(outcomes.join(), '72 00000200');
		equal(notified.length, 1);
	});

	it('drops what is no message', () => {
		const { controller } = setUp();
		controller.receive(METER, hex('1081 0001'));
		equal(controller.dropped.malformed, 1);
	});

	it('forgets its requests when told', () => {
		const { controller, scheduler, outcomes, done } = setUp();
		controller.get(METER, 0x028801, [0xe7], done);
		controller.cancelAll();
		scheduler.runFor(60_000);
		equal(outcomes.length, 0);
		equal(controller.waiting, 0);
	});
});
