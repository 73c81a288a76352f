/** Scenes that several steps play, and what they wait for. */
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import type { Act } from '../record/act.js';
import type { Entry } from '../record/entry.js';
import { sightOf } from '../record/recovery.js';
import { isValueServed } from '../record/served-value.js';
import type { Scene, Stage, TimeFacts } from './step.js';

/** A scan, and a join, of a program that does all at once. */
export const REJOIN = 10 * SECOND;

type Match = Parameters<Stage['until']>[0];

/** The EVENT of this number, at the program's dongle. */
export function told(number: number): Match {
	return (_, acts) => acts.some((act) => isOwn(act) && act.kind === 'event' && act.number === number);
}

export const isJoined = told(EVENT.joined);

/** The program says something to its dongle. */
export const isCommanded: Match = ({ kind, ...entry }) =>
	kind === 'world' && 'event' in entry && entry.event.event === 'serial' && entry.event.direction === 'toModule' && entry.event.node === 'dongle';

/** So many acts have matched. */
export function times(count: number, matches: (act: Act) => boolean): Match {
	let seen = 0;
	return (_, acts) => {
		for (const act of acts) if (isOwn(act) && matches(act)) seen++;
		return seen >= count;
	};
}

function isOwn({ node }: Act): boolean {
	return node === 'dongle';
}

/** Until the program reads again, and shows it where that is observed; the warning limit at most. */
export function* readsAgain(stage: Stage, atMost = stage.limits.recoveryWarning): Scene<void> {
	if (!(yield* servedAlive(stage, atMost)) || !stage.observes.has('power')) return;
	yield* stage.until(isPowerShown, sightOf(stage.claims));
}

/** A program that has ended, and that nobody starts again, is not waited for. */
function* servedAlive(stage: Stage, atMost: number): Scene<boolean> {
	const end = stage.now + atMost;
	while (stage.now < end) {
		if (!stage.isRunning && !(yield* stage.until(isStart, Math.min(RESTART, end - stage.now)))) return false;
		let isOver = false;
		const came = yield* stage.until((entry, acts) => {
			isOver = isEnd(entry);
			return isOver || isValueServed(entry, acts);
		}, end - stage.now);
		if (!isOver) return came;
	}
	return false;
}

/** How long a supervisor may take, ms. */
const RESTART = 2 * MINUTE;

const isStart: Match = (entry) => entry.kind === 'program' && entry.state === 'started';

function isEnd(entry: Entry): boolean {
	return entry.kind === 'program' && entry.state !== 'started';
}

const isPowerShown: Match = ({ kind, ...entry }) =>
	kind === 'shown' && 'observation' in entry && entry.observation.what === 'power' && typeof entry.observation.value === 'number';

/** One fault for so many polls. */
export function* pollsUnder(stage: Stage, fault: string, count: number): Scene<void> {
	stage.command(`fault ${fault}`);
	stage.strikes();
	yield* stage.polls(count);
	stage.command('fault off');
}

/** The program is started into a world where something is wrong from the beginning. */
export function* startUnder(stage: Stage, fault: string): Scene<void> {
	yield* stage.stopProgram();
	stage.command(`fault ${fault}`);
	stage.strikes();
	stage.startProgram();
}

/** As afterLoss, of a loss that no EVENT tells: it meets a program that polls, not one that has just joined and asks for what does not change. */
export function* afterSilentLoss(stage: Stage, fault: string): Scene<void> {
	yield* stage.polls(1);
	yield* afterLoss(stage, fault);
}

/** It befalls the session a second from now, once, and the program has until the limit of a warning to read again. */
export function* afterLoss(stage: Stage, fault: string): Scene<void> {
	stage.command(`fault ${fault}=1s once`);
	yield* stage.sleep(SECOND);
	stage.strikes();
	// The limit counts from the EVENT that tells of it.
	yield* readsAgain(stage, stage.limits.recoveryWarning + TELLING);
}

/** Until the dongle tells of a loss, at most, ms. */
const TELLING = 5 * SECOND;

/** Of a program that must first see that nobody answers it, and of one that comes back within the limits of a pass. */
export function unheard({ limits, pollMs }: TimeFacts) {
	return { least: 2 * pollMs + limits.timerMany + REJOIN, most: limits.recoveryPass + 2 * pollMs };
}

/** Of so many polls, one of which may have to be repeated. */
export function pollTime(count: number) {
	return ({ limits, pollMs }: TimeFacts) => ({ least: count * pollMs, most: (count + 1) * pollMs + limits.timerMany });
}

/** Of a new start, and so many polls behind the first one. */
export function startTime(count = 0) {
	return ({ pollMs, limits }: TimeFacts) => ({ least: REJOIN + count * pollMs, most: limits.recoveryPass + count * pollMs });
}
