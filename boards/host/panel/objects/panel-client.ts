/**
 * The panel as a client of Route A: number 101, with the rights of the management client, under keys that were drawn for it and that nobody is ever shown.
 *
 * It meets the objects of the meter through a server of its own in this process: the meter's own server knows nothing of it. So it is in no list of
 * the meter's, takes no connection, and counts no other client's counters up, neither what they send nor what they are sent; its own begin with its
 * keys, are kept nowhere, and end with them.
 */
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { RealTime } from '../../../../hal/node/real-time.js';
import { CosemServer } from '../../../../modules/dlms/server/server.js';
import { MeterSession } from '../../../../src/head-end/meter-session.js';
import type { RouteA } from '../../../../src/route-a/route-a.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import { newHostCipher } from '../../shared/host-cipher.js';
import { createOwnClient } from '../own-client.js';
import type { PanelSite } from '../site.js';
import { Turns } from '../turns.js';
import { inProcessCarrier } from './carrier.js';

const FIRST_NUMBER = 101;
/** How long a meter may be silent, ms of this computer's clock. */
const PATIENCE = 5_000;
/** How long an association waits for the next request, ms of this computer's clock. */
const IDLE = 30_000;
/** The one that was not used for longest makes room. */
const MOST_SESSIONS = 16;

/** At work with one meter, as long as that has power. */
interface Session {
	readonly routeA: RouteA;
	readonly client: number;
	readonly session: MeterSession;
	idle: NodeJS.Timeout | undefined;
}

export class PanelClient {
	readonly #site: PanelSite;
	readonly #turns = new Turns<EmulatedMeter>();
	/** The one that was used last at the end. */
	readonly #sessions = new Map<EmulatedMeter, Session>();
	readonly #cipher = newHostCipher();

	constructor(site: PanelSite) {
		this.#site = site;
	}

	get mostWaiting(): number {
		return this.#turns.most;
	}

	/** Its number with this meter: one that the meter serves for nobody else. */
	numberOf(routeA: RouteA): number {
		const taken = [...routeA.server.options.clients.map(({ id }) => id), ...Object.values(routeA.routeAProfile.clients)];
		let number = FIRST_NUMBER;
		while (taken.includes(number)) number++;
		return number;
	}

	/**
	 * What comes of some work with a meter, in its turn. Undefined: too many wait.
	 * @param number of the meter, from 1
	 */
	use<Result>(
		meter: EmulatedMeter,
		number: number,
		routeA: RouteA,
		work: (session: MeterSession, client: number) => Promise<Result>,
	): Promise<Result> | undefined {
		return this.#turns.take(meter, async () => {
			const entry = this.#sessionOf(meter, number, routeA);
			clearTimeout(entry.idle);
			try {
				return await work(entry.session, entry.client);
			} finally {
				entry.idle = setTimeout(() => this.#end(meter, entry), IDLE);
				entry.idle.unref();
			}
		});
	}

	#sessionOf(meter: EmulatedMeter, number: number, routeA: RouteA): Session {
		const known = this.#sessions.get(meter);
		if (known?.routeA === routeA) {
			this.#sessions.delete(meter);
			this.#sessions.set(meter, known);
			return known;
		}
		if (known !== undefined) this.#end(meter, known);
		for (const [other, entry] of this.#sessions) if (this.#sessions.size >= MOST_SESSIONS) this.#end(other, entry);
		const made = this.#create(meter, number, routeA);
		this.#sessions.set(meter, made);
		return made;
	}

	#end(meter: EmulatedMeter, entry: Session): void {
		clearTimeout(entry.idle);
		if (this.#sessions.get(meter) === entry) this.#sessions.delete(meter);
		// What it says for good-bye is nobody's business.
		void entry.session.close().catch(() => {});
	}

	#create(meter: EmulatedMeter, number: number, routeA: RouteA): Session {
		const { routeAProfile } = routeA;
		const { device, maxPdu, maxSend = maxPdu } = routeA.server.options;
		const client = this.numberOf(routeA);
		const { served, security } = createOwnClient({
			routeA,
			id: client,
			rights: routeAProfile.clients.management,
			meterTitle: this.#site.keys(number).systemTitle,
			cipher: this.#cipher,
		});
		const server = new CosemServer({ device, clients: [served], maxPdu, maxSend, random: SYSTEM_RANDOM });
		const session = new MeterSession({
			carrier: inProcessCarrier({ site: this.#site, server, isThere: () => meter.routeA === routeA }),
			client,
			server: routeAProfile.server,
			security,
			scheduler: new RealTime(),
			random: SYSTEM_RANDOM,
			cipher: this.#cipher,
			timeout: PATIENCE,
			retries: 0,
		});
		return { routeA, client, session, idle: undefined };
	}
}
