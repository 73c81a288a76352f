import { randomFillSync } from 'node:crypto';
import type { Random } from '../ports/random.js';

/** Numbers that nobody can foresee. */
export const SYSTEM_RANDOM: Random = Object.freeze({ fill: (bytes: Uint8Array) => void randomFillSync(bytes) });
