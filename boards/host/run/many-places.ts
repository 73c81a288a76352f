/** Where the Route A of each meter of a run is. */

import type { CosemTap } from '../../../src/world/watch/cosem-tap.js';
import type { Enter } from '../shared/entered.js';
import type { CustomerPortChoice } from './dongle-option.js';
import { FIRST_OPTION, type ManyChoice } from './many-option.js';
import type { RouteAChoices } from './route-a-option.js';
import { type LineChoices, RouteAPlace } from './route-a-place.js';

export class RouteAPlaces {
	readonly #places: RouteAPlace[] = [];

	/**
	 * @param choices of the first meter
	 * @param lines of the first meter; the customer's port each meter has
	 * @param tap hears what goes in and out
	 * Throws UsageError if a place that was asked for is not to be had; then none is taken.
	 */
	static async open(choices: RouteAChoices, lines: LineChoices, { count, first }: ManyChoice, enter: Enter, tap?: CosemTap): Promise<RouteAPlaces> {
		const places = new RouteAPlaces();
		try {
			places.#places.push(await RouteAPlace.open(choices, lines, enter, tap));
			for (let number = 2; number <= count; number++) {
				const customerPort = lines.customerPort && customerPortOf(lines.customerPort, number);
				if (first === undefined && customerPort === undefined) break;
				const place = first && { address: first.address, port: portAt(first.port, number - 2) };
				places.#places.push(await RouteAPlace.at(place, FIRST_OPTION, { customerPort }, enter, tap, number));
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

/** Of a further meter: a pseudo-terminal of its own, or the next port. */
function customerPortOf({ place, form }: CustomerPortChoice, number: number): CustomerPortChoice {
	return { place: place.kind === 'tcp' ? { kind: 'tcp', port: portAt(place.port, number - 1) } : place, form };
}

/** 0 is always a free one. */
function portAt(first: number, steps: number): number {
	return first === 0 ? 0 : first + steps;
}
