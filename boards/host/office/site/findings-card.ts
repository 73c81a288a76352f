/** What the linked records of a contract show: what is missing, contradicts or is stale, in which store, how old, and what would settle it. */
import { FINDING_WORDS, STORE_WORDS } from '../../../../src/operations/records/finding-words.js';
import type { Finding } from '../../../../src/operations/records/findings.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { type Html, html } from '../../web/html.js';
import { card } from './layout.js';
import { asOf } from './times.js';
import type { Visit } from './visit.js';

interface FindingsWords {
	readonly title: (count: number) => string;
	readonly settle: string;
	readonly never: string;
	readonly lacking: string;
}

const WORDS: InEach<FindingsWords> = Object.freeze({
	en: {
		title: (count) => `Found in the records: ${count}`,
		settle: 'Settles it',
		never: 'never told',
		lacking: 'has none',
	},
	ja: { title: (count) => `記録の問題: ${count}件`, settle: '解決するには', never: '未取り込み', lacking: '記録なし' },
});

export function findingsCard({ language, now }: Visit, findings: readonly Finding[]): Html | false {
	const words = WORDS[language];
	if (findings.length === 0) return false;
	const items = findings.map(({ rule, facts }) => {
		const { is, settle } = FINDING_WORDS[rule];
		const told = facts.map(
			({ store, field, value, asOf: at }) =>
				html`<li>${STORE_WORDS[store][language]}: <span class="mono">${field}</span> ${value === '' ? words.lacking : value} ${at === undefined ? html`<span class="age">${words.never}</span>` : asOf(at, now, language)}</li>`,
		);
		return html`<li><strong class="warn">${is[language]}</strong><ul>${told}</ul>${words.settle}: ${settle[language]}</li>`;
	});
	return card(words.title(findings.length), html`<ul class="checks">${items}</ul>`, 'findings');
}
