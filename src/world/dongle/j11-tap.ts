/**
 * The dialogue at the serial port of a J11 module, frame by frame. The password of 0054 and the key of 2059 are hidden, and with them the checksum of the data,
 * which would tell of them; in 0054 it stands as 0000, which J11 takes for none.
 */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { COMMAND, nameOfCode } from '../../../modules/wi-sun-module/j11/language/codes.js';
import { responseCode } from '../../../modules/wi-sun-module/j11/language/frame.js';
import { FrameReader } from '../../../modules/wi-sun-module/j11/language/frame-reader.js';
import type { DialogueTap, SerialLine } from './serial-tap.js';

/** Behind the header but for the checksum of the data. */
const OPEN = 10;
/** Of 0054: where the Route B id begins and ends, and the frame. */
const ID = Object.freeze({ start: 12, end: 44 });
const CREDENTIALS_LENGTH = 56;
const SECRETS: readonly number[] = Object.freeze([COMMAND.setCredentials, responseCode(COMMAND.key)]);
/** The result of a response comes first, and is no secret. */
const RESULT_ALONE = 13;
/** Of bytes that are no frame, or one with something wrong. */
export const UNREADABLE = 'unreadable';

export class J11Tap implements DialogueTap {
	readonly #onLine: (line: SerialLine) => void;
	readonly #module: FrameReader;
	readonly #host: FrameReader;

	constructor(onLine: (line: SerialLine) => void) {
		this.#onLine = onLine;
		this.#module = this.#reader('toModule');
		this.#host = this.#reader('toHost');
	}

	/** Another program is at the port: what the one before has begun is over. */
	restart(): void {
		this.#module.reset();
		this.#host.reset();
	}

	toModule(bytes: Uint8Array): void {
		this.#take(this.#module, 'toModule', bytes);
	}

	toHost(bytes: Uint8Array): void {
		this.#take(this.#host, 'toHost', bytes);
	}

	#reader(direction: SerialLine['direction']): FrameReader {
		const handler = {
			onFrame: (code: number, _data: Uint8Array, frame: Uint8Array) => this.#tell(direction, code, frame),
			onProblem: () => {},
		};
		return new FrameReader(handler, direction === 'toModule' ? 'request' : 'response', false);
	}

	/** What is no frame is counted: the module does not look at it either, and a password may be in it. */
	#take(reader: FrameReader, direction: SerialLine['direction'], bytes: Uint8Array): void {
		const before = reader.dropped;
		for (let at = 0; at < bytes.length; ) at = reader.read(bytes, at);
		const length = reader.dropped - before;
		if (length > 0) this.#onLine({ direction, text: null, hex: null, data: null, length, frame: UNREADABLE });
	}

	#tell(direction: SerialLine['direction'], code: number, frame: Uint8Array): void {
		const isSecret = SECRETS.includes(code) && frame.length > RESULT_ALONE;
		const hex = isSecret ? `${openPart(code, frame)} …` : toUpperHex(frame);
		const name = nameOfCode(code) ?? toUpperHex(Uint8Array.of(code >> 8, code));
		this.#onLine({ direction, text: null, hex, data: null, length: frame.length, frame: name });
	}
}

/** One of another length may have its password anywhere. */
function openPart(code: number, frame: Uint8Array): string {
	const start = toUpperHex(frame.subarray(0, OPEN));
	if (code !== COMMAND.setCredentials || frame.length !== CREDENTIALS_LENGTH) return start;
	return `${start}0000${toUpperHex(frame.subarray(ID.start, ID.end))}`;
}
