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
	const stays: Stay[] = [];
	// Stays follow each other: each line and each request is looked at once.
	let [line, request] = [0, 0];
	for (const join of joinsIn(lines)) {
		const joined = join.end;
		if (join.outcome !== 'joined' || joined === undefined) continue;
		while (lines[line]!.entry < join.entry) line++;
		const from = line;
		while (line < lines.length && !(lines[line]!.entry > joined.entry && endsStay(lines[line]!))) line++;
		const end = lines[line];
		while (request < requests.length && requests[request]!.entry < join.entry) request++;
		const first = request;
		while (request < requests.length && requests[request]!.entry < (end?.entry ?? Number.POSITIVE_INFINITY)) request++;
		stays.push({ join, joined, end, lines: lines.slice(from, line), requests: requests.slice(first, request) });
	}
	return stays;
}

function endsStay(line: Line): boolean {
	return isBreak(line) || BEGINNINGS.includes(line.kind) || (line.kind === 'event' && ENDS.includes(line.number));
}
