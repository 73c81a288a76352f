import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { MARKER_HALF_HOURS, MARKER_SCALE, MARKER_WATTS, markerCounts } from '../../../../src/exam/understanding/markers.js';
import { equal } from '../../../assert.js';
import { Record } from './record.js';

const HALF_HOUR = 1_800_000;

function hexOf(watts: number): string {
	const view = new DataView(new ArrayBuffer(4));
	view.setInt32(0, watts);
	return toUpperHex(new Uint8Array(view.buffer));
}

describe('Marker values', () => {
	for (const watts of MARKER_WATTS) {
		it(`${watts} W is told from all others, however these are read`, () => {
			for (const other of MARKER_WATTS) {
				if (other === watts) continue;
				const told = new Record().gets(`E7=${hexOf(other)}`).shows('power', watts).told;
				equal(told, 'wrong unknown', `${watts} W where ${other} W was served`);
			}
		});
	}

	it('are energies of which none of 48 half-hours has that of another', () => {
		for (const start of [0, 17, 1_000_003]) {
			const counts = new Set(Array.from({ length: 48 }, (_, i) => markerCounts((start + i) * HALF_HOUR)));
			equal(counts.size, 48);
			equal(`${Math.min(...counts)} ${Math.max(...counts)}`, '3 50');
		}
		const { sample, until } = MARKER_HALF_HOURS.at(5 * HALF_HOUR + 1);
		equal(`${sample!.power} ${until}`, `${200 * markerCounts(5 * HALF_HOUR)} ${6 * HALF_HOUR}`);
	});

	it('are a scale that nobody meets who takes both for what is usual, or forgets one', () => {
		const { wattHours, coefficient } = MARKER_SCALE;
		const kWh = wattHours / 1000;
		const right = kWh * coefficient;
		for (const wrong of [0.1, 1, kWh, 0.1 * coefficient, 0.001]) equal(Math.abs(Math.log10(right / wrong)) > 0.1, true, `${wrong}`);
	});
});
