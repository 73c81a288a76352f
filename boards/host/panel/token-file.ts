/** The secret of scripts, in a file for the owner of the run alone, `panel.token`: beside the control socket of a run, in the folder of an exam. */
import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createWhole, writeWhole } from '../shared/durable-file.js';

export class TokenFile {
	readonly path: string;

	private constructor(path: string) {
		this.path = path;
	}

	/** In a folder that is one exam's alone. Throws the system's error. */
	static writeIn(folder: string, secret: string): TokenFile {
		return TokenFile.#replace(join(folder, 'panel.token'), secret);
	}

	/**
	 * Sockets that stand beside each other in one directory have their number in their names, and give it to the file: `keiki-control-2`, `panel-2.token`.
	 * Where two have names of their own, the second file has that of its socket, too.
	 *
	 * @throws the system's error
	 */
	static write(control: string, secret: string): TokenFile {
		const folder = dirname(control);
		const name = basename(control);
		const [, number] = /^keiki-control(-\d+)?$/.exec(name) ?? [];
		const path = join(folder, `panel${number ?? ''}.token`);
		// Whoever has the socket's name has the file's.
		if (name.startsWith('keiki-control')) return TokenFile.#replace(path, secret);
		try {
			createWhole(path, contentOf(secret));
			return new TokenFile(path);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		return TokenFile.#replace(join(folder, `${name}.panel.token`), secret);
	}

	/** One that stands there was left by a process that was killed. */
	static #replace(path: string, secret: string): TokenFile {
		writeWhole(path, contentOf(secret));
		return new TokenFile(path);
	}

	close(): void {
		rmSync(this.path, { force: true });
	}
}

function contentOf(secret: string): string {
	return `${secret}\n`;
}
