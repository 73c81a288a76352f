/** Situations in which a program does not find its meter, or is not let in: B1 to B6, B42. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import { formatFullAddress, linkLocalAddress } from '../../../modules/ipv6/address.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import { joinsIn } from '../record/joins.js';
import { type Line, linesOf, type Place } from '../record/lines.js';
import { carriesPresentValue } from '../record/served-value.js';
import { type CheckRow, type Finding, findingsOf, type Look } from './check.js';
import { paced, phaseOf, recovered, struck, survived, within } from './judgements.js';
import { SEEKING_WORDS } from './words/seeking.js';

const finding = findingsOf(SEEKING_WORDS);

/** After a refusal, until a program that tells of it has done so, ms. */
const TELLING = MINUTE;

export const SEEKING_CHECKS = frozen({
	'paces-wrong-password': {
		id: 'B1',
		is: 'says that the password is wrong, tries again slowly, and keeps trying',
		obligation: 'should',
		source: 'field: three joins within 0.3 s, every 20 s, seen of a public program',
		confidence: 'proposed',
		seenBy: ['uart', 'output'],
		in: ['wrong-password'],
		limits: ['joinsAMinute', 'joinsWarning', 'joinsFail', 'joinsASecond', 'joinsWindow'],
		judge: (look) => {
			const span = struck(look);
			if (span === undefined) return [];
			return [...paced(look, span), ...toldUser(look), ...survived(look, span)];
		},
	},
	'paces-silent-refusal': {
		id: 'B2',
		is: 'waits for EVENT 24 where a join is met by silence, pauses, and joins when the meter lets it in',
		obligation: 'must',
		source: 'field: meters that do not answer for a while',
		confidence: 'proposed',
		seenBy: ['uart'],
		in: ['refused-joins'],
		limits: ['joinsAMinute', 'joinsWarning', 'joinsFail', 'joinsASecond', 'joinsWindow', 'recoveryPass', 'recoveryWarning'],
		judge: (look) => pacedAndLetIn(look, isRefusal),
	},
	'paces-empty-scans': {
		id: 'B3',
		is: 'goes on scanning where nothing is found, with pauses between the rounds',
		obligation: 'must',
		source: 'field: meters that are out of reach for a while',
		confidence: 'proposed',
		seenBy: ['uart'],
		in: ['empty-scans'],
		limits: ['scanPause', 'recoveryPass', 'recoveryWarning'],
		judge: (look) => [...scansPaused(look), ...letIn(look)],
	},
	'finds-late-beacon': {
		id: 'B4',
		is: 'finds a meter whose beacon comes too late for a short scan',
		obligation: 'must',
		source: 'public programs, which scan with durations up to 7',
		confidence: 'proposed',
		seenBy: ['uart'],
		in: ['slow-beacon'],
		limits: ['recoveryPass'],
		judge: (look) => fromStart(look, (act) => act.kind === 'scans'),
	},
	'joins-own-meter-among-neighbours': {
		id: 'B5',
		is: 'joins the meter of its own pairing id, whoever else answers a scan',
		obligation: 'must',
		source: 'SKSTACK-IP command reference: PairID in EPANDESC',
		confidence: 'stated',
		seenBy: ['uart'],
		in: ['neighbour-pans'],
		limits: ['recoveryPass'],
		judge: ownMeter,
	},
	'finds-moved-meter': {
		id: 'B6',
		is: 'scans again where the meter has moved to another PAN and channel',
		obligation: 'must',
		source: 'field: what programs remember of a scan',
		confidence: 'proposed',
		seenBy: ['uart'],
		in: ['moved-pan'],
		limits: ['recoveryPass', 'recoveryWarning'],
		judge: (look) => {
			const from = phaseOf(look, 'strikes');
			return from === undefined ? [] : [...recovered(look, from, look.limits.recoveryPass), ...survived(look, look.step)];
		},
	},
	'reads-many-meters': {
		id: 'B44',
		is: 'reads many meters by one dongle, with SKTERM and SKJOIN in turn',
		obligation: 'should',
		source: 'field: houses with two meters',
		confidence: 'proposed',
		seenBy: ['uart'],
		claim: 'manyMeters',
		applies: ({ claims }) => (claims.manyMeters === true ? undefined : { kind: 'claims', claim: 'manyMeters' }),
		in: ['many-meters'],
		limits: ['recoveryPass'],
		judge: manyMeters,
	},
	'paces-taken-meter': {
		id: 'B42',
		is: 'tries slowly to join a meter that a second HEMS holds, until it can',
		obligation: 'should',
		source: 'field: a HEMS that was replaced, and not switched off',
		confidence: 'proposed',
		seenBy: ['uart'],
		in: ['taken-meter'],
		limits: ['joinsAMinute', 'joinsWarning', 'joinsFail', 'joinsASecond', 'joinsWindow', 'recoveryPass', 'recoveryWarning'],
		judge: (look) => pacedAndLetIn(look, isRefusal),
	},
} satisfies Record<string, CheckRow>);

function isRefusal(line: Line): boolean {
	return line.kind === 'event' && line.number === EVENT.joinFailed;
}

/** Something that it does not say while it reads, or has said of a refusal before: a line of its output, or that the meter is not there. */
function toldUser(look: Look): readonly Finding[] {
	const { entries, step } = look;
	const refusals = linesOf(look).filter(isRefusal);
	const refusal = refusals.find(({ at }) => at >= step.from);
	if (refusal === undefined || !entries.some(({ kind }) => kind === 'output')) return [];
	const known = new Set<string>();
	for (const entry of entries) {
		if (entry.kind !== 'output' || entry.at >= step.from) continue;
		if (!refusals.some(({ at }) => entry.at >= at && entry.at - at <= TELLING)) known.add(sayingOf(entry.text));
	}
	const telling = entries.find((entry) => {
		if (entry.at < refusal.at || entry.at > refusal.at + TELLING) return false;
		if (entry.kind === 'shown') return entry.observation.what === 'online' && entry.observation.value === 0;
		return entry.kind === 'output' && !known.has(sayingOf(entry.text));
	});
	if (telling !== undefined) return [finding('pass', 'toldUser', { ms: telling.at - refusal.at }, [refusal.entry, telling.number])];
	const ms = Math.min(TELLING, step.to - refusal.at);
	return ms < TELLING ? [] : [finding('warning', 'toldNobody', { ms }, [refusal.entry])];
}

/** Without what changes from one time to the next. */
function sayingOf(text: string): string {
	return text.replace(/[0-9A-Fa-f]*\d[0-9A-Fa-f]*/g, '#');
}

/** Pace while it was refused, and recovery when it no longer was. */
function pacedAndLetIn(look: Look, isTest: (line: Line) => boolean): readonly Finding[] {
	const from = look.step.strikes;
	const to = look.step.lifted;
	if (from === undefined || to === undefined || !within(look, { from, to }).some(isTest)) return survived(look, look.step);
	return [...paced(look, { from, to }), ...letIn(look)];
}

function letIn(look: Look): readonly Finding[] {
	const from = phaseOf(look, 'lifted');
	const bad = survived(look, look.step);
	return from === undefined ? bad : [...recovered(look, from, look.limits.recoveryPass), ...bad];
}

/** Values soon after a start, where it came to the test. */
function fromStart(look: Look, isTest: (line: Line) => boolean): readonly Finding[] {
	const span = struck(look);
	const from = phaseOf(look, 'strikes');
	if (span === undefined || from === undefined) return [];
	const { recoveryPass } = look.limits;
	const isTested = within(look, span).some(isTest);
	return [...(isTested ? recovered(look, from, recoveryPass, recoveryPass) : []), ...survived(look, span)];
}

/** Where one round of scans has ended, and a scan no longer than its last one has begun. */
function scansPaused(look: Look): readonly Finding[] {
	const { scanPause } = look.limits;
	const findings: Finding[] = [];
	let last: { readonly duration: number; readonly entry: number } | undefined;
	let ended: Place | undefined;
	for (const line of within(look, struck(look) ?? look.step)) {
		if (line.kind === 'event' && line.number === EVENT.scanDone) ended = line;
		if (line.kind === 'joins') last = undefined;
		if (line.kind !== 'scans') continue;
		if (last !== undefined && ended !== undefined && line.duration <= last.duration) {
			const ms = line.at - ended.at;
			const measured = { value: ms, limit: scanPause, unit: 'ms' };
			const evidence = [last.entry, ended.entry, line.entry];
			if (ms >= scanPause) findings.push(finding('pass', 'scansPaused', { ms }, evidence, measured));
			else findings.push(finding('warning', 'scansNotPaused', { ms, limit: scanPause }, evidence, measured));
		}
		last = line;
		ended = undefined;
	}
	return findings;
}

/** From whom present values came. */
function manyMeters(look: Look): readonly Finding[] {
	const span = struck(look);
	if (span === undefined) return [];
	const meters = new Map<string, number>();
	for (const line of within(look, span)) {
		if (line.kind === 'receives' && line.frame !== undefined && carriesPresentValue(line.frame) && !meters.has(line.peer))
			meters.set(line.peer, line.entry);
	}
	const bad = survived(look, span);
	const evidence = [...meters.values()];
	if (meters.size > 1) return [finding('pass', 'joinedMany', { meters: meters.size }, evidence), ...bad];
	return span.to - span.from < look.limits.recoveryPass ? bad : [finding('fail', 'joinedOne', { meters: meters.size }, evidence), ...bad];
}

function ownMeter(look: Look): readonly Finding[] {
	const span = struck(look);
	if (span === undefined) return [];
	const lines = within(look, span);
	const found = new Set<string>();
	for (const line of lines) if (line.kind === 'found') found.add(line.macAddress);
	const own = formatFullAddress(linkLocalAddress(fromHex(look.macAddress)));
	const joins = joinsIn(linesOf(look)).filter(({ at }) => at >= span.from && at <= span.to);
	const others = joins.filter(({ peer }) => peer !== null && peer !== own);
	const bad = others.map(({ peer, entry }) => finding('fail', 'joinedNeighbour', { peer: peer! }, [entry]));
	const rest = fromStart(look, (line) => line.kind === 'joins');
	if (bad.length > 0) return [...bad, ...rest];
	const join = joins[0];
	return join === undefined || found.size < 2 ? rest : [finding('pass', 'joinedOwn', { found: found.size }, [join.entry]), ...rest];
}
