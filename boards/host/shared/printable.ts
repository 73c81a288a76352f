/** C0 but tab and line feed, DEL, C1: what a terminal obeys. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text of others as it may go to a terminal: control characters are shown as `\u001b`. */
export function printable(text: string): string {
	return text.replace(CONTROL, escaped);
}

/** The same for what is one line, or a part of one: a line feed of others would begin a line in our name. */
export function printableLine(text: string): string {
	return printable(text).replaceAll('\n', escaped);
}

function escaped(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
