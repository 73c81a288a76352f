/** What a page of the office's sites is asked with: by whom, at which office, in whose language; and how an answer is framed. */
import { type Act, mayDo } from '../../../../src/operations/access/acts.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import type { InEach, Language } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import type { Html } from '../../web/html.js';
import type { SiteAsked, SiteReply, SiteRoute } from '../../web/site.js';
import type { Office } from '../database/office.js';
import { formOf, type NavRow, pageOf } from './layout.js';

/** Somebody who is signed in, at a page. */
export class Visit {
	readonly office: Office;
	readonly actor: Actor;
	readonly asked: SiteAsked;
	/** The name as people read it. */
	readonly shown: string;
	readonly #look: SiteLook;

	constructor(office: Office, actor: Actor, shown: string, asked: SiteAsked, look: SiteLook) {
		[this.office, this.actor, this.shown, this.asked, this.#look] = [office, actor, shown, asked, look];
	}

	get language(): Language {
		return this.asked.language;
	}

	get now(): number {
		return this.office.now();
	}

	/** Whether somebody with these roles has the right: forms for what they have not are not shown. */
	may(act: Act): boolean {
		return mayDo(this.actor, act);
	}

	/** A parameter of the path. */
	param(name: string): string {
		return this.asked.params[name] ?? '';
	}

	/** A form that acts. */
	form(action: string, fields: Html, options: { readonly kind?: string; readonly hasFile?: boolean } = {}): Html {
		return formOf(action, this.asked.token, fields, options);
	}

	page(title: string, main: Html, at?: string): SiteReply {
		const { query, path, token, language } = this.asked;
		const { site, nav } = this.#look;
		const search = query.toString();
		const who = { shown: this.shown, token };
		const rows = nav(this);
		return { html: pageOf({ title, site: site[language], language, path: search === '' ? path : `${path}?${search}`, at, nav: rows, who, main }) };
	}

	/** There is no such thing. */
	missing(what: string): Refusal {
		return new Refusal(this.language === 'ja' ? `${what} はありません` : `there is no ${what}`, 404);
	}
}

/** What the pages of one site have in common. */
export interface SiteLook {
	readonly site: InEach<string>;
	readonly nav: (visit: Visit) => readonly NavRow[];
}

export interface VisitRoute {
	readonly method: SiteRoute['method'];
	readonly path: string;
	readonly handle: (visit: Visit) => SiteReply | Promise<SiteReply>;
}

/** Who has a session; undefined: nobody. */
export type WhoIs = (token: string) => Promise<(Actor & { readonly shown: string }) | undefined>;

/** Lets nobody to a page who is not signed in: a GET leads to where that is done, and back. */
export function guarded(rows: readonly VisitRoute[], office: Office, whoIs: WhoIs, look: SiteLook): readonly SiteRoute[] {
	return rows.map(({ method, path, handle }) => ({
		method,
		path,
		handle: async (asked) => {
			const who = await whoIs(asked.token);
			if (who === undefined) return { to: method === 'GET' ? signInWay(asked) : '/sign-in' };
			const { shown, ...actor } = who;
			return handle(new Visit(office, actor, shown, asked, look));
		},
	}));
}

function signInWay({ path, query }: SiteAsked): string {
	const search = query.toString();
	const to = search === '' ? path : `${path}?${search}`;
	return to === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`;
}

/** Where somebody goes on who has signed in: a path of this site, and of no other. */
export function wayBack(to: string): string {
	return /^\/(?!\/)[!-[\]-~]{0,500}$/.test(to) ? to : '/';
}
