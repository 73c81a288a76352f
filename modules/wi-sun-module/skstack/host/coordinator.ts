import type { Log } from '../../../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../../../hal/ports/scheduler.js';
import type { Serial } from '../../../../hal/ports/serial.js';
import { asciiBytes } from '../../../bytes/ascii.js';
import { equalBytes } from '../../../bytes/equal.js';
import { uint32 } from '../../../bytes/uint.js';
import type { Address, DatagramListener, Datagrams, Delivery, PeerEvent, Secret } from '../../../datagram/datagram.js';
import { PANA_PORT } from '../../../datagram/ports.js';
import { SILENT } from '../../../datagram/silent.js';
import { formatAddress, isMulticast } from '../../../ipv6/address.js';
import { MAX_PAYLOAD } from '../language/command.js';
import type { ReceivedDatagram } from '../language/erxudp.js';
import { EVENT, type EventLine } from '../language/event.js';
import type { Model } from '../language/model.js';
import type { ModuleInfo } from '../language/reply.js';
import { SkClient } from './client.js';
import { BEACONS, readRegister, setUpCoordinator } from './coordinator-setup.js';

/**
 * - `off`: without credentials, or stopped.
 * - `starting`: the module is being reset and set up.
 * - `running`: the PAN exists.
 * - `waiting`: the module was lost, or is not right; another start follows, after 1 s at first and up to 60 s when it fails again and again.
 */
export type CoordinatorState = 'off' | 'starting' | 'running' | 'waiting';

export interface SkCoordinatorOptions {
	/** The UART towards the module, at the speed that the module has: that of a `RatedLine`, or 115,200 baud unless its WUART was changed. */
	readonly serial: Serial;
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** 33 to 60. */
	readonly channel: number;
	readonly panId: number;
	/** Which module it is; default: found out. */
	readonly model?: Model | undefined;
	/** Session-Lifetime, 60 s or more; default: 86,400, as real meters have it. */
	readonly lifetime?: number;
	/** `detail`: the module's address, or what is wrong with it. */
	readonly onState?: (state: CoordinatorState, detail: string) => void;
	/** The transmit time that the law allows in an hour is used up, or there is room again. */
	readonly onLimit?: (limited: boolean) => void;
}

/** Session-Lifetime seen of real meters, s. */
const LIFETIME = 86_400;
/** How often the module is asked whether it is still as it was set up, ms. */
const CHECK_INTERVAL = 60_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** Datagrams that wait for the module. */
const QUEUE = 8;
/** Lines between two checks that make no sense, without a datagram that does: the module writes in another form than it was asked to. */
const BAD_LINES = 5;

const PANA_AUTHENTICATION = 2;

/** What ends a session, and how it is told. */
const ENDS: ReadonlyMap<number, readonly [PeerEvent, string]> = new Map<number, readonly [PeerEvent, string]>([
	[EVENT.terminationRequested, ['left', 'EVENT 26: the HEMS ended the session']],
	[EVENT.terminated, ['left', 'EVENT 27: the session was ended']],
	[EVENT.terminationTimeout, ['left', 'EVENT 28: the session was ended, the HEMS did not answer']],
	[EVENT.expired, ['expired', 'EVENT 29: the lifetime is over']],
]);

/**
 * A real Wi-SUN module as coordinator and PANA authentication agent: datagrams to and from the one HEMS that authenticated with it.
 *
 * It resets the module, learns how it speaks, writes the registers, the id and the password, and starts it with SKSTART; from then on it watches it.
 * A module that falls silent, or has restarted by itself, is set up anew; its session is lost. Nothing is written to the module's flash.
 *
 * Whether an authentication is a new session or goes on with the one there is, the PANA messages tell that the module shows (ERXUDP, port 716):
 * EVENT 25 comes of both. A secured datagram without EVENT 25 means that the line of the event was lost. That modules give these events as PAA,
 * and encrypt what goes to all nodes, is what their manual leads to expect; no log confirms it.
 */
export class SkCoordinator implements Datagrams {
	readonly maxPayload = MAX_PAYLOAD;
	listener: DatagramListener = SILENT;
	readonly #options: SkCoordinatorOptions;
	readonly #client: SkClient;
	#state: CoordinatorState = 'off';
	#credentials: { readonly id: string; readonly password: string } | undefined;
	#info: ModuleInfo | undefined;
	/** Counts the starts: what belongs to a former one is not looked at. */
	#life = 0;
	#timer: Timer | undefined;
	#pause = FIRST_PAUSE;
	#peer: Address | undefined;
	/** PANA session id of that session, and of the last message of authentication; undefined where none was seen. */
	#session: number | undefined;
	#heardSession: number | undefined;
	#limited = false;
	#waiting = 0;
	/** A check is under way, and the timer stands still. */
	#checking = true;
	/** Bad lines at the last check, or at the last good datagram. */
	#badLines = 0;

	constructor(options: SkCoordinatorOptions) {
		const { serial, scheduler, log, model } = options;
		this.#options = options;
		this.#client = new SkClient({
			scheduler,
			log,
			model,
			write: (bytes) => serial.write(bytes),
			listener: {
				onDatagram: (datagram) => this.#onDatagram(datagram),
				onEvent: (event) => this.#onEvent(event),
			},
		});
		serial.onReceive = (bytes) => this.#client.receive(bytes);
	}

	get state(): CoordinatorState {
		return this.#state;
	}

	/** The module; undefined before it was reached. */
	get info(): ModuleInfo | undefined {
		return this.#info;
	}

	/** The transmit time that the law allows in an hour is used up. */
	get limited(): boolean {
		return this.#limited;
	}

	/** The HEMS of the session there is. */
	get peer(): Address | undefined {
		return this.#peer;
	}

	/** Lines from the module that could not be read. */
	get badLines(): number {
		return this.#client.badLines;
	}

	/** Sets the module up with these credentials, after ending a session under other ones. Throws RangeError for a key: a module makes its own of the password. */
	configure(id: string, password: Secret): void {
		if (typeof password !== 'string') throw new RangeError('SKSTACK: expected a password, got a key');
		this.#credentials = { id, password };
		const life = ++this.#life;
		if (this.#peer === undefined) this.#start('configured anew');
		else this.#client.terminate(() => life === this.#life && this.#start('configured anew'));
	}

	/** The module is left as after power on: no PAN, no session. */
	stop(): void {
		this.#abandon('off', 'stopped');
		this.#options.serial.write(RESET);
	}

	/** From port 3610, encrypted. Throws RangeError for a datagram of no or more than `maxPayload` bytes. */
	send(to: Address, port: number, bytes: Uint8Array, done: (delivery: Delivery) => void): void {
		const { length } = bytes;
		if (length === 0 || length > MAX_PAYLOAD) throw new RangeError(`datagram: expected 1 to ${MAX_PAYLOAD} bytes, got ${length}`);
		const { scheduler } = this.#options;
		if (this.#state !== 'running' || this.#waiting >= QUEUE) {
			scheduler.after(0, () => done('failed'));
			return;
		}
		this.#waiting++;
		this.#client.send(to, port, bytes, 'required', (delivery) => {
			this.#waiting--;
			done(delivery === 'failed' && this.#limited ? 'limited' : delivery);
			if (delivery === 'failed' && this.#state === 'running') this.#suspect();
		});
	}

	terminate(peer: Address): void {
		if (this.#peer === undefined || !equalBytes(peer, this.#peer)) return;
		const life = this.#life;
		this.#client.terminate(() => {
			if (life === this.#life && this.#peer !== undefined && equalBytes(peer, this.#peer)) this.#end('left', 'SKTERM');
		});
	}

	/** A datagram failed: because the HEMS is out of reach, or because the module is. */
	#suspect(): void {
		if (!this.#checking && !this.#limited) this.#check();
	}

	#start(why: string): void {
		this.#abandon('starting', why);
		const life = this.#life;
		this.#client.open((info) => {
			if (life !== this.#life) return;
			if (info === undefined) this.#lose('the module does not answer');
			else this.#setUp(info);
		});
	}

	/** Drops all that is under way, the session too. */
	#abandon(state: CoordinatorState, why: string): void {
		this.#life++;
		this.#state = state;
		this.#checking = true;
		this.#timer?.cancel();
		this.#client.abort();
		this.#end('left', why);
		this.#enter(state, why);
	}

	#lose(why: string): void {
		const { scheduler, log } = this.#options;
		if (this.#pause === FIRST_PAUSE) log.write('SKSTACK', `${why}; it is started again`);
		this.#info = undefined;
		this.#abandon('waiting', why);
		this.#timer = scheduler.after(this.#pause, () => this.#start(why));
		this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
	}

	#setUp(info: ModuleInfo): void {
		this.#info = info;
		const { channel, panId, lifetime = LIFETIME } = this.#options;
		const life = this.#life;
		setUpCoordinator(this.#client, { ...this.#credentials!, channel, panId, lifetime }, (problem) => {
			if (life !== this.#life) return;
			if (problem !== undefined) {
				this.#lose(problem);
				return;
			}
			this.#pause = FIRST_PAUSE;
			this.#enter('running', formatAddress(info.address));
			this.#checkLimit();
		});
	}

	/** Is the module still what it was made, and does it write as it was told? */
	#check(): void {
		this.#timer?.cancel();
		this.#checking = true;
		const life = this.#life;
		readRegister(this.#client, BEACONS, (value) => {
			if (life !== this.#life) return;
			const bad = this.#client.badLines - this.#badLines;
			this.#badLines = this.#client.badLines;
			if (value === undefined) this.#lose('the module does not answer');
			else if (value !== 1) this.#lose('the module has restarted');
			else if (bad >= BAD_LINES) this.#lose('the module writes what cannot be read');
			else this.#checkLimit();
		});
	}

	#checkLimit(): void {
		const life = this.#life;
		readRegister(this.#client, 'SFB', (value) => {
			if (life !== this.#life) return;
			if (value !== undefined) this.#limit(value === 1);
			this.#checking = false;
			this.#timer = this.#options.scheduler.after(CHECK_INTERVAL, () => this.#check());
		});
	}

	#limit(limited: boolean): void {
		if (this.#limited === limited) return;
		this.#limited = limited;
		this.#options.onLimit?.(limited);
	}

	#enter(state: CoordinatorState, detail: string): void {
		this.#state = state;
		this.#options.onState?.(state, detail);
	}

	#onDatagram({ from, to, localPort, payload, secured }: ReceivedDatagram): void {
		if (this.#state !== 'running') return;
		this.#badLines = this.#client.badLines;
		if (localPort === PANA_PORT) {
			this.#heardSession = authenticationSession(payload) ?? this.#heardSession;
			return;
		}
		if (secured && !this.#isPeer(from)) this.#onJoined(from, 'a secured datagram');
		this.listener.onDatagram(from, to, localPort, payload, secured);
	}

	#onEvent({ event, address }: EventLine): void {
		if (event === EVENT.limited || event === EVENT.unlimited) this.#limit(event === EVENT.limited);
		if (this.#state !== 'running') return;
		const end = ENDS.get(event);
		if (end !== undefined) this.#end(end[0], end[1]);
		else if (address !== undefined && event === EVENT.joined) this.#onJoined(address, 'EVENT 25');
		else if (address !== undefined && event === EVENT.joinFailed) this.#onFailed(address);
	}

	#onJoined(address: Address, evidence: string): void {
		if (isMulticast(address)) return;
		const session = this.#heardSession;
		this.#heardSession = undefined;
		const again = this.#isPeer(address) && session !== undefined && session === this.#session;
		if (!this.#isPeer(address)) this.#end('left', 'another HEMS has taken its place');
		this.#peer = address.slice();
		this.#session = session;
		this.listener.onPeer(again ? 'rejoined' : 'joined', this.#peer, evidence);
	}

	#onFailed(address: Address): void {
		const ofSession = this.#isPeer(address) && this.#heardSession !== undefined && this.#heardSession === this.#session;
		this.#heardSession = undefined;
		const evidence = 'EVENT 24: authentication failed';
		this.listener.onPeer('failed', address, evidence);
		if (ofSession) this.#end('left', evidence);
	}

	#isPeer(address: Address): boolean {
		return this.#peer !== undefined && equalBytes(address, this.#peer);
	}

	#end(event: PeerEvent, evidence: string): void {
		const peer = this.#peer;
		this.#peer = undefined;
		this.#session = undefined;
		if (peer !== undefined) this.listener.onPeer(event, peer, evidence);
	}
}

const RESET = asciiBytes('\rSKRESET\r\n');

/** The session id of a PANA message of authentication (RFC 5191 §6.2: type in bytes 6 and 7, session id from byte 8); undefined of any other. */
function authenticationSession(message: Uint8Array): number | undefined {
	if (message.length < 16 || message[6] !== 0 || message[7] !== PANA_AUTHENTICATION) return undefined;
	return uint32(message, 8);
}
