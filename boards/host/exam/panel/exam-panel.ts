/** An exam in a browser: how far it is, what the present step waits for, and a hand to skip and to stop. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { TokenFile } from '../../panel/token-file.js';
import { Refusal, type Route, type Tell, type Topic } from '../../web/app.js';
import { Assets } from '../../web/assets.js';
import type { WebPlace } from '../../web/door.js';
import { pagesFolder } from '../../web/pages.js';
import { WebServer } from '../../web/server.js';
import type { WebLanguage } from '../../web/words.js';
import { EXAM_TEXTS } from '../exam-texts.js';
import type { ExamTold } from './exam-told.js';

/** ms between two looks at what has changed. */
const BEAT = 1000;
/** ms for a page to fetch the report before everything ends. */
const LAST = 2000;

export interface ExamSite {
	readonly told: (language: WebLanguage) => ExamTold;
	/** Gives up what a session plays; undefined: it plays nothing. */
	readonly skip: (session: number) => string | undefined;
	readonly stop: () => void;
	/** Writes the report as far as it has come. */
	readonly write: () => void;
	readonly folder: string;
	readonly onError: (error: unknown) => void;
}

export class ExamPanel {
	readonly #server: WebServer;
	readonly #token: TokenFile;
	readonly #listeners: Set<() => void>;
	readonly #beat: NodeJS.Timeout;
	#onFetched: (() => void) | undefined;

	private constructor(server: WebServer, token: TokenFile, listeners: Set<() => void>) {
		this.#server = server;
		this.#token = token;
		this.#listeners = listeners;
		this.#beat = setInterval(() => this.#tell(), BEAT);
	}

	/** @throws the system's error where the place is not to be had */
	static async open(site: ExamSite, place: WebPlace): Promise<ExamPanel> {
		const listeners = new Set<() => void>();
		const topic: Topic = {
			name: 'exam',
			open: (query, tell) => {
				const listener = () => tellIt(site, query, tell);
				listener();
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
		};
		let onFetched = () => {};
		const routes = examRoutes(site, () => onFetched());
		const app = { name: 'keiki-exam', title: 'Keiki', routes, topics: [topic], assets: new Assets(pagesFolder('exam')), onError: site.onError };
		const server = await WebServer.open(app, place);
		try {
			const panel = new ExamPanel(server, TokenFile.writeIn(site.folder, server.visitors.secret), listeners);
			onFetched = () => panel.#onFetched?.();
			return panel;
		} catch (error) {
			server.close();
			throw error;
		}
	}

	get url(): string {
		return this.#server.url;
	}

	get isLocal(): boolean {
		return this.#server.isLocal;
	}

	/** Path of the secret of scripts. */
	get tokenFile(): string {
		return this.#token.path;
	}

	/** For one browser. */
	tokenUrl(): string {
		return this.#server.tokenUrl();
	}

	/** Tells pages that are open that it is over, and leaves them a moment to fetch the report. */
	async finish(): Promise<void> {
		clearInterval(this.#beat);
		if (this.#listeners.size > 0) {
			const fetched = new Promise<void>((resolve) => {
				this.#onFetched = resolve;
			});
			this.#tell();
			let timer: NodeJS.Timeout | undefined;
			await Promise.race([
				fetched,
				new Promise<void>((resolve) => {
					timer = setTimeout(resolve, LAST);
				}),
			]);
			clearTimeout(timer);
		}
		this.#server.close();
		this.#token.close();
	}

	#tell(): void {
		for (const listener of this.#listeners) listener();
	}
}

function tellIt(site: ExamSite, query: URLSearchParams, tell: Tell): void {
	tell(site.told(query.get('lang') === 'ja' ? 'ja' : 'en'));
}

/** @param onFetched the final report was read */
function examRoutes(site: ExamSite, onFetched: () => void): Route[] {
	return [
		{ method: 'GET', path: '/api/exam', handle: ({ language }) => ({ json: { time: isoTime(Date.now()), ...site.told(language) } }) },
		{
			method: 'POST',
			path: '/api/exam/skip',
			handle: ({ body, language }) => {
				const session = (body as { readonly session?: unknown } | null)?.session;
				const step = typeof session === 'number' ? site.skip(session) : undefined;
				if (step === undefined) throw new Refusal(EXAM_TEXTS[language].noSession(site.told(language).lanes.map((lane) => lane.session)), 409);
				return { json: { skipped: step } };
			},
		},
		{
			method: 'POST',
			path: '/api/exam/stop',
			handle: () => {
				site.stop();
				return { json: { stopped: true } };
			},
		},
		{
			method: 'GET',
			path: '/api/exam/report',
			handle: ({ language }) => {
				const { isOver } = site.told(language);
				if (!isOver) site.write();
				const body = readFileSync(join(site.folder, 'report.html'));
				if (isOver) setImmediate(onFetched);
				return { type: 'text/html; charset=utf-8', body, isDocument: true };
			},
		},
	];
}
