/** Small values by name that survive a power cut. Names are at most 15 ASCII characters, values at most 60 bytes. */
export interface Store {
	/** A copy of the value, undefined if there is none. */
	get(name: string): Uint8Array | undefined;
	set(name: string, value: Uint8Array): void;
	delete(name: string): void;
}
