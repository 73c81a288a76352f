/** The Route B password, told in itself or in a file; and what everybody knows, which serves where nobody tells one. */

import { FILE_USAGE } from './file-usage-words.js';
import { readSecret } from './keys-file.js';
import { UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';

export interface PasswordWords {
	readonly password?: string;
	readonly passwordFile?: string;
}

/** The credentials of a meter that was given no others. */
export const DEMO = Object.freeze({ id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' });

/** Undefined: nowhere. Throws UsageError. */
export function passwordOf({ password, passwordFile }: PasswordWords): string | undefined {
	if (password !== undefined && passwordFile !== undefined) throw new UsageError(inEach(FILE_USAGE, (words) => words.passwordTwice()));
	return passwordFile === undefined ? password : firstLine(readSecret(passwordFile, '--password-file'));
}

export function firstLine(text: string): string {
	return text.split(/\r?\n/)[0]!;
}
