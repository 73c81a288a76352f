/** All processes of a program under test: those of its group, and those that left it and still have the mark that it got into its environment. */
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

export interface Process {
	readonly pid: number;
	/** Of its command, the first word. */
	readonly name: string;
}

export const MARK = 'KEIKI_EXAM_RUN';

const PROC = '/proc';
/** Rounds of looking and killing, for those that start others meanwhile. */
const ROUNDS = 10;

/** Whether there was anybody. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
	try {
		process.kill(-pid, signal);
		return true;
	} catch {
		return false;
	}
}

/** Those with the mark that run, by their numbers. Where the system does not show environments (other than Linux): none. */
export function markedProcesses(mark: string): readonly Process[] {
	const entry = `${MARK}=${mark}\0`;
	return numbered().flatMap((pid) => {
		const environment = contentOf(`${PROC}/${pid}/environ`);
		if (!environment.startsWith(entry) && !environment.includes(`\0${entry}`)) return [];
		return [{ pid, name: contentOf(`${PROC}/${pid}/comm`).trim() }];
	});
}

/** Kills them, and what they started meanwhile. Those that were there. */
export function killMarked(mark: string): { readonly killed: readonly Process[]; readonly left: readonly Process[] } {
	const killed = new Map<number, Process>();
	for (let round = 0; round < ROUNDS; round++) {
		const found = markedProcesses(mark).filter(({ pid }) => !killed.has(pid));
		if (found.length === 0) return { killed: [...killed.values()], left: [] };
		for (const each of found) if (signal(each.pid)) killed.set(each.pid, each);
	}
	return { killed: [...killed.values()], left: markedProcesses(mark).filter(({ pid }) => !killed.has(pid)) };
}

function signal(pid: number): boolean {
	try {
		process.kill(pid, 'SIGKILL');
		return true;
	} catch {
		return false;
	}
}

function numbered(): readonly number[] {
	try {
		return readdirSync(PROC)
			.filter((name) => /^\d+$/.test(name))
			.map(Number);
	} catch {
		return [];
	}
}

/** Empty where it is gone, or another user's. */
function contentOf(path: string): string {
	try {
		return readFileSync(path, 'latin1');
	} catch {
		return '';
	}
}
