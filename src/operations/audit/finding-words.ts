/** What was found in the log, in words. */
import type { Finding } from './verify.js';

type Words = { readonly [Kind in Finding['kind']]: (finding: Extract<Finding, { readonly kind: Kind }>) => string };

export const FINDING_WORDS: Readonly<Record<'en' | 'ja', Words>> = Object.freeze({
	en: {
		missing: ({ from, to }: Spread) => `${entries(from, to)}: missing`,
		altered: ({ seq }: Placed) =>
			`entry ${seq}: it is not what was logged there after entry ${seq - 1}: changed, exchanged, put in, or those before it were removed`,
		detailGone: ({ from, to }: Spread) => `${entries(from, to)}: the detail is gone, and no later entry says that it was erased`,
		detailAltered: ({ seq }: Placed) => `entry ${seq}: its detail is not what was logged`,
		truncated: ({ last, anchor }: Cut) => `the log ends with entry ${last}, and the anchor is of entry ${anchor}: its end was cut off`,
		anchorDiffers: ({ seq }: Placed) => `entry ${seq}: it is not the one that the anchor is of: the log was written anew from there, or before`,
		anchorUnknown: ({ hash }: Unknown) => `no entry has the hash of the anchor, ${hash}: the log was cut off or written anew`,
	},
	ja: {
		missing: ({ from, to }: Spread) => `${entriesJa(from, to)}: ありません`,
		altered: ({ seq }: Placed) => `記録${seq}: 記録${seq - 1}の後に記録されたものではありません。改変、入れ替え、挿入、または直前の記録の削除です`,
		detailGone: ({ from, to }: Spread) => `${entriesJa(from, to)}: 詳細がなく、消去したという後の記録もありません`,
		detailAltered: ({ seq }: Placed) => `記録${seq}: 詳細が記録されたものではありません`,
		truncated: ({ last, anchor }: Cut) => `監査ログは記録${last}で終わっていますが、アンカーは記録${anchor}のものです。末尾が切り取られています`,
		anchorDiffers: ({ seq }: Placed) => `記録${seq}: アンカーの記録ではありません。ここか、それより前から書き直されています`,
		anchorUnknown: ({ hash }: Unknown) => `アンカーのハッシュ${hash}を持つ記録がありません。切り取られたか、書き直されています`,
	},
});

interface Spread {
	readonly from: number;
	readonly to: number;
}
interface Placed {
	readonly seq: number;
}
interface Cut {
	readonly last: number;
	readonly anchor: number;
}
interface Unknown {
	readonly hash: string;
}

export function findingText(finding: Finding, language: 'en' | 'ja'): string {
	return (FINDING_WORDS[language][finding.kind] as (finding: Finding) => string)(finding);
}

function entries(from: number, to: number): string {
	return from === to ? `entry ${from}` : `entries ${from} to ${to}`;
}

function entriesJa(from: number, to: number): string {
	return from === to ? `記録${from}` : `記録${from}〜${to}`;
}
