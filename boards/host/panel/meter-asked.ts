/** Which meter somebody asks for. */
import type { EmulatedMeter } from '../../../src/world/meter/emulated-meter.js';
import type { World } from '../../../src/world/simulation/world.js';
import { type Asked, Refusal } from '../web/app.js';
import type { PanelSite } from './site.js';

/** What somebody may name where there are so many meters. */
const EXPECTED: Readonly<Record<Asked['language'], (meters: number) => string>> = Object.freeze({
	en: (meters) => `expected meter${meters === 1 ? '' : `, or meter-2 to meter-${meters}`}`,
	ja: (meters) => `meter${meters === 1 ? '' : `、またはmeter-2からmeter-${meters}まで`}を指定してください`,
});

/** By its name in events, `meter` or `meter-7`; the first one where none is named. Throws Refusal. */
export function meterAsked({ world }: Pick<PanelSite, 'world'>, name: string | null, language: Asked['language'] = 'en'): EmulatedMeter {
	const { meters } = world.simulator;
	const number = meterNumber(world, name);
	if (number !== undefined) return meters[number - 1]!;
	throw new Refusal(`meter=${name}: ${EXPECTED[language](meters.length)}`);
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
