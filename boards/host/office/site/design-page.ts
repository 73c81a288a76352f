/**
 * The design of an application: the best combination at first, the meter's picture, which is built anew as units are chosen, with the checks and what would do.
 * What is wrong cannot be finished, on the page or behind it.
 */
import type { Place } from '../../../../src/meter/catalogue/select.js';
import { COMMUNICATION_TYPES, COVER_TYPES, METERING_TYPES, OPTION_TYPES, type UnitType } from '../../../../src/meter/catalogue/unit-types.js';
import type { UnitCodes } from '../../../../src/operations/design/linked-records.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { type Html, html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { designOf, finishDesign } from '../design/design.js';
import { stockCounts } from '../design/linked.js';
import type { Sheet, SheetCheck, SheetPlace } from '../design/sheet.js';
import { DESIGN_WORDS, type DesignWords } from '../design/words.js';
import { card, facts, select } from './layout.js';
import { meterPicture, PLACES } from './meter-picture.js';
import type { Visit, VisitRoute } from './visit.js';

interface DesignPageWords {
	readonly title: (number: string) => string;
	readonly units: string;
	readonly picture: string;
	readonly show: string;
	readonly none: string;
	readonly inStock: (count: number) => string;
	readonly checks: string;
	readonly plan: string;
	readonly finish: string;
	readonly isBest: string;
	readonly best: string;
	readonly back: string;
}

const WORDS: InEach<DesignPageWords> = Object.freeze({
	en: {
		title: (number) => `Design of ${number}`,
		units: 'Units',
		picture: 'The meter as it is to be',
		show: 'Show',
		none: 'none',
		inStock: (count) => (count === 0 ? 'not in stock' : `${count} in stock`),
		checks: 'Checks',
		plan: 'What is done',
		finish: 'Finish the design',
		isBest: 'This is the best there is.',
		best: 'Back to the best',
		back: 'The application',
	},
	ja: {
		title: (number) => `${number}の設計`,
		units: 'ユニット',
		picture: '設計するメーター',
		show: '表示',
		none: 'なし',
		inStock: (count) => (count === 0 ? '在庫なし' : `在庫${count}個`),
		checks: '検査',
		plan: '作業',
		finish: '設計を完了する',
		isBest: '最適な組み合わせです。',
		best: '最適な組み合わせに戻す',
		back: '申し込み',
	},
});

const TYPES: Readonly<Record<Place, readonly UnitType[]>> = Object.freeze({
	communication: COMMUNICATION_TYPES,
	metering: METERING_TYPES,
	option: OPTION_TYPES,
	cover: COVER_TYPES,
});

export const DESIGN_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/applications/:number/design', handle: designPage } as const,
	{ method: 'POST', path: '/applications/:number/design', handle: finish } as const,
]);

async function designPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, language } = visit;
	const number = visit.param('number');
	const words = WORDS[language];
	const told = DESIGN_WORDS[language];
	const sheet = await designOf(office, actor, number, chosenText(visit), language);
	const counts = new Map<string, number>();
	for (const { type, count } of await stockCounts(office.database)) counts.set(type, (counts.get(type) ?? 0) + count);
	return visit.page(
		`${words.title(number)}: ${sheet.kind}`,
		html`<p><a href="/applications/${number}">${words.back}</a></p><div class="design">
<div class="stack">${pictureCard(visit, sheet, words)}${card(words.units, chooser(sheet, counts, words, told))}</div>
<div class="stack"><div class="stack" id="told" aria-live="polite">${toldCards(sheet, words, told)}</div>${finishCard(visit, sheet, words, told)}</div></div>`,
		'/applications',
	);
}

async function finish(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const number = visit.param('number');
	const units = asked.form.text('units');
	await finishDesign(office, actor, number, units === '' ? undefined : units, language);
	return { to: `/applications/${number}` };
}

/** The units of the page's address as the catalogue reads them; undefined: none are chosen. */
function chosenText({ asked }: Visit): string | undefined {
	const codes = PLACES.map((place) => asked.query.get(place) ?? '').filter((code) => code !== '');
	return codes.length === 0 ? undefined : codes.join(',');
}

function pictureCard({ language }: Visit, { units, mounted }: Sheet, words: DesignPageWords): Html {
	return card(words.picture, units === undefined ? html`` : meterPicture(pictured(units), mounted && pictured(mounted), language), 'picture');
}

function pictured({ communication, metering, option, cover }: UnitCodes): Readonly<Record<Place, string | undefined>> {
	// A place that was left empty has an empty code.
	return { communication: communication || undefined, metering: metering || undefined, option: option || undefined, cover: cover || undefined };
}

/** Without a script the button shows what was chosen. */
function chooser({ units }: Sheet, counts: ReadonlyMap<string, number>, words: DesignPageWords, told: DesignWords): Html {
	const fields = PLACES.map((place) => {
		const choices = TYPES[place].map((type) => ({
			value: type.code,
			name: `${type.code} (${words.inStock(counts.get(type.code) ?? 0)}): ${told.name(type)}`,
		}));
		return select(place, told.places[place], [{ value: '', name: words.none }, ...choices], units?.[place] ?? '');
	});
	return html`<form class="fields" data-shows="picture told finish">${fields}<noscript><button>${words.show}</button></noscript></form>`;
}

function toldCards(sheet: Sheet, words: DesignPageWords, told: DesignWords): Html {
	const { checks, obstacles, reasons, possible, places, noteText, units, isBest } = sheet;
	return html`${
		obstacles.length > 0 &&
		html`<div class="note bad"><h2>${told.obstacles}</h2><ul>${obstacles.map(({ text, settle }) => html`<li>${text}<br><span class="muted">${told.settle(settle)}</span></li>`)}</ul></div>`
	}${
		units === undefined &&
		reasons.length > 0 &&
		html`<div class="note bad"><h2>${told.none}</h2><ul>${reasons.map((each) => html`<li>${each}</li>`)}</ul>${
			possible.length > 0 && html`<p>${told.possible}:</p><ul>${possible.map((each) => html`<li>${each}</li>`)}</ul>`
		}</div>`
	}${checks.length > 0 && card(words.checks, html`<ul class="checks">${checks.map((each) => checkItem(each, told))}</ul>`)}${
		places.length > 0 &&
		card(
			words.plan,
			html`${isBest && html`<p>${words.isBest}</p>`}${noteText !== undefined && html`<p class="note">${noteText}</p>`}${facts(places.map((each) => [each.name, placeText(each, told)]))}`,
		)
	}`;
}

function checkItem({ name, holds, faults }: SheetCheck, told: DesignWords): Html {
	return html`<li><span class="badge ${holds ? 'good' : 'bad'}">${holds ? '✓' : '✕'} ${holds ? told.holds : told.fails}</span> ${name}${
		faults.length > 0 &&
		html`<ul>${faults.map(({ text, wouldDo }) => html`<li>${text}<br>${wouldDo.length > 0 ? told.wouldDo(wouldDo) : told.nothingWouldDo}</li>`)}</ul>`
	}</li>`;
}

function placeText({ action, does, from, to, unit, stock, why, although, over }: SheetPlace, told: DesignWords): Html {
	const change = action === 'exchange' ? `${from} → ${to}` : (to ?? from ?? '');
	const isTaken = action === 'exchange' || action === 'add';
	const lines = [
		...why,
		...although.map((each) => told.although(each)),
		...over.map((other) => told.ratherThan(other.unit, other.why, told.stock(other.stock))),
	];
	return html`<strong>${does}</strong> ${change}${isTaken && ` (${told.stock(stock)})`}${unit !== undefined && html`<br>${unit}`}${
		lines.length > 0 && html`<ul>${lines.map((each) => html`<li>${each}</li>`)}</ul>`
	}`;
}

function finishCard(visit: Visit, { finishable, units, isBest, application }: Sheet, words: DesignPageWords, told: DesignWords): Html {
	const text = units === undefined ? '' : PLACES.map((place) => units[place] ?? '').filter((code) => code !== '');
	const way = `/applications/${application}/design`;
	const button = finishable ? html`<button class="primary" autofocus>${words.finish}</button>` : html`<button disabled>${words.finish}</button>`;
	return html`<div class="card" id="finish"><p>${finishable ? told.isFinishable : html`<strong class="bad">${told.isNotFinishable}</strong>`}</p>
${visit.may('design.finish') && visit.form(way, html`<input type="hidden" name="units" value="${typeof text === 'string' ? text : text.join(',')}">${button}`)}
${!isBest && html`<p><a href="${way}">${words.best}</a></p>`}</div>`;
}
