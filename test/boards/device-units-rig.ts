/** A board with units in its base, on the virtual platform: its pins, its flashes, its store outlast the power. */
import { deviceMetrology } from '../../boards/device-metrology.js';
import { deviceUnits, type Pins } from '../../boards/device-units.js';
import { Firmware, unitSectors } from '../../boards/firmware.js';
import type { UnitHands } from '../../boards/unit-hands.js';
import type { Level } from '../../hal/ports/output.js';
import { SchedulerClock } from '../../hal/virtual/clock.js';
import { RamFlash } from '../../hal/virtual/flash.js';
import { SeededRandom } from '../../hal/virtual/random.js';
import { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { MemoryStore } from '../../hal/virtual/store.js';
import { meteringSectors } from '../../src/meter/metering/history.js';
import { GEN1 } from '../../src/route-b/meter-profile.js';

export const START = Date.UTC(2026, 10, 22, 3, 25);
const SECTOR = 4096;
export const UNITS = '1p3w-60-2way,rf-b,switch-60';

/** Pins by their numbers: inputs are active as the test says, outputs as the board does. */
export class FakePins implements Pins {
	/** Of inputs: whether the contact is closed. */
	readonly closed = new Map<number, boolean>();
	readonly outputs = new Map<number, { readonly level: Level; active: boolean }>();
	/** What outputs did, as `16 on`. */
	readonly story: string[] = [];
	/** Told of each change. */
	onOutput: () => void = () => {};

	input(pin: number): { readonly active: boolean } {
		const { closed } = this;
		return {
			get active() {
				return closed.get(pin) ?? true;
			},
		};
	}

	output(pin: number, level: Level): { set(active: boolean): void } {
		const state = { level, active: false };
		this.outputs.set(pin, state);
		return {
			set: (active) => {
				if (state.active !== active) this.story.push(`${pin} ${active ? 'on' : 'off'}`);
				state.active = active;
				this.onOutput();
			},
		};
	}
}

export class Board {
	readonly pins = new FakePins();
	readonly flash = new RamFlash(meteringSectors(SECTOR));
	readonly unitsFlash = new RamFlash(unitSectors(SECTOR));
	readonly store = new MemoryStore();
	readonly lines: string[] = [];
	readonly words: Readonly<Record<string, string>>;
	/** When it gets power next, ms since 1970. */
	time = START;
	scheduler = new VirtualScheduler();
	firmware!: Firmware;
	hands: UnitHands | undefined;

	constructor(words: Readonly<Record<string, string>>) {
		this.words = { units: UNITS, watts: '600', ...words };
	}

	/** A start as the mains of boards do it. Throws what they do. */
	start(hasPins = true): this {
		const { words, store, flash, unitsFlash, time } = this;
		const scheduler = new VirtualScheduler();
		this.scheduler = scheduler;
		const log = { write: (layer: string, text: string) => void this.lines.push(`${layer}: ${text}`) };
		const measured = deviceMetrology({
			...{ words, scheduler, log, start: time },
			open: () => ({ onReceive() {}, write() {} }),
		});
		const device = deviceUnits({ ...{ words, scheduler, log, store, ...measured }, flash: unitsFlash, pins: hasPins ? this.pins : undefined });
		this.firmware = new Firmware({
			...{ scheduler, log, flash, store },
			clock: new SchedulerClock(scheduler, time),
			random: new SeededRandom(1),
			metrology: device?.metrology ?? measured.metrology,
			metering: measured.metering,
			units: device?.units,
			datagrams: { maxPayload: 1232, listener: { onDatagram() {}, onPeer() {} }, send() {}, terminate() {}, configure() {} },
			profile: GEN1,
			credentials: { id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' },
			serial: 'KEIKI0000001',
		});
		this.hands = device?.guard(this.firmware);
		this.firmware.start();
		return this;
	}

	run(ms: number): this {
		this.scheduler.runUntil(this.scheduler.now() + ms);
		return this;
	}

	/** The power goes without a word, and stays away for so long. */
	cut(away = 1000): this {
		this.time += this.scheduler.now() + away;
		this.firmware.backplane!.cut();
		this.flash.powerUp();
		this.unitsFlash.powerUp();
		return this;
	}

	order(action: 'open' | 'close' | 'ready'): this {
		const reason = 'a test';
		this.firmware.communication.order(action === 'ready' ? { action, reason } : { action, origin: 'remote', reason }, () => {});
		return this;
	}

	state(place: 'metering' | 'communication' | 'option' | 'cover'): string {
		return this.firmware.backplane!.report(place).state;
	}
}
