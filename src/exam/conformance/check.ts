/** A check: one rule that a meter keeps or breaks, as a row, and what a judge of it has at hand. */
import type { Found } from './finding.js';
import type { Visit } from './visit.js';

/** What an examination must have for a check. */
export type Need =
	/** The client's requests are ciphered. */
	| 'ciphered'
	/** The client proves itself by HLS. */
	| 'hls'
	/** The client proves itself, by whatever. */
	| 'authentication'
	/** The client is not the public one. */
	| 'privileged'
	/** The meter lets a public client in. */
	| 'public'
	/** The wrapper of DLMS/COSEM carries APDUs. */
	| 'wrapper'
	/** A TCP connection does. */
	| 'stream'
	/** HDLC does, on a line that can be had. */
	| 'hdlc'
	/** SET and ACTION may be sent. */
	| 'mayWrite'
	/** The supply may be opened. */
	| 'mayDisconnect';

export interface MeterCheck {
	/** `C1` and on. */
	readonly id: string;
	/** A sentence: what a good meter does. */
	readonly is: string;
	readonly obligation: 'must' | 'should' | 'mustNot';
	/** Document and clause, or who has seen it. */
	readonly source: string;
	/** `stated`: a document that was read says so. `proposed`: meters in the field do. `recalled`: nobody here has the text. */
	readonly confidence: 'stated' | 'proposed' | 'recalled';
	readonly needs?: readonly Need[];
	/** What is found. Throws HeadEndError where there is no connection, and `NoAnswer`. */
	readonly run: (visit: Visit) => Promise<readonly Found[]>;
}
