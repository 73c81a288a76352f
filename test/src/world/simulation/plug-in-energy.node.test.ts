import { SeededRandom } from '../../../../hal/virtual/random.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { equal } from '../../../assert.js';
import { fuzzSeed, tried } from '../../../fuzz/campaign.js';
import { PlugInRig, START } from './plug-in-rig.js';

const HALF_HOUR = 1_800_000;
const ACTIONS = 10_000;

/**
 * A meter whose units are swapped, whose breaker trips, and whose power fails, and beside it a sum of what got through to the house while a
 * metering unit was there to count it, by nothing but the load that was set and the times at which supply came and went.
 */
class Delivered {
	readonly rig = new PlugInRig('rf-b,1p3w-60-2way,switch-60,normal', {
		load: constantLoad(500),
		onEvent: (event) => {
			if (event.kind === 'supply') this.#settle(() => {});
		},
	});
	readonly random: SeededRandom;
	readonly count = { swaps: 0, trips: 0, cuts: 0 };
	/** W·ms, whole numbers: 3,600 of them are 1 mWh. */
	import = 0;
	export = 0;
	#at = 0;
	#watts = 500;
	/** What flows, W: known up to the moment of a change. */
	#flows = 500;
	#places: string[] = [];
	#entry = { import: 0, export: 0 };
	/** Where the sums stood when the registers were last written. */
	#written = { import: 0, export: 0 };

	constructor(seed: number) {
		this.random = new SeededRandom(seed);
		this.rig.does('contract 30');
		for (let i = 0; i < 2; i++) this.rig.does('swap 1p3w-60-2way');
		this.rig.run(0);
		this.#places = this.rig.meter.shelf.units.filter(({ serial }) => serial.startsWith('M')).map(({ serial }) => serial);
		this.#settle(() => {});
		this.#begin();
	}

	/** Counts up to now, then takes up what flows from now on. */
	#settle(change: () => void): void {
		const now = this.rig.scheduler.now();
		this.#count(now);
		change();
		this.#flows = this.#counts && this.rig.meter.supply ? this.#watts : 0;
	}

	#count(now: number): void {
		for (let boundary = Math.ceil((this.#at + 1) / HALF_HOUR) * HALF_HOUR; boundary <= now; boundary += HALF_HOUR) {
			this.#add(boundary);
			if (this.#counts) this.#write();
		}
		this.#add(now);
	}

	#add(until: number): void {
		// The meter counts whole ms.
		const energy = this.#flows * (Math.floor(until) - Math.floor(this.#at));
		if (energy > 0) this.import += energy;
		else this.export -= energy;
		this.#at = until;
	}

	#write(): void {
		this.#written = { import: this.import, export: this.export };
	}

	get #counts(): boolean {
		const { shelf, hasPower } = this.rig.meter;
		return hasPower && shelf.inPlace('metering') !== undefined;
	}

	#begin(): void {
		this.#entry = { import: this.import, export: this.export };
		this.#write();
	}

	step(): void {
		const { rig, random } = this;
		this.#load(random.below(5) === 0 ? -random.below(4000) : random.below(4) === 0 ? 4000 + random.below(3000) : random.below(3000));
		rig.run(random.below(3) === 0 ? random.below(600_000) : random.below(30_000));
		const choice = random.below(20);
		if (choice < 10) this.#swapMetering();
		else if (choice < 12) this.#swap(random.below(2) === 0 ? 'communication' : 'cover');
		else if (choice < 14) this.#swap('option');
		else if (choice < 16) rig.ask(random.below(2) === 0 ? 'switch open' : 'switch close');
		else if (choice < 18) rig.ask('breaker reset');
		else if (choice < 19) this.#cut('power off');
		else this.#cut('power cut');
		if (!rig.meter.contactClosed && random.below(3) > 0) {
			rig.ask('switch close');
			rig.ask('breaker reset');
		}
	}

	#load(watts: number): void {
		this.#settle(() => {
			this.rig.does(`load ${watts}`);
			this.#watts = watts;
		});
	}

	#swapMetering(): void {
		const { rig, random } = this;
		this.count.swaps++;
		if (random.below(2) === 0) rig.does('service on 1s');
		this.#settle(() => rig.does('pull metering'));
		rig.run(0);
		const entries = rig.entries;
		this.#expect(entries[entries.length - 2]!, entries[entries.length - 1]!);
		if (random.below(4) === 0) rig.run(random.below(60_000));
		const inPlace = this.#places[random.below(this.#places.length)]!;
		this.#settle(() => rig.does(`plug ${inPlace}`));
		rig.run(0);
		this.#begin();
	}

	/** What the ledger has of a unit's time in place is what got through in it. */
	#expect(first: { mark: string; import: number; export: number }, last: { mark: string; import: number; export: number; lastKnown: boolean }): void {
		equal(`${first.mark} ${last.mark} ${last.lastKnown}`, 'in out false');
		const off = (counted: number, sum: number) => Math.abs(counted - sum / 3600);
		const imported = off(last.import - first.import, this.import - this.#entry.import);
		const exported = off(last.export - first.export, this.export - this.#entry.export);
		// Both ends are whole mWh.
		equal(imported <= 1 && exported <= 1, true, `${imported} and ${exported} mWh off`);
	}

	#swap(place: string): void {
		this.count.swaps++;
		this.#settle(() => this.rig.does(`pull ${place}`));
		if (this.random.below(3) === 0) this.rig.run(this.random.below(20_000));
		this.#settle(() => this.rig.does(`plug ${place}`));
		this.rig.run(0);
	}

	#cut(line: string): void {
		const { rig, random } = this;
		this.count.cuts++;
		this.#settle(() => {
			if (line === 'power off') this.#write();
			rig.does(line);
		});
		rig.run(random.below(120_000));
		// Without time to write, what came since the last half-hour is lost, and said to be.
		this.import = this.#written.import;
		this.export = this.#written.export;
		this.#settle(() => rig.does('power on'));
		rig.run(0);
		this.#write();
	}
}

describe('plug-in meter: energy', () => {
	it(`of ${ACTIONS} random swaps, trips and power cuts is what the load delivered`, () => {
		const delivered = new Delivered(fuzzSeed(2026));
		for (let i = 0; i < ACTIONS; i++) {
			tried(`step ${i}`);
			delivered.step();
		}
		const { swaps, cuts } = delivered.count;
		const trips = delivered.rig.events.filter((text) => text.includes('breaker open done')).length;
		equal(swaps > 5000 && cuts > 500 && trips > 100, true, `${swaps} swaps, ${cuts} cuts, ${trips} trips`);
	});

	it('is not counted where it does not flow', () => {
		const rig = new PlugInRig('rf-b,1p3w-60-2way,switch-60,normal', { load: constantLoad(3600), start: START });
		const before = rig.meter.readings.counts()!.import;
		rig.does('switch open');
		rig.run(10 * HALF_HOUR);
		equal(rig.meter.readings.counts()!.import, before);
		rig.does('switch close');
		rig.run(2 * HALF_HOUR);
		equal(rig.meter.readings.counts()!.import - before, 36);
	});
});
