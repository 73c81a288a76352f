/** By what staff are known to the office, on the command line and in the log: `tanaka.k`. */
export const STAFF_NAME = Object.freeze({
	en: 'a small letter, then up to 31 of a-z, 0-9, dot, hyphen, underscore',
	ja: '先頭は英小文字、続けてa〜z、0〜9、ピリオド、ハイフン、下線で31文字まで',
});

/** `system` is what runs by itself. */
export function isStaffName(text: string): boolean {
	return /^[a-z][a-z0-9._-]{0,31}$/.test(text) && text !== 'system';
}
