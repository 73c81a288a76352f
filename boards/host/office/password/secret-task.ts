/**
 * What the office asks of the process in which passwords are: a line of JSON a task, and a line of JSON a task back. Nothing secret goes either way: the password
 * is drawn there, sealed there, and written there onto the letter.
 */
import type { CredentialKeyRecord } from './credential-key.js';
import type { LetterFacts } from './letter.js';

export interface SecretTask {
	readonly unit: CredentialKeyRecord;
	/** File with the key that keys of AES are wrapped under. */
	readonly masterKeyFile: string;
	/** System title, 16 hexadecimal digits. */
	readonly title: string;
	/** One that was never sealed for this unit. */
	readonly version: number;
	/** 32 hexadecimal digits. */
	readonly routeBId: string;
	/** Of a file that is not there yet. */
	readonly letter: LetterFacts & { readonly file: string };
}

export type SecretFault =
	/** The unit's public key is no point of the curve. */
	| { readonly fault: 'point' }
	/** Its AES key does not unwrap under this master key. */
	| { readonly fault: 'wrapped' }
	/** The master key is not to be had, or the letter cannot be written. */
	| { readonly fault: 'failed'; readonly en: string; readonly ja: string };

export interface SecretMade {
	/** Credentials sealed to the unit, hexadecimal. */
	readonly sealed: string;
	/** Characters that the letter has 〓 for. */
	readonly missing: readonly string[];
}

export type SecretAnswer = SecretMade | SecretFault;

export function isMade(answer: SecretAnswer): answer is SecretMade {
	return 'sealed' in answer;
}
