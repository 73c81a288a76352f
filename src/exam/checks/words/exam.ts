/** What the exam says of itself, and of what it has not seen; Japanese in the file beside this. */
export const EXAM_WORDS = Object.freeze({
	trouble: ({ what, ms, detail }: { what: string; ms: number; detail: string }) => {
		if (what === 'late') return `the exam was ${ms} ms late here: the machine was busy`;
		if (what === 'full') return 'the record of the exam was full';
		return what === 'flood' ? 'the program wrote more than the exam keeps' : `the exam had trouble of its own here: ${detail}`;
	},
	notObserved: ({ what }: { what: string }) => `nothing shows ${what}: observe it in the declaration`,
	notPlayed: ({ step, why }: { step: string; why: string }) => `the step ${step} was not played: ${why}`,
	neverCame: (_: object): string => 'it did not come to the test',
});
