/** Whole exams of mutants: what each has come to, against its table, both ways. */
import { equal } from '../../assert.js';
import { checkOf, differences, marksOf } from '../../exam/marks.js';
import type { Behaviour } from '../../exam/model-hems/behaviour.js';
import { MUTANTS } from '../../exam/model-hems/mutants.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { MODEL_DECLARATION, ModelCandidate } from './model-candidate.js';
import { examine, troubles } from './rig.js';

interface Row {
	readonly name: string;
	/** What it fails, and is warned by. */
	readonly marks: readonly string[];
	readonly behaviour: Behaviour;
}

/** The mutants that were made for a check whose number begins so, each with its variant. */
function rowsOf(letter: string): readonly Row[] {
	return MUTANTS.filter(({ marks }) => checkOf(marks[0]!).startsWith(letter)).flatMap(({ name, marks, behaviour, variant }) => [
		{ name, marks, behaviour },
		...(variant === undefined ? [] : [variant]),
	]);
}

/** The exam knows neither its name nor its marks. Returns in what the two differ, with what was found; nothing: in nothing. */
function wrongOf({ marks, behaviour }: Row): string {
	const { outcomes } = examine({ candidate: (venue) => new ModelCandidate(venue, behaviour), declaration: MODEL_DECLARATION });
	const difference = differences(marks, marksOf(outcomes));
	return difference === '' ? '' : [difference, ...troubles(outcomes)].join('\n');
}

/** Defines a test a row: of all in a long run, of half a share of them in a short one, and of a single one in a search. */
export function matrix(letter: string): void {
	const rows = rowsOf(letter);
	const count = keikiFuzz.seed === 0 ? fuzzCount(keikiFuzz.share < 1 ? rows.length / 2 : rows.length) : 1;
	const from = fuzzRandom(1, `matrix ${letter}`).below(rows.length);
	for (let i = 0; i < count; i++) {
		const row = rows[(from + Math.floor((i * rows.length) / count)) % rows.length]!;
		it(`${row.name}: ${row.marks.join(' ') || 'passes'}`, () => {
			tried(row.name);
			equal(wrongOf(row), '');
		});
	}
}
