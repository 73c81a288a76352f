/** The pushes of a fleet: composed from rows, counted, and some of them lost. */

import { KEY_LENGTH } from '../../../modules/crypto/lengths.js';
import { TITLE_LENGTH } from '../../../modules/dlms/security/ciphering.js';
import { WRAPPER_HEADER_LENGTH } from '../../../modules/dlms/wrapper.js';
import { MINUTES_PER_HALF_HOUR } from '../../meter/metering/calendar.js';
import { logicalDeviceName } from '../../route-a/identity.js';
import type { RouteAKeys } from '../../route-a/keys.js';
import { amrStatusOf } from '../../route-a/load-profile.js';
import { pushFrame } from '../../route-a/push-message.js';
import type { RouteAProfile } from '../../route-a/route-a-profile.js';
import { identityOf } from '../meter/identity.js';
import { type Columns, STATE } from './columns.js';
import type { LivingMeter } from './living-meter.js';
import type { FleetOptions, FleetPush } from './options.js';
import { PushComposer, type PushValues } from './push-composer.js';
import { drawn } from './push-schedule.js';
import { nextCounter } from './row-transmit.js';

const LAST_ID = 0xffffff;
const TITLE_AT = 2 * KEY_LENGTH;
const KEPT_LENGTH = TITLE_AT + TITLE_LENGTH;

/** What they need of the fleet. */
interface PushesHost {
	readonly options: FleetOptions;
	readonly columns: Columns;
	now(): number;
	keysOf(number: number): RouteAKeys;
	wake(number: number): LivingMeter;
	onTurn(living: LivingMeter): void;
}

export class FleetPushes {
	pushed = 0;
	lost = 0;
	readonly #host: PushesHost;
	readonly #routeAProfile: RouteAProfile;
	readonly #composer: PushComposer;
	/** Keys of the management client, as the meters came: encryption, authentication, and system titles. Of those that have pushed. */
	readonly #keys: Uint8Array;
	readonly #isKnown: Uint8Array;
	/** Share of the pushes of a meter that are lost, of those of whom any are. */
	readonly #loss = new Map<number, number>();

	constructor(host: PushesHost, routeAProfile: RouteAProfile) {
		const { cipher, counter } = host.options;
		this.#host = host;
		this.#routeAProfile = routeAProfile;
		this.#keys = new Uint8Array(KEPT_LENGTH * host.columns.capacity);
		this.#isKnown = new Uint8Array(host.columns.capacity);
		this.#composer = new PushComposer(cipher, counter, routeAProfile.deviation);
	}

	/** Shares that are lost, by number of meter. */
	get losses(): ReadonlyMap<number, number> {
		return this.#loss;
	}

	setLoss(number: number, share: number): void {
		if (share === 0) this.#loss.delete(number);
		else this.#loss.set(number, share);
	}

	/** Of a meter whose records are up to now; undefined: its counters are used up, or it has no keys. */
	push(number: number): FleetPush | undefined {
		const { columns, options } = this.#host;
		const row = number - 1;
		const frame = (columns.state[row]! & STATE.rekeyed) === 0 ? this.#composed(number) : this.#told(number);
		if (frame === undefined) return undefined;
		columns.pushes[row]!++;
		columns.uncounted[row]!++;
		columns.uncountedOctets[row]! += frame.length - WRAPPER_HEADER_LENGTH;
		const loss = this.#loss.get(number) ?? 0;
		const isLost = loss > 0 && drawn(options.seed, number, columns.pushes[row]!) < loss;
		this.pushed++;
		if (isLost) this.lost++;
		return { number, frame, isLost };
	}

	/** What was sent for it, its server counts, too. */
	count({ row, routeA }: LivingMeter): void {
		const { uncounted, uncountedOctets } = this.#host.columns;
		const { statistics } = routeA.server;
		statistics.sent += uncounted[row]!;
		statistics.framesSent += uncounted[row]!;
		statistics.octetsSent += uncountedOctets[row]!;
		uncounted[row] = 0;
		uncountedOctets[row] = 0;
	}

	#values(number: number, logicalDeviceName: string): PushValues {
		const { columns, options } = this.#host;
		const row = number - 1;
		const newest = columns.newest[row]!;
		const wrap = 10 ** options.counter.digits;
		return {
			id: (columns.pushes[row]! % LAST_ID) + 1,
			logicalDeviceName,
			now: this.#host.now() + columns.ahead[row]!,
			row: columns.has(row, newest)
				? {
						at: newest * MINUTES_PER_HALF_HOUR,
						amrStatus: amrStatusOf(columns.status(row, newest), this.#routeAProfile),
						import: columns.importCount[row]! % wrap,
						export: columns.exportCount[row]! % wrap,
					}
				: undefined,
		};
	}

	#composed(number: number): Uint8Array | undefined {
		const row = number - 1;
		if (this.#isKnown[row] === 0 && !this.#learn(number)) return undefined;
		const counter = nextCounter(this.#host.columns, row);
		if (counter === undefined) return undefined;
		const { serial } = identityOf(this.#host.options.seed, number);
		const at = KEPT_LENGTH * row;
		const systemTitle = this.#keys.subarray(at + TITLE_AT, at + KEPT_LENGTH);
		const encryption = this.#keys.subarray(at, at + KEY_LENGTH);
		const authentication = this.#keys.subarray(at + KEY_LENGTH, at + 2 * KEY_LENGTH);
		const name = logicalDeviceName({ serial, keys: { systemTitle } }, this.#routeAProfile);
		return this.#composer.compose(this.#values(number, name), systemTitle, { encryption, authentication }, counter);
	}

	/** False: it has no keys of suite 0 for it. */
	#learn(number: number): boolean {
		const keys = this.#host.keysOf(number);
		const told = keys.clients[this.#routeAProfile.clients.management];
		if (told === undefined || (told.suite ?? 0) !== 0) return false;
		const at = KEPT_LENGTH * (number - 1);
		this.#keys.set(told.encryption, at);
		this.#keys.set(told.authentication, at + KEY_LENGTH);
		this.#keys.set(keys.systemTitle, at + TITLE_AT);
		this.#isKnown[number - 1] = 1;
		return true;
	}

	/** By its Route A, under the keys that it has now. */
	#told(number: number): Uint8Array | undefined {
		const living = this.#host.wake(number);
		const client = living.routeA.server.options.clients.find(({ id }) => id === this.#routeAProfile.clients.management);
		const values = this.#values(number, living.routeA.logicalDeviceName);
		const frame = client && pushFrame(client, { id: values.id }, this.#composer.body(values));
		this.#host.onTurn(living);
		return typeof frame === 'string' ? undefined : frame;
	}
}
