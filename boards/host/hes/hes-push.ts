/** `keiki hes push set`: what a meter pushes, where to and when. */
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import type { Companion } from '../../../modules/cosem/companion.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { PUSH_SERVICE } from '../../../modules/cosem/push-setup.js';
import type { CaptureObject } from '../../../modules/dlms/apdu/selective-access.js';
import { type LogicalName, logicalNameText, parseLogicalName } from '../../../modules/dlms/axdr/obis.js';
import { HOUR, MINUTE } from '../../../modules/time/durations.js';
import { dateTimeIso } from '../../../src/head-end/date-time-text.js';
import { nameIn } from '../../../src/head-end/object-texts.js';
import { type PushState, type PushTimes, planPush, pushNow, readPush, readPushTimes, resetPush, setPush } from '../../../src/head-end/push-setup.js';
import { resolveWanted, type Wanted } from '../../../src/head-end/reading.js';
import { endpointOf, hdlcClientOf } from '../../../src/route-a/push-destination.js';
import { parseDuration } from '../../../src/world/time/duration.js';
import { wholeNumber } from '../shared/option-values.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import type { HesSession } from './hes-options.js';
import { objectIn, parseWanted } from './hes-read.js';
import { type Fields, type HesView, tableLines } from './hes-view.js';
import { PUSH_USAGE, PUSH_WORDS, type PushTexts } from './push-words.js';
import { HES_USAGE } from './usage-words.js';

export const PUSH_COLUMNS = Object.freeze([
	'setup',
	'objects',
	'service',
	'to',
	'timesADay',
	'windows',
	'spreadS',
	'repeats',
	'repeatAfterS',
	'repeatGrowth',
	'repeatMostS',
	'until',
	'confirmed',
]);

export interface PushSetWords {
	readonly setup?: string;
	readonly to?: string;
	readonly objects?: string;
	readonly every?: string;
	readonly spread?: string;
	readonly repeat?: string;
	readonly repeatAfter?: string;
	readonly repeatGrowth?: string;
	readonly repeatMost?: string;
	readonly until?: string;
	readonly bare?: boolean;
	readonly reset?: boolean;
	readonly now?: boolean;
}

export interface PushRequest {
	readonly name: LogicalName;
	/** Undefined: as it is, as of all the others. */
	readonly to: { readonly service: keyof typeof PUSH_SERVICE; readonly text: string } | undefined;
	readonly wanted: readonly Wanted[] | undefined;
	/** Null: never. */
	readonly times: PushTimes | null | undefined;
	readonly spread: number | undefined;
	readonly repeats: number | undefined;
	readonly repeatAfter: number | undefined;
	/** Hundredths. */
	readonly growth: number | undefined;
	readonly repeatMost: number | undefined;
	/** One of `PUSH_METHOD`. */
	readonly method: number | undefined;
	/** Without the list itself. */
	readonly isBare: boolean;
	readonly reset: boolean;
	readonly now: boolean;
}

const PUSH_SETUP = 40;
const LIST = 2;
/** What a meter's list has room for. */
const MOST_OBJECTS = 8;
const NONE = 'none';
/** By `PUSH_METHOD`. */
const UNTIL: readonly string[] = Object.freeze(['sent', 'delivered', 'confirmed']);
const LEAST_GROWTH = 100;
const EACH = 0xff;
const NEVER = 'never';
const DAY_HOURS = 24;
/** How many times of execution a schedule has room for. */
const MOST_TIMES = 4;

/** Throws UsageError. */
export function pushRequest(words: PushSetWords, companion: Companion): PushRequest {
	const {
		setup = words.every === undefined ? 'alarm' : 'interval',
		every,
		to,
		objects,
		spread,
		repeat,
		repeatAfter,
		repeatMost,
		bare = false,
	} = words;
	const name = setupOf(setup, companion);
	if (bare && objects === undefined) throw new UsageError(inEach(HES_USAGE, (texts) => texts.onlyWith('--bare', '--objects')));
	if (every !== undefined && name !== nameIn(companion, NAME.intervalPush))
		throw new UsageError(inEach(PUSH_USAGE, (texts) => texts.everyInterval()));
	const wanted = objects?.split(',').map((text) => parseWanted(text.trim()));
	if (wanted !== undefined && wanted.length > MOST_OBJECTS)
		throw new UsageError(inEach(PUSH_USAGE, (texts) => texts.mostObjects(MOST_OBJECTS, wanted.length)));
	return {
		name,
		to: to === undefined ? undefined : destinationOf(to),
		wanted,
		times: every === undefined ? undefined : timesOf(every),
		spread: spread === undefined ? undefined : wholeNumber('--spread', spread, 0, 0xffff),
		repeats: repeat === undefined ? undefined : wholeNumber('--repeat', repeat, 0, 0xff),
		repeatAfter: repeatAfter === undefined ? undefined : wholeNumber('--repeat-after', repeatAfter, 0, 0xffff),
		growth: growthOf(words.repeatGrowth),
		repeatMost: repeatMost === undefined ? undefined : wholeNumber('--repeat-most', repeatMost, 0, 0xffff),
		method: methodOf(words.until),
		isBare: bare,
		reset: words.reset ?? false,
		now: words.now ?? false,
	};
}

/** In hundredths. */
function growthOf(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const growth = /^\d{1,3}(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : 0;
	if (growth < LEAST_GROWTH || growth > 0xffff) throw new UsageError(inEach(PUSH_USAGE, (words) => words.growth(text)));
	return growth;
}

function methodOf(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const method = UNTIL.indexOf(text);
	if (method < 0) throw new UsageError({ kind: 'choice', option: '--until', text, choices: UNTIL });
	return method;
}

const SETUPS: Readonly<Record<string, LogicalName>> = Object.freeze({
	interval: NAME.intervalPush,
	alarm: NAME.alarmPush,
	connectivity: NAME.connectivityPush,
	installation: NAME.installationPush,
});

function setupOf(text: string, companion: Companion): LogicalName {
	const usual = Object.hasOwn(SETUPS, text) ? SETUPS[text] : undefined;
	if (usual !== undefined) {
		const name = nameIn(companion, usual);
		if (name === undefined) throw new UsageError(inEach(PUSH_USAGE, (words) => words.noSetup(text, companion)));
		return name;
	}
	try {
		return parseLogicalName(text);
	} catch {
		throw new UsageError(inEach(PUSH_USAGE, (words) => words.setup(text)));
	}
}

function destinationOf(text: string): PushRequest['to'] {
	const [, scheme = 'tcp', place] = /^(?:(tcp|udp|hdlc):)?(.*)$/.exec(text)!;
	const service = scheme as keyof typeof PUSH_SERVICE;
	if (place === NONE) return { service, text: '' };
	const destination = asciiBytes(place!);
	if ((service === 'hdlc' ? hdlcClientOf(destination) : endpointOf(destination)) === undefined)
		throw new UsageError(inEach(PUSH_USAGE, (words) => words.to(text)));
	return { service, text: place! };
}

/** What a schedule of so few times can say. */
function timesOf(text: string): PushTimes | null {
	if (text === NEVER) return null;
	const duration = parseDuration(text) ?? 0;
	const [of, count, step] =
		duration <= HOUR ? (['hour', HOUR / duration, duration / MINUTE] as const) : (['day', (DAY_HOURS * HOUR) / duration, duration / HOUR] as const);
	if (!Number.isInteger(count) || !Number.isInteger(step) || count > MOST_TIMES)
		throw new UsageError(inEach(PUSH_USAGE, (words) => words.every(text)));
	return { of, at: Array.from({ length: count }, (_, i) => i * step) };
}

/** Sets what is asked for, then tells how it is. */
export async function push(session: HesSession, meter: string, request: PushRequest, view: HesView): Promise<boolean> {
	const { name, to, wanted, times, spread, repeats, repeatAfter, growth, repeatMost, method, isBare, reset, now } = request;
	const objects = wanted && (await objectsOf(session, name, wanted, isBare));
	if (reset) await resetPush(session, name);
	await setPush(session, name, {
		...{ objects, destination: to, randomisation: spread, retries: repeats, repetitionDelay: repeatAfter },
		...{ exponent: growth, longest: repeatMost, method },
	});
	if (times !== undefined) await planPush(session, times ?? undefined);
	const state = await readPush(session, name);
	const timesADay = isInterval(name, view) ? await readPushTimes(session) : undefined;
	view.show(meter, [fieldsOf(state, timesADay)], () => linesOf(state, timesADay, view));
	if (!now) return true;
	await pushNow(session, name);
	view.note(meter, PUSH_WORDS[view.language].started());
	return true;
}

/** The list itself comes first, unless it is asked for, or not wanted: by it whoever listens knows what the values are. */
async function objectsOf(session: HesSession, setup: LogicalName, wanted: readonly Wanted[], isBare: boolean): Promise<CaptureObject[]> {
	const objects = (await resolveWanted(session, wanted)).map(({ classId, name, attribute }) => ({ classId, name, attribute, dataIndex: 0 }));
	const hasList = objects.some(({ classId, name }) => classId === PUSH_SETUP && name === setup);
	const all =
		hasList || isBare || objects.length === MOST_OBJECTS
			? objects
			: [{ classId: PUSH_SETUP, name: setup, attribute: LIST, dataIndex: 0 }, ...objects];
	if (all.length > MOST_OBJECTS) throw new UsageError(inEach(PUSH_USAGE, (words) => words.mostObjects(MOST_OBJECTS, all.length)));
	return all;
}

const isInterval = (name: LogicalName, { companion }: HesView): boolean => name === nameIn(companion, NAME.intervalPush);

const objectText = ({ classId, name, attribute }: CaptureObject): string => `${classId}/${logicalNameText(name)}:${attribute}`;

function serviceText(service: number | undefined): string | null {
	if (service === undefined) return null;
	return Object.entries(PUSH_SERVICE).find(([, value]) => value === service)?.[0] ?? String(service);
}

function fieldsOf(state: PushState, timesADay: number | undefined): Fields {
	const { second } = state;
	return {
		setup: logicalNameText(state.name),
		objects: state.objects?.map(objectText) ?? null,
		service: serviceText(state.service),
		to: state.destination ?? null,
		timesADay: timesADay ?? null,
		windows: state.windows ?? null,
		spreadS: state.randomisation ?? null,
		repeats: state.retries ?? null,
		repeatAfterS: state.repetitionDelay ?? null,
		repeatGrowth: second === undefined ? null : second.repetition.exponent / 100,
		repeatMostS: second?.repetition.most ?? null,
		until: second?.method === undefined ? null : (UNTIL[second.method] ?? String(second.method)),
		confirmed: second?.lastConfirmation === undefined ? null : timeText(second.lastConfirmation),
	};
}

function linesOf(state: PushState, timesADay: number | undefined, view: HesView): string[] {
	const words = PUSH_WORDS[view.language];
	const { name, objects, service, destination, windows = 0, randomisation, retries, repetitionDelay } = state;
	const every = timesADay === undefined ? words.otherTimes() : timesADay === 0 ? words.never() : words.timesADay(timesADay);
	return tableLines([
		[words.setup(), `${objectIn(name, view.language, view.companion)} (${logicalNameText(name)})`],
		[words.objects(), objects?.map(objectText).join(', ') ?? '?'],
		[words.to(), destination ? `${serviceText(service)} ${destination}${windows === 0 ? '' : words.windows(windows)}` : words.nowhere()],
		...(isInterval(name, view) ? [[words.every(), every]] : []),
		[words.spread(), randomisation === undefined ? '?' : words.seconds(randomisation)],
		[words.repeats(), retries === undefined || repetitionDelay === undefined ? '?' : words.tries(retries, repetitionDelay, state.second?.repetition)],
		...secondLines(state, words),
	]);
}

function secondLines({ second }: PushState, words: PushTexts): string[][] {
	if (second === undefined) return [];
	const { method, lastConfirmation, client } = second;
	return [
		[words.until(), method === undefined ? '?' : (words.methods[method] ?? String(method))],
		[words.lastConfirmed(), (lastConfirmation && timeText(lastConfirmation)) ?? words.never()],
		[words.takenBy(), client === undefined ? '?' : `wPort ${client}`],
	];
}

/** Null: it was never. */
function timeText(bytes: Uint8Array): string | null {
	return bytes[0] === EACH && bytes[1] === EACH ? null : dateTimeIso(bytes);
}
