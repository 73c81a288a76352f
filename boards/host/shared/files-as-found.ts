import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeWhole } from './durable-file.js';

/** What stood in the files of a directory, for a start that is refused to leave them so. */
export class FilesAsFound {
	readonly #path: string;
	readonly #except: string;
	readonly #contents = new Map<string, Buffer>();

	/** @param except a name that is none of its business */
	constructor(path: string, except: string) {
		this.#path = path;
		this.#except = except;
		for (const name of this.#names()) this.#contents.set(name, readFileSync(join(path, name)));
	}

	/** Each file is again what it was, or away. */
	restore(): void {
		for (const name of this.#names()) if (!this.#contents.has(name)) rmSync(join(this.#path, name));
		for (const [name, content] of this.#contents) {
			const path = join(this.#path, name);
			if (readFileSync(path).equals(content)) continue;
			writeWhole(path, content);
		}
	}

	#names(): string[] {
		const entries = readdirSync(this.#path, { recursive: true, withFileTypes: true });
		return entries
			.filter((each) => each.isFile() && each.name !== this.#except)
			.map((each) => relative(this.#path, join(each.parentPath, each.name)));
	}
}
