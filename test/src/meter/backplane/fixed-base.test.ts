import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { FixedBase } from '../../../../src/meter/backplane/fixed-base.js';
import type { Message } from '../../../../src/meter/backplane/messages.js';
import { PlugIn } from '../../../../src/meter/backplane/plug-in.js';
import type { Contacts } from '../../../../src/meter/backplane/unit.js';
import { equal } from '../../../assert.js';

/** Does something a second after its power came, and when it went. */
class Sluggish extends PlugIn {
	readonly done: string[] = [];
	now = '';

	protected override boot(contacts: Contacts): void {
		const power = this.now;
		contacts.after(1000, () => this.done.push(power));
	}

	protected override end(): void {
		this.contacts!.after(0, () => this.done.push(`after ${this.now}`));
	}

	protected override hear(message: Message): void {
		if (message.kind === 'setClock') this.done.push('clock');
	}

	setClock(): void {
		this.contacts!.send({ kind: 'setClock', time: 0 });
	}
}

describe('a base whose units are built in', () => {
	function built() {
		const scheduler = new VirtualScheduler();
		const base = new FixedBase({ scheduler, clock: { now: () => 0, set() {} }, metrology: { start() {} } });
		const unit = new Sluggish({ kind: 'metering', code: '1p3w-60-2way', serial: 'M1', firmware: '1', certified: 0 });
		base.plug('metering', unit);
		const powerUp = (name: string): void => {
			unit.now = name;
			base.start();
		};
		return { scheduler, base, unit, powerUp };
	}

	it('runs what its units have scheduled while it has power', () => {
		const { scheduler, unit, powerUp } = built();
		powerUp('first');
		unit.setClock();
		scheduler.runFor(1000);
		equal(unit.done.join(), 'clock,first');
	});

	it('runs nothing of theirs behind the end of the power, nor in the next', () => {
		const { scheduler, base, unit, powerUp } = built();
		powerUp('first');
		scheduler.runFor(500);
		unit.setClock();
		base.shutdown();
		scheduler.runFor(200);
		powerUp('second');
		scheduler.runFor(2000);
		equal(unit.done.join(), 'second');
		base.shutdown();
		scheduler.runFor(2000);
		equal(unit.done.join(), 'second');
	});
});
