/** The frames of a run, kept from now on and read where somebody looks. */
import { NodeCipher } from '../../../../hal/node/cipher.js';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { fromHex } from '../../../../modules/bytes/hex.js';
import { colons } from '../../../../modules/capture/fields/text.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { encodeFrame, type Frame } from '../../../../modules/echonet-lite/frame.js';
import { formatAddress, linkLocalAddress } from '../../../../modules/ipv6/address.js';
import type { SerialLine } from '../../../../src/world/dongle/serial-tap.js';
import type { SimulatorEvent } from '../../../../src/world/simulation/simulator.js';
import { addressText } from '../../../../src/world/watch/address-text.js';
import { CosemKeys } from '../../../../src/world/watch/cosem-keys.js';
import { CosemReadings } from '../../../../src/world/watch/cosem-readings.js';
import type { CosemPiece } from '../../../../src/world/watch/cosem-tap.js';
import type { Exchange } from '../../../../src/world/watch/exchange-tap.js';
import { FrameLog, type LoggedFrame } from '../../../../src/world/watch/frame-log.js';
import { FrameReader } from '../../../../src/world/watch/frame-reader.js';
import { summaryOf } from '../../../../src/world/watch/frame-summary.js';
import type { PanelSite } from '../site.js';
import type { FrameRow } from './frame-row.js';

/** Rows that are kept as they were made. */
const KEPT_ROWS = 4000;
/** Nodes whose addresses are known at a time. */
const MAX_NODES = 100_000;
const SPACE = 0x20;
/** What stands where a secret was left out. */
const LEFT_OUT = ' …';

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
	readonly #keys: CosemKeys;
	readonly #rows = new Map<number, FrameRow>();
	readonly #nodes = new Map<string, string>();
	readonly #ends: readonly (() => void)[];
	#known = 0;

	constructor(site: WatchedRun) {
		const { simulator, events } = site.world;
		const { scheduler } = simulator;
		this.#site = site;
		this.log = new FrameLog({ elapsed: () => scheduler.now() });
		this.#keys = new CosemKeys(site.keys);
		const cipher = new NodeCipher(new PortableCipher());
		this.reader = new FrameReader(this.log, cipher, this.#keys);
		this.readings = new CosemReadings(cipher, this.#keys);
		this.#ends = [
			this.log.hear(simulator.air, 'air'),
			this.log.hear(simulator.wires, 'power line'),
			simulator.hearLinkKeys((key) => this.log.onLinkKey(key)),
			events.tap((event) => this.#onEvent(event), ['serial']),
		];
		if (site.cosem !== undefined) site.cosem.listener = (piece) => this.#onPiece(piece);
	}

	/** Nothing is kept from now on. */
	close(): void {
		for (const end of this.#ends) end();
		if (this.#site.cosem !== undefined) this.#site.cosem.listener = undefined;
	}

	/** In one line, made when it is first asked for. */
	row(frame: LoggedFrame): FrameRow {
		const kept = this.#rows.get(frame.id);
		if (kept !== undefined) return kept;
		const { source, destination, protocol, info, layers, tid, epcs, malformed } = summaryOf(frame, this.reader.read(frame), (address) =>
			this.#nodeOf(address),
		);
		const { id, elapsed, medium, from, channel, rssi } = frame;
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

	#onEvent(event: SimulatorEvent): void {
		if (event.kind === 'serial') this.#onLine(event.node, event.line);
		// What goes over the air is heard there.
		else if (event.kind === 'exchange' && (event.medium === 'lan' || this.#site.ready.radio !== undefined))
			this.#onExchange(event.node, event.exchange);
	}

	#onLine(node: string, heard: SerialLine): void {
		const { direction, frame, raw } = heard;
		const ends = direction === 'toModule' ? { from: 'host', to: node } : { from: node, to: 'host' };
		if (raw !== undefined) {
			const { line, data } = raw;
			this.log.add({
				medium: 'serial',
				kind: 'line',
				...ends,
				bytes: data === undefined ? line : withData(line, data),
				data: data?.length ?? 0,
				isCut: false,
			});
			return;
		}
		const { text, hex, data } = heard;
		const isCut = hex?.endsWith(LEFT_OUT) === true;
		if (frame !== undefined && hex === null) return;
		const line = text === null ? fromHex((hex ?? '').replace(LEFT_OUT, '')) : asciiBytes(text);
		const behind = data === null ? undefined : fromHex(data);
		const bytes = behind === undefined ? line : withData(line, behind);
		this.log.add({ medium: 'serial', kind: frame === undefined ? 'line' : 'j11', ...ends, bytes, data: behind?.length ?? 0, isCut });
	}

	#onExchange(node: string, { peer, request, answer }: Exchange): void {
		const other = addressText(peer);
		const add = (frame: Frame, ends: { readonly from: string; readonly to: string }) =>
			this.log.add({ medium: 'LAN', kind: 'echonetLite', ...ends, bytes: encodeFrame(frame), data: 0 });
		if (request !== undefined) add(request, { from: other, to: node });
		add(answer, { from: node, to: other });
	}

	#onPiece(piece: CosemPiece): void {
		const { meter, medium, kind, connection, peer, isServers, bytes } = piece;
		const emulated = this.#site.world.simulator.meters[meter - 1];
		const node = emulated?.name ?? 'meter';
		const clients = emulated?.routeA?.server.options.clients;
		if (kind !== 'line' && clients !== undefined) this.#keys.hear(meter, clients, { kind, isServers, bytes }, this.log.elapsed);
		const ends = isServers ? { from: node, to: peer } : { from: peer, to: node };
		this.log.add({ medium, kind, ...ends, bytes, data: 0, meter, connection, isServers });
		this.readings.hear(piece, this.log.elapsed);
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

/** With a space between them, as a program writes it. */
function withData(line: Uint8Array, data: Uint8Array): Uint8Array {
	const start = line[line.length - 1] === SPACE ? line.length : line.length + 1;
	const whole = new Uint8Array(start + data.length);
	whole.set(line);
	whole[start - 1] = SPACE;
	whole.set(data, start);
	return whole;
}
