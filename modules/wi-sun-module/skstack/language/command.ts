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
import { frozen } from '../../../bytes/frozen.js';
import { parseBytes, parseDigits } from './digits.js';
import { parseFullAddress } from './fields.js';
import type { Model } from './model.js';
import { parseRegister } from './registers.js';
import type { ErrorCode } from './reply.js';

/** The most bytes that SKSENDTO takes. */
export const MAX_PAYLOAD = 0x04d0;

type Parse = (text: string) => number | string | Uint8Array | undefined;

interface Form {
	readonly args: readonly Parse[];
	/** The same in the side grammar, where it differs. */
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

const number =
	(width: number, min = 0, max = 16 ** width - 1): Parse =>
	(text) => {
		const value = parseDigits(text, width);
		return value !== undefined && value >= min && value <= max ? value : undefined;
	};
const flag = number(2, 0, 1);
const u8 = number(2);
const u16 = number(4);
const port4: Parse = (text) => (text.length === 4 ? parseDigits(text, 4) : undefined);
const length4: Parse = (text) => (text.length === 4 ? number(4, 1, MAX_PAYLOAD)(text) : undefined);
const address: Parse = parseFullAddress;
const mac: Parse = (text) => parseBytes(text, 8);
const key: Parse = (text) => parseBytes(text, 16);
const register: Parse = parseRegister;
const word: Parse = (text) => text;
const wordUpTo =
	(length: number): Parse =>
	(text) =>
		text.length <= length ? text : undefined;
const tcpPort = number(4, 1, 0xfffe);

const NONE: Form = frozen({ args: [] });
/** 0 energy, 2 beacons with, 3 without information element. */
const scanMode: Parse = (text) => (parseDigits(text, 2) === 1 ? undefined : number(2, 0, 3)(text));
const SCAN: readonly Parse[] = Object.freeze([scanMode, number(8), u8]);
const udpHandle = number(2, 1, 6);
const SECURITY = number(1, 0, 2);

const FORMS: Readonly<Record<string, Form>> = frozen({
	SKSREG: { args: [register, word], optional: 1 },
	SKINFO: NONE,
	SKSTART: NONE,
	SKJOIN: { args: [address] },
	SKREJOIN: NONE,
	SKTERM: NONE,
	SKSENDTO: {
		args: [udpHandle, address, port4, SECURITY, length4],
		sideArgs: [udpHandle, address, port4, SECURITY, flag, length4],
		data: true,
	},
	SKCONNECT: { args: [address, tcpPort, tcpPort] },
	SKSEND: { args: [u8, length4], data: true },
	SKCLOSE: { args: [u8] },
	SKPING: { args: [address], sideArgs: [flag, address], eitherGrammar: true },
	SKSCAN: { args: SCAN, sideArgs: [...SCAN, flag] },
	SKREGDEV: { args: [address] },
	SKRMDEV: { args: [address] },
	SKSETKEY: { args: [u8, key] },
	SKRMKEY: { args: [u8] },
	SKSECENABLE: { args: [number(4, 0, 1), address, mac] },
	SKSETPSK: { args: [number(2, 0x10, 0x10), key] },
	SKSETPWD: { args: [number(2, 1, 0x20), wordUpTo(0x20)] },
	SKSETRBID: { args: [wordUpTo(32)] },
	SKADDNBR: { args: [address, mac] },
	SKUDPPORT: { args: [udpHandle, u16] },
	SKTCPPORT: { args: [number(2, 1, 4), u16] },
	SKSAVE: NONE,
	SKLOAD: NONE,
	SKERASE: NONE,
	SKVER: NONE,
	SKAPPVER: { args: [], only: 'applicationVersion' },
	SKRESET: NONE,
	SKTABLE: { args: [u8] },
	SKDSLEEP: NONE,
	SKRFLO: { args: [flag] },
	SKLL64: { args: [mac] },
	// HAN side: their arguments are unconfirmed, and there is no HAN here to carry them out.
	SKSETHPWD: { args: [word, word, word], optional: 2, only: 'side' },
	SKJOINFOR: { args: [word, word, word], optional: 2, only: 'side' },
	SKTERMFOR: { args: [word, word, word], optional: 2, only: 'side' },
	WOPT: { args: [u8], only: 'product' },
	ROPT: { args: [], only: 'product' },
	WUART: { args: [u8], only: 'product' },
	RUART: { args: [], only: 'product' },
});

/** The commands of the product, not of SKSTACK: echoed as all are, and answered with CR alone at the end of the line. */
const PRODUCT_COMMANDS: readonly string[] = Object.freeze(['WOPT', 'ROPT', 'WUART', 'RUART']);

export function isProductCommand(name: string): boolean {
	return PRODUCT_COMMANDS.includes(name);
}

/** A command whose arguments are of the right number, form and range. */
export class Command {
	constructor(
		readonly name: string,
		readonly values: readonly (number | string | Uint8Array)[],
	) {}

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

/** `words` as of `splitLine`, at least one. */
export function parseCommand(words: readonly string[], model: Model): Command | ErrorCode {
	const name = words[0]!;
	const form = formOf(name, model);
	if (form === undefined) return 'ER04';
	const given = words.length - 1;
	const parsers = form.eitherGrammar && given === form.args.length ? form.args : argumentsOf(form, model);
	if (given > parsers.length || given < parsers.length - (form.optional ?? 0)) return 'ER05';
	const values: (number | string | Uint8Array)[] = [];
	for (let i = 0; i < given; i++) {
		const value = parsers[i]!(words[i + 1]!);
		if (value === undefined) return 'ER06';
		values.push(value);
	}
	return new Command(name, values);
}

/** How many bytes follow `line`, which a space or CR has just ended; undefined as long as it is no complete SKSENDTO or SKSEND. */
export function dataLength(line: string, model: Model): number | undefined {
	if (!line.trimStart().startsWith('SKSEND')) return undefined;
	const words = splitLine(line);
	const form = formOf(words[0]!, model);
	if (form?.data !== true || words.length - 1 !== argumentsOf(form, model).length) return undefined;
	const length = words[words.length - 1]!;
	return length.length === 4 ? parseDigits(length, 4) : undefined;
}

/** A Map, because on XS every new name by which an object is asked takes memory for good. */
const FORM_OF: ReadonlyMap<string, Form> = new Map(Object.entries(FORMS));

function formOf(name: string, model: Model): Form | undefined {
	const form = FORM_OF.get(name);
	if (form?.only === 'side' && !model.side) return undefined;
	if (form?.only === 'product' && model.wopt === undefined) return undefined;
	if (form?.only === 'applicationVersion' && model.applicationVersion === undefined) return undefined;
	return form;
}

function argumentsOf(form: Form, model: Model): readonly Parse[] {
	return (model.side ? form.sideArgs : undefined) ?? form.args;
}
