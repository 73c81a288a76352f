/**
 * Where other programs reach the control line: a Unix domain socket in the runtime or the temporary directory, for its owner alone. They send lines of words, and
 * get for each one line of JSON, a `ControlAnswer`; the first one of a connection tells the version of the schema. One command of a connection is carried
 * out at a time, and none while its answers are not read. After `watch` events come between the answers.
 */
import { chmodSync, lstatSync, renameSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import process from 'node:process';
import { isOwn, numbered, temporaryDirectories } from '../../../hal/node/temporary.js';
import { SCHEMA, type WorldEvent } from '../../../src/world/schema/event-rows.js';
import { type Control, type ControlAnswer, understandWatch } from '../../../src/world/simulation/control.js';
import { FILE_USAGE } from './file-usage-words.js';
import { notice } from './notice.js';
import { runtimeDirectory } from './own-places.js';
import { reasonOf, UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';

const NAME = 'keiki-control';
/** Meters that run at the same time. */
const PLACES = 32;
/** Bytes of a socket's path, sun_path less its end: the smallest of what systems take (macOS; Linux takes 107). A longer one would be cut in silence. */
const LONGEST_PATH = 103;
/** Characters of a line; more is no command. */
const LONGEST_LINE = 1000;
/** Characters of an answer that are waited for; the longest, `state`, has some 3,000 for each meter. */
const LONGEST_ANSWER = 1 << 20;
/** Bytes of answers that may wait to be read before the next command is carried out. */
const MOST_UNREAD = 1 << 16;
/** Bytes of events likewise; beyond it they are lost, and counted. */
const MOST_WATCHED = 1 << 20;
const MOST_CONNECTIONS = 32;
const OWNER_ONLY = 0o177;

/** Where the system has a place for sockets of this user, it comes first. */
function controlDirectories(): readonly string[] {
	const own = runtimeDirectory();
	return own === undefined ? temporaryDirectories() : [own, ...temporaryDirectories()];
}

/** All places where a running meter may be reached, in the order in which they are taken. */
export function controlPaths(directories = controlDirectories()): string[] {
	return directories.flatMap((directory) => numbered(directory, NAME, PLACES));
}

export class ControlSocket {
	readonly path: string;
	/** Set once, before anybody is let in. */
	control: Control | undefined;
	/** A fresh address of the run's panel; undefined: it has none. */
	panel: (() => string) | undefined;
	readonly #server: Server;
	readonly #identity: string;
	readonly #connections = new Set<Socket>();

	private constructor(path: string, server: Server) {
		this.path = path;
		this.#server = server;
		this.#identity = identityOf(path)!;
		server.maxConnections = MOST_CONNECTIONS;
		server.on('connection', (socket) => this.#serve(socket));
		server.on('error', () => {});
	}

	/** The first place that is free; undefined, and a line on stderr, if there is none. A line also where it is not the directory that was to be expected. */
	static async open(paths: readonly string[] = controlPaths()): Promise<ControlSocket | undefined> {
		let reason: string | undefined;
		const directory = dirname(paths[0]!);
		for (const path of paths) {
			try {
				const socket = new ControlSocket(path, await listen(path));
				if (dirname(path) !== directory) notice((words) => words.controlElsewhere(directory, reason, path));
				return socket;
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') reason ??= reasonOf(error);
			}
		}
		notice((words) => words.noControl(reason));
		return undefined;
	}

	/** Just there. Throws UsageError if it is not to be had. */
	static async at(path: string): Promise<ControlSocket> {
		const { length } = Buffer.from(path);
		if (length > LONGEST_PATH) throw new UsageError(inEach(FILE_USAGE, (words) => words.controlTooLong(LONGEST_PATH, length, path)));
		try {
			return new ControlSocket(path, await listen(path));
		} catch (error) {
			const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
			if (!isTaken) throw new UsageError(`--control ${path}: ${reasonOf(error)}`);
			throw new UsageError(inEach(FILE_USAGE, (words) => words.controlTaken(path)));
		}
	}

	close(): void {
		for (const socket of this.#connections) socket.destroy();
		// Closing removes whatever has the name, even what another meter has put there since.
		if (identityOf(this.path) === this.#identity) this.#server.close();
		else this.#server.unref();
	}

	#serve(socket: Socket): void {
		const { control } = this;
		if (control === undefined) {
			socket.destroy();
			return;
		}
		this.#connections.add(socket);
		socket.on('close', () => this.#connections.delete(socket));
		new Connection(socket, control, () => this.panel?.());
	}
}

/** One program at the control line. */
class Connection {
	readonly #socket: Socket;
	readonly #control: Control;
	readonly #panel: () => string | undefined;
	#heard = '';
	#busy = false;
	#isFirst = true;
	#endWatch: (() => void) | undefined;
	#lost = 0;

	constructor(socket: Socket, control: Control, panel: () => string | undefined) {
		this.#socket = socket;
		this.#control = control;
		this.#panel = panel;
		socket.on('error', () => socket.destroy());
		socket.on('close', () => this.#endWatch?.());
		socket.on('drain', () => this.#next());
		socket.setEncoding('utf8').on('data', (text: string) => {
			this.#heard += text;
			this.#next();
		});
	}

	/** The next line, once the answer to the one before has room. Nothing is read meanwhile. */
	#next(): void {
		const socket = this.#socket;
		if (this.#busy || socket.destroyed) return;
		if (socket.writableLength > MOST_UNREAD) {
			socket.pause();
			return;
		}
		const end = this.#heard.indexOf('\n');
		if (end > LONGEST_LINE || (end < 0 && this.#heard.length > LONGEST_LINE)) {
			socket.destroy();
			return;
		}
		if (end < 0) {
			socket.resume();
			return;
		}
		const line = this.#heard.slice(0, end).replace(/\r$/, '');
		this.#heard = this.#heard.slice(end + 1);
		this.#busy = true;
		socket.pause();
		this.#carryOut(line, (answer) => {
			if (!socket.destroyed) socket.write(`${JSON.stringify(this.#isFirst ? { schema: SCHEMA, ...answer } : answer)}\n`);
			this.#isFirst = false;
			// In a turn of its own: others get theirs between two commands.
			setImmediate(() => {
				this.#busy = false;
				this.#next();
			});
		});
	}

	#carryOut(line: string, done: (answer: ControlAnswer) => void): void {
		if (line.trim() === PANEL) {
			done(panelAnswer(line, this.#panel()));
			return;
		}
		const kinds = understandWatch(line);
		if (kinds === undefined) this.#control.ask(line, done);
		else if ('result' in kinds) done(kinds);
		else {
			this.#endWatch?.();
			this.#endWatch = this.#control.watch(kinds, (event) => this.#tell(event));
			done({ command: line, result: 'done', reason: null, text: '' });
		}
	}

	#tell(event: WorldEvent): void {
		const socket = this.#socket;
		const { writableLength } = socket;
		if (writableLength > MOST_WATCHED || (this.#lost > 0 && writableLength > MOST_WATCHED / 2)) {
			this.#lost++;
			return;
		}
		const { time, elapsedMs } = event;
		if (this.#lost > 0) socket.write(`${JSON.stringify({ event: 'lost', time, elapsedMs, node: 'keiki', lines: this.#lost })}\n`);
		this.#lost = 0;
		socket.write(`${JSON.stringify(event)}\n`);
	}
}

/** The word for a fresh address of the panel; of the socket alone, as `watch` is. */
export const PANEL = 'panel';

function panelAnswer(command: string, url: string | undefined): ControlAnswer {
	if (url !== undefined) return { command, result: 'done', reason: null, text: url };
	return { command, result: 'refused', reason: 'this run has no panel', refusal: { kind: 'noPanel' }, text: '' };
}

/** Asks the meter at `path` one command. Rejects with the system's error if nobody is there, or it ends meanwhile, and where it is no meter of this user. */
export function askControl(path: string, command: string): Promise<ControlAnswer> {
	return new Promise((resolve, reject) => {
		const found = lstatSync(path, { throwIfNoEntry: false });
		if (found !== undefined && !isOwn(found)) {
			reject(new OthersError('it is of another user'));
			return;
		}
		const socket = connect(path);
		let heard = '';
		socket.setEncoding('utf8').on('data', (text: string) => {
			heard += text;
			const end = heard.indexOf('\n');
			if (end < 0 && heard.length <= LONGEST_ANSWER) return;
			socket.destroy();
			const answer = end < 0 ? undefined : answerOf(heard.slice(0, end));
			if (answer === undefined) reject(new Error('expected the answer of a meter, got something else'));
			else resolve(answer);
		});
		socket.on('connect', () => socket.write(`${command}\n`));
		socket.on('error', reject);
		socket.on('close', () => reject(new Error('it ended before it answered')));
	});
}

/** What stands there is somebody else's, who may have put anything behind it. */
export class OthersError extends Error {}

const RESULTS: readonly unknown[] = Object.freeze(['done', 'refused', 'words']);

function answerOf(line: string): ControlAnswer | undefined {
	let value: Partial<ControlAnswer> | null;
	try {
		value = JSON.parse(line) as Partial<ControlAnswer> | null;
	} catch {
		return undefined;
	}
	if (typeof value !== 'object' || value === null) return undefined;
	const { command, result, reason, column, text } = value;
	const isWhole =
		typeof command === 'string' &&
		RESULTS.includes(result) &&
		(reason === null || typeof reason === 'string') &&
		(column === undefined || (Number.isInteger(column) && column >= 1 && column <= LONGEST_LINE)) &&
		typeof text === 'string';
	return isWhole ? (value as ControlAnswer) : undefined;
}

/** Takes the place of a meter that runs no more. */
async function listen(path: string): Promise<Server> {
	if (Buffer.byteLength(path) > LONGEST_PATH) throw new Error(`a socket's path has at most ${LONGEST_PATH} bytes, ${path} is longer`);
	try {
		return await bind(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
		const seen = identityOf(path);
		if (!(await isLeft(path))) throw error;
		takeAway(path, seen);
		return bind(path);
	}
}

/** Others may take the same one away, and have their own socket there by now: that one goes back. */
function takeAway(path: string, seen: string | undefined): void {
	const aside = `${path}.${process.pid}`;
	try {
		renameSync(path, aside);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
		throw error;
	}
	if (identityOf(aside) === seen) unlinkSync(aside);
	else renameSync(aside, path);
}

/** A file system gives the number of what is gone to what comes next; when it was made tells them apart, which neither chmod nor rename changes. */
function identityOf(path: string): string | undefined {
	const found = lstatSync(path, { throwIfNoEntry: false, bigint: true });
	return found && `${found.ino} ${found.mtimeNs}`;
}

function bind(path: string): Promise<Server> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		const mask = process.umask(OWNER_ONLY);
		try {
			server.listen(path, () => {
				server.off('error', reject);
				try {
					chmodSync(path, 0o600);
					resolve(server);
				} catch (error) {
					reject(error);
				}
			});
		} finally {
			process.umask(mask);
		}
	});
}

/** It is a socket of this user's that nobody listens on. */
function isLeft(path: string): Promise<boolean> {
	const found = lstatSync(path, { throwIfNoEntry: false });
	if (found === undefined) return Promise.resolve(true);
	if (!found.isSocket() || !isOwn(found)) return Promise.resolve(false);
	return new Promise((resolve) => {
		const socket = connect(path, () => {
			socket.destroy();
			resolve(false);
		});
		socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT'));
	});
}
