import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { CONTROL_SECTORS, controlRange } from '../../../../src/route-a/control/slot-rows.js';
import { Suspicions } from '../../../../src/route-a/control/suspicions.js';
import { IDIS_PROFILE } from '../../../../src/route-a/route-a-profile.js';
import { equal, hex, toHex } from '../../../assert.js';
import { Line, MANAGEMENT, MemoryCounters } from '../../../modules/dlms/device-rig.js';
import { associated, get, keysOf, meter, NOON, READING, securityOf } from '../route-a-rig.js';

const HOUR = 3_600_000;
const FRAUD = 1 << 13;
const { suspicions } = IDIS_PROFILE;

class SuspicionRig {
	readonly scheduler = new VirtualScheduler();
	readonly flash = new RamFlash(CONTROL_SECTORS);
	readonly meter = meter({ scheduler: this.scheduler, clock: new SchedulerClock(this.scheduler, NOON), controlFlash: controlRange(this.flash) });
	readonly #counters = new MemoryCounters();
	readonly #line = associated(this.meter, MANAGEMENT);

	constructor() {
		this.meter.routeA.start();
	}

	get control() {
		return this.meter.routeA.control;
	}

	/** Codes of the fraud log. */
	get codes(): string {
		const { logs } = this.control;
		return Array.from({ length: logs.end('fraud') }, (_, row) => logs.code('fraud', row)).join();
	}

	/** A client that shows a wrong proof: it was told another challenge than the meter's. */
	authentication(client = READING): void {
		const line = new Line(this.meter.routeA.server, client, { security: securityOf(keysOf(this.meter.keys, client), this.#counters) });
		line.onAnswer = (apdu) => {
			const text = toHex(apdu).replace(/aa128010../, 'aa12801000');
			return text.startsWith('61') ? hex(text) : apdu;
		};
		equal(line.associate() === 'ok', false);
	}

	/** A client with the keys of another. */
	deciphering(): void {
		const line = new Line(this.meter.routeA.server, READING, { security: securityOf(keysOf(this.meter.keys, MANAGEMENT)) });
		equal(line.associate() === 'ok', false);
	}

	/** What a client has sent comes again. */
	replay(): void {
		get(this.#line, 1, NAME.serial, 2);
		this.#line.association.receive(this.#line.requests.at(-1)!, () => {});
	}

	times(count: number, what: 'authentication' | 'deciphering' | 'replay'): this {
		for (let i = 0; i < count; i++) this[what]();
		this.scheduler.runFor(0);
		return this;
	}
}

describe('Route A: clients that are refused', () => {
	for (const what of ['authentication', 'deciphering', 'replay'] as const)
		it(`are in the fraud log, and an alarm, from so many within an hour on: ${what}`, () => {
			const { code, threshold } = suspicions[what];
			const rig = new SuspicionRig().times(threshold - 1, what);
			equal(rig.codes, '');
			equal(rig.control.alarms.word('register1').value, 0);
			rig.times(1, what);
			equal(rig.codes, String(code));
			equal(rig.control.alarms.word('register1').value, FRAUD);
			const { operations } = rig.flash;
			rig.times(50, what);
			equal(rig.codes, String(code));
			equal(rig.flash.operations, operations, 'nothing more is written');
			rig.scheduler.runFor(HOUR);
			rig.times(threshold, what);
			equal(rig.codes, `${code},${code}`);
		});

	it('are not where they are few in each hour', () => {
		const rig = new SuspicionRig();
		for (let i = 0; i < 10; i++) {
			rig.times(suspicions.authentication.threshold - 1, 'authentication');
			rig.scheduler.runFor(HOUR);
		}
		equal(rig.codes, '');
	});

	it('leave room in the log for what hands do, however long it goes on', () => {
		const rig = new SuspicionRig();
		rig.control.incidents.onPlace('cover', false);
		for (let hour = 0; hour < 24 * 20; hour++) {
			for (const what of ['authentication', 'deciphering', 'replay'] as const) rig.control.incidents.onSuspicion(what);
			rig.scheduler.runFor(HOUR);
		}
		rig.control.incidents.onPlace('cover', true);
		const { logs } = rig.control;
		equal(logs.end('fraud'), 2 + 3 * 6);
		equal([logs.code('fraud', 0), logs.newest('fraud')].join(), '40,41', 'and what is away is known behind it');
		rig.scheduler.runFor(11 * 24 * HOUR);
		rig.control.incidents.onSuspicion('replay');
		equal(logs.newest('fraud'), 50);
	});

	it('raise the alarm that was cleared again, in another hour', () => {
		const rig = new SuspicionRig().times(3, 'authentication');
		const clear = (): number => rig.control.alarms.word('register1').set(0);
		equal(clear(), 0);
		rig.times(20, 'authentication');
		equal(rig.control.alarms.word('register1').value, 0);
		rig.scheduler.runFor(HOUR);
		rig.times(3, 'authentication');
		equal(rig.control.alarms.word('register1').value, FRAUD);
	});

	it('are counted by client', () => {
		const all = new Suspicions(suspicions, [{ id: MANAGEMENT }, { id: READING }]);
		equal(all.count('authentication', READING, 0), false);
		equal(all.count('authentication', READING, 1), false);
		equal(all.count('authentication', MANAGEMENT, 2), true);
		equal(all.count('replay', MANAGEMENT, 3), false);
		equal([MANAGEMENT, READING, 99].map((client) => all.failures(client)).join(), '1,2,0');
	});
});
