import { frozen } from '../bytes/frozen.js';
import type { EapMethod, EapStep } from '../eap-psk/eap.js';
import { AvpCode, avpNumber, avpValue, type Message, type MessageName, numberAvp, ResultCode, TerminationCause } from './message.js';
import type { PaaSessionHost, PaaState } from './paa-session-host.js';
import { type Authenticated, Session, type SessionOptions, SessionTimer } from './session.js';

/** Returns why the message is dropped, if it is. */
type Handler = (self: PaaSession, message: Message) => string | undefined;

/**
 * One PaC of a PAA, from its PAN[S] on (RFC 5609 §8.4). What differs from the tables there:
 *
 * - EAP_DISCARD does not disconnect: the message counts as never received, so that a forged one ends nothing. The timers bound the wait.
 * - PNR and PTR need a key, that is, PNR[P] is not answered before the first PAN[C]; but PTR is taken in a re-authentication too.
 * - PNR[A] that crosses a re-authentication by the PAA is answered, and starts no other one; the tables leave both sides waiting.
 * - At the end of its lifetime a session is ended with PTR, as meters do, not silently, unless the host wants the silence of the tables.
 */
export class PaaSession {
	/** 16 bytes. */
	readonly peer: Uint8Array;
	/** Authenticated, and neither ended nor expired. */
	live = false;
	/** Has been OPEN. */
	opened = false;
	/** How many EAP answers of this authentication were taken. */
	#exchanges = 0;
	#state: PaaState = 'WAIT_EAP_MSG';
	readonly #host: PaaSessionHost<PaaSession>;
	readonly #session: Session;
	readonly #timer: SessionTimer;
	#eap: EapMethod | undefined;
	#granted: Authenticated | undefined;

	/** @param id @param iPar @param iPan @param outgoing as for `Session` */
	constructor(
		host: PaaSessionHost<PaaSession>,
		options: Omit<SessionOptions, 'onUnanswered'>,
		peer: Uint8Array,
		id: number,
		iPar: Uint8Array,
		iPan: Uint8Array,
		outgoing: number,
	) {
		this.#host = host;
		this.peer = peer;
		this.#timer = new SessionTimer(options.scheduler);
		const onUnanswered = (name: MessageName, transmissions: number) => this.onUnanswered(`no answer to ${transmissions} ${name}`);
		this.#session = new Session({ ...options, onUnanswered }, id, iPar, iPan, outgoing, undefined);
	}

	get state(): PaaState {
		return this.#state;
	}

	get sessionId(): number {
		return this.#session.sessionId;
	}

	get keyId(): number {
		return this.#session.keyId;
	}

	/** How far the authentication has got; below 0 when it has failed. */
	get progress(): number {
		return this.#state === 'WAIT_FAIL_PAN' ? -1 : this.#exchanges;
	}

	/** INITIAL, Rx:PAN[S]. */
	begin(): void {
		const { authenticationTimeout } = this.#host;
		this.#timer.start(authenticationTimeout, () => this.onUnanswered(`not authenticated within ${authenticationTimeout} ms`));
		this.restartEap();
	}

	receive(message: Message, bytes: Uint8Array): void {
		const { name } = message;
		const { authKey, nextKey } = this.#session;
		const admission = this.#session.admit(message, bytes, name === 'PAN[C]' ? (nextKey ?? authKey) : authKey);
		if (admission === 'repeated') return;
		const refusal = admission === 'new' ? this.take(message) : admission;
		if (refusal !== undefined) this.#host.onDropped(`${name} in ${this.#state}`, refusal);
	}

	/** OPEN, PANA_PING. False in another state. */
	ping(): boolean {
		if (this.#state !== 'OPEN') return false;
		this.#state = 'WAIT_PNA_PING';
		this.#session.request('PNR[P]', []);
		return true;
	}

	/** OPEN, REAUTH; after the ping, in WAIT_PNA_PING. False in another state. */
	reauthenticate(): boolean {
		if (this.#state !== 'OPEN' && this.#state !== 'WAIT_PNA_PING') return false;
		this.restartEap();
		return true;
	}

	/** TERMINATE, in every state of a live session. False otherwise. */
	terminate(cause: number, how: 'left' | 'expired', evidence: string): boolean {
		if (!this.live) return false;
		this.#state = 'SESS_TERM';
		this.#eap = undefined;
		this.#timer.stop();
		this.#session.request('PTR', [numberAvp(AvpCode.TerminationCause, cause)]);
		this.end(how, evidence);
		return true;
	}

	/** Disconnect, without a word. */
	close(): void {
		if (this.#state === 'CLOSED') return;
		this.#state = 'CLOSED';
		this.live = false;
		this.#eap = undefined;
		this.#granted = undefined;
		this.#session.close();
		this.#timer.stop();
		this.#host.onClosed(this);
	}

	static readonly #TRANSITIONS: { readonly [state in PaaState]: { readonly [name in MessageName]?: Handler } } = frozen({
		WAIT_EAP_MSG: {},
		WAIT_PAN_OR_PAR: {
			PAN: (self, message) => self.takePan(message),
			PAR: (self, message) => self.takePar(message),
			'PNA[P]': (self) => self.settle(),
			'PNR[P]': (self, message) => self.answer(message),
			'PNR[A]': (self, message) => self.answer(message),
			PTR: (self, message) => self.leave(message),
		},
		WAIT_SUCC_PAN: {
			'PAN[C]': (self, message) => self.open(message),
			'PNR[P]': (self, message) => self.answer(message),
			'PNR[A]': (self, message) => self.answer(message),
			PTR: (self, message) => self.leave(message),
		},
		WAIT_FAIL_PAN: { 'PAN[C]': (self) => self.disconnect() },
		OPEN: {
			'PNR[P]': (self, message) => self.answer(message),
			'PNR[A]': (self, message) => self.#reauthenticate(message),
			PTR: (self, message) => self.leave(message),
		},
		WAIT_PNA_PING: {
			'PNA[P]': (self) => self.pong(),
			'PNR[P]': (self, message) => self.answer(message),
			'PNR[A]': (self, message) => self.#reauthenticate(message),
			PTR: (self, message) => self.leave(message),
		},
		SESS_TERM: {
			PTA: (self) => self.terminated(),
			PTR: (self, message) => self.answer(message),
			'PNR[P]': (self, message) => self.answer(message),
			PAN: (self) => self.settle(),
			'PAN[C]': (self) => self.settle(),
			'PNA[P]': (self) => self.settle(),
		},
		CLOSED: {},
	});

	private take(message: Message): string | undefined {
		const handler = PaaSession.#TRANSITIONS[this.#state][message.name];
		return handler === undefined ? 'not expected' : handler(this, message);
	}

	private takePan(message: Message): string | undefined {
		const nonce = this.nonceOf(message);
		if (nonce === undefined) return 'Nonce missing';
		const payload = avpValue(message, AvpCode.EapPayload);
		if (payload !== undefined) return this.takeEap(payload, nonce, undefined);
		// The EAP answer will come in a PAR of the PaC's own.
		this.#session.pacNonce = nonce;
		this.#session.stopRetransmission();
		return undefined;
	}

	private takePar(message: Message): string | undefined {
		const nonce = this.nonceOf(message);
		if (nonce === undefined) return 'Nonce missing';
		const payload = avpValue(message, AvpCode.EapPayload);
		return payload === undefined ? 'EAP-Payload missing' : this.takeEap(payload, nonce, message);
	}

	/** The PaC's nonce comes with its first message of an authentication. */
	private nonceOf(message: Message): Uint8Array | undefined {
		const nonce = this.#exchanges === 0 ? avpValue(message, AvpCode.Nonce) : undefined;
		return nonce?.slice() ?? this.#session.pacNonce;
	}

	private takeEap(payload: Uint8Array, nonce: Uint8Array, par: Message | undefined): string | undefined {
		const step = this.#eap!.receive(payload);
		if (step.kind === 'discard') return `EAP: ${step.reason ?? 'discarded'}`;
		this.#state = 'WAIT_EAP_MSG';
		this.#exchanges++;
		this.#session.pacNonce = nonce;
		this.#session.settle();
		if (par !== undefined) this.#session.answer(par, []);
		this.deliberate(step);
		return undefined;
	}

	/** WAIT_EAP_MSG for as long as that takes. */
	private deliberate(step: EapStep): void {
		const { deliberate } = this.#host;
		if (deliberate === undefined) {
			this.proceed(step);
			return;
		}
		const eap = this.#eap;
		deliberate(() => {
			if (this.#eap === eap && this.#state === 'WAIT_EAP_MSG') this.proceed(step);
		});
	}

	/** NONCE_SENT=Unset, EAP_Restart(). */
	private restartEap(): void {
		this.#state = 'WAIT_EAP_MSG';
		this.#exchanges = 0;
		this.#session.pacNonce = undefined;
		this.#session.paaNonce = this.#session.nonce();
		this.#session.nextKey = undefined;
		this.#eap = this.#host.newEap();
		this.proceed(this.#eap.start());
	}

	/** WAIT_EAP_MSG, with what EAP answers at once. */
	private proceed(step: EapStep): void {
		switch (step.kind) {
			case 'send': {
				this.#state = 'WAIT_PAN_OR_PAR';
				const eap = { code: AvpCode.EapPayload, value: step.packet };
				this.#session.request('PAR', this.#exchanges === 0 ? [{ code: AvpCode.Nonce, value: this.#session.paaNonce! }, eap] : [eap]);
				return;
			}
			case 'success':
				this.grant(step);
				return;
			case 'failure':
				this.refuse(ResultCode.AUTHENTICATION_REJECTED, step.packet, undefined);
				return;
			case 'discard':
				this.onUnanswered(`EAP: ${step.reason ?? 'discarded'}`);
		}
	}

	private grant({ packet, keys, peerId, serverId }: EapStep & { readonly kind: 'success' }): void {
		const session = this.#session;
		const keyId = this.#host.keyId();
		const { lifetime } = this.#host;
		session.nextKey = session.derive(keys.msk, keyId);
		if (!this.#host.authorizes(this)) {
			this.refuse(ResultCode.AUTHORIZATION_REJECTED, packet, keyId);
			return;
		}
		this.#state = 'WAIT_SUCC_PAN';
		this.#granted = { sessionId: this.sessionId, keyId, keys, peerId, serverId, lifetime };
		const avps = [
			numberAvp(AvpCode.ResultCode, ResultCode.SUCCESS),
			{ code: AvpCode.EapPayload, value: packet },
			numberAvp(AvpCode.KeyId, keyId),
			numberAvp(AvpCode.SessionLifetime, lifetime),
		];
		session.request('PAR[C]', avps, session.nextKey);
	}

	private refuse(result: number, packet: Uint8Array, keyId: number | undefined): void {
		const session = this.#session;
		this.#state = 'WAIT_FAIL_PAN';
		this.#eap = undefined;
		const avps = [numberAvp(AvpCode.ResultCode, result), { code: AvpCode.EapPayload, value: packet }];
		if (keyId !== undefined) avps.push(numberAvp(AvpCode.KeyId, keyId));
		session.request('PAR[C]', avps, session.nextKey ?? session.authKey);
		this.fail(`Result-Code ${result} (${result === ResultCode.AUTHENTICATION_REJECTED ? 'authentication' : 'authorization'} rejected)`);
	}

	/** WAIT_SUCC_PAN, Rx:PAN[C]. */
	private open(message: Message): string | undefined {
		const session = this.#session;
		const granted = this.#granted!;
		if (avpNumber(message, AvpCode.KeyId) !== granted.keyId) return `expected Key-Id ${granted.keyId}`;
		const again = this.live;
		this.#state = 'OPEN';
		this.live = true;
		this.opened = true;
		this.#eap = undefined;
		this.#granted = undefined;
		session.settle();
		if (session.authKey === undefined) session.forgetIncoming();
		session.install(session.nextKey!, granted.keyId);
		this.startLifetime(granted.lifetime);
		this.#host.onOpen(this, granted, again);
		return undefined;
	}

	private startLifetime(lifetime: number): void {
		const evidence = `lifetime of ${lifetime} s over`;
		this.#timer.startLifetime(
			lifetime * 1000,
			this.#host.reauthenticateAt,
			() => this.reauthenticate(),
			() => this.expire(evidence),
		);
	}

	private expire(evidence: string): void {
		if (!this.#host.expiresSilently) {
			this.terminate(TerminationCause.SESSION_TIMEOUT, 'expired', evidence);
			return;
		}
		this.end('expired', evidence);
		this.close();
	}

	/** OPEN, Rx:PNR[A]. */
	#reauthenticate(request: Message): undefined {
		this.#session.answer(request, []);
		this.restartEap();
	}

	private answer(request: Message): string | undefined {
		if (this.#session.authKey === undefined) return 'no key yet';
		this.#session.answer(request, []);
		return undefined;
	}

	/** Rx:PTR. */
	private leave(request: Message): string | undefined {
		if (!this.live) return 'no key yet';
		this.#session.answer(request, []);
		this.end('left', `PTR with Termination-Cause ${avpNumber(request, AvpCode.TerminationCause)}`);
		this.close();
		return undefined;
	}

	/** WAIT_PNA_PING, Rx:PNA[P]. */
	private pong(): undefined {
		this.#state = 'OPEN';
		this.#session.settle();
	}

	/** What another request waited for has come. */
	private settle(): undefined {
		this.#session.settle();
	}

	private disconnect(): undefined {
		this.close();
	}

	/** SESS_TERM, Rx:PTA. */
	private terminated(): undefined {
		this.#host.onTerminated(this, true);
		this.close();
	}

	/** RTX_TIMEOUT after the last transmission, or SESS_TIMEOUT of the first authentication. */
	private onUnanswered(evidence: string): void {
		if (this.#state === 'WAIT_PNA_PING') this.end('left', evidence);
		else if (this.#state === 'SESS_TERM') this.#host.onTerminated(this, false);
		else if (this.#state !== 'WAIT_FAIL_PAN') this.fail(evidence);
		this.close();
	}

	/** The authentication has failed, and with it the session that was to be authenticated again. */
	private fail(evidence: string): void {
		this.#host.onFailed(this, evidence);
		if (!this.live) return;
		this.#timer.stop();
		this.end('left', evidence);
	}

	private end(how: 'left' | 'expired', evidence: string): void {
		this.live = false;
		this.#host.onEnded(this, how, evidence);
	}
}
