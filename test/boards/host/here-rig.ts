/**
 * The command line in this process, from its sources: told the words of a child, it sees and says what a child would, for a tenth of the work. That the built
 * command ends as each command does here is exit-codes.node.test.ts's to show.
 */
import { resolve } from 'node:path';
import process from 'node:process';
import { Readable, Writable } from 'node:stream';
import { commandLine } from '../../../boards/host/command-line.js';
import type { ExitCode } from '../../../boards/host/shared/exit-codes.js';
import { localeLanguage } from '../../../boards/host/shared/language.js';
import { noticesIn } from '../../../boards/host/shared/notice.js';
import { ENVIRONMENT, MAIN } from './command-line-rig.js';

export interface Ended {
	readonly status: ExitCode;
	readonly stdout: string;
	readonly stderr: string;
}

/** What a command listens to for as long as its process lives. */
const LIFELONG = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection', 'exit'] as const;

/** A pipe of which somebody reads everything. */
class Pipe extends Writable {
	text = '';

	constructor() {
		super({ decodeStrings: false });
	}

	override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
		this.text += String(chunk);
		done();
	}
}

let isBusy = false;

/** Runs to its end. One at a time: a process has one stdout. */
export function keikiHere(...words: readonly string[]): Promise<Ended> {
	return keikiHereIn({}, ...words);
}

/** With these variables in its environment, too. */
export async function keikiHereIn(variables: NodeJS.ProcessEnv, ...words: readonly string[]): Promise<Ended> {
	if (isBusy) throw new Error(`keiki ${words.join(' ')}: another command runs in this process`);
	isBusy = true;
	const [stdout, stderr, stdin] = [new Pipe(), new Pipe(), Readable.from([])];
	const giveBack = [
		...Object.entries({ stdout, stderr, stdin, argv: [process.execPath, resolve(MAIN), ...words] }).map(([name, value]) => lend(name, value)),
		lendEnvironment({ ...ENVIRONMENT, ...variables }),
		...LIFELONG.map(lendListeners),
	];
	try {
		const codes: ExitCode[] = [];
		await commandLine(words, (code) => codes.push(code));
		const [status] = codes;
		if (status === undefined || codes.length > 1) throw new Error(`keiki ${words.join(' ')}: ended ${codes.length} times`);
		return { status, stdout: stdout.text, stderr: stderr.text };
	} finally {
		for (const each of giveBack) each();
		noticesIn(localeLanguage());
		isBusy = false;
	}
}

/** Returns what sets it back. */
function lend(name: string, value: unknown): () => void {
	const own = Object.getOwnPropertyDescriptor(process, name)!;
	Object.defineProperty(process, name, { ...('value' in own ? own : { configurable: true, enumerable: true }), value });
	return () => Object.defineProperty(process, name, own);
}

/** Its variables are the system's: they are told one by one. */
function lendEnvironment(variables: NodeJS.ProcessEnv): () => void {
	const own = { ...process.env };
	const set = (wanted: NodeJS.ProcessEnv) => {
		for (const name of Object.keys(process.env)) if (wanted[name] === undefined) delete process.env[name];
		for (const [name, value] of Object.entries(wanted)) if (value !== undefined && process.env[name] !== value) process.env[name] = value;
	};
	set(variables);
	return () => set(own);
}

/** Listeners that come meanwhile go with the command. */
function lendListeners(event: (typeof LIFELONG)[number]): () => void {
	const own = process.rawListeners(event);
	return () => {
		for (const each of process.rawListeners(event)) if (!own.includes(each)) process.off(event, each as () => void);
	};
}
