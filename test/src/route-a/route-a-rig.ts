/** Route A of a meter with all of its objects, over readings or a metering unit that a test sets, and clients of it. */
import type { Clock } from '../../../hal/ports/clock.js';
import type { Sample } from '../../../hal/ports/metrology.js';
import type { Store } from '../../../hal/ports/store.js';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { Reader } from '../../../modules/bytes/reader.js';
import { ADDRESS_CONFIGURATION } from '../../../modules/cosem/ipv6-setup.js';
import { LOCAL_PORT_MODE } from '../../../modules/cosem/local-port-setup.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import type { Selection } from '../../../modules/dlms/apdu/descriptor.js';
import { type Data, LARGE, readData } from '../../../modules/dlms/axdr/data.js';
import type { CosemClientOptions } from '../../../modules/dlms/client/client-options.js';
import { Suite0 } from '../../../modules/dlms/security/ciphering.js';
import type { CounterStore } from '../../../modules/dlms/security/counters.js';
import { ClientSecurity, type Keys } from '../../../modules/dlms/security/security.js';
import type { SwitchOrder, SwitchReport } from '../../../src/meter/backplane/messages.js';
import type { RouteCounts, UnitCredentials } from '../../../src/meter/communication/service.js';
import { fromCivil, minuteOf, startOfDay } from '../../../src/meter/metering/calendar.js';
import type { Counts, Interval, IntervalReadings, Minute, Stop } from '../../../src/meter/metering/readings.js';
import { type InstalledUnit, type LocalPort, type NetworkFacts, UNIT_KIND } from '../../../src/route-a/facts.js';
import { HOUSEHOLD_SECTORS } from '../../../src/route-a/household/household-memory.js';
import type { LoadOutput } from '../../../src/route-a/household/load-relay.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import type { PaymentTerms } from '../../../src/route-a/payment/payment.js';
import { RouteA } from '../../../src/route-a/route-a.js';
import type { RouteAOptions, RouteAPlace } from '../../../src/route-a/route-a-options.js';
import { TARIFF_SECTORS } from '../../../src/route-a/tariff/tariff-slots.js';
import { equal, hex } from '../../assert.js';
import { CLIENT_TITLE, Line, MANAGEMENT, MemoryCounters, PUBLIC } from '../../modules/dlms/device-rig.js';

export const READING = 2;
export const PRE_ESTABLISHED = 102;
export const TITLE = '4A504D0000000001';

/** A new one for each use: what a module keeps cannot change on a device. */
export function newKeys(changes: Partial<RouteAKeys> = {}): RouteAKeys {
	const key = (fill: number): Uint8Array => new Uint8Array(16).fill(fill);
	return {
		systemTitle: hex(TITLE),
		kek: key(0xf0),
		broadcast: key(0xb0),
		clients: {
			[MANAGEMENT]: { encryption: key(0x10), authentication: key(0xa0) },
			[READING]: { encryption: key(0x20), authentication: key(0xa2) },
			[PRE_ESTABLISHED]: { encryption: key(0x30), authentication: key(0xa3) },
		},
		...changes,
	};
}

/** What a client is told of `RouteAKeys`. */
export function keysOf(keys: RouteAKeys, client: number): Keys {
	return { ...keys.clients[client]!, broadcast: keys.broadcast, kek: keys.kek };
}

/** Values that a test throws away with the meter, or keeps. */
export class MemoryStore implements Store {
	readonly values = new Map<string, Uint8Array>();

	get(name: string): Uint8Array | undefined {
		return this.values.get(name)?.slice();
	}

	set(name: string, value: Uint8Array): void {
		// As much as any of the platforms has: a key of NVS, a record of modules/journal/settings.ts.
		if (name.length > 15 || name.length + value.length > 62) throw new RangeError(`store: ${name}: ${value.length} bytes`);
		this.values.set(name, value.slice());
	}

	delete(name: string): void {
		this.values.delete(name);
	}
}

/** Readings as a test sets them: every half-hour of 45 days is on record unless `recorded` says no. */
export class ScriptedReadings implements IntervalReadings {
	counter = { wattHours: 100, digits: 6 };
	twoWay = true;
	current: Counts | undefined = { import: 12345, export: 67 };
	startedAt: number | undefined;
	stop: Stop | undefined;
	measured: Sample | undefined = { power: 632.4, currentR: 3.04, currentT: -5.26, voltageR: 101.3, voltageT: 102.7 };
	recorded: (at: Minute) => boolean = () => true;
	status: (at: Minute) => number = () => 0;
	/** Half-hours asked for. */
	lookups = 0;
	readonly #clock: Clock;
	readonly #listeners: ((at: Minute) => void)[] = [];

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	now(): number {
		return this.#clock.now();
	}

	counts(): Counts | undefined {
		return this.current;
	}

	sample(): Sample | undefined {
		return this.measured;
	}

	halfHour(at: Minute): Counts | undefined {
		return this.interval(at)?.counts;
	}

	minute(): undefined {}

	erasures(): number {
		return 3;
	}

	interval(at: Minute): Interval | undefined {
		this.lookups++;
		const now = minuteOf(this.now());
		if (at > now || at < startOfDay(now) - 45 * 1440 || !this.recorded(at)) return undefined;
		return { at, counts: { import: (at / 30) % 1_000_000, export: 7 }, status: this.status(at) };
	}

	eachInterval(visit: (at: Minute) => void): void {
		const now = minuteOf(this.now());
		for (let at = now - (now % 30); at >= startOfDay(now) - 45 * 1440; at -= 30) if (this.recorded(at)) visit(at);
	}

	onHalfHour(listener: (at: Minute) => void): void {
		this.#listeners.push(listener);
	}

	close(at: Minute): void {
		for (const listener of this.#listeners) listener(at);
	}
}

export const UNITS: readonly InstalledUnit[] = [
	{ kind: UNIT_KIND.metering, type: 'M-60', serial: 'M0000001', firmware: '1.2.3' },
	{ kind: UNIT_KIND.communication, type: 'C-1', serial: 'C0000001', firmware: '4.5' },
];
/** The units of a meter whose supply can be switched. */
export const SWITCHED: readonly InstalledUnit[] = [...UNITS, { kind: UNIT_KIND.switching, type: 'S-1', serial: 'S0000001', firmware: '2.0' }];

/** A switching unit as it tells of itself where nothing is out of order. */
export const CLOSED: SwitchReport = {
	closed: true,
	control: 1,
	mode: 4,
	locked: false,
	fault: undefined,
	capacity: undefined,
	demandLimit: undefined,
	mostAmperes: 60,
	mostWatts: 12_000,
};

export const NETWORK: NetworkFacts = {
	port: 4059,
	segmentSize: 1220,
	connections: 32,
	inactivity: 180,
	configuration: ADDRESS_CONFIGURATION.automatic,
	addresses: [hex('fe800000000000000211223344556677'), hex('20010db8000000000000000000000001')],
	multicast: [],
	gateways: [],
	macAddress: hex('001122FFFE334455'),
};

export const LOCAL_PORT: LocalPort = {
	mode: LOCAL_PORT_MODE.modeE,
	defaultBaud: 300,
	proposedBaud: 9600,
	slow: true,
	deviceAddress: '',
	baud: 9600,
	windowTransmit: 1,
	windowReceive: 1,
	sizeTransmit: 128,
	sizeReceive: 128,
	interOctet: 25,
	inactivity: 120,
	physicalAddress: 17,
};

/** 30 a kWh; low below 100; 50 in an emergency. */
export const TERMS: PaymentTerms = { mode: 'prepaid', price: 3000, lowThreshold: 10_000, emergency: 5000 };

/** What hangs on a load relay. */
export class Heater implements LoadOutput {
	on = true;
	/** How often the relay moved. */
	moves = 0;

	set(on: boolean): void {
		this.on = on;
		this.moves++;
	}
}

/** 2026-11-22 12:34 in Japan. */
export const NOON = fromCivil(2026, 11, 22, 12, 34)! * 60_000;

export const ROUTE_B: RouteCounts = {
	joined: 3,
	rejoined: 1,
	ended: 2,
	refused: 4,
	received: 50,
	sent: 51,
	failed: 5,
	limited: 6,
	air: { transmissions: 120, airTime: 7400 },
};

/** Of a unit that takes sealed ones, and none of these. */
export const CREDENTIALS: UnitCredentials = {
	version: 0,
	since: 0,
	isOpening: false,
	take: () => 'notOurs',
	status: () => ({
		items: { startup: 'clear', authentication: 'clear', connection: 'failure', unit: 'normal' },
		verdict: 'HEMS is unconnected',
		since: NOON,
	}),
};

export interface Meter {
	readonly scheduler: VirtualScheduler;
	readonly clock: Clock;
	readonly readings: ScriptedReadings;
	readonly store: Store;
	readonly keys: RouteAKeys;
	readonly routeA: RouteA;
	readonly lines: string[];
	/** What the switching unit was ordered. */
	readonly orders: SwitchOrder[];
}

/** @param changes `isToldOfSwitch`: false where no switching unit has told of itself; `isTimed`: it does by itself what is due */
export function meter(changes: Partial<RouteAOptions & RouteAPlace> & { readonly isToldOfSwitch?: boolean; readonly isTimed?: boolean } = {}): Meter {
	const scheduler = new VirtualScheduler();
	const clock = changes.clock ?? new SchedulerClock(scheduler, NOON);
	const readings = new ScriptedReadings(clock);
	const store = changes.store ?? new MemoryStore();
	const keys = changes.keys ?? newKeys();
	const lines: string[] = [];
	const orders: SwitchOrder[] = [];
	const told: RouteAOptions & RouteAPlace = {
		readings,
		clock,
		random: new SeededRandom(1, 'meter'),
		log: { write: (_, text) => lines.push(text) },
		cipher: new PortableCipher(),
		store,
		keys,
		serial: 'KEIKI0000001',
		supplyPoint: '0300123456789012345678',
		units: UNITS,
		network: NETWORK,
		localPort: LOCAL_PORT,
		routeB: ROUTE_B,
		credentials: CREDENTIALS,
		push: { send() {} },
		order: (order) => orders.push(order) > 0,
		tariffFlash: new RamFlash(TARIFF_SECTORS),
		household: { flash: new RamFlash(HOUSEHOLD_SECTORS), output: new Heater(), payment: TERMS },
		...(changes.isTimed && { scheduler }),
		...changes,
	};
	const routeA = new RouteA(told, told);
	if (changes.isToldOfSwitch ?? true) routeA.control.supply.onReport(undefined, CLOSED);
	return { scheduler, clock, readings, store, keys, routeA, lines, orders };
}

/** The other end's keys. Its transmit counter goes on where the meter's public counter object says, as a real client's would. */
export function securityOf(keys: Keys, counters: CounterStore = new MemoryCounters()): ClientSecurity {
	return new ClientSecurity({ suite: new Suite0(new PortableCipher()), title: CLIENT_TITLE, keys, policy: 3, counters, name: 'c' });
}

/** A client in its association. */
export function associated({ routeA, keys }: Pick<Meter, 'routeA' | 'keys'>, client: number, options: Partial<CosemClientOptions> = {}): Line {
	const security = client === PUBLIC ? {} : { security: securityOf(keysOf(keys, client)) };
	const line = new Line(routeA.server, client, { ...security, ...options });
	equal(line.associate(), 'ok', 'association');
	return line;
}

/** A value, or the Data-Access-Result; −1 if there was no answer. */
export function get(line: Line, classId: number, name: number, index: number, selection?: Selection): Data | number {
	let result: Data | number = -1;
	line.get({ classId, name, index, selection }, (_, value) => {
		if (typeof value === 'number') result = value;
		else if (value !== undefined) result = decoded(value);
	});
	return result;
}

export function decoded(bytes: Uint8Array): Data {
	const r = new Reader('A-XDR', bytes);
	const data = readData(r, LARGE);
	r.end();
	return data;
}

export function numberIn(data: Data | number | undefined): number {
	if (typeof data !== 'object' || !('value' in data)) throw new Error(`expected a number, got ${JSON.stringify(data)}`);
	return Number(data.value);
}

export function bytesIn(data: Data | number | undefined): Uint8Array {
	if (typeof data !== 'object' || !('bytes' in data)) throw new Error(`expected bytes, got ${JSON.stringify(data)}`);
	return data.bytes;
}

export function itemsIn(data: Data | number | undefined): readonly Data[] {
	if (typeof data !== 'object' || !('items' in data)) throw new Error(`expected an array or a structure, got ${JSON.stringify(data)}`);
	return data.items;
}

/** `2026-11-01 12:30:00.00 -540 00` of 12 bytes that leave nothing open. */
export function dateTimeText(bytes: Uint8Array): string {
	const r = new Reader('date-time', bytes);
	const two = (field: string): string => String(r.uint(1, field)).padStart(2, '0');
	const date = `${r.uint(2, 'year')}-${two('month')}-${two('day')}`;
	r.uint(1, 'day of the week');
	const time = `${two('hour')}:${two('minute')}:${two('second')}.${two('hundredth')}`;
	return `${date} ${time} ${(r.uint(2, 'deviation') << 16) >> 16} ${two('status')}`;
}
