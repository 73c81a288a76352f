/**
 * Messages of IEC 61968-9 as the office gives and takes them.
 *
 * | noun              | what of the office                                            | codes                                                                        |
 * |-------------------|---------------------------------------------------------------|------------------------------------------------------------------------------|
 * | MeterReadings     | registers at the begin of half-hours, kWh with one decimal      | 0.0.0.1.1.1.12.0.0.0.0.0.0.0.0.3.72.0 drawn; the fifth number 19: fed in       |
 * | EndDeviceControls | orders to open and to close a supply                            | 3.31.0.23 open, 3.31.0.18 close                                              |
 * | EndDeviceEvents   | what meters told                                                | as they came: four numbers (kind of device, domain, sub-domain, event)         |
 *
 * A meter is known by its system title (16 digits), a usage point by the code of the contract. No name and no address is in a message.
 */
import { frozen } from '../../../../modules/bytes/frozen.js';
import { readTime, timeText } from '../columns.js';
import { readXml } from '../xml.js';
import { HEADER, MESSAGE_NAMESPACE, NOUNS, type Noun, namespaceOf, PAYLOADS } from './shapes.js';
import { type LeftOut, MessageError, type MessageWrong, type Tree, type TreeRecord, treeOfJson, treeOfXml, xmlOfMessage, xmlOfTree } from './tree.js';

export interface Reading {
	/** Empty: not told. */
	readonly contract: string;
	/** System title; empty: not told. */
	readonly meter: string;
	readonly at: number;
	/** 0.1 kWh. */
	readonly import: number | null;
	readonly export: number | null;
}

export interface Control {
	/** UUID of the job. */
	readonly id: string;
	readonly meter: string;
	readonly contract: string;
	readonly to: 'open' | 'closed';
	readonly notBefore: number;
	readonly expires: number;
}

export interface MeterEvent {
	readonly meter: string;
	readonly at: number;
	readonly type: string;
	readonly text: string;
}

export type Content =
	| { readonly noun: 'MeterReadings'; readonly items: readonly Reading[] }
	| { readonly noun: 'EndDeviceControls'; readonly items: readonly Control[] }
	| { readonly noun: 'EndDeviceEvents'; readonly items: readonly MeterEvent[] };

export interface Message {
	/** When it was made: the time of its records. */
	readonly at: number;
	readonly id: string;
	readonly content: Content;
	/** Paths of elements that were not read. */
	readonly leftOut: readonly string[];
}

const DRAWN = '0.0.0.1.1.1.12.0.0.0.0.0.0.0.0.3.72.0';
const FED_IN = '0.0.0.1.19.1.12.0.0.0.0.0.0.0.0.3.72.0';
const CONTROLS = frozen({ open: '3.31.0.23', closed: '3.31.0.18' });
const SOURCE = 'Keiki';
/** What an export says of itself, and what it is asked with. */
const ROOTS: Readonly<Record<Noun, readonly [root: string, verb: string]>> = frozen({
	MeterReadings: ['EventMessage', 'created'],
	EndDeviceControls: ['RequestMessage', 'create'],
	EndDeviceEvents: ['EventMessage', 'created'],
});
const ROOT_NAMES = Object.freeze(['EventMessage', 'RequestMessage', 'ResponseMessage']);

/** @param format of the text; @param id of the message, a UUID */
export function messageText(content: Content, at: number, id: string, format: 'xml' | 'json'): string {
	const { noun } = content;
	const [root, verb] = ROOTS[noun];
	const header = { Verb: verb, Noun: noun, Timestamp: timeText(at), Source: SOURCE, MessageID: id };
	const payload = payloadOf(content);
	if (format === 'json') return `${JSON.stringify({ [root]: { Header: header, Payload: { [noun]: payload } } }, undefined, '\t')}\n`;
	return xmlOfMessage(root, noun, xmlOfTree(header, HEADER, ''), xmlOfTree(payload, PAYLOADS[noun], 'm:'));
}

/** @throws MessageError, XmlError, SyntaxError of JSON */
export function readMessage(text: string, format: 'xml' | 'json'): Message {
	const leftOut: LeftOut = new Set();
	const { header, payload, noun } = format === 'xml' ? ofXml(text, leftOut) : ofJson(text, leftOut);
	const content = contentOf(noun, payload);
	return { at: timeIn(header.Timestamp, 'Header/Timestamp'), id: String(header.MessageID ?? ''), content, leftOut: [...leftOut] };
}

interface Parts {
	readonly header: TreeRecord;
	readonly payload: TreeRecord;
	readonly noun: Noun;
}

function ofXml(text: string, leftOut: LeftOut): Parts {
	const root = readXml(text);
	if (!ROOT_NAMES.includes(root.name)) throw new MessageError({ kind: 'root', got: root.name, line: root.line });
	if (root.namespace !== MESSAGE_NAMESPACE)
		throw new MessageError({ kind: 'namespace', path: root.name, got: root.namespace, expected: MESSAGE_NAMESPACE, line: root.line });
	const inner = (name: string) => {
		const found = root.children.filter((each) => each.name === name && each.namespace === MESSAGE_NAMESPACE);
		if (found.length !== 1) throw new MessageError({ kind: found.length === 0 ? 'missing' : 'again', path: name, line: root.line });
		return found[0]!;
	};
	const header = treeOfXml(inner('Header'), HEADER, 'Header', MESSAGE_NAMESPACE, leftOut);
	const noun = nounOf(header);
	const body = inner('Payload');
	const payload = body.children.find((each) => each.name === noun);
	if (payload === undefined) throw new MessageError({ kind: 'missing', path: `Payload/${noun}`, line: body.line });
	const expected = namespaceOf(noun);
	if (payload.namespace !== expected)
		throw new MessageError({ kind: 'namespace', path: `Payload/${noun}`, got: payload.namespace, expected, line: payload.line });
	return { header, noun, payload: treeOfXml(payload, PAYLOADS[noun], `Payload/${noun}`, expected, leftOut) };
}

function ofJson(text: string, leftOut: LeftOut): Parts {
	const whole: unknown = JSON.parse(text);
	const [root = '', ...others] = typeof whole === 'object' && whole !== null ? Object.keys(whole) : [];
	if (!ROOT_NAMES.includes(root) || others.length > 0) throw new MessageError({ kind: 'root', got: root.slice(0, 80), line: 0 });
	const message = (whole as Readonly<Record<string, unknown>>)[root];
	const member = (of: unknown, name: string, path: string): unknown => {
		if (typeof of === 'object' && of !== null && Object.hasOwn(of, name)) return (of as Readonly<Record<string, unknown>>)[name];
		throw new MessageError({ kind: 'missing', path, line: 0 });
	};
	const header = treeOfJson(member(message, 'Header', 'Header'), HEADER, 'Header', leftOut);
	const noun = nounOf(header);
	const body = member(member(message, 'Payload', 'Payload'), noun, `Payload/${noun}`);
	return { header, noun, payload: treeOfJson(body, PAYLOADS[noun], `Payload/${noun}`, leftOut) };
}

function nounOf({ Noun }: TreeRecord): Noun {
	const noun = NOUNS.find((each) => each === Noun);
	if (noun === undefined) throw wrongValue('Header/Noun', Noun, 'noun');
	return noun;
}

function payloadOf(content: Content): TreeRecord {
	switch (content.noun) {
		case 'MeterReadings':
			return { MeterReading: readingTrees(content.items) };
		case 'EndDeviceControls':
			return {
				EndDeviceControl: content.items.map(({ id, meter, contract, to, notBefore, expires }) => ({
					mRID: id,
					EndDeviceControlType: { ref: CONTROLS[to] },
					EndDevices: [{ mRID: meter }],
					primaryDeviceTiming: { interval: { start: timeText(notBefore), end: timeText(expires) } },
					...(contract !== '' && { UsagePoints: [{ mRID: contract }] }),
				})),
			};
		case 'EndDeviceEvents':
			return {
				EndDeviceEvent: content.items.map(({ meter, at, type, text }) => ({
					createdDateTime: timeText(at),
					...(text !== '' && { reason: text }),
					Assets: { mRID: meter },
					EndDeviceEventType: { ref: type },
				})),
			};
	}
}

/** A record a contract, its values in the order of time. */
function readingTrees(readings: readonly Reading[]): readonly TreeRecord[] {
	const byContract = new Map<string, Reading[]>();
	for (const each of readings) {
		const key = `${each.contract} ${each.meter}`;
		const before = byContract.get(key);
		if (before === undefined) byContract.set(key, [each]);
		else before.push(each);
	}
	return [...byContract.values()].map((each) => ({
		Meter: { mRID: each[0]!.meter === '' ? each[0]!.contract : each[0]!.meter },
		Readings: each.flatMap((reading) => [
			...(reading.import === null ? [] : [valueTree(reading.at, reading.import, DRAWN)]),
			...(reading.export === null ? [] : [valueTree(reading.at, reading.export, FED_IN)]),
		]),
		...(each[0]!.contract !== '' && { UsagePoint: { mRID: each[0]!.contract } }),
	}));
}

function valueTree(at: number, tenths: number, type: string): TreeRecord {
	return { timeStamp: timeText(at), value: (tenths / 10).toFixed(1), ReadingType: { ref: type } };
}

function contentOf(noun: Noun, payload: TreeRecord): Content {
	switch (noun) {
		case 'MeterReadings':
			return { noun, items: records(payload.MeterReading).flatMap((each, at) => readingsIn(each, `MeterReading[${at + 1}]`)) };
		case 'EndDeviceControls':
			return { noun, items: records(payload.EndDeviceControl).flatMap((each, at) => controlsIn(each, `EndDeviceControl[${at + 1}]`)) };
		case 'EndDeviceEvents':
			return { noun, items: records(payload.EndDeviceEvent).map((each, at) => eventIn(each, `EndDeviceEvent[${at + 1}]`)) };
	}
}

function readingsIn(tree: TreeRecord, path: string): readonly Reading[] {
	const id = String((tree.Meter as TreeRecord).mRID);
	const contract =
		tree.UsagePoint === undefined ? '' : matching((tree.UsagePoint as TreeRecord).mRID, CONTRACT, `${path}/UsagePoint/mRID`, 'contract');
	const meter = contract === id ? '' : matching(id, METER, `${path}/Meter/mRID`, 'meter');
	const byTime = new Map<number, { import: number | null; export: number | null }>();
	const take = (value: TreeRecord, type: Tree | undefined, here: string) => {
		const ref = (type as TreeRecord).ref;
		if (ref !== DRAWN && ref !== FED_IN) throw wrongValue(`${here}/ReadingType`, ref, 'code');
		const at = timeIn(value.timeStamp, `${here}/timeStamp`);
		const reading = byTime.get(at) ?? { import: null, export: null };
		reading[ref === DRAWN ? 'import' : 'export'] = tenthsIn(value.value, `${here}/value`);
		byTime.set(at, reading);
	};
	records(tree.Readings).forEach((value, at) => {
		take(value, value.ReadingType, `${path}/Readings[${at + 1}]`);
	});
	records(tree.IntervalBlocks).forEach((block, at) => {
		records(block.IntervalReadings).forEach((value, n) => {
			take(value, block.ReadingType, `${path}/IntervalBlocks[${at + 1}]/IntervalReadings[${n + 1}]`);
		});
	});
	return [...byTime].map(([at, values]) => ({ contract, meter, at, ...values }));
}

function controlsIn(tree: TreeRecord, path: string): readonly Control[] {
	const { ref } = tree.EndDeviceControlType as TreeRecord;
	const to = ref === CONTROLS.open ? 'open' : ref === CONTROLS.closed ? 'closed' : undefined;
	if (to === undefined) throw wrongValue(`${path}/EndDeviceControlType`, ref, 'code');
	const interval = ((tree.primaryDeviceTiming as TreeRecord | undefined)?.interval ?? {}) as TreeRecord;
	const time = (name: 'start' | 'end', otherwise: number) =>
		interval[name] === undefined ? otherwise : timeIn(interval[name], `${path}/primaryDeviceTiming/interval/${name}`);
	const point = records(tree.UsagePoints)[0];
	return records(tree.EndDevices).map(({ mRID }, at) => ({
		id: String(tree.mRID),
		meter: matching(mRID, METER, `${path}/EndDevices[${at + 1}]/mRID`, 'meter'),
		contract: point === undefined ? '' : matching(point.mRID, CONTRACT, `${path}/UsagePoints/mRID`, 'contract'),
		to,
		notBefore: time('start', 0),
		expires: time('end', 0),
	}));
}

function eventIn(tree: TreeRecord, path: string): MeterEvent {
	return {
		meter: matching((tree.Assets as TreeRecord).mRID, METER, `${path}/Assets/mRID`, 'meter'),
		at: timeIn(tree.createdDateTime, `${path}/createdDateTime`),
		type: matching((tree.EndDeviceEventType as TreeRecord).ref, EVENT_TYPE, `${path}/EndDeviceEventType`, 'code'),
		text: String(tree.reason ?? '')
			.replace(/\s+/g, ' ')
			.slice(0, 200)
			.trim(),
	};
}

const METER = /^[0-9A-F]{16}$/;
const CONTRACT = /^C\d{10}$/;
const EVENT_TYPE = /^\d{1,3}(\.\d{1,3}){3}$/;
const TENTHS = /^(\d{1,7})(?:\.(\d)0*)?$/;

function records(tree: Tree | undefined): readonly TreeRecord[] {
	return (tree ?? []) as readonly TreeRecord[];
}

function matching(value: Tree | undefined, right: RegExp, path: string, what: Right): string {
	if (typeof value === 'string' && right.test(value)) return value;
	throw wrongValue(path, value, what);
}

function timeIn(value: Tree | undefined, path: string): number {
	const time = typeof value === 'string' ? readTime(value) : undefined;
	if (time === undefined) throw wrongValue(path, value, 'time');
	return time;
}

function tenthsIn(value: Tree | undefined, path: string): number {
	const [, kwh, tenth = '0'] = TENTHS.exec(value as string) ?? [];
	if (kwh === undefined) throw wrongValue(path, value, 'number');
	return Number(kwh) * 10 + Number(tenth);
}

type Right = Extract<MessageWrong, { kind: 'value' }>['right'];

function wrongValue(path: string, got: Tree | undefined, right: Right): MessageError {
	return new MessageError({ kind: 'value', path, got: String(got).slice(0, 80), right, line: 0 });
}
