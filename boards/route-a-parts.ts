/**
 * Parts of Route A that a board is composed with by its manifest, or has not: the word `routeAParts` names those that it has, with commas between. What each takes
 * of memory stands in xs-host/memory.md. Each keeps what it keeps in its own sectors of the partition `route-a`, whichever others there are:
 *
 * | part    | sectors of 4,096 bytes | what is there with it                                                                    |
 * |---------|------------------------|------------------------------------------------------------------------------------------|
 * | control | 0 to 11                | what is commanded and logged of the supply survives a power cut, and the logs are longer |
 * | tariff  | 12 to 29               | calendar, special days, registers of rates, billing                                      |
 * | image   | 30 to 102              | image transfer, where the device has a firmware key; an image is checked in tasks       |
 * | household | 103 to 108           | messages to the customer; with an output, a load relay                                   |
 * | push    |                        | pushes, in one frame at the local port; kept where `control` is                          |
 */
import type { Flash } from '../hal/ports/flash.js';
import { frozen } from '../modules/bytes/frozen.js';
import { FlashPart } from '../modules/journal/flash-part.js';
import { CONTROL_SECTORS, controlRange } from '../src/route-a/control/slot-rows.js';
import { HOUSEHOLD_SECTORS } from '../src/route-a/household/household-memory.js';
import type { LoadOutput } from '../src/route-a/household/load-relay.js';
import { IMAGE_SECTORS } from '../src/route-a/image/image-memory.js';
import type { RouteAOptions } from '../src/route-a/route-a-options.js';
import { TARIFF_SECTORS } from '../src/route-a/tariff/tariff-slots.js';

const SECTORS = frozen({ control: CONTROL_SECTORS, tariff: TARIFF_SECTORS, image: IMAGE_SECTORS, household: HOUSEHOLD_SECTORS, push: 0 });

/** Of an image that are checked or set in one turn, lest the watchdogs wait too long for its end: as many as a request may bring. */
const IMAGE_BYTES = 1024;

export type RouteAPart = keyof typeof SECTORS;

/** In the order of their sectors. */
export const ROUTE_A_PARTS = Object.freeze(Object.keys(SECTORS) as RouteAPart[]);

/** Sectors that all of them take. */
export const ROUTE_A_PARTS_SECTORS = CONTROL_SECTORS + TARIFF_SECTORS + IMAGE_SECTORS + HOUSEHOLD_SECTORS;

/** What of `RouteAOptions` the parts are. */
export interface RouteAFlashes extends Pick<RouteAOptions, 'controlFlash' | 'tariffFlash' | 'imageFlash' | 'imageBytesPerTurn' | 'household'> {
	/** Whether it pushes at its local port. */
	readonly pushes: boolean;
}

/** Those that the word `routeAParts` names; none for ''. Throws RangeError for one that there is not. */
export function partsOf({ routeAParts: word = '' }: Readonly<Record<string, string>>): RouteAPart[] {
	const parts: RouteAPart[] = [];
	for (const name of word === '' ? [] : word.split(',')) {
		if (!Object.hasOwn(SECTORS, name)) throw new RangeError(`routeAParts: expected some of ${ROUTE_A_PARTS.join(',')}, got ${name}`);
		parts.push(name as RouteAPart);
	}
	return parts;
}

/**
 * @param whole the flash of the partition
 * @param output of a load relay; undefined: the device has none
 * @throws RangeError if the flash is too small
 */
export function routeAFlashes(parts: readonly RouteAPart[], whole: Flash, output?: LoadOutput): RouteAFlashes {
	const pushes = parts.includes('push');
	const household = flashOf('household', parts, whole);
	const told = {
		pushes,
		tariffFlash: flashOf('tariff', parts, whole),
		imageFlash: flashOf('image', parts, whole),
		imageBytesPerTurn: IMAGE_BYTES,
		household: household && { flash: household, output },
	};
	// It has the first sectors: of the many reads at a start each is shorter without a `FlashPart`.
	return parts.includes('control') ? { ...told, controlFlash: controlRange(whole) } : told;
}

function flashOf(part: RouteAPart, parts: readonly RouteAPart[], whole: Flash): Flash | undefined {
	if (!parts.includes(part)) return undefined;
	const before = ROUTE_A_PARTS.slice(0, ROUTE_A_PARTS.indexOf(part));
	return new FlashPart(
		whole,
		before.reduce((sum, each) => sum + SECTORS[each], 0),
		SECTORS[part],
	);
}
