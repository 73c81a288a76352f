import type { Random } from '../ports/random.js';

/**
 * The platform's random numbers (random.c): unpredictable, which those of `Math.random` and of the SDK's `rng` are not. On an ESP32 that takes a radio that runs,
 * or a board whose manifest says that it has none.
 */
export const XS_RANDOM: Random = Object.freeze({ fill });

function fill(this: unknown, bytes: Uint8Array): void {
	native('xs_keiki_random_fill').call(this, bytes);
}
