/**
 * Plays the module's side of a log to a program: what the module said goes out as late behind the line before it as it did then; where the program spoke, it
 * is waited for. It has to write the same line, in upper or lower case, with the same data; but
 *
 * - what stands behind SKSETPWD, SKSETRBID, SKSETPSK and SKSETKEY is not compared, and told to nobody;
 * - the TID of an ECHONET Lite request is the program's own: answers of the log to that request go out with it.
 */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { CommandReader } from '../../../modules/wi-sun-module/skstack/module/command-reader.js';
import { dataLength, type LogStep } from './log.js';

export type ReplayEnd =
	| { readonly kind: 'done' }
	| { readonly kind: 'mismatch'; readonly line: number; readonly expected: string; readonly found: string }
	/** The program writes on and on while the module speaks. */
	| { readonly kind: 'flood'; readonly most: number };

export interface ReplayOptions {
	readonly steps: readonly LogStep[];
	readonly scheduler: Scheduler;
	/** How many times faster than in the log; `max` waits for nothing. */
	readonly speed: number | 'max';
	readonly write: (bytes: Uint8Array) => void;
	readonly onEnd: (end: ReplayEnd) => void;
}

interface Command {
	readonly text: string;
	readonly data: Uint8Array | undefined;
}

const SECRETS = /^(SKSETPWD|SKSETRBID|SKSETPSK|SKSETKEY)\b/;
/** Where the log tells no time, ms. */
const USUAL_GAP = 10;
const MOST_DATA = 1232;
const MOST_WAITING = 100;
const REQUEST = /^1081([0-9A-F]{4})/;
/** ECHONET Lite behind an ERXUDP, as digits: TID, objects, and a service that answers (5x, 7x but 73, 74). */
const ANSWER_DIGITS = /^(ERXUDP .* 1081)([0-9A-F]{4})(?=[0-9A-F]{12}(?:5[0-9A-E]|7[1-2A-E]))/i;
/** The same in raw bytes: what it begins with, and the service behind the objects. */
const RAW_HEADER = ' \u0010\u0081';
const RAW_TID = 3;
const RAW_SERVICE = 11;
const RAW_ANSWER = /^[P-^qrz-~]/;

export class Replay {
	readonly #options: ReplayOptions;
	readonly #reader: CommandReader;
	readonly #waiting: Command[] = [];
	/** The program's TIDs, by those of the log. */
	readonly #tids = new Map<string, string>();
	#next = 0;
	#timer: Timer | undefined;
	#ended = false;

	constructor(options: ReplayOptions) {
		this.#options = options;
		const onCommand = (text: string, data: Uint8Array | undefined) => this.#hear({ text: text.trimEnd(), data: data?.slice() });
		const onOverrun = () => this.#hear({ text: 'a line that no module takes, of more than 256 characters', data: undefined });
		this.#reader = new CommandReader({ echo() {}, dataLength, onCommand, onOverrun }, MOST_DATA);
	}

	/** The step that is waited for, or played; undefined at the end. */
	get step(): LogStep | undefined {
		return this.#options.steps[this.#next];
	}

	start(): void {
		this.#advance();
	}

	stop(): void {
		this.#ended = true;
		this.#timer?.cancel();
	}

	/** Of the program. */
	receive(bytes: Uint8Array): void {
		let at = 0;
		while (at < bytes.length && !this.#ended) at = this.#reader.read(bytes, at, bytes.length);
	}

	#hear(command: Command): void {
		if (this.#waiting.length === MOST_WAITING) {
			this.#end({ kind: 'flood', most: MOST_WAITING });
			return;
		}
		this.#waiting.push(command);
		if (this.#timer === undefined) this.#advance();
	}

	#advance(): void {
		while (!this.#ended) {
			const { step } = this;
			if (step === undefined) {
				this.#end({ kind: 'done' });
				return;
			}
			if (step.by === 'module') {
				this.#timer = this.#options.scheduler.after(this.#gapBefore(step), () => this.#say(step));
				return;
			}
			const command = this.#waiting.shift();
			if (command === undefined) return;
			if (!this.#fits(step, command)) {
				this.#end({ kind: 'mismatch', line: step.line, expected: shown(step), found: shown(command) });
				return;
			}
			this.#next++;
		}
	}

	#say({ text }: LogStep): void {
		this.#timer = undefined;
		this.#next++;
		const line = `${this.#withOwnTid(text)}\r\n`;
		this.#options.write(bytesOf(line));
		this.#advance();
	}

	#gapBefore({ at }: LogStep): number {
		const { steps, speed } = this.#options;
		if (speed === 'max') return 0;
		const before = steps[this.#next - 1]?.at;
		const gap = at === undefined || before === undefined ? USUAL_GAP : Math.max(0, at - before);
		return (this.#next === 0 ? 0 : gap) / speed;
	}

	#fits(step: LogStep, command: Command): boolean {
		const [expected, found] = [step.text.toUpperCase(), command.text.toUpperCase()];
		const secret = SECRETS.exec(expected)?.[1];
		if (secret !== undefined) return SECRETS.exec(found)?.[1] === secret;
		if (expected !== found) return false;
		const [wanted, got] = [toUpperHex(step.data ?? new Uint8Array(0)), toUpperHex(command.data ?? new Uint8Array(0))];
		const [then, now] = [REQUEST.exec(wanted)?.[1], REQUEST.exec(got)?.[1]];
		if (then === undefined || now === undefined) return wanted === got;
		this.#tids.set(then, now);
		return wanted.slice(8) === got.slice(8);
	}

	#withOwnTid(text: string): string {
		const at = text.startsWith('ERXUDP ') ? text.indexOf(RAW_HEADER) : -1;
		if (at < 0) return text.replace(ANSWER_DIGITS, (_, before: string, tid: string) => before + (this.#tids.get(tid.toUpperCase()) ?? tid));
		const tid = text.slice(at + RAW_TID, at + RAW_TID + 2);
		const own = this.#tids.get(toUpperHex(bytesOf(tid)));
		if (own === undefined || !RAW_ANSWER.test(text.slice(at + RAW_SERVICE))) return text;
		return `${text.slice(0, at + RAW_TID)}${String.fromCharCode(...fromHex(own))}${text.slice(at + RAW_TID + 2)}`;
	}

	#end(end: ReplayEnd): void {
		if (this.#ended) return;
		this.stop();
		this.#options.onEnd(end);
	}
}

/** For people, without secrets. */
export function shown({ text, data }: Command): string {
	const secret = SECRETS.exec(text.toUpperCase())?.[1];
	if (secret !== undefined) return `${secret} …`;
	return data === undefined ? text : `${text} ${toUpperHex(data)}`;
}

/** One byte a character. */
function bytesOf(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
