/** Tries of a program to join, each with what came of it. */
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import { isBreak, type Line, type Place } from './lines.js';

export interface Join extends Place {
	/** IPv6 address, upper case, in eight groups; null with J11. */
	readonly peer: string | null;
	/** The dongle has taken the command. */
	readonly taken: boolean;
	/** `none`: neither EVENT 25 nor 24 before something else began. */
	readonly outcome: 'joined' | 'failed' | 'none';
	/** EVENT 25 or 24, or what began before; undefined: nothing did so far. */
	readonly end: Line | undefined;
}

type Open = { -readonly [Key in keyof Join]: Join[Key] };

const JOINING: readonly (string | null)[] = Object.freeze(['SKJOIN', '56']);

export function joinsIn(lines: readonly Line[]): readonly Join[] {
	const joins: Open[] = [];
	let open: Open | undefined;
	for (const line of lines) {
		if (open !== undefined && endsJoin(line)) {
			open.end = line;
			if (line.kind === 'event') open.outcome = line.number === EVENT.joined ? 'joined' : 'failed';
			open = undefined;
		}
		if (line.kind === 'joins') {
			open = { entry: line.entry, at: line.at, peer: line.peer, taken: false, outcome: 'none', end: undefined };
			joins.push(open);
		} else if (line.kind === 'ok' && open !== undefined && JOINING.includes(line.name)) open.taken = true;
	}
	return joins;
}

function endsJoin(line: Line): boolean {
	if (line.kind === 'event') return line.number === EVENT.joined || line.number === EVENT.joinFailed;
	return isBreak(line) || line.kind === 'joins' || line.kind === 'scans' || line.kind === 'resets' || line.kind === 'terminates';
}

/** The most of these that began within any `window`, ms, and the first and last of them. */
export function densest<Begun extends Place>(begun: readonly Begun[], window: number): readonly Begun[] {
	let best: readonly Begun[] = [];
	let from = 0;
	for (let to = 0; to < begun.length; to++) {
		while (begun[to]!.at - begun[from]!.at >= window) from++;
		if (to - from + 1 > best.length) best = begun.slice(from, to + 1);
	}
	return best;
}
