/**
 * Where other programs reach the control line: a Unix domain socket in the temporary directory, for its owner alone. They send lines of words, and
 * get for each one line of JSON, a `ControlAnswer`.
 */
import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Control, ControlAnswer } from './control.js';
import { reasonOf, UsageError } from './usage-error.js';

const NAME = 'keiki-control';
/** Meters that run at the same time. */
const PLACES = 32;
/** Characters of a line; more is no command. */
const LONGEST_LINE = 1000;
const OWNER_ONLY = 0o177;
/** Of a Unix domain socket: the smallest of what systems take (macOS; Linux takes 107). */
const LONGEST_PATH = 103;

/** All places where a running meter may be reached, in the order in which they are taken. */
export function controlPaths(directory = tmpdir()): string[] {
	return Array.from({ length: PLACES }, (_, i) => join(directory, i === 0 ? NAME : `${NAME}-${i + 1}`));
}

export class ControlSocket {
	readonly path: string;
	/** Set once, before anybody is let in. */
	control: Control | undefined;
	readonly #server: Server;
	readonly #connections = new Set<Socket>();

	private constructor(path: string, server: Server) {
		this.path = path;
		this.#server = server;
		server.on('connection', (socket) => this.#serve(socket));
		server.on('error', () => {});
	}

	/** The first place that is free; undefined, and a line on stderr, if there is none. */
	static async open(paths: readonly string[] = controlPaths()): Promise<ControlSocket | undefined> {
		let reason = 'all places are taken';
		for (const path of paths) {
			try {
				return new ControlSocket(path, await listen(path));
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') reason = reasonOf(error);
			}
		}
		process.stderr.write(`keiki: no control socket: ${reason}; commands are only taken from the terminal\n`);
		return undefined;
	}

	/** Just there. Throws UsageError if it is not to be had. */
	static async at(path: string): Promise<ControlSocket> {
		const { length } = Buffer.from(path);
		if (length > LONGEST_PATH) throw new UsageError(`--control: expected a path of at most ${LONGEST_PATH} bytes, got ${length}: "${path}"`);
		try {
			return new ControlSocket(path, await listen(path));
		} catch (error) {
			const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
			const why = isTaken ? 'something is there, perhaps a meter that runs; delete it, or choose another path' : reasonOf(error);
			throw new UsageError(`--control ${path}: ${why}`);
		}
	}

	close(): void {
		for (const socket of this.#connections) socket.destroy();
		this.#server.close();
	}

	#serve(socket: Socket): void {
		this.#connections.add(socket);
		socket.on('close', () => this.#connections.delete(socket));
		socket.on('error', () => socket.destroy());
		let rest = '';
		socket.setEncoding('utf8').on('data', (text: string) => {
			const lines = (rest + text).split('\n');
			rest = lines.pop()!;
			if (rest.length > LONGEST_LINE || lines.some((line) => line.length > LONGEST_LINE)) {
				socket.destroy();
				return;
			}
			for (const line of lines) this.control?.ask(line.replace(/\r$/, ''), (answer) => socket.write(`${JSON.stringify(answer)}\n`));
		});
	}
}

/** Asks the meter at `path` one command. Rejects with the system's error if nobody is there, or it ends meanwhile. */
export function askControl(path: string, command: string): Promise<ControlAnswer> {
	return new Promise((resolve, reject) => {
		const socket = connect(path);
		let heard = '';
		socket.setEncoding('utf8').on('data', (text: string) => {
			heard += text;
			if (!heard.includes('\n')) return;
			socket.destroy();
			resolve(JSON.parse(heard) as ControlAnswer);
		});
		socket.on('connect', () => socket.write(`${command}\n`));
		socket.on('error', reject);
		socket.on('close', () => reject(new Error('it ended before it answered')));
	});
}

/** Takes the place of a meter that runs no more. */
async function listen(path: string): Promise<Server> {
	try {
		return await bind(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || !(await isLeft(path))) throw error;
		unlinkSync(path);
		return bind(path);
	}
}

function bind(path: string): Promise<Server> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		const mask = process.umask(OWNER_ONLY);
		try {
			server.listen(path, () => {
				server.off('error', reject);
				chmodSync(path, 0o600);
				resolve(server);
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
	if (!found.isSocket() || found.uid !== process.getuid?.()) return Promise.resolve(false);
	return new Promise((resolve) => {
		const socket = connect(path, () => {
			socket.destroy();
			resolve(false);
		});
		socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT'));
	});
}
