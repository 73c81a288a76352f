import type { ModuleNetwork } from '../../network.js';
import type { Arguments } from '../language/command.js';
import type { Model } from '../language/model.js';
import type { ErrorCode } from '../language/reply.js';
import type { ModuleState } from './state.js';

/** Where what commands have to say is written. */
export interface Answers {
	/** A line, CR LF added. */
	line(text: string): void;
	ok(): void;
	fail(code: ErrorCode): void;
	/** A line of the product commands, CR added. */
	product(text: string): void;
	/** What came by itself is complete, and may leave now. */
	flush(): void;
}

/** What a command works on. */
export interface Execution {
	readonly model: Model;
	readonly network: ModuleNetwork;
	readonly state: ModuleState;
	readonly answers: Answers;
	readonly ownAddress: Uint8Array;
	/** SF0 chooses the side that joining, starting and ending a session are for (as its users describe it; unconfirmed). */
	readonly onRouteB: boolean;
	/** OK where the network takes the command. */
	taken(taken: boolean): void;
	lines(lines: readonly string[]): void;
	reset(): void;
	sleep(): void;
	scan(mode: number, mask: number, duration: number, side: number): void;
	connect(): void;
	/** SKSENDTO: no further command may start before `done`. `payload` may be kept. */
	send(command: Arguments, payload: Uint8Array, done: () => void): void;
}

/** `data` are the bytes that followed the command; `done` is for those that take their time. */
export type Handler = (e: Execution, command: Arguments, data: Uint8Array, done: () => void) => void;
