/** Who a meter is among all others: nothing of it depends on how many there are. */
import { SeededRandom } from '../../../hal/virtual/random.js';
import { KEY_LENGTH } from '../../../modules/crypto/lengths.js';
import type { ClientKeys, RouteAKeys } from '../../route-a/keys.js';
import { ROUTE_B_CHANNELS } from '../air/neighbours.js';
import { DEMO_KEYS } from './demo-keys.js';

export interface MeterIdentity {
	/** `meter`, `meter-2`, …, as the log and captures have it. */
	readonly name: string;
	/** 12 characters. */
	readonly serial: string;
	/** Behind the letter of each of its units' serial numbers: 4 digits, or more beyond 9999. */
	readonly unitDigits: string;
	/** 22 digits; no number of anybody's: the areas begin with 01. */
	readonly supplyPoint: string;
	/** Of Route A, 8 bytes. */
	readonly systemTitle: Uint8Array;
}

/** Where a communication unit stands on its medium. */
export interface LinkPlace {
	/** 8 bytes. */
	readonly macAddress: Uint8Array;
	readonly panId: number;
	readonly channel: number;
}

/** Numbers that are told apart, from 1; further ones have a serial number of an earlier one. */
const MOST_METERS = 10_000_000;
const SUPPLY_POINT_LENGTH = 22;

export function identityOf(seed: number, number: number): MeterIdentity {
	const serial = (seed + number - 1) % MOST_METERS;
	return {
		name: number === 1 ? 'meter' : `meter-${number}`,
		serial: `KEIKI${String(serial).padStart(7, '0')}`,
		unitDigits: String(serial).padStart(4, '0'),
		supplyPoint: String(number).padStart(SUPPLY_POINT_LENGTH, '0'),
		// JPM, then the number.
		systemTitle: Uint8Array.of(0x4a, 0x50, 0x4d, 0, number >> 24, number >> 16, number >> 8, number),
	};
}

/** Random numbers of a meter for one purpose. The first meter has the streams that the only one has. */
export function streamOf(seed: number, number: number, purpose: string): SeededRandom {
	return new SeededRandom(seed, number === 1 ? purpose : `${purpose}-${number}`);
}

/** Of a stream of random numbers: the first run has the streams that a run without memory has. */
export function nameInRun(stream: string, run: number): string {
	return run === 1 ? stream : `${stream} in run ${run}`;
}

/** Of the first meter those that everybody knows, of each other one its own, as the seed draws them. */
export function keysOf(seed: number, number: number): RouteAKeys {
	if (number === 1) return DEMO_KEYS;
	const random = streamOf(seed, number, 'keys');
	const key = () => {
		const bytes = new Uint8Array(KEY_LENGTH);
		random.fill(bytes);
		return bytes;
	};
	const client = () => ({ encryption: key(), authentication: key() });
	const { firmwareKey } = DEMO_KEYS;
	return {
		systemTitle: identityOf(seed, number).systemTitle,
		firmwareKey: firmwareKey!,
		kek: key(),
		broadcast: key(),
		clients: { 1: client(), 2: client() },
	};
}

/** What all meters of a seed have alike where messages go to all at once: the broadcast key, and the keys of client 102, who sends them (IDIS). */
export function keysOfAll(seed: number): { readonly broadcast: Uint8Array; readonly client: ClientKeys } {
	const random = new SeededRandom(seed, 'keys of all');
	const [broadcast, encryption, authentication] = [0, 1, 2].map(() => {
		const bytes = new Uint8Array(KEY_LENGTH);
		random.fill(bytes);
		return bytes;
	}) as [Uint8Array, Uint8Array, Uint8Array];
	return { broadcast, client: { encryption, authentication } };
}

/**
 * The place of a communication unit: each has one of its own.
 * @param order from 0, of the communication units of this meter
 * @param serial of the unit; the first has the place that a seed has always had
 */
export function placeOf(seed: number, number: number, order: number, serial: string): LinkPlace {
	const n = number - 1;
	const place = streamOf(seed, number, order <= 0 ? 'place' : `place ${serial}`);
	return {
		macAddress: Uint8Array.of(0x00, 0x1c, 0x64, n, 0x4b + Math.max(0, order), 0x45 ^ (n >> 8), (seed >> 8) ^ (n >> 16), seed ^ (order >> 8)),
		panId: 1 + place.below(0xfffe),
		channel: ROUTE_B_CHANNELS[place.below(ROUTE_B_CHANNELS.length)]!,
	};
}
