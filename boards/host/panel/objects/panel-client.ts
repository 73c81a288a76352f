/**
 * The panel as a client of Route A: number 101, with the rights of the management client, under keys that were drawn for it and that nobody is ever shown.
 *
 * It meets the objects of the meter through a server of its own in this process: the meter's own server knows nothing of it. So it is in no list of
 * the meter's, takes no connection, and counts no other client's counters up, neither what they send nor what they are sent; its own begin with its
 * keys, are kept nowhere, and end with them.
 */
import { NodeCipher } from '../../../../hal/node/cipher.js';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { RealTime } from '../../../../hal/node/real-time.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { KEY_LENGTH } from '../../../../modules/crypto/lengths.js';
import { MECHANISM } from '../../../../modules/dlms/apdu/acse.js';
import { CONTROL, Suite0 } from '../../../../modules/dlms/security/ciphering.js';
import type { CounterStore } from '../../../../modules/dlms/security/counters.js';
import { ClientSecurity, type Keys, POLICY } from '../../../../modules/dlms/security/security.js';
import { CosemServer } from '../../../../modules/dlms/server/server.js';
import { MeterSession } from '../../../../src/head-end/meter-session.js';
import { TransmitSupply } from '../../../../src/head-end/transmit-supply.js';
import type { RouteA } from '../../../../src/route-a/route-a.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import type { PanelSite } from '../site.js';
import { inProcessCarrier } from './carrier.js';
import { Turns } from './turns.js';

const FIRST_NUMBER = 101;
/** Letters of the maker in its system title. */
const FLAG: readonly number[] = Object.freeze([0x4b, 0x45, 0x49]);
const TITLE_LENGTH = 8;
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
	readonly #cipher = new NodeCipher(new PortableCipher());

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
		const keys: Keys = { encryption: drawn(KEY_LENGTH), authentication: drawn(KEY_LENGTH), broadcast: undefined, kek: undefined };
		const served = {
			id: client,
			rights: routeAProfile.clients.management,
			mechanism: MECHANISM.highGmac,
			conformance: routeAProfile.keyedConformance,
			security: new ClientSecurity({
				suite: new Suite0(this.#cipher),
				title: this.#site.keys(number).systemTitle,
				keys,
				policy: POLICY.both,
				counters: new LostCounters(),
				name: '',
			}),
		};
		const server = new CosemServer({ device, clients: [served], maxPdu, maxSend, random: SYSTEM_RANDOM });
		const title = Uint8Array.of(...FLAG, ...drawn(TITLE_LENGTH - FLAG.length));
		const session = new MeterSession({
			carrier: inProcessCarrier({ site: this.#site, server, isThere: () => meter.routeA === routeA }),
			client,
			server: routeAProfile.server,
			security: {
				keys,
				title,
				protocol: 'glo',
				control: CONTROL.authentication | CONTROL.encryption,
				counter: 1,
				supply: new TransmitSupply(undefined),
			},
			scheduler: new RealTime(),
			random: SYSTEM_RANDOM,
			cipher: this.#cipher,
			timeout: PATIENCE,
			retries: 0,
		});
		return { routeA, client, session, idle: undefined };
	}
}

function drawn(length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	SYSTEM_RANDOM.fill(bytes);
	return bytes;
}

/** Counters that live as long as their keys. */
class LostCounters implements CounterStore {
	readonly #values = new Map<string, number>();

	read(name: string): number | undefined {
		return this.#values.get(name);
	}

	write(name: string, value: number): void {
		this.#values.set(name, value);
	}
}
