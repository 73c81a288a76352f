import process from 'node:process';
import type { WriteStream } from 'node:tty';

export type Paint = (colour: Colour, text: string) => string;
export type Colour = keyof typeof CODES;

const CODES = Object.freeze({ faint: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36, bold: 1 });

/** Colours where a person looks at a terminal, and none elsewhere (https://no-color.org). */
export function paintFor(stream: Pick<WriteStream, 'isTTY'>): Paint {
	if (!stream.isTTY || process.env.NO_COLOR) return (_colour, text) => text;
	return (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;
}
