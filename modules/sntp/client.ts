/**
 * A client of SNTP (RFC 4330), for a device whose network comes and goes.
 *
 * | state      | on                          | next                                                              |
 * |------------|-----------------------------|-------------------------------------------------------------------|
 * | off        | start                       | resolving                                                         |
 * | resolving  | an address                  | asking: a request goes out                                        |
 * |            | no address, or none in time | waiting, twice as long as the last time                           |
 * | asking     | the reply                   | waiting, `POLL`; the time is told                                 |
 * |            | a kiss-o'-death             | waiting, `POLL`                                                   |
 * |            | none in time                | waiting, twice as long as the last time                           |
 * | waiting    | its end                     | resolving                                                         |
 * | any        | stop                        | off                                                               |
 *
 * It asks no server more often than each 15 s, and none that answers more often than each 6 hours (RFC 4330 §10). What does not bring back the stamp of the
 * request is dropped, whoever sent it.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Network } from '../../hal/ports/network.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import type { UdpSocket } from '../../hal/ports/sockets.js';
import { DecodeError } from '../bytes/reader.js';
import { decodeReply, encodeRequest, NTP_PORT, type NtpReply, STAMP_LENGTH } from './packet.js';

export type SntpState = 'off' | 'resolving' | 'asking' | 'waiting';

export interface SntpClientOptions {
	/** Name or address of the server. */
	readonly server: string;
	readonly network: Network;
	readonly scheduler: Scheduler;
	/** Makes stamps. */
	readonly random: Random;
	readonly log: Log;
	/** ms since 1970-01-01T00:00:00Z, now: half of the way there and back is added already. */
	readonly onTime: (time: number) => void;
}

const LAYER = 'SNTP';
/** How long an answer may take, ms: an older one would tell the time badly. */
const PATIENCE = 5_000;
/** From a failure to the next try, the first time and at most; ms. */
const RETRY = 15_000;
const LONGEST_RETRY = 900_000;
/** From an answer to the next question, ms. */
export const POLL = 6 * 3_600_000;

export class SntpClient {
	state: SntpState = 'off';
	/** Datagrams that were no reply, since the start. */
	dropped = 0;
	private readonly options: SntpClientOptions;
	private socket: UdpSocket | undefined;
	private timer: Timer | undefined;
	private retry = RETRY;
	private stamp = new Uint8Array(STAMP_LENGTH);
	private asked = 0;
	/** Counts starts: what an earlier one has asked for is not wanted. */
	private turn = 0;
	private isToldOff = false;

	constructor(options: SntpClientOptions) {
		this.options = options;
	}

	/** There is a network. */
	start(): void {
		this.stop();
		this.retry = RETRY;
		this.resolve();
	}

	/** There is none any more. */
	stop(): void {
		this.turn++;
		this.end('off');
	}

	private resolve(): void {
		const { network, server } = this.options;
		const turn = ++this.turn;
		this.state = 'resolving';
		this.wait(PATIENCE, () => this.fail(`${server}: no address in time`));
		network.resolve(server, (address) => {
			if (turn !== this.turn || this.state !== 'resolving') return;
			if (address === undefined) this.fail(`${server}: no address`);
			else this.ask(address);
		});
	}

	private ask(address: Uint8Array): void {
		const { network, random, scheduler, server } = this.options;
		try {
			this.socket = network.udp(0);
		} catch (error) {
			this.fail(error instanceof Error ? error.message : String(error));
			return;
		}
		this.socket.onReceive = (_from, port, bytes) => this.receive(port, bytes);
		random.fill(this.stamp);
		this.state = 'asking';
		this.asked = scheduler.now();
		this.wait(PATIENCE, () => this.fail(`${server}: no answer`));
		this.socket.send(address, NTP_PORT, encodeRequest(this.stamp));
	}

	private receive(port: number, bytes: Uint8Array): void {
		if (this.state !== 'asking') return;
		let reply: NtpReply;
		try {
			if (port !== NTP_PORT) throw new DecodeError(LAYER, 0, `port ${NTP_PORT}`);
			reply = decodeReply(bytes, this.stamp);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			if (this.dropped++ === 0) this.options.log.write(LAYER, `dropped: ${error.message}; counted only from here on`);
			return;
		}
		const way = this.options.scheduler.now() - this.asked;
		this.retry = RETRY;
		this.isToldOff = false;
		this.rest(POLL);
		if (reply.kind === 'time') this.options.onTime(reply.time + way / 2);
		else this.options.log.write(LAYER, `${this.options.server}: ${reply.code}: asked again in 6 hours`);
	}

	/** Of failures in a row the first one is told. */
	private fail(reason: string): void {
		const delay = this.retry;
		this.retry = Math.min(2 * delay, LONGEST_RETRY);
		if (!this.isToldOff) this.options.log.write(LAYER, `${reason}: the clock goes on as it is; tried again`);
		this.isToldOff = true;
		this.rest(delay);
	}

	private rest(delay: number): void {
		this.end('waiting');
		this.wait(delay, () => this.resolve());
	}

	private end(state: SntpState): void {
		this.state = state;
		this.timer?.cancel();
		this.timer = undefined;
		this.socket?.close();
		this.socket = undefined;
	}

	private wait(delay: number, task: () => void): void {
		this.timer?.cancel();
		this.timer = this.options.scheduler.after(delay, task);
	}
}
