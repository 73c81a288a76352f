/** What `keiki mdm serve` answers programs: the same as the commands, as CSV or JSON lines. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReadingStore } from '../../../../src/mdm/reading-store.js';
import { UsageError } from '../../shared/usage-error.js';
import { Refusal } from '../../web/app.js';
import { shownIn } from '../../web/requests.js';
import type { SiteApi, SiteApiAsked } from '../../web/site.js';
import type { Visitors } from '../../web/visitors.js';
import { WEB_WORDS } from '../../web/words.js';
import { periodOf, slotOf } from '../days.js';
import { metersOf, versionOf, writeReadings, writeSlot } from '../reading-lines.js';
import { statesOf, writeGaps } from '../state-lines.js';
import { GoneError, ResponseLines } from './response-lines.js';
import { SERVE_WORDS } from './serve-words.js';

/** Answers under way: each may be as long as a half-hour of all meters. */
const MOST_AT_ONCE = 4;
/** Days of gaps: each is a whole day of all meters. */
const MOST_GAP_DAYS = 45;
/** An answer of which nothing moves for so long is given up, ms. */
const SILENCE = 120_000;

interface Resource {
	readonly path: string;
	/** Parameters, beside `format` and `lang`. */
	readonly takes: readonly string[];
	readonly answer: (store: ReadingStore, query: URLSearchParams, lines: ResponseLines, json: boolean, now: number) => Promise<void>;
}

const textOf = (query: URLSearchParams, name: string): string | undefined => query.get(name) ?? undefined;

const periodIn = (query: URLSearchParams, now: number) => {
	const [from, to] = [textOf(query, 'from'), textOf(query, 'to')];
	return periodOf({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }, now);
};

const isOn = (query: URLSearchParams, name: string): boolean => {
	const value = query.get(name);
	if (value === null || value === '0') return false;
	if (value === '1') return true;
	throw new UsageError({ en: `--${name}: expected 0 or 1, got "${value}"`, ja: `--${name}: 0か1のはずですが、"${value}"です` });
};

const RESOURCES: readonly Resource[] = Object.freeze([
	{
		path: '/api/status',
		takes: ['from', 'to'],
		answer: async (store, query, lines, json, now) => {
			const period = periodIn(query, now);
			if (!json) await lines.write('day,shard,meters,version,closed,missing,estimated,coverage');
			for await (const state of statesOf(store, period)) {
				const { day, shard, rows, version, closed, missing, estimated, coverage } = state;
				await lines.write(
					json ? JSON.stringify(state) : [day, shard, rows, version, closed ? 1 : 0, missing, estimated, coverage.toFixed(6)].join(','),
				);
			}
		},
	},
	{
		path: '/api/readings',
		takes: ['meter', 'from', 'to', 'columns', 'history', 'as-of'],
		answer: async (store, query, lines, json, now) => {
			const words = { columns: isOn(query, 'columns'), history: isOn(query, 'history'), json };
			await writeReadings(store, lines, metersOf(query.getAll('meter')), periodIn(query, now), versionOf(textOf(query, 'as-of')), words);
		},
	},
	{
		path: '/api/slot',
		takes: ['end'],
		answer: async (store, query, lines, json) => {
			await writeSlot(store, lines, slotOf('--end', query.get('end') ?? ''), json);
		},
	},
	{
		path: '/api/gaps',
		takes: ['from', 'to'],
		answer: async (store, query, lines, json, now) => {
			const period = periodIn(query, now);
			if (period.to - period.from >= MOST_GAP_DAYS) {
				throw new UsageError({ en: `--to: expected ${MOST_GAP_DAYS} days at most`, ja: `--to: ${MOST_GAP_DAYS}日以内にしてください` });
			}
			await writeGaps(store, lines, period, now, json);
		},
	},
] satisfies readonly Resource[]);

export class MdmResources implements SiteApi {
	readonly under = '/api/';
	readonly #store: ReadingStore;
	readonly #visitors: Visitors;
	readonly #cookie: string;
	readonly #now: () => number;
	#atWork = 0;

	/** @param cookie that of the site's sessions */
	constructor(store: ReadingStore, visitors: Visitors, cookie: string, now: () => number) {
		[this.#store, this.#visitors, this.#cookie, this.#now] = [store, visitors, cookie, now];
	}

	/** @throws Refusal */
	async serve(request: IncomingMessage, response: ServerResponse, { path, query, language }: SiteApiAsked): Promise<void> {
		const [words, web] = [SERVE_WORDS[language], WEB_WORDS[language]];
		const { session, bearer } = shownIn(request, this.#cookie);
		if (this.#visitors.find(session, bearer) === undefined) throw new Refusal(web.unknownVisitor, 403);
		if (request.method !== 'GET') throw new Refusal(web.wrongMethod('GET'), 405);
		const resource = RESOURCES.find((each) => each.path === path);
		if (resource === undefined) throw new Refusal(words.resources(RESOURCES.map((each) => each.path)), 404);
		const known = [...resource.takes, 'format', 'lang'];
		const strange = [...query.keys()].find((each) => !known.includes(each));
		if (strange !== undefined) throw new Refusal(words.parameters(strange, known));
		const format = query.get('format') ?? 'csv';
		if (format !== 'csv' && format !== 'jsonl') throw new Refusal(words.formats(format));
		if (this.#atWork >= MOST_AT_ONCE) throw new Refusal(words.busy(MOST_AT_ONCE), 503);
		this.#atWork++;
		response.setTimeout(SILENCE, () => response.destroy());
		const isJson = format === 'jsonl';
		const name = `${path.slice(this.under.length)}.${format}`;
		const lines = new ResponseLines(response, isJson ? 'application/jsonl; charset=utf-8' : 'text/csv; charset=utf-8', name);
		try {
			await resource.answer(this.#store, query, lines, isJson, this.#now());
			lines.end();
		} catch (error) {
			if (error instanceof GoneError) return;
			// Words of options are those of parameters, without the dashes.
			if (error instanceof UsageError) throw new Refusal(error.textIn(language).replace(/--(?=[a-z])/g, ''));
			throw error;
		} finally {
			this.#atWork--;
		}
	}
}
