/** What a site gives the server of sites: pages that it writes, and forms that it takes. The server knows nothing of meters. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Assets } from './assets.js';
import type { Form } from './form.js';
import type { Html } from './html.js';
import type { WebLanguage } from './words.js';

/** What a browser asked, after the server has let it through. */
export interface SiteAsked {
	/** Of `:name` in the route's path. */
	readonly params: Readonly<Record<string, string>>;
	readonly path: string;
	readonly query: URLSearchParams;
	/** Of a POST. */
	readonly form: Form;
	readonly language: WebLanguage;
	/** What the browser's cookie holds: a session, or what it was given before one. */
	readonly token: string;
	/** Where the connection comes from. */
	readonly address: string;
}

export interface SitePage {
	readonly status?: number;
	readonly html: Html;
}

/** Where the browser goes on, with GET. */
export interface SiteWay {
	readonly to: string;
	/** What its cookie holds from now on; empty: nothing that is known. */
	readonly token?: string;
}

export interface SiteFile {
	readonly status?: number;
	readonly type: string;
	readonly body: Uint8Array | string;
	/** The name that the browser saves it by; undefined: it shows it. */
	readonly file?: string;
}

export type SiteReply = SitePage | SiteWay | SiteFile;

export interface SiteRoute {
	/** A GET changes nothing. */
	readonly method: 'GET' | 'POST';
	/** `/contracts/:code`; a segment with a colon takes any text. */
	readonly path: string;
	readonly handle: (asked: SiteAsked) => SiteReply | Promise<SiteReply>;
}

/** What was asked of an interface for programs. */
export interface SiteApiAsked {
	readonly path: string;
	readonly query: URLSearchParams;
	readonly language: WebLanguage;
	/** Where the connection comes from. */
	readonly address: string;
}

/** An interface for programs beside the pages: who asks brings with each request who he is. Without cookies, and without proofs of forms. */
export interface SiteApi {
	/** What the paths begin with: `/api/`. */
	readonly under: string;
	/** Reads the request and answers it. What it throws is told as a refusal of a page is, in JSON: `{ "error": … }`. */
	readonly serve: (request: IncomingMessage, response: ServerResponse, asked: SiteApiAsked) => Promise<void>;
}

export interface Site {
	/** Of cookies: `keiki-office`. */
	readonly name: string;
	readonly routes: readonly SiteRoute[];
	readonly api?: SiteApi | undefined;
	readonly assets: Assets;
	/** What somebody sees whose request was refused. */
	readonly refused: (status: number, message: string, language: WebLanguage) => Html;
	/** The refusal that an error of a route is; undefined: it is a failure, which is told to `onError`. */
	readonly refusalOf: (error: unknown, language: WebLanguage) => { readonly status: number; readonly message: string } | undefined;
	/** Told once for each that is no wrong request, but a failure of the application. */
	readonly onError: (error: unknown) => void;
}
