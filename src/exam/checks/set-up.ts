/** How a program sets its dongle up, and finds its meter: what is seen at the UART. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import { formatFullAddress, linkLocalAddress } from '../../../modules/ipv6/address.js';
import { SECOND } from '../../../modules/time/durations.js';
import { isJ11, type ModuleName } from '../../../modules/wi-sun-module/models.js';
import { joinsIn } from '../record/joins.js';
import { isBreak, type Line, linesOf } from '../record/lines.js';
import { isEmpty, type Scan, scansIn } from '../record/scans.js';
import { stepsPlaying } from '../situations/playing.js';
import { type About, type CheckRow, type Finding, findingsOf, type Look, type NotApplicable } from './check.js';
import { SET_UP_WORDS } from './words/set-up.js';

const finding = findingsOf(SET_UP_WORDS);

export const SET_UP_CHECKS = frozen({
	'uses-given-credentials': {
		id: 'A1',
		is: 'it gives the dongle the id and the password of 12 characters that the customer has, and none of its own',
		obligation: 'must',
		source: 'GL 7; pages of the utilities',
		confidence: 'stated',
		seenBy: ['uart'],
		in: 'sessions',
		judge: judgeCredentials,
	},
	'sets-credentials-before-scan': {
		id: 'A3',
		is: 'it sets id and password before it scans (with J11: before it joins), and scans with the pairing id',
		obligation: 'must',
		source: 'SKSTACK manual: SKSETRBID, SKSETPWD, SKSCAN',
		confidence: 'stated',
		seenBy: ['uart'],
		in: 'sessions',
		judge: judgeOrder,
	},
	'scans-longer-or-again': {
		id: 'A4',
		is: 'where a scan finds nothing it scans longer or again, with a pause between rounds',
		obligation: 'should',
		source: 'public programs (6, 7, 8; five times 6; 7 every 10 s); times of SKSCAN',
		confidence: 'stated',
		seenBy: ['uart'],
		in: stepsPlaying('B3', 'B4'),
		limits: ['scanPause', 'recoveryPass'],
		judge: judgeScans,
	},
	'chooses-own-pan': {
		id: 'A5',
		is: 'of several PANs it chooses the one with its own pairing id',
		obligation: 'must',
		source: 'SKSTACK manual: EPANDESC; seen in the field',
		confidence: 'stated',
		seenBy: ['uart'],
		in: stepsPlaying('B5'),
		judge: judgeChoice,
	},
	'treats-pan-as-hint': {
		id: 'A10',
		is: 'where it was before, the meter may be no more: if a join fails, it scans',
		obligation: 'must',
		source: 'seen in the field',
		confidence: 'stated',
		seenBy: ['uart'],
		in: stepsPlaying('B6'),
		judge: judgeHint,
	},
	'minds-dongle-differences': {
		id: 'A48',
		is: 'it asks ROPT before it writes WOPT, which wears the flash, and bears what a module has not',
		obligation: 'should',
		source: 'manuals of SKSTACK modules; momonga',
		confidence: 'stated',
		seenBy: ['uart'],
		applies: ({ model }: About): NotApplicable | undefined => (isJ11(model as ModuleName) ? { kind: 'model', model } : undefined),
		in: 'sessions',
		judge: judgeDongle,
	},
} satisfies Record<string, CheckRow>);

const PASSWORD_LENGTH = 12;

function judgeCredentials({ routeBId, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look);
	const ids = lines.filter((line) => line.kind === 'setsId');
	const passwords = lines.filter((line) => line.kind === 'setsPassword');
	const other = ids.find(({ id }) => id.toUpperCase() !== routeBId.toUpperCase());
	const lengthOf = (line: (typeof passwords)[number]) => announcedIn(look.entries, line.entry) ?? line.length;
	const odd = passwords.find(
		(line) => (lengthOf(line) ?? PASSWORD_LENGTH) !== PASSWORD_LENGTH || (line.length ?? PASSWORD_LENGTH) !== PASSWORD_LENGTH,
	);
	const found: Finding[] = [];
	if (other !== undefined) found.push(finding('fail', 'otherId', { id: masked(other.id) }, [other.entry]));
	if (odd !== undefined) {
		const announced = lengthOf(odd) ?? PASSWORD_LENGTH;
		const characters = announced === PASSWORD_LENGTH ? odd.length! : announced;
		found.push(finding('fail', 'passwordLength', { characters }, [odd.entry], { value: characters, limit: PASSWORD_LENGTH, unit: 'count' }));
	}
	if (found.length > 0 || ids.length === 0 || passwords.length === 0) return found;
	return [finding('pass', 'givenCredentials', {}, [ids[0]!.entry, passwords[0]!.entry])];
}

/** `SKSETPWD C …`: as many as the program says that there are. */
function announcedIn(entries: Look['entries'], number: number): number | undefined {
	const entry = entries.find((each) => each.number === number);
	const text = entry?.kind === 'world' && entry.event.event === 'serial' ? entry.event.text : null;
	const digits = /^SKSETPWD ([0-9A-Fa-f]{1,2}) /.exec(text ?? '')?.[1];
	return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

const SHOWN = 4;

function masked(id: string): string {
	return id.length > 2 * SHOWN ? `${id.slice(0, SHOWN)}…${id.slice(-SHOWN)}` : '…';
}

function judgeOrder({ model, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look);
	const scans = scansIn(lines);
	const before = isJ11(model as ModuleName) ? lines.find(({ kind }) => kind === 'joins') : scans[0];
	if (before === undefined) return [];
	const set = (['setsId', 'setsPassword'] as const).map((kind) => lines.find((line) => line.kind === kind));
	const [id, password] = set.filter((line) => line !== undefined && line.entry < before.entry);
	const found: Finding[] = [];
	if (id === undefined || password === undefined) {
		const kind = isJ11(model as ModuleName) ? 'joinBeforeCredentials' : 'scanBeforeCredentials';
		found.push(finding('fail', kind, {}, [before.entry, ...set.flatMap((line) => line?.entry ?? [])]));
	}
	if (scans.length > 0 && !scans.some(({ isPaired }) => isPaired))
		found.push(finding('fail', 'scanUnpaired', { scans: scans.length }, [scans[0]!.entry]));
	if (found.length > 0) return found;
	return [finding('pass', 'credentialsFirst', {}, [id!.entry, password!.entry, before.entry])];
}

function judgeScans({ step, limits, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look).filter(({ at }) => at >= step.from && at <= step.to);
	const scans = scansIn(lines);
	const empty = scans.filter(isEmpty);
	const last = empty.at(-1);
	if (last === undefined) return [];
	const found: Finding[] = [];
	const short = hastyRound(scans, limits.scanPause);
	if (short !== undefined) {
		const ms = short.next.at - short.end.at;
		found.push(finding('warning', 'scanPauseShort', { ms }, [short.end.entry, short.next.entry], { value: ms, limit: limits.scanPause, unit: 'ms' }));
	}
	const later = lines.find(({ entry, kind }) => entry > last.end!.entry && (kind === 'scans' || kind === 'joins'));
	const quiet = (later?.at ?? step.to) - last.end!.at;
	if (later === undefined && quiet >= limits.recoveryPass)
		found.push(finding('warning', 'scanStopped', { ms: quiet }, [last.end!.entry], { value: quiet, limit: limits.recoveryPass, unit: 'ms' }));
	if (found.length > 0 || later === undefined) return found;
	const longest = Math.max(...scans.map(({ duration }) => duration));
	return [finding('pass', 'scannedAgain', { scans: empty.length, longest }, [empty[0]!.entry, last.end!.entry, later.entry])];
}

/** A round begins where the duration does not grow any more; undefined: there was a pause before each. */
function hastyRound(scans: readonly Scan[], pause: number) {
	for (let i = 1; i < scans.length; i++) {
		const [scan, next] = [scans[i - 1]!, scans[i]!];
		if (isEmpty(scan) && next.duration <= scan.duration && next.at - scan.end!.at < pause) return { end: scan.end!, next };
	}
	return undefined;
}

function judgeChoice({ step, macAddress, ...look }: Look): readonly Finding[] {
	const own = formatFullAddress(linkLocalAddress(fromHex(macAddress)));
	const lines = linesOf(look).filter(({ at }) => at >= step.from && at <= step.to);
	const others = new Map(
		scansIn(lines).flatMap(({ found }) => found.flatMap((pan) => (pan.macAddress === macAddress ? [] : [[pan.macAddress, pan]]))),
	);
	const joins = joinsIn(lines);
	const strange = joins.find(({ peer }) => peer !== null && peer !== own);
	if (strange !== undefined) return [finding('fail', 'joinedOtherMeter', { peer: strange.peer! }, [...entriesOf(others.values()), strange.entry])];
	const joined = joins.find(({ peer, outcome }) => peer === own || outcome === 'joined');
	if (others.size === 0 || joined === undefined) return [];
	return [finding('pass', 'choseOwnPan', { others: others.size }, [...entriesOf(others.values()), joined.entry])];
}

function entriesOf(lines: Iterable<Pick<Line, 'entry'>>): readonly number[] {
	return [...lines].map(({ entry }) => entry).sort((a, b) => a - b);
}

function judgeHint({ step, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look).filter(({ at }) => at >= (step.strikes ?? step.from) && at <= step.to);
	const failed = joinsIn(lines).filter(({ outcome, end }) => outcome === 'failed' || (outcome === 'none' && end?.kind === 'joins'));
	const scan = scansIn(lines)[0];
	if (scan !== undefined)
		return [
			finding(
				'pass',
				'scannedAfterFailure',
				{ joins: failed.length },
				[...entriesOf(failed), scan.entry].sort((a, b) => a - b),
			),
		];
	return failed.length === 0 ? [] : [finding('fail', 'clungToPan', { joins: failed.length }, entriesOf(failed))];
}

/** ER04: no such command for this module; ER05: not so many words; ER06: not these. */
const MISSING: readonly string[] = Object.freeze(['ER04', 'ER05', 'ER06']);
/** After a refusal, until a program is taken to have stopped there, ms. */
const STANDSTILL = 60 * SECOND;

function judgeDongle(look: Look): readonly Finding[] {
	const lines = linesOf(look);
	const writes = lines.filter((line) => line.kind === 'writesFlash' && line.name === 'WOPT');
	const asked = lines.find((line) => line.kind === 'asks' && line.name === 'ROPT');
	const joined = joinsIn(lines).find(({ outcome }) => outcome === 'joined');
	const unasked = writes.filter(({ entry }) => asked === undefined || entry < asked.entry);
	if (unasked.length > 0) return [finding('warning', 'flashUnasked', { times: unasked.length }, entriesOf(unasked))];
	const needless = needlessWrite(lines);
	if (needless !== undefined) return [finding('warning', 'flashNeedless', { value: needless.value }, needless.evidence)];
	const stuck = stuckAt(lines, look.entries.at(-1)?.at ?? 0);
	if (stuck !== undefined) return [finding('warning', 'stoppedAtRefusal', { command: stuck.name ?? '', code: stuck.code }, [stuck.entry])];
	if (joined === undefined) return [];
	return [finding('pass', 'dongleMinded', { asked: asked !== undefined }, entriesOf([...(asked ? [asked] : []), ...writes, joined]))];
}

/** The refusal behind which nothing goes on any more. */
function stuckAt(lines: readonly Line[], end: number): Refused | undefined {
	let refused: Refused | undefined;
	const isStuck = (at: number) => refused !== undefined && at - refused.at >= STANDSTILL;
	for (const line of lines) {
		if (line.kind === 'refused' && MISSING.includes(line.code)) refused ??= line;
		else if (GOING_ON.includes(line.kind) || isBreak(line)) {
			if (isStuck(line.at)) return refused;
			refused = undefined;
		}
	}
	return isStuck(end) ? refused : undefined;
}

type Refused = Extract<Line, { readonly kind: 'refused' }>;

const GOING_ON: readonly Line['kind'][] = Object.freeze(['joins', 'sends', 'event']);

/** `OK 01` of ROPT, and WOPT 01 behind it. */
function needlessWrite(lines: readonly Line[]): { readonly value: string; readonly evidence: readonly number[] } | undefined {
	let isAsked = false;
	let told: { readonly value: string; readonly entry: number } | undefined;
	for (const line of lines) {
		if (line.kind === 'asks') isAsked = line.name === 'ROPT';
		else if (line.kind === 'says' && isAsked && line.text.startsWith('OK ')) told = { value: line.text.slice(3).trim(), entry: line.entry };
		else if (line.kind === 'writesFlash' && line.name === 'WOPT') {
			if (told !== undefined && told.value === line.words[0]) return { value: told.value, evidence: [told.entry, line.entry] };
			told = undefined;
		}
	}
	return undefined;
}
