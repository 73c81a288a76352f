/** Reading and writing on Route A from the panel, as its own client: see `PanelClient`. */
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { Reader } from '../../../../modules/bytes/reader.js';
import { type Data, LARGE, readData, writeData } from '../../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../../modules/dlms/axdr/date-time.js';
import { type LogicalName, logicalNameText, parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import { ASSOCIATION_CLASS } from '../../../../modules/dlms/current-association.js';
import { scalerUnitOf } from '../../../../src/head-end/data-text.js';
import type { Reading } from '../../../../src/head-end/decoding.js';
import { HeadEndError } from '../../../../src/head-end/head-end-error.js';
import { attributeName, methodName } from '../../../../src/head-end/interface-classes.js';
import type { MeterSession } from '../../../../src/head-end/meter-session.js';
import type { ScalerUnit } from '../../../../src/head-end/physical-units.js';
import { ProfileReader, type ProfileRow, readLayout } from '../../../../src/head-end/profile-reading.js';
import { type AttributeReading, attributeTarget, PROFILE, readAttributes, readable, readObjectList } from '../../../../src/head-end/reading.js';
import type { Say } from '../../../../src/head-end/value-words.js';
import { shown } from '../../../../src/head-end/values.js';
import { roleOf } from '../../../../src/route-a/roles.js';
import type { RouteA } from '../../../../src/route-a/route-a.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import { isoTime, parseIsoTime } from '../../../../src/world/time/iso-time.js';
import { accessText, failureText } from '../../hes/hes-failures.js';
import { sayIn } from '../../hes/value-words-ja.js';
import { type Asked, Refusal } from '../../web/app.js';
import { meterAsked, numberOf } from '../meter-asked.js';
import type { PanelSite } from '../site.js';
import { axdrOf, type Fields, fieldsOf, nameOf, wholeOf, wordsOf } from './asked.js';
import { dangerOf } from './dangers.js';
import { within } from './entered.js';
import { LastClients } from './last-clients.js';
import type { LastReaders } from './last-readers.js';
import { PanelClient } from './panel-client.js';
import { cosemObject, toldClients } from './route-a-tree.js';
import type { RouteADone, RouteAReadings, RouteARows, RouteATree, ToldReading } from './told.js';

const VALUE = 2;
const CLOCK = 8;
const MOST_CLASS = 0xffff;
const MOST_NUMBER = 127;
/** Objects that are read at once. */
const MOST_OBJECTS = 16;
const USUAL_ROWS = 48;
const MOST_ROWS = 500;
/** Classes with a scaler, and its attribute. */
const SCALER: Readonly<Record<number, number>> = Object.freeze({ 3: 3, 4: 3, 5: 4 });

/** Without who was there last. */
type Told = Omit<ToldReading, 'last'>;

interface Place {
	readonly classId: number;
	readonly name: LogicalName;
}

export class RouteAObjects {
	readonly #site: PanelSite;
	readonly #readers: LastReaders;
	readonly #client: PanelClient;
	readonly #clients: LastClients;

	constructor(site: PanelSite, readers: LastReaders) {
		this.#site = site;
		this.#readers = readers;
		this.#client = new PanelClient(site);
		this.#clients = new LastClients(() => site.world.simulator.scheduler.now());
	}

	tree(asked: Asked): Promise<RouteATree> {
		return this.#use(asked, async (session, client, routeA, meter) => {
			const list = await readObjectList(session);
			return {
				...this.#head(meter, client),
				clients: toldClients(routeA, meter.name, this.#readers),
				objects: list.objects.map((listed) => cosemObject(routeA, listed, asked.language)),
			};
		});
	}

	/** Of some objects all attributes that may be read, but buffers and object lists; without any named attribute 2 of all. */
	values(asked: Asked): Promise<RouteAReadings> {
		if (!asked.query.has('object')) return this.#overview(asked);
		const places = placesOf(asked);
		return this.#use(asked, async (session, client, routeA, meter) => {
			const { objects, version } = await readObjectList(session);
			const readings: Told[] = [];
			for (const { classId, name } of places) {
				const listed = objects.find((each) => each.name === name && each.classId === classId);
				if (listed === undefined) throw new HeadEndError({ kind: 'noSuchObject', name });
				for (const attribute of readable(listed, version)) readings.push(await read(session, { classId, name }, attribute, asked, routeA));
			}
			return this.#told(meter, client, routeA, readings);
		});
	}

	#overview(asked: Asked): Promise<RouteAReadings> {
		return this.#use(asked, async (session, client, routeA, meter) => {
			const { objects, version } = await readObjectList(session);
			const wanted = objects.filter((listed) => readable(listed, version).includes(VALUE));
			const readings = await readAttributes(
				session,
				wanted.map(({ classId, name }) => ({ classId, name, attribute: VALUE })),
			);
			return this.#told(
				meter,
				client,
				routeA,
				readings.map((reading) => toldReading(reading, asked, routeA)),
			);
		});
	}

	/** One attribute; of a buffer its rows. */
	async read(asked: Asked): Promise<RouteAReadings | RouteARows> {
		const fields = fieldsOf(asked);
		const place = placeOf(asked, fields);
		const attribute = fields.attribute === undefined ? VALUE : wholeOf(asked, 'attribute', fields.attribute, MOST_NUMBER, '2');
		if (place.classId === PROFILE && attribute === VALUE) return this.#rows(asked, fields, place.name);
		return this.#use(asked, async (session, client, routeA, meter) => {
			const reading = await read(session, place, attribute, asked, routeA);
			return this.#told(meter, client, routeA, [reading]);
		});
	}

	async write(asked: Asked): Promise<RouteADone> {
		const fields = fieldsOf(asked);
		const place = placeOf(asked, fields);
		const attribute = wholeOf(asked, 'attribute', fields.attribute, MOST_NUMBER, '2');
		const isTime = fields.time !== undefined;
		if (isTime && (place.classId !== CLOCK || attribute !== VALUE)) throw new Refusal(wordsOf(asked).onlyClock());
		return this.#use(asked, async (session, client, routeA, meter) => {
			const sent = isTime ? timeValue(asked, fields.time, routeA) : axdrOf(asked, fields.value);
			const result = await session.set(attributeTarget(place.classId, place.name, attribute), sent);
			return { ...this.#head(meter, client), ...doneOf(result, asked), sent: toUpperHex(sent), returned: null };
		});
	}

	async act(asked: Asked): Promise<RouteADone> {
		const fields = fieldsOf(asked);
		const { classId, name } = placeOf(asked, fields);
		const method = wholeOf(asked, 'method', fields.method, MOST_NUMBER, '1');
		const sent = fields.value === undefined ? undefined : axdrOf(asked, fields.value);
		const danger = dangerOf(classId, method);
		const words = wordsOf(asked);
		if (danger !== null && fields.confirmed !== true) throw new Refusal(words.confirm(methodName(classId, method), words.dangers[danger]), 409);
		return this.#use(asked, async (session, client, _routeA, meter) => {
			const { result, returned } = await session.act({ classId, name, index: method }, sent);
			const told = { sent: sent === undefined ? null : toUpperHex(sent), returned: returned instanceof Uint8Array ? toUpperHex(returned) : null };
			return { ...this.#head(meter, client), ...doneOf(result, asked), ...told };
		});
	}

	/** Rows of a span, or the newest. */
	async #rows(asked: Asked, { rows = USUAL_ROWS, from, to }: Fields, name: LogicalName): Promise<RouteARows> {
		const most = wholeOf(asked, 'rows', rows, MOST_ROWS, wordsOf(asked).rows(MOST_ROWS));
		const span = spanOf(asked, from, to);
		return this.#use(asked, async (session, client, { routeAProfile: { deviation, companion } }, meter) => {
			const layout = await readLayout(session, name, deviation);
			const now = within(this.#site, () => meter.clock.now());
			const newest = layout.period === 0 ? undefined : { from: now - most * layout.period, to: now };
			const reader = new ProfileReader({ session, layout, onProgress() {} });
			const all = await reader.read(span ?? newest);
			// Of a span its beginning, else the newest.
			const some = span === undefined ? all.slice(-most) : all.slice(0, most);
			const say = sayIn(asked.language, companion);
			const more = span === undefined ? layout.period === 0 && all.length > most : all.length > most;
			return { ...this.#head(meter, client), columns: layout.columns.map(({ title }) => title), rows: some.map((row) => toldRow(row, say)), more };
		});
	}

	#told(meter: EmulatedMeter, client: number, routeA: RouteA, readings: readonly Told[]): RouteAReadings {
		const lastOf = ({ obis, attribute }: Told): ToldReading['last'] => {
			const seen = this.#clients.last(routeA.server.options.device, parseLogicalName(obis), attribute);
			if (seen === undefined) return null;
			const { how, client: number, at } = seen;
			return { how, client: number, role: roleOf(routeA.routeAProfile, number) ?? 'reading', ...this.#when(at) };
		};
		return { ...this.#head(meter, client), readings: readings.map((reading) => ({ ...reading, last: lastOf(reading) })) };
	}

	async #use<Result>(
		asked: Asked,
		work: (session: MeterSession, client: number, routeA: RouteA, meter: EmulatedMeter) => Promise<Result>,
	): Promise<Result> {
		const meter = meterAsked(this.#site, asked.query.get('meter'), asked.language);
		const number = numberOf(meter.name)!;
		const routeA = within(this.#site, () => meter.routeA);
		if (routeA === undefined) throw new Refusal(wordsOf(asked).noRouteA(), 409);
		this.#clients.watch(routeA.server.options.device, this.#client.numberOf(routeA));
		const waited = this.#client.use(meter, number, routeA, (session, client) => work(session, client, routeA, meter));
		if (waited === undefined) throw new Refusal(wordsOf(asked).busy(this.#client.mostWaiting), 429);
		try {
			return await waited;
		} catch (error) {
			if (!(error instanceof HeadEndError)) throw error;
			throw new Refusal(wordsOf(asked).meterAnswers(failureText(error.failure, asked.language)), error.passing ? 504 : 409);
		}
	}

	#head(meter: EmulatedMeter, client: number) {
		return { meter: meter.name, ...this.#when(this.#site.world.simulator.scheduler.now()), way: 'client', client } as const;
	}

	#when(elapsed: number) {
		return { time: isoTime(this.#site.start + elapsed), elapsedMs: Math.floor(elapsed) };
	}
}

function placeOf(asked: Asked, fields: Fields): Place {
	return { classId: wholeOf(asked, 'class', fields.class, MOST_CLASS, '3'), name: nameOf(asked, fields) };
}

function placesOf(asked: Asked): readonly Place[] {
	const texts = asked.query.getAll('object');
	if (texts.length < 1 || texts.length > MOST_OBJECTS) throw new Refusal(wordsOf(asked).objects(MOST_OBJECTS));
	return texts.map((text) => {
		const [, classId, obis] = /^(\d{1,5})\/([\d.]{11,23})$/.exec(text) ?? [];
		if (classId === undefined) throw new Refusal(wordsOf(asked).objects(MOST_OBJECTS));
		return placeOf(asked, { class: Number(classId), obis });
	});
}

function spanOf(asked: Asked, from: unknown, to: unknown): { readonly from: number; readonly to: number } | undefined {
	if (from === undefined && to === undefined) return undefined;
	const [first, last] = [from, to].map((text) => (typeof text === 'string' ? parseIsoTime(text) : undefined));
	if (first === undefined || last === undefined || first > last) throw new Refusal(wordsOf(asked).span());
	return { from: first, to: last };
}

function timeValue(asked: Asked, text: unknown, { routeAProfile: { deviation } }: RouteA): Uint8Array {
	const time = typeof text === 'string' ? parseIsoTime(text) : undefined;
	if (time === undefined) throw new Refusal(wordsOf(asked).time());
	return new DataWriter().octetString(dateTimeOf(time, deviation, 0)).copy();
}

/** An attribute as it came, and as a head-end understands it. */
async function read(session: MeterSession, { classId, name }: Place, attribute: number, asked: Asked, routeA: RouteA): Promise<Told> {
	const bytes = await session.getBytes(attributeTarget(classId, name, attribute));
	const reading = typeof bytes === 'number' ? bytes : dataOf(bytes);
	const scaler = typeof bytes === 'number' ? undefined : await scalerOf(session, classId, name, attribute);
	return toldReading({ classId, name, attribute, reading, scaler }, asked, routeA, bytes);
}

/** @param bytes as it came; default: as it would be put */
function toldReading(
	{ classId, name, attribute, reading, scaler }: AttributeReading,
	asked: Asked,
	{ routeAProfile }: RouteA,
	bytes = bytesOf(reading),
): Told {
	const place = { class: classId, obis: logicalNameText(name), attribute, name: attributeName(classId, attribute) };
	if (typeof reading === 'number' || typeof bytes === 'number') {
		const result = Number(reading);
		return { ...place, raw: null, value: null, unit: '', text: '', result, error: accessText(result, asked.language) };
	}
	const of = { classId, name, attribute };
	const { text, json, physicalUnit } = shown(reading, of, scaler);
	const say = sayIn(asked.language, routeAProfile.companion);
	// A list of objects is long, and stands in the tree.
	const isList = classId === ASSOCIATION_CLASS && attribute === VALUE;
	return { ...place, raw: toUpperHex(bytes), value: isList ? text() : json, unit: physicalUnit, text: text(say), result: 0, error: null };
}

async function scalerOf(session: MeterSession, classId: number, name: LogicalName, attribute: number): Promise<ScalerUnit | undefined> {
	const scaler = SCALER[classId];
	if (scaler === undefined || (attribute !== VALUE && !(scaler === 4 && attribute === 3))) return undefined;
	const reading = await session.get(attributeTarget(classId, name, scaler), 'scalers');
	return typeof reading === 'object' ? scalerUnitOf(reading) : undefined;
}

function bytesOf(reading: Reading): Uint8Array | number {
	if (typeof reading === 'number') return reading;
	const w = new DataWriter();
	writeData(w, reading);
	return w.copy();
}

function dataOf(bytes: Uint8Array): Data {
	return readData(new Reader('A-XDR', bytes), LARGE);
}

function toldRow({ time, cells }: ProfileRow, say: Say): RouteARows['rows'][number] {
	return { time: isoTime(time), cells: cells.map(({ json, physicalUnit, text }) => ({ value: json, unit: physicalUnit, text: text(say) })) };
}

function doneOf(result: number, { language }: Asked) {
	return { done: result === 0, result, text: accessText(result, language) };
}
