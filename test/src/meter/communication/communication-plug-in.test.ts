import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import type { Message } from '../../../../src/meter/backplane/messages.js';
import type { Contacts } from '../../../../src/meter/backplane/unit.js';
import { CommunicationPlugIn } from '../../../../src/meter/communication/communication-plug-in.js';
import type { IntervalReadings } from '../../../../src/meter/metering/readings.js';
import type { Answered } from '../../../../src/meter/switching/switch-orders.js';
import { equal } from '../../../assert.js';

const ORDER = Object.freeze({ action: 'ready', reason: 'test' } as const);

describe('a communication unit brings an order', () => {
	function unit() {
		const scheduler = new VirtualScheduler();
		const sent: Message[] = [];
		const contacts: Contacts = {
			clock: { now: () => 0, set() {} },
			readings: {} as IntervalReadings,
			now: () => scheduler.now(),
			after: (delay, task) => scheduler.after(delay, task),
			send: (message) => sent.push(message),
		};
		const plugIn = new CommunicationPlugIn({ identity: { kind: 'communication', code: 'rf-b', serial: 'C1', firmware: '1' }, services: [] });
		const told: string[] = [];
		const order = (then: (answered: Answered) => void = () => {}): void =>
			plugIn.order(ORDER, (answered) => {
				told.push(`${answered.result}: ${answered.reason}`);
				then(answered);
			});
		return { scheduler, contacts, plugIn, sent, told, order };
	}

	it('and tells what came of it, once', () => {
		const { scheduler, contacts, plugIn, sent, told, order } = unit();
		plugIn.plugged(contacts);
		order();
		const command = sent.find(({ kind }) => kind === 'command') as Extract<Message, { kind: 'command' }>;
		plugIn.receive({ kind: 'answer', number: command.number, result: 'done', reason: 'test', closed: true });
		scheduler.runFor(60_000);
		equal(told.join(), 'done: test');
	});

	it('or that nobody answers', () => {
		const { scheduler, contacts, plugIn, told, order } = unit();
		plugIn.plugged(contacts);
		order();
		scheduler.runFor(15_000);
		equal(told.join(), 'unanswered: the switching unit did not answer');
	});

	it('or that it has no power, before it comes and when it is gone', () => {
		const { contacts, plugIn, told, order } = unit();
		order();
		plugIn.plugged(contacts);
		plugIn.unplugged();
		order();
		equal(told.join(), 'unanswered: the communication unit has no power,unanswered: the communication unit has no power');
	});

	it('or that it went, also where it is asked again just then', () => {
		const { contacts, plugIn, told, order } = unit();
		plugIn.plugged(contacts);
		order(() => order());
		plugIn.unplugged();
		equal(told.length, 2);
		equal(new Set(told).size, 1);
		equal(told[0], 'unanswered: the communication unit went before there was an answer');
	});
});
