import type { CLAIMED_WORDS } from './claimed.js';

export const CLAIMED_WORDS_JA: typeof CLAIMED_WORDS = Object.freeze({
	neitherClaimedNorDone: ({ claim, step }: { claim: string; step: string }) =>
		`宣言(claims.${claim})になく、手順${step}で行う様子もありませんでした: 求めません`,
});
