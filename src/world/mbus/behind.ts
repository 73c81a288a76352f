/** The meters behind a smart meter, made with their line. What they keep is in a flash of its own, of the smart meter's memory. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { Settings } from '../../../modules/journal/settings.js';
import { reading, type UnitMemory } from '../units/unit-memory.js';
import { MbusLine } from './mbus-line.js';
import { MbusMeter, type MbusTrouble } from './mbus-meter.js';
import type { MbusMeterKindName } from './meter-kinds.js';

export interface BehindChoice {
	readonly kind: MbusMeterKindName;
	readonly troubles: readonly MbusTrouble[];
}

export interface BehindOptions {
	readonly choices: readonly BehindChoice[];
	readonly seed: number;
	readonly cipher: Cipher;
	/** The world's time, ms since 1970-01-01T00:00:00Z. */
	readonly now: () => number;
	readonly memory: UnitMemory;
}

const OWNER = 'mbus';
const SECTORS = 3;

/** Throws DamagedMemory if the flash holds something else. */
export function createLine({ choices, seed, cipher, now, memory }: BehindOptions): MbusLine {
	const store = reading(OWNER, () => new Settings({ flash: memory.flash(OWNER, SECTORS), firstSector: 0, sectors: SECTORS }));
	return new MbusLine(choices.map((choice, i) => new MbusMeter({ ...choice, number: i + 1, seed, cipher, now, store })));
}
