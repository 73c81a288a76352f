/** Remote work: what is asked of the control system from the page of a contract, and the page on which its answer comes. */
import { diagnosisRows } from '../../../../src/operations/diagnosis/words.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import { type Html, html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import type { JobTable } from '../database/tables.js';
import { diagnosisBy } from '../remote/diagnosis.js';
import { AT_ONCE, askStatus, askUnits, setAmperes, showJob, standing, switchSupply, type When, withdrawJob } from '../remote/jobs.js';
import { jobRows, whyText } from '../remote/remote-words.js';
import { card, facts, field, select } from './layout.js';
import { JOB_KIND_WORDS, wordOf } from './record-words.js';
import { dayOf } from './times.js';
import type { Visit, VisitRoute } from './visit.js';

const MOST_AMPERES = 600;

interface JobWords {
	readonly title: (kind: string, contract: string) => string;
	readonly remote: string;
	readonly waits: string;
	readonly diagnose: string;
	readonly again: string;
	readonly units: string;
	readonly supply: string;
	readonly open: string;
	readonly closed: string;
	readonly sure: string;
	readonly notSure: string;
	readonly toWrong: string;
	readonly doIt: string;
	readonly day: string;
	readonly amperes: string;
	readonly none: string;
	readonly withdraw: string;
	readonly dayWrong: (text: string) => string;
	readonly amperesWrong: (text: string) => string;
}

const WORDS: InEach<JobWords> = Object.freeze({
	en: {
		title: (kind, contract) => `${kind}, ${contract}`,
		remote: 'From afar',
		waits: 'The control system has not answered yet.',
		diagnose: 'Diagnose Route B',
		again: 'Diagnose again',
		units: 'Ask which units the meter has',
		supply: 'Supply',
		open: 'open: the customer is without electricity',
		closed: 'close',
		sure: 'It is this contract, and it is meant so',
		notSure: 'Supply: nothing was done. Tick that it is meant so',
		toWrong: 'Supply: nothing was done. Expected to open or to close it',
		doIt: 'Do it',
		day: 'On the day (empty: at once)',
		amperes: 'Contract amperes (empty: none)',
		none: 'none',
		withdraw: 'Withdraw it',
		dayWrong: (text) => `On the day: expected one like 2026-12-24, got ${JSON.stringify(text)}`,
		amperesWrong: (text) => `Contract amperes: expected a whole number from 1 to ${MOST_AMPERES}, or nothing, got ${JSON.stringify(text)}`,
	},
	ja: {
		title: (kind, contract) => `${kind}、${contract}`,
		remote: '遠隔から',
		waits: '制御システムからまだ返事がありません。',
		diagnose: 'Bルートを診断',
		again: 'もう一度診断',
		units: 'メーターのユニットを確認',
		supply: '供給',
		open: '開く: お客さまは停電します',
		closed: '閉じる',
		sure: 'この契約で間違いありません',
		notSure: '供給: 何も行っていません。間違いないことを確認してチェックしてください',
		toWrong: '供給: 何も行っていません。開くか閉じるかを選んでください',
		doIt: '実行',
		day: '実施日(空: すぐ)',
		amperes: '契約アンペア(空: なし)',
		none: 'なし',
		withdraw: '取り下げる',
		dayWrong: (text) => `実施日: 2026-12-24のような日付を入力してください: ${JSON.stringify(text)}`,
		amperesWrong: (text) => `契約アンペア: 1〜${MOST_AMPERES}の整数か、空にしてください: ${JSON.stringify(text)}`,
	},
});

export const JOB_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/jobs/:id', handle: jobPage } as const,
	{ method: 'POST', path: '/jobs/:id/withdraw', handle: withdraw } as const,
	{
		method: 'POST',
		path: '/contracts/:code/diagnose',
		handle: (visit: Visit) => ask(visit, (code) => askStatus(visit.office, visit.actor, code)),
	} as const,
	{
		method: 'POST',
		path: '/contracts/:code/units',
		handle: (visit: Visit) => ask(visit, (code) => askUnits(visit.office, visit.actor, code)),
	} as const,
	{ method: 'POST', path: '/contracts/:code/supply', handle: supply } as const,
	{ method: 'POST', path: '/contracts/:code/amperes', handle: amperes } as const,
]);

async function ask(visit: Visit, question: (code: string) => Promise<string>): Promise<SiteReply> {
	return { to: `/jobs/${await question(visit.param('code'))}` };
}

async function supply(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const { form } = asked;
	if (form.text('sure') !== 'yes') throw new Refusal(WORDS[language].notSure);
	const to = form.text('to');
	if (to !== 'open' && to !== 'closed') throw new Refusal(WORDS[language].toWrong);
	return ask(visit, (code) => switchSupply(office, actor, code, to, whenOf(visit)));
}

async function amperes(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const text = asked.form.text('amperes');
	const count = text === '' ? null : Number(text);
	if (count !== null && (!/^\d{1,3}$/.test(text) || count < 1 || count > MOST_AMPERES)) throw new Refusal(WORDS[language].amperesWrong(text));
	return ask(visit, (code) => setAmperes(office, actor, code, count, whenOf(visit)));
}

export function whenOf({ asked, language }: Visit): When {
	const text = asked.form.text('day');
	if (text === '') return AT_ONCE;
	const day = dayOf(text);
	if (day === undefined) throw new Refusal(WORDS[language].dayWrong(text));
	return { notBefore: day };
}

/** What can be asked for from the page of a contract, by who has the right. */
export function remoteCard(visit: Visit, code: string): Html | false {
	const words = WORDS[visit.language];
	const way = `/contracts/${code}`;
	const day = field('day', words.day, html`type="date"`);
	const ways = [
		{ value: 'closed', name: words.closed },
		{ value: 'open', name: words.open },
	];
	const parts = [
		visit.may('job.diagnose') && visit.form(`${way}/diagnose`, html`<button class="primary">${words.diagnose}</button>`),
		visit.may('job.units') && visit.form(`${way}/units`, html`<button>${words.units}</button>`),
		visit.may('job.supply') &&
			visit.form(
				`${way}/supply`,
				html`${select('to', words.supply, ways, 'closed')}${day}<label class="inline"><input type="checkbox" name="sure" value="yes" required> ${words.sure}</label><button>${words.doIt}</button>`,
				{ kind: 'fields' },
			),
		visit.may('job.amperes') &&
			visit.form(
				`${way}/amperes`,
				html`${field('amperes', words.amperes, html`inputmode="numeric" pattern="[0-9]{1,3}"`)}${day}<button>${words.doIt}</button>`,
				{ kind: 'fields' },
			),
	].filter((each) => each !== false);
	return parts.length > 0 && card(words.remote, html`<div class="stack">${parts}</div>`);
}

async function jobPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, now } = visit;
	const words = WORDS[language];
	const job = await showJob(office, actor, visit.param('id'));
	const { id, kind, contract, ended_at, withdrawn_at } = job;
	const isOver = ended_at !== null;
	return visit.page(
		words.title(wordOf(JOB_KIND_WORDS, kind, language), contract),
		html`<p><a href="/contracts/${contract}">${contract}</a></p>
<div class="stack" id="job"${!isOver && html` data-under-way`} aria-live="polite">${kind === 'status' && isOver && (await diagnosisCard(visit, job))}
<div class="card">${!isOver && html`<p role="status">${words.waits}</p>`}${facts(jobRows(job, standing(job, now), language))}</div>
${kind === 'status' && isOver && visit.may('job.diagnose') && visit.form(`/contracts/${contract}/diagnose`, html`<button>${words.again}</button>`)}
${!isOver && withdrawn_at === null && visit.may('job.withdraw') && visit.form(`/jobs/${id}/withdraw`, html`<button>${words.withdraw}</button>`)}</div>`,
	);
}

/** Table 2's row, as the paper prints it. Who has no right to a diagnosis sees that there was one, and not what it says. */
async function diagnosisCard(visit: Visit, { id }: JobTable): Promise<Html | false> {
	if (!visit.may('job.diagnose')) return false;
	const { office, actor, language } = visit;
	const found = await diagnosisBy(office, actor, id);
	const heading = WORDS[language].diagnose;
	if (found.kind === 'report') return card(heading, facts(diagnosisRows(found.report, language)));
	return found.kind === 'untold' && card(heading, html`<p class="bad">${whyText(found.why, found.code, language)}</p>`);
}

async function withdraw(visit: Visit): Promise<SiteReply> {
	await withdrawJob(visit.office, visit.actor, visit.param('id'));
	return { to: `/jobs/${visit.param('id')}` };
}
