/** What an application gives the web server: what can be asked, and what is told as it happens. The server knows nothing of meters. */

/** What was asked, after the server has let it through. */
export interface Asked {
	/** Of `:name` in the route's path. */
	readonly params: Readonly<Record<string, string>>;
	readonly query: URLSearchParams;
	/** Parsed JSON of a POST; undefined without. */
	readonly body: unknown;
	readonly language: 'en' | 'ja';
}

/** `json`, or `body` of the media type `type`; `file` names it where the browser is to save it. */
export type Reply =
	| { readonly status?: number; readonly json: unknown }
	| {
			readonly status?: number;
			readonly type: string;
			readonly body: Uint8Array | string;
			readonly file?: string;
			/** A page that stands for itself, with its look inside, and without scripts. */
			readonly isDocument?: boolean;
	  };

/** One thing that can be asked. A GET changes nothing; what acts is a POST. */
export interface Route {
	readonly method: 'GET' | 'POST';
	/** `/api/meters/:node`; a segment with a colon takes any text. */
	readonly path: string;
	/** @throws Refusal for what is asked wrongly */
	readonly handle: (asked: Asked) => Reply | Promise<Reply>;
}

/** Told to who asked, with a status of 4xx: what was wrong, and what would be right. */
export class Refusal extends Error {
	readonly status: number;

	constructor(message: string, status = 400) {
		super(message);
		this.status = status;
	}
}

/** Tells one message; `id` of what can be told again to a page that comes back. */
export type Tell = (data: unknown, id?: number) => void;

/** Something that pages hear of as it happens. All that is told within one beat (50 ms) leaves in one piece. */
export interface Topic {
	readonly name: string;
	/**
	 * Begins with how things stand, then goes on with what happens. Called again where a page was too slow and something was lost.
	 *
	 * @param query of the page's stream, for instance which meter
	 * @param after id of the last message that the page has had; undefined: it is new
	 * @returns what ends it
	 */
	readonly open: (query: URLSearchParams, tell: Tell, after: number | undefined) => () => void;
}
