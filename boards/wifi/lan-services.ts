/**
 * What a device offers on a network that comes and goes: its ECHONET Lite node, its name, its page, Route A; and what it asks for there, the time. What is not
 * to be had at once, for want of memory as an example, is tried again each 30 s as long as the network is there.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Network } from '../../hal/ports/network.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import { ECHONET_LITE_PORT } from '../../modules/datagram/ports.js';
import { StandingUdp } from '../../modules/datagram/standing-udp.js';
import type { HttpRequest } from '../../modules/http/request-reader.js';
import type { HttpResponse } from '../../modules/http/response.js';
import { HttpServer } from '../../modules/http/server.js';
import { MDNS_GROUP, MDNS_PORT } from '../../modules/mdns/message.js';
import { MdnsResponder } from '../../modules/mdns/responder.js';
import { SntpClient } from '../../modules/sntp/client.js';
import { addressText } from './address-text.js';
import { type NetworkLink, RETRY } from './network-link.js';
import { ToldListener } from './told-listener.js';

export interface LanServicesOptions {
	readonly network: Network;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly log: Log;
	/** `keiki-4b45` */
	readonly name: string;
	/** Name or address of a server of the time; empty: it asks none. */
	readonly timeServer: string;
	/** Undefined: no Route A on the network. */
	readonly routeA: NetworkLink | undefined;
	/** The network is there: the node may announce itself. */
	readonly onEchonet: () => void;
	/** ms since 1970-01-01T00:00:00Z, now. */
	readonly onTime: (time: number) => void;
	/** Default: 80. */
	readonly httpPort?: number | undefined;
	readonly handle: (request: HttpRequest) => HttpResponse;
}

/** 224.0.23.0, the group of ECHONET Lite (Specification, Part 2), in the mapped form. */
export const ECHONET_GROUP = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 224, 0, 23, 0);
const HTTP_PORT = 80;
/** Datagrams at once, and a second: a request takes an ESP32-C6 some 10 ms, one for many properties more (xs-host/instructions.md). */
const ECHONET_BUDGET = Object.freeze({ burst: 32, rate: 32 });
const MDNS_BUDGET = Object.freeze({ burst: 20, rate: 20 });

export class LanServices {
	/** Of the ECHONET Lite node, for good. */
	readonly echonet: StandingUdp;
	readonly mdns: MdnsResponder;
	readonly sntp: SntpClient | undefined;
	page: HttpServer | undefined;
	private readonly options: LanServicesOptions;
	private readonly mdnsSocket: StandingUdp;
	private readonly listener: ToldListener;
	private timer: Timer | undefined;

	constructor(options: LanServicesOptions) {
		const { network, scheduler, random, log, name, timeServer, onTime } = options;
		this.options = options;
		this.listener = new ToldListener('HTTP', network, log);
		const ports = { network, scheduler, log };
		this.echonet = new StandingUdp({ name: 'ECHONET Lite', port: ECHONET_LITE_PORT, group: ECHONET_GROUP, ...ports, ...ECHONET_BUDGET });
		this.mdnsSocket = new StandingUdp({ name: 'mDNS', port: MDNS_PORT, group: MDNS_GROUP, ...ports, ...MDNS_BUDGET });
		const onName = (whole: string): void => log.write('mDNS', `http://${whole}/`);
		this.mdns = new MdnsResponder({ name, socket: this.mdnsSocket, scheduler, random, log, onName });
		this.sntp = timeServer === '' ? undefined : new SntpClient({ server: timeServer, network, scheduler, random, log, onTime });
	}

	/** The network is there. */
	up(): void {
		this.down();
		const { log, network } = this.options;
		log.write('network', addressText(network.address));
		this.sntp?.start();
		this.open();
		this.options.routeA?.up();
	}

	/** It is gone. */
	down(): void {
		this.timer?.cancel();
		this.timer = undefined;
		this.sntp?.stop();
		this.mdns.stop();
		this.page?.close();
		this.page = undefined;
		this.options.routeA?.down();
		this.mdnsSocket.close();
		this.echonet.close();
	}

	private open(): void {
		const { scheduler, onEchonet } = this.options;
		if (!this.echonet.isOpen && this.echonet.open()) onEchonet();
		if (!this.mdnsSocket.isOpen && this.mdnsSocket.open()) this.mdns.start();
		this.openPage();
		const isAll = this.echonet.isOpen && this.mdnsSocket.isOpen && this.page !== undefined;
		this.timer = isAll ? undefined : scheduler.after(RETRY, () => this.open());
	}

	private openPage(): void {
		if (this.page !== undefined) return;
		const { scheduler, log, handle, httpPort = HTTP_PORT } = this.options;
		const listener = this.listener.open(httpPort);
		this.page = listener && new HttpServer({ listener, scheduler, log, handle, connections: 3 });
	}
}
