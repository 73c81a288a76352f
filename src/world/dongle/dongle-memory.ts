import type { Log } from '../../../hal/ports/log.js';
import type { Nonvolatile, NonvolatileItem } from '../../../modules/wi-sun-module/skstack/module/state.js';

export type DongleItems = Partial<Record<NonvolatileItem, Uint8Array>>;

/** What a dongle keeps through a power cut. */
export class DongleMemory implements Nonvolatile {
	readonly #onChange: (items: DongleItems) => void;
	readonly #log: Log | undefined;
	#items: DongleItems;
	#fails = false;

	/** @param onChange gets all items at each change; where it throws, the change is refused, and the first of such failures is logged */
	constructor(items: DongleItems = {}, onChange: (items: DongleItems) => void = () => {}, log?: Log) {
		this.#items = items;
		this.#onChange = onChange;
		this.#log = log;
	}

	load(item: NonvolatileItem): Uint8Array | undefined {
		return this.#items[item];
	}

	save(item: NonvolatileItem, bytes: Uint8Array | undefined): boolean {
		const { [item]: _before, ...others } = this.#items;
		const changed = bytes === undefined ? others : { ...others, [item]: bytes.slice() };
		try {
			this.#onChange(changed);
		} catch (error) {
			if (!this.#fails) this.#log?.write('dongle', `its memory cannot be written: ${error instanceof Error ? error.message : error}`);
			this.#fails = true;
			return false;
		}
		this.#fails = false;
		this.#items = changed;
		return true;
	}
}
