/** What is done at the meter so that it becomes another, a row a place: only what must change is exchanged. */
import type { Combination, Units } from '../../meter/catalogue/rules.js';
import type { Place } from '../../meter/catalogue/select.js';
import type { Asked } from './asked.js';
import { kept, PLACES } from './choose.js';

/** `none`: nothing is there, and nothing is to be. */
export type Action = 'keep' | 'exchange' | 'add' | 'remove' | 'none';

export interface PlacePlan {
	readonly place: Place;
	readonly action: Action;
	/** Code of the type that is there. */
	readonly from: string | undefined;
	/** Code of the type that is to be there. */
	readonly to: string | undefined;
}

/** What the plug-in structure is worth here. */
export type PlanNote =
	/** A base is wired, which all units then plug into. */
	| 'newMeter'
	| 'nothing'
	/** As for its certification: without live-line work, and nothing else is touched. */
	| 'meteringAlone'
	/** As for another way of communication. */
	| 'communicationAlone'
	/** Several, or another one: units are pulled and plugged; the base and its wires stay. */
	| 'units';

export function planOf(units: Combination, mounted: Units | undefined, asked: Asked): PlacePlan[] {
	return PLACES.map((place) => {
		const [from, to] = [mounted?.[place], units[place]];
		return { place, action: actionOf(from, to, kept(place, asked, mounted)), from: from?.code, to: to?.code };
	});
}

export function planNote(plan: readonly PlacePlan[], mounted: Units | undefined): PlanNote {
	if (mounted === undefined) return 'newMeter';
	const changed = plan.filter(isWork).map(({ place }) => place);
	if (changed.length === 0) return 'nothing';
	if (changed.length > 1) return 'units';
	return changed[0] === 'metering' ? 'meteringAlone' : changed[0] === 'communication' ? 'communicationAlone' : 'units';
}

/** Whether somebody has to do something there. */
export function isWork({ action }: PlacePlan): boolean {
	return action === 'exchange' || action === 'add' || action === 'remove';
}

/** Whether a unit of a depot goes there. */
export function takesUnit({ action }: PlacePlan): boolean {
	return action === 'exchange' || action === 'add';
}

function actionOf(from: unknown, to: unknown, stays: unknown): Action {
	if (to === undefined) return from === undefined ? 'none' : 'remove';
	if (from === undefined) return 'add';
	return to === stays ? 'keep' : 'exchange';
}
