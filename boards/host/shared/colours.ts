import process from 'node:process';
import type { WriteStream } from 'node:tty';

export type Paint = (colour: Colour, text: string) => string;
export type Colour = keyof typeof CODES;

const CODES = Object.freeze({ faint: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36, bold: 1 });

/**
 * Colours where a person looks at a terminal, and none elsewhere; NO_COLOR takes them away (https://no-color.org), FORCE_COLOR gives them anywhere
 * (https://force-color.org).
 */
export function paintFor(stream: Pick<WriteStream, 'isTTY'>): Paint {
	const { NO_COLOR: none, FORCE_COLOR: force } = process.env;
	const forced = force !== undefined && force !== '' && force !== '0' && force !== 'false';
	if (none || force === '0' || force === 'false' || !(stream.isTTY || forced)) return (_colour, text) => text;
	return (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;
}
