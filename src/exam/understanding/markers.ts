/**
 * Marker values: none of them, read wrongly in any way that has a name here, is another one, so that a HEMS that shows one has been told it and has understood.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { HALF_HOUR } from '../../../modules/time/durations.js';
import { type LoadSource, sampleOf } from '../../world/load/source.js';

/** W: of a house, of one at night, none, fed in by a roof, fed in by so little that one byte has it, and of one that heats. */
export const MARKER_WATTS: readonly number[] = frozen([1237, 43, 0, -801, -6, 23_456]);

/** Voltages of the phases, V, by which their currents differ though their loads are alike. */
export const MARKER_VOLTAGES = frozen({ R: 101, T: 99 });

/** For the second session of energies: E1 0.01 kWh, D3 7. D3 10 would be no marker: who takes E1 for 0.1 and D3 for 1, whatever they are, would be right. */
export const MARKER_SCALE = frozen({ wattHours: 10, coefficient: 7 });

const HALF_HOURS = 48;
/** Without a common divisor with 48: each of 48 comes once before one comes again, and neighbours are far apart. */
const STRIDE = 17;
const LEAST = 3;
/** What one count of E1 01 is in half an hour, W. */
const WATTS = 200;

/** Counts of 0.1 kWh of a half-hour: 3 to 50, each once in any 48 of them one after the other. */
export function markerCounts(time: number): number {
	return LEAST + ((Math.floor(time / HALF_HOUR) * STRIDE) % HALF_HOURS);
}

/** A day whose 48 half-hours all have another energy, 0.3 to 5.0 kWh. */
export const MARKER_HALF_HOURS: LoadSource = frozen({
	at: (time: number) => ({ sample: sampleOf(WATTS * markerCounts(time)), until: (Math.floor(time / HALF_HOUR) + 1) * HALF_HOUR }),
});
