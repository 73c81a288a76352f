/** The dialogue at the serial port of a J11 module, frame by frame. The password of 0054 and the key of 2059 are hidden. */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { COMMAND, nameOfCode } from '../../../modules/wi-sun-module/j11/language/codes.js';
import { responseCode } from '../../../modules/wi-sun-module/j11/language/frame.js';
import { FrameReader } from '../../../modules/wi-sun-module/j11/language/frame-reader.js';
import type { DialogueTap, SerialLine } from './serial-tap.js';

/** Behind the header but for the checksum of the data, which would tell of it. */
const OPEN = 10;
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
		const hex = isSecret ? `${toUpperHex(frame.subarray(0, OPEN))} …` : toUpperHex(frame);
		const name = nameOfCode(code) ?? toUpperHex(Uint8Array.of(code >> 8, code));
		this.#onLine({ direction, text: null, hex, data: null, length: frame.length, frame: name });
	}
}
