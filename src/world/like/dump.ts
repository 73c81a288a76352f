/**
 * What a real meter told, as `keiki hems read --json` writes it: JSON lines, of which the `get` of object 028801 counts. It has to be whole: all three
 * property maps, and all that stands in map 9F, with its data, or why there are none.
 */
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { decodePropertyMap } from '../../../modules/echonet-lite/property-map.js';
import { EPC } from '../../route-b/epc.js';
import { SMART_METER } from '../../route-b/smart-meter.js';
import { objectText } from '../watch/property-json.js';
import { describeProperty } from '../watch/values.js';

export interface DumpProperty {
	readonly epc: number;
	/** Empty where the meter refused it, gave no answer, or the dump says only how many bytes there are. */
	readonly edt: Uint8Array;
	/** What the answer took, ms. */
	readonly ms: number | undefined;
	readonly unanswered: boolean;
	/** How many bytes are left out. */
	readonly masked: number | undefined;
}

export interface Dump {
	/** Of the file, where the reading stands. */
	readonly line: number;
	/** All that the maps name, by EPC. */
	readonly properties: ReadonlyMap<number, DumpProperty>;
	readonly readable: readonly number[];
	readonly settable: readonly number[];
	readonly announced: readonly number[];
}

interface Fields {
	notJson: object;
	notEvent: object;
	twice: object;
	noReading: object;
	noProperties: object;
	entry: object;
	failed: { readonly message: string };
	epc: { readonly got: string };
	edt: { readonly epc: number; readonly got: string };
	field: { readonly epc: number; readonly field: 'ms' | 'unanswered' | 'masked'; readonly most: number; readonly got: string };
	form: { readonly epc: number; readonly edt: string };
	epcTwice: { readonly epc: number };
	noMap: { readonly epc: number };
	notTold: { readonly epc: number };
	notListed: { readonly epc: number };
	setMap: { readonly epc: number };
	holds: { readonly digits: number; readonly wattHours: number };
	range: { readonly epc: number; readonly least: number; readonly most: number; readonly got: number };
}

/** What is wrong with a dump. */
export type DumpWrong = { [Kind in keyof Fields]: { readonly kind: Kind } & Fields[Kind] }[keyof Fields];

export class DumpError extends Error {
	/** @param line of the file, from 1 */
	constructor(
		readonly line: number,
		readonly wrong: DumpWrong,
	) {
		super(`dump, line ${line}: ${wrong.kind}`);
	}
}

/** An answer that takes longer is given up by whoever asks. */
const LONGEST_ANSWER = 60_000;
const MOST_BYTES = 255;
const SETTABLE_MAP = 0x9e;
const MAPS: readonly number[] = Object.freeze([EPC.announcedMap, EPC.settableMap, EPC.readableMap]);
/** Of what the meter takes apart, and the decoder shows as it is. */
const SIZES: Readonly<Record<number, readonly number[]>> = Object.freeze({ [EPC.installationLocation]: [1, 17], [EPC.manufacturer]: [3] });
const OBJECT = objectText(SMART_METER);

type Json = Readonly<Record<string, unknown>>;

/** Throws DumpError for the first line that is wrong. */
export function parseDump(text: string): Dump {
	const lines = text.split('\n');
	let reading: { readonly line: number; readonly fields: Json } | undefined;
	let last = 1;
	for (const [i, each] of lines.entries()) {
		if (each.trim() === '') continue;
		const line = i + 1;
		last = line;
		const fields = eventOf(each, line);
		if (fields.event === 'error') throw new DumpError(line, { kind: 'failed', message: String(fields.message) });
		if (fields.event !== 'get' || fields.object !== OBJECT) continue;
		if (reading !== undefined) throw new DumpError(line, { kind: 'twice' });
		reading = { line, fields };
	}
	if (reading === undefined) throw new DumpError(last, { kind: 'noReading' });
	return dumpOf(reading.fields, reading.line);
}

function eventOf(text: string, line: number): Json {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new DumpError(line, { kind: 'notJson' });
	}
	if (!isRecord(value) || typeof value.event !== 'string') throw new DumpError(line, { kind: 'notEvent' });
	return value;
}

function dumpOf({ properties: listed }: Json, line: number): Dump {
	if (!Array.isArray(listed)) throw new DumpError(line, { kind: 'noProperties' });
	const properties = new Map<number, DumpProperty>();
	for (const each of listed as readonly unknown[]) {
		const property = propertyOf(each, line);
		const { epc } = property;
		if (properties.has(epc)) throw new DumpError(line, { kind: 'epcTwice', epc });
		properties.set(epc, property);
	}
	const map = (epc: number): number[] => {
		const { edt = new Uint8Array(0) } = properties.get(epc) ?? {};
		if (edt.length === 0) throw new DumpError(line, { kind: 'noMap', epc });
		return decodePropertyMap(edt);
	};
	const dump = { line, properties, readable: map(EPC.readableMap), settable: map(SETTABLE_MAP), announced: map(EPC.announcedMap) };
	checkWhole(dump);
	return dump;
}

function checkWhole({ line, properties, readable, settable }: Dump): void {
	for (const epc of readable) if (!properties.has(epc)) throw new DumpError(line, { kind: 'notTold', epc });
	for (const epc of properties.keys()) if (!readable.includes(epc) && !MAPS.includes(epc)) throw new DumpError(line, { kind: 'notListed', epc });
	for (const epc of settable) if (MAPS.includes(epc)) throw new DumpError(line, { kind: 'setMap', epc });
}

function propertyOf(value: unknown, line: number): DumpProperty {
	if (!isRecord(value)) throw new DumpError(line, { kind: 'entry' });
	const { epc: name, edt: digits, ms, unanswered = false, masked } = value;
	if (typeof name !== 'string' || !/^[89A-F][0-9A-F]$/i.test(name)) throw new DumpError(line, { kind: 'epc', got: told(name) });
	const epc = Number.parseInt(name, 16);
	if (typeof digits !== 'string' || !/^(?:[0-9A-F]{2}){0,255}$/i.test(digits)) throw new DumpError(line, { kind: 'edt', epc, got: told(digits) });
	const edt = fromHex(digits);
	const wrongField = (field: 'ms' | 'unanswered' | 'masked', most: number, got: unknown) =>
		new DumpError(line, { kind: 'field', epc, field, most, got: told(got) });
	if (ms !== undefined && !isWhole(ms, 0, LONGEST_ANSWER)) throw wrongField('ms', LONGEST_ANSWER, ms);
	if (masked !== undefined && (!isWhole(masked, 1, MOST_BYTES) || edt.length > 0)) throw wrongField('masked', MOST_BYTES, masked);
	if (typeof unanswered !== 'boolean' || (unanswered && (edt.length > 0 || masked !== undefined))) throw wrongField('unanswered', 1, unanswered);
	checkForm(epc, edt, line);
	return { epc, edt, ms: ms as number | undefined, unanswered, masked: masked as number | undefined };
}

/** Of what the class knows. */
function checkForm(epc: number, edt: Uint8Array, line: number): void {
	if (edt.length === 0) return;
	const isOfClass = SIZES[epc]?.includes(edt.length) ?? true;
	if (!isOfClass || describeProperty(SMART_METER, epc).decode(edt) === undefined)
		throw new DumpError(line, { kind: 'form', epc, edt: toUpperHex(edt) });
}

function isWhole(value: unknown, least: number, most: number): boolean {
	return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function isRecord(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of a value that a file has, as much as a person needs to find it. */
function told(value: unknown): string {
	const text = JSON.stringify(value) ?? 'nothing';
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
