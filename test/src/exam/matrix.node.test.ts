/** Each check alone: a mutant of the model that it finds, and, where a limit decides, a variant just inside that it does not. */
import { CHECK_NAMES, type CheckName, checkNamed, findCheck } from '../../../src/exam/checks/checks.js';
import { equal } from '../../assert.js';
import { checkOf, markOf } from '../../exam/marks.js';
import type { Behaviour } from '../../exam/model-hems/behaviour.js';
import { MUTANTS, type Mutant } from '../../exam/model-hems/mutants.js';
import { MODEL_DECLARATION, ModelCandidate } from './model-candidate.js';
import { examine, troubles } from './rig.js';

/** One meter alone is read: it is not claimed. */
const NOT_CLAIMED = ['B44'];
/** The one that fails it joins thousands of times: that one is in the matrix of rules alone. */
const SHORTER: Readonly<Record<string, string>> = { A6: 'takes EVENT 21 02 for a failure' };
/** Seen, or seen as badly as in a whole exam, where the steps of this one are played as well. */
const COMPANIONS: Readonly<Record<string, string>> = { A37: 'B19', A22: 'B19', B16: 'A34' };

/** What the check says of it, asked for by its name alone; nothing: it passes. */
function saidOf(id: string, behaviour: Behaviour): string {
	const [name, ...others] = [id, ...(id in COMPANIONS ? [COMPANIONS[id]!] : [])].map((each) => findCheck(each)!) as [CheckName, ...CheckName[]];
	const { outcomes } = examine({
		only: [name, ...others],
		declaration: MODEL_DECLARATION,
		candidate: (venue) => new ModelCandidate(venue, behaviour),
	});
	const outcome = outcomes.find((each) => each.name === name)!;
	return outcome.verdict === 'pass' ? '' : (markOf(outcome) ?? troubles([outcome]).join());
}

/** One that was made for the check rather than another, and one that fails it rather than one that is warned by it. */
function mutantOf(id: string): Mutant {
	const isFor = ({ marks }: Mutant) => checkOf(marks[0]!) === id;
	const fails = ({ marks }: Mutant) => marks.includes(id);
	const marked = MUTANTS.filter(({ marks }) => marks.some((mark) => checkOf(mark) === id));
	const mutant =
		marked.find(({ name }) => name === SHORTER[id]) ??
		marked.find((each) => isFor(each) && fails(each)) ??
		marked.find(isFor) ??
		marked.find(fails) ??
		marked[0];
	if (mutant === undefined) throw new Error(`there is none for ${id}`);
	return mutant;
}

describe('Each check of the exam alone', () => {
	for (const id of CHECK_NAMES.map((name) => checkNamed(name).id)) {
		if (NOT_CLAIMED.includes(id)) continue;
		it(`${id}: finds its mutant`, () => {
			const { name, marks, behaviour } = mutantOf(id);
			const mark = marks.find((each) => checkOf(each) === id);
			equal(saidOf(id, behaviour), mark, name);
		});
	}

	for (const { marks, variant } of MUTANTS) {
		if (variant === undefined) continue;
		const id = checkOf(marks[0]!);
		it(`${id}: finds less in one that ${variant.name}`, () => {
			const mark = variant.marks.find((each) => checkOf(each) === id) ?? '';
			equal(saidOf(id, variant.behaviour), mark, variant.name);
		});
	}
});
