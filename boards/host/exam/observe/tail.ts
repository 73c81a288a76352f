/** Follows files as lines are written to them: also where they are cut, moved away and made anew, or made later. What stood there at the start is passed over. */
import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ObserveDeclaration } from '../../../../src/exam/declaration.js';
import type { Observation } from '../../../../src/exam/observation.js';
import type { ExamHostWords } from '../exam-host-words.js';
import { csvColumns } from './csv.js';
import { Lines } from './lines.js';
import type { Observer, ObserverListener } from './observer.js';
import { shown, shownIn } from './shown.js';

/** How often it is looked for more, ms. */
const EVERY = 200;
/** Files that a name with `*` may stand for. */
const MOST_FILES = 64;
/** Bytes that are read of one file at once. */
const MOST_READ = 1 << 20;

/** What a line shows. */
type Shows = (line: string) => Observation | undefined;

interface Followed {
	readonly handle: number;
	readonly inode: number;
	at: number;
	readonly lines: Lines;
}

export class Tail implements Observer {
	readonly #folder: string;
	readonly #name: RegExp;
	readonly #shows: readonly Shows[];
	readonly #words: ExamHostWords;
	readonly #files = new Map<string, Followed>();
	readonly #buffer = Buffer.alloc(1 << 16);
	#listener: ObserverListener | undefined;
	#timer: NodeJS.Timeout | undefined;
	#sawFile = false;
	#toldMany = false;

	/** @param path `*` in its name stands for anything. @param declarations of it */
	constructor(path: string, declarations: readonly ObserveDeclaration[], words: ExamHostWords) {
		this.#folder = dirname(path);
		this.#name = new RegExp(`^${basename(path).split('*').map(escaped).join('.*')}$`, 'su');
		this.#shows = declarations.map(showsOf);
		this.#words = words;
	}

	start(listener: ObserverListener): Promise<void> {
		this.#listener = listener;
		for (const path of this.#paths()) this.#open(path, true);
		this.#timer = setInterval(() => this.look(), EVERY);
		return Promise.resolve();
	}

	stop(done: () => void): void {
		clearInterval(this.#timer);
		this.look();
		for (const { handle, lines } of this.#files.values()) {
			lines.end();
			closeSync(handle);
		}
		this.#files.clear();
		if (!this.#sawFile) this.#listener?.onTrouble(this.#words.neverThere(join(this.#folder, this.#name.source), this.#words.noFile()));
		this.#listener = undefined;
		done();
	}

	/** Reads what has come since. */
	look(): void {
		for (const [path, file] of this.#files) {
			this.#read(file);
			const inode = inodeOf(path);
			if (inode === file.inode) continue;
			// It was moved away: what had been written to it was read.
			file.lines.end();
			closeSync(file.handle);
			this.#files.delete(path);
		}
		for (const path of this.#paths()) if (!this.#files.has(path)) this.#open(path, false);
	}

	#paths(): readonly string[] {
		let names: readonly string[];
		try {
			names = readdirSync(this.#folder).filter((name) => this.#name.test(name));
		} catch {
			return [];
		}
		if (names.length > MOST_FILES && !this.#toldMany) {
			this.#toldMany = true;
			this.#listener?.onTrouble(this.#words.tooManyFiles(this.#folder, MOST_FILES));
		}
		return names.slice(0, MOST_FILES).map((name) => join(this.#folder, name));
	}

	#open(path: string, atEnd: boolean): void {
		let handle: number;
		try {
			if (!statSync(path).isFile()) return;
			handle = openSync(path, 'r');
		} catch {
			return;
		}
		this.#sawFile = true;
		const { ino, size } = fstatSync(handle);
		const file = { handle, inode: ino, at: atEnd ? size : 0, lines: new Lines((line) => this.#line(line)) };
		this.#files.set(path, file);
		if (!atEnd) this.#read(file);
	}

	#read(file: Followed): void {
		const { size } = fstatSync(file.handle);
		if (size < file.at) {
			file.at = 0;
			file.lines.reset();
		}
		for (let read = 0; read < MOST_READ && file.at < size; ) {
			const bytes = readSync(file.handle, this.#buffer, 0, this.#buffer.length, file.at);
			if (bytes === 0) return;
			file.at += bytes;
			read += bytes;
			file.lines.push(this.#buffer.subarray(0, bytes));
		}
	}

	#line(line: string): void {
		this.#listener?.onText('file', line);
		for (const shows of this.#shows) {
			const observation = shows(line);
			if (observation !== undefined) this.#listener?.onShown(observation);
		}
	}
}

function showsOf(declaration: ObserveDeclaration): Shows {
	const { source } = declaration;
	if (source.kind !== 'tail') return () => undefined;
	if ('pattern' in source) {
		const pattern = new RegExp(source.pattern, 'u');
		return (line) => shownIn(declaration, pattern, line);
	}
	return (line) => {
		const columns = csvColumns(line);
		const value = columns?.[source.column - 1];
		if (columns === undefined || value === undefined) return undefined;
		if (Object.entries(source.where).some(([column, text]) => columns[Number(column) - 1] !== text)) return undefined;
		return shown(declaration, value, source.time === undefined ? undefined : columns[source.time - 1]);
	};
}

function inodeOf(path: string): number | undefined {
	try {
		return statSync(path).ino;
	} catch {
		return undefined;
	}
}

function escaped(text: string): string {
	return text.replace(/[\\^$.+?()[\]{}|/]/g, '\\$&');
}
