/**
 * How a HEMS behaves, one knob a rule that it can keep or break: `MODEL` keeps them all, a mutant is `{...MODEL, knob: other}`.
 * Times are ms; `A…` and `B…` are the rules that a knob is for.
 */

/** What a clumsy program does not survive. */
export type Shock =
	/** A request was never answered. */
	| 'lost'
	/** A frame that cannot be decoded. */
	| 'malformed'
	/** An INF that nobody asked for, of an EPC outside map 9D. */
	| 'undeclared'
	/** A line of the dongle between a command and its OK that is no part of the answer. */
	| 'interleaved'
	/** FAIL ER10, or no answer to a command. */
	| 'command'
	/** Get_SNA. */
	| 'sna'
	/** A question of the meter. */
	| 'asked'
	/** A line that it does not know. */
	| 'line'
	/** EVENT 28, where 27 was waited for. */
	| 'termination'
	/** SetC_SNA. */
	| 'setRefused'
	/** A reply that no request waits for. */
	| 'stray';

export interface Behaviour {
	// Start, and its dongle
	/** Characters of the password that it announces to the dongle (A1); a module takes a password shorter than announced. */
	readonly announcedCharacters: number;
	/** Id of its own in place of the customer's (A1). */
	readonly builtInId: string | undefined;
	/** It writes the password into its log (A2). */
	readonly printsPassword: boolean;
	/** Id and password before the scan (A3); else behind it. */
	readonly credentialsFirst: boolean;
	/** 2: with the pairing id; 3: without (A3). */
	readonly scanMode: 2 | 3;
	/** It asks the dongle what it is: SKVER, SKINFO (A48). */
	readonly asksVersion: boolean;
	/** It asks ROPT, and writes WOPT 01 only where payloads come as bytes (A48); else it writes WOPT at each start. */
	readonly asksOptions: boolean;
	/** It writes WOPT 01 where payloads come as bytes (B38). */
	readonly wantsDigits: boolean;
	/** It speaks both grammars (A48, B38). */
	readonly knowsBothGrammars: boolean;
	/** It minds how a module shows payloads each time (B38); else only when it is installed, and takes digits for granted from then on. */
	readonly mindsFreshDongles: boolean;
	/** It takes lines from pieces (B39), passes over what is no character before one (B39). */
	readonly joinsPieces: boolean;
	readonly passesNoise: boolean;
	/** How long a command may go without its OK, how often it is tried, and what lies between (B35). */
	readonly commandMs: number;
	readonly commandTries: number;
	readonly commandPauseMs: number;
	/** How long SKSENDTO may go without EVENT 21 and OK (B35). */
	readonly sendMs: number;
	/** After these it resets the dongle and begins anew, after a pause (B35). */
	readonly resetsDongle: boolean;
	readonly resetPauseMs: number;
	/** It opens the port again when the dongle is back (B36), so long after that. */
	readonly reopens: boolean;
	readonly reopenMs: number;
	/** After so many sends in a row that the dongle refused (ER) or could not deliver (EVENT 21 01), it sets the dongle up anew (B37); 0: never. */
	readonly refusedSends: number;
	/** It takes an echo that it has switched off for a restart of the dongle (B37). */
	readonly noticesRestart: boolean;
	/** What it dies of. */
	readonly diesOf: readonly Shock[];

	// Scan and join
	/** In turn; behind the last one there is a pause, of this list by the number of the round, its last one for all that follow (A4, B3, B4). */
	readonly scanDurations: readonly number[];
	readonly scanPausesMs: readonly number[];
	/** It takes the PAN of its pairing id; else the last one of the list (A5, B5). */
	readonly choosesPairId: boolean;
	/** It waits for EVENT 25, 24 (A6); else OK is enough. And how long it waits. */
	readonly waitsForEvent: boolean;
	readonly joinMs: number;
	/** By the number of joins that failed in a row, the last one for all that follow (A7, B1, B2, B42). */
	readonly joinPausesMs: readonly number[];
	/** It ends after so many rounds of scans, or joins, that failed (A7, B2, B3). */
	readonly givesUpAfter: number;
	/** It says why it has no meter (A7, B1). */
	readonly tellsUser: boolean;
	/** It scans again after a failed join (A10, B6). */
	readonly scansAfterFailure: boolean;
	/** A pause by chance up to this before the first join, where the power of all the place was cut (A47). */
	readonly afterCutMs: readonly [number, number];

	// Session
	/** S17 stays on (A8). */
	readonly reauthenticates: boolean;
	/** No request between EVENT 29 and 25 (A8, B9); how long that may take before it joins anew (A9). */
	readonly holdsOn29: boolean;
	readonly reauthenticationMs: number;
	/** EVENTs after which it joins anew (A9, B8, B10). */
	readonly rejoinsOn: readonly number[];
	/** ms until then (B8). */
	readonly rejoinPauseMs: number;
	/** It joins anew where requests are lost (B7, B11, B40). */
	readonly rejoinsAfterLoss: boolean;
	/** No sending between EVENT 32 and 33 (A44, B34). */
	readonly holdsOn32: boolean;
	/** It asks the dongle so often whether that is over. */
	readonly looksMs: number;
	/** EVENT 21 02 is no failure (A44); else it sends, or joins, once more at once. */
	readonly knowsSolicited: boolean;
	/** SKTERM on its way out (A45); it waits for EVENT 27 or 28 so long (B43). */
	readonly terminatesOnExit: boolean;
	readonly terminationMs: number;

	// After the join
	/** It waits so long for the meter's INF D5 (A11), and asks for it then. */
	readonly announcementMs: number;
	readonly asksAnnouncement: boolean;
	/** 82, 9D, 9E, 9F (A12); before all others. */
	readonly readsMaps: boolean;
	/** 8D, D3, D7, E1, EA, EB (A13). */
	readonly readsUnits: boolean;
	/** After each join, not only after the first (A14, B24). */
	readonly readsUnitsAgain: boolean;
	/** D5 of its own, after the join (A40). */
	readonly announces: boolean;

	// Requests
	readonly timerOneMs: number;
	readonly timerManyMs: number;
	/** Of one that the dongle did not send; Infinity: as of all others. */
	readonly unsentMs: number;
	/** How often a request is sent again, before the session is taken for lost (A29). */
	readonly repeats: number;
	/** Where all of a poll was not answered, E7 alone is asked for: a short request, with its shorter timer. */
	readonly repeatsSmaller: boolean;
	/** Requests that are open at a time (A28). */
	readonly outstanding: number;
	/** Each request, and each repeat, has a TID of its own (A33). */
	readonly newTids: boolean;
	/** An answer needs the TID of the request (A33, A34, B14, B15), and a service that answers (B16). */
	readonly matchesTid: boolean;
	readonly matchesService: boolean;
	/** A reply that no request waits for is dropped (A34, B14, B15); else its values are taken. */
	readonly dropsStrays: boolean;
	/** E7, E8, E0, E3 in one Get (A31); else one Get each. */
	readonly oneGet: boolean;
	readonly pollMs: number;
	/** What it asks beside these each time (A30: six are allowed). */
	readonly pollAlso: readonly number[];
	/** It asks only for what 9F has, sets only what 9E has (A37). */
	readonly respectsMaps: boolean;
	/** What was refused is left out for a while (A36). */
	readonly remembersRefused: boolean;
	/** SetC; else SetI (A38). */
	readonly confirmsSets: boolean;
	/** A39 */
	readonly seoj: number;
	readonly port: number;
	readonly security: 0 | 1 | 2;
	readonly multicasts: boolean;

	// Values
	/** E1 (A15), its codes 0A to 0D (A15, B20), D3 (A15, B20), D3 taken for granted where it is missing (A15, B19). */
	readonly usesUnit: boolean;
	readonly knowsLargeUnits: boolean;
	readonly usesCoefficient: boolean;
	readonly doesWithoutCoefficient: boolean;
	/** A16, B21, B22, B26 */
	readonly knowsNoData: boolean;
	/** Codes for beyond the scale (A17). */
	readonly knowsOverflow: boolean;
	/** A18, B25 */
	readonly signed: boolean;
	/** 10^D7 (A19, B23). */
	readonly knowsWrap: boolean;
	/** A lower counter is another meter (A20, B24): no use; else the step is booked as it is. */
	readonly knowsReplacement: boolean;
	/** It shows what came in a Get_SNA (A35, B18). */
	readonly usesSna: boolean;
	/** It shows one of so many values (B45). */
	readonly showsOneOf: number;
	/** So old, values are shown as unavailable (A46). */
	readonly staleMs: number;

	// Half-hours and history
	/** It uses INF EA, EB (A24); with the time in the EDT, not of arrival (A24, A43, B41); each half-hour once (B28). */
	readonly usesNotifications: boolean;
	readonly usesTimeOfEdt: boolean;
	readonly countsOnce: boolean;
	/** INF of EPCs that 9D does not have (A42, B17). */
	readonly takesUndeclared: boolean;
	/** ms behind a half-hour at which it asks for EA, EB that have not come (A25, B27); Infinity: never. */
	readonly asksMissedMs: number;
	/** Of INFC (A26, B29): INFC_Res, its TID, its EPCs with PDC 0. */
	readonly confirmsInfc: boolean;
	readonly confirmsWithItsTid: boolean;
	readonly confirmsBare: boolean;
	/** It reads the last hours by ED, EC, and days by E5, E2, E4. */
	readonly readsHistory: boolean;
	/** Set before the Get (A21), waits for Set_Res (A21, B32), day in E2 (A21, B32), time in EC (A22). */
	readonly setsDay: boolean;
	readonly waitsForSetRes: boolean;
	readonly checksDay: boolean;
	/** Without EC it reads E2 (A22, B19). */
	readonly fallsBackToDay: boolean;
	/** It reads what it missed (A23, B40). */
	readonly fillsGaps: boolean;
	/** The meter's date of a day of history (A43); else its own. */
	readonly usesMetersDate: boolean;
	/** A history that does not come is left for a while, and nothing is concluded from it (B33). */
	readonly sparesHistory: boolean;

	// Others ask
	/** Get of the node profile (A40, B30), SNA where it cannot, nothing for objects that it has not. */
	readonly answersNode: boolean;
	readonly refusesUnknown: boolean;
	readonly discardsOthers: boolean;
}

export const MODEL: Behaviour = Object.freeze({
	announcedCharacters: 12,
	builtInId: undefined,
	printsPassword: false,
	credentialsFirst: true,
	scanMode: 2,
	asksVersion: true,
	asksOptions: true,
	wantsDigits: true,
	knowsBothGrammars: true,
	mindsFreshDongles: true,
	joinsPieces: true,
	passesNoise: true,
	commandMs: 3_000,
	commandTries: 3,
	commandPauseMs: 1_000,
	sendMs: 10_000,
	resetsDongle: true,
	resetPauseMs: 5_000,
	reopens: true,
	reopenMs: 0,
	refusedSends: 2,
	noticesRestart: true,
	diesOf: Object.freeze([]),

	scanDurations: Object.freeze([4, 5, 6, 7]),
	scanPausesMs: Object.freeze([15_000, 30_000, 60_000, 90_000]),
	choosesPairId: true,
	waitsForEvent: true,
	joinMs: 60_000,
	joinPausesMs: Object.freeze([10_000, 30_000, 60_000, 120_000, 180_000]),
	givesUpAfter: Number.POSITIVE_INFINITY,
	tellsUser: true,
	scansAfterFailure: true,
	afterCutMs: Object.freeze([5_000, 30_000] as const),

	reauthenticates: true,
	holdsOn29: true,
	reauthenticationMs: 60_000,
	rejoinsOn: Object.freeze([0x24, 0x26, 0x27, 0x28, 0x29]),
	rejoinPauseMs: 0,
	rejoinsAfterLoss: true,
	holdsOn32: true,
	looksMs: 60_000,
	knowsSolicited: true,
	terminatesOnExit: true,
	terminationMs: 45_000,

	announcementMs: 20_000,
	asksAnnouncement: true,
	readsMaps: true,
	readsUnits: true,
	readsUnitsAgain: true,
	announces: true,

	timerOneMs: 20_000,
	timerManyMs: 60_000,
	unsentMs: Number.POSITIVE_INFINITY,
	repeats: 3,
	repeatsSmaller: true,
	outstanding: 1,
	newTids: true,
	matchesTid: true,
	matchesService: true,
	dropsStrays: true,
	oneGet: true,
	pollMs: 10_000,
	pollAlso: Object.freeze([]),
	respectsMaps: true,
	remembersRefused: true,
	confirmsSets: true,
	seoj: 0x05ff01,
	port: 0x0e1a,
	security: 1,
	multicasts: false,

	usesUnit: true,
	knowsLargeUnits: true,
	usesCoefficient: true,
	doesWithoutCoefficient: true,
	knowsNoData: true,
	knowsOverflow: true,
	signed: true,
	knowsWrap: true,
	knowsReplacement: true,
	usesSna: true,
	showsOneOf: 1,
	staleMs: 90_000,

	usesNotifications: true,
	usesTimeOfEdt: true,
	countsOnce: true,
	takesUndeclared: true,
	asksMissedMs: 300_000,
	confirmsInfc: true,
	confirmsWithItsTid: true,
	confirmsBare: true,
	readsHistory: true,
	setsDay: true,
	waitsForSetRes: true,
	checksDay: true,
	fallsBackToDay: true,
	fillsGaps: true,
	usesMetersDate: true,
	sparesHistory: true,

	answersNode: true,
	refusesUnknown: true,
	discardsOthers: true,
});
