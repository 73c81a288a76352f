/** The secret of scripts, in a file for the owner of the run alone, beside its control socket: `panel.token`. */
import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createWhole, writeWhole } from '../shared/durable-file.js';

export class TokenFile {
	readonly path: string;

	private constructor(path: string) {
		this.path = path;
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
		const content = `${secret}\n`;
		const path = join(folder, `panel${number ?? ''}.token`);
		if (name.startsWith('keiki-control')) {
			// Whoever has the socket's name has the file's; one that stands there was left by a run that was killed.
			writeWhole(path, content);
			return new TokenFile(path);
		}
		try {
			createWhole(path, content);
			return new TokenFile(path);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const own = join(folder, `${name}.panel.token`);
		writeWhole(own, content);
		return new TokenFile(own);
	}

	close(): void {
		rmSync(this.path, { force: true });
	}
}
