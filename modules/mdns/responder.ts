/**
 * The owner of one host name of multicast DNS (RFC 6762), which has an IPv4 address.
 *
 * | state      | on                                   | next                                                               |
 * |------------|--------------------------------------|--------------------------------------------------------------------|
 * | off        | start                                | probing: the name is asked for three times, 250 ms between          |
 * | probing    | no answer                            | up; the name is announced twice, 1 s between                        |
 * |            | somebody has it                      | probing, with another name: `-2` behind it, `-3` …                   |
 * |            | somebody asks for it, with a higher address | probing anew in 1 s (§8.2)                                  |
 * | up         | a question for it                    | answered: to all, or to who asks                                    |
 * |            | somebody else tells it as its own    | probing (§9)                                                        |
 * | any        | stop                                 | off                                                                 |
 *
 * To all it answers once a second at most, but to a probe (§6).
 */
import type { Log } from '../../hal/ports/log.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import type { UdpSocket } from '../../hal/ports/sockets.js';
import { between } from '../bytes/chance.js';
import { equalBytes } from '../bytes/equal.js';
import {
	type AddressRecord,
	decodeMessage,
	encodeLegacyResponse,
	encodeProbe,
	encodeResponse,
	isMalformed,
	MDNS_PORT,
	type Message,
	type Question,
} from './message.js';

export interface MdnsResponderOptions {
	/** One label, in lower case, without `.local`: letters, digits, hyphens, at most 60. */
	readonly name: string;
	/** Open on `MDNS_PORT`, and hears `MDNS_GROUP`. */
	readonly socket: UdpSocket;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly log: Log;
	/** The name is taken, or another one has taken its place. */
	readonly onName?: ((name: string) => void) | undefined;
}

export type MdnsState = 'off' | 'probing' | 'up';

const LAYER = 'mDNS';
const DOMAIN = '.local';
/** s, of a record that holds an address (§10), and of what is told to a legacy resolver (§6.7). */
const TTL = 120;
const LEGACY_TTL = 10;
const PROBES = 3;
/** ms. */
const PROBE_PAUSE = 250;
const ANNOUNCE_PAUSE = 1_000;
const ANSWER_PAUSE = 1_000;
const LOST_PAUSE = 1_000;
/** Names taken by others from which on it asks for the next one less often, and how often (§8.1), ms. */
const MANY_CONFLICTS = 15;
const CONFLICT_PAUSE = 5_000;
/** Bytes of an IPv4 address at the end of its mapped form. */
const IPV4 = 12;

export class MdnsResponder {
	state: MdnsState = 'off';
	/** Messages that were none, since the start. */
	dropped = 0;
	private readonly options: MdnsResponderOptions;
	private timer: Timer | undefined;
	private left = 0;
	private conflicts = 0;
	private answered = Number.NEGATIVE_INFINITY;

	constructor(options: MdnsResponderOptions) {
		this.options = options;
		options.socket.onReceive = (from, port, bytes) => this.receive(from, port, bytes);
	}

	/** `keiki-1a2b.local` */
	get name(): string {
		const { name } = this.options;
		return (this.conflicts === 0 ? name : `${name}-${this.conflicts + 1}`) + DOMAIN;
	}

	/** There is a network, and the socket is open. */
	start(): void {
		this.conflicts = 0;
		this.probe(between(this.options.random, 0, PROBE_PAUSE));
	}

	stop(): void {
		this.state = 'off';
		this.timer?.cancel();
	}

	private probe(delay: number): void {
		this.state = 'probing';
		this.left = PROBES;
		this.wait(delay, () => this.askOnce());
	}

	private askOnce(): void {
		if (this.left-- > 0) {
			this.send(encodeProbe(this.name, this.address, TTL, true));
			this.wait(PROBE_PAUSE, () => this.askOnce());
			return;
		}
		this.state = 'up';
		this.options.onName?.(this.name);
		this.announce();
		this.wait(ANNOUNCE_PAUSE, () => this.announce());
	}

	private receive(from: Uint8Array, port: number, bytes: Uint8Array): void {
		if (this.state === 'off') return;
		let message: Message;
		try {
			message = decodeMessage(bytes);
		} catch (error) {
			if (!isMalformed(error)) throw error;
			if (this.dropped++ === 0) this.options.log.write(LAYER, `dropped: ${error.message}; counted only from here on`);
			return;
		}
		const rival = message.addresses.find((record) => this.isRival(record));
		if (message.isResponse) {
			// Multicast DNS comes from its own port (§6).
			if (rival !== undefined && port === MDNS_PORT) this.onConflict();
			return;
		}
		const question = message.questions.find(({ name }) => name === this.name);
		if (question === undefined) return;
		if (this.state === 'up') this.answer(question, message.id, from, port, rival !== undefined);
		else if (rival !== undefined && isHigher(rival.address, this.address)) this.probe(LOST_PAUSE);
	}

	private isRival({ name, address }: AddressRecord): boolean {
		return name === this.name && !equalBytes(address, this.address);
	}

	private answer({ type, unicast }: Question, id: number, from: Uint8Array, port: number, isProbe: boolean): void {
		const { socket, scheduler } = this.options;
		if (port !== MDNS_PORT) {
			if (port !== 0) socket.send(from, port, encodeLegacyResponse(id, this.name, type, this.address, LEGACY_TTL));
			return;
		}
		const response = encodeResponse(this.name, this.address, TTL);
		if (unicast) socket.send(from, port, response);
		else if (isProbe || scheduler.now() - this.answered >= ANSWER_PAUSE) this.announce();
	}

	private onConflict(): void {
		if (this.state === 'probing') {
			// Whoever claims each name that comes fills no log with it.
			if (this.conflicts < MANY_CONFLICTS) this.options.log.write(LAYER, `${this.name} is somebody else's`);
			this.conflicts++;
		}
		this.probe(this.conflicts < MANY_CONFLICTS ? PROBE_PAUSE : CONFLICT_PAUSE);
	}

	private announce(): void {
		this.answered = this.options.scheduler.now();
		this.send(encodeResponse(this.name, this.address, TTL));
	}

	private send(bytes: Uint8Array): void {
		const { socket } = this.options;
		socket.send(socket.group, MDNS_PORT, bytes);
	}

	private get address(): Uint8Array {
		return this.options.socket.address.subarray(IPV4);
	}

	private wait(delay: number, task: () => void): void {
		this.timer?.cancel();
		this.timer = this.options.scheduler.after(delay, task);
	}
}

/** By their bytes, the first one that differs first (§8.2). */
function isHigher(a: Uint8Array, b: Uint8Array): boolean {
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! > b[i]!;
	return false;
}
