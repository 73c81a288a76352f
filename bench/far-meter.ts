/**
 * A whole meter of the emulation, and a head-end of ours, with a line between them that takes its time. Time is virtual: what is measured is line and round trips,
 * and the same on each machine.
 */

import { HOST_LOCAL_PORT } from '../boards/host/run/route-a-place.js';
import { newHostCipher } from '../boards/host/shared/host-cipher.js';
import { LocalLink } from '../boards/local-link.js';
import { RamFlash } from '../hal/virtual/flash.js';
import { SeededRandom } from '../hal/virtual/random.js';
import type { VirtualScheduler } from '../hal/virtual/scheduler.js';
import { asciiBytes } from '../modules/bytes/ascii.js';
import { fromHex } from '../modules/bytes/hex.js';
import { NAME } from '../modules/cosem/object-names.js';
import { MAX_WINDOW } from '../modules/dlms/apdu/general-block.js';
import { CONTROL } from '../modules/dlms/security/ciphering.js';
import type { Carrier } from '../src/head-end/connection.js';
import { HdlcCarrier } from '../src/head-end/hdlc-carrier.js';
import { loadImage } from '../src/head-end/image-transfer.js';
import { MeterSession } from '../src/head-end/meter-session.js';
import { attributeTarget } from '../src/head-end/reading.js';
import { TransmitSupply } from '../src/head-end/transmit-supply.js';
import { TcpCarrier } from '../src/head-end/wrapper-carrier.js';
import { parseCombination } from '../src/meter/catalogue/parse.js';
import { meteringSectors } from '../src/meter/metering/history.js';
import { UNIT_KIND } from '../src/route-a/facts.js';
import { encodeImage } from '../src/route-a/image/image-format.js';
import type { RouteAKeys } from '../src/route-a/keys.js';
import type { RouteALink } from '../src/route-a/route-a-service.js';
import { RouteATcp } from '../src/route-a/tcp.js';
import { GEN1 } from '../src/route-b/meter-profile.js';
import { constantLoad } from '../src/world/load/source.js';
import { DEMO_KEYS } from '../src/world/meter/demo-keys.js';
import { PAST_DAYS, recordPast } from '../src/world/meter/past.js';
import { World } from '../src/world/simulation/world.js';
import { SECTOR_SIZE } from '../src/world/units/unit-memory.js';
import { during } from '../test/during.js';
import { FarLine, type LineModel, lineTime } from './far-line.js';

export interface Far {
	/** From the first request to the last answer, ms. */
	readonly time: number;
	/** Bytes both ways. */
	readonly bytes: number;
	/** What is beside the time of these bytes on the line, ms. */
	readonly idle: number;
	/** How many round trips that is; 0: they take no time. */
	readonly roundTrips: number;
}

export type FarPlace = { readonly kind: 'tcp' | 'hdlc' } & LineModel;

/** 20 ms of round trip. */
export const FAR_NETWORK: FarPlace = Object.freeze({ kind: 'tcp', speed: 10_000_000, bits: 8, latency: 10 });
/** 9,600 Bd, and the 10 ms that each end may take to turn round. */
export const SLOW_LINE: FarPlace = Object.freeze({ kind: 'hdlc', speed: 9600, bits: 10, latency: 10 });

const MANAGEMENT = 1;
const PROFILE = 7;
const BUFFER = 2;
const START = Date.UTC(2026, 0, 31, 15);
const WATTS = 700;
const TIMEOUT = 5000;
/** Bytes. */
const PDU = 1024;
/** What `keiki run` gives its meters. */
const OFFERED = Object.freeze({ maxSend: 0xffff, maxTransfer: 1 << 17, maxRequest: 1 << 14, blockWindow: MAX_WINDOW });
/** 256 KiB. */
export const IMAGE_SIZE = 1 << 18;
const QUIET = Object.freeze({ onStart() {}, onBlock() {}, onVerifying() {}, onAnew() {} });

function keysOffering(...offers: readonly 'gbt'[]): RouteAKeys {
	return { ...DEMO_KEYS, clients: { ...DEMO_KEYS.clients, [MANAGEMENT]: { ...DEMO_KEYS.clients[MANAGEMENT]!, offers } } };
}

/** @param days of the load profile that are on record */
class FarMeter {
	readonly #world: World;
	readonly #line: FarLine;
	readonly #place: FarPlace;
	readonly session: MeterSession;

	constructor(place: FarPlace, isInGeneralBlocks: boolean, days: number) {
		const keys = isInGeneralBlocks ? keysOffering('gbt') : DEMO_KEYS;
		let line: FarLine | undefined;
		this.#place = place;
		const load = constantLoad(WATTS);
		const flash = new RamFlash(meteringSectors(SECTOR_SIZE), SECTOR_SIZE);
		recordPast(flash, load, START, days);
		const link = (): RouteALink => ({
			localPort: place.kind === 'hdlc' ? HOST_LOCAL_PORT : undefined,
			open: (routeA) => {
				if (place.kind === 'tcp') new RouteATcp({ server: routeA.server, listener: line!.listener, scheduler: this.scheduler, log: LOG });
				else new LocalLink(line!.serial, HOST_LOCAL_PORT, this.scheduler, LOG).open(routeA);
			},
			close() {},
		});
		this.#world = new World({
			...{ seed: 1, speed: 1, start: START, load: () => load, profile: GEN1, credentials: CREDENTIALS, log: LOG },
			answerDelay: { min: 0, max: 0 },
			combination: parseCombination('rf-b,1p3w-60-2way,normal'),
			flash: () => flash,
			routeA: () => ({ keys, cipher: CIPHER, random: new SeededRandom(1, 'meter'), ...OFFERED, link }),
		});
		line = new FarLine(this.scheduler, place);
		this.#line = line;
		this.scheduler.runFor(1000);
		const { scheduler } = this;
		this.session = new MeterSession({
			carrier: this.#carrier(line),
			...{ client: MANAGEMENT, server: 1, scheduler, random: new SeededRandom(1, 'head-end'), cipher: CIPHER, timeout: TIMEOUT, retries: 0 },
			window: isInGeneralBlocks ? MAX_WINDOW : undefined,
			security: {
				keys: { ...DEMO_KEYS.clients[MANAGEMENT]!, kek: undefined, broadcast: undefined },
				...{ title: fromHex('4B45490000000001'), protocol: 'glo', control: CONTROL.authentication | CONTROL.encryption },
				...{ counter: undefined, supply: new TransmitSupply(undefined) },
			},
		});
	}

	#carrier(line: FarLine): Carrier {
		const { kind, speed } = this.#place;
		const { scheduler } = this;
		// What a client takes at once is one PDU of what meters have, as it is with meters of other makers.
		if (kind === 'tcp') return Object.assign(new TcpCarrier(line.openStream), { maxApdu: PDU });
		return new HdlcCarrier({
			...{ open: line.openSerial, scheduler, modeE: false, speed },
			...{ physicalDevice: HOST_LOCAL_PORT.physicalAddress, frameTimeout: 3000 },
		});
	}

	get scheduler(): VirtualScheduler {
		return this.#world.simulator.scheduler;
	}

	/** See `during`. */
	during<T>(work: Promise<T>): Promise<T> {
		return during(this.scheduler, work);
	}

	async measured(work: () => Promise<unknown>): Promise<Far> {
		const [begun, before] = [this.scheduler.now(), this.#line.bytes];
		await this.during(work());
		const time = this.scheduler.now() - begun;
		const bytes = this.#line.bytes - before;
		const idle = time - lineTime(this.#place, bytes);
		return { time, bytes, idle, roundTrips: this.#place.latency === 0 ? 0 : idle / (2 * this.#place.latency) };
	}
}

const LOG = { write() {} };
const CIPHER = newHostCipher();
const CREDENTIALS = Object.freeze({ id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' });

/** The load profile of 45 days, in an association that there is. */
export async function readFarProfile(place: FarPlace, isInGeneralBlocks: boolean): Promise<Far & { readonly rows: number }> {
	const meter = new FarMeter(place, isInGeneralBlocks, PAST_DAYS);
	const { session } = meter;
	await meter.during(session.open());
	let rows = 0;
	const target = attributeTarget(PROFILE, NAME.loadProfile, BUFFER);
	const listener = { onStart() {}, onCount() {}, onElement: () => void rows++ };
	const far = await meter.measured(() => session.getArray(target, 'rows', listener));
	return { ...far, rows };
}

/** An image of 256 KiB from the first request on to its verification, in an association that there is. */
export async function loadFarImage(place: FarPlace, isInGeneralBlocks: boolean): Promise<Far> {
	const meter = new FarMeter(place, isInGeneralBlocks, 0);
	const image = encodeImage(
		{ unit: UNIT_KIND.metering, maker: 'JPM', version: '1.1', settings: [] },
		{ firmwareKey: DEMO_KEYS.firmwareKey! },
		CIPHER,
		IMAGE_SIZE,
	);
	const waiting = {
		wait: (ms: number) => new Promise<void>((resolve) => meter.scheduler.after(ms, resolve)),
		...{ now: () => meter.scheduler.now(), patience: 60_000, retries: 0 },
	};
	await meter.during(meter.session.open());
	return meter.measured(() => loadImage(meter.session, image, asciiBytes('metering 1.1'), QUIET, waiting));
}
