/** Where the Route B password is told: on the command line, which every user of the host can read, in a file, or in the environment. */
import process from 'node:process';
import { readSecret } from './keys-file.js';
import { UsageError } from './usage-error.js';

export interface PasswordWords {
	readonly password?: string;
	readonly passwordFile?: string;
}

/**
 * Undefined: nowhere. What is in the environment is taken out of it, so that no program started from here inherits it.
 * @param variable of the environment
 * @throws UsageError
 */
export function passwordOf({ password, passwordFile }: PasswordWords, variable: string): string | undefined {
	const { [variable]: inherited } = process.env;
	delete process.env[variable];
	if (password !== undefined && passwordFile !== undefined) throw new UsageError('--password and --password-file: expected one of them');
	if (passwordFile !== undefined) return firstLine(readSecret(passwordFile, '--password-file'));
	return password ?? (inherited === '' ? undefined : inherited);
}

export function firstLine(text: string): string {
	return text.split(/\r?\n/)[0]!;
}
