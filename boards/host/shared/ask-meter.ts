/** Commands to a meter that runs, wherever it is. */
import type { ControlAnswer } from '../../../src/world/simulation/control.js';
import { askControl, controlPaths, OthersError } from './control-socket.js';
import { notice } from './notice.js';
import { reasonOf, UsageError } from './usage-error.js';

const NOBODY: readonly string[] = Object.freeze(['ENOENT', 'ECONNREFUSED']);

/**
 * The answer of the first meter that is there; undefined if there is none, said on stderr. Throws UsageError for a place where it may not ask.
 *
 * @param who asks, for people
 */
export async function askMeter(who: string, control: string | undefined, line: string): Promise<ControlAnswer | undefined> {
	for (const path of control === undefined ? controlPaths() : [control]) {
		try {
			return await askControl(path, line);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if ((code === 'EACCES' || error instanceof OthersError) && control === undefined) continue;
			if (code === undefined || !NOBODY.includes(code)) throw new UsageError(`${who}: ${path}: ${reasonOf(error)}`);
		}
	}
	notice((words) => words.noMeter(control));
	return undefined;
}
