/** What the customers' site answers no to, in words. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { OfficeRefusal } from '../database/refusal.js';

const REFUSALS = Object.freeze({
	notYours: (number: string) => ({ en: `there is no application ${number} of yours`, ja: `お客さまの申し込みに${number}はありません` }),
	alreadyOpen: (number: string) => ({
		en: `the same was applied for by ${number}, which is not done yet`,
		ja: `同じ内容の申し込み${number}が手続き中です`,
	}),
	tooMany: (most: string) => ({
		en: `${most} applications were made within a day: please call the utility`,
		ja: `1日の申し込みは${most}件までです。電力会社にお電話ください`,
	}),
	ended: (code: string) => ({ en: `contract ${code} has ended`, ja: `契約${code}は終了しています` }),
} as const satisfies Readonly<Record<string, (text: string) => InEach<string>>>);

export function refuse(kind: keyof typeof REFUSALS, text: string | number): OfficeRefusal {
	return new OfficeRefusal({ kind, words: REFUSALS[kind](String(text)) });
}
