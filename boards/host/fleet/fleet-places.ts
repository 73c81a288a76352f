/** Who hangs where: a place is a supply point, with a position at a concentrator, and an exchange puts another meter there. */
import { endpointText } from '../../../hal/node/addresses.js';
import { deviceOf } from './addressing.js';
import { addressOf } from './any-ip.js';
import type { Concentrators } from './concentrators.js';
import type { FleetChoice } from './fleet-options.js';

export class FleetPlaces {
	readonly #choice: Pick<FleetChoice, 'spans' | 'anyIp'>;
	readonly #places: Pick<Concentrators, 'all'>;
	/** Numbers of meters that came by an exchange, by place, and when, ms since 1970-01-01T00:00:00Z. */
	readonly #exchanged = new Map<number, { readonly number: number; readonly from: number }>();

	constructor(choice: Pick<FleetChoice, 'spans' | 'anyIp'>, places: Pick<Concentrators, 'all'>) {
		this.#choice = choice;
		this.#places = places;
	}

	/** The number of the meter that hangs at a place now. */
	numberAt(place: number): number {
		return this.#exchanged.get(place)?.number ?? place;
	}

	/** When the meter at a place came by an exchange; undefined: it was there from the start. */
	since(place: number): number | undefined {
		return this.#exchanged.get(place)?.from;
	}

	exchanged(place: number, number: number, from: number): void {
		this.#exchanged.set(place, { number, from });
	}

	/** From 1. */
	concentratorOf(place: number): number {
		const { count } = this.#choice.spans[0]!;
		return Math.floor((place - 1) / count) + 1;
	}

	/** As `keiki hes --meter` takes it. */
	textOf(place: number): string {
		const { anyIp, spans } = this.#choice;
		if (anyIp !== undefined) return endpointText(addressOf(anyIp, place), anyIp.port);
		const concentrator = this.concentratorOf(place);
		const { address } = this.#places.all[concentrator - 1]!.listener;
		const span = spans[concentrator - 1]!;
		return span.count === 1 ? address : `${address},device=${deviceOf(span, place)}`;
	}
}
