/**
 * How long things take: joins, and Gets sent at a steady rate whether the one before was answered or not, in an air that loses frames. Virtual time is the
 * same on every machine, so that the figures are, too.
 */
import { frozen } from '../../modules/bytes/frozen.js';
import { ESV, encodeFrame } from '../../modules/echonet-lite/frame.js';
import { EPC } from '../../src/route-b/epc.js';
import { hemsInLossyAir } from './world-rig.js';

/** One row of the table. Times in ms; null: there were none. */
export interface Behaviour {
	/** Share of the frames that are lost at each receiver. */
	readonly loss: number;
	/** Gets a second. */
	readonly rate: number;
	/** Of `SEEDS` joins, how many succeeded at once, without being tried again. */
	readonly joined: number;
	readonly joinMedian: number | null;
	readonly joinLongest: number | null;
	/** Of the Gets sent, how many were answered. */
	readonly sent: number;
	readonly answered: number;
	readonly getMedian: number | null;
	/** Nine in ten took no longer. */
	readonly getNinety: number | null;
}

const LOSSES: readonly number[] = Object.freeze([0, 0.05, 0.1, 0.2, 0.3]);
const RATES: readonly number[] = Object.freeze([1, 16, 48]);
const SEEDS = 8;
const GETS = 40;
/** How often a join is tried. */
const TRIES = 5;
/** How long the last answers are waited for, ms. */
const PATIENCE = 20_000;
const HEMS = 0x05ff01;
const METER = 0x028801;

export function behaviour(): Behaviour[] {
	return LOSSES.flatMap((loss) => RATES.map((rate) => row(loss, rate)));
}

function row(loss: number, rate: number): Behaviour {
	const joins: number[] = [];
	const gets: number[] = [];
	let sent = 0;
	for (let seed = 1; seed <= SEEDS; seed++) {
		const hems = hemsInLossyAir(seed, loss);
		const { scheduler } = hems.simulator;
		let joined = false;
		for (let i = 0; i < TRIES && !joined; i++) {
			const began = scheduler.now();
			joined = hems.join();
			if (joined && i === 0) joins.push(scheduler.now() - began);
		}
		if (!joined) continue;
		scheduler.runFor(2000);
		const since = new Map<number, number>();
		hems.onAnswer = (bytes) => {
			const tid = (bytes[2]! << 8) | bytes[3]!;
			const at = since.get(tid);
			if (at === undefined || bytes[10] !== ESV.Get_Res) return;
			since.delete(tid);
			gets.push(scheduler.now() - at);
		};
		for (let tid = 1; tid <= GETS; tid++) {
			sent++;
			since.set(tid, scheduler.now());
			hems.send(encodeFrame({ tid, seoj: HEMS, deoj: METER, esv: ESV.Get, properties: [{ epc: EPC.power, edt: new Uint8Array(0) }] }));
			scheduler.runFor(1000 / rate);
		}
		scheduler.runFor(PATIENCE);
	}
	joins.sort((a, b) => a - b);
	gets.sort((a, b) => a - b);
	return {
		loss,
		rate,
		joined: joins.length,
		joinMedian: at(joins, 0.5),
		joinLongest: at(joins, 1),
		sent,
		answered: gets.length,
		getMedian: at(gets, 0.5),
		getNinety: at(gets, 0.9),
	};
}

/** The value at this share of a sorted list, to the 0.1 ms. */
function at(sorted: readonly number[], share: number): number | null {
	if (sorted.length === 0) return null;
	return Math.round(10 * sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!) / 10;
}

const COLUMNS: readonly (readonly [string, (row: Behaviour) => number | null])[] = frozen([
	['frames lost, %', ({ loss }) => Math.round(100 * loss)],
	['Gets a second', ({ rate }) => rate],
	[`joins of ${SEEDS} at once`, ({ joined }) => joined],
	['median', ({ joinMedian }) => joinMedian],
	['longest', ({ joinLongest }) => joinLongest],
	['Gets sent', ({ sent }) => sent],
	['answered', ({ answered }) => answered],
	['median', ({ getMedian }) => getMedian],
	['90 %', ({ getNinety }) => getNinety],
]);

/** The table, for people and for comparing. */
export function behaviourText(rows: readonly Behaviour[]): string {
	const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
	return [
		'Written by `npm run fuzz -- --behaviour`, compared by `npm test`. Times in ms of virtual time.',
		'',
		line(COLUMNS.map(([name]) => name)),
		line(COLUMNS.map(() => '--:')),
		...rows.map((each) => line(COLUMNS.map(([, value]) => value(each) ?? '–'))),
		'',
	].join('\n');
}
