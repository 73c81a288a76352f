import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualRelay } from '../../../../hal/virtual/relay.js';
import type { Message, SwitchOrder } from '../../../../src/meter/backplane/messages.js';
import type { Contacts, Unit } from '../../../../src/meter/backplane/unit.js';
import { SWITCHING_SECTORS } from '../../../../src/meter/switching/memory.js';
import { SwitchingPlugIn } from '../../../../src/meter/switching/switching-plug-in.js';
import { UTILITY_PROFILES } from '../../../../src/meter/switching/utility.js';
import { VOLTAGE_SECTORS } from '../../../../src/meter/voltage/archive.js';
import { VoltagePlugIn } from '../../../../src/meter/voltage/voltage-plug-in.js';
import { equal } from '../../../assert.js';
import { at, BackplaneRig, Metering } from './backplane-rig.js';

/** A communication unit that says what a test says, and keeps what it hears. */
class Head implements Unit {
	contacts!: Contacts;
	readonly heard: Message[] = [];

	plugged(contacts: Contacts): void {
		this.contacts = contacts;
		contacts.send({ kind: 'hello', identity: { kind: 'communication', code: 'rf', serial: 'C1', firmware: '1' } });
	}

	receive(message: Message): void {
		if (message.kind === 'poll') this.contacts.send({ kind: 'alive', number: message.number });
		else this.heard.push(message);
	}

	unplugged(): void {}

	/** Messages of a kind since the last call. */
	take<K extends Message['kind']>(kind: K): Extract<Message, { kind: K }>[] {
		const found = this.heard.filter((message): message is Extract<Message, { kind: K }> => message.kind === kind);
		this.heard.length = 0;
		return found;
	}
}

function withSwitch() {
	const rig = new BackplaneRig(at(10), 1200);
	const relay = new VirtualRelay({ scheduler: rig.scheduler });
	const head = new Head();
	const unit = new SwitchingPlugIn({
		identity: { kind: 'switching', code: 'switch-1p3w-60', serial: 'S1', firmware: '1' },
		flash: new RamFlash(SWITCHING_SECTORS, 512),
		relay,
		rating: { wiring: '1p3w', amperes: 60 },
		utility: UTILITY_PROFILES.general,
	});
	rig.base.plug('communication', head);
	rig.base.plug('metering', new Metering('M1').unit);
	rig.base.plug('option', unit);
	rig.base.start();
	rig.run(0);
	let number = 0;
	const order = (what: SwitchOrder) => {
		head.heard.length = 0;
		head.contacts.send({ kind: 'command', number: ++number, order: what });
		rig.run(1000);
		return head.heard.find((message) => message.kind === 'answer' && message.number === number) as Extract<Message, { kind: 'answer' }>;
	};
	return { rig, relay, head, unit, order };
}

describe('backplane: a switching unit under command', () => {
	it('tells where its contact is as it comes, and again to a communication unit that comes', () => {
		const { head, rig, order } = withSwitch();
		const [contact] = head.take('contact');
		equal(contact!.switchEntry, undefined);
		equal(contact!.state.closed, true);
		order({ action: 'open', origin: 'remote', reason: 'move out' });
		rig.base.pull('communication');
		const next = new Head();
		rig.base.plug('communication', next);
		rig.run(0);
		equal(next.take('contact')[0]!.state.closed, false);
	});

	it('opens and closes by message, and the answer tells where the contact really is', () => {
		const { relay, order, head, rig } = withSwitch();
		const opened = order({ action: 'open', origin: 'remote', reason: 'move out' });
		equal(opened.result, 'done');
		equal(opened.closed, false);
		equal(relay.closed, false);
		const [contact] = head.take('contact');
		equal(contact!.switchEntry?.reason, 'move out');
		equal(contact!.state.closed, false);
		relay.fault = 'refuses';
		const stuck = order({ action: 'close', origin: 'remote', reason: 'move in' });
		equal(stuck.closed, false);
		equal(stuck.result, 'stuck');
		equal(stuck.reason, 'move in');
		equal(rig.events().slice(-2).join(), 'command communication,contact option');
	});

	it('is configured by message: refusals come with their reason', () => {
		const { order, head } = withSwitch();
		equal(order({ action: 'capacity', origin: 'remote', amperes: 40 }).result, 'done');
		equal(head.take('contact')[0]!.state.capacity, 40);
		equal(order({ action: 'demand limit', origin: 'remote', limit: { watts: 3000, minutes: 30 } }).result, 'done');
		equal(head.take('contact')[0]!.state.demandLimit?.watts, 3000);
		equal(order({ action: 'control mode', origin: 'remote', mode: 4 }).result, 'done');
		const refused = order({ action: 'capacity', origin: 'remote', amperes: 120 });
		equal(refused.result, 'refused');
		equal(refused.reason.length > 0, true);
		equal(order({ action: 'ready', reason: 'again' }).result, 'done');
	});

	it('gets no orders while it is isolated, and those for a unit that is not there get no answer', () => {
		const { rig, order } = withSwitch();
		rig.base.pull('option');
		equal(order({ action: 'open', origin: 'remote', reason: 'too late' }), undefined);
	});
});

describe('backplane: a voltage unit', () => {
	it('tells of a sag as it begins and ends; what it keeps goes with it and comes back', () => {
		const rig = new BackplaneRig(at(10), 1200);
		const head = new Head();
		const unit = new VoltagePlugIn({
			identity: { kind: 'voltage', code: 'voltage-1p3w-60', serial: 'V1', firmware: '1' },
			flash: new RamFlash(VOLTAGE_SECTORS, 512),
			wiring: '1p3w',
		});
		let show = (_voltage: number): void => {};
		rig.metrology.start = (onSample) => {
			show = (voltage) => onSample({ power: 1200, currentR: 6, currentT: 6, voltageR: voltage, voltageT: voltage });
			show(101);
		};
		rig.base.plug('communication', head);
		rig.base.plug('option', unit);
		rig.base.start();
		rig.minutes(1);
		show(90);
		rig.minutes(2);
		show(101);
		rig.run(0);
		const told = head.take('voltage').map(({ event }) => `${event.kind} ${event.state} ${event.duration}`);
		equal(told.includes('sag lasting 0') && told.includes('sag ended 120000'), true, told.join());
		rig.base.pull('option');
		rig.minutes(3);
		equal(unit.unit, undefined);
		rig.base.plug('option', unit);
		rig.run(0);
		let sags = 0;
		unit.unit!.walkEvents(({ kind }) => {
			if (kind === 'sag') sags++;
			return true;
		});
		equal(sags > 0, true);
	});
});
