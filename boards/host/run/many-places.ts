/** Where the Route A of each meter of a run is. */

import type { CosemTap } from '../../../src/world/watch/cosem-tap.js';
import type { Enter } from '../shared/entered.js';
import { FIRST_OPTION, type ManyChoice } from './many-option.js';
import type { RouteAChoices } from './route-a-option.js';
import { type LineChoices, RouteAPlace } from './route-a-place.js';

export class RouteAPlaces {
	readonly #places: RouteAPlace[] = [];

	/** @param choices, lines of the first meter; tap hears what goes in and out. Throws UsageError if a place that was asked for is not to be had; then none is taken. */
	static async open(choices: RouteAChoices, lines: LineChoices, { count, first }: ManyChoice, enter: Enter, tap?: CosemTap): Promise<RouteAPlaces> {
		const places = new RouteAPlaces();
		try {
			places.#places.push(await RouteAPlace.open(choices, lines, enter, tap));
			for (let i = 0; first !== undefined && i < count - 1; i++) {
				const port = first.port === 0 ? 0 : first.port + i;
				places.#places.push(await RouteAPlace.at({ address: first.address, port }, FIRST_OPTION, enter, tap, i + 2));
			}
		} catch (error) {
			places.close();
			throw error;
		}
		return places;
	}

	/** Of the first meter. */
	get first(): RouteAPlace {
		return this.#places[0]!;
	}

	/** Of the meter of this number, from 1; undefined: it has none. */
	of(number: number): RouteAPlace | undefined {
		return this.#places[number - 1];
	}

	close(): void {
		for (const place of this.#places.splice(0)) place.close();
	}
}
