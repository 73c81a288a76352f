import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';

const NAME = /^meter(?:-([1-9]\d{0,6}))?$/;

/** By its name in events: `meter`, `meter-2`, …; found without a search, for there may be many. */
export function meterNamed(meters: readonly EmulatedMeter[], name: string): EmulatedMeter | undefined {
	const match = NAME.exec(name);
	const meter = match === null ? undefined : meters[Number(match[1] ?? 1) - 1];
	return meter?.name === name ? meter : undefined;
}
