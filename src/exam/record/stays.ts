/** Stays of a program with its meter: from EVENT 25 of a join until the session is over. An authentication anew is part of one. */
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import { type Join, joinsIn } from './joins.js';
import { isBreak, type Line } from './lines.js';
import { type Request, requestsIn } from './requests.js';

export interface Stay {
	readonly join: Join;
	/** EVENT 25. */
	readonly joined: Line;
	/** undefined: it goes on. */
	readonly end: Line | undefined;
	/** All lines from the join on. */
	readonly lines: readonly Line[];
	readonly requests: readonly Request[];
}

const ENDS: readonly number[] = Object.freeze([EVENT.joinFailed, EVENT.terminationRequested, EVENT.terminated, EVENT.terminationTimeout]);
const BEGINNINGS: readonly Line['kind'][] = Object.freeze(['scans', 'joins', 'resets']);

export function staysIn(lines: readonly Line[]): readonly Stay[] {
	const { requests } = requestsIn(lines);
	return joinsIn(lines).flatMap((join) => {
		const joined = join.end;
		if (join.outcome !== 'joined' || joined === undefined) return [];
		const end = lines.find((line) => line.entry > joined.entry && endsStay(line));
		const isWithin = ({ entry }: { readonly entry: number }) => entry >= join.entry && entry < (end?.entry ?? Number.POSITIVE_INFINITY);
		return [{ join, joined, end, lines: lines.filter(isWithin), requests: requests.filter(isWithin) }];
	});
}

function endsStay(line: Line): boolean {
	return isBreak(line) || BEGINNINGS.includes(line.kind) || (line.kind === 'event' && ENDS.includes(line.number));
}
