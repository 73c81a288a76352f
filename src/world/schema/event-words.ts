/**
 * What happens to a meter's units and its supply: for people, and in English for the expectations of a scenario that search for words. Scenario files
 * rely on these English sentences, so that they do not change; a test keeps a list of them.
 */
import type { WorldEvent, WorldEventKind } from './event-rows.js';
import { UNIT_WORDS_JA, type UnitWords } from './event-words-ja.js';
import type { InEach } from './language.js';

const ACCOUNT: Readonly<Record<WorldEvent<'account'>['what'], string>> = Object.freeze({
	activated: 'account activated',
	closed: 'account closed',
	reset: 'account reset',
	token: 'token taken',
	refused: 'token refused',
	selected: 'emergency credit selected',
	credit: 'in credit',
	low: 'credit low',
	emergency: 'emergency credit in use',
	out: 'out of credit',
});
const REFUSED = Object.freeze({ oldVersion: 'refused: not a later version', notOurs: 'refused: not sealed for this unit' });

export const UNIT_WORDS: UnitWords = Object.freeze({
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
	relay: ({ on }) => `load relay ${on ? 'on' : 'off'}`,
	/** `token refused: validation, credit 120.00 JPY` */
	account: ({ what, why, credit }) => `${ACCOUNT[what]}${why === undefined ? '' : `: ${why}`}, credit ${credit.toFixed(2)} JPY`,
	credentials: ({ version, refusal }) => `credentials of version ${version} ${refusal === null ? 'taken' : REFUSED[refusal]}`,
});

export const ALL_UNIT_WORDS: InEach<UnitWords> = Object.freeze({ en: UNIT_WORDS, ja: UNIT_WORDS_JA });

export const WORDED: readonly WorldEventKind[] = Object.freeze(['unit', 'voltage', 'supply', 'relay', 'account', 'credentials']);

/** English text. Undefined for what only concerns a HEMS. */
export function unitWords(event: WorldEvent): string | undefined {
	switch (event.event) {
		case 'unit':
			return UNIT_WORDS.unit(event);
		case 'voltage':
			return UNIT_WORDS.voltage(event);
		case 'supply':
			return UNIT_WORDS.supply(event);
		case 'relay':
			return UNIT_WORDS.relay(event);
		case 'account':
			return UNIT_WORDS.account(event);
		case 'credentials':
			return UNIT_WORDS.credentials(event);
		default:
			return undefined;
	}
}
