/** The frames of a run, kept from now on and read where somebody looks. */
import { asciiBytes, asciiText } from '../../../../modules/bytes/ascii.js';
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { colons } from '../../../../modules/capture/fields/text.js';
import { encodeFrame } from '../../../../modules/echonet-lite/frame.js';
import { formatAddress, linkLocalAddress } from '../../../../modules/ipv6/address.js';
import type { Dongle } from '../../../../src/world/dongle/dongle.js';
import { hasSecret, openFrame, type SerialDirection, type SerialListener, withoutSecret } from '../../../../src/world/dongle/serial-line.js';
import type { SimulatorEvent } from '../../../../src/world/simulation/simulator-event.js';
import { addressText } from '../../../../src/world/watch/address-text.js';
import { CosemKeys } from '../../../../src/world/watch/cosem-keys.js';
import { CosemLog, type WatchedMeter } from '../../../../src/world/watch/cosem-log.js';
import { CosemReadings } from '../../../../src/world/watch/cosem-readings.js';
import type { Exchange } from '../../../../src/world/watch/exchange-tap.js';
import { FrameLog, type FrameOrigin } from '../../../../src/world/watch/frame-log.js';
import { FrameReader } from '../../../../src/world/watch/frame-reader.js';
import { summaryOf } from '../../../../src/world/watch/frame-summary.js';
import { newHostCipher } from '../../shared/host-cipher.js';
import type { PanelSite } from '../site.js';
import type { FrameRow } from './frame-row.js';

/** Rows that are kept as they were made, where pages ask for the same again; one takes more memory than its frame. */
const KEPT_ROWS = 1000;
/** Nodes whose addresses are known at a time. */
const MAX_NODES = 100_000;
const SPACE = 0x20;

/** A meter and who asks it. */
interface LinkEnds {
	readonly node: string;
	readonly peer: Uint8Array;
	readonly toMeter: FrameOrigin;
	readonly fromMeter: FrameOrigin;
}

/** What is kept of a run: of its world, and of its Route A. */
export type WatchedRun = Pick<PanelSite, 'keys' | 'cosem'> & {
	readonly world: Pick<PanelSite['world'], 'simulator' | 'events'>;
	readonly ready: Pick<PanelSite['ready'], 'radio'>;
};

export class FrameWatch {
	readonly log: FrameLog;
	readonly reader: FrameReader;
	/** What Route A was asked for. */
	readonly readings: CosemReadings;
	readonly #site: WatchedRun;
	readonly #rows = new Map<number, FrameRow>();
	readonly #nodes = new Map<string, string>();
	readonly #ends: readonly (() => void)[];
	#known = 0;
	/** Of who was answered last on a link that is no air. */
	#last: LinkEnds | undefined;

	constructor(site: WatchedRun) {
		const { simulator, events } = site.world;
		const { scheduler } = simulator;
		this.#site = site;
		this.log = new FrameLog({ elapsed: () => scheduler.now() });
		const cipher = newHostCipher();
		const keys = new CosemKeys(site.keys);
		this.reader = new FrameReader(this.log, cipher, keys);
		this.readings = new CosemReadings(cipher, keys);
		this.#ends = [
			this.log.hear(simulator.air, 'air'),
			this.log.hear(simulator.wires, 'power line'),
			simulator.hearLinkKeys((key) => this.log.onLinkKey(key)),
			simulator.watchDongles((dongle) => ({ lines: this.#linesOf(dongle) })),
			events.tap((event) => this.#onEvent(event)),
		];
		if (site.cosem !== undefined) {
			const { log, readings } = this;
			const cosem = new CosemLog({ log, keys, readings, meterOf: (meter) => this.#meterOf(meter) });
			site.cosem.listener = (piece) => cosem.hear(piece);
		}
	}

	/** Nothing is kept from now on. */
	close(): void {
		for (const end of this.#ends) end();
		if (this.#site.cosem !== undefined) this.#site.cosem.listener = undefined;
	}

	/** In one line, made when it is first asked for; undefined: it is not kept any more, or has not come. */
	row(id: number): FrameRow | undefined {
		if (this.log.origin(id) === undefined) return undefined;
		const kept = this.#rows.get(id);
		if (kept !== undefined) return kept;
		const frame = this.log.get(id)!;
		const { source, destination, protocol, info, layers, tid, epcs, malformed } = summaryOf(frame, this.reader.read(frame), (address) =>
			this.#nodeOf(address),
		);
		const { elapsed, medium, from, channel, rssi } = frame;
		const row: FrameRow = {
			id,
			elapsedMs: Math.round(elapsed * 1000) / 1000,
			medium,
			node: from,
			source,
			destination,
			protocol,
			info,
			layers,
			length: frame.bytes.length,
			channel: channel ?? null,
			rssi: rssi ?? null,
			tid: tid ?? null,
			epcs,
			malformed: malformed && frame.isCut !== true,
		};
		this.#rows.set(id, row);
		if (this.#rows.size > KEPT_ROWS) this.#rows.delete(this.#rows.keys().next().value!);
		return row;
	}

	/** What goes over the serial port of this dongle. */
	#linesOf({ name }: Dongle): SerialListener {
		const of = (kind: 'line' | 'j11', isCut: boolean): Readonly<Record<SerialDirection, FrameOrigin>> => ({
			toModule: { medium: 'serial', kind, from: 'host', to: name, isCut },
			toHost: { medium: 'serial', kind, from: name, to: 'host', isCut },
		});
		const [line, whole, cut] = [of('line', false), of('j11', false), of('j11', true)];
		return {
			onLine: (direction, bytes, _length, data) => {
				const open = hasSecret(bytes) ? asciiBytes(withoutSecret(asciiText(bytes))) : bytes;
				this.log.add(line[direction], data === undefined ? open : withSpace(open), data);
			},
			onFrame: (direction, code, frame) => {
				const open = openFrame(code, frame);
				if (open === undefined) this.log.add(whole[direction], frame);
				else this.log.add(cut[direction], open);
			},
			onUnreadable() {},
		};
	}

	#onEvent(event: SimulatorEvent): void {
		// What goes over the air is heard there.
		if (event.kind === 'exchange' && (event.medium === 'lan' || this.#site.ready.radio !== undefined)) this.#onExchange(event.node, event.exchange);
	}

	#onExchange(node: string, { peer, request, answer }: Exchange): void {
		if (this.#last?.node !== node || !equalBytes(this.#last.peer, peer)) this.#last = linkEnds(node, peer);
		const { toMeter, fromMeter } = this.#last;
		if (request !== undefined) this.log.add(toMeter, encodeFrame(request));
		this.log.add(fromMeter, encodeFrame(answer));
	}

	#meterOf(meter: number): WatchedMeter {
		const emulated = this.#site.world.simulator.meters[meter - 1];
		return { node: emulated?.name ?? 'meter', clients: emulated?.routeA?.server.options.clients };
	}

	#nodeOf(address: string): string | undefined {
		const { meters, dongles } = this.#site.world.simulator;
		if (meters.length + dongles.length !== this.#known) {
			this.#known = meters.length + dongles.length;
			this.#nodes.clear();
			for (const { name, macAddress } of meters.slice(0, MAX_NODES)) this.#know(name, macAddress);
			for (const { name, network } of dongles) this.#know(name, network.macAddress);
		}
		return this.#nodes.get(address);
	}

	#know(name: string, macAddress: Uint8Array): void {
		this.#nodes.set(colons(macAddress), name);
		this.#nodes.set(formatAddress(linkLocalAddress(macAddress)), name);
	}
}

function linkEnds(node: string, peer: Uint8Array): LinkEnds {
	const other = addressText(peer);
	const both = { medium: 'LAN', kind: 'echonetLite' } as const;
	return { node, peer, toMeter: { ...both, from: other, to: node }, fromMeter: { ...both, from: node, to: other } };
}

/** With one at its end, as a program writes it before the bytes that follow. */
function withSpace(line: Uint8Array): Uint8Array {
	if (line[line.length - 1] === SPACE) return line;
	const whole = new Uint8Array(line.length + 1);
	whole.set(line);
	whole[line.length] = SPACE;
	return whole;
}
