/** Visits to meters of a world, one at a time: see `Visitor`. A HEMS that wants in meanwhile is let in, as if nobody were there. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import type { Medium } from '../../../modules/medium/medium.js';
import { ARIB_LIMIT, LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import type { DongleActivity } from '../dongle/dongle-activity.js';
import { DongleNetwork } from '../dongle/dongle-network.js';
import { type VisitOutcome, Visitor } from '../dongle/visitor.js';
import { AirLink } from '../meter/air-link.js';
import type { EmulatedMeter } from '../meter/emulated-meter.js';

export interface VisitsOptions {
	readonly air: Medium;
	/** The wires of the house, for Route B by PLC. */
	readonly powerLine: Medium;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	readonly log: Log;
	readonly transmitLimit?: number | undefined;
	readonly onActivity: (node: string, activity: DongleActivity) => void;
}

/** Why a meter cannot be visited now: `away`: it has no Route B, or no power; `elsewhere`: it is not in this world's air. */
export type VisitRefusal = 'away' | 'elsewhere' | 'joined' | 'joining' | 'visited';

/** How the visitor is called in events. */
export const VISITOR = 'panel';
/** No dongle's: these count from 0. */
const MAC_ADDRESS: readonly number[] = Object.freeze([0x00, 0x1d, 0x12, 0x91, 0x4b, 0x45, 0xff, 0x01]);

export class Visits {
	readonly #options: VisitsOptions;
	/** By their medium; each has a radio of its own from its first visit on. */
	readonly #visitors = new Map<Medium, Visitor>();

	constructor(options: VisitsOptions) {
		this.#options = options;
	}

	/** Something of one is under way that only virtual time can finish. */
	get isBusy(): boolean {
		if (this.#visitors.size === 0) return false;
		for (const visitor of this.#visitors.values()) if (visitor.isBusy) return true;
		return false;
	}

	/** Of the visitor's address; undefined: it is not the visitor's. */
	nameOf(address: Uint8Array): string | undefined {
		for (const visitor of this.#visitors.values()) if (equalBytes(visitor.address, address)) return VISITOR;
		return undefined;
	}

	/** Why nobody could visit this meter now; undefined: one could. */
	refusal(meter: EmulatedMeter): VisitRefusal | undefined {
		const { link, routeB } = meter;
		if (link === undefined || routeB === undefined) return 'away';
		if (!(link instanceof AirLink)) return 'elsewhere';
		if (this.isBusy) return 'visited';
		if (routeB.hems !== undefined) return 'joined';
		return link.stack.authentication.embryonic > 0 ? 'joining' : undefined;
	}

	/**
	 * Joins the meter, sends it one request, and leaves. Nothing is done where it is refused.
	 * @param request an ECHONET Lite message that is answered
	 * @param done called once, later; `onAway` when it has left
	 */
	visit(meter: EmulatedMeter, request: Uint8Array, done: (outcome: VisitOutcome) => void, onAway: () => void = () => {}): VisitRefusal | undefined {
		const refusal = this.refusal(meter);
		if (refusal !== undefined) return refusal;
		const link = meter.link as AirLink;
		const visitor = this.#visitorOf(meter);
		const { address } = visitor;
		const unhear = link.hearOthers(visitor.network.macAddress, () => {
			if (!visitor.isAway) visitor.interrupt(link.release(address));
		});
		const { macAddress, panId, channel, credentials } = meter;
		visitor.visit({ macAddress, panId, channel, credentials }, request, done, () => {
			unhear();
			onAway();
		});
		return undefined;
	}

	/** Ends a visit that nobody waits for any more. */
	end(): void {
		for (const visitor of this.#visitors.values()) visitor.interrupt(false);
	}

	#visitorOf(meter: EmulatedMeter): Visitor {
		const { air, powerLine, scheduler, random, cipher, log, transmitLimit = ARIB_LIMIT, onActivity } = this.#options;
		const medium = meter.hearsByPlc ? powerLine : air;
		const known = this.#visitors.get(medium);
		if (known !== undefined) return known;
		const network = new DongleNetwork({
			radio: new LimitedRadio(medium.createRadio(VISITOR), scheduler, meter.hearsByPlc ? Number.POSITIVE_INFINITY : transmitLimit),
			scheduler,
			random,
			cipher,
			log,
			macAddress: Uint8Array.from(MAC_ADDRESS),
			ports: [ECHONET_LITE_PORT],
			onActivity: (activity) => onActivity(VISITOR, activity),
		});
		const visitor = new Visitor(network, scheduler);
		this.#visitors.set(medium, visitor);
		return visitor;
	}
}
