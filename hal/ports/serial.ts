/** A serial line, or what stands for one. */
export interface Serial {
	/** Receiver of bytes, which it may keep; set once. */
	onReceive: (bytes: Uint8Array) => void;
	write(bytes: Uint8Array): void;
}
