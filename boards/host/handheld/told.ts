/** What the page of a hand-held is told. */

/** Of a piece of work. */
export interface Told {
	readonly kind: 'set' | 'failed' | 'diagnosis' | 'built';
	/** A name, which is empty where it belongs to the one above, and a text. */
	readonly rows: readonly (readonly [name: string, text: string])[];
	readonly notes: readonly string[];
}

/** Before anything is done. */
export interface Standing {
	readonly name: string;
	/** Of the local port. */
	readonly place: string;
	/** So many wait for the office. */
	readonly results: number;
}
