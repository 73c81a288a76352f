/** What the exam says of its own trouble; Japanese in the file beside this. */
export const EXAM_WORDS = Object.freeze({
	trouble: ({ what, ms, detail }: { what: string; ms: number; detail: string }) => {
		if (what === 'late') return `the exam was ${ms} ms late here: the machine was busy`;
		if (what === 'full') return 'the record of the exam was full';
		return what === 'flood' ? 'the program wrote more than the exam keeps' : `the exam had trouble of its own here: ${detail}`;
	},
});
