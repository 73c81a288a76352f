import type { EXAM_WORDS } from './exam.js';

export const EXAM_WORDS_JA: typeof EXAM_WORDS = Object.freeze({
	trouble: ({ what, ms, detail }: { what: string; ms: number; detail: string }) => {
		if (what === 'late') return `ここで試験側が${ms} ms遅れました。計算機が混んでいました`;
		if (what === 'full') return '試験の記録がいっぱいでした';
		return what === 'flood' ? 'プログラムの出力が、試験の記録できる量を超えました' : `ここで試験側に問題がありました: ${detail}`;
	},
});
