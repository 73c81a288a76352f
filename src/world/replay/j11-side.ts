/**
 * J11, frame by frame: code and data, whatever the checksums are where the module takes them. The TID of an ECHONET Lite request in 0008 is the program's own:
 * it goes into the beginning of the data in 2008 and into the answer in 6018.
 */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { COMMAND, NOTIFICATION, nameOfCode } from '../../../modules/wi-sun-module/j11/language/codes.js';
import { checksum, HEADER_LENGTH, responseCode } from '../../../modules/wi-sun-module/j11/language/frame.js';
import { FrameReader, RECEIVE_TIME_OUT } from '../../../modules/wi-sun-module/j11/language/frame-reader.js';
import { RECEIVED_HEADER, SEND_HEADER } from '../../../modules/wi-sun-module/j11/language/messages.js';
import type { Said } from './log-step.js';
import type { ProgramSide, ProgramSideOptions } from './program-side.js';

const CODE_OFFSET = 4;
const DATA_SUM = 10;
/** What the data of a frame are behind. */
const DATA_DIGITS = 2 * HEADER_LENGTH;
/** ECHONET Lite, format 1. */
const ECHONET = '1081';
const TID_LENGTH = 2;
/** Of a frame of ECHONET Lite, where its service stands. */
const SERVICE = 10;
/** Services that answer: 5x, and 7x but 73 and 74. */
const ANSWER = /^(?:5[0-9A-E]|7[1-2A-E])/;
/** In 2008, of the result and the send result. */
const SENT_HEADER = 2;
const SECRETS: readonly number[] = Object.freeze([COMMAND.setCredentials, responseCode(COMMAND.key)]);

export class J11Side implements ProgramSide {
	readonly #reader: FrameReader;
	readonly #scheduler: Scheduler;
	readonly #onDropped: () => void;
	readonly #tids = new Map<string, string>();
	#silence: Timer | undefined;
	#hasDropped = false;
	#isStopped = false;

	constructor({ onSaid, onUnreadable, onDropped }: ProgramSideOptions, scheduler: Scheduler) {
		this.#scheduler = scheduler;
		this.#onDropped = onDropped;
		const handler = {
			onFrame: (_code: number, _data: Uint8Array, frame: Uint8Array) => onSaid({ text: toUpperHex(frame), data: undefined }),
			onProblem: onUnreadable,
		};
		this.#reader = new FrameReader(handler, 'request', false);
	}

	receive(bytes: Uint8Array): void {
		this.#silence?.cancel();
		for (let at = 0; at < bytes.length && !this.#isStopped; ) at = this.#reader.read(bytes, at);
		if (this.#isStopped) return;
		if (this.#reader.isWithin) this.#silence = this.#scheduler.after(RECEIVE_TIME_OUT, () => this.#reader.expire());
		if (this.#reader.dropped === 0 || this.#hasDropped) return;
		this.#hasDropped = true;
		this.#onDropped();
	}

	fits(logged: Said, written: Said): boolean {
		const code = codeOf(logged);
		if (codeOf(written) !== code) return false;
		if (code === COMMAND.setCredentials) return true;
		const [wanted, got] = [logged, written].map(({ text }) => text.slice(DATA_DIGITS));
		const at = 2 * SEND_HEADER;
		const isRequest = code === COMMAND.send && [wanted!, got!].every((data) => data.startsWith(ECHONET, at));
		if (!isRequest) return wanted === got;
		const [then, now] = [wanted!, got!].map((data) => data.slice(at + 4, at + 8));
		this.#tids.set(then!, now!);
		return withDigits(wanted!, at + 4, now!) === got;
	}

	bytesOf(logged: Said): Uint8Array {
		const bytes = fromHex(logged.text);
		const at = this.#tidPlace(codeOf(logged), logged.text);
		const own = at === undefined ? undefined : this.#tids.get(logged.text.slice(2 * at, 2 * (at + TID_LENGTH)));
		if (own === undefined) return bytes;
		bytes.set(fromHex(own), at!);
		const hasSum = bytes[DATA_SUM] !== 0 || bytes[DATA_SUM + 1] !== 0;
		const sum = hasSum ? checksum(bytes, HEADER_LENGTH, bytes.length) : 0;
		bytes.set([sum >>> 8, sum & 0xff], DATA_SUM);
		return bytes;
	}

	shown(said: Said): string {
		const code = codeOf(said);
		const name = nameOfCode(code);
		const digits = SECRETS.includes(code) ? `${said.text.slice(0, 2 * DATA_SUM)} …` : said.text;
		return name === undefined ? digits : `${name} ${digits}`;
	}

	stop(): void {
		this.#isStopped = true;
		this.#silence?.cancel();
	}

	/** Where the TID of the program's request stands in a frame of the module; undefined: nowhere. */
	#tidPlace(code: number, digits: string): number | undefined {
		if (code === responseCode(COMMAND.send)) return echonetAt(digits, HEADER_LENGTH + SENT_HEADER);
		if (code !== NOTIFICATION.received) return undefined;
		const at = HEADER_LENGTH + RECEIVED_HEADER;
		return ANSWER.test(digits.slice(2 * (at + SERVICE))) ? echonetAt(digits, at) : undefined;
	}
}

/** Byte at which the TID stands of a message of ECHONET Lite at `at`; undefined: it is none. */
function echonetAt(digits: string, at: number): number | undefined {
	const tid = at + ECHONET.length / 2;
	return digits.startsWith(ECHONET, 2 * at) && digits.length >= 2 * (tid + TID_LENGTH) ? tid : undefined;
}

function codeOf({ text }: Said): number {
	return Number.parseInt(text.slice(2 * CODE_OFFSET, 2 * CODE_OFFSET + 4), 16);
}

function withDigits(text: string, at: number, digits: string): string {
	return text.slice(0, at) + digits + text.slice(at + digits.length);
}
