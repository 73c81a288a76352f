/** What is said where a program neither claims to do something nor does it; Japanese in the file beside this. */
export const CLAIMED_WORDS = Object.freeze({
	neitherClaimedNorDone: ({ claim, step }: { claim: string; step: string }) =>
		`it does not claim this (claims.${claim}), and was not seen to do it in the step ${step}: it is not asked for`,
});
