/** ECMA-419's storage, which `@moddable/typings` 5.6 lacks: the part in use, as in the SDK's own declarations. */
declare module 'embedded:storage/flash' {
	export class Flash {
		close(): void;
		/** Erases the blocks from number `start` up to `end`, or one. */
		eraseBlock(start: number, end?: number): void;
		read(buffer: Uint8Array, byteOffset: number): number;
		write(buffer: Uint8Array, byteOffset: number): void;
		status(): { size: number; blockLength: number; blocks: number };
	}

	const FlashStorage: { open(options: { path: string; mode?: 'r' | 'r+' }): Flash };
	export default FlashStorage;
}

declare module 'embedded:storage/key-value' {
	export class Storage {
		close(): void;
		delete(key: string): void;
		/** Undefined if there is no such key. */
		read(key: string): ArrayBuffer | string | number | bigint;
		write(key: string, value: Uint8Array | string | number | bigint): void;
	}

	const KeyValueStorage: { open(options: { path: string; format?: 'buffer' | 'string'; mode?: 'r' | 'r+' }): Storage };
	export default KeyValueStorage;
}
