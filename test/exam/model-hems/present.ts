/** What is shown of the present: power, currents, counters; and that they are not there, where they are not. */

import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { Property } from '../../../modules/echonet-lite/frame.js';
import { EPC } from '../../../src/route-b/epc.js';
import type { Behaviour } from './behaviour.js';
import { MOST_IN_HALF_HOUR, step } from './half-hours.js';
import type { MeterFacts } from './meter-facts.js';
import { currentOf, currentText, energyOf, energyText, powerOf } from './values.js';

interface Counter {
	readonly name: 'energy' | 'energy-reverse';
	/** Undefined: none was seen yet, or it has no value. */
	last: number | undefined;
	wasNone: boolean;
}

const POWER_LENGTH = 4;
const CURRENTS_LENGTH = 4;
const ENERGY_LENGTH = 4;

export interface PresentOptions {
	readonly scheduler: Scheduler;
	readonly behaviour: Behaviour;
	readonly facts: MeterFacts;
	readonly show: (line: string) => void;
	/** A counter went back, or came back: it may be another meter. */
	readonly onDoubt: () => void;
}

export class Present {
	readonly #options: PresentOptions;
	readonly #counters: ReadonlyMap<number, Counter> = new Map<number, Counter>([
		[EPC.importEnergy, { name: 'energy', last: undefined, wasNone: false }],
		[EPC.exportEnergy, { name: 'energy-reverse', last: undefined, wasNone: false }],
	]);
	/** One a kind of value: it is too old when it fires. */
	readonly #ages = new Map<string, Timer>();
	#isOnline = false;
	#polls = 0;

	constructor(options: PresentOptions) {
		this.#options = options;
	}

	/** Another meter: its counters begin anew. */
	forget(): void {
		for (const counter of this.#counters.values()) counter.last = undefined;
	}

	/** Nothing more comes. */
	stop(): void {
		for (const timer of this.#ages.values()) timer.cancel();
		this.#ages.clear();
		this.#setOnline(false);
	}

	take({ epc, edt }: Property): void {
		const { behaviour } = this.#options;
		if (epc === EPC.power && this.#polls++ % behaviour.showsOneOf > 0) return;
		if (epc === EPC.power && edt.length === POWER_LENGTH) {
			const power = powerOf(edt, behaviour);
			this.#tell('power', power === undefined ? 'none' : `${power} W`);
		} else if (epc === EPC.currents && edt.length === CURRENTS_LENGTH) this.#takeCurrents(edt);
		else if (this.#counters.has(epc) && edt.length === ENERGY_LENGTH) this.#takeEnergy(this.#counters.get(epc)!, energyOf(edt, 0, behaviour));
	}

	#takeCurrents(edt: Uint8Array): void {
		const [r, t] = [0, 2].map((at) => currentText(currentOf(edt, at, this.#options.behaviour)));
		this.#tell('current', `R ${r} T ${t}`);
	}

	#takeEnergy(counter: Counter, counts: number | undefined): void {
		const { behaviour, facts, onDoubt } = this.#options;
		const doubtful = counts !== undefined && behaviour.knowsReplacement && this.#isDoubtful(counter, counts);
		if (counts !== undefined) {
			counter.last = counts;
			counter.wasNone = false;
		} else counter.wasNone = true;
		if (doubtful) onDoubt();
		const { scale } = facts;
		if (counts === undefined) this.#tell(counter.name, 'none');
		else if (scale !== undefined) this.#tell(counter.name, energyText(counts, scale));
	}

	#isDoubtful({ last, wasNone }: Counter, counts: number): boolean {
		const { facts, behaviour } = this.#options;
		const { scale } = facts;
		if (wasNone) return true;
		if (last === undefined || scale === undefined) return false;
		const went = step(last, counts, scale, { ...behaviour, knowsWrap: true });
		return went === undefined || went * scale.wattHours > MOST_IN_HALF_HOUR;
	}

	#tell(what: string, text: string): void {
		const { scheduler, behaviour, show } = this.#options;
		this.#ages.get(what)?.cancel();
		this.#setOnline(true);
		show(`${what} ${text}`);
		if (behaviour.staleMs === Number.POSITIVE_INFINITY) return;
		this.#ages.set(
			what,
			scheduler.after(behaviour.staleMs, () => this.#onOld(what)),
		);
	}

	#onOld(what: string): void {
		this.#ages.delete(what);
		this.#options.show(what === 'current' ? 'current R none T none' : `${what} none`);
		if (this.#ages.size === 0) this.#setOnline(false);
	}

	#setOnline(online: boolean): void {
		if (online !== this.#isOnline) this.#options.show(online ? 'online' : 'offline');
		this.#isOnline = online;
	}
}
