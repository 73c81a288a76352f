/** A grade is shown by a sign and a word, and by its colour only beside them. */
import type { CheckReport } from '../../../../src/exam/report/report.js';
import { VERDICTS } from '../../../../src/exam/verdict.js';
import { html, type Markup } from './markup.js';
import type { Grade, ReportWords } from './report-word-kinds.js';

/** Worst first. */
export const GRADES: readonly Grade[] = Object.freeze([...[...VERDICTS].reverse(), 'waived'] as const);

/** Lines in a square of 16. */
const SIGNS: Readonly<Record<Grade, string>> = Object.freeze({
	pass: 'M2.5 8.5l3.5 4 7.5-9',
	warning: 'M8 2L1.5 14h13zM8 6.5v3.5M8 12.2v.1',
	fail: 'M3 3l10 10M13 3L3 13',
	inconclusive: 'M5 5.5a3 3 0 1 1 4.5 2.6Q8 9 8 10.4M8 13.6v.1',
	notSeen: 'M8 2a6 6 0 1 0 .01 0M4 12l8-8',
	notApplicable: 'M3 8h10',
	waived: 'M3 2v13M3 3h10l-2.5 3L13 9H3',
});

export function gradeOf({ verdict, waived }: Pick<CheckReport, 'verdict' | 'waived'>): Grade {
	return waived === null ? verdict : 'waived';
}

/** Once in a page, before `sign`. */
export function signDefinitions(): Markup {
	const symbols = GRADES.map((grade) => html`<symbol id="sign-${grade}" viewBox="0 0 16 16"><path d="${SIGNS[grade]}"/></symbol>`);
	return html`<svg class="defs" aria-hidden="true" focusable="false">${symbols}</svg>`;
}

export function sign(grade: Grade): Markup {
	return html`<svg class="sign" aria-hidden="true" focusable="false"><use href="#sign-${grade}"/></svg>`;
}

export function badge(grade: Grade, words: ReportWords): Markup {
	return html`<span class="badge ${grade}">${sign(grade)}${words.grades[grade]}</span>`;
}
