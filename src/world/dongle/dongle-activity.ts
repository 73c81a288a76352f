/** What a dongle does beside what its lines tell. */
import type { FoundPan } from '../../../modules/wi-sun-module/network.js';
import type { JoinStep } from './dongle-pac.js';

/** What a person who watches wants to know of the module's own doings. */
export type DongleActivity =
	| {
			readonly kind: 'scan';
			readonly state: 'started' | 'done';
			readonly paired: boolean;
			/** The command's, and how many channels. */
			readonly duration: number;
			readonly channels: number;
			readonly found: readonly FoundPan[];
	  }
	/** `detail`: the name of the message that was sent or received, or why it failed; `message`: that one, a view, gone when the listener returns. */
	| { readonly kind: 'join'; readonly step: JoinStep; readonly detail: string; readonly peer: Uint8Array; readonly message?: Uint8Array };

/** What a program asked for and did not leave the dongle, or nobody acknowledged. */
export interface Unsent {
	readonly command: string;
	/** See `EVENTS.unsent`. */
	readonly why: 'refused' | 'noKey' | 'limited' | 'unresolved' | 'unacknowledged';
	/** Of a FAIL, or the result of a J11 module. */
	readonly code?: string;
	readonly peer?: Uint8Array;
	readonly port?: number;
	readonly data?: Uint8Array;
}
