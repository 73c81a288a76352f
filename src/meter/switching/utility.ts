import { frozen } from '../../../modules/bytes/frozen.js';
import { MINUTE } from '../../../modules/time/durations.js';

/** How a utility uses the breaker of a switching unit. What no source tells is assumed, and said so in `source`. */
export interface UtilityProfile {
	readonly name: string;
	/** Whether households have an ampere contract that the meter enforces. */
	readonly ampereContract: boolean;
	/** How long after a trip the contact closes again by itself, ms. */
	readonly recloseAfter: number;
	/** Trips within so many ms after which it stays open until it is reset. */
	readonly lockOut: { readonly trips: number; readonly within: number };
	readonly source: string;
}

export const UTILITY_PROFILES = frozen({
	/** None in particular. */
	general: {
		name: 'general',
		ampereContract: true,
		recloseAfter: 10_000,
		lockOut: { trips: 3, within: 10 * MINUTE },
		source: 'about 10 s to reclose; lock-out assumed',
	},
	tohoku: {
		name: 'tohoku',
		ampereContract: true,
		recloseAfter: 10_000,
		lockOut: { trips: 10, within: 30 * MINUTE },
		source: 'as told to customers: about 10 s, no reclosing after 10 (by another account 9) times within 30 minutes; unconfirmed',
	},
	hokkaido: {
		name: 'hokkaido',
		ampereContract: true,
		recloseAfter: 15_000,
		lockOut: { trips: 8, within: 30 * MINUTE },
		source: 'Hokkaido Electric Power Network: about 15 s, 8 times in a short time; how long that is is assumed',
	},
	/** Households pay a minimum charge and have no ampere contract; the same holds for Chugoku, Shikoku and Okinawa. */
	kansai: {
		name: 'kansai',
		ampereContract: false,
		recloseAfter: 10_000,
		lockOut: { trips: 3, within: 10 * MINUTE },
		source: 'no ampere contract for households; without one the other values are never used',
	},
}) satisfies Readonly<Record<string, UtilityProfile>>;
