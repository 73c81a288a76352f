/** What a password of staff must be: long, and not easily guessed (NIST SP 800-63B-4, 3.1.1.2: length counts, and no mixture of kinds of characters is asked for). */

/** Characters. */
export const SHORTEST = 15;
export const LONGEST = 128;
const FEWEST_DIFFERENT = 5;
/** Characters in a row, up or down, that make one. */
const RUN = 3;

export type PasswordFault = 'short' | 'long' | 'unprintable' | 'plain' | 'name';

/** The same password however it was typed: NFKC. */
export function canonicalPassword(text: string): string {
	return text.normalize('NFKC');
}

/** @param password as `canonicalPassword` has it @param name of whom it is; undefined: it can be had */
export function passwordFault(password: string, name: string): PasswordFault | undefined {
	const characters = [...password];
	if (characters.length < SHORTEST) return 'short';
	if (characters.length > LONGEST) return 'long';
	if (/\p{C}/u.test(password)) return 'unprintable';
	if (new Set(characters).size < FEWEST_DIFFERENT || inRuns(characters) > characters.length / 2) return 'plain';
	const lower = password.toLowerCase();
	return lower.split(name.toLowerCase()).join('').length < SHORTEST / 2 ? 'name' : undefined;
}

/** How many characters stand in rows such as `abcd`, `4321`, `aaaa`. */
function inRuns(characters: readonly string[]): number {
	let [inside, length] = [0, 1];
	for (let i = 1; i <= characters.length; i++) {
		const step = stepTo(characters, i);
		const isOn = step !== undefined && Math.abs(step) <= 1 && (length === 1 || step === stepTo(characters, i - 1));
		if (isOn) {
			length++;
			continue;
		}
		if (length >= RUN) inside += length;
		length = 1;
	}
	return inside;
}

function stepTo(characters: readonly string[], i: number): number | undefined {
	const [before, now] = [characters[i - 1], characters[i]];
	return before === undefined || now === undefined ? undefined : now.codePointAt(0)! - before.codePointAt(0)!;
}
