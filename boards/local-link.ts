import type { Log } from '../hal/ports/log.js';
import type { Scheduler } from '../hal/ports/scheduler.js';
import type { Serial } from '../hal/ports/serial.js';
import type { LocalPort as LocalPortFacts } from '../src/route-a/facts.js';
import { LocalPort } from '../src/route-a/local-port.js';
import type { PushCarrier } from '../src/route-a/push-carrier.js';
import type { RouteA } from '../src/route-a/route-a.js';
import type { RouteALink } from '../src/route-a/route-a-service.js';
import { identificationOf } from './route-a-facts.js';

/** Route A at a local port. */
export class LocalLink implements RouteALink {
	readonly localPort: LocalPortFacts;
	/** Undefined: the port carries none, or something else does. */
	readonly push: PushCarrier | undefined;
	readonly #serial: Serial;
	readonly #scheduler: Scheduler;
	readonly #log: Log;
	#port: LocalPort | undefined;

	/**
	 * @param scheduler by which a hand-held's patience runs
	 * @param pushes whether the meter pushes, for which it has no other way
	 */
	constructor(serial: Serial, localPort: LocalPortFacts, scheduler: Scheduler, log: Log, pushes = false) {
		this.localPort = localPort;
		this.#serial = serial;
		this.#scheduler = scheduler;
		this.#log = log;
		this.push = pushes ? new LinePush(this, scheduler) : undefined;
	}

	open(routeA: RouteA): void {
		const { server, logicalDeviceName } = routeA;
		this.#port = new LocalPort({
			server,
			watcher: routeA,
			serial: this.#serial,
			scheduler: this.#scheduler,
			log: this.#log,
			identification: identificationOf(logicalDeviceName),
			physicalDevice: this.localPort.physicalAddress,
			maxInformation: this.localPort.sizeReceive,
			window: this.localPort.windowReceive,
		});
	}

	/** See `LocalPort.notify`. */
	notify(client: number, apdu: Uint8Array): string | undefined {
		return this.#port === undefined ? 'the local port is closed' : this.#port.notify(client, apdu);
	}

	/** Another hand-held is on the line. */
	begin(): void {
		this.#port?.begin();
	}

	close(): void {
		this.#port?.close();
		this.#port = undefined;
	}
}

/** Nothing but the line carries pushes. */
class LinePush implements PushCarrier {
	readonly #link: LocalLink;
	readonly #scheduler: Scheduler;

	constructor(link: LocalLink, scheduler: Scheduler) {
		this.#link = link;
		this.#scheduler = scheduler;
	}

	send(_by: 'tcp' | 'udp', _to: Uint8Array, _port: number, _frame: Uint8Array, done: (failure: string | undefined) => void): void {
		this.#scheduler.after(0, () => done('there is no network, but the local port'));
	}

	sendByLine(client: number, apdu: Uint8Array, done: (failure: string | undefined) => void): void {
		const failure = this.#link.notify(client, apdu);
		this.#scheduler.after(0, () => done(failure));
	}
}
