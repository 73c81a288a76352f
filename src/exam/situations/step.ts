/** A step: one situation that the exam plays, as a row whose script waits in the world's time. */
import type { ModuleName } from '../../../modules/wi-sun-module/models.js';
import type { SituationName } from '../../world/fault/situations.js';
import type { Claims, Observable } from '../declaration.js';
import type { Limits } from '../limits.js';
import type { Act } from '../record/act.js';
import type { Entry } from '../record/entry.js';
import type { SetupName } from './setups.js';

export interface StepRow {
	/** Of section B; absent: it belongs to the rules alone. */
	readonly situation?: SituationName;
	/** What the exam does, for people. */
	readonly is: string;
	/** The world that it is played in. */
	readonly setup: SetupName | ((claims: Claims) => SetupName);
	/** Played when the program reads values, or from a new start of it that the script makes. Default: `reading`. */
	readonly from?: 'reading' | 'start';
	/** What it takes at least, and at most for a program that comes back within the limits of a pass, ms. */
	readonly time: (facts: TimeFacts) => { readonly least: number; readonly most: number };
	/** Part of `--quick`; `byMeter`: for a program that goes by the clock of the meter. */
	readonly quick?: true | 'byMeter';
	/** It needs a half-hour of the real clock: it begins before one, and `half-hour` says how long before, ms. */
	readonly beforeHalfHour?: number;
	/** What it shows goes by the meter's clock, which is not the host's here: no part of `--quick` for a program that goes by the host's. */
	readonly byClock?: true;
	/** It is over no sooner than so long after its session began, ms. */
	readonly notBefore?: number;
	/** How long it only waits, at least, ms: quiet steps are played meanwhile. */
	readonly waits?: (facts: TimeFacts) => number;
	/** It leaves the session, and half-hours, alone: it may be played within another step that only waits. */
	readonly quiet?: true;
	/** Programs may end at it: it comes last. */
	readonly ends?: true;
	/** Played only where the claims say so. */
	readonly wanted?: (claims: Claims) => boolean;
	/** Of which dongles it can be asked; default: of all. */
	readonly models?: (model: ModuleName) => boolean;
	readonly play: (stage: Stage) => Script;
}

export interface TimeFacts {
	readonly pollMs: number;
	readonly limits: Limits;
}

/** A wait: until an entry matches, at most so long, ms. The script goes on with whether one did. */
export interface Wait {
	readonly match: ((entry: Entry, acts: readonly Act[]) => boolean) | undefined;
	readonly atMost: number;
	/** It is over as well when the program has ended and nobody starts it again. */
	readonly needsProgram?: boolean;
}

export type Script = Generator<Wait, void, boolean>;
/** Part of a script that ends with a result. */
export type Scene<Result> = Generator<Wait, Result, boolean>;

export interface Stage {
	readonly claims: Claims;
	readonly limits: Limits;
	/** What can be seen of what the program shows. */
	readonly observes: ReadonlySet<Observable>;
	/** Values are seen where they stand as the present ones, or where the program has words for "there is none". */
	readonly showsPresent: boolean;
	/** ms since the session began. */
	readonly now: number;
	/** The meter's time, ms since 1970-01-01T00:00:00Z. */
	readonly meterTime: number;
	/** The program runs. */
	readonly isRunning: boolean;
	/** Does to the world what `keiki meter LINE` does. A refusal is trouble of the exam, and told. */
	command(line: string): void;
	/** What goes wrong begins now, or is over. */
	strikes(): void;
	lifted(): void;
	/** Scenes that every script may play: `yield* stage.sleep(…)`. */
	sleep(ms: number): Scene<void>;
	until(match: (entry: Entry, acts: readonly Act[]) => boolean, atMost: number): Scene<boolean>;
	/** An entry of this session has matched. */
	hasCome(match: (entry: Entry, acts: readonly Act[]) => boolean): boolean;
	/** Until the meter has served a present value that the program asked for, or gave; whether it did. */
	served(atMost: number): Scene<boolean>;
	/** So many of them, each within what the program claims, twice, and a minute. Returns how many there were. */
	polls(count: number): Scene<number>;
	/** Until then, ms since the session began, or until an entry matches: meanwhile quiet steps are played. Whether one did. */
	meanwhile(until: number, match?: (entry: Entry, acts: readonly Act[]) => boolean): Scene<boolean>;
	/** Ends the program, and starts it anew. */
	restartProgram(): Scene<void>;
	stopProgram(): Scene<void>;
	startProgram(): void;
	/** Another dongle comes into the air, `dongle-2`, whose HEMS is the exam's own: it joins the meter and stays. Whether it could. */
	holdMeter(atMost: number): Scene<boolean>;
	releaseMeter(): Scene<void>;
}
