/** Which meter somebody asks for. */
import type { EmulatedMeter } from '../../../src/world/meter/emulated-meter.js';
import type { World } from '../../../src/world/simulation/world.js';
import { Refusal } from '../web/app.js';
import type { PanelSite } from './site.js';

/** By its name in events, `meter` or `meter-7`; the first one where none is named. Throws Refusal. */
export function meterAsked({ world }: PanelSite, name: string | null): EmulatedMeter {
	const { meters } = world.simulator;
	const number = meterNumber(world, name);
	if (number !== undefined) return meters[number - 1]!;
	throw new Refusal(`meter=${name}: expected meter${meters.length === 1 ? '' : `, or meter-2 to meter-${meters.length}`}`);
}

/** The number of the meter with this name, from 1; undefined: there is none. */
export function meterNumber({ simulator }: World, name: string | null): number | undefined {
	const number = numberOf(name ?? 'meter');
	return number !== undefined && number <= simulator.meters.length ? number : undefined;
}

/** Of `meter` 1, of `meter-7` 7; undefined: it names none. */
export function numberOf(name: string): number | undefined {
	const [whole, digits] = /^meter(?:-([1-9]\d{0,6}))?$/.exec(name) ?? [];
	return whole === undefined ? undefined : Number(digits ?? '1');
}
