/** The table of mutants: every check has one, and each is one. */
import { equal } from '../../assert.js';
import { type Behaviour, MODEL } from './behaviour.js';
import { MUTANTS } from './mutants.js';

const RULES = 48;
const SITUATIONS = 45;
/** One meter alone is read: no claim, no check. */
const NOT_CLAIMED = ['B44'];

const ids = [...Array.from({ length: RULES }, (_, i) => `A${i + 1}`), ...Array.from({ length: SITUATIONS }, (_, i) => `B${i + 1}`)];
const changed = (behaviour: Behaviour) =>
	(Object.keys(MODEL) as (keyof Behaviour)[]).filter(
		(knob) => JSON.stringify(behaviour[knob]) !== JSON.stringify(MODEL[knob]) || !Object.is(typeof behaviour[knob], typeof MODEL[knob]),
	);

describe('The mutants of the model HEMS', () => {
	it('fail every check, and no other', () => {
		const failed = new Set(MUTANTS.flatMap(({ checks }) => checks));
		equal(ids.filter((id) => !failed.has(id)).join(), NOT_CLAIMED.join());
		equal([...failed].filter((id) => !ids.includes(id)).join(), '');
	});

	it('have names of their own, and differ from the model and from each other', () => {
		equal(
			new Set(MUTANTS.flatMap(({ name, variantName = name }) => [name, variantName])).size,
			MUTANTS.flatMap(({ name, variantName }) => (variantName ? [name, variantName] : [name])).length,
		);
		for (const { name, behaviour } of MUTANTS) equal(changed(behaviour).length > 0, true, name);
		const all = MUTANTS.map(({ behaviour }) =>
			changed(behaviour)
				.map((knob) => `${knob} ${String(behaviour[knob])}`)
				.join(),
		);
		equal(all.filter((each, i) => all.indexOf(each) < i).join(';'), '');
	});
});
