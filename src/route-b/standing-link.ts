import type { Scheduler } from '../../hal/ports/scheduler.js';
import type { Address, AirCounts, DatagramListener, Datagrams, PeerEvent } from '../../modules/datagram/datagram.js';
import type { RouteBLink } from './route-b-service.js';

/**
 * A link that stands without the communication unit, such as a Wi-SUN module's, and would go on authenticating: the session is ended on the air when the unit
 * goes, and each that begins while it is out.
 */
export class StandingLink implements RouteBLink, DatagramListener {
	readonly datagrams: Datagrams;
	readonly #scheduler: Scheduler;

	/** @param scheduler that of the link, which goes on, too */
	constructor(datagrams: Datagrams, scheduler: Scheduler) {
		this.datagrams = datagrams;
		this.#scheduler = scheduler;
	}

	get air(): AirCounts | undefined {
		return this.datagrams.air;
	}

	connect(): this {
		return this;
	}

	close(hems: Address | undefined): void {
		this.datagrams.listener = this;
		if (hems !== undefined) this.datagrams.terminate(hems);
	}

	onDatagram(): void {}

	onPeer(event: PeerEvent, peer: Address): void {
		if (event !== 'joined' && event !== 'rejoined') return;
		const joined = peer.slice();
		this.#scheduler.after(0, () => {
			if (this.datagrams.listener === this) this.datagrams.terminate(joined);
		});
	}
}
