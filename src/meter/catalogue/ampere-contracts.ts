/**
 * Whether a utility's households have a contract by amperes, which the breaker of a switching unit then holds them to. How that breaker behaves is the
 * switching unit's own business. Kansai has none, says the source of Table 1; the rest is from the published household tariffs (Meter-Rate Lighting A
 * and B), unconfirmed.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import type { Phases } from './unit-types.js';

export interface Utility {
	readonly code: string;
	readonly name: string;
	/** Contracts of households, on single-phase lines, that an ampere breaker holds, A, ascending; empty: this utility has none. */
	readonly ampereContracts: readonly number[];
}

const AMPERES = Object.freeze([5, 10, 15, 20, 30, 40, 50, 60]);
const NONE: readonly number[] = Object.freeze([]);

export const UTILITIES: readonly Utility[] = frozen([
	{ code: 'hokkaido', name: 'Hokkaido', ampereContracts: AMPERES },
	{ code: 'tohoku', name: 'Tohoku', ampereContracts: AMPERES },
	{ code: 'tokyo', name: 'Tokyo', ampereContracts: AMPERES },
	{ code: 'chubu', name: 'Chubu', ampereContracts: AMPERES },
	{ code: 'hokuriku', name: 'Hokuriku', ampereContracts: AMPERES },
	{ code: 'kansai', name: 'Kansai', ampereContracts: NONE },
	{ code: 'chugoku', name: 'Chugoku', ampereContracts: NONE },
	{ code: 'shikoku', name: 'Shikoku', ampereContracts: NONE },
	{ code: 'kyushu', name: 'Kyushu', ampereContracts: AMPERES },
	{ code: 'okinawa', name: 'Okinawa', ampereContracts: NONE },
]);

/** Undefined if there is none with this code. */
export function utility(code: string): Utility | undefined {
	return UTILITIES.find((each) => each.code === code);
}

/** The contracts that an ampere breaker holds on such a line, A, ascending. */
export function ampereContracts(of: Utility, phases: Phases): readonly number[] {
	return phases === '3p3w' ? NONE : of.ampereContracts;
}
