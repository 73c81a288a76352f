import { closeSync, constants, existsSync, fstatSync, ftruncateSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { reasonOf, UsageError } from './usage-error.js';

/** ms between two writes to the file. */
const INTERVAL = 400;
/** How a capture begins: the type of a section header block. */
const SECTION_HEADER = 0x0a0d0d0a;

/**
 * A capture on disk, written in larger pieces: never later than half a second after a frame, and at the end. What could not be written, and all behind it, is
 * left out: the file ends with its last whole piece.
 */
export class CaptureFile {
	readonly #path: string;
	readonly #file: number;
	readonly #isNew: boolean;
	#waiting: Uint8Array[] = [];
	#timer: NodeJS.Timeout | undefined;
	#length = 0;
	#failure: Error | undefined;

	/** Opens the file and leaves its content alone until `begin`. Throws UsageError if it cannot be written, or holds something else than a capture. */
	constructor(path: string) {
		this.#path = path;
		try {
			this.#isNew = !existsSync(path);
			this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
		} catch (error) {
			throw new UsageError({ kind: 'captureUnwritten', file: path, reason: reasonOf(error) });
		}
		if (!this.#mayReplace()) {
			closeSync(this.#file);
			throw new UsageError({ kind: 'noCapture', file: path });
		}
	}

	/** What was there is gone from now on. @param onError hears once why no more can be written; `close` throws it again */
	begin(onError: (reason: string) => void): void {
		ftruncateSync(this.#file);
		this.#timer = setInterval(() => {
			try {
				this.flush();
			} catch (error) {
				clearInterval(this.#timer);
				onError(reasonOf(this.#failure?.cause ?? error));
			}
		}, INTERVAL);
	}

	write(bytes: Uint8Array): void {
		if (this.#failure === undefined) this.#waiting.push(bytes);
	}

	flush(): void {
		if (this.#waiting.length === 0) return;
		const bytes = Buffer.concat(this.#waiting);
		this.#waiting = [];
		try {
			for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
			this.#length += bytes.length;
		} catch (error) {
			ftruncateSync(this.#file, this.#length);
			this.#failure = new Error(`capture: cannot write ${this.#path}: ${reasonOf(error)}`, { cause: error });
			throw this.#failure;
		}
	}

	/** Writes what is left; a file that never began, and was not there before, goes. */
	close(): void {
		const begun = this.#timer !== undefined;
		clearInterval(this.#timer);
		try {
			if (begun) this.flush();
			if (this.#failure !== undefined) throw this.#failure;
		} finally {
			closeSync(this.#file);
			if (!begun && this.#isNew) unlinkSync(this.#path);
		}
	}

	#mayReplace(): boolean {
		const status = fstatSync(this.#file);
		if (status.size === 0) return status.isFile();
		const head = new DataView(new ArrayBuffer(4));
		return readSync(this.#file, head, 0, 4, 0) === 4 && head.getUint32(0) === SECTION_HEADER;
	}
}
