/** Route A as a service of a communication unit that goes and comes, beside units that do so too. */
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { PLACE_OF, type Place, type UnitIdentity } from '../../../src/meter/backplane/messages.js';
import type { Contacts } from '../../../src/meter/backplane/unit.js';
import { CONTROL_SECTORS, controlRange } from '../../../src/route-a/control/slot-rows.js';
import { NO_LINK, RouteAService } from '../../../src/route-a/route-a-service.js';
import { equal } from '../../assert.js';
import { type Line, MANAGEMENT, MemoryCounters } from '../../modules/dlms/device-rig.js';
import { associated, get, itemsIn, keysOf, MemoryStore, NOON, newKeys, numberIn, ScriptedReadings, securityOf } from './route-a-rig.js';

const METERING: UnitIdentity = { kind: 'metering', code: '1p3w-60-2way', serial: 'M1', firmware: '1' };
const COVER: UnitIdentity = { kind: 'cover', code: 'normal', serial: 'T1', firmware: '1' };
const HOST = { identity: { kind: 'communication', code: 'rf-b', serial: 'C1', firmware: '1' }, services: [], order() {} } as const;
/** Bits of alarm register 1. */
const FRAUD = 1 << 13;
const MEASUREMENT = 1 << 11;

class ServiceRig {
	readonly #scheduler = new VirtualScheduler();
	readonly #clock = new SchedulerClock(this.#scheduler, NOON);
	readonly #keys = newKeys();
	/** The client's. */
	readonly #counters = new MemoryCounters();
	/** Counts its starts and ends: what a unit has scheduled ends with it. */
	#life = 0;
	/** What became of its doors. */
	readonly doors: string[] = [];
	readonly #service = new RouteAService({
		link: { ...NO_LINK, open: () => this.doors.push('open'), close: () => this.doors.push('close') },
		random: new SeededRandom(1, 'meter'),
		log: { write() {} },
		cipher: new PortableCipher(),
		store: new MemoryStore(),
		controlFlash: controlRange(new RamFlash(CONTROL_SECTORS)),
		keys: this.#keys,
		serial: 'KEIKI0000001',
		supplyPoint: '0300123456789012345678',
	});

	/** The communication unit gets power. The base tells it of its neighbours at once, before Route A is built. */
	comesAmong(...neighbours: readonly UnitIdentity[]): void {
		this.#service.start(this.#contacts(), HOST);
		for (const identity of neighbours) this.tell(PLACE_OF[identity.kind], identity);
		equal(this.#service.routeA, undefined);
		this.#scheduler.runFor(0);
	}

	/** And loses it. */
	goes(): void {
		this.#service.receive({ kind: 'leave' });
		this.#service.stop();
		this.#life++;
	}

	/** @param identity undefined: nobody is there any more */
	tell(place: Place, identity: UnitIdentity | undefined): void {
		this.#service.receive({ kind: 'neighbour', place, identity });
	}

	/** Its firmware is another one. */
	restart(): void {
		this.#service.restart(() => this.doors.push('restarted'));
	}

	run(ms: number): void {
		this.#scheduler.runFor(ms);
	}

	/** Codes of the fraud log. */
	get codes(): string {
		return itemsIn(get(this.#line(), 7, NAME.fraudLog, 2))
			.map((row) => numberIn(itemsIn(row)[1]))
			.join();
	}

	get alarms(): number {
		return numberIn(get(this.#line(), 1, NAME.alarmRegister1, 2));
	}

	clearAlarms(): void {
		let result = -1;
		this.#line().set(
			{ classId: 1, name: NAME.alarmRegister1, index: 2, selection: undefined },
			new DataWriter().doubleLongUnsigned(0).copy(),
			(_, answer) => {
				result = answer ?? -1;
			},
		);
		equal(result, 0);
	}

	#line(): Line {
		const security = securityOf(keysOf(this.#keys, MANAGEMENT), this.#counters);
		return associated({ routeA: this.#service.routeA!, keys: this.#keys }, MANAGEMENT, { security });
	}

	#contacts(): Contacts {
		const [scheduler, clock, life] = [this.#scheduler, this.#clock, ++this.#life];
		return {
			clock,
			readings: new ScriptedReadings(clock),
			now: () => scheduler.now(),
			after: (delay, task) =>
				scheduler.after(delay, () => {
					if (this.#life === life) task();
				}),
			send() {},
		};
	}
}

describe('Route A as a service', () => {
	it('hears who is there again where it was away itself meanwhile', () => {
		const rig = new ServiceRig();
		rig.comesAmong(METERING, COVER);
		rig.tell('metering', undefined);
		equal(rig.codes, '44');
		equal(rig.alarms, FRAUD | MEASUREMENT);
		rig.clearAlarms();
		rig.goes();
		rig.comesAmong(COVER, METERING);
		equal(rig.codes, '44,45');
		equal(rig.alarms, 0);
		rig.tell('metering', undefined);
		equal(rig.codes, '44,45,44');
		equal(rig.alarms, FRAUD | MEASUREMENT);
	});

	it('lets clients in again a while after it has restarted, unless the unit has gone meanwhile', () => {
		const rig = new ServiceRig();
		rig.comesAmong(METERING);
		rig.restart();
		rig.run(2999);
		equal(rig.doors.join(), 'open,close,restarted');
		rig.run(1);
		equal(rig.doors.join(), 'open,close,restarted,open');
		rig.restart();
		rig.goes();
		rig.run(3000);
		equal(rig.doors.join(), 'open,close,restarted,open,close,restarted,close');
	});

	it('does not take for there who is away still', () => {
		const rig = new ServiceRig();
		rig.comesAmong(METERING, COVER);
		rig.tell('cover', undefined);
		rig.goes();
		rig.comesAmong(METERING);
		equal(rig.codes, '40');
		rig.tell('cover', COVER);
		equal(rig.codes, '40,41');
	});
});
