import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { between } from '../../../modules/bytes/chance.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { PAN_COORDINATOR, SUPERFRAME_NONE } from '../../../modules/ieee802154/beacon.js';
import { Mac } from '../../../modules/ieee802154/mac.js';
import type { Medium } from '../../../modules/medium/medium.js';

/** SKSTACK's channels of Route B: the odd ones from 33 to 59. */
export const ROUTE_B_CHANNELS: readonly number[] = Object.freeze(Array.from({ length: 14 }, (_, i) => 33 + 2 * i));

export interface NeighbourOptions {
	readonly air: Medium;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	readonly log: Log;
	readonly count: number;
	/** Whether they answer requests for any pairing id, as some do in the field. */
	readonly answerAll: () => boolean;
}

/** A PAN of another household. */
export interface Neighbour {
	/** Puts it on the air, or takes it off. */
	setPresent(present: boolean): void;
}

/** The meters of other households: PANs with ids of their own, farther away, that answer whoever asks for them or for all. */
export function createNeighbours(options: NeighbourOptions): Neighbour[] {
	const { air, scheduler, random, cipher, log, count, answerAll } = options;
	const drawn = (length: number) => {
		const bytes = new Uint8Array(length);
		random.fill(bytes);
		return bytes;
	};
	return Array.from({ length: count }, (_, index) => {
		const name = `neighbour ${index + 1}`;
		const eui64 = Uint8Array.of(0x00, 0x1c, 0x64, 0x00, ...drawn(4));
		const pairing = asciiBytes(toUpperHex(drawn(4)));
		const radio = air.createRadio(name, between(random, 15, 35));
		const mac = new Mac({
			radio,
			scheduler,
			random,
			cipher,
			log,
			eui64,
			beacon: ({ enhanced, pairing: asked }) => {
				if (asked !== undefined && !answerAll() && !equalBytes(asked, pairing)) return undefined;
				return enhanced ? { pairing } : { superframe: PAN_COORDINATOR | SUPERFRAME_NONE, payload: pairing };
			},
		});
		const [high, low] = drawn(2);
		const panId = ((high! << 8) | low!) & 0xfffe;
		const drawnChannel = ROUTE_B_CHANNELS[Math.floor(between(random, 0, ROUTE_B_CHANNELS.length))]!;
		// A scan goes from the first to the last: whoever looks for one meter among several finds it neither first nor last, most of the time.
		const channel = [ROUTE_B_CHANNELS[0], ROUTE_B_CHANNELS.at(-1)][index] ?? drawnChannel;
		const setPresent = (present: boolean) => (present ? mac.join(panId, channel) : mac.stop());
		setPresent(true);
		return { setPresent };
	});
}
