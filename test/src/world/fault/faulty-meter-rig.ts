/** A meter whose Route A fails, behind TCP in memory, and what its clients see. */
import { VirtualListener } from '../../../../hal/virtual/streams.js';
import type { CosemClient } from '../../../../modules/dlms/client/client.js';
import type { Done } from '../../../../modules/dlms/client/exchange.js';
import { NO_LINK } from '../../../../src/route-a/route-a-service.js';
import { RouteATcp } from '../../../../src/route-a/tcp.js';
import { RouteAFaults } from '../../../../src/world/fault/route-a-faults.js';
import { MANAGEMENT, MemoryCounters } from '../../../modules/dlms/device-rig.js';
import { decoded, keysOf, type Meter, meter, newKeys, securityOf } from '../../route-a/route-a-rig.js';
import { Peer } from '../../route-a/transport-rig.js';
import { switchedOn } from './fault-rig.js';

export class FaultyMeter {
	readonly meter: Meter;
	readonly faults: RouteAFaults;
	readonly listener: VirtualListener;
	readonly #counters = new MemoryCounters();

	constructor(texts: readonly string[], seed = 1) {
		const { clients, ...others } = newKeys();
		const keys = { ...others, clients: { ...clients, [MANAGEMENT]: { ...clients[MANAGEMENT]!, offers: ['gbt', 'access'] as const } } };
		this.faults = new RouteAFaults(switchedOn(texts, seed), keys);
		this.meter = meter({ ...this.faults.options(NO_LINK), keys, maxTransfer: 0x20000 });
		const { scheduler, routeA } = this.meter;
		this.listener = new VirtualListener(scheduler);
		const listener = this.faults.listener(this.listener, scheduler);
		new RouteATcp({ server: routeA.server, listener, scheduler, log: { write() {} } });
	}

	connect(): Peer {
		return new Peer(this.meter.scheduler, this.listener.connect());
	}

	/** The management client in its association, over a connection of its own. */
	associate(peer = this.connect(), conformance?: number, window?: number): CosemClient {
		const security = securityOf(keysOf(this.meter.keys, MANAGEMENT), this.#counters);
		const client = peer.client(MANAGEMENT, { security, ...(conformance !== undefined && { conformance }), ...(window !== undefined && { window }) });
		const outcome = this.outcome<undefined>((done) => client.associate(done));
		if (outcome !== 'undefined') throw new Error(`association: ${outcome}`);
		return client;
	}

	/** What became of a request until `time`, ms: its value, its error, or that there is no answer. */
	outcome<T>(begin: (done: Done<T>) => void, time = 0): string {
		let outcome = 'no answer';
		begin((error, value) => {
			if (error !== undefined) outcome = error.kind === 'exception' ? `exception ${error.exception.serviceError}` : error.text;
			else outcome = String(value);
		});
		this.meter.scheduler.runFor(time);
		return outcome;
	}

	/** An attribute in words. */
	get(client: CosemClient, classId: number, name: number, index: number, time = 0): string {
		let value: unknown;
		const outcome = this.outcome<Uint8Array | number>(
			(done) =>
				client.get({ classId, name, index, selection: undefined }, (error, result) => {
					value = typeof result === 'object' ? decoded(result) : result;
					done(error, result);
				}),
			time,
		);
		return value === undefined ? outcome : JSON.stringify(value);
	}

	struck(name: Parameters<RouteAFaults['switches']['find']>[0]): number | undefined {
		return this.faults.switches.find(name)?.struck;
	}
}
