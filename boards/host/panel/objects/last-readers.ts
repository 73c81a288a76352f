/** Who read, wrote or was told what of meters last, since the panel is there. */
import type { SimulatorEvent } from '../../../../src/world/simulation/simulator-event.js';
import type { World } from '../../../../src/world/simulation/world.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { addressText } from '../../../../src/world/watch/address-text.js';
import { serviceName } from '../../../../src/world/watch/property-json.js';
import type { LastReader } from './told.js';

type ExchangeEvent = SimulatorEvent & { readonly kind: 'exchange' };

/** One for all properties of its exchange. */
interface Seen {
	readonly how: LastReader['how'];
	readonly peer: Uint8Array;
	readonly medium: LastReader['medium'];
	readonly esv: number;
	readonly elapsed: number;
}

interface Association {
	readonly on: boolean;
	readonly elapsed: number;
}

/** The one that came first makes room. */
const MOST_METERS = 256;

export class LastReaders {
	readonly #world: World;
	readonly #start: number;
	/** By meter, then by object and EPC. */
	readonly #properties = new Map<string, Map<number, Seen>>();
	/** By meter, then by client. */
	readonly #associations = new Map<string, Map<number, Association>>();

	constructor(world: World, start: number) {
		this.#world = world;
		this.#start = start;
		world.events.tap((event) => {
			if (event.kind === 'exchange') this.#onExchange(event);
			else if (event.kind === 'association') of(this.#associations, event.node).set(event.client, { on: event.on, elapsed: this.#now });
		});
	}

	/** @param eoj object as 0xGGCCII */
	last(meter: string, eoj: number, epc: number): LastReader | null {
		const seen = this.#properties.get(meter)?.get(keyOf(eoj, epc));
		if (seen === undefined) return null;
		const { how, peer, medium, esv, elapsed } = seen;
		const node = this.#world.nameOf(peer) ?? null;
		return { how, node, peer: addressText(peer), medium, service: serviceName(esv), ...this.#when(elapsed) };
	}

	association(meter: string, client: number): { readonly on: boolean; readonly time: string } | undefined {
		const found = this.#associations.get(meter)?.get(client);
		return found && { on: found.on, time: this.#when(found.elapsed).time };
	}

	#onExchange({ node, medium, exchange: { kind, peer, answer, properties } }: ExchangeEvent): void {
		const seen: Seen = { how: kind, peer, medium, esv: answer.esv, elapsed: this.#now };
		const known = of(this.#properties, node);
		for (const { epc, accepted } of properties) if (accepted) known.set(keyOf(answer.seoj, epc), seen);
	}

	#when(elapsed: number) {
		return { time: isoTime(this.#start + elapsed), elapsedMs: Math.floor(elapsed) };
	}

	get #now(): number {
		return this.#world.simulator.scheduler.now();
	}
}

function keyOf(eoj: number, epc: number): number {
	return eoj * 0x100 + epc;
}

function of<Kept>(all: Map<string, Map<number, Kept>>, meter: string): Map<number, Kept> {
	const known = all.get(meter);
	if (known !== undefined) return known;
	if (all.size >= MOST_METERS) all.delete(all.keys().next().value!);
	const made = new Map<number, Kept>();
	all.set(meter, made);
	return made;
}
