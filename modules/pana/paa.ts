import type { Cipher } from '../../hal/ports/cipher.js';
import type { Log } from '../../hal/ports/log.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { equalBytes } from '../bytes/equal.js';
import { toUpperHex } from '../bytes/hex.js';
import type { EapMethod } from '../eap-psk/eap.js';
import { type Initiation, StatelessInitiation } from './initiation.js';
import { encodeStart, type Message, messageOf, offersAlgorithms, TerminationCause } from './message.js';
import { PaaSession } from './paa-session.js';
import type { PaaSessionHost, PaaState } from './paa-session-host.js';
import { REQUEST_TIMING, type RetransmissionTiming } from './retransmission.js';
import { type Authenticated, following, random32, type SessionOptions } from './session.js';

/** How many sessions may be on their way to OPEN at once. */
const MOST_EMBRYONIC = 4;
const DEFAULT_LIFETIME = 86_400;
const DEFAULT_AUTHENTICATION_TIMEOUT = 60_000;

export interface PaaOptions {
	readonly cipher: Cipher;
	readonly random: Random;
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** Sends to UDP port 716 of an IPv6 address (16 bytes). May be called from inside `receive`. */
	readonly send: (to: Uint8Array, message: Uint8Array) => void;
	/** An EAP authenticator for one authentication. */
	readonly newEap: () => EapMethod;
	readonly onEvent: (event: PaaEvent) => void;
	/** The PTR that `terminate`, or the end of a lifetime, sent to this address was answered, or met silence. */
	readonly onTerminated?: (address: Uint8Array, answered: boolean) => void;
	/** Session-Lifetime, s, asked for each key that is granted; default: 86,400. */
	readonly lifetime?: number | (() => number | undefined);
	/** After which share of its lifetime the PAA itself authenticates a session again; default: never. */
	readonly reauthenticateAt?: number;
	/** Whether a session whose lifetime is over ends without PTR; default: false. */
	readonly expiresSilently?: boolean;
	/** Retransmission of requests; default: that of RFC 5191 §9. */
	readonly requests?: RetransmissionTiming;
	/** How long a first authentication may take, ms; default: 60,000. */
	readonly authenticationTimeout?: number;
	/** How long the EAP method takes over each answer of the PaC, ms, 0 for no time; default: 0. */
	readonly deliberation?: () => number;
	/** A Key-Id for each new key, 32 bits; drawn by default, as those of real meters look (00001601, 00001210, F8BC38A1, 0000FE01). */
	readonly keyId?: () => number;
	/** Whether a PaC at this address may try at all; default: everyone. */
	readonly admits?: (from: Uint8Array) => boolean;
	/** Where session ids and first sequence numbers come from. */
	readonly initiation?: Initiation;
}

/**
 * - `joined`: authenticated anew; replaces the session that lived before, if there was one. The keys are in force from now on, PAN[C] has just come.
 * - `rejoined`: authenticated again within the session, with new keys that are in force from now on.
 * - `left`: the session has ended, by the PaC, by `terminate`, or because the PaC answers no more.
 * - `expired`: its lifetime is over.
 * - `failed`: an authentication failed or was refused. A session that lived has then `left` as well.
 * - `refused`: a PCI or PAN[S] was met with silence, because another PaC has the session, or `admits` said no.
 */
export type PaaEventKind = 'joined' | 'rejoined' | 'left' | 'expired' | 'failed' | 'refused';

export interface PaaEvent {
	readonly kind: PaaEventKind;
	/** IPv6 address of the PaC, 16 bytes. */
	readonly address: Uint8Array;
	/** 0 where there is no session. */
	readonly sessionId: number;
	/** What it was seen by, for a reader. */
	readonly evidence: string;
	/** Result of the authentication, in `joined` and `rejoined`. */
	readonly authenticated?: Authenticated;
}

export interface PaaStatus {
	/** State of the session that lives, else of the youngest there is; INITIAL when there is none. */
	readonly state: PaaState | 'INITIAL';
	readonly sessionId: number;
	readonly keyId: number;
	/** Address of the PaC of that session, 16 bytes. */
	readonly address: Uint8Array | undefined;
	/** Sessions on their way to OPEN. */
	readonly embryonic: number;
	/** The last event but `refused`. */
	readonly lastResult: { readonly kind: PaaEventKind; readonly evidence: string } | undefined;
	/** Messages dropped, and messages met with silence, since the start. */
	readonly dropped: number;
	readonly refused: number;
}

/**
 * The PANA authentication agent of a meter (RFC 5191, RFC 5609 §8), with exactly one PaC at a time:
 *
 * - PCI is answered with PAR[S] and forgotten (§4.1, stateless). A session begins with the PAN[S] that returns what PAR[S] offered.
 * - While a session lives, whoever has another address meets silence. Nobody confirms that real meters do the same.
 * - PCI from the address of the living session begins a second, embryonic one beside it (the HEMS has restarted); it takes its place with its PAN[C],
 *   so that one who forges the address cannot end the session.
 * - At most four embryonic sessions, one an address. The fifth displaces the one that has got least far, the oldest of these.
 */
export class Paa {
	readonly #options: PaaOptions;
	readonly #sessionOptions: Omit<SessionOptions, 'onUnanswered' | 'transmit'>;
	readonly #initiation: Initiation;
	readonly #host: PaaSessionHost<PaaSession>;
	/** Oldest first: at most one lives; of the others each either comes or goes. */
	readonly #sessions: PaaSession[] = [];
	/** The one that was OPEN and closed last, for the PTR whose PTA was lost. */
	#lingering: PaaSession | undefined;
	#joined = 0;
	#lastKeyId = 0;
	#dropped = 0;
	#refused = 0;
	#lastResult: { readonly kind: PaaEventKind; readonly evidence: string } | undefined;

	constructor(options: PaaOptions) {
		const { cipher, random, scheduler, deliberation } = options;
		this.#options = options;
		this.#sessionOptions = { cipher, random, scheduler, requests: options.requests ?? REQUEST_TIMING };
		this.#initiation = options.initiation ?? new StatelessInitiation(cipher, random, scheduler);
		this.#host = {
			newEap: options.newEap,
			keyId: options.keyId ?? (() => this.drawKeyId()),
			get lifetime() {
				const { lifetime } = options;
				return (typeof lifetime === 'function' ? lifetime() : lifetime) ?? DEFAULT_LIFETIME;
			},
			reauthenticateAt: options.reauthenticateAt ?? 0,
			expiresSilently: options.expiresSilently ?? false,
			authenticationTimeout: options.authenticationTimeout ?? DEFAULT_AUTHENTICATION_TIMEOUT,
			deliberate: deliberation && ((proceed) => deliberated(options.scheduler, deliberation(), proceed)),
			authorizes: (session) => this.refusal(session.peer, 'authenticated') === undefined,
			onOpen: (session, authenticated, again) => this.onOpen(session, authenticated, again),
			onFailed: (session, evidence) => this.event('failed', session.peer, session.sessionId, evidence),
			onEnded: (session, how, evidence) => this.event(how, session.peer, session.sessionId, evidence),
			onTerminated: (session, answered) => options.onTerminated?.(session.peer, answered),
			onClosed: (session) => this.onClosed(session),
			onDropped: (what, reason) => this.drop(what, reason),
		};
	}

	get status(): PaaStatus {
		const session = this.live ?? this.#sessions[this.#sessions.length - 1];
		return {
			state: session?.state ?? 'INITIAL',
			sessionId: session?.sessionId ?? 0,
			keyId: session?.keyId ?? 0,
			address: this.live?.peer,
			embryonic: this.#sessions.filter(isEmbryonic).length,
			lastResult: this.#lastResult,
			dropped: this.#dropped,
			refused: this.#refused,
		};
	}

	/** Takes a UDP payload for port 716 from an IPv6 address (16 bytes). Never throws for what it contains. */
	receive(from: Uint8Array, bytes: Uint8Array): void {
		const message = messageOf(bytes);
		if (typeof message === 'string') {
			this.drop('message', message);
			return;
		}
		if (message.name === 'PCI') {
			this.onInitiation(from);
			return;
		}
		const session = this.find(from, message.sessionId);
		if (session !== undefined) session.receive(message, bytes);
		else if (message.name === 'PAN[S]') this.onStart(from, message, bytes);
		else this.drop(message.name, `no session ${hex32(message.sessionId)} with this PaC`);
	}

	/** Ends the session with this PaC by PTR; `left` comes at once. False if there is none. */
	terminate(address: Uint8Array, cause: number = TerminationCause.ADMINISTRATIVE): boolean {
		return this.liveOf(address)?.terminate(cause, 'left', `terminated by the PAA, Termination-Cause ${cause}`) ?? false;
	}

	/** Asks whether the PaC is still there; `left` comes if it does not answer. False unless the session is OPEN. */
	ping(address: Uint8Array): boolean {
		return this.liveOf(address)?.ping() ?? false;
	}

	/** Authenticates the PaC again. False unless the session is OPEN. */
	reauthenticate(address: Uint8Array): boolean {
		return this.liveOf(address)?.reauthenticate() ?? false;
	}

	/** Forgets every session, without a message or an event. */
	stop(): void {
		for (const session of this.#sessions.slice()) session.close();
		this.#lingering = undefined;
	}

	private get live(): PaaSession | undefined {
		return this.#sessions.find((session) => session.live);
	}

	private liveOf(address: Uint8Array): PaaSession | undefined {
		const live = this.live;
		return live !== undefined && equalBytes(live.peer, address) ? live : undefined;
	}

	private find(from: Uint8Array, sessionId: number): PaaSession | undefined {
		const isIt = (session: PaaSession) => session.sessionId === sessionId && equalBytes(session.peer, from);
		return this.#sessions.find(isIt) ?? (this.#lingering && isIt(this.#lingering) ? this.#lingering : undefined);
	}

	/** INITIAL, Rx:PCI. */
	private onInitiation(from: Uint8Array): void {
		if (this.refuses(from, 'PCI')) return;
		const { sessionId, sequence } = this.#initiation.offer(from, this.salt(from));
		this.#options.send(from, encodeStart('PAR[S]', sessionId, sequence));
	}

	/** INITIAL, Rx:PAN[S]. */
	private onStart(from: Uint8Array, message: Message, bytes: Uint8Array): void {
		const { sessionId, sequence } = message;
		if (!this.#initiation.recognizes(from, this.salt(from), { sessionId, sequence })) {
			this.drop('PAN[S]', `nothing like ${hex32(sessionId)} was offered`);
			return;
		}
		if (!offersAlgorithms(message)) {
			this.drop('PAN[S]', 'algorithms that were not offered');
			return;
		}
		if (this.refuses(from, 'PAN[S]')) return;
		this.makeRoom(from);
		const peer = from.slice();
		const options = { ...this.#sessionOptions, transmit: (sent: Uint8Array) => this.#options.send(peer, sent) };
		const iPar = encodeStart('PAR[S]', sessionId, sequence);
		const session = new PaaSession(this.#host, options, peer, sessionId, iPar, bytes.slice(), following(sequence));
		this.#sessions.push(session);
		session.begin();
	}

	/** Offers to an address change with its youngest session, so that a HEMS that restarts in the middle is not given what it has already answered. */
	private salt(address: Uint8Array): number {
		for (let i = this.#sessions.length - 1; i >= 0; i--) {
			const session = this.#sessions[i]!;
			if (equalBytes(session.peer, address)) return session.sessionId;
		}
		return this.#joined;
	}

	private refuses(from: Uint8Array, what: string): boolean {
		const reason = this.refusal(from, 'unknown');
		if (reason === undefined) return false;
		this.#refused++;
		this.event('refused', from, 0, `${what}: ${reason}`);
		return true;
	}

	/** Why a PaC at this address may not come in. Of several, the first to be sent PAR[C] does. */
	private refusal(from: Uint8Array, who: 'unknown' | 'authenticated'): string | undefined {
		if (!(this.#options.admits?.(from) ?? true)) return 'not admitted';
		const holds = (session: PaaSession) => session.live || (who === 'authenticated' && session.state === 'WAIT_SUCC_PAN');
		return this.#sessions.some((session) => holds(session) && !equalBytes(session.peer, from)) ? 'another PaC has the session' : undefined;
	}

	/** One embryonic session an address, and no more than there may be in all. */
	private makeRoom(from: Uint8Array): void {
		const rivals = this.#sessions.filter(isEmbryonic);
		let victim = rivals.find((session) => equalBytes(session.peer, from));
		if (victim === undefined && rivals.length >= MOST_EMBRYONIC) {
			victim = rivals.reduce((least, session) => (session.progress < least.progress ? session : least));
		}
		if (victim === undefined) return;
		this.drop(`session ${hex32(victim.sessionId)}`, 'displaced by another PAN[S]');
		victim.close();
	}

	private onOpen(session: PaaSession, authenticated: Authenticated, again: boolean): void {
		if (!again) {
			this.#joined++;
			for (const other of this.#sessions.slice()) if (other !== session) other.close();
		}
		const evidence = `PAN[C], Key-Id ${hex32(authenticated.keyId)}`;
		this.event(again ? 'rejoined' : 'joined', session.peer, session.sessionId, evidence, authenticated);
	}

	/** Draws a Key-Id: not the last one again, by which a new key could not be told from the old one (RFC 5191 §5.3). */
	private drawKeyId(): number {
		let keyId = random32(this.#options.random);
		while (keyId === this.#lastKeyId) keyId = random32(this.#options.random);
		this.#lastKeyId = keyId;
		return keyId;
	}

	private onClosed(session: PaaSession): void {
		const index = this.#sessions.indexOf(session);
		if (index >= 0) this.#sessions.splice(index, 1);
		if (session.opened) this.#lingering = session;
	}

	private event(kind: PaaEventKind, address: Uint8Array, sessionId: number, evidence: string, authenticated?: Authenticated): void {
		if (kind !== 'refused') this.#lastResult = { kind, evidence };
		this.#options.onEvent({ kind, address, sessionId, evidence, ...(authenticated && { authenticated }) });
	}

	private drop(what: string, reason: string): void {
		if (this.#dropped++ === 0) this.#options.log.write('PANA', `PAA dropped ${what}: ${reason}; counted only from here on`);
	}
}

/** Waits for `time` ms; goes on at once where that is 0. */
function deliberated(scheduler: Scheduler, time: number, proceed: () => void): void {
	if (time === 0) proceed();
	else scheduler.after(time, proceed);
}

function isEmbryonic({ state, live }: PaaSession): boolean {
	return !live && state !== 'SESS_TERM' && state !== 'CLOSED';
}

function hex32(value: number): string {
	return toUpperHex(Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value));
}
