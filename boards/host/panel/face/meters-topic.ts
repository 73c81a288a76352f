/**
 * Tells how all meters are, a letter each, and the lines of those that are looked at. What changes is found by events and commands, so that ten thousand
 * meters of which nothing is to be told cost nothing.
 */
import type { Command } from '../../../../src/world/scenario/command.js';
import { isOfWorld } from '../../../../src/world/scenario/command.js';
import type { WorldEventKind } from '../../../../src/world/schema/event-rows.js';
import type { World } from '../../../../src/world/simulation/world.js';
import type { Topic } from '../../web/app.js';
import { type Every, everyWall } from '../every.js';
import { meterNumber } from '../meter-asked.js';
import type { PanelSite } from '../site.js';
import { type MeterRow, type MetersTold, MOST_ROWS, markOf, marksOf, meterRow } from './meter-rows.js';

/** ms of wall time. */
const BEAT = 500;
/** More changes are told as a whole. */
const MOST_CHANGES = 500;
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

export function metersTopic({ world, enter }: PanelSite, every: Every = everyWall): Topic {
	return {
		name: 'meters',
		open: (query, tell) => {
			const { meters } = world.simulator;
			const window = windowOf(query);
			const marks: string[] = [];
			const stale = new Set<number>();
			let isAllStale = true;
			let lines = '';
			const look = () => {
				const told: { -readonly [Name in keyof MetersTold]: MetersTold[Name] } = {};
				if (isAllStale || meters.length !== marks.length || stale.size > MOST_CHANGES) {
					const all = marksOf(meters);
					if (all !== marks.join('')) told.marks = all;
					marks.splice(0, marks.length, ...all);
				} else {
					const changes: [number, string][] = [];
					for (const number of stale) {
						const mark = markOf(meters[number - 1]!);
						if (mark === marks[number - 1]) continue;
						marks[number - 1] = mark;
						changes.push([number, mark]);
					}
					if (changes.length > 0) told.changes = changes;
				}
				isAllStale = false;
				stale.clear();
				const rows = rowsOf(world, window.from, window.count);
				const text = JSON.stringify(rows);
				if (text !== lines) told.rows = rows;
				lines = text;
				if (Object.keys(told).length > 0) tell(told);
			};
			look();
			const ends = [
				every(BEAT, () => {
					if (window.count > 0 || isAllStale || stale.size > 0 || meters.length !== marks.length) enter(look);
				}),
				world.events.subscribe(({ node }) => {
					const number = meterNumber(world, node);
					if (number !== undefined) stale.add(number);
				}, KINDS),
				world.onCommand((command) => {
					const number = changedBy(world, command);
					if (number === 'all') isAllStale = true;
					else if (number !== undefined) stale.add(number);
				}),
			];
			return () => {
				for (const end of ends) end();
			};
		},
	};
}

/** Lines of the meters from this number on. */
export function rowsOf(world: World, from: number, count: number): MeterRow[] {
	const { meters } = world.simulator;
	return meters.slice(from - 1, from - 1 + count).map((meter, i) => {
		const { session } = world.meterState(meter);
		return meterRow(meter, from + i, session?.peerNode ?? session?.peer ?? null);
	});
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

function windowOf(query: URLSearchParams): { readonly from: number; readonly count: number } {
	const number = (name: string, usual: number) => {
		const value = Number(query.get(name) ?? usual);
		return Number.isInteger(value) && value >= 0 ? value : usual;
	};
	return { from: Math.max(1, number('from', 1)), count: Math.min(MOST_ROWS, number('count', 0)) };
}
