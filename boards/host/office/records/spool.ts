/** What is made, or comes, whole before it goes on: who reads or sends slowly does not hold the office's database meanwhile. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface Spooled {
	/** What `make` returned. */
	readonly count: number;
	/** Once. */
	pieces(): AsyncIterable<Uint8Array>;
	close(): Promise<void>;
}

/** In a file of this folder that has no name any more: nobody finds it, and it is gone with this process. Throws what `make` throws. */
export async function spooled(folder: string, make: (write: (piece: string | Uint8Array) => Promise<void>) => Promise<number>): Promise<Spooled> {
	const path = join(folder, `export-${randomUUID()}`);
	const file: FileHandle = await open(path, 'wx+', 0o600);
	try {
		await rm(path);
		const count = await make(async (piece) => {
			await file.appendFile(piece);
		});
		return { count, pieces: () => file.createReadStream({ start: 0, autoClose: false }), close: () => file.close() };
	} catch (error) {
		await file.close();
		throw error;
	}
}
