/**
 * Loads from a script: one step a line, `#` starts a comment.
 *
 * ```
 * 06:30 1200        # W from this time of day on, every day
 * 12:00 -800 102.5  # fed in; voltage of a leg, V
 * 13:00 gap         # nothing is measured
 * ```
 * or all with times since the start, `+0s`, `+90s`, `+1h30m`, played once. Steps stand in the order of time.
 */
import type { Sample } from '../../../hal/ports/metrology.js';
import { DAY } from '../../../modules/time/durations.js';
import { JST } from '../time/iso-time.js';
import { isPower, MOST_VOLTS, MOST_WATTS, parseDecimal } from './bounds.js';
import { LoadError, type LoadWrong } from './load-wrong.js';
import { type LoadSource, NOMINAL_VOLTAGE, sampleOf } from './source.js';

const DAYTIME = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const SINCE = /^\+(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/;

interface Step {
	readonly time: number;
	readonly sample: Sample | undefined;
}

/**
 * @param start what `+0s` stands for, ms since 1970-01-01T00:00:00Z
 * @throws LoadError at the first line that is wrong
 */
export function scriptLoad(text: string, file: string, start: number): LoadSource {
	const steps: Step[] = [];
	let daily: boolean | undefined;
	text.split(/\r?\n/).forEach((line, index) => {
		const words = [...line.replace(/#.*/, '').matchAll(/\S+/g)].map((match) => ({ text: match[0], column: match.index + 1 }));
		if (words.length === 0) return;
		const fail = (at: number, wrong: LoadWrong) => new LoadError(file, index + 1, words[at]?.column ?? line.length + 1, wrong);
		const [when, what, volts] = words;
		const time = daytime(when!.text) ?? since(when!.text);
		const isDaily = DAYTIME.test(when!.text);
		if (time === undefined) throw fail(0, { kind: 'stepTime', got: when!.text });
		daily ??= isDaily;
		if (daily !== isDaily) throw fail(0, { kind: 'oneKindOfTime' });
		if (steps.length > 0 && time <= steps[steps.length - 1]!.time) throw fail(0, { kind: 'stepsInOrder' });
		if (what === undefined) throw fail(1, { kind: 'noPower' });
		const power = what.text === 'gap' ? undefined : parseDecimal(what.text);
		if (what.text !== 'gap' && !isPower(power)) throw fail(1, { kind: 'power', most: MOST_WATTS, got: what.text });
		const voltage = volts === undefined ? NOMINAL_VOLTAGE : parseDecimal(volts.text);
		if (voltage === undefined || !(voltage > 0 && voltage <= MOST_VOLTS)) throw fail(2, { kind: 'voltage', most: MOST_VOLTS, got: volts!.text });
		if (words.length > 3) throw fail(3, { kind: 'lineEnd', got: words[3]!.text });
		steps.push({ time, sample: power === undefined ? undefined : sampleOf(power, 0, voltage) });
	});
	if (steps.length === 0) throw new LoadError(file, 1, 1, { kind: 'oneStep' });
	return daily ? dailyLoad(steps) : onceLoad(steps, start);
}

function dailyLoad(steps: readonly Step[]): LoadSource {
	return {
		at(time) {
			const phase = (((time + JST) % DAY) + DAY) % DAY;
			const next = steps.findIndex((step) => step.time > phase);
			const now = next < 0 ? steps[steps.length - 1]! : (steps[next - 1] ?? steps[steps.length - 1]!);
			return { sample: now.sample, until: time - phase + (next < 0 ? DAY + steps[0]!.time : steps[next]!.time) };
		},
	};
}

function onceLoad(steps: readonly Step[], start: number): LoadSource {
	return {
		at(time) {
			const next = steps.findIndex((step) => start + step.time > time);
			const now = next < 0 ? steps[steps.length - 1] : steps[next - 1];
			return { sample: now?.sample, until: next < 0 ? Number.POSITIVE_INFINITY : start + steps[next]!.time };
		},
	};
}

function daytime(text: string): number | undefined {
	const match = DAYTIME.exec(text);
	return match === null ? undefined : milliseconds(match);
}

function since(text: string): number | undefined {
	const match = SINCE.exec(text);
	return match === null || text === '+' ? undefined : milliseconds(match);
}

function milliseconds([, hours, minutes, seconds]: RegExpExecArray): number {
	return ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000;
}
