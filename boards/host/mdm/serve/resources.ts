/** What `keiki mdm serve` answers programs: the same as the commands, as CSV or JSON lines. */
import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readDate } from '../../../../src/mdm/calendar.js';
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
import { type MdmServeWords, SERVE_WORDS } from './serve-words.js';

/** A closed day as it lies in the folder. */
const DAY_FILE = '/api/parquet';
const DAY_FILE_TAKES: readonly string[] = Object.freeze(['day', 'shard', 'version', 'lang']);
const WHOLE = /^(0|[1-9]\d{0,8})$/;
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
	readonly #folder: string;
	readonly #visitors: Visitors;
	readonly #cookie: string;
	readonly #now: () => number;
	#atWork = 0;

	/** @param folder of the data @param cookie that of the site's sessions */
	constructor(store: ReadingStore, folder: string, visitors: Visitors, cookie: string, now: () => number) {
		[this.#store, this.#folder, this.#visitors, this.#cookie, this.#now] = [store, folder, visitors, cookie, now];
	}

	/** @throws Refusal */
	async serve(request: IncomingMessage, response: ServerResponse, { path, query, language }: SiteApiAsked): Promise<void> {
		const [words, web] = [SERVE_WORDS[language], WEB_WORDS[language]];
		const { session, bearer } = shownIn(request, this.#cookie);
		if (this.#visitors.find(session, bearer) === undefined) throw new Refusal(web.unknownVisitor, 403);
		if (request.method !== 'GET') throw new Refusal(web.wrongMethod('GET'), 405);
		if (path === DAY_FILE) {
			await this.#inPlace(response, words, () => this.#sendDay(response, query, words));
			return;
		}
		const resource = RESOURCES.find((each) => each.path === path);
		if (resource === undefined) throw new Refusal(words.resources([...RESOURCES.map((each) => each.path), DAY_FILE]), 404);
		const known = [...resource.takes, 'format', 'lang'];
		const strange = [...query.keys()].find((each) => !known.includes(each));
		if (strange !== undefined) throw new Refusal(words.parameters(strange, known));
		const format = query.get('format') ?? 'csv';
		if (format !== 'csv' && format !== 'jsonl') throw new Refusal(words.formats(format));
		const isJson = format === 'jsonl';
		const name = `${path.slice(this.under.length)}.${format}`;
		await this.#inPlace(response, words, async () => {
			const lines = new ResponseLines(response, isJson ? 'application/jsonl; charset=utf-8' : 'text/csv; charset=utf-8', name);
			try {
				await resource.answer(this.#store, query, lines, isJson, this.#now());
				lines.end();
			} catch (error) {
				if (error instanceof GoneError) return;
				// Words of options are those of parameters, without the dashes.
				if (error instanceof UsageError) throw new Refusal(error.textIn(language).replace(/--(?=[a-z])/g, ''));
				throw error;
			}
		});
	}

	/** One of the answers that may be under way. Throws Refusal where there are as many already. */
	async #inPlace(response: ServerResponse, words: MdmServeWords, answer: () => Promise<void>): Promise<void> {
		if (this.#atWork >= MOST_AT_ONCE) throw new Refusal(words.busy(MOST_AT_ONCE), 503);
		this.#atWork++;
		response.setTimeout(SILENCE, () => response.destroy());
		try {
			await answer();
		} finally {
			this.#atWork--;
		}
	}

	/** The file of a closed day, as it is. Throws Refusal where there is none. */
	async #sendDay(response: ServerResponse, query: URLSearchParams, words: MdmServeWords): Promise<void> {
		const strange = [...query.keys()].find((each) => !DAY_FILE_TAKES.includes(each));
		if (strange !== undefined) throw new Refusal(words.parameters(strange, DAY_FILE_TAKES));
		const [date = '', shard = '', version = '1'] = ['day', 'shard', 'version'].map((each) => query.get(each) ?? undefined);
		const file = version === '1' ? `${shard}.parquet` : `${shard}.v${version}.parquet`;
		const isName = readDate(date) !== undefined && WHOLE.test(shard) && WHOLE.test(version);
		const path = join(this.#folder, 'days', date, file);
		const size = isName ? statSync(path, { throwIfNoEntry: false })?.size : undefined;
		if (size === undefined) throw new Refusal(words.noFile(`days/${date}/${file}`), 404);
		response.writeHead(200, {
			'Content-Type': 'application/vnd.apache.parquet',
			'Content-Length': size,
			'Content-Disposition': `attachment; filename="${date}-${file}"`,
		});
		// Who asked may go at any moment.
		await pipeline(createReadStream(path), response).catch(() => response.destroy());
	}
}
