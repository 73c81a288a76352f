/** Follows files as lines are written to them: also where they are cut, moved away and made anew, or made later. What stood there at the start is passed over. */
import { closeSync, fstatSync, openSync, readdirSync, readSync, type Stats, statSync } from 'node:fs';
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
/** Files that a name with `*` may stand for: the last by name, for dates are in them. */
export const MOST_FILES = 1000;
/** Of these those that are held open, the ones written to last. */
const MOST_OPEN = 32;
/** Bytes that are read of one file at once. */
const MOST_READ = 1 << 20;

/** What a line shows. */
type Shows = (line: string) => Observation | undefined;

interface Followed {
	/** Undefined: nothing was written to it yet, or to many others since. */
	handle: number | undefined;
	inode: number;
	/** What was read of it, bytes. */
	at: number;
	readonly lines: Lines;
}

export class Tail implements Observer {
	readonly #folder: string;
	readonly #name: RegExp;
	readonly #shows: readonly Shows[];
	readonly #words: ExamHostWords;
	readonly #files = new Map<string, Followed>();
	/** The one that was opened first comes first. */
	readonly #opened = new Set<Followed>();
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
		for (const path of this.#paths()) this.#follow(path, true);
		this.#timer = setInterval(() => this.look(), EVERY);
		return Promise.resolve();
	}

	stop(done: () => void): void {
		clearInterval(this.#timer);
		this.look();
		for (const file of this.#files.values()) {
			file.lines.end();
			release(file);
		}
		this.#files.clear();
		if (!this.#sawFile) this.#listener?.onTrouble(this.#words.neverThere(join(this.#folder, this.#name.source), this.#words.noFile()));
		this.#listener = undefined;
		done();
	}

	/** Reads what has come since. */
	look(): void {
		for (const [path, file] of this.#files) {
			// Of one that was moved away too: what was written to it before.
			this.#read(file);
			const stat = statOf(path);
			if (stat?.ino === file.inode) {
				if (file.handle === undefined && stat.size !== file.at) this.#open(path, file);
				continue;
			}
			file.lines.end();
			release(file);
			this.#opened.delete(file);
			this.#files.delete(path);
		}
		for (const path of this.#paths()) if (!this.#files.has(path)) this.#follow(path, false);
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
		const last = names.length > MOST_FILES ? [...names].sort().slice(-MOST_FILES) : names;
		return last.map((name) => join(this.#folder, name));
	}

	#follow(path: string, fromEnd: boolean): void {
		const stat = statOf(path);
		if (stat === undefined || !stat.isFile()) return;
		this.#sawFile = true;
		const file = { handle: undefined, inode: stat.ino, at: fromEnd ? stat.size : 0, lines: new Lines((line) => this.#line(line)) };
		if (this.#files.size >= MOST_FILES) this.#forgetFirst();
		this.#files.set(path, file);
		if (!fromEnd) this.#open(path, file);
	}

	/** A newer one takes its place. */
	#forgetFirst(): void {
		for (const [path, file] of this.#files) {
			release(file);
			this.#opened.delete(file);
			this.#files.delete(path);
			return;
		}
	}

	#open(path: string, file: Followed): void {
		try {
			file.handle = openSync(path, 'r');
		} catch {
			return;
		}
		// Another may have come there in between.
		file.inode = fstatSync(file.handle).ino;
		this.#opened.add(file);
		for (const other of this.#opened) {
			if (this.#opened.size <= MOST_OPEN) break;
			release(other);
			this.#opened.delete(other);
		}
		this.#read(file);
	}

	#read(file: Followed): void {
		if (file.handle === undefined) return;
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

function release(file: Followed): void {
	if (file.handle !== undefined) closeSync(file.handle);
	file.handle = undefined;
}

function statOf(path: string): Stats | undefined {
	try {
		return statSync(path);
	} catch {
		return undefined;
	}
}

function escaped(text: string): string {
	return text.replace(/[\\^$.+?()[\]{}|/]/g, '\\$&');
}
