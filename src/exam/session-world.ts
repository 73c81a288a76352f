/** The world of a session, from its setup. */
import type { Flash } from '../../hal/ports/flash.js';
import { DAY, HALF_HOUR, HOUR } from '../../modules/time/durations.js';
import { parseCombination } from '../meter/catalogue/parse.js';
import type { Credentials } from '../route-b/credentials.js';
import { GEN1, GEN2, type MeterProfile } from '../route-b/meter-profile.js';
import { withTraits } from '../route-b/traits.js';
import { USUAL_COMBINATION } from '../world/meter/emulated-meter.js';
import { notificationRules } from '../world/meter/notification-rules.js';
import { filledFlash, INITIAL, initialFor, recordPast } from '../world/meter/past.js';
import { World } from '../world/simulation/world.js';
import { JST } from '../world/time/iso-time.js';
import { MARKER_LOAD } from './situations/marker-load.js';
import type { Setup } from './situations/setups.js';
import { MARKER_HALF_HOURS } from './understanding/markers.js';
import type { Venue } from './venue.js';

export interface SessionWorldOptions {
	readonly session: number;
	readonly setup: Setup;
	readonly venue: Venue;
	readonly seed: number;
	readonly credentials: Credentials;
	/** Days of the past that the meter remembers. */
	readonly pastDays: number;
}

/** No half-hour is begun before later than so far into a day, Japan's: what is played behind it stays within the day. */
const LATEST = 21 * HOUR;

/** When the world begins, ms since 1970-01-01T00:00:00Z: now, or so long before the next boundary of the meter's clock as its setup says. */
export function startOf({ clock, lead = 0, clockOffset = 0 }: Setup, now: number): number {
	if (clock === 'host') return now;
	const ahead = JST + clockOffset;
	const period = clock === 'half-hour' ? HALF_HOUR : DAY;
	const boundary = (Math.floor((now + ahead) / period) + 1) * period;
	const midnight = Math.floor((boundary - 1) / DAY) * DAY;
	return (clock === 'half-hour' ? Math.min(boundary, midnight + LATEST) : boundary) - ahead - lead;
}

/** @returns the world, when it begins, and what one count of its meter's energies is worth, Wh */
export function createWorld({ session, setup, venue, seed, credentials, pastDays }: SessionWorldOptions): {
	readonly world: World;
	readonly start: number;
	readonly wattHours: number;
} {
	const start = startOf(setup, venue.now());
	const { clockOffset = 0, notifications, units, register, traits = {} } = setup;
	const profile: MeterProfile = withTraits(setup.profile === 'gen2' ? GEN2 : GEN1, traits);
	const combination = units === undefined ? USUAL_COMBINATION : parseCombination(units);
	const { twoWay } = combination.metering;
	const clock = start + clockOffset;
	const initial = register === undefined ? INITIAL : initialFor(register, MARKER_HALF_HOURS, clock, pastDays, profile.counter, twoWay);
	const fill = (flash: Flash) => recordPast(flash, MARKER_HALF_HOURS, clock, pastDays, undefined, twoWay, initial);

	const capture = venue.capture(session);
	const world = new World({
		speed: 1,
		seed: seed + session,
		start,
		clockOffset,
		load: MARKER_LOAD,
		profile,
		credentials,
		combination,
		log: venue.log,
		flash: () => filledFlash(fill),
		...(notifications && { notifications: notificationRules(notifications, seed + session) }),
		...(capture && { capture }),
	});
	return { world, start, wattHours: profile.counter.wattHours };
}
