import assert from 'node:assert/strict';
import { LEAST_STEP, MOST_POINTS, powerTold } from '../../../../../boards/host/panel/curves/power.js';
import type { PowerTold, TruthTold } from '../../../../../boards/host/panel/curves/told.js';
import { truthAt } from '../../../../../boards/host/panel/curves/truth.js';
import type { Sample } from '../../../../../hal/ports/metrology.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../../modules/time/durations.js';
import { houseLoad } from '../../../../../src/world/load/house.js';
import { constantLoad, type LoadSource, sampleOf } from '../../../../../src/world/load/source.js';
import { START } from '../../../../src/world/simulation/plug-in-rig.js';
import { CurvesRig } from './curves-rig.js';

/** Another load in each ms of a list, from `START` on; the last one for good. */
function steps(...powers: readonly (readonly [at: number, power: number | undefined])[]): LoadSource {
	return {
		at(time) {
			const at = powers.findIndex(([from]) => START + from > time);
			const power = powers[at < 0 ? powers.length - 1 : Math.max(0, at - 1)]![1];
			return { sample: power === undefined ? undefined : sampleOf(power), until: at < 0 ? Number.POSITIVE_INFINITY : START + powers[at]![0] };
		},
	};
}

/** As the columns have it at a time. */
function wattsAt({ time, watts }: TruthTold, at: number): number | null | undefined {
	return watts[time.filter((each) => each <= at).length - 1];
}

describe('panel: the truth of a curve', () => {
	it('is what the metering unit had at each second of a day in which everything is done to it', () => {
		const rig = new CurvesRig('rf-b,1p3w-60-2way,switch-60,normal', { load: houseLoad(7, true), pastDays: 1 });
		const measured: { readonly at: number; readonly sample: Sample | undefined }[] = [];
		// Between the ms: what happens at one of them is neither before nor behind it.
		const sample = () => {
			measured.push({ at: rig.now, sample: rig.meter.hasPower ? rig.meter.readings.sample() : undefined });
			rig.scheduler.after(SECOND, sample);
		};
		rig.scheduler.after(0.5, sample);
		const doings = [
			...['load 1234', 'load -900', 'load normal', 'voltage 105', 'voltage R 3', 'voltage normal', 'pull metering', 'plug metering'],
			...['swap 1p3w-60-1way', 'load -500', 'load normal', 'power off', 'load 700', 'power on', 'load normal', 'power cut', 'power on'],
			...['switch open', 'power cut', 'power on', 'switch close', 'fail metering crashes', 'mend metering', 'swap 1p3w-60-2way', 'clock +5m'],
		];
		for (const [i, line] of doings.entries()) {
			rig.run(HOUR / 2 + 7_919 * i);
			rig.does(line);
		}
		rig.run(HOUR);
		const source = rig.source();
		const wrong = measured.filter(({ at, sample: had }) => at > rig.now - DAY && truthAt(source, at)?.power !== had?.power);
		assert.deepEqual(
			wrong.slice(0, 3).map(({ at, sample: had }) => [at - START, had?.power, truthAt(source, at)?.power]),
			[],
		);
		assert.ok(measured.filter(({ sample: had }) => had === undefined).length > 1000);
		assert.ok(measured.some(({ sample: had }) => had !== undefined && had.power < 0));
	});

	it('has of another day what the load was, though nobody had opened a page', () => {
		const rig = new CurvesRig(undefined, { load: houseLoad(1, false), pastDays: 45 });
		rig.run(10 * MINUTE);
		const { truth, from, to } = rig.told(DAY, MINUTE);
		assert.equal(to - from, DAY);
		assert.equal(truth.time[0], from);
		assert.ok(truth.time.length > 1200, String(truth.time.length));
		assert.equal(wattsAt(truth, START - 5 * HOUR), houseLoad(1, false).at(START - 5 * HOUR).sample!.power);
		assert.equal(truth.watts.includes(null), false);
	});

	it('is unknown before the start where the memory is that of an earlier run', () => {
		const rig = new CurvesRig(undefined, { load: constantLoad(500) });
		rig.run(MINUTE);
		const { truth } = powerTold(rig.meter, { ...rig.options, hasPast: false }, rig.now - HOUR, rig.now, SECOND);
		assert.deepEqual(truth.time, [rig.now - HOUR, START]);
		assert.deepEqual(truth.watts, [null, 500]);
	});

	it('joins what changes faster than a step to its mean, and leaves the rest where it was to the ms', () => {
		const rig = new CurvesRig(undefined, { load: steps([0, 100], [1000, 200], [1250, 600], [2000, 50], [5_300, 70]) });
		rig.run(10 * SECOND);
		const { truth } = rig.told(10 * SECOND);
		assert.deepEqual(
			truth.time.map((time) => time - START),
			[0, 1000, 2000, 5300],
		);
		assert.deepEqual(truth.watts, [100, 500, 50, 70]);
	});

	it('has a gap where nothing is measured, and a mean of what there is within a step', () => {
		const rig = new CurvesRig(undefined, { load: steps([0, 100], [3000, undefined], [6000, 400], [6500, undefined], [7000, 10]) });
		rig.run(10 * SECOND);
		assert.deepEqual(rig.told(10 * SECOND).truth.watts, [100, null, 400, 10]);
	});

	it('is bounded, whatever the load and however long the stretch', () => {
		const rig = new CurvesRig(undefined, { load: { at: (time) => ({ sample: sampleOf(time % 977), until: time + 1 }) } });
		const told = (span: number): PowerTold => powerTold(rig.meter, { ...rig.options, now: rig.now }, rig.now - span, rig.now, LEAST_STEP);
		for (const span of [HOUR, DAY, 50 * DAY]) {
			const { truth, from, to, step } = told(span);
			assert.ok(truth.time.length <= MOST_POINTS + 1, `${span}: ${truth.time.length}`);
			assert.ok(to - from <= DAY);
			assert.ok(step >= (to - from) / MOST_POINTS);
		}
	});

	it('forgets hands after a day, and then says that it does not know', () => {
		const rig = new CurvesRig(undefined, { load: constantLoad(500) });
		for (let i = 0; i < 6000; i++) {
			rig.does(`load ${i}`);
			rig.run(1);
		}
		assert.equal(truthAt(rig.source(), START + 100), undefined);
		assert.equal(truthAt(rig.source(), START + 5990)?.power, 5990);
		rig.does('load normal');
		rig.run(2 * DAY);
		rig.does('load 1');
		assert.ok(rig.meter.terminals.knownFrom <= rig.now - DAY);
		assert.equal(truthAt(rig.source(), rig.now - HOUR)?.power, 500);
		assert.equal(truthAt(rig.source(), START + 5990), undefined);
	});
});
