import type { ModuleNetwork } from '../../network.js';
import type { J11Model } from '../language/model.js';
import type { J11State } from './state.js';

/** What a command works on. */
export interface Execution {
	readonly model: J11Model;
	readonly network: ModuleNetwork;
	readonly state: J11State;
	readonly ownAddress: Uint8Array;
	notify(code: number, data: Uint8Array): void;
	/** Not after a reset. */
	after(delay: number, task: () => void): void;
	/** 00D9: everything anew. */
	reset(): void;
	/** 00F0: deaf until power on. */
	stop(): void;
	/** Whose echo reply is awaited (60D1). */
	ping: { readonly to: Uint8Array } | undefined;
	/** Told when the next datagram that the stack sent of its own, or that waited for a neighbour, has become something. */
	onTransmitted: ((wasSent: boolean) => void) | undefined;
}

/** Told once: the result, and what follows 01. */
export type Answer = (result: number, rest?: Uint8Array) => void;

/** A result; the data behind 01; or the answer is told later. */
export type Outcome = number | Uint8Array | 'later';

/** `data` is gone when the call returns. */
export type Handler = (e: Execution, data: Uint8Array, answer: Answer) => Outcome;
