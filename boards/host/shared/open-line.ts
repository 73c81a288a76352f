import type { ComPortChange } from '../../../hal/node/com-port.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { DonglePort } from '../../../src/world/dongle/dongle.js';

/** What the line of a dongle tells besides bytes. */
export type PortTold =
	/** The port at this end of a wire, or that of a dongle that is unplugged. */
	| { readonly state: 'gone' | 'back' }
	/** A program has set it by RFC 2217. */
	| ({ readonly state: 'set' } & ComPortChange)
	/** What a program has sent in RFC 2217 is none of it; told once of each kind. */
	| { readonly state: 'dropped'; readonly why: string }
	/** It cannot be there again yet; told once, and tried again and again. */
	| { readonly state: 'taken'; readonly why: string };

/** A serial line that a HEMS program may open now; one that cannot be unplugged stays where it is, and the dongle is silent meanwhile. */
export interface OpenLine extends Serial, Partial<DonglePort> {
	/** Of the terminal or the serial port, `127.0.0.1:PORT`, or `rfc2217://ADDRESS:PORT`. */
	readonly path: string;
	/** Another program begins, over TCP. */
	onConnect?: () => void;
	/** Of a line that has more to tell than bytes. */
	onTold?: (told: PortTold) => void;
	close(): void;
}
