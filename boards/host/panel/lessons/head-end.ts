/**
 * The head-end of a lesson: client 101, under keys that were drawn for it, at a server of its own in front of the meter's own objects. The meter's own
 * server knows nothing of it: no counter of another client goes on, and no place of its is taken. Each APDU waits until it is let go.
 */
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import type { Timer } from '../../../../hal/ports/scheduler.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { CosemServer } from '../../../../modules/dlms/server/server.js';
import { DAY } from '../../../../modules/time/durations.js';
import type { Carrier, Connection } from '../../../../src/head-end/connection.js';
import { HeadEndError } from '../../../../src/head-end/head-end-error.js';
import { MeterSession, PUBLIC_CLIENT } from '../../../../src/head-end/meter-session.js';
import type { SessionSecurity } from '../../../../src/head-end/session-security.js';
import type { RouteA } from '../../../../src/route-a/route-a.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { newHostCipher } from '../../shared/host-cipher.js';
import { createOwnClient } from '../own-client.js';
import type { ApduFact } from './lesson-facts.js';
import type { LessonSite } from './stage.js';

export const LESSON_CLIENT = 101;
/** Readers take their time, virtual ms. */
const PATIENCE = 7 * DAY;
const MAX_APDU = 0xffff;
/** Bytes of an APDU that are shown. */
const MOST_APDU = 96;
const MOST_APDUS = 100;
/** How long an APDU is on its way, virtual ms: some 100 kbit/s. */
const TRAVEL = 10;

const NAMES: Readonly<Record<number, string>> = Object.freeze({
	[APDU.aarq]: 'AARQ',
	[APDU.aare]: 'AARE',
	[APDU.rlrq]: 'RLRQ',
	[APDU.rlre]: 'RLRE',
	[APDU.getRequest]: 'get-request',
	[APDU.getResponse]: 'get-response',
	[APDU.gloGetRequest]: 'glo-get-request',
	[APDU.gloGetResponse]: 'glo-get-response',
	[APDU.actionRequest]: 'action-request',
	[APDU.actionResponse]: 'action-response',
	[APDU.gloActionRequest]: 'glo-action-request',
	[APDU.gloActionResponse]: 'glo-action-response',
	[APDU.exceptionResponse]: 'exception-response',
});

export class LessonHeadEnd {
	readonly title: Uint8Array;
	readonly meterTitle: Uint8Array;
	/** All that went over, whole. */
	readonly sent: { readonly fact: ApduFact; readonly apdu: Uint8Array }[] = [];
	/** Its own client's, and the public client's. */
	readonly session: MeterSession;
	readonly publicSession: MeterSession;
	/** Client 101 sends something, which waits for `release`. */
	onHeld: () => void = () => {};
	readonly #site: LessonSite;
	readonly #server: CosemServer;
	readonly #logicalDevice: number;
	readonly #isThere: () => boolean;
	readonly #cipher = newHostCipher();
	#held: (() => void)[] = [];
	#isOpen = false;
	/** APDUs on their way. */
	#travelling = 0;
	readonly #lost = new Set<() => void>();

	/** @param meter its number, from 1; @param isThere the meter has power, and its communication unit */
	constructor(site: LessonSite, meter: number, routeA: RouteA, isThere: () => boolean) {
		this.#site = site;
		this.#isThere = isThere;
		this.meterTitle = site.keys(meter).systemTitle;
		const { routeAProfile } = routeA;
		this.#logicalDevice = routeAProfile.server;
		const { device, clients, maxPdu, maxSend = maxPdu } = routeA.server.options;
		const { title, served, security } = createOwnClient({
			routeA,
			id: LESSON_CLIENT,
			rights: routeAProfile.clients.reading,
			meterTitle: this.meterTitle,
			cipher: this.#cipher,
		});
		this.title = title;
		const anybody = clients.filter(({ id }) => id === PUBLIC_CLIENT);
		this.#server = new CosemServer({ device, clients: [...anybody, served], maxPdu, maxSend, random: SYSTEM_RANDOM });
		this.session = this.#createSession(LESSON_CLIENT, security);
		this.publicSession = this.#createSession(PUBLIC_CLIENT, undefined);
	}

	/** An APDU is on its way. */
	get isBusy(): boolean {
		return this.#travelling > 0;
	}

	/** What waits goes, and what comes until `hold`. */
	release(): void {
		this.#isOpen = true;
		for (const send of this.#held.splice(0)) send();
	}

	/** From now on what client 101 sends waits. */
	hold(): void {
		this.#isOpen = false;
	}

	/** What waits goes; what comes after it waits again. */
	releaseOne(): void {
		this.#held.shift()?.();
	}

	/** Both sessions are over. */
	close(): void {
		this.#held = [];
		for (const lose of [...this.#lost]) lose();
	}

	#createSession(client: number, security: SessionSecurity | undefined): MeterSession {
		const carrier: Carrier = { maxApdu: MAX_APDU, connect: async (source) => this.#connect(source), close: async () => {} };
		return new MeterSession({
			carrier,
			client,
			server: this.#logicalDevice,
			security,
			scheduler: this.#site.world.simulator.scheduler,
			random: SYSTEM_RANDOM,
			cipher: this.#cipher,
			timeout: PATIENCE,
			retries: 0,
		});
	}

	#connect(client: number): Connection {
		const association = this.#isThere() ? this.#server.connect(client) : undefined;
		if (association === undefined) throw new HeadEndError({ kind: 'lost', work: 'association', loss: { kind: 'closed' } });
		const { scheduler } = this.#site.world.simulator;
		const timers = new Set<Timer>();
		const later = (task: () => void): void => {
			this.#travelling++;
			const timer = scheduler.after(TRAVEL, () => {
				this.#travelling--;
				timers.delete(timer);
				task();
			});
			timers.add(timer);
		};
		const lose = (): void => {
			this.#lost.delete(lose);
			connection.onLost({ kind: 'closed' });
		};
		this.#lost.add(lose);
		const send = (apdu: Uint8Array): void => {
			this.#site.enter(() => {
				this.#note('client', client, apdu);
				later(() => {
					if (!this.#isThere()) lose();
					else association.receive(apdu, (answer) => this.#answer(client, answer.slice(), later, (bytes) => connection.onApdu(bytes)));
				});
			});
		};
		const connection: Connection = {
			onApdu() {},
			onActivity() {},
			onLost() {},
			send: (apdu) => {
				const copy = apdu.slice();
				if (this.#isOpen || client !== LESSON_CLIENT) send(copy);
				else {
					this.#held.push(() => send(copy));
					this.onHeld();
				}
			},
			close: async () => {
				this.#lost.delete(lose);
				for (const timer of timers) timer.cancel();
				this.#travelling -= timers.size;
				timers.clear();
				association.close();
			},
		};
		return connection;
	}

	#answer(client: number, answer: Uint8Array, later: (task: () => void) => void, deliver: (answer: Uint8Array) => void): void {
		this.#note('meter', client, answer);
		later(() => deliver(answer));
	}

	#note(from: ApduFact['from'], client: number, apdu: Uint8Array): void {
		const { start, world } = this.#site;
		const at = world.simulator.scheduler.now();
		const [source, destination] = from === 'client' ? [client, this.#logicalDevice] : [this.#logicalDevice, client];
		const tag = apdu[0] ?? 0;
		const fact: ApduFact = {
			at,
			time: isoTime(start + at),
			from,
			name: NAMES[tag] ?? toUpperHex(Uint8Array.of(tag)),
			source,
			destination,
			length: apdu.length,
			hex: toUpperHex(apdu.subarray(0, MOST_APDU)),
		};
		this.sent.push({ fact, apdu });
		if (this.sent.length > MOST_APDUS) this.sent.shift();
	}
}
