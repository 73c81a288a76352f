/** What `keiki fleet` is asked for, checked: from the words of the command line to values. */

import { COSEM_PORT } from '../../../modules/dlms/wrapper.js';
import type { Language } from '../../../src/world/schema/language.js';
import { parseDuration } from '../../../src/world/time/duration.js';
import { readMaster } from '../hes/collect/collect-meters.js';
import { named, parseSpeed, parseStart } from '../run/options.js';
import { parsePlace } from '../run/route-a-option.js';
import { wholeNumber } from '../shared/option-values.js';
import type { CommonWords } from '../shared/program.js';
import { UsageError } from '../shared/usage-error.js';
import { DEVICE_BASE, type MeterSpan, MOST_OF_CONCENTRATOR } from './addressing.js';
import { type AnyIpPrefix, parseAnyIp } from './any-ip.js';
import type { Place } from './concentrators.js';
import { wrongFleet } from './fleet-usage.js';

/** As commander hands them over. */
export interface FleetWords extends CommonWords {
	readonly meters: string;
	readonly seed: string;
	readonly concentrators?: string;
	readonly first: string;
	readonly anyip?: string;
	readonly list?: string;
	readonly master?: string;
	readonly broadcast?: boolean;
	readonly push: string;
	readonly pushBy: string;
	readonly spread: string;
	readonly rate: string;
	readonly start?: string;
	readonly speed: string;
	readonly scenario?: string;
	readonly state?: string;
	readonly connections: string;
	readonly associations: string;
	readonly idle: string;
	readonly json?: boolean;
}

export interface FleetChoice {
	readonly meters: number;
	readonly seed: number;
	/** Which meters each concentrator has, the first of all first. */
	readonly spans: readonly MeterSpan[];
	readonly first: Place;
	readonly anyIp: AnyIpPrefix | undefined;
	readonly list: string | undefined;
	/** Undefined: keys come of the seed. */
	readonly master: Uint8Array | undefined;
	/** They have client 102 and a broadcast key, all the same. */
	readonly broadcast: boolean;
	/** Undefined: they do not push. */
	readonly push: Place | undefined;
	readonly pushBy: 'udp' | 'tcp';
	/** ms. */
	readonly spread: number;
	readonly rate: number;
	/** ms since 1970-01-01T00:00:00Z; undefined: now. */
	readonly start: number | undefined;
	readonly speed: number | 'max';
	readonly scenario: string | undefined;
	/** Directory of what the meters are, from which they go on; undefined: they begin anew. */
	readonly state: string | undefined;
	readonly connections: number;
	readonly associations: number;
	/** ms. */
	readonly idle: number;
	readonly json: boolean;
	readonly quiet: boolean;
	readonly lang: Language;
}

const MOST_METERS = 1_000_000;
const USUAL_OF_CONCENTRATOR = 500;
const MOST_CONCENTRATORS = 5000;
const MOST_SEED = 0xffffffff;
const LAST_PORT = 0xffff;
const MOST_SPREAD = 30 * 60_000;
const IDLE = Object.freeze({ min: 1000, max: 3_600_000 });
const WAYS = Object.freeze(['udp', 'tcp'] as const);

/** Throws UsageError for the first that is wrong. */
export function parseFleet(words: FleetWords): FleetChoice {
	const meters = wholeNumber('--meters', words.meters, 1, MOST_METERS);
	const spans = spansOf(meters, words.concentrators);
	const first = parsePlace(words.first, '--first');
	const last = first.port + spans.length - 1;
	if (first.port !== 0 && last > LAST_PORT) throw wrongFleet('portsEnd', words.first, spans.length, last);
	const anyIp = words.anyip === undefined ? undefined : parseAnyIp(words.anyip, COSEM_PORT);
	if (words.anyip !== undefined && anyIp === undefined) throw wrongFleet('anyIp', words.anyip);
	const master = named('--master', words.master);
	const pushBy = WAYS.find((way) => way === words.pushBy);
	if (pushBy === undefined) throw new UsageError({ kind: 'choice', option: '--push-by', text: words.pushBy, choices: WAYS });
	return {
		...{ meters, spans, first, anyIp, pushBy },
		seed: wholeNumber('--seed', words.seed, 0, MOST_SEED),
		list: named('--list', words.list),
		master: master === undefined ? undefined : readMaster(master),
		broadcast: words.broadcast ?? false,
		push: parsePush(words.push),
		spread: durationOf('--spread', words.spread, 0, MOST_SPREAD),
		rate: wholeNumber('--rate', words.rate, 1, 1_000_000),
		start: parseStart(words.start),
		speed: parseSpeed(words.speed),
		scenario: named('--scenario', words.scenario),
		state: named('--state', words.state),
		connections: wholeNumber('--connections', words.connections, 1, 15_000),
		associations: wholeNumber('--associations', words.associations, 1, 100_000),
		idle: durationOf('--idle', words.idle, IDLE.min, IDLE.max),
		json: words.json ?? false,
		quiet: words.quiet ?? false,
		lang: words.lang ?? 'en',
	};
}

/** As even as it goes: all but the last have as many. */
function spansOf(meters: number, told: string | undefined): readonly MeterSpan[] {
	const usual = Math.ceil(meters / USUAL_OF_CONCENTRATOR);
	const asked = told === undefined ? usual : wholeNumber('--concentrators', told, 1, Math.min(meters, MOST_CONCENTRATORS));
	const each = Math.ceil(meters / asked);
	if (each > MOST_OF_CONCENTRATOR) throw wrongFleet('crowded', asked, Math.ceil(meters / MOST_OF_CONCENTRATOR), each, DEVICE_BASE);
	return Array.from({ length: Math.ceil(meters / each) }, (_, i) => ({ first: i * each + 1, count: Math.min(each, meters - i * each) }));
}

function parsePush(text: string): Place | undefined {
	if (text === 'off') return undefined;
	try {
		const place = parsePlace(text, '--push');
		if (place.port > 0) return place;
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
	}
	throw wrongFleet('push', text);
}

function durationOf(option: string, text: string, min: number, max: number): number {
	const duration = parseDuration(text);
	if (duration !== undefined && duration >= min && duration <= max) return duration;
	throw wrongFleet('duration', option, min, max, text);
}
