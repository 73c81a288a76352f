/** The files of an application's page, read once. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface Asset {
	readonly type: string;
	readonly body: Buffer;
	/** The same, compressed. */
	readonly gzip: Buffer;
}

const TYPES: Readonly<Record<string, string>> = Object.freeze({
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.txt': 'text/plain; charset=utf-8',
});

/** Those of a folder and of what is below it; each is read when it is first asked for. */
export class Assets {
	readonly #folder: string;
	readonly #names: ReadonlySet<string>;
	readonly #read = new Map<string, Asset>();

	/** @throws the system's error where there is no such folder */
	constructor(folder: string) {
		this.#folder = folder;
		const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
		this.#names = new Set(names.filter((name) => extname(name) in TYPES));
	}

	/** Undefined: there is none of this name. */
	find(name: string): Asset | undefined {
		if (!this.#names.has(name)) return undefined;
		const before = this.#read.get(name);
		if (before !== undefined) return before;
		const body = readFileSync(join(this.#folder, name));
		const asset = { type: TYPES[extname(name)]!, body, gzip: gzipSync(body, { level: 9 }) };
		this.#read.set(name, asset);
		return asset;
	}
}
