/** What `keiki run` is asked for, checked: from the words of the command line to values. */
import { isIP } from 'node:net';
import { OWN_HOST } from '../../hal/node/sockets.js';
import { MODELS, type ModelName } from '../../modules/skstack/model.js';
import { parseIsoTime } from '../../src/lab/iso-time.js';
import { type Credentials, parseCredentials } from '../../src/route-b/credentials.js';
import { type MeterProfile, PROFILES } from '../../src/route-b/profile.js';
import { type FaultSettings, parseFaults } from './fault-options.js';
import { parseDurationRange } from './fault-values.js';
import { type LoadChoice, parseLoad } from './loads.js';
import { parseRouteA, type RouteAChoices } from './route-a-option.js';
import { parseUnits, type UnitsChoice, type UnitsWords } from './units-option.js';
import { reasonOf, UsageError } from './usage-error.js';

/** As commander hands them over. */
export interface RunWords extends UnitsWords {
	readonly load?: string;
	readonly profile: string;
	readonly dongle?: readonly string[];
	readonly dongleModel: string;
	readonly routeBId?: string;
	readonly password?: string;
	readonly radio?: string;
	readonly lan?: string | true;
	readonly routeA?: readonly string[];
	readonly localPort?: string | true;
	readonly keys?: string;
	readonly start?: string;
	readonly speed: string;
	readonly seed: string;
	readonly state?: string;
	readonly capture?: string;
	readonly fault?: readonly string[];
	readonly neighbours: string;
	readonly notify: string;
	readonly notifyDelay: string;
	readonly json?: boolean;
}

/** Where a serial line can be opened. */
export type PlaceChoice = { readonly kind: 'pty' } | { readonly kind: 'tcp'; readonly port: number };
export type LineChoice = { readonly model: ModelName; readonly place: PlaceChoice };

/** How the half-hourly notification goes out, and how many ms after the boundary. */
export interface NotificationChoice {
	readonly service: 'INF' | 'INFC';
	readonly min: number;
	readonly max: number;
}

export interface RunOptions {
	readonly load: LoadChoice;
	readonly profile: MeterProfile;
	readonly lines: readonly LineChoice[];
	readonly credentials: Credentials;
	/** The credentials are those that everybody knows. */
	readonly isDemo: boolean;
	/** An address of this host. */
	readonly lan: string | undefined;
	readonly routeA: RouteAChoices;
	/** Undefined: none. */
	readonly localPort: PlaceChoice | undefined;
	/** The file of the keys of Route A; undefined: those that everybody knows. */
	readonly keys: string | undefined;
	/** ms since 1970-01-01T00:00:00Z; undefined: now. */
	readonly start: number | undefined;
	readonly speed: number | 'max';
	readonly seed: number;
	readonly state: string | undefined;
	readonly capture: string | undefined;
	readonly faults: FaultSettings;
	readonly neighbours: number;
	readonly notifications: NotificationChoice;
	readonly meter: UnitsChoice;
	readonly json: boolean;
}

export const DEMO = Object.freeze({ id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' });

const SPEEDS = Object.freeze({ min: 0.01, max: 100_000 });
const MOST_SEED = 0xffffffff;
const MOST_NEIGHBOURS = 20;
const MOST_DONGLES = 8;
/** A notification that is later comes after the next boundary, ms. */
const MOST_NOTIFY_DELAY = 30 * 60_000;

/** Throws UsageError for the first that is wrong. */
export function parseRunOptions(words: RunWords): RunOptions {
	const faults = parseFaults(words.fault ?? []);
	const neighbours = wholeNumber('--neighbours', words.neighbours, 0, MOST_NEIGHBOURS);
	const model = parseModel('--dongle-model', words.dongleModel);
	const lines = (words.dongle ?? ['pty']).map((text) => parseLine(text, model));
	if (lines.length > MOST_DONGLES) throw new UsageError(`--dongle: expected at most ${MOST_DONGLES} dongles, got ${lines.length}`);
	return {
		load: words.load === undefined ? { kind: 'recorded' } : parseLoad(words.load),
		profile: parseProfile(words.profile),
		lines,
		credentials: credentialsOf(words.routeBId ?? DEMO.id, words.password ?? DEMO.password),
		isDemo: words.routeBId === undefined && words.password === undefined,
		lan: parseLan(words.lan),
		routeA: parseRouteA(words.routeA),
		localPort: parseLocalPort(words.localPort),
		keys: named('--keys', words.keys),
		start: parseStart(words.start),
		speed: parseSpeed(words.speed),
		seed: wholeNumber('--seed', words.seed, 0, MOST_SEED),
		state: named('--state', words.state),
		capture: named('--capture', words.capture),
		faults,
		neighbours: neighbours === 0 ? faults.neighbours : neighbours,
		notifications: { service: parseNotify(words.notify), ...parseNotifyDelay(words.notifyDelay) },
		meter: parseUnits(words),
		json: words.json ?? false,
	};
}

/** Throws UsageError that never repeats the password. */
export function credentialsOf(id: string, password: string): Credentials {
	try {
		return parseCredentials(id, password);
	} catch (error) {
		throw new UsageError(reasonOf(error));
	}
}

export function parseModel(option: string, text: string): ModelName {
	const name = text.toLowerCase();
	if (Object.hasOwn(MODELS, name)) return name as ModelName;
	throw new UsageError(`${option}: expected one of ${Object.keys(MODELS).join(', ')}, got "${text}"`);
}

/** Throws UsageError. */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
	const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
	if (value >= min && value <= max) return value;
	throw new UsageError(`${option}: expected a whole number from ${min} to ${max}, got "${text}"`);
}

function parseLine(text: string, usual: ModelName): LineChoice {
	const [where = '', name, ...rest] = text.split(',');
	const model = name === undefined ? usual : parseModel(`--dongle ${text}`, name);
	const place = parsePlace(where);
	if (rest.length === 0 && place !== undefined) return { place, model };
	throw new UsageError(`--dongle: expected pty or tcp:PORT (0 to 65535; 0 takes a free one), each with ,MODEL or without, got "${text}"`);
}

function parseLocalPort(text: string | true | undefined): PlaceChoice | undefined {
	if (text === undefined) return undefined;
	const place = text === true ? parsePlace('pty') : parsePlace(text);
	if (place !== undefined) return place;
	throw new UsageError(`--local-port: expected pty or tcp:PORT (0 to 65535; 0 takes a free one), got "${text}"`);
}

function parsePlace(text: string): PlaceChoice | undefined {
	if (text === 'pty') return { kind: 'pty' };
	const port = /^tcp:(\d{1,5})$/.exec(text)?.[1];
	return port !== undefined && Number(port) <= 0xffff ? { kind: 'tcp', port: Number(port) } : undefined;
}

function parseProfile(text: string): MeterProfile {
	const profile = PROFILES.find(({ name }) => name === text);
	if (profile !== undefined) return profile;
	throw new UsageError(`--profile: expected one of ${PROFILES.map(({ name }) => name).join(', ')}, got "${text}"`);
}

function parseNotify(text: string): NotificationChoice['service'] {
	const service = text.toUpperCase();
	if (service === 'INF' || service === 'INFC') return service;
	throw new UsageError(`--notify: expected inf or infc, got "${text}"`);
}

function parseNotifyDelay(text: string): { readonly min: number; readonly max: number } {
	const delay = parseDurationRange(text);
	if (delay !== undefined && delay.max <= MOST_NOTIFY_DELAY) return delay;
	throw new UsageError(`--notify-delay: expected a time like 10s, or from-to like 5-120s, up to 30min, got "${text}"`);
}

function parseLan(text: string | true | undefined): string | undefined {
	if (text === undefined) return undefined;
	if (text === true) return OWN_HOST;
	if (isIP(text.replace(/%.*/, '')) !== 0) return text;
	throw new UsageError(`--lan: expected an IPv4 or IPv6 address of this host, got "${text}"`);
}

function parseStart(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const time = parseIsoTime(text);
	if (time !== undefined) return time;
	throw new UsageError(`--start: expected an ISO time like 2026-11-22T09:30 (Japan Standard Time) or 2026-11-22T00:30:00Z, got "${text}"`);
}

function parseSpeed(text: string): number | 'max' {
	if (text === 'max') return 'max';
	const speed = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
	if (speed >= SPEEDS.min && speed <= SPEEDS.max) return speed;
	throw new UsageError(`--speed: expected a number from ${SPEEDS.min} to ${SPEEDS.max}, or max, got "${text}"`);
}

function named(option: string, text: string | undefined): string | undefined {
	if (text === '') throw new UsageError(`${option}: expected a name, got nothing`);
	return text;
}
