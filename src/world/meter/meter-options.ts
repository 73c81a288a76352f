/** What a meter of the simulator is made of. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Flash } from '../../../hal/ports/flash.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Combination } from '../../meter/catalogue/rules.js';
import type { UtilityProfile } from '../../meter/switching/utility.js';
import type { RouteAKeys } from '../../route-a/keys.js';
import type { PaymentMode } from '../../route-a/payment/payment.js';
import type { RouteAProfile } from '../../route-a/route-a-profile.js';
import type { RouteALink } from '../../route-a/route-a-service.js';
import type { LoadSource } from '../load/source.js';
import type { MbusLine } from '../mbus/mbus-line.js';
import type { UnitMemory } from '../units/unit-memory.js';
import type { Makers } from '../units/unit-shelf.js';
import type { LanOffer, RouteBPlace } from './route-b-links.js';

/** @template M see `RouteASettingsOf` */
export interface MeterOptionsOf<M> extends RouteBPlace {
	readonly scheduler: Scheduler;
	/** ms since 1970-01-01T00:00:00Z when the scheduler stands at 0. */
	readonly start: number;
	/** Lead of its clock over the world's time at the start, ms; negative: behind. */
	readonly clockOffset?: number;
	readonly load: LoadSource;
	/** Of the first metering unit. */
	readonly flash: Flash;
	/** Of all others, and which units there are. */
	readonly memory: UnitMemory;
	/** The units that are to be in place; without it those that the memory knows of, or the usual ones. */
	readonly combination?: Combination | undefined;
	/** Of the units of `combination`, where one is told. */
	readonly makers?: Makers | undefined;
	readonly utility: UtilityProfile;
	readonly routeA: RouteASettingsOf<M>;
	/** Besides, as long as a communication unit with Route B is there. */
	readonly lan?: LanOffer | undefined;
	/** The line of meters behind it, and the version of its objects of class 72. */
	readonly mbus?: { readonly line: MbusLine; readonly version: 0 | 1 } | undefined;
}

/** @template M the meter that its doors are of */
export interface RouteASettingsOf<M> {
	readonly keys: RouteAKeys;
	readonly cipher: Cipher;
	readonly random: Random;
	/** Default: of the companion `japan`. */
	readonly routeAProfile?: RouteAProfile;
	/** The longest request that is taken in blocks, in bytes. */
	readonly maxRequest?: number;
	/** General blocks that are taken in a row. */
	readonly blockWindow?: number;
	/** The longest PDU that is sent, in bytes. */
	readonly maxSend?: number;
	/** The longest answer in general blocks, in bytes. */
	readonly maxTransfer?: number;
	/** What it does for the household; without it nothing. `relayWatts`: of the load on its relay; undefined: it has none, as without `payment` there is no account. */
	readonly household?: { readonly relayWatts?: number | undefined; readonly payment?: PaymentMode | undefined } | undefined;
	/** Version of its push set-ups (class 40); default: 0. */
	readonly pushVersion?: 0 | 2;
	/** See `RouteAOptions`. */
	readonly firstCounter?: number | undefined;
	/** How clients get at the Route A of this meter. */
	readonly link: (meter: M) => RouteALink;
}
