/** Small values by name that survive a power cut. Names are at most 15 ASCII characters, values at most 60 bytes. */
export interface Store {
	/** A copy of the value, undefined if there is none. */
	get(name: string): Uint8Array | undefined;
	/** Throws RangeError if there is no room for another name; one that is there can always be set. */
	set(name: string, value: Uint8Array): void;
	delete(name: string): void;
	/** How often the most worn sector of its flash was erased; undefined: nobody counts it. */
	readonly erasures?: number | undefined;
}
