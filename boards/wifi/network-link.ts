/** Route A on a network that comes and goes, by TCP and UDP with the wrapper (IEC 62056-4-7), and at the local port beside it. */
import type { Log } from '../../hal/ports/log.js';
import type { Network } from '../../hal/ports/network.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import type { UdpSocket } from '../../hal/ports/sockets.js';
import { ADDRESS_CONFIGURATION } from '../../modules/cosem/ipv6-setup.js';
import { StandingUdp } from '../../modules/datagram/standing-udp.js';
import { COSEM_PORT } from '../../modules/dlms/wrapper.js';
import type { LocalPort as LocalPortFacts, NetworkFacts } from '../../src/route-a/facts.js';
import { TRANSPORT_LIMITS, type TransportLimits } from '../../src/route-a/limits.js';
import type { PushAssurance, PushCarrier } from '../../src/route-a/push-carrier.js';
import type { RouteA } from '../../src/route-a/route-a.js';
import type { RouteALink } from '../../src/route-a/route-a-service.js';
import { RouteATcp } from '../../src/route-a/tcp.js';
import { RouteAUdp } from '../../src/route-a/udp.js';
import type { RouteANetwork } from '../firmware.js';
import type { LocalLink } from '../local-link.js';
import { ToldListener } from './told-listener.js';

/** What lwIP has room for, and what a small memory bears: each association that is there takes some of it. */
export const DEVICE_LIMITS: TransportLimits = Object.freeze({
	...TRANSPORT_LIMITS,
	connections: 3,
	connectionsOfHost: 3,
	authenticated: 2,
	peers: 2,
	framesPerTurn: 1,
	requestsPerTurn: 1,
	datagramsWaiting: 4,
	sentAgain: 2048,
	pending: 2048,
});
/** The SDK's, of the ESP32. */
const SEGMENT_SIZE = 1436;
/** Datagrams at once, and a second. */
const BURST = 8;
const RATE = 10;
/** After which what is not to be had on the network is tried again, ms. */
export const RETRY = 30_000;
const LAYER = 'Route A';
/** How long a confirmation may take, ms. */
const CONFIRMATION = 10_000;

export interface NetworkLinkOptions {
	readonly network: Network;
	readonly scheduler: Scheduler;
	readonly log: Log;
}

export class NetworkLink implements RouteALink, RouteANetwork {
	readonly network: NetworkFacts;
	push: PushCarrier | undefined;
	private readonly options: NetworkLinkOptions;
	private readonly socket: StandingUdp;
	private readonly listener: ToldListener;
	private local: LocalLink | undefined;
	private routeA: RouteA | undefined;
	private tcp: RouteATcp | undefined;
	private udp: RouteAUdp | undefined;
	private timer: Timer | undefined;
	private isUp = false;

	constructor(options: NetworkLinkOptions) {
		const { network } = options;
		this.options = options;
		this.socket = new StandingUdp({ name: LAYER, port: COSEM_PORT, ...options, burst: BURST, rate: RATE });
		this.listener = new ToldListener(LAYER, network, options.log);
		this.network = {
			port: COSEM_PORT,
			segmentSize: SEGMENT_SIZE,
			connections: DEVICE_LIMITS.connections,
			inactivity: DEVICE_LIMITS.inactivity / 1000,
			configuration: ADDRESS_CONFIGURATION.dhcp,
			get addresses() {
				return network.address === undefined ? [] : [network.address];
			},
			multicast: [],
			gateways: [],
			get macAddress() {
				return network.macAddress;
			},
		};
	}

	get localPort(): LocalPortFacts | undefined {
		return this.local?.localPort;
	}

	linkBeside(local: LocalLink | undefined, pushes: boolean): this {
		this.local = local;
		if (pushes) this.push = new NetworkPush(this.socket, local, this.options.scheduler);
		return this;
	}

	open(routeA: RouteA): void {
		this.routeA = routeA;
		this.local?.open(routeA);
		if (this.isUp) this.begin(routeA);
	}

	close(): void {
		this.routeA = undefined;
		this.local?.close();
		this.shut();
	}

	/** There is a network. */
	up(): void {
		this.isUp = true;
		if (this.routeA !== undefined) this.begin(this.routeA);
	}

	/** It is gone. */
	down(): void {
		this.isUp = false;
		this.shut();
	}

	/** Opens what is not to be had now later: Route A begins anew when its unit is plugged in again, and not with the network alone. */
	private begin(routeA: RouteA): void {
		const { scheduler, log } = this.options;
		const { server } = routeA;
		if (!this.socket.isOpen && this.socket.open()) {
			const onPushAnswer = (apdu: Uint8Array): boolean => routeA.onPushAnswer(apdu);
			this.udp = new RouteAUdp({ server, socket: this.socket, scheduler, log, limits: DEVICE_LIMITS, onPushAnswer });
		}
		if (this.tcp === undefined) {
			const listener = this.listener.open(COSEM_PORT);
			this.tcp = listener && new RouteATcp({ server, listener, scheduler, log, limits: DEVICE_LIMITS });
		}
		this.timer?.cancel();
		const isAll = this.socket.isOpen && this.tcp !== undefined;
		this.timer = isAll ? undefined : scheduler.after(RETRY, () => this.begin(routeA));
	}

	private shut(): void {
		this.timer?.cancel();
		this.timer = undefined;
		this.tcp?.close();
		this.udp?.close();
		this.socket.close();
		this.tcp = this.udp = undefined;
	}
}

/** By UDP from where Route A is, and at the local port; the device opens no connections. */
class NetworkPush implements PushCarrier {
	readonly sendByLine: PushCarrier['sendByLine'];
	private readonly socket: UdpSocket;
	private readonly scheduler: Scheduler;

	constructor(socket: UdpSocket, local: LocalLink | undefined, scheduler: Scheduler) {
		this.socket = socket;
		this.scheduler = scheduler;
		this.sendByLine =
			local &&
			((client, apdu, done) => {
				const failure = local.notify(client, apdu);
				scheduler.after(0, () => done(failure));
			});
	}

	send(
		by: 'tcp' | 'udp',
		to: Uint8Array,
		port: number,
		frame: Uint8Array,
		done: (failure: string | undefined) => void,
		assurance?: PushAssurance | undefined,
	): void {
		const { scheduler } = this;
		if (by === 'tcp') {
			scheduler.after(0, () => done('the device opens no connections of TCP: push by UDP'));
			return;
		}
		this.socket.send(to, port, frame, (ok) => {
			if (!ok) done('there is no network, or it refused the datagram');
			else if (assurance?.kind === 'confirmed') scheduler.after(CONFIRMATION, () => done('it was not confirmed in time'));
			else done(assurance && 'nothing confirms a datagram');
		});
	}
}
