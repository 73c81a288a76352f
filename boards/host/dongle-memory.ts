import type { Nonvolatile, NonvolatileItem } from '../../modules/skstack/state.js';

export type DongleItems = Partial<Record<NonvolatileItem, Uint8Array>>;

/** What a dongle keeps through a power cut. */
export class DongleMemory implements Nonvolatile {
	readonly #onChange: (items: DongleItems) => void;
	#items: DongleItems;

	/** @param onChange gets all items after each change */
	constructor(items: DongleItems = {}, onChange: (items: DongleItems) => void = () => {}) {
		this.#items = items;
		this.#onChange = onChange;
	}

	load(item: NonvolatileItem): Uint8Array | undefined {
		return this.#items[item];
	}

	save(item: NonvolatileItem, bytes: Uint8Array | undefined): boolean {
		const { [item]: _before, ...others } = this.#items;
		this.#items = bytes === undefined ? others : { ...others, [item]: bytes.slice() };
		this.#onChange(this.#items);
		return true;
	}
}
