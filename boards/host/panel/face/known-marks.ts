/**
 * How all meters are, a letter each, for as many pages as look: found out once, and again of those alone that an event or a command was about. Asking ten thousand
 * meters would hold the run for a while at each turn of a page's list.
 */
import type { Command } from '../../../../src/world/scenario/command.js';
import { isOfWorld } from '../../../../src/world/scenario/command.js';
import type { WorldEventKind } from '../../../../src/world/schema/event-rows.js';
import type { World } from '../../../../src/world/simulation/world.js';
import { meterNumber } from '../meter-asked.js';
import { type MeterMark, markOf } from './meter-rows.js';

const KINDS: readonly WorldEventKind[] = Object.freeze(['unit', 'supply', 'join']);

/** Commands that change no letter. */
const IDLE: readonly Command['kind'][] = Object.freeze([
	'status',
	'help',
	'faults',
	'load',
	'voltage',
	'clock',
	'service',
	'contract',
	'demand limit',
]);

export class KnownMarks {
	readonly #world: World;
	readonly #marks: MeterMark[] = [];
	/** Numbers of meters, from 1. */
	readonly #stale = new Set<number>();
	#isAllStale = true;
	#changes = 0;

	constructor(world: World) {
		this.#world = world;
		world.events.subscribe(({ node }) => {
			const number = meterNumber(world, node);
			if (number !== undefined) this.#forget(number);
		}, KINDS);
		world.onCommand((command) => {
			const number = changedBy(world, command);
			if (number !== undefined) this.#forget(number);
		});
	}

	/** Those of now, of all meters in their order. */
	get all(): readonly MeterMark[] {
		const { meters } = this.#world.simulator;
		if (this.#isAllStale) for (let i = 0; i < this.#marks.length; i++) this.#find(i + 1);
		else for (const number of this.#stale) this.#find(number);
		while (this.#marks.length < meters.length) this.#find(this.#marks.length + 1);
		this.#isAllStale = false;
		this.#stale.clear();
		return this.#marks;
	}

	/** How often one was found to be another than before; `all` brings it up to now. */
	get changes(): number {
		return this.#changes;
	}

	/** Something has happened since. */
	get isStale(): boolean {
		return this.#isAllStale || this.#stale.size > 0 || this.#marks.length < this.#world.simulator.meters.length;
	}

	/** One that was just looked at for another reason. */
	note(number: number, mark: MeterMark): void {
		if (mark === this.#marks[number - 1]) return;
		this.#marks[number - 1] = mark;
		this.#changes++;
	}

	#forget(number: number | 'all'): void {
		if (number === 'all') this.#isAllStale = true;
		else if (!this.#isAllStale) this.#stale.add(number);
	}

	#find(number: number): void {
		const meter = this.#world.simulator.meters[number - 1];
		if (meter !== undefined) this.note(number, markOf(meter));
	}
}

/** The meter that a command may have changed the letter of. */
function changedBy(world: World, command: Command): number | 'all' | undefined {
	if (isOfWorld(command)) return undefined;
	if (command.kind !== 'of meter') return numberOf(command.kind, 1);
	const { meter } = command;
	if (typeof meter === 'number') return numberOf(command.command.kind, meter);
	if (meter === 'all') return numberOf(command.command.kind, 'all');
	return numberOf(command.command.kind, 1 + world.simulator.meters.findIndex(({ identity }) => identity.serial === meter));
}

/** A fault may be on anywhere, and bring meters along. */
function numberOf(kind: Command['kind'], number: number | 'all'): number | 'all' | undefined {
	if (IDLE.includes(kind) || number === 0) return undefined;
	return kind === 'fault' || kind === 'fault off' ? 'all' : number;
}
