/** The program under test, as the exam sees it: a child process on a PC, a state machine on a virtual clock, a person who is asked. */
import type { Observation } from './observation.js';
import type { OutputStream, ProgramState, Secret } from './record/entry.js';

/** Where a start of the program finds its meter. */
export interface Places {
	/** From 1: the world that it is started into. */
	readonly session: number;
	/** Path of the dongle's serial port. */
	readonly dongle: string;
	/** Of Route B: 32 hexadecimal digits, and 12 characters. */
	readonly id: string;
	readonly password: string;
	/** The meter's time at the start, ms since 1970-01-01T00:00:00Z. */
	readonly time: number;
}

export interface CandidateListener {
	/** One line, secrets hidden. */
	onOutput(stream: OutputStream, text: string, leak: readonly Secret[]): void;
	onShown(observation: Observation): void;
	/** `exited` by itself may be followed by `started`, where its supervisor starts it again. */
	onProgram(state: ProgramState, code: number | null, signal: string | null, detail: string): void;
	/** A person was asked to start or to end it. */
	onAsked(what: 'start' | 'stop'): void;
	/** It could not be watched as it should be. */
	onTrouble(detail: string): void;
}

export interface Candidate {
	/** Starts it, and its supervisor and observers with it; all that follows is told to `listener`. */
	start(places: Places, listener: CandidateListener): void;
	/** Ends it in order, then by force. `done` is called once, when nothing of it runs any more and all that it wrote was told. */
	stop(done: () => void): void;
	/** Its dongle is used, in case it has no other way to know that the program runs. */
	onDongleUsed?(): void;
}
