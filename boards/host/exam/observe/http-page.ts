/** Looks at a page of the program again and again: text of Prometheus, or JSON. */
import type { ObserveDeclaration } from '../../../../src/exam/declaration.js';
import { reasonOf } from '../../shared/usage-error.js';
import { type ExamHostWords, secondsText } from '../exam-host-words.js';
import { parsePath, textAt } from './json-path.js';
import { parseMetric, sampleOf } from './metrics-text.js';
import type { Observer, ObserverListener } from './observer.js';
import { Rounds } from './rounds.js';
import { shown } from './shown.js';

/** Bytes of a page. */
export const MOST_PAGE = 1 << 20;
/** ms */
const PATIENCE = 10_000;

type Http = Extract<ObserveDeclaration['source'], { readonly kind: 'http' }>;

/** What of a page is shown; null: its own word for none. */
interface Wanted {
	readonly declaration: ObserveDeclaration;
	readonly name: string;
	readonly valueIn: (page: string) => { readonly text: string | null; readonly time: string | undefined } | undefined;
}

export class HttpPage implements Observer {
	readonly #url: string;
	readonly #headers: Readonly<Record<string, string>>;
	readonly #rounds: Rounds;
	readonly #wanted: readonly Wanted[];
	readonly #words: ExamHostWords;
	readonly #end = new AbortController();
	#listener: ObserverListener | undefined;
	/** Why nothing was seen yet; undefined: something was. */
	#reason: string | undefined = '';

	/** @param headers filled in. @param declarations all of this page */
	constructor(url: string, headers: Readonly<Record<string, string>>, declarations: readonly ObserveDeclaration[], words: ExamHostWords) {
		this.#url = url;
		this.#headers = headers;
		this.#rounds = new Rounds(() => this.look(), Math.min(...declarations.map(({ source }) => (source as Http).everyMs)));
		this.#wanted = declarations.map(wantedOf);
		this.#words = words;
	}

	start(listener: ObserverListener): Promise<void> {
		this.#listener = listener;
		this.#rounds.start();
		return Promise.resolve();
	}

	stop(done: () => void): void {
		const listener = this.#listener;
		this.#listener = undefined;
		this.#end.abort();
		void this.#rounds.stop().then(() => {
			if (this.#reason !== undefined) listener?.onTrouble(this.#words.neverThere(shownUrl(this.#url), this.#reason));
			done();
		});
	}

	async look(): Promise<void> {
		const timeout = AbortSignal.timeout(PATIENCE);
		try {
			const response = await fetch(this.#url, { headers: this.#headers, signal: AbortSignal.any([timeout, this.#end.signal]) });
			const page = await bodyOf(response);
			if (page === undefined) return this.#unseen(this.#words.tooLong(MOST_PAGE));
			this.#listener?.onPage('http', page);
			if (!response.ok) return this.#unseen(this.#words.status(response.status));
			this.#take(page);
		} catch (error) {
			if (this.#end.signal.aborted) return;
			const { cause } = error as { readonly cause?: NodeJS.ErrnoException };
			this.#unseen(timeout.aborted ? this.#words.noAnswer(secondsText(PATIENCE)) : (cause?.code ?? reasonOf(cause ?? error)));
		}
	}

	#take(page: string): void {
		for (const { declaration, name, valueIn } of this.#wanted) {
			const value = valueIn(page);
			if (value === undefined) this.#unseen(this.#words.notInPage(name));
			else {
				this.#reason = undefined;
				this.#listener?.onShown(shown(declaration, value.text, value.time));
			}
		}
	}

	#unseen(reason: string): void {
		if (this.#reason !== undefined) this.#reason = reason;
	}
}

function wantedOf(declaration: ObserveDeclaration): Wanted {
	const { metric = '', json } = declaration.source as Http;
	if (json !== undefined) {
		const path = parsePath(json) ?? [];
		return {
			declaration,
			name: json,
			valueIn: (page) => {
				const text = textAt(page, path);
				return text === undefined ? undefined : { text, time: undefined };
			},
		};
	}
	const wanted = parseMetric(metric) ?? { name: metric, labels: new Map() };
	return {
		declaration,
		name: metric,
		valueIn: (page) => {
			const sample = sampleOf(page, wanted);
			return sample === undefined ? undefined : { text: sample.value, time: sample.time };
		},
	};
}

/** Undefined: it is too long. */
async function bodyOf(response: Response): Promise<string | undefined> {
	if (response.body === null) return '';
	const parts: Uint8Array[] = [];
	let bytes = 0;
	for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
		bytes += part.length;
		// Leaving the loop ends the answer.
		if (bytes > MOST_PAGE) return undefined;
		parts.push(part);
	}
	return Buffer.concat(parts).toString('utf8');
}

/** Without what may be a password in it. */
function shownUrl(url: string): string {
	const { origin, pathname } = new URL(url);
	return `${origin}${pathname}`;
}
