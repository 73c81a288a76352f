/** Route B credentials, as the utility hands them to the household: who the meter is, and the secret shared with its HEMS. */
export interface Credentials {
	/** 32 hexadecimal digits, upper case. */
	readonly id: string;
	/** 12 letters and digits, as given. */
	readonly password: string;
}

const ID_LENGTH = 32;
const PASSWORD_LENGTH = 12;

/** Throws RangeError that says what is wrong and what would be right; it never repeats the password. */
export function parseCredentials(id: string, password: string): Credentials {
	check('id', `${ID_LENGTH} hexadecimal digits (0-9, A-F)`, id, ID_LENGTH, /[^0-9a-f]/i);
	check('password', `${PASSWORD_LENGTH} letters and digits (0-9, A-Z, a-z)`, password, PASSWORD_LENGTH, /[^0-9a-z]/i);
	return Object.freeze({ id: id.toUpperCase(), password });
}

function check(name: string, expected: string, text: string, length: number, strange: RegExp): void {
	const at = text.search(strange);
	if (at >= 0) throw new RangeError(`Route B ${name}: expected ${expected}; character ${at + 1} is something else`);
	if (text.length !== length) throw new RangeError(`Route B ${name}: expected ${expected}, got ${text.length}`);
}
