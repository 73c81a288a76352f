/**
 * `keiki hes get`, `set`, `action` and `walk --data`: values with their types, as text that goes both ways (src/head-end/data-notation.ts). What `get` and
 * `walk --data` print is lines of `CLASS/OBIS:ATTRIBUTE DATA`, and lines behind `#` for what was refused.
 */
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { CONFORMANCE } from '../../../modules/dlms/apdu/initiate.js';
import type { Data } from '../../../modules/dlms/axdr/data.js';
import { logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import { dataBytes, dataNotation, NotationError, parseData } from '../../../src/head-end/data-notation.js';
import { type Reading, readingOf } from '../../../src/head-end/decoding.js';
import { attributeName, methodName } from '../../../src/head-end/interface-classes.js';
import { attributeTarget, type Resolved, resolveWanted, type Wanted } from '../../../src/head-end/reading.js';
import type { Language } from '../../../src/world/schema/language.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { accessText } from './hes-failures.js';
import type { HesSession } from './hes-options.js';
import { eachObject, parseWanted } from './hes-read.js';
import { accessResultText } from './hes-refusals.js';
import { type SelectionRequest, selectionFor } from './hes-selection.js';
import { type Fields, type HesView, tableLines } from './hes-view.js';
import { HES_WORDS } from './hes-words.js';
import { HES_USAGE } from './usage-words.js';

export const GET_COLUMNS = Object.freeze(['obis', 'class', 'attribute', 'name', 'data', 'error']);
export const SET_COLUMNS = Object.freeze(['obis', 'class', 'attribute', 'name', 'data', 'result']);
export const ACTION_COLUMNS = Object.freeze(['obis', 'class', 'method', 'name', 'data', 'result']);

const SUCCESS = 'success';
/** The method's parameter where none is told: integer 0, as all clients send it. */
const NO_PARAMETER = 'i8:0';

/** An attribute that is to be set, or a method that is to be called. */
export interface Told {
	readonly wanted: Wanted;
	readonly data: Data;
}

/** `CLASS/OBIS:ATTRIBUTE DATA`, again and again. Throws UsageError. */
export function parsePairs(words: readonly string[]): readonly Told[] {
	if (words.length % 2 !== 0) throw new UsageError(inEach(HES_USAGE, ({ dataMissing }) => dataMissing(words.at(-1)!)));
	const pairs: Told[] = [];
	for (let i = 0; i < words.length; i += 2) pairs.push({ wanted: parseOne(words[i]!), data: parseDataWord(words[i + 1]!) });
	return pairs;
}

/** Throws UsageError. */
export function parseCall(method: string, data = NO_PARAMETER): Told {
	return { wanted: parseOne(method), data: parseDataWord(data) };
}

/** One attribute or method, and not all of them. */
function parseOne(text: string): Wanted {
	const wanted = parseWanted(text);
	if (wanted.attribute === undefined || !/:\d+$/.test(text)) throw new UsageError(inEach(HES_USAGE, (words) => words.oneAttribute(text)));
	return wanted;
}

function parseDataWord(text: string): Data {
	try {
		return parseData(text);
	} catch (error) {
		if (!(error instanceof NotationError)) throw error;
		const { at, expected } = error;
		throw new UsageError(inEach(HES_USAGE, (words) => words.data(text, at + 1, words.expected[expected], text.slice(at, at + SHOWN))));
	}
}

/** How much of a wrong value is shown, characters. */
const SHOWN = 12;

/** False: something was refused. */
export async function getData(
	session: HesSession,
	meter: string,
	wanted: readonly Wanted[],
	request: SelectionRequest | undefined,
	view: HesView,
): Promise<boolean> {
	const attributes = await resolveWanted(session, wanted);
	const targets = attributes.map(({ classId, name, attribute }) => attributeTarget(classId, name, attribute));
	const readings = request === undefined ? await session.getAll(targets) : [];
	if (request !== undefined) {
		const selection = await selectionFor(session, request, attributes);
		for (const target of targets) readings.push(await session.get({ ...target, selection }, 'rows'));
	}
	show(meter, attributes, readings, view);
	return readings.every((reading) => typeof reading === 'object');
}

/** False: an attribute that should be readable was not. */
export async function walkData(session: HesSession, meter: string, view: HesView): Promise<boolean> {
	const attributes: Resolved[] = [];
	const readings: Reading[] = [];
	await eachObject(session, meter, view, async (_, own) => {
		attributes.push(...own);
		readings.push(...(await session.getAll(own.map(({ classId, name, attribute }) => attributeTarget(classId, name, attribute)))));
	});
	show(meter, attributes, readings, view);
	return readings.every((reading) => reading !== ACCESS_RESULT.readWriteDenied);
}

function show(meter: string, attributes: readonly Resolved[], readings: readonly Reading[], view: HesView): void {
	const fields = attributes.map((each, i): Fields => {
		const reading = readings[i]!;
		return {
			obis: logicalNameText(each.name),
			class: each.classId,
			attribute: each.attribute,
			name: attributeName(each.classId, each.attribute),
			...(typeof reading === 'object' ? { data: dataNotation(reading) } : { error: accessResultText(reading) }),
		};
	});
	view.show(meter, fields, () =>
		attributes.map((each, i) => {
			const reading = readings[i]!;
			return typeof reading === 'object'
				? `${placeText(each)} ${dataNotation(reading)}`
				: `# ${placeText(each)}: ${accessText(reading, view.language)}`;
		}),
	);
}

/** As `parseWanted` takes it. */
function placeText({ classId, name, attribute }: Resolved): string {
	return `${classId}/${logicalNameText(name)}:${attribute}`;
}

/** False: something was refused; what stands before and behind it was done. */
export async function setData(session: HesSession, meter: string, pairs: readonly Told[], view: HesView): Promise<boolean> {
	const attributes = await resolveWanted(
		session,
		pairs.map(({ wanted }) => wanted),
	);
	const targets = attributes.map(({ classId, name, attribute }) => attributeTarget(classId, name, attribute));
	const results = await session.setAll(
		targets,
		pairs.map(({ data }) => dataBytes(data)),
	);
	const rows = attributes.map((each, i): Fields => {
		const { classId, name, attribute } = each;
		const result = results[i]!;
		return {
			obis: logicalNameText(name),
			class: classId,
			attribute,
			name: attributeName(classId, attribute),
			data: dataNotation(pairs[i]!.data),
			result: result === 0 ? SUCCESS : accessResultText(result),
		};
	});
	view.show(meter, rows, () => tableLines(attributes.map((each, i) => [placeText(each), resultText(results[i]!, view.language)])));
	return results.every((result) => result === 0);
}

/** False: it was refused. */
export async function callMethod(session: HesSession, meter: string, { wanted, data }: Told, view: HesView): Promise<boolean> {
	const [method] = await resolveWanted(session, [wanted]);
	const { classId, name, attribute: index } = method!;
	const { result, returned } = await call(session, attributeTarget(classId, name, index), dataBytes(data));
	const value = typeof returned === 'object' ? dataNotation(returned) : undefined;
	const row: Fields = {
		obis: logicalNameText(name),
		class: classId,
		method: index,
		name: methodName(classId, index),
		...(value !== undefined && { data: value }),
		result: result === 0 ? SUCCESS : accessResultText(result),
	};
	view.show(meter, [row], () => tableLines([[placeText(method!), resultText(result, view.language), ...(value === undefined ? [] : [value])]]));
	return result === 0;
}

async function call(
	session: HesSession,
	target: ReturnType<typeof attributeTarget>,
	parameter: Uint8Array,
): Promise<{ readonly result: number; readonly returned: Reading | undefined }> {
	await session.open();
	if (session.agreed(CONFORMANCE.access)) {
		const [outcome] = await session.access([{ service: 'action', target, value: parameter }]);
		const { result, value } = outcome!;
		// Nothing returned is null-data there.
		return { result, returned: value.length === 1 ? undefined : readingOf(value) };
	}
	const { result, returned } = await session.act(target, parameter);
	return { result, returned: returned === undefined ? undefined : readingOf(returned) };
}

function resultText(result: number, language: Language): string {
	return result === 0 ? HES_WORDS[language].done() : accessText(result, language);
}
