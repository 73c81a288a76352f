/** Route B credentials, as the utility hands them to the household: who the meter is, and the secret shared with its HEMS. */
export interface Credentials {
	/** 32 hexadecimal digits, upper case. */
	readonly id: string;
	/** 12 letters and digits, as given. */
	readonly password: string;
}

/** The same where of the password nothing is left but the key that was made of it, 16 bytes. */
export interface KeyedCredentials {
	readonly id: string;
	readonly psk: Uint8Array;
}

const ID_LENGTH = 32;
const PASSWORD_LENGTH = 12;

/** What is wrong with an id or a password: a character, counted from 1, that is none of its own, or their number. Its message says what would be right; neither repeats the password. */
export class CredentialsError extends RangeError {
	readonly part: 'id' | 'password';
	readonly wrong: { readonly character: number } | { readonly length: number };

	constructor(part: 'id' | 'password', expected: string, wrong: CredentialsError['wrong']) {
		super(`Route B ${part}: expected ${expected}${'length' in wrong ? `, got ${wrong.length}` : `; character ${wrong.character} is something else`}`);
		this.part = part;
		this.wrong = wrong;
	}
}

/** Throws CredentialsError. */
export function parseCredentials(id: string, password: string): Credentials {
	check('id', `${ID_LENGTH} hexadecimal digits (0-9, A-F)`, id, ID_LENGTH, /[^0-9a-f]/i);
	check('password', `${PASSWORD_LENGTH} letters and digits (0-9, A-Z, a-z)`, password, PASSWORD_LENGTH, /[^0-9a-z]/i);
	return Object.freeze({ id: id.toUpperCase(), password });
}

function check(part: 'id' | 'password', expected: string, text: string, length: number, strange: RegExp): void {
	const at = text.search(strange);
	if (at >= 0) throw new CredentialsError(part, expected, { character: at + 1 });
	if (text.length !== length) throw new CredentialsError(part, expected, { length: text.length });
}
