/** Hands at the meter of a world: they pull units and plug them in, cut the power, throw the switch, by chance. */
import type { SeededRandom } from '../../hal/virtual/random.js';
import type { Place } from '../../src/meter/backplane/messages.js';
import { HANDS, type Hand, type WorldPlan } from './world-plan.js';
import type { WorldRig } from './world-rig.js';

const MINUTE = 60_000;
/** Units of a kind that a world has at most. */
const MOST_UNITS = 3;
const LETTERS: Readonly<Record<'metering' | 'communication' | 'option', string>> = Object.freeze({ metering: 'M', communication: 'C', option: 'S' });

/** The world as far as hands need it. */
export interface Handled {
	readonly plan: WorldPlan;
	readonly rig: WorldRig;
	readonly counts: { swaps: number; cuts: number };
	note(text: string): void;
	/** Lets time pass, ms. */
	pass(duration: number): void;
	/** Reckons with what was until now, then with what `change` makes of it; `orderly`: units had time to write down where they stood. */
	change(change: () => void, orderly?: boolean): void;
	/** What the base's ledger says of a metering unit that came or went just now. */
	checkEntry(mark: 'in' | 'out', serial: string): void;
}

export class WorldHands {
	readonly #world: Handled;
	readonly #random: SeededRandom;
	readonly #deck: readonly Hand[];

	constructor(world: Handled, random: SeededRandom) {
		this.#world = world;
		this.#random = random;
		this.#deck = HANDS.flatMap((hand) => new Array<Hand>(world.plan.weights[hand]).fill(hand));
	}

	/** Does one thing, and whatever belongs to it. */
	act(): void {
		const hand = this.#deck[this.#random.below(this.#deck.length)]!;
		switch (hand) {
			case 'metering':
				this.#swapMetering();
				break;
			case 'communication':
			case 'option':
			case 'cover':
				this.#swap(hand);
				break;
			case 'cut':
			case 'off':
				this.#cut(hand);
				break;
			case 'fault':
				this.#world.note(this.#world.rig.toggle(this.#world.plan.faults[this.#random.below(this.#world.plan.faults.length)]!));
				break;
			case 'switch':
				this.#switch();
				break;
			case 'voltage':
				this.#does(`voltage R ${92 + this.#random.below(18)} T ${92 + this.#random.below(18)}`);
		}
	}

	/** All is as it should be at the end. */
	leave(): void {
		const { rig } = this.#world;
		if (rig.hasSwitch && !rig.contactClosed) this.#does('switch close');
	}

	#swapMetering(): void {
		const { rig, counts } = this.#world;
		const random = this.#random;
		const before = rig.inPlace('metering')!;
		if (random.below(2) === 0) this.#does('service on 5s');
		this.#world.change(() => this.#does('pull metering'));
		this.#world.checkEntry('out', before);
		this.#pause();
		const known = rig.unitsOf(LETTERS.metering);
		const unit = known.length < MOST_UNITS && random.below(3) === 0 ? known[0]!.code : known[random.below(known.length)]!.serial;
		this.#world.change(() => this.#does(`plug ${unit}`));
		this.#world.checkEntry('in', rig.inPlace('metering')!);
		counts.swaps++;
	}

	#swap(place: Exclude<Place, 'metering'>): void {
		const { rig, counts } = this.#world;
		if (rig.inPlace(place) === undefined) return;
		this.#world.change(() => this.#does(`pull ${place}`));
		this.#pause();
		this.#world.change(() => this.#does(`plug ${this.#nextOf(place)}`));
		rig.scheduler.runFor(0);
		counts.swaps++;
	}

	#nextOf(place: Exclude<Place, 'metering'>): string {
		if (place !== 'communication') return place;
		const known = this.#world.rig.unitsOf(LETTERS.communication);
		return known.length < MOST_UNITS && this.#random.below(4) === 0 ? known[0]!.code : known[this.#random.below(known.length)]!.serial;
	}

	#cut(hand: 'cut' | 'off'): void {
		const { rig, counts } = this.#world;
		this.#world.change(() => this.#does(`power ${hand}`), hand === 'off');
		this.#world.pass(1000 + this.#random.below(this.#random.below(4) === 0 ? 90 * MINUTE : MINUTE));
		this.#world.change(() => this.#does('power on'));
		rig.scheduler.runFor(0);
		counts.cuts++;
	}

	#switch(): void {
		const { rig } = this.#world;
		if (!rig.hasSwitch) return;
		if (rig.contactClosed) this.#does(this.#random.below(2) === 0 ? 'switch open' : 'contract 30');
		else {
			this.#does('switch close');
			if (!rig.contactClosed) this.#does('breaker reset');
		}
	}

	#pause(): void {
		if (this.#random.below(4) === 0) this.#world.pass(this.#random.below(10 * MINUTE));
	}

	#does(line: string): void {
		const { refusal, text } = this.#world.rig.does(line);
		this.#world.note(refusal === undefined ? text : `${line}: ${refusal}`);
	}
}
