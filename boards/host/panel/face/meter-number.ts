import type { World } from '../../../../src/world/simulation/world.js';

const NAME = /^meter(?:-([1-9]\d{0,6}))?$/;

/** The number, from 1, of the meter with this name: `meter`, `meter-2`; the first without a name; undefined: there is none. */
export function meterNumber(world: World, name: string | null): number | undefined {
	const match = NAME.exec(name ?? 'meter');
	if (match === null) return undefined;
	const number = match[1] === undefined ? 1 : Number(match[1]);
	return number <= world.simulator.meters.length ? number : undefined;
}
