/** What hand-helds bring back, handed in as a file: each line is held against who signed it, and taken once. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import { html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { OfficeRefusal, refusalWords } from '../database/refusal.js';
import { takenLines } from '../design/order-command.js';
import { ORDER_WORDS } from '../design/order-words.js';
import { takeResults } from '../design/take-results.js';
import type { Visit, VisitRoute } from './visit.js';

interface ResultsWords {
	readonly title: string;
	readonly file: string;
	readonly take: string;
	readonly none: string;
	readonly taken: string;
	readonly nothing: string;
	readonly rest: string;
}

const WORDS: InEach<ResultsWords> = Object.freeze({
	en: {
		title: 'Hand in results',
		file: 'File of keiki handheld results',
		take: 'Hand in',
		none: 'File: expected one of keiki handheld results, got none',
		taken: 'Taken:',
		nothing: 'The file has no result.',
		rest: 'What comes after this in the file was not taken:',
	},
	ja: {
		title: '結果の提出',
		file: 'keiki handheld results のファイル',
		take: '提出',
		none: 'ファイル: keiki handheld results のファイルを選んでください',
		taken: '受け取りました:',
		nothing: 'ファイルに結果がありません。',
		rest: 'ファイルのこれより後は受け取っていません:',
	},
});

export const RESULT_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/results', handle: (visit: Visit) => resultsPage(visit) } as const,
	{ method: 'POST', path: '/results', handle: take } as const,
]);

/** @param lines what became of those that were taken @param refusal of the one after them */
function resultsPage(visit: Visit, lines?: readonly string[], refusal?: OfficeRefusal): SiteReply {
	const words = WORDS[visit.language];
	const fields = html`<label>${words.file}<input type="file" name="file" required accept=".jsonl,.json,.txt"></label><button class="primary">${words.take}</button>`;
	return visit.page(
		words.title,
		html`${
			lines !== undefined &&
			(lines.length > 0 || refusal === undefined) &&
			html`<div class="note" role="status">${lines.length === 0 ? words.nothing : html`<p>${words.taken}</p><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`}</div>`
		}${refusal !== undefined && html`<p class="note bad" role="alert">${words.rest} ${refusalWords(refusal.refusal)[visit.language]}</p>`}
<div class="card">${visit.form('/results', fields, { kind: 'fields', hasFile: true })}</div>`,
		'/results',
	);
}

async function take(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const text = await asked.form.file('file');
	if (text === undefined) throw new Refusal(WORDS[language].none);
	const lines: string[] = [];
	try {
		await takeResults(office, actor, text, (taken) => lines.push(...takenLines(taken, ORDER_WORDS[language])));
	} catch (error) {
		// Those before it are taken, and stay so: that is told with it.
		if (!(error instanceof OfficeRefusal) || lines.length === 0) throw error;
		return resultsPage(visit, lines, error);
	}
	return resultsPage(visit, lines);
}
