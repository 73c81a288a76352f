/**
 * Command lines of SKSTACK-IP (BP35A1 command reference manual 4): a name in capitals and its arguments, one or more spaces between them; spaces at
 * the end do not matter. A name that the module does not know is answered with ER04, a wrong number of arguments with ER05, a wrong one with ER06.
 *
 * Numbers are 1 to 2, 4 or 8 hexadecimal digits. SKSENDTO and SKSEND end with a length of exactly 4 digits and a space; that many bytes follow,
 * whatever they are, and nothing else.
 *
 * The commands of the product (WOPT, ROPT, WUART, RUART) are echoed as all others. No manual at hand shows it; programs that wait for the echo, and
 * stand-ins for modules in the tests of others, do, and none shows its absence.
 */
import type { Security } from '../../network.js';
import { parseBytes, parseDigits } from './digits.js';
import { parseFullAddress } from './fields.js';
import type { Model } from './model.js';
import { parseRegister } from './registers.js';
import type { ErrorCode } from './reply.js';

/** The most bytes that SKSENDTO takes. */
export const MAX_PAYLOAD = 0x04d0;

type Parse = (text: string) => number | string | Uint8Array | undefined;

/** The grammar of one command. */
export interface Form {
	readonly args: readonly Parse[];
	/** Arguments in the side grammar, where they differ. */
	readonly sideArgs?: readonly Parse[];
	/** How many of the last arguments may be missing. */
	readonly optional?: number;
	/** The side grammar takes the arguments without side as well: programs of both kinds are about. */
	readonly eitherGrammar?: true;
	/** Bytes follow the last argument, which is their number. */
	readonly data?: true;
	/** Only the dual stack knows it, only a module with product commands does, or only one with SKAPPVER. */
	readonly only?: 'side' | 'product' | 'applicationVersion';
}

export const number =
	(width: number, min = 0, max = 16 ** width - 1): Parse =>
	(text) => {
		const value = parseDigits(text, width);
		return value !== undefined && value >= min && value <= max ? value : undefined;
	};
export const flag = number(2, 0, 1);
export const u8 = number(2);
export const u16 = number(4);
export const port4: Parse = (text) => (text.length === 4 ? parseDigits(text, 4) : undefined);
export const length4: Parse = (text) => (text.length === 4 ? number(4, 1, MAX_PAYLOAD)(text) : undefined);
export const address: Parse = parseFullAddress;
export const mac: Parse = (text) => parseBytes(text, 8);
export const key: Parse = (text) => parseBytes(text, 16);
export const register: Parse = parseRegister;
export const word: Parse = (text) => text;
export const wordUpTo =
	(length: number): Parse =>
	(text) =>
		text.length <= length ? text : undefined;
export const tcpPort = number(4, 1, 0xfffe);

/** 0 energy, 2 beacons with, 3 without information element. */
const scanMode: Parse = (text) => (parseDigits(text, 2) === 1 ? undefined : number(2, 0, 3)(text));
export const SCAN: readonly Parse[] = Object.freeze([scanMode, number(8), u8]);
export const udpHandle = number(2, 1, 6);
export const SECURITY = number(1, 0, 2);
/** What the numbers of SKSENDTO's security mean, 0 to 2. */
export const SECURITIES: readonly Security[] = Object.freeze(['plain', 'required', 'preferred'] as const);

/** The arguments of a command: of the right number, form and range. */
export class Arguments {
	constructor(readonly values: readonly (number | string | Uint8Array)[]) {}

	/** How many arguments were given. */
	get count(): number {
		return this.values.length;
	}

	number(index: number): number {
		return this.values[index] as number;
	}

	text(index: number): string {
		return this.values[index] as string;
	}

	bytes(index: number): Uint8Array {
		return this.values[index] as Uint8Array;
	}
}

/** The first word of a line, and the rest of them. */
export function splitLine(line: string): string[] {
	return line.split(' ').filter((word) => word !== '');
}

/** Those in `words`, as of `splitLine`: behind the name. */
export function parseArguments(form: Form, words: readonly string[], model: Model): Arguments | ErrorCode {
	const given = words.length - 1;
	const parsers = form.eitherGrammar && given === form.args.length ? form.args : argumentsOf(form, model);
	if (given > parsers.length || given < parsers.length - (form.optional ?? 0)) return 'ER05';
	const values: (number | string | Uint8Array)[] = [];
	for (let i = 0; i < given; i++) {
		const value = parsers[i]!(words[i + 1]!);
		if (value === undefined) return 'ER06';
		values.push(value);
	}
	return new Arguments(values);
}

/** How many bytes follow these words; undefined where none do, or as long as they are not complete. */
export function followingBytes(form: Form, words: readonly string[], model: Model): number | undefined {
	if (form.data !== true || words.length - 1 !== argumentsOf(form, model).length) return undefined;
	const length = words[words.length - 1]!;
	return length.length === 4 ? parseDigits(length, 4) : undefined;
}

/** Whether a module of this model knows the command. */
export function isKnown({ only }: Form, model: Model): boolean {
	if (only === 'side') return model.side;
	if (only === 'product') return model.wopt !== undefined;
	return only !== 'applicationVersion' || model.applicationVersion !== undefined;
}

function argumentsOf(form: Form, model: Model): readonly Parse[] {
	return (model.side ? form.sideArgs : undefined) ?? form.args;
}
