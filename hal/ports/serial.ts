/** A serial line, or what stands for one. */
export interface Serial {
	/** Whom received bytes go to; set once. The receiver may keep them. */
	onReceive: (bytes: Uint8Array) => void;
	write(bytes: Uint8Array): void;
}
