/** Claims that are other than what was seen. What is claimed and not done is a matter of checks. */
import { ESV, type Frame } from '../../modules/echonet-lite/frame.js';
import { NODE_PROFILE } from '../../modules/echonet-lite/node-profile.js';
import { SECOND } from '../../modules/time/durations.js';
import { EPC } from '../route-b/epc.js';
import type { Language } from '../world/schema/language.js';
import { CONTRADICTION_WORDS, type ContradictionWords } from './contradiction-words.js';
import type { Claims } from './declaration.js';
import type { SessionRecord } from './record/chronicle.js';
import { joinsIn } from './record/joins.js';
import { type Line, linesOf } from './record/lines.js';
import { pollIntervals, usualInterval } from './record/polls.js';
import { requestsIn } from './record/requests.js';

type Kind = keyof ContradictionWords;

export type Contradiction = { readonly [Name in Kind]: { readonly kind: Name; readonly fields: Parameters<ContradictionWords[Name]>[0] } }[Kind];

/** What a session says, in its own dongle's lines. */
interface Seen {
	readonly entries: SessionRecord['entries'];
	readonly lines: readonly Line[];
	/** Frames that the program sent. */
	readonly sent: readonly Frame[];
}

const HISTORIES: readonly number[] = Object.freeze([
	...[EPC.importHistory1, EPC.exportHistory1, EPC.history1Day, EPC.history2, EPC.history2Time],
	...[EPC.history3, EPC.history3Time],
]);
const HALF_HOURS: readonly number[] = Object.freeze([...HISTORIES, EPC.fixedTimeImport, EPC.fixedTimeExport]);
const ASKING: readonly number[] = Object.freeze([ESV.Get, ESV.SetC, ESV.SetI, ESV.SetGet]);
const CONTROLLER = 0x05ff01;
/** A poll as claimed is off by this factor at most. */
const MOST_OFF = 2;

export function contradictionsOf(sessions: readonly SessionRecord[], claims: Claims): readonly Contradiction[] {
	const seen = sessions.map(seenIn);
	const sent = seen.flatMap((one) => one.sent);
	const found: Contradiction[] = [];
	const deny = (kind: 'history' | 'infc' | 'answers' | 'notifications', times: number) => {
		if (claims[kind] === false && times > 0) found.push({ kind, fields: { times } });
	};
	deny('history', sent.filter((frame) => asksFor(frame, HISTORIES)).length);
	deny('infc', sent.filter(({ esv }) => esv === ESV.INFC_Res).length);
	deny('answers', sent.filter(({ esv, seoj }) => esv === ESV.Get_Res && (seoj === NODE_PROFILE || seoj === CONTROLLER)).length);
	deny('notifications', sent.some((frame) => asksFor(frame, HALF_HOURS)) ? 0 : halfHoursShown(seen));
	const meters = Math.max(0, ...seen.map(metersJoined));
	if (claims.manyMeters === false && meters > 1) found.push({ kind: 'manyMeters', fields: { meters } });
	const poll = usualInterval(seen.flatMap(({ lines }) => pollIntervals(requestsIn(lines).requests)));
	if (poll !== undefined && (poll.ms > claims.pollMs * MOST_OFF || poll.ms * MOST_OFF < claims.pollMs))
		found.push({ kind: 'poll', fields: { claimed: secondsOf(claims.pollMs), seen: secondsOf(poll.ms) } });
	return found;
}

/** In words. */
export function contradictionsIn(sessions: readonly SessionRecord[], claims: Claims, language: Language): readonly string[] {
	const words = CONTRADICTION_WORDS[language];
	return contradictionsOf(sessions, claims).map(({ kind, fields }) => (words[kind] as (fields: Contradiction['fields']) => string)(fields));
}

function seenIn(session: SessionRecord): Seen {
	const lines = linesOf(session);
	const sent = lines.flatMap((line) => (line.kind === 'sends' && line.frame !== undefined ? [line.frame] : []));
	return { entries: session.entries, lines, sent };
}

function asksFor({ esv, properties }: Frame, epcs: readonly number[]): boolean {
	return ASKING.includes(esv) && properties.some(({ epc }) => epcs.includes(epc));
}

function halfHoursShown(seen: readonly Seen[]): number {
	const isHalfHour = (entry: SessionRecord['entries'][number]) =>
		entry.kind === 'shown' && entry.observation.what.startsWith('halfHour') && typeof entry.observation.value === 'number';
	return seen.flatMap(({ entries }) => entries.filter(isHalfHour)).length;
}

function metersJoined({ lines }: Seen): number {
	const joined = joinsIn(lines).filter(({ outcome, peer }) => outcome === 'joined' && peer !== null);
	return new Set(joined.map(({ peer }) => peer)).size;
}

function secondsOf(ms: number): number {
	return Math.round(ms / (SECOND / 10)) / 10;
}
