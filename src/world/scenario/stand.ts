import type { Place } from '../../meter/backplane/messages.js';
import type { Verdict } from '../../meter/communication/status-information.js';
import type { Outcome, Refusal } from '../schema/answer-rows.js';
import type { Command } from './command.js';

/** What came of a command. */
export interface Answer {
	/** Why it was not done, in words; undefined: it was. */
	readonly refusal: string | undefined;
	/** The same for programs. */
	readonly why?: Refusal;
	/** What there is to say of it, lines; '' where nothing is. */
	readonly text: string;
	/** The same for programs, where something was changed, or all that was asked for. */
	readonly outcome?: Outcome;
	readonly data?: Readonly<Record<string, unknown>>;
}

/** A meter on the stand: it does what it is told, in virtual time, and can be looked at. */
export interface Stand<Known extends Command = Command> {
	/** Calls `done` once, at once or later. A command that is refused changes nothing. */
	carryOut(command: Known, done: (answer: Answer) => void): void;
	readonly view: StandView;
}

export interface StandView {
	/** Voltage gets through to the house. */
	readonly supply: boolean;
	/** The contact of the base is closed; where there has been no switching unit it always is. */
	readonly contact: boolean;
	/** The breaker has given up; undefined without a switching unit that works. */
	readonly locked: boolean | undefined;
	/** Undefined without a communication unit that has a Route B. */
	readonly verdict: Verdict | undefined;
	/** What flows through the terminals, W; undefined: nothing is measured. */
	readonly watts: number | undefined;
	unit(place: Place): UnitView;
}

export interface UnitView {
	readonly state: 'empty' | 'greeting' | 'working' | 'isolated';
	/** Type code as the unit says it; undefined if it has said nothing yet. */
	readonly code: string | undefined;
}
