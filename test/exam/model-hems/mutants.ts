/**
 * Mutants of the model: each wrong in one behaviour, with the checks that a whole exam of it comes to, and, where a limit decides, a variant just inside it.
 * B44 has none: the model reads one meter, and says so in its claims.
 */
import { type Behaviour, MODEL } from './behaviour.js';

export interface Mutant {
	readonly name: string;
	/** Numbers of checks that it fails, as `A27`, or is warned by, as `~A27`; the first is the one that it was made for. */
	readonly marks: readonly string[];
	readonly behaviour: Behaviour;
	/** Keeps the rule that the mutant was made for, or breaks it less. */
	readonly variant: Variant | undefined;
}

export interface Variant {
	readonly name: string;
	/** Mostly none. */
	readonly marks: readonly string[];
	readonly behaviour: Behaviour;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NEVER = Number.POSITIVE_INFINITY;

/** A knob, how it breaks a rule, and perhaps how it almost does. */
function mutant(
	name: string,
	marks: string,
	change: Partial<Behaviour>,
	variant?: readonly [name: string, change: Partial<Behaviour>, marks?: string],
): Mutant {
	return { name, marks: marks.split(' '), behaviour: { ...MODEL, ...change }, variant: variant && variantOf(...variant) };
}

function variantOf(name: string, change: Partial<Behaviour>, marks = ''): Variant {
	return { name, marks: marks.split(' ').filter((mark) => mark !== ''), behaviour: { ...MODEL, ...change } };
}

export const MUTANTS: readonly Mutant[] = Object.freeze([
	// A: the rules
	mutant('announces a password of 32 characters', 'A1', { announcedCharacters: 0x20 }),
	mutant('prints the password', 'A2', { printsPassword: true }),
	mutant('scans without the pairing id', 'A3 A5 B5', { scanMode: 3 }),
	mutant('sets id and password behind the scan', 'A3 A5 B5', { credentialsFirst: false, scanMode: 3 }),
	mutant('scans again after 9.9 s', '~A4 ~B3', { scanPausesMs: [9_900] }, ['scans again after 10.1 s', { scanPausesMs: [10_100, 20 * SECOND] }]),
	mutant('scans with duration 4 alone', 'B4', { scanDurations: [4] }, ['scans with durations 4 and 5', { scanDurations: [4, 5] }]),
	mutant('takes the last PAN of the list', 'A5 B5', { choosesPairId: false }),
	mutant('takes OK for the join', 'A6 ~A11 ~A45', { waitsForEvent: false, announcementMs: 0, rejoinPauseMs: 8 * SECOND }),
	mutant('tries the next join after 39.9 s', '~A6', { joinMs: 29_900 }, ['tries the next join after 40.1 s', { joinMs: 30_100 }]),
	mutant('says nothing of failed joins', '~A7 ~B1', { tellsUser: false }),
	mutant('ends after three failures', '~A7 B1', { givesUpAfter: 3 }),
	mutant('switches S17 off', '~A8', { reauthenticates: false }),
	mutant('asks between EVENT 29 and 25', '~B9 ~A8', { holdsOn29: false }),
	mutant('does not join again after EVENT 26', '~A9 ~B8', { rejoinsOn: [0x24, 0x27, 0x28, 0x29] }),
	mutant('does nothing after EVENT 26', 'B8 A9 B6 B7 B11 B16 B40 B45 ~A29', {
		rejoinsOn: [0x24, 0x27, 0x28, 0x29],
		rejoinsAfterLoss: false,
		refusedSends: 0,
	}),
	mutant('does not join again after a failed authentication', 'B10 A9 B6 B7 B11 B40 ~A29', {
		rejoinsOn: [0x26, 0x27, 0x28],
		rejoinsAfterLoss: false,
		refusedSends: 0,
	}),
	mutant('never scans again', 'A10 B6', { scansAfterFailure: false }),
	mutant('waits for no announcement', '~A11', { announcementMs: 0 }),
	mutant('reads no maps', '~A12 ~A22 ~A23 ~B19', { readsMaps: false, respectsMaps: true }),
	mutant('reads no unit', 'A13 A15 B19 B20 ~A14', { readsUnits: false }),
	mutant('reads units once', '~A14 ~B24', { readsUnitsAgain: false }),
	mutant('knows no unit', 'A15 B19 B20', { usesUnit: false }),
	mutant('knows no coefficient', 'A15 B20', { usesCoefficient: false }),
	mutant('knows no large units', 'B20 A15', { knowsLargeUnits: false }),
	mutant('shows no energy without a coefficient', '~B19 ~A15 ~A22', { doesWithoutCoefficient: false }),
	mutant('takes "no data" for numbers', 'A16 B21 B22 B26 ~A25 ~B27', { knowsNoData: false }),
	mutant('takes codes beyond the scale for numbers', 'A17', { knowsOverflow: false }),
	mutant('knows no sign', 'A18 B25', { signed: false }),
	mutant('knows no wrap', '~A19 B23', { knowsWrap: false }),
	mutant('books the return of a counter', 'A20 B24 ~A14', { knowsReplacement: false }),
	mutant('reads E2 without a day', 'A21 A22 ~B19', { setsDay: false, checksDay: false }),
	mutant('does not wait for Set_Res', 'A21 A22 ~A28 ~A38', { waitsForSetRes: false }),
	mutant('does not look at the day of E2', 'B32 A21 A22 ~A28 ~A38', { waitsForSetRes: false, checksDay: false }),
	mutant('needs EC', '~A22 ~B19', { fallsBackToDay: false }),
	mutant('fills no gaps', '~A23', { fillsGaps: false }),
	mutant('uses no notifications', 'A24 A42 ~A23', { usesNotifications: false }),
	mutant('stamps half-hours with its own clock', 'A24 A43 B41 ~A23', { usesTimeOfEdt: false }),
	mutant('never asks for a missed half-hour', '~A25 ~B27', { asksMissedMs: NEVER }),
	mutant('asks for a half-hour within 4 min 59', '~A25', { asksMissedMs: 279 * SECOND }, [
		'asks for it from 5 min 1 on',
		{ asksMissedMs: 301 * SECOND },
	]),
	mutant('asks for a half-hour from 15 min 1 on', '~A25', { asksMissedMs: 901 * SECOND }, [
		'asks for it within 14 min 59',
		{ asksMissedMs: 879 * SECOND },
	]),
	mutant('does not confirm INFC', 'A26 B29', { confirmsInfc: false }),
	mutant('confirms with another TID', 'A26 B29', { confirmsWithItsTid: false }),
	mutant('confirms with the data', 'A26', { confirmsBare: false }),
	mutant('waits 19.9 s', '~A27 ~B7 ~B11', { timerOneMs: 19_900 }, ['waits 20.1 s', { timerOneMs: 20_100 }]),
	mutant('waits 59.9 s', '~A27 ~B7 ~B11 ~B12 ~B14', { timerManyMs: 59_900 }, ['waits 60.1 s', { timerManyMs: 60_100 }]),
	mutant('repeats after 1.9 s', 'A27 B7 B11 B12 B13 B14 ~A28', { timerOneMs: 1_900, timerManyMs: 1_900 }),
	mutant('asks three things at a time', '~A28 A27 B7 B11 B14 ~A29 ~A38 ~B12 ~B13', { outstanding: 3 }),
	mutant('repeats for ever', '~A29 B7 B11 B40', { repeats: 1000 }),
	mutant('repeats four times', '~A29 ~B7 ~B11', { repeats: 4, repeatsSmaller: false }, [
		'repeats three times',
		{ repeats: 3, repeatsSmaller: false },
	]),
	mutant('asks seven things in one Get', 'A30', { pollAlso: [0xd7, 0xe1, 0x97] }, ['asks six', { pollAlso: [0xd7, 0xe1] }]),
	mutant('asks each thing alone', '~A31 ~B19', { oneGet: false }),
	mutant('asks every 9.7 s', '~A32', { pollMs: 9_700 }, ['asks every 9.8 s, as a clock that is fast', { pollMs: 9_800 }]),
	mutant('has one TID', 'A33', { newTids: false }),
	mutant('takes any reply', '~B15 ~B14', { matchesTid: false }),
	mutant('dies of a reply that nobody waits for', 'A34 B14 B15', { diesOf: ['stray'] }),
	mutant('takes replies that nobody waits for', '~B14', { dropsStrays: false }),
	mutant('uses no Get_SNA', 'A35 B18 ~A36', { usesSna: false }),
	mutant('asks what was refused each time', '~A36', { remembersRefused: false }),
	mutant('asks what the meter lacks', '~A37', { respectsMaps: false }),
	mutant('sets without confirmation', '~A38 A21 A22', { confirmsSets: false }),
	mutant('is instance 02', 'A39 A26', { seoj: 0x05ff02 }),
	mutant('asks all nodes', 'A39', { multicasts: true }),
	mutant('answers no Get', 'A40 B30', { answersNode: false }),
	mutant('does not announce itself', 'A40', { announces: false }),
	mutant('answers for objects that it has not', 'A40 ~B30', { discardsOthers: false }),
	mutant('dies of a malformed frame', 'A41 B31', { diesOf: ['malformed'] }),
	mutant('uses only what 9D has', 'A42 A24 ~A23', { takesUndeclared: false }),
	mutant('dates days of history by its own clock', '~A43', { usesMetersDate: false }),
	mutant('takes EVENT 21 02 for a failure', 'A44 A10 B6 ~A6 ~A7 ~B1', { knowsSolicited: false }),
	mutant('sends four times in spite of EVENT 32', '~B34 ~A44', { holdsOn32: false, refusedSends: 0, unsentMs: 9_500 }, [
		'sends three times in spite of EVENT 32',
		{ holdsOn32: false, refusedSends: 0, unsentMs: 13 * SECOND },
	]),
	mutant('leaves without SKTERM', '~A45', { terminatesOnExit: false }),
	mutant('shows what is old', '~A46', { staleMs: NEVER }),
	mutant('shows values for 5 min 1', '~A46', { staleMs: 301 * SECOND }, ['shows values for 4 min 59', { staleMs: 299 * SECOND }]),
	mutant('does not pause after a wide cut', '~A47', { afterCutMs: [0, 0] }),
	mutant('pauses 4.9 s after a wide cut', '~A47', { afterCutMs: [4_600, 4_600] }, ['pauses 5.1 s after a wide cut', { afterCutMs: [4_800, 4_800] }]),
	mutant('writes WOPT at each start', '~A48', { asksOptions: false }),
	mutant('knows one grammar', '~A48', { knowsBothGrammars: false }),
	mutant('looks at a dongle when it is installed alone', 'B38', { mindsFreshDongles: false }),

	// B: the situations
	mutant('joins again at once', 'B1 A10 B6', { joinPausesMs: [0, 0, MINUTE, 0, 0, 2 * MINUTE], scansAfterFailure: false }),
	mutant('joins 21 times in five minutes', 'B1 A10 B6 ~A7', { joinPausesMs: [14_600], scansAfterFailure: false }, [
		'joins 20 times in five minutes',
		{ joinPausesMs: [15_200], scansAfterFailure: false },
		'~B1 A10 B6 ~A7',
	]),
	mutant('joins 11 times in five minutes', '~B1 ~A7', { joinPausesMs: [22_500] }, [
		'joins ten times in five minutes',
		{ joinPausesMs: [25_500] },
		'~A7',
	]),
	mutant('joins four times in a minute', '~B1 ~A7', { joinPausesMs: [3 * SECOND, 5 * SECOND, 10 * SECOND, MINUTE, 2 * MINUTE] }, [
		'joins three times in a minute',
		{ joinPausesMs: [10 * SECOND, 40 * SECOND, MINUTE, 2 * MINUTE, 3 * MINUTE] },
	]),
	mutant('pauses longer than anybody waits', 'B2 A10 B6 B40 B42', { joinPausesMs: [20 * MINUTE] }),
	mutant('has values 5 min 1 after it is let in', '~B2 ~B6 ~B42', { joinPausesMs: [298_600] }, [
		'has values 4 min 59 after it is let in',
		{ joinPausesMs: [296_600] },
		'~B6',
	]),
	mutant('does not conclude from lost requests', 'B7 B11 B40 ~A29', { rejoinsAfterLoss: false }),
	mutant('has values 5 min 1 after its session was lost', '~B7 ~B11', { repeatsSmaller: false, timerManyMs: 72_500 }, [
		'has values 4 min 59 after it was lost',
		{ repeatsSmaller: false, timerManyMs: 69_500 },
	]),
	mutant('has values 60.5 s after EVENT 26', '~B8 ~B10', { rejoinPauseMs: 58_500 }, ['has values 59.5 s after EVENT 26', { rejoinPauseMs: 57_500 }]),
	mutant('dies of a lost request', 'B12 B6 B7 B11 B14 B33 B34 B40 ~A46', { diesOf: ['lost'] }),
	mutant('waits 15 s', '~B13 ~A27 ~B7 ~B11 ~B12 ~B14', { timerOneMs: 15 * SECOND, timerManyMs: 45 * SECOND }),
	mutant('takes whatever comes next for the answer', '~B16 ~A28 ~A38 ~B14 ~B15', { matchesService: false, matchesTid: false }),
	mutant('dies of what comes between command and OK', 'B16 B17 B4 B32 B33 B35 B45', { diesOf: ['interleaved'] }),
	mutant('dies of what 9D does not have', 'B17', { diesOf: ['undeclared'] }),
	mutant('dies of Get_SNA', 'B18', { diesOf: ['sna'] }),
	mutant('counts a half-hour twice', 'B28 B29', { countsOnce: false }),
	mutant('dies of a question', 'B30 A40 B16', { diesOf: ['asked'] }),
	mutant('refuses nothing', '~B30', { refusesUnknown: false }),
	mutant('dies of a refused Set', 'B32', { diesOf: ['setRefused'] }),
	mutant('takes a lost history for a lost session', 'B33', { sparesHistory: false }),
	mutant('dies of FAIL ER10', 'B35', { diesOf: ['command'] }),
	mutant('waits for OK for ever', 'B35 ~A45', { commandMs: HOUR, sendMs: HOUR }),
	mutant('does not open its port again', 'B36', { reopens: false }),
	mutant('has values 120.5 s after its dongle is back', '~B36', { reopenMs: 118_200 }, [
		'has values within two minutes after it is back',
		{ reopenMs: 107_000 },
	]),
	mutant('does not notice that the dongle has started anew', 'B37 B6 B7 B11 B40 ~A29', {
		noticesRestart: false,
		refusedSends: 0,
		rejoinsAfterLoss: false,
	}),
	mutant('takes pieces for lines', '~B39', { joinsPieces: false }),
	mutant('stumbles over noise', '~B39', { passesNoise: false }),
	mutant('dies of EVENT 28', 'B43', { diesOf: ['termination'] }),
	mutant('shows every other value', '~B45 ~B15 ~B16 ~B39', { showsOneOf: 2 }),
]);
