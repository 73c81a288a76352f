import { frozen } from '../../../modules/bytes/frozen.js';
import type { Physical } from '../../../modules/medium/air.js';
import type { FrameFault } from '../fault/faulty-air.js';

/**
 * A power line between the meter and the house, after G3-PLC in CENELEC A (ITU-T G.9903): 42 kbit/s in DBPSK, before each frame a preamble of 9.5
 * symbols of 0.64 ms and a frame control header of 13 symbols of 0.695 ms, PSDUs up to 400 bytes. What Japanese meters use (155 to 403 kHz) is faster;
 * these figures, and all levels, are assumed. Carrier sense takes two symbols.
 */
export const PLC: Physical = Object.freeze({
	byteTime: 8 / 42,
	headerTime: 9.5 * 0.64 + 13 * 0.695,
	maxPsdu: 400,
	senseTime: 2 * 0.695,
	sensitivity: -88,
	busyLevel: -75,
	nominalLevel: -60,
	noiseLevel: -85,
	captureMargin: 10,
});

/** The noise of a house: one frame in fifty is lost, one in two hundred damaged; assumed. */
export const PLC_NOISE: Readonly<Partial<Record<FrameFault, number>>> = frozen({ drop: 0.02, corrupt: 0.005 });
