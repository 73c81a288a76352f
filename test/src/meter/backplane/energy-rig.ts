import { SeededRandom } from '../../../../hal/virtual/random.js';
import { halfHourOf } from '../../../../src/meter/metering/calendar.js';
import { Registers } from '../../../../src/meter/metering/registers.js';
import { equal } from '../../../assert.js';
import { at, BackplaneRig, type Communication, cover, Metering } from './backplane-rig.js';

/** What a metering unit must have measured, told by the load alone. */
class Meant {
	readonly metering: Metering;
	readonly registers = new Registers();
	/** Where its registers stood at the last half-hour, start, or orderly stop: what a power cut leaves at least, mWh. */
	import = 0;
	export = 0;
	/** What power cuts took, mWh. */
	lost = 0;

	constructor(serial: string) {
		this.metering = new Metering(serial);
	}

	mark(): void {
		this.import = this.registers.import.milliwattHours;
		this.export = this.registers.export.milliwattHours;
	}
}

/**
 * A base whose units are swapped at random times, announced or not, while the load changes, among power cuts with and without time to write
 * things down. After each step the ledger, and the registers of the unit in place, are held against the load.
 */
export class EnergyBalance {
	readonly random: SeededRandom;
	readonly rig = new BackplaneRig(at(10), 0);
	swaps = 0;
	cuts = 0;
	readonly #units: readonly Meant[];
	readonly #radios: readonly Communication[];
	readonly #covers = [cover('L1'), cover('L2', 'rain')];
	#in: Meant | undefined;
	#radio = 0;
	#power = 0;

	constructor(seed: number, units = 3) {
		this.random = new SeededRandom(seed);
		this.#units = Array.from({ length: units }, (_, i) => new Meant(`M${i + 1}`));
		this.#radios = [this.rig.communication('C1'), this.rig.communication('C2', 'plc-b')];
		this.rig.base.plug('communication', this.#radios[0]!.unit);
		this.rig.base.plug('cover', this.#covers[0]!);
		this.rig.base.start();
	}

	/** One change of the load, one span of time, one swap or cut. */
	step(): void {
		const { rig, random } = this;
		this.#power = random.below(8) === 0 ? 0 : Math.floor((random.fraction() - 0.2) * 1e7) / 1000;
		rig.metrology.show(this.#power);
		this.#pass(random.below(4) === 0 ? random.below(3_600_000) : random.below(120_000));
		const choice = random.below(20);
		if (choice < 12) this.#swapMetering();
		else if (choice < 15) this.#swapCommunication();
		else if (choice < 17) this.#swapCover();
		else if (choice < 19) this.#orderlyCut();
		else this.#hardCut();
		this.check();
	}

	check(): void {
		const meant = this.#in;
		if (meant === undefined) {
			equal(this.rig.base.readings.counts(), undefined);
			return;
		}
		const counts = this.rig.base.readings.counts()!;
		equal(counts.import, Math.floor(meant.registers.import.milliwattHours / 1000) % 1e8, 'import of the unit in place');
		equal(counts.export, Math.floor(meant.registers.export.milliwattHours / 1000) % 1e8, 'export');
	}

	/** Lets time pass, and the load flow through the unit in place. */
	#pass(duration: number): void {
		const { rig } = this;
		const end = rig.scheduler.now() + duration;
		for (;;) {
			const now = rig.clock.now();
			const boundary = (halfHourOf(Math.floor(now / 60_000)) + 30) * 60_000 - now;
			const span = Math.min(boundary, end - rig.scheduler.now());
			rig.run(span);
			this.#in?.registers.integrate(this.#power, span);
			if (span === boundary) this.#in?.mark();
			if (rig.scheduler.now() >= end) return;
		}
	}

	#swapMetering(): void {
		const { rig, random } = this;
		this.swaps++;
		if (this.#in !== undefined) {
			if (random.below(2) === 0) rig.base.announceService(1000);
			rig.base.pull('metering');
			rig.run(0);
			this.#expectEntry('out', this.#in);
			this.#in.mark();
			this.#in = undefined;
			if (random.below(3) === 0) this.#pass(random.below(600_000));
		}
		const next = this.#units[random.below(this.#units.length)]!;
		rig.base.plug('metering', next.metering.unit);
		rig.run(0);
		this.#in = next;
		this.#expectEntry('in', next);
	}

	#swapCommunication(): void {
		const { base } = this.rig;
		this.swaps++;
		base.pull('communication');
		this.#radio ^= 1;
		base.plug('communication', this.#radios[this.#radio]!.unit);
		this.rig.run(0);
		equal(base.report('communication').state, 'working');
	}

	#swapCover(): void {
		const { base } = this.rig;
		this.swaps++;
		const old = base.pull('cover');
		this.rig.run(0);
		base.plug('cover', this.#covers[old === this.#covers[0] ? 1 : 0]!);
	}

	#orderlyCut(): void {
		this.rig.base.shutdown();
		this.#in?.mark();
		this.#powerUp();
		if (this.#in !== undefined) equal(this.rig.base.ledger.serial, this.#in.metering.unit.identity.serial, 'its entry stays open');
	}

	/** Without time to write anything: no unit is told. */
	#hardCut(): void {
		this.#powerUp();
		const meant = this.#in;
		if (meant === undefined) return;
		const bytes = new Uint8Array(20);
		const unit = meant.metering.unit.readings as unknown as { storeRegisters(into: Uint8Array, offset: number): void };
		unit.storeRegisters(bytes, 0);
		const found = new Registers();
		found.import.load(bytes, 0);
		found.export.load(bytes, 10);
		equal(found.import.milliwattHours, meant.import, 'import after a cut: that of the last half-hour or stop');
		equal(found.export.milliwattHours, meant.export, 'export');
		meant.lost += meant.registers.import.milliwattHours - meant.import + meant.registers.export.milliwattHours - meant.export;
		meant.registers.import.load(bytes, 0);
		meant.registers.export.load(bytes, 10);
	}

	#powerUp(): void {
		const { rig, random } = this;
		this.cuts++;
		rig.restart(random.below(3) === 0 ? random.below(7_200_000) : 0, this.#power);
		if (this.#in !== undefined) rig.base.plug('metering', this.#in.metering.unit);
		rig.base.plug('communication', this.#radios[this.#radio]!.unit);
		rig.base.plug('cover', this.#covers[0]!);
		rig.base.start();
		rig.run(0);
	}

	#expectEntry(mark: 'in' | 'out', { registers, metering }: Meant): void {
		const entries = this.rig.base.ledger.entries();
		const entry = entries[entries.length - 1]!;
		equal(entry.mark, mark);
		equal(entry.serial, metering.unit.identity.serial);
		equal(entry.import, registers.import.milliwattHours, `import at ${mark}`);
		equal(entry.export, registers.export.milliwattHours, `export at ${mark}`);
		equal(entry.lastKnown, false);
	}
}
