/** Where the Route A of a meter can be reached: TCP and UDP, at one place or several, and the local port; and where its customer's port tells what it reads. */
import { RealTime } from '../../../hal/node/real-time.js';
import type { Log } from '../../../hal/ports/log.js';
import { ADDRESS_CONFIGURATION } from '../../../modules/cosem/ipv6-setup.js';
import { MAX_FRAMES } from '../../../modules/hdlc/link.js';
import { CustomerPort } from '../../../src/route-a/customer-port/customer-port.js';
import type { LocalPort as LocalPortFacts, NetworkFacts } from '../../../src/route-a/facts.js';
import { TRANSPORT_LIMITS } from '../../../src/route-a/limits.js';
import type { RouteA } from '../../../src/route-a/route-a.js';
import type { RouteALink } from '../../../src/route-a/route-a-service.js';
import { RouteATcp } from '../../../src/route-a/tcp.js';
import { RouteAUdp } from '../../../src/route-a/udp.js';
import type { RouteAFaults } from '../../../src/world/fault/route-a-faults.js';
import type { CosemTap } from '../../../src/world/watch/cosem-tap.js';
import { LocalLink } from '../../local-link.js';
import { LOCAL_PORT as DEVICE_LOCAL_PORT, identificationOf } from '../../route-a-facts.js';
import { type Enter, EnteredUdp, enteredSerial, JointListener } from '../shared/entered.js';
import type { OpenLine } from '../shared/open-line.js';
import type { CustomerPortChoice, PlaceChoice } from './dongle-option.js';
import { PushWay } from './push-way.js';
import type { RouteAChoice, RouteAChoices } from './route-a-option.js';
import { closeRouteASockets, openRouteASockets, type RouteASockets } from './route-a-sockets.js';
import { openCustomerPort, openLocalPort, type QueuedLine } from './serial-lines.js';

/** Less than the `/?` of an opening in even parity would be the begin of, behind the flag of a frame: af 3f is a length of 1,855. */
const INFORMATION = 1800;
/** A pseudo-terminal has any speed. */
export const HOST_LOCAL_PORT: LocalPortFacts = Object.freeze({
	...{ ...DEVICE_LOCAL_PORT, defaultBaud: 300 },
	...{ windowTransmit: MAX_FRAMES, windowReceive: MAX_FRAMES, sizeTransmit: INFORMATION, sizeReceive: INFORMATION },
});
const SEGMENT_SIZE = 1220;

/** Which lines a meter has; undefined: none. */
export interface LineChoices {
	readonly localPort?: PlaceChoice | undefined;
	readonly customerPort?: CustomerPortChoice | undefined;
}

interface Lines {
	readonly local?: OpenLine | undefined;
	readonly customer?: { readonly line: QueuedLine; readonly form: CustomerPortChoice['form'] } | undefined;
}

/** Who hears what goes in and out, and of which meter it is. */
interface PlaceTap {
	readonly tap: CosemTap;
	readonly meter: number;
}

export class RouteAPlace {
	/** Of each place; none: there is no Route A over IP. */
	readonly sockets: readonly RouteASockets[];
	readonly line: OpenLine | undefined;
	readonly customer: Lines['customer'];
	readonly tap: PlaceTap | undefined;
	readonly #enter: Enter;

	private constructor(sockets: readonly RouteASockets[], { local, customer }: Lines, enter: Enter, tap: PlaceTap | undefined) {
		this.sockets = sockets;
		this.line = local;
		this.customer = customer;
		this.#enter = enter;
		this.tap = tap;
	}

	/** Of the first meter. Throws UsageError if a place that was asked for is not to be had. */
	static async open(choices: RouteAChoices, lines: LineChoices, enter: Enter, tap?: CosemTap): Promise<RouteAPlace> {
		return RouteAPlace.#open(await openRouteASockets(choices, enter), lines, enter, tap && { tap, meter: 1 });
	}

	/** For a meter that is told apart by its port; undefined: it has none. Throws UsageError where the port is not to be had, in the words of `option`. */
	static async at(
		choice: RouteAChoice | undefined,
		option: string,
		lines: LineChoices,
		enter: Enter,
		tap: CosemTap | undefined,
		meter: number,
	): Promise<RouteAPlace> {
		return RouteAPlace.#open(choice === undefined ? [] : await openRouteASockets([choice], enter, option), lines, enter, tap && { tap, meter });
	}

	static async #open(sockets: readonly RouteASockets[], lines: LineChoices, enter: Enter, tap: PlaceTap | undefined): Promise<RouteAPlace> {
		try {
			return new RouteAPlace(sockets, await openLines(lines), enter, tap);
		} catch (error) {
			closeRouteASockets(sockets);
			throw error;
		}
	}

	/** `[::1]:4059` of each place. */
	get addresses(): readonly string[] {
		return this.sockets.map(({ listener }) => listener.address);
	}

	/** Clients wait and time out by the wall clock, however fast the meter's time goes. */
	link(log: Log, macAddress: () => Uint8Array, faults: RouteAFaults): RouteALink {
		return new PlaceLink(this, log, this.#enter, macAddress, faults);
	}

	close(): void {
		closeRouteASockets(this.sockets);
		this.line?.close();
		this.customer?.line.close();
	}
}

async function openLines({ localPort, customerPort }: LineChoices): Promise<Lines> {
	const local = localPort && (await openLocalPort(localPort));
	try {
		return { local, customer: customerPort && { line: await openCustomerPort(customerPort.place), form: customerPort.form } };
	} catch (error) {
		local?.close();
		throw error;
	}
}

class PlaceLink implements RouteALink {
	readonly network: NetworkFacts | undefined;
	readonly localPort: LocalPortFacts | undefined;
	readonly push: PushWay | undefined;
	readonly #place: RouteAPlace;
	readonly #log: Log;
	readonly #enter: Enter;
	readonly #faults: RouteAFaults;
	#doors: { close(): void }[] = [];

	constructor(place: RouteAPlace, log: Log, enter: Enter, macAddress: () => Uint8Array, faults: RouteAFaults) {
		const { sockets, line, tap } = place;
		this.network = sockets[0] && networkFacts(sockets[0], sockets, macAddress);
		this.localPort = line && HOST_LOCAL_PORT;
		this.push = sockets.length === 0 && line === undefined ? undefined : new PushWay(enter, (...sent) => tap?.tap.sent(tap.meter, ...sent));
		this.#place = place;
		this.#log = log;
		this.#enter = enter;
		this.#faults = faults;
	}

	open(routeA: RouteA): void {
		const { sockets, line, tap: placed } = this.#place;
		const log = this.#log;
		const scheduler = new RealTime(this.#enter);
		const { server } = routeA;
		const faults = this.#faults;
		if (sockets.length > 0) {
			const joint = new JointListener(sockets.map((each) => each.listener));
			const listener = faults.listener(placed?.tap.listenerOf(joint, placed.meter) ?? joint, scheduler);
			this.#doors.push(new RouteATcp({ server, listener, scheduler, log }));
		}
		const udps = sockets.map(({ udp }) => {
			const entered = new EnteredUdp(udp, this.#enter);
			return placed?.tap.socketOf(entered, placed.meter) ?? entered;
		});
		const onPushAnswer = (apdu: Uint8Array) => routeA.onPushAnswer(apdu);
		for (const udp of udps) this.#doors.push(new RouteAUdp({ server, socket: faults.socket(udp, scheduler), scheduler, log, onPushAnswer }));
		this.#openCustomer(routeA);
		if (line === undefined) {
			this.push?.open(udps);
			return;
		}
		const serial = enteredSerial(line, this.#enter);
		const faulty = faults.serial(placed?.tap.serialOf(serial, placed.meter) ?? serial, scheduler);
		const local = new LocalLink(faulty, HOST_LOCAL_PORT, scheduler, log);
		local.open(routeA);
		this.push?.open(udps, (client, apdu) => local.notify(client, apdu));
		line.onConnect = () =>
			this.#enter(() => {
				faulty.clear();
				local.begin();
			});
		this.#doors.push(local, { close: () => faulty.clear() });
	}

	/** Whoever reads it has nothing to say; a telegram goes once all of those before is taken, so that none is cut. */
	#openCustomer(meter: RouteA): void {
		const { customer } = this.#place;
		const { scheduler } = meter;
		if (customer === undefined || scheduler === undefined) return;
		const { line, form } = customer;
		const send = (telegram: Uint8Array): boolean => {
			const isTaken = line.backlog === 0;
			if (isTaken) line.write(telegram);
			return isTaken;
		};
		const identification = identificationOf(meter.logicalDeviceName);
		this.#doors.push(new CustomerPort({ meter, line: { send }, form, scheduler, log: this.#log, identification }));
	}

	close(): void {
		for (const door of this.#doors.splice(0)) door.close();
		this.push?.close();
	}
}

/** What a meter tells of these sockets, which are all of its own or those of its concentrator. */
export function networkFacts({ listener }: RouteASockets, sockets: readonly RouteASockets[], macAddress: () => Uint8Array): NetworkFacts {
	const ipv6 = sockets.filter((each) => each.listener.address.startsWith('['));
	return {
		port: listener.port,
		segmentSize: SEGMENT_SIZE,
		connections: TRANSPORT_LIMITS.connections,
		inactivity: TRANSPORT_LIMITS.inactivity / 1000,
		configuration: ADDRESS_CONFIGURATION.manual,
		addresses: (ipv6.length > 0 ? ipv6 : sockets).map(({ udp }) => udp.address),
		multicast: [],
		gateways: [],
		get macAddress() {
			return macAddress();
		},
	};
}
