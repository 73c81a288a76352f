/** The page of a contract: its records in each system, with their age; what the office did about it; and what can be done from here. */
import { type Html, html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import type { MountedTable, SupervisionTable } from '../database/tables.js';
import { contractCheck } from '../records/check.js';
import { caseKind } from './case-kinds.js';
import { type ContractRecords, contractRecords } from './contract-records.js';
import { CONTRACT_WORDS, type ContractWords } from './contract-words.js';
import { findingsCard } from './findings-card.js';
import { remoteCard } from './job-page.js';
import { card, facts, table } from './layout.js';
import { meterPicture } from './meter-picture.js';
import { passwordCard } from './password-card.js';
import {
	APPLICATION_KIND_WORDS,
	APPLICATION_STATE_WORDS,
	CREDENTIAL_STATE_WORDS,
	JOB_KIND_WORDS,
	JOB_STATE_WORDS,
	ORDER_KIND_WORDS,
	ORDER_STATE_WORDS,
	wordOf,
} from './record-words.js';
import { asOf, dateText, timeText } from './times.js';
import type { Visit } from './visit.js';

export async function contractPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, language } = visit;
	const code = visit.param('code');
	const words = CONTRACT_WORDS[language];
	const { records, findings } = await office.act(actor, 'records.look', code, async ({ at, now }) => {
		const found = await contractRecords(at, code);
		return { records: found, findings: found === undefined ? [] : (await contractCheck(at, code, now)).findings };
	});
	if (records === undefined) throw visit.missing(code);
	return visit.page(
		words.title(code),
		html`${records.contract?.state === 'erased' && html`<p class="note">${words.erased}</p>`}${waysFrom(visit, code, records, words)}${findingsCard(visit, findings)}
<div class="columns">${customerCard(visit, records, words)}${distributionCard(visit, records, words)}${records.mounted.map((meter) => meterCard(visit, meter, records, words))}${remoteCard(visit, code)}${passwordCard(visit, code, records)}</div>
${officeCards(visit, records, words)}`,
	);
}

/** What has a page of its own. */
function waysFrom(visit: Visit, code: string, { contract }: ContractRecords, words: ContractWords): Html | false {
	const ways = [
		...(visit.may('application.receive') && contract !== undefined && contract.state !== 'erased' ? [['apply', words.apply] as const] : []),
		...(visit.may('person.look') && contract !== undefined ? [['person', words.person] as const] : []),
	];
	return (
		ways.length > 0 && html`<p class="inlines">${ways.map(([way, name]) => html`<a class="button" href="/contracts/${code}/${way}">${name}</a>`)}</p>`
	);
}

function customerCard({ language, now }: Visit, { contract }: ContractRecords, words: ContractWords): Html {
	if (contract === undefined) return card(words.customer, html`<p class="bad">${words.none}</p>`);
	const { customer, reading, address, street, phases, amperes, feed_in, route_b, state, since, until, as_of } = contract;
	return card(
		words.customer,
		facts([
			[words.name, customer === '' ? undefined : `${customer} (${reading})`],
			[words.address, address === '' ? undefined : address],
			[words.street, street],
			[words.amperes, `${phases} ${amperes} A`],
			[words.feedIn, feed_in === 1 ? words.yes : words.no],
			[words.routeB, words.routeBs[route_b]],
			[words.state, words.states[state]],
			[words.since, dateText(since)],
			[words.until, until === null ? undefined : dateText(until)],
			[words.asOf, asOf(as_of, now, language)],
		]),
	);
}

function distributionCard({ language, now }: Visit, { sites, transformers }: ContractRecords, words: ContractWords): Html {
	const cards = sites.map(({ code, kind, phases, rain, street, transformer, as_of }) => {
		const found = transformers.find((each) => each.code === transformer);
		return facts([
			[words.site, code],
			[words.street, street],
			[words.siteKind, words.sites[kind]],
			[words.phases, phases],
			[words.rain, rain === 1 ? words.yes : words.no],
			[words.transformer, found === undefined ? html`${transformer} <span class="bad">${words.none}</span>` : `${transformer}, ${found.kva} kVA`],
			[words.asOf, asOf(as_of, now, language)],
		]);
	});
	return card(words.distribution, sites.length === 0 ? html`<p class="bad">${words.none}</p>` : html`${cards}`);
}

function meterCard({ language, now }: Visit, mounted: MountedTable, { supervision }: ContractRecords, words: ContractWords): Html {
	const { meter, communication, metering, option, cover, mounted_at, certified_until, as_of } = mounted;
	const seen = supervision.find((each) => each.meter === meter);
	return card(
		words.meter,
		html`${meterPicture({ communication, metering, option: option ?? undefined, cover }, undefined, language)}${facts([
			[words.systemTitle, html`<span class="mono">${meter}</span>`],
			[words.mountedAt, dateText(mounted_at)],
			[words.certifiedUntil, certified_until < now ? html`<span class="bad">${dateText(certified_until)}</span>` : dateText(certified_until)],
			[words.asOf, asOf(as_of, now, language)],
		])}<h3>${words.supervision}</h3>${seen === undefined ? html`<p class="bad">${words.none}</p>` : supervisionFacts(seen, now, words, language)}`,
	);
}

function supervisionFacts(
	{ answers, since, medium, units, as_of }: SupervisionTable,
	now: number,
	words: ContractWords,
	language: Visit['language'],
): Html {
	return facts([
		[words.state, answers === 1 ? words.answers : html`<span class="bad">${words.silent}</span>`],
		[words.since, timeText(since)],
		[words.medium, medium],
		[words.reports, units === null ? undefined : Object.values(JSON.parse(units) as Readonly<Record<string, string>>).join(', ')],
		[words.asOf, asOf(as_of, now, language)],
	]);
}

function officeCards({ language }: Visit, records: ContractRecords, words: ContractWords): Html {
	const { applications, orders, credentials, jobs, cases } = records;
	const { heads } = words;
	const list = (heading: string, names: readonly string[], rows: readonly (readonly (Html | string | number)[])[]) =>
		rows.length > 0 && card(heading, table(heading, names, rows));
	return html`${list(
		words.applications,
		[heads.number, heads.kind, heads.received, heads.state, heads.reason],
		applications.map(({ number, kind, state, received_at, reason }) => [
			html`<a href="/applications/${number}">${number}</a>`,
			wordOf(APPLICATION_KIND_WORDS, kind, language),
			dateText(received_at),
			wordOf(APPLICATION_STATE_WORDS, state, language),
			reason,
		]),
	)}${list(
		words.orders,
		[heads.number, heads.kind, heads.state, heads.worker, heads.due],
		orders.map(({ number, kind, state, worker, due }) => [
			html`<a href="/orders/${number}">${number}</a>`,
			wordOf(ORDER_KIND_WORDS, kind, language),
			wordOf(ORDER_STATE_WORDS, state, language),
			worker ?? '',
			due === null ? '' : dateText(due - 1),
		]),
	)}${list(
		words.credentials,
		[heads.version, heads.state, heads.way, heads.issued, heads.letter],
		credentials.map(({ version, state, way, bearer, issued_at, letter_printed_at }) => [
			version,
			wordOf(CREDENTIAL_STATE_WORDS, state, language),
			`${way} ${bearer}`,
			timeText(issued_at),
			letter_printed_at === null ? '' : timeText(letter_printed_at),
		]),
	)}${list(
		words.jobs,
		[heads.kind, heads.state, heads.issued],
		jobs.map(({ id, kind, state, at }) => [
			html`<a href="/jobs/${id}">${wordOf(JOB_KIND_WORDS, kind, language)}</a>`,
			wordOf(JOB_STATE_WORDS, state, language),
			timeText(at),
		]),
	)}${list(
		words.cases,
		[heads.number, heads.kind, heads.opened, heads.closed],
		cases.map(({ number, kind, opened_at, closed_at }) => [
			html`<a href="/cases/${number}">${number}</a>`,
			caseKind(kind, language),
			timeText(opened_at),
			closed_at === null ? '' : timeText(closed_at),
		]),
	)}`;
}
