/** The site of `keiki mdm serve`: pages for people who were let in, resources for programs. */

import { RegisterError } from '../../../../src/head-end/collection/register-table.js';
import { dateText } from '../../../../src/mdm/calendar.js';
import { firstSlotOf, HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import { boundariesOf } from '../../../../src/mdm/meter-register.js';
import type { MeterDay, ReadingStore } from '../../../../src/mdm/reading-store.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { Refusal } from '../../web/app.js';
import type { Assets } from '../../web/assets.js';
import { html } from '../../web/html.js';
import type { Site, SiteAsked, SiteReply } from '../../web/site.js';
import type { Visitors } from '../../web/visitors.js';
import { WEB_WORDS } from '../../web/words.js';
import { periodOf } from '../days.js';
import { isOfStore } from '../open-store.js';
import { daysOf } from '../reading-lines.js';
import { coveragePage } from './coverage-page.js';
import { pageOf } from './frame.js';
import { Looks } from './looks.js';
import { type MeterVersions, meterPage } from './meter-page.js';
import type { Rate } from './rate.js';
import { MdmResources } from './resources.js';
import { SERVE_WORDS } from './serve-words.js';

export const SITE_NAME = 'keiki-mdm';
const HALF_HOUR = 1_800_000;
const NUMBER = /^[1-9]\d{0,9}$/;
const MOST_NUMBER = 0xfffffffe;

export interface SiteParts {
	readonly store: ReadingStore;
	/** Of the data. */
	readonly folder: string;
	readonly port: number;
	readonly visitors: Visitors;
	readonly assets: Assets;
	/** Undefined: nobody looks how journals grow. */
	readonly rate?: Pick<Rate, 'readings'>;
	/** ms since 1970. */
	readonly now: () => number;
	readonly onError: (error: unknown) => void;
}

export function mdmSite({ store, folder, port, visitors, assets, rate, now, onError }: SiteParts): Site {
	const looks = new Looks(store, folder, now);
	const letIn = (handle: (asked: SiteAsked) => Promise<SiteReply>) => (asked: SiteAsked) => {
		if (visitors.find(asked.token, undefined) === undefined) throw new Refusal(WEB_WORDS[asked.language].unknownVisitor, 403);
		return handle(asked);
	};
	const coverage = letIn(async ({ query, language }) => {
		const { day, days } = dayIn(query, now());
		const over = Math.min(Math.max(Math.floor(now() / HALF_HOUR) - firstSlotOf(day), 0), HALF_HOURS);
		const look = await looks.coverage(day, over);
		return {
			html: coveragePage(look.coverage, { language, days, over, at: look.at, rate: rate?.readings, hasRegister: looks.register !== undefined }),
		};
	});
	return {
		...{ name: SITE_NAME, assets, onError, api: new MdmResources(store, folder, visitors, `${SITE_NAME}-${port}`, now) },
		routes: [
			{
				method: 'GET',
				path: '/',
				handle: (asked) => {
					const token = asked.query.get('token');
					if (token === null) return coverage(asked);
					const session = visitors.admit(token);
					if (session === undefined) throw new Refusal(WEB_WORDS[asked.language].usedToken, 403);
					// Behind it the token stands neither in the browser's history nor in what it tells others.
					return { to: '/', token: session };
				},
			},
			{
				method: 'GET',
				path: '/meter',
				handle: letIn(async ({ query, language }) => {
					const { day, days } = dayIn(query, now());
					const of = (query.get('of') ?? '').trim();
					const meters = await looks.inTurn(() => metersAt(store, looks, of, day));
					if (meters.length === 0) throw new Refusal(SERVE_WORDS[language].notFound(of), 404);
					return { html: meterPage(meters, { language, days, of }) };
				}),
			},
		],
		refused: (_status, message, language) => {
			const words = SERVE_WORDS[language];
			return pageOf({ title: words.refused, language, path: '/', main: html`<p class="note bad" role="alert">${message}</p>` });
		},
		refusalOf: (error, language) => {
			const words = SERVE_WORDS[language];
			if (error instanceof UsageError) return { status: 400, message: error.textIn(language).replace(/--(?=[a-z])/g, '') };
			if (error instanceof RegisterError) return { status: 503, message: words.registerWrong(reasonOf(error)) };
			if (!isOfStore(error)) return undefined;
			onError(error);
			return { status: 503, message: words.storeAway };
		},
	};
}

/** Throws UsageError. */
function dayIn(query: URLSearchParams, now: number): { readonly day: number; readonly days: readonly [string, string, string] } {
	const text = query.get('day');
	const { from: day } = periodOf(text === null ? {} : { from: text }, now);
	return { day, days: [dateText(day - 1), dateText(day), dateText(day + 1)] };
}

/** Those that stand at a supply point on a day, or the one of a number; none: there is no such supply point. */
async function metersAt(store: ReadingStore, looks: Looks, of: string, day: number): Promise<readonly MeterVersions[]> {
	const { register } = looks;
	const standing = register?.at(of) ?? [];
	const onDay = standing.filter((meter) => {
		const [first, last] = boundariesOf(meter, day);
		return first < last;
	});
	const meters = onDay.length > 0 ? onDay : standing.slice(-1);
	const numbers = meters.length > 0 ? meters.map(({ number }) => number) : NUMBER.test(of) && Number(of) <= MOST_NUMBER ? [Number(of)] : [];
	const found: MeterVersions[] = [];
	for (const number of numbers) {
		const versions: MeterDay[] = [];
		for await (const each of daysOf(store, [number], { from: day, to: day }, undefined, true)) versions.push(each);
		found.push({ number, meter: register?.of(number), versions });
	}
	return found;
}
