/**
 * What was said at the serial port of a dongle, whichever dialect it speaks: what the program asked of it (`toModule`), and what it was told (`toHost`). Every
 * act names the entry that it was read from, which is its evidence.
 */
import type { Frame } from '../../../modules/echonet-lite/frame.js';

export type Act = ActPlace & (Asked | Told);

export interface ActPlace {
	/** Number of the entry. */
	readonly entry: number;
	readonly session: number;
	/** ms since the session began. */
	readonly at: number;
	/** `dongle`, `dongle-2`, … */
	readonly node: string;
}

/** A UDP datagram of ECHONET Lite or another port. */
export interface DatagramAct {
	/** IPv6 address of the other side, upper case, in eight groups. */
	readonly peer: string;
	/** UDP port there, and here; null where the dialogue does not tell it. */
	readonly port: number;
	readonly ownPort: number | null;
	readonly secured: boolean;
	readonly bytes: Uint8Array;
	/** Where it is one of ECHONET Lite; undefined: it is none, or malformed. */
	readonly frame: Frame | undefined;
}

export type Asked =
	/** Names its version, options, registers, tables. `name` as the dialect has it: `SKVER`, `ROPT`, `SKSREG`, `6B`. */
	| { readonly kind: 'asks'; readonly name: string; readonly words: readonly string[] }
	/** A register, or what stands for it. `value` as written; channel and PAN ID have acts of their own as well. */
	| { readonly kind: 'sets'; readonly name: string; readonly value: string }
	| { readonly kind: 'setsChannel'; readonly channel: number }
	| { readonly kind: 'setsPan'; readonly panId: string }
	/** What is kept on flash is written: WOPT, SKSAVE. */
	| { readonly kind: 'writesFlash'; readonly name: string; readonly words: readonly string[] }
	| { readonly kind: 'setsId'; readonly id: string }
	/** The password itself is hidden; `length` counts its characters, null where that is not told. */
	| { readonly kind: 'setsPassword'; readonly length: number | null }
	/** `duration` of IEEE 802.15.4: a channel takes 9.6 ms · (2^duration + 1). */
	| { readonly kind: 'scans'; readonly mode: 'energy' | 'paired' | 'open'; readonly duration: number; readonly mask: string }
	/** J11 joins with its start of PANA; `peer` is null there. */
	| { readonly kind: 'joins'; readonly peer: string | null }
	| { readonly kind: 'rejoins' }
	| { readonly kind: 'terminates' }
	| { readonly kind: 'resets' }
	| ({ readonly kind: 'sends' } & DatagramAct)
	/** Another command, or a line that is none. */
	| { readonly kind: 'other'; readonly text: string };

export type Told =
	/** OK; of J11 a response with result 01. */
	| { readonly kind: 'ok'; readonly name: string | null }
	| { readonly kind: 'refused'; readonly code: string; readonly name: string | null }
	/** What SKSTACK tells by EVENT, and J11 by notifications and results, under SKSTACK's numbers (0x20 beacon, 0x21 sent, 0x22 scan over, 0x24 join failed, 0x25 joined, 0x26 …). */
	| { readonly kind: 'event'; readonly number: number; readonly parameter: number | null; readonly peer: string | null }
	| { readonly kind: 'found'; readonly channel: number; readonly panId: string; readonly macAddress: string; readonly pairId: string | null }
	| ({ readonly kind: 'receives' } & DatagramAct)
	| { readonly kind: 'says'; readonly text: string };
