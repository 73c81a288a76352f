/** What a program books where a counter is lower than before: nothing, or what is left of a wrap. */
import type { Served } from '../understanding/served.js';
import { MOST_USED } from '../understanding/use.js';
import { type Finding, findingsOf, type Look } from './check.js';
import { evidenceOf, gradedShown, isOfValue, shownIn } from './understood.js';
import { VALUES_WORDS } from './words/values.js';

const finding = findingsOf(VALUES_WORDS);

/** A register has fallen: a step that is negative, or that no connection carries, fails; so does an energy that was not served. */
export function judgeBooking(look: Look): Finding[] {
	const fall = fallIn(look);
	if (fall === undefined) return [];
	const booked = shownIn(look, ['use'], fall.at).filter(({ observation: { value } }) => typeof value === 'number');
	const absurd = booked.filter(({ observation: { value } }) => (value as number) < 0 || (value as number) > MOST_USED);
	const energies = shownIn(look, ['energy'], fall.at).filter(isOfValue);
	if (absurd.length > 0) {
		const shown = absurd[0]!.observation.value as number;
		const evidence = [fall.entry, ...evidenceOf(absurd)].slice(0, 8);
		return [finding('fail', 'absurdStep', { shown, most: MOST_USED }, evidence, { value: shown, limit: MOST_USED, unit: 'kWh' })];
	}
	const graded = gradedShown(look, energies);
	if (graded.some(({ verdict }) => verdict !== 'pass')) return graded;
	if (booked.length + graded.length === 0) return [];
	return [finding('pass', 'fallTaken', { steps: booked.length }, [fall.entry, ...evidenceOf([...booked, ...energies])].slice(0, 8))];
}

/** The first value of E0 in the step that is lower than the one before it. */
function fallIn({ served, step }: Look): Served | undefined {
	let last: number | undefined;
	for (const each of served) {
		if (each.what !== 'E0' || each.value === undefined || each.isStale || each.at > step.to) continue;
		if (last !== undefined && each.value < last && each.at >= step.from) return each;
		last = each.value;
	}
	return undefined;
}
