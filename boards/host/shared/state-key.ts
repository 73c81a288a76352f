/** The key under which the flash files of a state directory are sealed: 64 hexadecimal digits in a file of its own, for its owner alone, beside the directory. */
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { createWhole } from './durable-file.js';
import { FILE_USAGE } from './file-usage-words.js';
import { readSecret } from './keys-file.js';
import { reasonOf, UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';

export const STATE_KEY_FILE = '--state-key-file';
const LENGTH = 32;
const SUFFIX = '.key';

export class StateKey {
	readonly path: string;
	readonly #directory: string;
	#key: Uint8Array | undefined;
	#isMade = false;

	/** @param file undefined: the name of the directory, with `.key` behind it */
	constructor(directory: string, file: string | undefined) {
		this.#directory = directory;
		this.path = file ?? `${resolve(directory)}${SUFFIX}`;
	}

	/** The one that there must be. Throws UsageError. */
	load(): Uint8Array {
		if (this.#key !== undefined) return this.#key;
		if (!existsSync(this.path)) throw new UsageError(inEach(FILE_USAGE, (words) => words.noStateKey(this.#directory, this.path)));
		const digits = readSecret(this.path, STATE_KEY_FILE).trim();
		if (!/^[0-9A-Fa-f]+$/.test(digits) || digits.length !== 2 * LENGTH)
			throw new UsageError(inEach(FILE_USAGE, (words) => words.badStateKey(this.path, 2 * LENGTH)));
		this.#key = fromHex(digits);
		return this.#key;
	}

	/** The one that there is; a new one where there is none. Throws UsageError. */
	loadOrMake(): Uint8Array {
		if (this.#key !== undefined || existsSync(this.path)) return this.load();
		const key = new Uint8Array(randomBytes(LENGTH));
		try {
			createWhole(this.path, `${toUpperHex(key)}\n`);
		} catch (error) {
			throw new UsageError(inEach(FILE_USAGE, (words) => words.cannotWrite(this.path, reasonOf(error))));
		}
		this.#isMade = true;
		this.#key = key;
		return key;
	}

	/** Nothing was kept under it: one that was made is taken away. */
	discard(): void {
		if (this.#isMade) rmSync(this.path, { force: true });
		this.#isMade = false;
	}
}
