/** Of what the world of a run is made, by the run's options. */
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import type { Flash } from '../../../hal/ports/flash.js';
import type { Log } from '../../../hal/ports/log.js';
import { MAX_WINDOW } from '../../../modules/dlms/apdu/general-block.js';
import { parseCombination } from '../../../src/meter/catalogue/parse.js';
import { COMPANION_PROFILES } from '../../../src/route-a/companion.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import type { RouteALink } from '../../../src/route-a/route-a-service.js';
import type { LoadSource } from '../../../src/world/load/source.js';
import { type EmulatedMeter, type RouteASettings, USUAL_COMBINATION } from '../../../src/world/meter/emulated-meter.js';
import { countersFrom } from '../../../src/world/meter/first-counter.js';
import type { RouteBCarrier } from '../../../src/world/meter/link.js';
import { notificationRules } from '../../../src/world/meter/notification-rules.js';
import { byClock, filledFlash, INITIAL, initialFor, PAST_DAYS, recordPast } from '../../../src/world/meter/past.js';
import { World } from '../../../src/world/simulation/world.js';
import type { CaptureFile } from '../shared/capture-file.js';
import { newHostCipher } from '../shared/host-cipher.js';
import type { StateDirectory } from '../shared/state.js';
import { credentialKeysOf } from './credential-keys.js';
import type { Lan } from './lan.js';
import { loadsOf } from './loads.js';
import type { RunOptions } from './options.js';
import { showProgress } from './progress.js';

/** All that a length of two bytes can tell. */
const MAX_SEND = 0xffff;
/** The longest answer in general blocks, bytes: a load profile of 45 days has some 60,000. */
const MAX_TRANSFER = 1 << 17;
/** Of blocks of an image, which are as long, bytes: the longer, the fewer answers a head-end waits for. */
const MAX_REQUEST = 1 << 14;

/** The loads of the meters, and what new ones have recorded of them. */
export class RunPast {
	readonly loads: (number: number) => LoadSource;
	readonly #options: RunOptions;
	readonly #clock: number;

	/** @param source load of the first meter; start in ms since 1970-01-01T00:00:00Z */
	constructor(options: RunOptions, source: LoadSource, start: number) {
		this.#options = options;
		this.loads = loadsOf(source, options.load, options.seed);
		this.#clock = start + options.clockOffset;
	}

	/** Fills the empty flash of a meter, by its number from 1. */
	record(flash: Flash, number: number): void {
		const { clockOffset, like, profile, quiet } = this.#options;
		const load = byClock(this.loads(number), clockOffset);
		const { twoWay } = (wantedOf(this.#options) ?? USUAL_COMBINATION).metering;
		const register = this.#options.register ?? like?.register;
		const initial = register === undefined ? INITIAL : initialFor(register, load, this.#clock, PAST_DAYS, profile.counter, twoWay);
		recordPast(flash, load, this.#clock, PAST_DAYS, quiet || number > 1 ? () => {} : showProgress, twoWay, initial);
	}
}

/** The units that were asked for; undefined: those of the state, or the usual. */
function wantedOf({ meter, like }: RunOptions) {
	return meter.combination ?? (like && parseCombination(like.units));
}

/** What the run has opened and made for its world. */
export interface WorldParts {
	readonly options: RunOptions;
	readonly past: RunPast;
	readonly log: Log;
	/** Ms since 1970-01-01T00:00:00Z. */
	readonly start: number;
	readonly state: StateDirectory | undefined;
	readonly lan: Lan | undefined;
	/** Takes the frames on the air; undefined: they are not captured. */
	readonly capture: CaptureFile | undefined;
	/** Of Route B in place of the virtual air. */
	readonly carrier: RouteBCarrier | undefined;
	keysOf(number: number): RouteAKeys;
	linkOf(number: number, meter: EmulatedMeter): RouteALink;
}

/** @throws DamagedMemory, UnitMemoryError if a flash holds something else than what should stand there */
export function newWorld({ options, past, log, start, state, lan, capture, carrier, keysOf, linkOf }: WorldParts): World {
	const { profile, like, seed, credentials, credentialKeys, faults, neighbours, notifications, speed, meter, many, behind, clockOffset } = options;
	const cipher = newHostCipher();
	const household = householdOf(options);
	return new World({
		speed,
		seed,
		start,
		clockOffset,
		load: past.loads,
		profile,
		credentials,
		credentialKeys: credentialKeysOf(credentialKeys, many.count, keysOf),
		log,
		flash: (number) => (number === 1 ? state?.flash : undefined) ?? filledFlash((flash) => past.record(flash, number)),
		meters: many.count,
		behind: behind.of,
		mbusVersion: behind.version,
		...(state && { run: state.runs, location: state.location, memory: state.memory }),
		routeA: (number) => ({
			keys: keysOf(number),
			routeAProfile: COMPANION_PROFILES[options.companion],
			pushVersion: options.pushVersion,
			cipher,
			random: SYSTEM_RANDOM,
			firstCounter: state === undefined ? countersFrom(start) : undefined,
			maxSend: MAX_SEND,
			maxTransfer: MAX_TRANSFER,
			household,
			maxRequest: MAX_REQUEST,
			blockWindow: MAX_WINDOW,
			link: (emulated) => linkOf(number, emulated),
		}),
		lan: lan && {
			datagrams: lan.datagrams,
			multicast: lan.datagrams.group,
			answersAnnouncements: options.lan?.answersAnnouncements ?? false,
		},
		...(carrier && { carrier }),
		combination: state?.isNew === false ? meter.combination : wantedOf(options),
		makers: meter.makers,
		...(like?.answerDelay && { answerDelay: like.answerDelay }),
		utility: meter.utility,
		faults,
		neighbours,
		notifications: notificationRules(notifications, seed),
		...(capture && { capture: (bytes) => capture.write(bytes) }),
	});
}

/** What meters do for the household; undefined: nothing. */
function householdOf({ customerPort, loadRelay, payment }: RunOptions): RouteASettings['household'] {
	if (customerPort === undefined && loadRelay === undefined && payment === undefined) return undefined;
	return { relayWatts: loadRelay, payment };
}
