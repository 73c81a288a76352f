/** `keiki hes read` and `keiki hes walk`: attributes with their values, and all that a client may see and do. */

import type { Companion } from '../../../modules/cosem/companion.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { type LogicalName, logicalNameText, parseLogicalName } from '../../../modules/dlms/axdr/obis.js';
import { ASSOCIATION_CLASS } from '../../../modules/dlms/current-association.js';
import { attributeName, methodName } from '../../../src/head-end/interface-classes.js';
import { attributeModeText, type ListedObject, methodModeText } from '../../../src/head-end/object-list.js';
import { objectName } from '../../../src/head-end/object-texts.js';
import {
	type AttributeReading,
	type Resolved,
	readAttributes,
	readable,
	readObjectList,
	readOverview,
	readWanted,
	type Wanted,
} from '../../../src/head-end/reading.js';
import type { Say } from '../../../src/head-end/value-words.js';
import { classText, type ShownValue, shown } from '../../../src/head-end/values.js';
import type { Language } from '../../../src/world/schema/language.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { accessText, HesError } from './hes-failures.js';
import type { HesSession } from './hes-options.js';
import { accessResultText } from './hes-refusals.js';
import { type Fields, type HesView, tableLines } from './hes-view.js';
import { HES_WORDS } from './hes-words.js';
import { OBJECT_TEXTS_JA } from './object-texts-ja.js';
import { HES_USAGE } from './usage-words.js';

export const READ_COLUMNS = Object.freeze(['obis', 'class', 'attribute', 'name', 'value', 'unit', 'text', 'error']);
export const WALK_COLUMNS = Object.freeze(['obis', 'class', 'version', 'attribute', 'method', 'name', 'access', 'value', 'unit', 'text', 'error']);

const VALUE = 2;

/** `[CLASS/]OBIS[:ATTRIBUTE]`, where the attribute may be `all`. Throws UsageError. */
export function parseWanted(text: string): Wanted {
	const [, classId, obis, attribute] = /^(?:(\d{1,5})\/)?(.+?)(?::(\d{1,3}|all))?$/.exec(text) ?? [];
	let name: LogicalName;
	try {
		name = parseLogicalName(obis ?? text);
	} catch {
		throw new UsageError(inEach(HES_USAGE, (words) => words.attribute(text)));
	}
	return {
		classId: classId === undefined ? undefined : Number(classId),
		name,
		attribute: attribute === 'all' ? undefined : Number(attribute ?? VALUE),
	};
}

/** False: something that was asked for was refused. Without `wanted`, what everybody wants to know first. */
export async function readMeter(session: HesSession, meter: string, wanted: readonly Wanted[], view: HesView): Promise<boolean> {
	const readings = wanted.length === 0 ? await readOverview(session) : await readWanted(session, wanted);
	if (readings.length === 0) throw new HesError(inEach(HES_WORDS, (words) => words.nothingUsual()));
	view.show(
		meter,
		readings.map((reading) => readingFields(reading, view)),
		() => tableLines(readings.map((reading) => readingCells(reading, view))),
	);
	return wanted.length === 0 || readings.every(({ reading }) => typeof reading === 'object');
}

function readingFields(each: AttributeReading, { companion, sayEnglish }: HesView): Fields {
	const { classId, name, attribute, reading, scaler } = each;
	const place = { obis: logicalNameText(name), class: classId, attribute, name: nameOf(each, 'en', companion) };
	if (typeof reading === 'number') return { ...place, error: accessResultText(reading) };
	return { ...place, ...valueFields(shown(reading, each, scaler), sayEnglish) };
}

/** The text only where it says more than the value. */
function valueFields({ text: textIn, json, physicalUnit }: ShownValue, say: Say): Fields {
	if (physicalUnit !== '') return { value: json, unit: physicalUnit };
	const text = textIn(say);
	return text === String(json) || json === null || typeof json === 'boolean' ? { value: json } : { value: json, text };
}

function readingCells(each: AttributeReading, { language, companion, say }: HesView): string[] {
	const { name, attribute, reading, scaler } = each;
	const text = typeof reading === 'number' ? accessText(reading, language) : shown(reading, each, scaler).text(say) + hintOf(each, language);
	return [`${logicalNameText(name)}${attribute === VALUE ? '' : `:${attribute}`}`, nameOf(each, language, companion), text];
}

/** What shows more of an attribute than its text. */
function hintOf({ classId, attribute }: AttributeReading, language: Language): string {
	return classId === ASSOCIATION_CLASS && attribute === VALUE ? HES_WORDS[language].walkShows() : '';
}

/** `import energy`, `import energy, scaler_unit`; of an object that nobody here knows the attribute alone. */
export function nameOf(
	{ classId, name, attribute }: Pick<AttributeReading, 'classId' | 'name' | 'attribute'>,
	language: Language,
	companion?: Companion,
): string {
	const object = objectIn(name, language, companion);
	if (object === '') return attributeName(classId, attribute);
	return attribute === VALUE ? object : `${object}, ${attributeName(classId, attribute)}`;
}

/** Empty if nobody here knows what it is for. */
export function objectIn(name: LogicalName, language: Language, companion?: Companion): string {
	return objectName(name, language === 'ja' ? OBJECT_TEXTS_JA : undefined, companion);
}

/** False: an attribute that should be readable was not. */
export async function walkMeter(session: HesSession, meter: string, view: HesView): Promise<boolean> {
	let isWhole = true;
	const rows: Fields[] = [];
	const lines: string[] = [];
	await eachObject(session, meter, view, async (object, attributes, version) => {
		const readings = await readAttributes(session, attributes);
		// What has no value now has a right to it all the same.
		if (readings.some(({ reading }) => reading === ACCESS_RESULT.readWriteDenied)) isWhole = false;
		const parts = partsOf(object, version, readings, view);
		rows.push(...parts.map(({ fields }) => fields));
		const name = objectIn(object.name, view.language, view.companion) || undefined;
		lines.push(HES_WORDS[view.language].listed(logicalNameText(object.name), classText(object.classId), object.version, name));
		lines.push(...tableLines(parts.map(({ cells }) => cells)).map((line) => `    ${line}`));
	});
	view.show(meter, rows, () => lines);
	return isWhole;
}

/**
 * Goes through the object list, and tells how far it is.
 * @param work with an object, its attributes that can be read, and the version of the association that lists them
 */
export async function eachObject(
	session: HesSession,
	meter: string,
	view: HesView,
	work: (object: ListedObject, attributes: readonly Resolved[], version: number) => Promise<void>,
): Promise<void> {
	const { objects, version, unknown } = await readObjectList(session);
	const words = HES_WORDS[view.language];
	for (const [i, object] of objects.entries()) {
		view.progress(meter, words.object(i + 1, objects.length));
		const { classId, name } = object;
		const attributes = readable(object, version).map((attribute) => ({ classId, name, attribute }));
		await work(object, attributes, version);
	}
	if (unknown > 0) view.note(meter, words.noObjects(unknown));
}

interface Part {
	readonly fields: Fields;
	readonly cells: readonly string[];
}

function partsOf(
	{ classId, version, name, attributes, methods }: ListedObject,
	listVersion: number,
	readings: readonly AttributeReading[],
	{ language, say, sayEnglish }: HesView,
): Part[] {
	const place = { obis: logicalNameText(name), class: classId, version };
	const parts: Part[] = attributes.map(({ attribute, mode, selectors }) => {
		const access = attributeModeText(mode, listVersion);
		const of = { ...place, attribute, name: attributeName(classId, attribute), access };
		const found = readings.find((each) => each.attribute === attribute);
		const start = [String(attribute), attributeName(classId, attribute), access];
		if (found === undefined)
			return { fields: of, cells: [...start, selectors.length === 0 ? '' : HES_WORDS[language].bySelector(selectors.join(', '))] };
		if (typeof found.reading === 'number') {
			return { fields: { ...of, error: accessResultText(found.reading) }, cells: [...start, accessText(found.reading, language)] };
		}
		const value = shown(found.reading, found, found.scaler);
		return { fields: { ...of, ...valueFields(value, sayEnglish) }, cells: [...start, value.text(say)] };
	});
	return [
		...parts,
		...methods.map(({ method, mode }) => {
			const access = methodModeText(mode, listVersion);
			const called = methodName(classId, method);
			return { fields: { ...place, method, name: called, access }, cells: [`m${method}`, called, access] };
		}),
	];
}
