import { CONTROL_MODES } from './control.js';
import { AMPERE_CONTRACTS } from './curve.js';
import { DEMAND_WINDOWS, type DemandLimit } from './demand.js';
import { type Rating, ratedPower } from './rating.js';
import type { UtilityProfile } from './utility.js';

/** Why a capacity of `amperes` cannot be set; undefined if it can. */
export function capacityRefusal(amperes: number | undefined, rating: Rating, utility: UtilityProfile): string | undefined {
	if (amperes === undefined) return undefined;
	if (!utility.ampereContract) return `${utility.name}: no ampere contract`;
	if (rating.wiring === '3p3w') return 'ampere contracts are single-phase';
	if (!AMPERE_CONTRACTS.includes(amperes)) return `no contract of ${amperes} A`;
	return amperes > rating.amperes ? `expected at most ${rating.amperes} A, got ${amperes}` : undefined;
}

/** Why a demand limit cannot be set; undefined if it can. */
export function demandRefusal(limit: DemandLimit | undefined, rating: Rating): string | undefined {
	if (limit === undefined) return undefined;
	const most = ratedPower(rating);
	if (!(Number.isInteger(limit.watts) && limit.watts >= 1 && limit.watts <= most)) return `expected 1 to ${most} W, got ${limit.watts}`;
	return DEMAND_WINDOWS.includes(limit.minutes) ? undefined : `no window of ${limit.minutes} minutes`;
}

/** Why a control mode cannot be set; undefined if it can. */
export function modeRefusal(mode: number): string | undefined {
	return Number.isInteger(mode) && mode >= 0 && mode < CONTROL_MODES ? undefined : `no control mode ${mode}`;
}
