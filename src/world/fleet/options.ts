/** What a fleet is made of, and what it tells. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Counter } from '../../meter/metering/registers.js';
import type { NetworkFacts } from '../../route-a/facts.js';
import type { RouteAKeys } from '../../route-a/keys.js';
import type { PushCarrier } from '../../route-a/push-carrier.js';
import type { RouteAOptions } from '../../route-a/route-a-options.js';
import type { RouteAProfile } from '../../route-a/route-a-profile.js';
import type { FleetSource } from './fleet-head.js';
import type { FleetRecord } from './fleet-records.js';

/** Net energy of household `number` in the half-hour that ends at `slot`, whole Wh: negative where it is fed in. See `districtEnergy`. */
export type EnergyOf = (number: number, slot: number) => number;

export interface FleetOptions {
	/** How many there are at the start: numbers 1 to `meters`. */
	readonly meters: number;
	/** How many more may come by exchange; default: one in fifty, and a hundred. */
	readonly spare?: number;
	readonly seed: number;
	/** Virtual or real: what is due in a meter runs by it. Its `now` is the uptime of the fleet, ms. */
	readonly scheduler: Scheduler;
	/** ms since 1970-01-01T00:00:00Z when the scheduler stands at 0. */
	readonly start: number;
	/** Days on record before; default: 45. */
	readonly pastDays?: number;
	/** What the registers of a meter hold that comes by exchange, Wh; default: 0. */
	readonly newRegisters?: { readonly import: number; readonly export: number };
	readonly counter: Counter;
	readonly cipher: Cipher;
	readonly log: Log;
	/** Default: `keysOf` of the seed. */
	readonly keys?: (number: number) => RouteAKeys;
	/**
	 * Random numbers of a meter's Route A, made for each association; default: the stream of seed and number, which goes on where it stood. What the platform has
	 * that nobody can predict is the choice where clients are not a test's.
	 */
	readonly random?: (number: number) => Random;
	/** What its IP set-up objects tell, see `NetworkFacts`; default: nothing, and there are none. */
	readonly network?: (number: number) => NetworkFacts | undefined;
	/** Takes pushes that a client has set up in a meter itself to where they go; default: there is no way, and there are no objects of them. */
	readonly push?: PushCarrier;
	/** Default: of the companion `japan`. */
	readonly routeAProfile?: RouteAProfile;
	/** Lengths of `RouteAOptions`; default: those of `keiki run`. */
	readonly lengths?: Pick<RouteAOptions, 'maxSend' | 'maxTransfer' | 'maxRequest' | 'blockWindow'>;
	/** Default: `districtEnergy`, of the load `district`. */
	readonly energy?: EnergyOf;
	/** Whether anything of a household is ever fed in; default: `hasRoof`. */
	readonly feedsIn?: (number: number) => boolean;
	readonly onEvent?: (event: FleetEvent) => void;
	/** It goes on from there, as meters do whose power was away meanwhile; of the same seed, number of meters and counter, which whoever has it has seen to. */
	readonly from?: FleetSource;
	/** Told all that `from` needs behind an image, before anybody is answered who may rely on it. */
	readonly onRecord?: (record: FleetRecord) => void;
}

/** What happened to a meter of the fleet, and its number. */
export type FleetEvent =
	| { readonly kind: 'association'; readonly number: number; readonly client: number; readonly authenticated: boolean; readonly on: boolean }
	/** What clients have changed of it takes more than `CHANGES_LIMIT` bytes; told once a meter. */
	| { readonly kind: 'large'; readonly number: number; readonly bytes: number };

/** One push of one meter, as it goes. */
export interface FleetPush {
	readonly number: number;
	/** A frame of the wrapper; the caller's until it asks for the next. */
	readonly frame: Uint8Array;
	/** The lossy link loses it: its counter is used, and nobody gets it. */
	readonly isLost: boolean;
}

/** What a fleet holds and has done. */
export interface FleetFigures {
	/** Numbers that were given, those of meters that were exchanged among them; and those that have power. */
	readonly meters: number;
	readonly powered: number;
	/** Meters of which something was changed, the bytes that takes, the most of one, and how many take more than `CHANGES_LIMIT`. */
	readonly changed: number;
	readonly changedBytes: number;
	readonly largest: number;
	readonly large: number;
	/** Whose Route A is there: an association lasts, or something is due in it. */
	readonly awake: number;
	/** Bytes of all columns. */
	readonly columnBytes: number;
	/** Counts above 254 in half an hour, which stand beside the columns. */
	readonly escapes: number;
	readonly pushed: number;
	readonly lost: number;
}
