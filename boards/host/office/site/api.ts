/**
 * Import and export for programs, at the staff's site: what `keiki office import` and `export` do, by the same names, rights and rules. Who asks says who he is
 * with each request (HTTP Basic, RFC 7617), and has no cookie; pages of browsers are not answered, which would send such a password by themselves.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Actor } from '../../../../src/operations/access/roles.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { UsageError } from '../../shared/usage-error.js';
import { Refusal } from '../../web/app.js';
import { findRoute } from '../../web/routes.js';
import type { SiteApi, SiteApiAsked } from '../../web/site.js';
import { WEB_WORDS } from '../../web/words.js';
import type { Office } from '../database/office.js';
import { endSession } from '../people/sessions.js';
import type { SignIn } from '../people/sign-in.js';
import { askedTime } from '../records/asked-time.js';
import { exportRecords } from '../records/export.js';
import { askedExport } from '../records/export-command.js';
import { importFile, RowsRefused } from '../records/import.js';
import { kindFor, resultJson, systemOf } from '../records/import-command.js';
import type { Format } from '../records/record-source.js';
import { rowWords } from '../records/record-words.js';
import { type Spooled, spooled } from '../records/spool.js';

/** Octets of a file. */
const MOST_FILE = 64 << 20;
/** Files, with those that wait. */
const MOST_AT_ONCE = 4;
/** How long a file may take on its way out, ms. */
const MOST_TIME = 600_000;
const TYPES: Readonly<Record<Format, string>> = Object.freeze({ csv: 'text/csv', json: 'application/json', xml: 'application/xml' });
const ROUTES = Object.freeze([
	{ method: 'POST', path: '/api/import/:name', known: ['records', 'as-of', 'whole'] },
	{ method: 'GET', path: '/api/export/:name', known: ['format', 'from', 'until', 'for'] },
] as const);

interface ApiWords {
	readonly browser: string;
	readonly who: string;
	readonly wrong: string;
	readonly wait: (seconds: number) => string;
	readonly busy: string;
	readonly type: string;
	readonly cut: string;
	readonly unknown: (name: string, known: string) => string;
	readonly whole: string;
}

const WORDS: InEach<ApiWords> = Object.freeze({
	en: {
		browser: 'this is for programs: browsers use the pages',
		who: 'expected Authorization: Basic with the name and the password of somebody of the staff',
		wrong: 'the name or the password is wrong, or the name is locked for a while after wrong passwords',
		wait: (seconds) => `too many tries: wait ${seconds} s`,
		busy: 'other files are on their way: come again in a while',
		type: `expected Content-Type: ${Object.values(TYPES).join(', ')}`,
		cut: 'the file was cut off; nothing of it was imported',
		unknown: (name, known) => `there is no parameter ${JSON.stringify(name)} here; there are ${known}`,
		whole: 'whole: expected yes, or nothing of it',
	},
	ja: {
		browser: 'プログラム用です。ブラウザーではページを使ってください',
		who: 'Authorization: Basic に職員の名前とパスワードが必要です',
		wrong: '名前かパスワードが違うか、パスワードの誤りが続いたため一時的にロックされています',
		wait: (seconds) => `試行が多すぎます。${seconds}秒待ってください`,
		busy: 'ほかのファイルを処理しています。しばらくしてからもう一度送ってください',
		type: `Content-Typeは${Object.values(TYPES).join('、')}のどれかにしてください`,
		cut: 'ファイルが途中で切れました。何も取り込んでいません',
		unknown: (name, known) => `パラメーター${JSON.stringify(name)}はありません。あるのは${known}です`,
		whole: 'whole: yesにするか、指定しないでください',
	},
});

/** One file at a time, for an import holds the office's database, and each is kept on the disk until it is through; some may wait. */
export function recordsApi(office: Office, signIn: SignIn): SiteApi {
	let count = 0;
	let last: Promise<void> = Promise.resolve();
	return {
		under: '/api/',
		serve: async (request, response, asked) => {
			const words = WORDS[asked.language];
			const { headers, method = 'GET' } = request;
			if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) throw new Refusal(words.browser, 403);
			const found = findRoute(ROUTES, method, asked.path);
			if ('methods' in found) throw notFound(found.methods, asked);
			const { known } = found.route;
			for (const name of asked.query.keys())
				if (!known.some((each) => each === name)) throw new Refusal(words.unknown(name.slice(0, 40), known.join(', ')));
			const actor = await actorOf(office, signIn, request, response, asked);
			if (count >= MOST_AT_ONCE) {
				response.setHeader('Retry-After', '10');
				throw new Refusal(words.busy, 503);
			}
			const before = last;
			let end = () => {};
			last = new Promise((resolve) => {
				end = resolve;
			});
			count++;
			try {
				await before;
				await (method === 'POST' ? take : give)(office, actor, found.params.name!, { request, response, asked });
			} finally {
				count--;
				end();
			}
		},
	};
}

interface Exchange {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly asked: SiteApiAsked;
}

function notFound(methods: readonly string[], { language, path }: SiteApiAsked): Refusal {
	const words = WEB_WORDS[language];
	return methods.length === 0 ? new Refusal(words.notFound(path), 404) : new Refusal(words.wrongMethod(methods.join(', ')), 405);
}

/** Signed in for this request alone. Throws Refusal. */
async function actorOf(office: Office, signIn: SignIn, { headers }: IncomingMessage, response: ServerResponse, asked: SiteApiAsked): Promise<Actor> {
	const words = WORDS[asked.language];
	const [, encoded] = /^Basic +([A-Za-z0-9+/=]{1,2000})$/i.exec(headers.authorization ?? '') ?? [];
	response.setHeader('WWW-Authenticate', 'Basic realm="keiki office", charset="UTF-8"');
	if (encoded === undefined) throw new Refusal(words.who, 401);
	const text = Buffer.from(encoded, 'base64').toString('utf8');
	const colon = text.indexOf(':');
	if (colon < 0) throw new Refusal(words.who, 401);
	const came = await signIn.signIn({ name: text.slice(0, colon), password: text.slice(colon + 1), address: asked.address });
	if (came.kind === 'wrong') throw new Refusal(words.wrong, 401);
	response.removeHeader('WWW-Authenticate');
	if (came.kind === 'wait') {
		const seconds = Math.ceil(came.ms / 1000);
		response.setHeader('Retry-After', String(seconds));
		throw new Refusal(words.wait(seconds), 429);
	}
	await endSession(office, 'staff', came.token);
	return came.actor;
}

/** A file of a system, whole on the disk before the office's database is held for it. Throws Refusal, and what an import throws. */
async function take(office: Office, actor: Actor, name: string, { request, response, asked }: Exchange): Promise<void> {
	const { query, language } = asked;
	const system = systemOf(name);
	const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
	const format = (['csv', 'json', 'xml'] as const).find((each) => TYPES[each] === type);
	if (format === undefined) throw new Refusal(WORDS[language].type, 415);
	const records = query.get('records') ?? undefined;
	const kind = kindFor(system, records ?? '', format, { isTold: records !== undefined, place: `records=${records ?? ''}` });
	const asOf = askedTime('as-of', query.get('as-of') ?? undefined) ?? office.now();
	if (query.has('whole') && query.get('whole') !== 'yes') throw new Refusal(WORDS[language].whole);
	const file = `${kind?.name ?? system}.${format}`;
	const made = await received(office.data, request, asked);
	try {
		const result = await importFile(office, actor, { name: file, format, pieces: made.pieces(), asOf }, kind, { whole: query.has('whole') });
		sendJson(response, 200, resultJson(file, result));
	} catch (error) {
		if (!(error instanceof RowsRefused)) throw error;
		const wrongs = error.wrongs.map((wrong) => rowWords(file, wrong)[language]);
		sendJson(response, 400, { error: wrongs[0], rows: error.count, wrongs });
	} finally {
		await made.close();
	}
}

/** What is too long is read on and dropped: who sends it hears why only once it is sent. Throws Refusal. */
async function received(folder: string, request: IncomingMessage, { language }: SiteApiAsked): Promise<Spooled> {
	return await spooled(folder, async (write) => {
		let length = 0;
		try {
			for await (const piece of request as AsyncIterable<Uint8Array>) {
				length += piece.length;
				if (length <= MOST_FILE) await write(piece);
			}
		} catch (error) {
			if (request.complete) throw error;
			throw new Refusal(WORDS[language].cut);
		}
		if (length > MOST_FILE) throw new Refusal(WEB_WORDS[language].tooLong(MOST_FILE), 413);
		return length;
	});
}

/** Throws Refusal, and what an export throws. */
async function give(office: Office, actor: Actor, name: string, { response, asked: { query } }: Exchange): Promise<void> {
	const word = (key: string) => query.get(key) ?? undefined;
	const { what, wishes } = askedExport(name, { format: word('format'), from: word('from'), until: word('until'), for: word('for') });
	const made = await spooled(office.data, (write) => exportRecords(office, actor, what, wishes, write));
	try {
		response.writeHead(200, { 'Content-Type': `${TYPES[wishes.format]}; charset=utf-8`, 'Keiki-Records': made.count });
		await pipeline(Readable.from(made.pieces()), response, { signal: AbortSignal.timeout(MOST_TIME) });
	} catch (error) {
		// Who asked has gone, or reads too slowly: it hears so by the end of the connection.
		if (!response.headersSent || error instanceof UsageError) throw error;
		response.destroy();
	} finally {
		await made.close();
	}
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
	response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(`${JSON.stringify(value)}\n`);
}
