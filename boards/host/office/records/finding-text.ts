/** Findings, for people: what, which store says what, how old it is, what settles it. */

import { FINDING_WORDS, STORE_WORDS } from '../../../../src/operations/records/finding-words.js';
import type { Fact, Finding } from '../../../../src/operations/records/findings.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { padText } from '../../shared/text-width.js';

const MINUTE = 60_000;
/** Largest first; the words stand behind a number. */
const AGES = Object.freeze([
	[24 * 60 * MINUTE, { en: 'd', ja: '日' }],
	[60 * MINUTE, { en: 'h', ja: '時間' }],
	[MINUTE, { en: 'min', ja: '分' }],
] as const);

const TEXTS = Object.freeze({
	en: { none: '(none)', never: 'never brought up to date', age: (age: string) => `${age} old`, settle: 'what settles it' },
	ja: { none: '(なし)', never: '取り込みなし', age: (age: string) => `${age}前`, settle: '解決するには' },
});

/** Some lines, each with its end. */
export function findingText({ rule, contract, facts }: Finding, now: number, language: Language): string {
	const { is, settle } = FINDING_WORDS[rule];
	const texts = TEXTS[language];
	const lines = [`${contract === null ? '' : `${contract}  `}${is[language]}  [${rule}]`, ...facts.map((fact) => factLine(fact, now, language))];
	return `${lines.join('\n')}\n    ${texts.settle}: ${settle[language]}\n`;
}

function factLine({ store, field, value, asOf }: Fact, now: number, language: Language): string {
	const texts = TEXTS[language];
	const age = asOf === undefined ? texts.never : texts.age(ageText(now - asOf, language));
	return `    ${padText(STORE_WORDS[store][language], 24)}  ${padText(field, 28)}  ${value === '' ? texts.none : value}  (${age})`;
}

/** `6 h`, `3 d`; of a clock that is behind, `0 min`. */
export function ageText(age: number, language: Language): string {
	const [span, word] = AGES.find(([each]) => age >= each) ?? AGES[2];
	const number = Math.max(0, Math.floor(age / span));
	return language === 'ja' ? `${number}${word.ja}` : `${number} ${word.en}`;
}
