/** How this program was started, as somebody would type it again. */
import { basename, dirname, relative } from 'node:path';
import process from 'node:process';

/** What the shell leaves alone. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/**
 * The words before the command, for hints.
 * @param env of it: KEIKI_COMMAND is set by the launcher in the repository; npm tells which of its commands runs
 * @param script the path of what Node runs
 */
export function ownName(env: Readonly<Record<string, string | undefined>> = process.env, script = process.argv[1] ?? ''): string {
	const { KEIKI_COMMAND, npm_lifecycle_event: event } = env;
	if (KEIKI_COMMAND) return quoted(KEIKI_COMMAND);
	if (event === 'start') return './keiki';
	if (basename(script) === 'keiki') return basename(dirname(script)) === '.bin' ? 'npx keiki' : 'keiki';
	return `node ${quoted(relative(process.cwd(), script))}`;
}

function quoted(word: string): string {
	return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
