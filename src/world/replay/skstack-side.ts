/** SKSTACK, line by line: in upper or lower case, and what SKSENDTO sends. */
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { CommandReader } from '../../../modules/wi-sun-module/skstack/module/command-reader.js';
import { dataLength } from './log.js';
import type { Said } from './log-step.js';
import type { ProgramSide, ProgramSideOptions } from './program-side.js';

const SECRETS = /^(SKSETPWD|SKSETRBID|SKSETPSK|SKSETKEY)\b/;
const MOST_DATA = 1232;
const REQUEST = /^1081([0-9A-F]{4})/;
/** ECHONET Lite behind an ERXUDP, as digits: TID, objects, and a service that answers (5x, 7x but 73, 74). */
const ANSWER_DIGITS = /^(ERXUDP .* 1081)([0-9A-F]{4})(?=[0-9A-F]{12}(?:5[0-9A-E]|7[1-2A-E]))/i;
/** The same in raw bytes: what it begins with, and the service behind the objects. */
const RAW_HEADER = ' \u0010\u0081';
const RAW_TID = 3;
const RAW_SERVICE = 11;
const RAW_ANSWER = /^[P-^qrz-~]/;

export class SkstackSide implements ProgramSide {
	readonly #reader: CommandReader;
	/** The program's TIDs, by those of the log. */
	readonly #tids = new Map<string, string>();
	#isStopped = false;

	constructor({ onSaid, onUnreadable }: ProgramSideOptions) {
		const onCommand = (text: string, data: Uint8Array | undefined) => onSaid({ text: text.trimEnd(), data: data?.slice() });
		this.#reader = new CommandReader({ echo() {}, dataLength, onCommand, onOverrun: () => onUnreadable('line') }, MOST_DATA);
	}

	receive(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length && !this.#isStopped; ) at = this.#reader.read(bytes, at, bytes.length);
	}

	fits(logged: Said, written: Said): boolean {
		const [expected, found] = [logged.text.toUpperCase(), written.text.toUpperCase()];
		const secret = SECRETS.exec(expected)?.[1];
		if (secret !== undefined) return SECRETS.exec(found)?.[1] === secret;
		if (expected !== found) return false;
		const [wanted, got] = [toUpperHex(logged.data ?? new Uint8Array(0)), toUpperHex(written.data ?? new Uint8Array(0))];
		const [then, now] = [REQUEST.exec(wanted)?.[1], REQUEST.exec(got)?.[1]];
		if (then === undefined || now === undefined) return wanted === got;
		this.#tids.set(then, now);
		return wanted.slice(8) === got.slice(8);
	}

	bytesOf({ text }: Said): Uint8Array {
		return bytesOf(`${this.#withOwnTid(text)}\r\n`);
	}

	shown({ text, data }: Said): string {
		const secret = SECRETS.exec(text.toUpperCase())?.[1];
		if (secret !== undefined) return `${secret} …`;
		return data === undefined ? text : `${text} ${toUpperHex(data)}`;
	}

	stop(): void {
		this.#isStopped = true;
	}

	#withOwnTid(text: string): string {
		const at = text.startsWith('ERXUDP ') ? text.indexOf(RAW_HEADER) : -1;
		if (at < 0) return text.replace(ANSWER_DIGITS, (_, before: string, tid: string) => before + (this.#tids.get(tid.toUpperCase()) ?? tid));
		const tid = text.slice(at + RAW_TID, at + RAW_TID + 2);
		const own = this.#tids.get(toUpperHex(bytesOf(tid)));
		if (own === undefined || !RAW_ANSWER.test(text.slice(at + RAW_SERVICE))) return text;
		return `${text.slice(0, at + RAW_TID)}${String.fromCharCode(...fromHex(own))}${text.slice(at + RAW_TID + 2)}`;
	}
}

/** One byte a character. */
function bytesOf(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
