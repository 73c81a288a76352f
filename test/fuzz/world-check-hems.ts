/**
 * One HEMS at a time: whoever was answered before another one was, in another session, is answered in that session no more. Seen from outside, by the
 * answers alone, whatever the meter thinks of its sessions.
 */
import { Broken } from './world-checks.js';

export class OneHemsCheck {
	checked = 0;
	/** Sessions that others have come after. */
	readonly #over = new Set<string>();
	#current: string | undefined;

	/** @param session which join of this HEMS it is */
	answered(hems: string, session: number): void {
		const name = `${hems}, session ${session}`;
		this.checked++;
		if (name === this.#current) return;
		if (this.#over.has(name)) throw new Broken('one HEMS', `${name} is answered while ${this.#current} is let in`);
		if (this.#current !== undefined) this.#over.add(this.#current);
		this.#current = name;
	}
}
