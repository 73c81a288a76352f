/** Steps in which values are such as programs misread: marker loads, feed-in, no data, other scales, another meter. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { MARKER_VOLTAGES, MARKER_WATTS } from '../understanding/markers.js';
import type { Scene, Stage, StepRow, TimeFacts } from './step.js';

/** W; the last one of either is large enough that a register of 0.1 kWh goes on. */
const MARKERS: readonly number[] = Object.freeze(MARKER_WATTS.filter((watts) => watts >= 0));
const FED_IN: readonly number[] = Object.freeze([...MARKER_WATTS.filter((watts) => watts < 0), -23_456]);
/** Each stands for so many polls. */
const POLLS = 2;
/** A wrong scale is wrong in all of them. */
const SCALE_POLLS = 3;

const polling =
	(polls: number) =>
	({ pollMs, limits }: TimeFacts) => ({ least: polls * pollMs, most: (polls + 1) * pollMs + limits.timerOne });

function* loads(stage: Stage, watts: readonly number[]): Scene<void> {
	for (const each of watts) {
		stage.command(`load ${each}`);
		yield* stage.polls(POLLS);
	}
	stage.command('load normal');
}

export const VALUE_STEPS = frozen({
	'marker-loads': {
		is: 'the load is 1,237 W, 43 W, 0 W and 23,456 W',
		setup: 'home',
		quiet: true,
		time: polling(POLLS * MARKERS.length),
		quick: true,
		*play(stage) {
			stage.command(`voltage R ${MARKER_VOLTAGES.R} T ${MARKER_VOLTAGES.T}`);
			yield* loads(stage, MARKERS);
			stage.command('voltage normal');
		},
	},
	'feed-in': {
		situation: 'B25',
		is: 'the house feeds in: 801 W, 6 W and 23,456 W',
		setup: 'home',
		quiet: true,
		time: polling(POLLS * FED_IN.length),
		quick: true,
		*play(stage) {
			stage.strikes();
			yield* loads(stage, FED_IN);
			stage.lifted();
		},
	},
	'no-data': {
		situation: 'B21',
		is: 'the metering unit is pulled out, and put back: no value is there in between',
		setup: 'home',
		quiet: true,
		time: polling(2 * POLLS),
		quick: true,
		*play(stage) {
			stage.command('pull metering');
			stage.strikes();
			yield* stage.polls(POLLS);
			stage.command('plug metering');
			stage.lifted();
			yield* stage.polls(POLLS);
		},
	},
	'beyond-scale': {
		situation: 'B21',
		is: 'power and currents are codes for what is beyond the scale, above it and below it in turn',
		setup: 'home',
		quiet: true,
		time: polling(3),
		*play(stage) {
			stage.command('fault beyond-scale=always');
			stage.strikes();
			yield* stage.polls(POLLS);
			stage.command('fault beyond-scale off');
			stage.lifted();
			yield* stage.polls(1);
		},
	},
	'other-scale': {
		situation: 'B20',
		is: 'the counter has another unit, a coefficient and more digits',
		setup: 'lateNotification',
		time: polling(SCALE_POLLS),
		*play(stage) {
			yield* stage.polls(SCALE_POLLS);
		},
	},
	'two-wire': {
		situation: 'B26',
		is: 'the supply has one phase: T is without data; and a count is 10 kWh',
		setup: 'clockAhead',
		time: polling(SCALE_POLLS),
		*play(stage) {
			yield* stage.polls(SCALE_POLLS);
		},
	},
	'lacking-properties': {
		situation: 'B19',
		is: 'the meter has neither D3 nor EC and ED',
		setup: 'fullRegister',
		time: polling(SCALE_POLLS),
		*play(stage) {
			yield* stage.polls(SCALE_POLLS);
		},
	},
} satisfies Record<string, StepRow>);
