/** Values that options of several commands take. */
import { type Credentials, CredentialsError, parseCredentials } from '../../../src/route-b/credentials.js';
import { UsageError } from './usage-error.js';

/** Throws UsageError that never repeats the password. */
export function credentialsOf(id: string, password: string): Credentials {
	try {
		return parseCredentials(id, password);
	} catch (error) {
		if (!(error instanceof CredentialsError)) throw error;
		const { part, wrong, message } = error;
		throw new UsageError({ kind: 'credentials', part, wrong, english: message });
	}
}

/** Throws UsageError. */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
	const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
	if (value >= min && value <= max) return value;
	throw new UsageError({ kind: 'wholeNumber', option, text, min, max });
}
