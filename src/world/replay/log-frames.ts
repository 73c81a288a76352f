/** Frames of J11 in the lines of a log: whole ones, one behind the other; the unique code tells whose each is. */
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { COMMAND } from '../../../modules/wi-sun-module/j11/language/codes.js';
import { type Direction, encodeFrame, HEADER_LENGTH, UNIQUE_CODE } from '../../../modules/wi-sun-module/j11/language/frame.js';
import { FrameReader } from '../../../modules/wi-sun-module/j11/language/frame-reader.js';
import { LogError, type LogStep } from './log-step.js';

const SIDE: Readonly<Record<Direction, LogStep['by']>> = Object.freeze({ request: 'host', response: 'module' });
const DIRECTIONS = Object.keys(UNIQUE_CODE) as Direction[];
const UNIQUE_DIGITS = 8;
const BEGINNING = /^(?:d0 ?ea ?83 ?fc|d0 ?f9 ?ee ?5d)/i;
/** What is left out behind the beginning of a frame. */
const HIDDEN = /^([0-9A-F]*)(?:…|\.\.\.)$/;
/** Of 0054 up to its code: unique code, and 0054. */
const CREDENTIALS = toUpperHex(encodeFrame('request', COMMAND.setCredentials, new Uint8Array(0)).subarray(0, 6));

/** Whether digits of a frame stand here, with blanks or without. */
export function beginsFrame(text: string): boolean {
	return BEGINNING.test(text);
}

/** Each in digits. Of 0054 as much as its code is enough, and … behind it. Throws LogError. */
export function framesIn(text: string, line: number): Pick<LogStep, 'by' | 'text' | 'data'>[] {
	const digits = text.replace(/\s/g, '').toUpperCase();
	const told = HIDDEN.exec(digits)?.[1];
	if (told !== undefined) {
		if (!told.startsWith(CREDENTIALS)) throw new LogError(line, { kind: 'cut' });
		return [{ by: 'host', text: told, data: undefined }];
	}
	if (!/^(?:[0-9A-F]{2})+$/.test(digits)) throw new LogError(line, { kind: 'noFrame' });
	const bytes = fromHex(digits);
	const frames: Pick<LogStep, 'by' | 'text' | 'data'>[] = [];
	for (let at = 0; at < bytes.length; ) {
		const direction = directionOf(digits.slice(2 * at, 2 * at + UNIQUE_DIGITS));
		const length = direction === undefined ? 0 : frameLength(direction, bytes.subarray(at));
		if (direction === undefined || length === 0) throw new LogError(line, { kind: 'noFrame' });
		frames.push({ by: SIDE[direction], text: digits.slice(2 * at, 2 * (at + length)), data: undefined });
		at += length;
	}
	return frames;
}

function directionOf(digits: string): Direction | undefined {
	return DIRECTIONS.find((each) => UNIQUE_CODE[each] === Number.parseInt(digits, 16));
}

/** Of the frame at the beginning; 0 where it is none. A checksum of 0000 stands for none. */
function frameLength(direction: Direction, bytes: Uint8Array): number {
	let length = 0;
	const handler = {
		onFrame: (_code: number, _data: Uint8Array, frame: Uint8Array) => {
			length = frame.length;
		},
		onProblem() {},
	};
	if (bytes.length >= HEADER_LENGTH) new FrameReader(handler, direction, false).read(bytes, 0);
	return length;
}
