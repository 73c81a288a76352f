/**
 * Tells how all meters are, a letter each, and the lines of those that are looked at. What changes is found by events and commands, so that ten thousand
 * meters of which nothing is to be told cost nothing.
 */
import type { World } from '../../../../src/world/simulation/world.js';
import type { Topic } from '../../web/app.js';
import { type Every, everyWall } from '../every.js';
import type { PanelSite } from '../site.js';
import { KnownMarks } from './known-marks.js';
import { type MeterMark, type MeterRow, type MetersTold, MOST_ROWS, meterRow } from './meter-rows.js';

/** ms of wall time. */
const BEAT = 500;
/** More changes are told as a whole. */
const MOST_CHANGES = 500;

export function metersTopic({ world, enter }: PanelSite, every: Every = everyWall): Topic {
	const known = new KnownMarks(world);
	return {
		name: 'meters',
		open: (query, tell) => {
			const window = windowOf(query);
			const told = new ToldMarks(known);
			// Where there is no line, that is told once, too.
			let lines = 'nothing';
			const look = () => {
				const now: { -readonly [Name in keyof MetersTold]: MetersTold[Name] } = told.next();
				const rows = rowsOf(world, window.from, window.count);
				for (const { number, mark } of rows) known.note(number, mark);
				const text = JSON.stringify(rows);
				if (text !== lines) now.rows = rows;
				lines = text;
				if (Object.keys(now).length > 0) tell(now);
			};
			look();
			return every(BEAT, () => {
				if (window.count > 0 || told.isBehind) enter(look);
			});
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

/** What one page knows of them. */
class ToldMarks {
	readonly #known: KnownMarks;
	readonly #marks: MeterMark[] = [];
	#changes = 0;

	constructor(known: KnownMarks) {
		this.#known = known;
	}

	/** There may be something to tell. */
	get isBehind(): boolean {
		return this.#known.isStale || this.#changes !== this.#known.changes;
	}

	/** What is new since; all where nearly all are. */
	next(): Pick<MetersTold, 'marks' | 'changes'> {
		const all = this.#known.all;
		if (this.#changes === this.#known.changes) return {};
		this.#changes = this.#known.changes;
		const isLonger = all.length !== this.#marks.length;
		const changes: [number, MeterMark][] = [];
		for (let i = 0; i < all.length; i++) {
			if (all[i] === this.#marks[i]) continue;
			this.#marks[i] = all[i]!;
			changes.push([i + 1, all[i]!]);
		}
		if (isLonger || changes.length > MOST_CHANGES || changes.length * 2 > all.length) return { marks: all.join('') };
		return changes.length > 0 ? { changes } : {};
	}
}

function windowOf(query: URLSearchParams): { readonly from: number; readonly count: number } {
	const number = (name: string, usual: number) => {
		const value = Number(query.get(name) ?? usual);
		return Number.isInteger(value) && value >= 0 ? value : usual;
	};
	return { from: Math.max(1, number('from', 1)), count: Math.min(MOST_ROWS, number('count', 0)) };
}
