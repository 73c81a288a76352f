import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { MemoryStore } from '../../../../hal/virtual/store.js';
import { Backplane, type BackplaneOptions, backplaneSectors } from '../../../../src/meter/backplane/backplane.js';
import { CoverPlugIn } from '../../../../src/meter/backplane/cover-plug-in.js';
import type { UnitIdentity } from '../../../../src/meter/backplane/messages.js';
import { CommunicationPlugIn } from '../../../../src/meter/communication/communication-plug-in.js';
import { fromCivil } from '../../../../src/meter/metering/calendar.js';
import { MeteringPlugIn, type MeteringPlugInOptions } from '../../../../src/meter/metering/metering-plug-in.js';
import type { IntervalReadings, Minute } from '../../../../src/meter/metering/readings.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { RouteBService } from '../../../../src/route-b/route-b-service.js';
import { hex } from '../../../assert.js';
import { HEMS, METER, RecordingDatagrams } from '../../route-b/route-b-rig.js';
import { ScriptedMetrology } from '../metering/metering-rig.js';

/** Small, for on XS the chips of a test stand in the RAM of the device. */
const sectorSize = 512;
const intervalSectors = 4;
const traceSectors = 5;

/** 2026-11-22 in Japan. */
export function at(hour: number, minute = 0, day = 22): Minute {
	return fromCivil(2026, 11, day, hour, minute)!;
}

/** A metering unit that stays the same wherever it is plugged in: 1 Wh counts, 8 digits, some days of intervals. */
export class Metering {
	readonly flash = new RamFlash(intervalSectors + traceSectors, sectorSize);
	readonly store = new MemoryStore();
	readonly unit: MeteringPlugIn;

	constructor(serial: string, options: Partial<MeteringPlugInOptions> = {}) {
		this.unit = new MeteringPlugIn({
			identity: { kind: 'metering', code: '1p3w-60-2way', serial, firmware: '1.0', certified: fromCivil(2024, 4, 1)! },
			log: { write() {} },
			counter: { wattHours: 1, digits: 8 },
			flash: this.flash,
			store: this.store,
			intervalSectors,
			traceSectors,
			...options,
		});
	}
}

/** A communication unit, its link, and what a HEMS at the other end does. */
export class Communication {
	readonly unit: CommunicationPlugIn;
	readonly identity: UnitIdentity & { kind: 'communication' };
	/** Of the last time it got power. */
	datagrams!: RecordingDatagrams;
	readings!: IntervalReadings;
	readonly #scheduler: () => VirtualScheduler;

	constructor(scheduler: () => VirtualScheduler, serial = 'C1', code = 'rf-b') {
		this.#scheduler = scheduler;
		this.identity = { kind: 'communication', code, serial, firmware: '1.0' };
		this.unit = new CommunicationPlugIn({
			identity: this.identity,
			services: [
				new RouteBService({
					link: {
						connect: (contacts) => {
							this.readings = contacts.readings;
							this.datagrams = new RecordingDatagrams(scheduler());
							return { datagrams: this.datagrams, signal: -60, close: () => this.#disconnect() };
						},
					},
					credentials: { id: '0'.repeat(32), password: '0123456789AB' },
					random: new SeededRandom(1, serial),
					log: { write() {} },
					profile: GEN1,
					serial: 'KEIKI0000001',
				}),
			],
		});
	}

	#disconnect(): void {
		this.datagrams.listener = { onDatagram() {}, onPeer() {} };
	}

	join(): void {
		this.datagrams.listener.onPeer('joined', HEMS, 'PANA success');
		this.#scheduler().runFor(500);
		this.datagrams.take();
	}

	/** Brings a message of the HEMS and returns what it gets back. */
	ask(message: string): string[] {
		this.datagrams.take();
		this.datagrams.listener.onDatagram(HEMS, METER, 3610, hex(message), true);
		this.#scheduler().runFor(0);
		return this.datagrams.take().map((sent) => sent.message);
	}
}

/** A base in virtual time. */
export class BackplaneRig {
	scheduler = new VirtualScheduler();
	clock: SchedulerClock;
	metrology: ScriptedMetrology;
	base: Backplane;
	readonly flash = new RamFlash(backplaneSectors(sectorSize), sectorSize);
	readonly lines: string[] = [];
	readonly closed: Minute[] = [];
	readonly #options: Partial<BackplaneOptions>;

	constructor(start: Minute, power: number | undefined, options: Partial<BackplaneOptions> = {}) {
		this.#options = options;
		this.clock = new SchedulerClock(this.scheduler, start * 60_000);
		this.metrology = new ScriptedMetrology(power);
		this.base = this.#create();
	}

	communication(serial?: string, code?: string): Communication {
		return new Communication(() => this.scheduler, serial, code);
	}

	run(ms: number): void {
		this.scheduler.runFor(ms);
	}

	minutes(count: number): void {
		this.scheduler.runFor(count * 60_000);
	}

	/** Power comes back after `off` ms without, onto whatever the flash holds; the units are to be plugged in and the base started. */
	restart(off: number, power: number | undefined): void {
		const time = this.clock.now() + off;
		this.scheduler = new VirtualScheduler();
		this.clock = new SchedulerClock(this.scheduler, time);
		this.metrology = new ScriptedMetrology(power);
		this.base = this.#create();
	}

	/** `event place` of those since the last start, without it. */
	events(): string[] {
		const texts = this.base.events.events().map(({ event, place }) => (place === undefined ? event : `${event} ${place}`));
		return texts.slice(texts.lastIndexOf('started') + 1);
	}

	#create(): Backplane {
		const base = new Backplane({
			scheduler: this.scheduler,
			clock: this.clock,
			metrology: this.metrology,
			flash: this.flash,
			log: { write: (_, text) => this.lines.push(text) },
			counter: { wattHours: 1, digits: 8 },
			...this.#options,
		});
		base.readings.onHalfHour((minute) => this.closed.push(minute));
		return base;
	}
}

export function cover(serial = 'L1', code = 'normal'): CoverPlugIn {
	return new CoverPlugIn({ kind: 'cover', code, serial, firmware: '' });
}
