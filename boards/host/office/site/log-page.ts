/** The log of everything that was looked at and done, and whether it is whole. */
import { readAnchor } from '../../../../src/operations/audit/anchor.js';
import { findingText } from '../../../../src/operations/audit/finding-words.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import { type Html, html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { lookAtLog, verifyLog } from '../people/audit-log.js';
import { card, field, table } from './layout.js';
import { timeText } from './times.js';
import type { Visit, VisitRoute } from './visit.js';

/** Entries of a page. */
const MOST = 100;

interface LogWords {
	readonly title: string;
	readonly subject: string;
	readonly actor: string;
	readonly look: string;
	readonly heads: readonly string[];
	readonly erased: string;
	readonly outcomes: Readonly<Record<'done' | 'refused' | 'failed', string>>;
	readonly verify: string;
	readonly anchor: string;
	readonly anchorWrong: string;
	readonly whole: (entries: number) => string;
	readonly broken: (found: number) => string;
	readonly unanchored: string;
	readonly head: string;
}

const WORDS: InEach<LogWords> = Object.freeze({
	en: {
		title: 'Log',
		subject: 'About (code or number)',
		actor: 'By',
		look: 'Look',
		heads: ['Entry', 'Time', 'By', 'Act', 'About', 'Outcome', 'Detail'],
		erased: 'erased',
		outcomes: { done: 'done', refused: 'refused', failed: 'failed' },
		verify: 'Verify the whole log',
		anchor: 'Anchor: a head of the log from a letter, an order or the relay (may be empty)',
		anchorWrong: 'expected an anchor as a letter or an order has it: a number, a hyphen and 64 hexadecimal digits, or the digits alone',
		whole: (entries) => `The log is whole: ${entries} entries, each bound to all before it.`,
		broken: (found) => `The log is not what was logged: ${found} places.`,
		unanchored: 'Without an anchor nobody sees that its end was cut off, or that all was written anew.',
		head: 'Head',
	},
	ja: {
		title: '記録',
		subject: '対象(番号)',
		actor: '行った人',
		look: '表示',
		heads: ['記録', '時刻', '行った人', '行為', '対象', '結果', '詳細'],
		erased: '消去済み',
		outcomes: { done: '完了', refused: '拒否', failed: '失敗' },
		verify: '全記録を検証',
		anchor: 'アンカー: 通知書、作業指示、中継サーバーにある記録の先頭値(空でもよい)',
		anchorWrong: '通知書や作業指示にあるアンカー(番号、ハイフン、16進数64桁)か、その桁だけを入力してください',
		whole: (entries) => `記録は完全です。${entries}件が、それぞれ前のすべてに結び付いています。`,
		broken: (found) => `記録が当時のものではありません: ${found}か所。`,
		unanchored: 'アンカーがないため、末尾が切り取られたり全体が書き直されたりしても分かりません。',
		head: '先頭値',
	},
});

export const LOG_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/log', handle: (visit: Visit) => logPage(visit) } as const,
	{ method: 'POST', path: '/log/verify', handle: verifyPage } as const,
]);

async function logPage(visit: Visit, verdict?: Html): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const words = WORDS[language];
	const [subject, by] = [asked.query.get('subject')?.trim() ?? '', asked.query.get('by')?.trim() ?? ''];
	const entries = await lookAtLog(office, actor, { subject: subject || undefined, actor: by || undefined, last: MOST });
	const rows = entries
		.reverse()
		.map(({ seq, at, actor: who, act, subject: about, outcome, told }) => [
			seq,
			timeText(at),
			who,
			html`<span class="mono">${act}</span>`,
			about,
			words.outcomes[outcome],
			told === null ? html`<span class="muted">${words.erased}</span>` : told === '{}' ? '' : html`<span class="mono">${told}</span>`,
		]);
	return visit.page(
		words.title,
		html`${verdict}<form class="search" action="/log">${field('subject', words.subject, html`value="${subject}" maxlength="64"`)}${field('by', words.actor, html`value="${by}" maxlength="64"`)}<button>${words.look}</button></form>
<div class="card">${table(words.title, words.heads, rows)}</div>
${card(words.verify, visit.form('/log/verify', html`${field('anchor', words.anchor, html`size="72" maxlength="400" spellcheck="false"`)}<button>${words.verify}</button>`, { kind: 'fields' }))}`,
		'/log',
	);
}

async function verifyPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const words = WORDS[language];
	const text = asked.form.text('anchor');
	const anchor = text === '' ? undefined : readAnchor(text);
	if (text !== '' && anchor === undefined) throw new Refusal(words.anchorWrong);
	const { findings, found, entries, head } = await verifyLog(office, actor, anchor === undefined ? [] : [anchor]);
	const told =
		found === 0
			? html`<p class="note" role="status">${words.whole(entries)} ${anchor === undefined && words.unanchored}</p>`
			: html`<div class="note bad" role="alert"><p>${words.broken(found)}</p><ul>${findings.map((each) => html`<li>${findingText(each, language)}</li>`)}</ul></div>`;
	return logPage(visit, html`${told}<p>${words.head}: <span class="mono">${head.seq}-${head.hash}</span></p>`);
}
