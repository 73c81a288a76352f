/** All faults of a world, switched while it runs. */
import type { Refusal } from '../schema/answer-rows.js';
import type { FaultChoice } from './fault-choice.js';
import type { FaultPlace } from './fault-row.js';
import { Fault, type FaultSwitches } from './fault-switches.js';
import { type FaultName, faultRow, strikesAt } from './fault-table.js';

/** What faults strike: the air, a meter, a dongle. */
export interface FaultNode {
	/** As people call it: `air`, `meter`, `dongle-2`. */
	readonly name: string;
	readonly places: readonly FaultPlace[];
	readonly switches: FaultSwitches;
	/** Why one cannot strike here; undefined: it can. */
	readonly refusal?: (name: FaultName) => Refusal | undefined;
}

/** A fault that is on. */
export interface RunningFault {
	readonly name: FaultName;
	readonly value: string;
	readonly once: boolean;
	readonly struck: number;
	/** Where it is on, by names. */
	readonly at: readonly string[];
}

/** Nodes that a refusal names where there are many: so many of the first, and as many of the last. */
const NAMED = 6;

export class WorldFaults {
	readonly #nodes: FaultNode[] = [];
	/** What strikes wherever it can: nodes to come as well. */
	readonly #everywhere = new Map<FaultName, Fault>();
	#watchers: readonly (() => void)[] = [];

	/** Tells `listener` after each time that faults were switched on or off; not where one has struck its once. Returns what ends that. */
	watch(listener: () => void): () => void {
		this.#watchers = [...this.#watchers, listener];
		return () => {
			this.#watchers = this.#watchers.filter((each) => each !== listener);
		};
	}

	add(node: FaultNode): void {
		this.#nodes.push(node);
		for (const [name, fault] of this.#everywhere) if (strikesAtNode(name, node) && node.refusal?.(name) === undefined) node.switches.set(name, fault);
	}

	/** One that is there no more. */
	remove(name: string): void {
		const at = this.#nodes.findIndex((each) => each.name === name);
		if (at >= 0) this.#nodes.splice(at, 1);
	}

	/**
	 * Switches a fault on, in place of what it was, at one node or wherever it can strike. Returns why it cannot; undefined: it is on.
	 */
	set(choice: FaultChoice, node?: string): Refusal | undefined {
		const { name, once } = choice;
		const refusal: Refusal | undefined = once === true && faultRow(name).lasts === true ? { kind: 'faultLasts', name } : this.refusal(name, node);
		if (refusal !== undefined) return refusal;
		const fault = new Fault(choice);
		if (node === undefined) this.#everywhere.set(name, fault);
		for (const each of this.#targets(name, node)) if (each.refusal?.(name) === undefined) each.switches.set(name, fault);
		this.#told();
		return undefined;
	}

	/** What a world begins with, before its nodes are there. */
	begin(choices: readonly FaultChoice[]): void {
		for (const choice of choices) this.#everywhere.set(choice.name, new Fault(choice));
	}

	/** Switches one off, or all, at one node or everywhere. Returns why it cannot; undefined: it is off. */
	clear(name: FaultName | undefined, node?: string): Refusal | undefined {
		const nodes = node === undefined ? this.#nodes : this.#nodes.filter((each) => each.name === node);
		if (node !== undefined && nodes.length === 0) return this.#unknown(node);
		if (name !== undefined && !nodes.some(({ switches }) => switches.isOn(name)) && !(node === undefined && this.#everywhere.get(name)?.isOn))
			return { kind: 'faultNotOn', name, node: node ?? null };
		if (node === undefined) {
			if (name === undefined) this.#everywhere.clear();
			else this.#everywhere.delete(name);
		}
		for (const { switches } of nodes) for (const each of name === undefined ? switches.held : [name]) switches.set(each, undefined);
		this.#told();
		return undefined;
	}

	/** Why a fault can strike nowhere, or not at this node; undefined: it can. */
	refusal(name: FaultName, node?: string): Refusal | undefined {
		if (node !== undefined && !this.#nodes.some((each) => each.name === node)) return this.#unknown(node);
		const targets = this.#targets(name, node);
		if (targets.length === 0) return node === undefined ? { kind: 'faultNowhere', name } : this.#elsewhere(name, node);
		let first: Refusal | undefined;
		for (const each of targets) {
			const refusal = each.refusal?.(name);
			if (refusal === undefined) return undefined;
			first ??= refusal;
		}
		return first;
	}

	/** In the order in which they came, of each node. */
	get running(): readonly RunningFault[] {
		const found = new Map<Fault, string[]>();
		for (const { name, switches } of this.#nodes) {
			for (const fault of switches.running) {
				const at = found.get(fault);
				if (at === undefined) found.set(fault, [name]);
				else at.push(name);
			}
		}
		return [...found].map(([{ choice, struck }, at]) => ({ name: choice.name, value: choice.text, once: choice.once === true, struck, at }));
	}

	/** The names of the first nodes, `most` at the most, and how many there are. */
	nodes(most: number): { readonly names: readonly string[]; readonly count: number } {
		return { names: this.#nodes.slice(0, most).map(({ name }) => name), count: this.#nodes.length };
	}

	/** The first nodes that a fault strikes, `most` at the most, each with why it cannot strike there now; undefined: it can. */
	placesOf(name: FaultName, most: number): readonly { readonly node: string; readonly refusal: Refusal | undefined }[] {
		const places = [];
		for (const node of this.#nodes) {
			if (places.length >= most) break;
			if (strikesAtNode(name, node)) places.push({ node: node.name, refusal: node.refusal?.(name) });
		}
		return places;
	}

	#told(): void {
		for (const watcher of this.#watchers) watcher();
	}

	#targets(name: FaultName, node: string | undefined): readonly FaultNode[] {
		return this.#nodes.filter((each) => strikesAtNode(name, each) && (node === undefined || each.name === node));
	}

	#elsewhere(name: FaultName, node: string): Refusal {
		const targets = this.#targets(name, undefined);
		return { kind: 'faultElsewhere', name, node, places: named(targets), count: targets.length };
	}

	#unknown(node: string): Refusal {
		return { kind: 'unknownNode', node, nodes: named(this.#nodes), count: this.#nodes.length };
	}
}

function strikesAtNode(name: FaultName, { places }: FaultNode): boolean {
	return places.some((place) => strikesAt(name, place));
}

/** All; where they are many, the first and the last. */
function named(nodes: readonly FaultNode[]): readonly string[] {
	const told = nodes.length > 2 * NAMED ? [...nodes.slice(0, NAMED), ...nodes.slice(-NAMED)] : nodes;
	return told.map(({ name }) => name);
}
