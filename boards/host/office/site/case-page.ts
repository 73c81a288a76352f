/** The page of a case: what is known, and what came of it. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import { html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { closeCase, factLines, showCase } from '../design/cases.js';
import { caseKind } from './case-kinds.js';
import { card, facts } from './layout.js';
import { timeText } from './times.js';
import type { Visit, VisitRoute } from './visit.js';

const MOST_OUTCOME = 500;

interface CaseWords {
	readonly title: (number: string, kind: string) => string;
	readonly contract: string;
	readonly opened: string;
	readonly closed: string;
	readonly outcome: string;
	readonly known: string;
	readonly close: string;
	readonly outcomeWrong: string;
}

const WORDS: InEach<CaseWords> = Object.freeze({
	en: {
		title: (number, kind) => `Case ${number}: ${kind}`,
		contract: 'Contract',
		opened: 'Opened',
		closed: 'Closed',
		outcome: 'What came of it',
		known: 'What is known',
		close: 'Close the case',
		outcomeWrong: `What came of it: expected 1 to ${MOST_OUTCOME} characters`,
	},
	ja: {
		title: (number, kind) => `案件 ${number}: ${kind}`,
		contract: '契約',
		opened: '開始',
		closed: '終了',
		outcome: '結果',
		known: '分かっていること',
		close: '案件を終える',
		outcomeWrong: `結果: 1〜${MOST_OUTCOME}文字で入力してください`,
	},
});

export const CASE_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/cases/:number', handle: casePage } as const,
	{ method: 'POST', path: '/cases/:number/close', handle: close } as const,
]);

async function casePage(visit: Visit): Promise<SiteReply> {
	const { office, actor, language } = visit;
	const words = WORDS[language];
	const number = visit.param('number');
	const row = await showCase(office, actor, number);
	const { kind, contract, opened_at, opened_by, closed_at, closed_by, outcome } = row;
	const fields = html`<label>${words.outcome}<textarea name="outcome" rows="3" required maxlength="${MOST_OUTCOME}"></textarea></label><button class="primary">${words.close}</button>`;
	return visit.page(
		words.title(number, caseKind(kind, language)),
		html`<div class="columns"><div class="card">${facts([
			[words.contract, contract === null ? undefined : html`<a href="/contracts/${contract}">${contract}</a>`],
			[words.opened, `${timeText(opened_at)} ${opened_by}`],
			[words.closed, closed_at === null ? undefined : `${timeText(closed_at)} ${closed_by ?? ''}`],
			[words.outcome, outcome ?? undefined],
		])}</div>${card(words.known, html`<ul class="plain">${factLines(row).map((line) => html`<li>${line}</li>`)}</ul>`)}
${closed_at === null && visit.may('case.close') && card(words.close, visit.form(`/cases/${number}/close`, fields, { kind: 'fields' }))}</div>`,
		'/cases',
	);
}

async function close(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const outcome = asked.form.text('outcome');
	if (outcome === '' || outcome.length > MOST_OUTCOME) throw new Refusal(WORDS[language].outcomeWrong);
	await closeCase(office, actor, visit.param('number'), outcome);
	return { to: `/cases/${visit.param('number')}` };
}
