import type { Timer } from '../../hal/ports/scheduler.js';
import { equalBytes } from '../bytes/equal.js';
import { frozen } from '../bytes/frozen.js';
import { EapCode, type EapMethod, type EapStep } from '../eap-psk/eap.js';
import {
	type Avp,
	AvpCode,
	avpNumber,
	avpValue,
	encodeMessage,
	encodeStart,
	type Message,
	type MessageName,
	messageOf,
	numberAvp,
	offersAlgorithms,
	ResultCode,
	TerminationCause,
} from './message.js';
import type { PacEvent, PacOptions, PacState, PacStatus } from './pac-options.js';
import { Retransmission, SKSTACK_TIMING } from './retransmission.js';
import { following, Session, SessionTimer } from './session.js';

const DEFAULT_AUTHENTICATION_TIMEOUT = 40_000;
/** Session lifetime where a PAA gives none, s. */
const DEFAULT_LIFETIME = 86_400;

/** Returns why the message is dropped, if it is. */
type Handler = (self: Pac, message: Message) => string | undefined;

/**
 * The PANA client of a HEMS (RFC 5191, RFC 5609 §7): one session with one PAA, EAP answers piggy-backed on PAN. What differs from the tables there:
 *
 * - PCI is repeated until the first PAR without S: a stateless PAA repeats nothing before that (RFC 5191 §4.1).
 * - EAP_DISCARD does not disconnect: the message counts as never received, so that a forged one ends nothing. The timers bound the wait.
 * - PNR[P] and PTR need a key. PAR is taken while PNR[A] waits for its answer, which the tables leave to retransmission.
 * - After SESS_TIMEOUT, PTR is still answered.
 */
export class Pac {
	readonly #options: PacOptions;
	readonly #timer: SessionTimer;
	#state: PacState = 'INITIAL';
	#paa = new Uint8Array(0);
	#session: Session | undefined;
	#live = false;
	#expired = false;
	/** End of the session, in the scheduler's time. */
	#expiresAt = Number.POSITIVE_INFINITY;
	#eap: EapMethod | undefined;
	/** How many PARs of this authentication were answered, the one with S aside. */
	#exchanges = 0;
	/** What EAP has brought; in force only after a PAR[C] with the right AUTH. */
	#accepted: (EapStep & { readonly kind: 'success' }) | undefined;
	#initiation: Retransmission | undefined;
	#initiationTimer: Timer | undefined;
	#dropped = 0;
	/** The last thing that went wrong, for the evidence of a failure. */
	#trouble = '';

	constructor(options: PacOptions) {
		this.#options = options;
		this.#timer = new SessionTimer(options.scheduler);
	}

	get status(): PacStatus {
		return { state: this.#state, sessionId: this.#session?.sessionId ?? 0, keyId: this.#session?.keyId ?? 0, dropped: this.#dropped };
	}

	/** Whether the session's keys are in force. */
	get live(): boolean {
		return this.#live;
	}

	/** AUTH_USER: begins a session with the PAA at this IPv6 address (16 bytes); an older one is forgotten without a word. */
	start(paa: Uint8Array): void {
		const { random, initiation = SKSTACK_TIMING } = this.#options;
		this.stop();
		this.#state = 'INITIAL';
		this.#paa = paa.slice();
		this.#trouble = '';
		this.#initiation = new Retransmission(initiation, random);
		if (!this.#options.initiationAside) this.startAuthenticationTimer();
		this.initiate();
	}

	/** Forgets the session, without a message or an event. */
	stop(): void {
		this.close();
		this.#session = undefined;
		this.#expired = false;
		this.#expiresAt = Number.POSITIVE_INFINITY;
	}

	/** PANA_PING: `alive` or `failure` follows. False unless OPEN. */
	ping(): boolean {
		if (this.#state !== 'OPEN') return false;
		this.#state = 'WAIT_PNA_PING';
		this.#session!.request('PNR[P]', []);
		return true;
	}

	/** REAUTH: `success` or `failure` follows. False unless OPEN or WAIT_PNA_PING. */
	reauthenticate(): boolean {
		if (this.#state !== 'OPEN' && this.#state !== 'WAIT_PNA_PING') return false;
		this.#state = 'WAIT_PNA_REAUTH';
		this.#session!.request('PNR[A]', []);
		return true;
	}

	/** TERMINATE: `terminated` or `terminationTimeout` follows. False if no session lives. */
	terminate(cause: number = TerminationCause.LOGOUT): boolean {
		if (!this.#live) return false;
		this.#state = 'SESS_TERM';
		this.#live = false;
		this.#timer.stop();
		this.#session!.request('PTR', [numberAvp(AvpCode.TerminationCause, cause)]);
		return true;
	}

	/** Takes a UDP payload for port 716 from an IPv6 address (16 bytes). Never throws for what it contains. */
	receive(from: Uint8Array, bytes: Uint8Array): void {
		if (!equalBytes(from, this.#paa)) {
			this.drop('message', 'not from the PAA');
			return;
		}
		const message = messageOf(bytes);
		if (typeof message === 'string') {
			this.drop('message', message);
			return;
		}
		const state = this.#state;
		this.#options.onMessage?.('received', message.name, bytes);
		const refusal = message.name === 'PAR[S]' ? this.takeStart(message, bytes) : this.take(message, bytes);
		if (refusal !== undefined) this.drop(`${message.name} in ${state}`, refusal);
	}

	static readonly #TRANSITIONS: { readonly [state in PacState]: { readonly [name in MessageName]?: Handler } } = frozen({
		INITIAL: {},
		WAIT_PAA: {
			PAR: (self, message) => self.takePar(message),
			'PAR[C]': (self, message) => self.complete(message),
			'PNR[P]': (self, message) => self.answer(message),
			'PNA[P]': (self) => self.pong(),
			'PNA[A]': (self) => self.settle(),
			PTR: (self, message) => self.leave(message),
		},
		OPEN: {
			PAR: (self, message) => self.takePar(message),
			'PNR[P]': (self, message) => self.answer(message),
			'PNA[P]': (self) => self.pong(),
			'PNA[A]': (self) => self.settle(),
			PTR: (self, message) => self.leave(message),
		},
		WAIT_PNA_REAUTH: {
			PAR: (self, message) => self.takePar(message),
			'PNR[P]': (self, message) => self.answer(message),
			'PNA[P]': (self) => self.pong(),
			'PNA[A]': (self) => self.expectPar(),
			PTR: (self, message) => self.leave(message),
		},
		WAIT_PNA_PING: {
			PAR: (self, message) => self.takePar(message),
			'PNR[P]': (self, message) => self.answer(message),
			'PNA[P]': (self) => self.pong(),
			PTR: (self, message) => self.leave(message),
		},
		SESS_TERM: {
			PTA: (self) => self.disconnect({ kind: 'terminated' }),
			PTR: (self, message) => self.answer(message),
			'PNR[P]': (self, message) => self.answer(message),
			'PNA[P]': (self) => self.settle(),
			'PNA[A]': (self) => self.settle(),
		},
		CLOSED: { PTR: (self, message) => self.leave(message) },
	});

	private take(message: Message, bytes: Uint8Array): string | undefined {
		const session = this.#session;
		if (session === undefined || session.sessionId !== message.sessionId) return 'no such session';
		const makesKey = message.name === 'PAR[C]' && this.#state === 'WAIT_PAA' && session.position(message) === 'new';
		if (makesKey) this.makeKey(session, message);
		const admission = session.admit(message, bytes, makesKey ? (session.nextKey ?? session.authKey) : session.authKey);
		if (admission === 'repeated') return undefined;
		if (admission !== 'new') return admission;
		const handler = Pac.#TRANSITIONS[this.#state][message.name];
		return handler === undefined ? 'not expected' : handler(this, message);
	}

	/** INITIAL, and WAIT_PAA until the first PAR: Rx:PAR[S]. */
	private takeStart(message: Message, bytes: Uint8Array): string | undefined {
		const { cipher, random, scheduler, requests = SKSTACK_TIMING, newEap } = this.#options;
		if (this.#state !== 'INITIAL' && (this.#state !== 'WAIT_PAA' || this.#exchanges > 0 || this.#live)) return 'not expected';
		if (this.#session !== undefined && equalBytes(this.#session.iPar, bytes)) {
			this.send(this.#session.iPan, 'PAN[S]');
			return undefined;
		}
		if (!offersAlgorithms(message)) return 'no algorithm that is supported';
		const eap = newEap();
		eap.start();
		const payload = avpValue(message, AvpCode.EapPayload);
		const step = payload && eap.receive(payload);
		if (step !== undefined && step.kind !== 'send') return 'EAP-Payload with nothing to answer';
		const { sessionId, sequence } = message;
		const iPan = encodeStart('PAN[S]', sessionId, sequence, step?.packet);
		const options = {
			cipher,
			random,
			scheduler,
			requests,
			transmit: (sent: Uint8Array, name: MessageName) => this.send(sent, name),
			onUnanswered: (name: MessageName, transmissions: number) => this.onUnanswered(`no answer to ${transmissions} ${name}`),
		};
		this.#session = new Session(options, sessionId, bytes.slice(), iPan, undefined, following(sequence));
		this.#eap = eap;
		this.#exchanges = 0;
		if (this.#options.initiationAside && this.#state === 'INITIAL') this.startAuthenticationTimer();
		this.#state = 'WAIT_PAA';
		this.send(iPan, 'PAN[S]');
		return undefined;
	}

	/** WAIT_PAA, and in a living session anywhere: Rx:PAR; then WAIT_EAP_MSG, EAP_RESPONSE. */
	private takePar(message: Message): string | undefined {
		const session = this.#session!;
		const begins = this.#state !== 'WAIT_PAA';
		const eap = begins ? this.#options.newEap() : this.#eap!;
		if (begins) eap.start();
		const first = begins || this.#exchanges === 0;
		const nonce = first ? avpValue(message, AvpCode.Nonce)?.slice() : session.paaNonce;
		if (nonce === undefined) return 'Nonce missing';
		const payload = avpValue(message, AvpCode.EapPayload);
		if (payload === undefined) return 'EAP-Payload missing';
		if (payload[0] !== EapCode.Request) return 'EAP-Payload without a Request';
		const step = eap.receive(payload);
		if (step.kind !== 'send') return `EAP: ${(step.kind === 'discard' && step.reason) || step.kind}`;
		if (begins) this.beginAgain(eap);
		this.#initiationTimer?.cancel();
		session.paaNonce = nonce;
		const avps: Avp[] = [{ code: AvpCode.EapPayload, value: step.packet }];
		if (first) {
			session.pacNonce = session.nonce();
			avps.unshift({ code: AvpCode.Nonce, value: session.pacNonce });
		}
		this.#exchanges++;
		session.answer(message, avps);
		return undefined;
	}

	/** WAIT_PNA_REAUTH, Rx:PNA[A]. */
	private expectPar(): undefined {
		const eap = this.#options.newEap();
		eap.start();
		this.beginAgain(eap);
		this.#session!.settle();
	}

	private beginAgain(eap: EapMethod): void {
		this.#state = 'WAIT_PAA';
		this.#eap = eap;
		this.#exchanges = 0;
		this.#accepted = undefined;
		this.startAuthenticationTimer();
	}

	/** The key that signs a PAR[C] with Key-Id is the one that it completes. */
	private makeKey(session: Session, message: Message): void {
		session.nextKey = undefined;
		const keyId = avpNumber(message, AvpCode.KeyId);
		const payload = avpValue(message, AvpCode.EapPayload);
		if (keyId === undefined || payload?.[0] !== EapCode.Success || session.pacNonce === undefined) return;
		if (this.#accepted === undefined) {
			const step = this.#eap!.receive(payload);
			if (step.kind === 'success') this.#accepted = step;
		}
		if (this.#accepted !== undefined) session.nextKey = session.derive(this.#accepted.keys.msk, keyId);
	}

	/** WAIT_PAA, Rx:PAR[C]; then WAIT_EAP_RESULT or WAIT_EAP_RESULT_CLOSE. */
	private complete(message: Message): string | undefined {
		const session = this.#session!;
		const { nextKey } = session;
		const result = avpNumber(message, AvpCode.ResultCode);
		if (result === undefined) return 'Result-Code missing';
		const keyId = avpNumber(message, AvpCode.KeyId);
		const keyIdAvps = keyId === undefined ? [] : [numberAvp(AvpCode.KeyId, keyId)];
		if (result !== ResultCode.SUCCESS) {
			if (nextKey !== undefined && keyId !== undefined) session.install(nextKey, keyId);
			session.answer(message, keyIdAvps);
			return this.disconnect({ kind: 'failure', evidence: `Result-Code ${result}`, refused: true });
		}
		if (nextKey === undefined || keyId === undefined || this.#accepted === undefined) return 'no key';
		const { keys, peerId, serverId } = this.#accepted;
		const lifetime = avpNumber(message, AvpCode.SessionLifetime) ?? DEFAULT_LIFETIME;
		const again = this.#live;
		this.#state = 'OPEN';
		this.#live = true;
		this.#eap = undefined;
		this.#accepted = undefined;
		this.#trouble = '';
		this.#expiresAt = this.#options.scheduler.now() + lifetime * 1000;
		session.install(nextKey, keyId);
		session.answer(message, keyIdAvps);
		this.#timer.startLifetime(
			lifetime * 1000,
			this.#options.reauthenticateAt ?? 0,
			() => this.reauthenticateByItself(),
			() => this.expire(),
		);
		this.#options.onEvent({ kind: 'success', again, authenticated: { sessionId: session.sessionId, keyId, keys, peerId, serverId, lifetime } });
		return undefined;
	}

	private reauthenticateByItself(): void {
		if (this.#state === 'OPEN' || this.#state === 'WAIT_PNA_PING') this.#options.onOwnReauthentication?.();
		this.reauthenticate();
	}

	private answer(request: Message): string | undefined {
		if (this.#session!.authKey === undefined) return 'no key yet';
		this.#session!.answer(request, []);
		return undefined;
	}

	/** Rx:PTR. */
	private leave(request: Message): string | undefined {
		const refusal = this.answer(request);
		if (refusal !== undefined) return refusal;
		const tells = this.#live || this.#expired;
		this.#expired = false;
		this.close();
		if (tells) this.#options.onEvent({ kind: 'terminatedByPeer', cause: avpNumber(request, AvpCode.TerminationCause)! });
		return undefined;
	}

	/** Rx:PNA[P]. */
	private pong(): undefined {
		if (this.#state === 'WAIT_PNA_PING') this.#state = 'OPEN';
		this.#session!.settle();
		this.#options.onEvent({ kind: 'alive' });
	}

	/** What another request waited for has come. */
	private settle(): undefined {
		this.#session!.settle();
	}

	/** SESS_TIMEOUT of a living session. */
	private expire(): void {
		this.#expired = true;
		this.disconnect({ kind: 'expired' });
	}

	/** RTX_TIMEOUT after the last transmission, or SESS_TIMEOUT of an authentication. */
	private onUnanswered(evidence: string): void {
		if (this.#state === 'SESS_TERM') this.disconnect({ kind: 'terminationTimeout' });
		else this.disconnect({ kind: 'failure', evidence: this.#trouble === '' ? evidence : `${evidence}; ${this.#trouble}`, refused: false });
	}

	private disconnect(event: PacEvent): undefined {
		this.close();
		this.#options.onEvent(event);
	}

	/** Keeps the session to answer what is repeated. */
	private close(): void {
		this.#state = 'CLOSED';
		this.#live = false;
		this.#eap = undefined;
		this.#accepted = undefined;
		this.#initiationTimer?.cancel();
		this.#timer.stop();
		this.#session?.close();
	}

	private startAuthenticationTimer(): void {
		const { authenticationTimeout = DEFAULT_AUTHENTICATION_TIMEOUT, scheduler } = this.#options;
		const left = this.#expiresAt - scheduler.now();
		if (left <= authenticationTimeout) this.#timer.start(left, () => this.expire());
		else this.#timer.start(authenticationTimeout, () => this.onUnanswered(`not authenticated within ${authenticationTimeout} ms, in ${this.#state}`));
	}

	private initiate(): void {
		const initiation = this.#initiation!;
		this.#initiationTimer = this.#options.scheduler.after(initiation.next(), () => {
			if (initiation.exhausted) this.onUnanswered(`no answer to ${initiation.count} PCI`);
			else this.initiate();
		});
		this.send(encodeMessage({ name: 'PCI', sessionId: 0, sequence: 0, avps: [] }), 'PCI');
	}

	private send(bytes: Uint8Array, name: MessageName): void {
		this.#options.onMessage?.('sent', name, bytes);
		this.#options.send(this.#paa, bytes);
	}

	private drop(what: string, reason: string): void {
		this.#trouble = `dropped ${what}: ${reason}`;
		if (this.#dropped++ === 0) this.#options.log.write('PANA', `PaC ${this.#trouble}; counted only from here on`);
	}
}
