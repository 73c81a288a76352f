import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, lstatSync, openSync, readlinkSync, renameSync, symlinkSync, unlinkSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import nodePty from '@lydell/node-pty';
import type { Serial } from '../ports/serial.js';
import { DescriptorOutput } from './descriptor-output.js';
import { PacedInput } from './paced-input.js';
import { isOwn, MOST_NAMES, numbered, temporaryDirectories } from './temporary.js';

/** What node-pty's undocumented `open` gives: a pseudo-terminal without a program on it. */
interface OpenPty {
	readonly _pty: string;
	/** The master side's descriptor; it does not block. */
	readonly _fd: number;
	readonly _master: ReadStream;
	readonly _slave: ReadStream;
	on(event: 'error', listener: (error: Error) => void): void;
}

/**
 * A serial line that other programs open like a USB dongle: a pseudo-terminal in raw mode, with a symbolic link of a stable name.
 * Its slave side is kept open here, so that a program may close it and open it again.
 */
export class PtySerial implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** The link that programs open. */
	readonly path: string;
	readonly #pty: OpenPty;
	readonly #holder: number;
	readonly #input: PacedInput;
	readonly #output: DescriptorOutput;

	/**
	 * @param place the link's name in the directory of temporary files, or in /tmp where no link can be made there; a number is appended if it is taken. Or just where it is to be
	 * @throws if there is no pseudo-terminal to be had, no `stty`, or (EEXIST) something at the path that is asked for
	 */
	constructor(place: string | { readonly path: string }) {
		this.#pty = (nodePty as unknown as { open(options: { encoding: null }): OpenPty }).open({ encoding: null });
		const { _master: master, _slave: slave, _pty: device } = this.#pty;
		// The package's own stream on the slave side would take the program's input away: a descriptor that is never read holds the line open in its place.
		this.#holder = openSync(device, constants.O_RDWR | constants.O_NOCTTY);
		slave.on('error', () => {});
		slave.destroy();
		this.#pty.on('error', () => {});
		execFileSync('stty', [process.platform === 'darwin' ? '-f' : '-F', device, 'raw', '-echo'], { stdio: 'pipe' });
		master.on('error', () => {});
		this.#output = new DescriptorOutput(
			this.#pty._fd,
			() => true,
			(error) => {
				throw error;
			},
		);
		this.#input = new PacedInput(master, (bytes) => this.onReceive(bytes));
		master.on('data', (bytes: Buffer) => this.#input.receive(new Uint8Array(bytes)));
		try {
			this.path = typeof place === 'string' ? link(device, place) : linkAt(device, place.path);
		} catch (error) {
			this.#release();
			throw error;
		}
	}

	/** Bytes that wait for the line to take them. */
	get backlog(): number {
		return this.#output.backlog;
	}

	write(bytes: Uint8Array): void {
		this.#output.write(bytes);
	}

	close(): void {
		// Somebody else may have put a link of their own in its place.
		if (leadsTo(this.path, this.#pty._pty)) unlinkSync(this.path);
		this.#release();
	}

	#release(): void {
		this.#output.close();
		this.#input.close();
		this.#pty._master.destroy();
		closeSync(this.#holder);
	}
}

/** Links to `device`, in place of what a killed run has left. Throws the system's error, EEXIST where there is something else. */
function linkAt(device: string, path: string): string {
	if (isLeft(path, device)) takeAway(path);
	symlinkSync(device, path);
	return path;
}

/** Links to `device` under the first free name, in the first directory that takes it. Throws the system's error. */
function link(device: string, name: string): string {
	let failure: unknown;
	for (const directory of temporaryDirectories()) {
		try {
			return linkIn(directory, device, name);
		} catch (error) {
			failure ??= error;
		}
	}
	throw failure;
}

function linkIn(directory: string, device: string, name: string): string {
	for (const path of numbered(directory, name)) {
		try {
			return linkAt(device, path);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
	}
	throw new Error(`all names from ${name} to ${name}-${MOST_NAMES} are taken in ${directory}`);
}

/** A link of this user's that leads nowhere, or to what is `device` now, is left over from a run that was killed. */
function isLeft(path: string, device: string): boolean {
	const found = lstatSync(path, { throwIfNoEntry: false });
	return found?.isSymbolicLink() === true && isOwn(found) && (!existsSync(path) || leadsTo(path, device));
}

/** Somebody else may take the same one away, and have a link of his own there by now: then that one goes back. */
function takeAway(path: string): void {
	const aside = `${path}.${process.pid}`;
	try {
		const seen = readlinkSync(path);
		renameSync(path, aside);
		const moved = readlinkSync(aside);
		unlinkSync(aside);
		if (moved !== seen) symlinkSync(moved, path);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
	}
}

function leadsTo(path: string, device: string): boolean {
	try {
		return readlinkSync(path) === device;
	} catch {
		return false;
	}
}
