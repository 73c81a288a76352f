/** What a kind of case is called: those of orders by their own words, those that were found in records by the rule. */
import { FINDING_WORDS } from '../../../../src/operations/records/finding-words.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { ORDER_WORDS } from '../design/order-words.js';

export function caseKind(kind: string, language: Language): string {
	const found: Readonly<Record<string, { readonly is: { readonly en: string; readonly ja: string } }>> = FINDING_WORDS;
	return ORDER_WORDS[language].caseKinds[kind] ?? (Object.hasOwn(found, kind) ? found[kind]!.is[language] : kind);
}
