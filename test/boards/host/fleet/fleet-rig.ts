/** Concentrators on loopback over a few meters with all objects of Route A, each with keys and a serial number of its own. */

import type { MeterSpan } from '../../../../boards/host/fleet/addressing.js';
import type { AnyIpPrefix } from '../../../../boards/host/fleet/any-ip.js';
import { Concentrators } from '../../../../boards/host/fleet/concentrators.js';
import { ConnectionTable } from '../../../../boards/host/fleet/connection-table.js';
import type { OpenMeter } from '../../../../boards/host/fleet/meter-doors.js';
import { Switchboard } from '../../../../boards/host/fleet/switchboard.js';
import { carrierOf, parseMeter } from '../../../../boards/host/hes/hes-places.js';
import { RealTime } from '../../../../hal/node/real-time.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { CONTROL } from '../../../../modules/dlms/security/ciphering.js';
import { MeterSession } from '../../../../src/head-end/meter-session.js';
import { attributeTarget } from '../../../../src/head-end/reading.js';
import { TransmitSupply } from '../../../../src/head-end/transmit-supply.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { TRANSPORT_LIMITS, type TransportLimits } from '../../../../src/route-a/limits.js';
import { hex } from '../../../assert.js';
import { meter, newKeys } from '../../../src/route-a/route-a-rig.js';

export interface FleetRigOptions {
	readonly spans?: readonly MeterSpan[];
	readonly limits?: Partial<TransportLimits>;
	readonly mostConnections?: number;
	readonly mostOpen?: number;
	readonly anyIp?: AnyIpPrefix;
	readonly meters?: number;
}

export class FleetRig {
	readonly places: Concentrators;
	readonly switchboard: Switchboard;
	readonly connections: ConnectionTable;
	/** Numbers in the order in which meters were made, and of those that do not answer. */
	readonly opened: number[] = [];
	readonly closed: number[] = [];
	readonly silent = new Set<number>();

	private constructor(places: Concentrators, { limits, mostConnections = 100, mostOpen = 100, meters = 1000 }: FleetRigOptions) {
		this.places = places;
		const shared = { scheduler: new RealTime(), log: { write() {} }, limits: { ...TRANSPORT_LIMITS, ...limits } };
		this.switchboard = new Switchboard({ ...shared, most: mostOpen, open: (number) => this.#open(number) });
		this.connections = new ConnectionTable({ ...shared, switchboard: this.switchboard, most: mostConnections });
		places.serve(this.switchboard, this.connections, (event) => event(), meters);
	}

	static async open(options: FleetRigOptions = {}): Promise<FleetRig> {
		const spans = options.spans ?? [
			{ first: 1, count: 3 },
			{ first: 4, count: 3 },
		];
		return new FleetRig(await Concentrators.open({ address: '::1', port: 0 }, spans, (event) => event(), options.anyIp), options);
	}

	/** `[::1]:PORT` of a concentrator, from 1. */
	address(concentrator: number): string {
		return this.places.all[concentrator - 1]!.listener.address;
	}

	/** Its logical device name, by a ciphered association, over a place as `--meter` takes it. */
	async nameAt(place: string, number: number, told: { readonly retries?: number; readonly timeout?: number } = {}): Promise<string> {
		const session = this.session(place, number, told);
		try {
			const name = await session.get(attributeTarget(1, NAME.logicalDevice, 2));
			return typeof name === 'object' && 'bytes' in name ? String.fromCharCode(...name.bytes) : `result ${String(name)}`;
		} finally {
			await session.close();
		}
	}

	session(
		place: string,
		number: number,
		{ retries = 0, timeout = 2000 }: { readonly retries?: number; readonly timeout?: number } = {},
	): MeterSession {
		const scheduler = new RealTime();
		const keys = keysOf(number);
		return new MeterSession({
			carrier: carrierOf(parseMeter(place), scheduler, timeout),
			...{ client: 1, server: 1, scheduler, timeout, retries, random: new SeededRandom(number, place), cipher: new PortableCipher() },
			security: {
				keys: { ...keys.clients[1]!, broadcast: keys.broadcast, kek: keys.kek },
				...{ suite: 0, title: hex('4B45490000000001'), control: CONTROL.authentication | CONTROL.encryption, protocol: 'glo' as const },
				...{ counter: undefined, supply: new TransmitSupply(undefined) },
			},
		});
	}

	close(): void {
		this.connections.close();
		this.switchboard.close();
		this.places.close();
	}

	#open(number: number): OpenMeter | undefined {
		if (this.silent.has(number)) return undefined;
		this.opened.push(number);
		const { routeA } = meter({ keys: keysOf(number), serial: serialOf(number) });
		return { server: routeA.server, onPushAnswer: (apdu) => routeA.onPushAnswer(apdu), close: () => this.closed.push(number) };
	}
}

export function serialOf(number: number): string {
	return `KEIKI${String(number).padStart(7, '0')}`;
}

export function nameOf(number: number): string {
	return `JPM0${serialOf(number)}`;
}

export function keysOf(number: number): RouteAKeys {
	const key = (fill: number) => new Uint8Array(16).fill(fill).fill(number, 12);
	return newKeys({
		systemTitle: Uint8Array.of(0x4a, 0x50, 0x4d, 0, 0, 0, 0, number),
		clients: { 1: { encryption: key(0x10), authentication: key(0xa0) }, 2: { encryption: key(0x20), authentication: key(0xa2) } },
	});
}
