/** `keiki hes` beside meters in this process. */
import { keikiLater } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';

export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs to its end. */
export async function hes(...words: readonly string[]): Promise<Ended> {
	const { status: code, stdout, stderr } = await keikiHere('hes', ...words);
	return { code, stdout, stderr };
}

/** The built command, in a process of its own. */
export async function builtHes(...words: readonly string[]): Promise<Ended> {
	const { status: code, stdout, stderr } = await keikiLater('hes', ...words);
	return { code, stdout, stderr };
}

/** Objects of `--json`, one a line. */
export function objects(stdout: string): Readonly<Record<string, unknown>>[] {
	return stdout
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}
