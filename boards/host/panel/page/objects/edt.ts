/** What a person enters for a property that can be set, as bytes: hexadecimal digits, or undefined where it is not complete. */

/** Of a day: 0 to 99. */
export function dayEdt(day: string): string | undefined {
	const value = Number(day);
	return /^\d{1,2}$/.test(day) && value <= 99 ? hexOf(value, 1) : undefined;
}

/** Of a time as `datetime-local` has it, `2026-11-22T11:30`, and a number of entries: year (2), month, day, hour, minute, entries. */
export function timeEdt(time: string, entries: string): string | undefined {
	const [, year, month, day, hour, minute] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(time) ?? [];
	const count = Number(entries);
	if (year === undefined || !/^\d{1,2}$/.test(entries) || count < 1) return undefined;
	return [hexOf(Number(year), 2), ...[month, day, hour, minute].map((part) => hexOf(Number(part), 1)), hexOf(count, 1)].join('');
}

/** Digits in capitals without blanks; undefined: there is something else, or half a byte. */
export function hexEntered(text: string): string | undefined {
	const digits = text.replace(/[\s:]/g, '').toUpperCase();
	return digits !== '' && /^([0-9A-F]{2})+$/.test(digits) ? digits : undefined;
}

/** Bytes side by side: `00 00 01 F4`. */
export function spaced(hex: string): string {
	return hex.replace(/(..)(?=.)/g, '$1 ');
}

function hexOf(value: number, bytes: number): string {
	return value
		.toString(16)
		.toUpperCase()
		.padStart(2 * bytes, '0');
}
