/**
 * What happens to a meter's units and its supply, in English: for people, and for the expectations of a scenario that search for words. Scenario files
 * rely on these sentences, so that they do not change; a test keeps a list of them.
 */
import type { WorldEvent, WorldEventKind } from './event-rows.js';

type Words = { readonly [Kind in WorldEventKind]?: (event: WorldEvent<Kind>) => string };

export const UNIT_WORDS = Object.freeze({
	/** `metering pulled unannounced: 1p3w-60-2way M0001001` */
	unit: ({ what, place, detail }) => {
		const where = place === null ? `base ${what}` : what.startsWith(place) ? what : `${place} ${what}`;
		return detail === '' ? where : `${where}: ${detail}`;
	},
	/** `voltage sag R-N ended: 91.2 V, 12.3 s` */
	voltage: ({ kind, quantity, state, extreme, durationMs }) => {
		const worst = kind === 'imbalance' ? `${extreme.toFixed(1)} %` : `${extreme.toFixed(1)} V`;
		return `voltage ${kind} ${quantity} ${state === 'lasting' ? 'begins' : state}: ${worst}${state === 'lasting' ? '' : `, ${durationMs / 1000} s`}`;
	},
	supply: ({ on }) => `supply ${on ? 'on' : 'off'}`,
} satisfies Words);

export const WORDED: readonly WorldEventKind[] = Object.freeze(['unit', 'voltage', 'supply']);

/** Undefined for what only concerns a HEMS. */
export function unitWords(event: WorldEvent): string | undefined {
	switch (event.event) {
		case 'unit':
			return UNIT_WORDS.unit(event);
		case 'voltage':
			return UNIT_WORDS.voltage(event);
		case 'supply':
			return UNIT_WORDS.supply(event);
		default:
			return undefined;
	}
}
