/** Lines that wait while one is carried out: of a slider only the last, of all else each, in their order. */

/** What a slider sends: where it stands now is what counts. */
const CONTINUOUS: readonly string[] = Object.freeze(['load', 'voltage']);
/** More than a hand has pressed by mistake. */
const MOST_WAITING = 8;

/** With one more; the same list where there is no room. */
export function withLine(waiting: readonly string[], line: string): readonly string[] {
	const word = line.split(' ')[0]!;
	const kept = CONTINUOUS.includes(word) ? waiting.filter((each) => !each.startsWith(`${word} `)) : waiting;
	return kept.length >= MOST_WAITING ? waiting : [...kept, line];
}
