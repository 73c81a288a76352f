/** A serial line, or what stands for one. */
export interface Serial {
	/** Receiver of bytes, which it may keep; set once. */
	onReceive: (bytes: Uint8Array) => void;
	write(bytes: Uint8Array): void;
}

/** A UART by its number, pins and bits per second; `device` instead of them where serial lines have paths (Linux). */
export type SerialPlace = (
	| { readonly port: number; readonly receive: number /** Undefined: it is only heard. */; readonly transmit?: number | undefined }
	| { readonly device: string }
) & {
	readonly baud: number;
	/** Default: none, 8N1. */
	readonly parity?: 'even' | undefined;
};
