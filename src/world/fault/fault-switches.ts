import type { Random } from '../../../hal/ports/random.js';
import { between, fraction } from '../../../modules/bytes/chance.js';
import type { FaultChoice } from './fault-choice.js';
import type { FaultName } from './fault-table.js';

/** A fault that was switched on: one for all places where it strikes, so that it strikes once in all of them where it is to strike once. */
export class Fault {
	readonly choice: FaultChoice;
	#struck = 0;

	constructor(choice: FaultChoice) {
		this.choice = choice;
	}

	/** How often it struck. */
	get struck(): number {
		return this.#struck;
	}

	/** It may strike. */
	get isOn(): boolean {
		return this.choice.once !== true || this.#struck === 0;
	}

	/** It strikes now. */
	strike(): void {
		this.#struck++;
	}

	/** ms, drawn where the value is a range; `usual` where it has none. */
	delay(random: Random, usual = 0): number {
		const { delay } = this.choice.value;
		if (delay === undefined) return usual;
		return delay.min === delay.max ? delay.min : between(random, delay.min, delay.max);
	}
}

const NONE: readonly Fault[] = Object.freeze([]);

/** The faults of one place while the world runs. Chance comes from one `Random`, drawn only for faults that are on. */
export class FaultSwitches {
	/** What lasts as long as its fault looks here whether it begins or ends. */
	onChange: (name: FaultName) => void = () => {};
	readonly #random: Random;
	readonly #faults = new Map<FaultName, Fault>();

	constructor(random: Random) {
		this.#random = random;
	}

	/** Undefined switches it off. */
	set(name: FaultName, fault: Fault | undefined): void {
		if (fault === undefined) this.#faults.delete(name);
		else this.#faults.set(name, fault);
		this.onChange(name);
	}

	/** None was switched on that was not switched off. */
	get isEmpty(): boolean {
		return this.#faults.size === 0;
	}

	/** All that are on. */
	get running(): readonly Fault[] {
		if (this.#faults.size === 0) return NONE;
		return [...this.#faults.values()].filter(({ isOn }) => isOn);
	}

	/** Those that were switched on and not off, also where they have struck their once: what they have begun may go on. */
	get held(): readonly FaultName[] {
		return [...this.#faults.keys()];
	}

	/** That is on. */
	find(name: FaultName): Fault | undefined {
		const fault = this.#faults.get(name);
		return fault?.isOn ? fault : undefined;
	}

	isOn(name: FaultName): boolean {
		return this.find(name) !== undefined;
	}

	/** It was not switched off, and no other value came in its place: what it has begun goes on, also where it was to strike once. */
	holds(fault: Fault): boolean {
		return this.#faults.get(fault.choice.name) === fault;
	}

	/** The fault, if it is to strike this time: asked once for each chance that it has. Whoever asks calls `strike` when it does. */
	draw(name: FaultName): Fault | undefined {
		const fault = this.find(name);
		return fault === undefined || fraction(this.#random) >= fault.choice.value.share ? undefined : fault;
	}

	/** The fault, if it strikes now. */
	take(name: FaultName): Fault | undefined {
		const fault = this.draw(name);
		fault?.strike();
		return fault;
	}

	strikes(name: FaultName): boolean {
		return this.take(name) !== undefined;
	}

	/** How long what this fault delays has to wait now, ms; 0 where it does not strike. */
	delay(name: FaultName, usual?: number): number {
		return this.take(name)?.delay(this.#random, usual) ?? 0;
	}

	/** Of a fault that struck, ms. */
	delayOf(fault: Fault, usual?: number): number {
		return fault.delay(this.#random, usual);
	}
}
