import type { FrameProblem } from '../../../modules/wi-sun-module/j11/language/frame-reader.js';
import type { Said } from './log-step.js';

/** What the program wrote instead of a command. `line`: one that no module takes, of more than 256 characters. */
export type Unreadable = 'line' | FrameProblem;

export interface ProgramSideOptions {
	/** One command of the program, in its turn. */
	readonly onSaid: (said: Said) => void;
	readonly onUnreadable: (why: Unreadable) => void;
	/** The program has written what a module passes over in silence; told once. */
	readonly onDropped: () => void;
}

/** How a dialect's commands are told apart, compared with those of a log and shown. */
export interface ProgramSide {
	/** Of the program. */
	receive(bytes: Uint8Array): void;
	/** Whether the program has written what the log has. */
	fits(logged: Said, written: Said): boolean;
	/** What the module said then, with what is the program's own in it now. */
	bytesOf(logged: Said): Uint8Array;
	/** For people, without secrets. */
	shown(said: Said): string;
	stop(): void;
}
