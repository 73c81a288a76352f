/**
 * The recording that the package holds, in few bytes: brotli (RFC 7932) of minutes that follow each other, of which each column stands for itself.
 *
 * | bytes       | content                                                                            |
 * |-------------|------------------------------------------------------------------------------------|
 * | 4           | minutes from 1970-01-01T00:00 to the first one, both local; most significant first |
 * | 2N          | active power, 2 W: the least significant bytes of N minutes, then the others       |
 * | 2N          | reactive power, 2 var, likewise                                                    |
 * | 2N          | voltage, 10 mV, likewise                                                           |
 *
 * Each value is the difference from the minute before, from 0 of the first one: 0, -1, 1, -2 … are 0, 1, 2, 3 … An active power of 0xFFFF is none: the minute
 * is a gap, and the next one differs from the minute before it.
 */
import { brotliDecompressSync } from 'node:zlib';
import { MINUTE } from '../../../modules/time/durations.js';
import { type LoadSource, NOMINAL_VOLTAGE, sampleOf } from '../../../src/world/load/source.js';
import { JST } from '../../../src/world/time/iso-time.js';

const HEAD = 4;
const COLUMNS = 3;
const GAP = 0xffff;
/** Steps in a kW or kvar, and in a volt. */
const POWER_STEPS = 500;
const VOLT_STEPS = 100;
const MINUTES_OF_DAY = 1440;

/** What was packed, as `csvLoad` has it. Each start has to wait for it. */
export function recordedLoad(packed: Uint8Array): LoadSource {
	const content = brotliDecompressSync(packed);
	const count = (content.length - HEAD) / (2 * COLUMNS);
	const coded = (column: number, i: number) => content[HEAD + 2 * column * count + i]! | (content[HEAD + (2 * column + 1) * count + i]! << 8);
	const columns = Array.from({ length: COLUMNS }, (_, column) => {
		const values = new Int32Array(count);
		let value = 0;
		for (let i = 0; i < count; i++) {
			const code = coded(column, i);
			if (code !== GAP) value += (code >> 1) ^ -(code & 1);
			values[i] = value;
		}
		return values;
	});
	const [active, reactive, volts] = columns as [Int32Array, Int32Array, Int32Array];
	const isGap = (i: number) => coded(0, i) === GAP;
	let sum = 0;
	let measured = 0;
	for (let i = 0; i < count; i++) {
		if (isGap(i)) continue;
		sum += volts[i]! / VOLT_STEPS;
		measured++;
	}
	const mean = sum / measured;
	const first = content.readUInt32BE() * MINUTE - JST;
	const period = Math.floor((count - 1) / MINUTES_OF_DAY) * MINUTES_OF_DAY * MINUTE;
	const watts = (steps: number) => (steps / POWER_STEPS) * 1000;
	return {
		at(time) {
			const phase = (((time - first) % period) + period) % period;
			const i = Math.floor(phase / MINUTE);
			const voltage = (volts[i]! / VOLT_STEPS / mean) * NOMINAL_VOLTAGE;
			return {
				sample: isGap(i) ? undefined : sampleOf(watts(active[i]!), watts(reactive[i]!), voltage),
				until: time + (i + 1) * MINUTE - phase,
			};
		},
		eachPower(begin, end, visit) {
			const phase = (((begin - first) % period) + period) % period;
			let i = Math.floor(phase / MINUTE);
			let until = begin + (i + 1) * MINUTE - phase;
			for (let from = begin; from < end; from = until, until += MINUTE) {
				visit(isGap(i) ? undefined : watts(active[i]!), from, Math.min(until, end));
				i++;
				if (i * MINUTE === period) i = 0;
			}
		},
	};
}
