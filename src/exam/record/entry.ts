/** One line of what happened in an exam: evidence is a list of their numbers. */
import type { WorldEvent } from '../../world/schema/event-rows.js';
import type { Observation } from '../observation.js';

export type Entry = EntryPlace & EntryBody;

export interface EntryPlace {
	/** From 1, in the whole exam. */
	readonly number: number;
	/** From 1: the world and the start of the program that it belongs to. */
	readonly session: number;
	/** ms since the session began. */
	readonly at: number;
}

export type EntryBody =
	/** What the world tells of itself: lines of the serial port, frames, faults. */
	| { readonly kind: 'world'; readonly event: WorldEvent }
	/** A line that the program wrote, secrets hidden. `leak` names what was hidden in it. */
	| { readonly kind: 'output'; readonly stream: OutputStream; readonly text: string; readonly leak: readonly Secret[] }
	| { readonly kind: 'shown'; readonly observation: Observation }
	/** `again`: it has ended by itself, and its supervisor starts it again. */
	| {
			readonly kind: 'program';
			readonly state: ProgramState;
			readonly code: number | null;
			readonly signal: string | null;
			readonly detail: string;
			readonly again?: true;
	  }
	| { readonly kind: 'step'; readonly step: string; readonly phase: StepPhase }
	/** What the exam did to the world, in words of `keiki meter`; `refusal`: why it could not. */
	| { readonly kind: 'command'; readonly line: string; readonly refusal: string | undefined }
	/** A person was asked to do something. */
	| { readonly kind: 'asked'; readonly what: 'start' | 'stop' }
	/** The exam could not keep time, or lost what it should have seen; `flood`: more output than it keeps; `full`: its record has no room for anything. */
	| { readonly kind: 'trouble'; readonly trouble: 'late' | 'lost' | 'command' | 'flood' | 'full'; readonly ms: number; readonly detail: string };

export type OutputStream = 'stdout' | 'stderr' | 'mqtt' | 'http' | 'influx' | 'file';
export type Secret = 'id' | 'password' | 'key';
/** `ended`: as it was asked to; `killed`: only by force; `exited`: by itself; `failed`: it could not be started. */
export type ProgramState = 'started' | 'ended' | 'killed' | 'exited' | 'failed';
/** `strikes`: what goes wrong begins to; `lifted`: it is over. */
export type StepPhase = 'begins' | 'strikes' | 'lifted' | 'ends';
