/** The dialogue at the dongles of one exam, line by line and frame by frame, as acts. */
import type { WorldEvent } from '../../world/schema/event-rows.js';
import type { Act, ActPlace } from './act.js';
import type { Dialect } from './dialect.js';
import type { EntryPlace } from './entry.js';
import { J11Acts } from './j11-acts.js';
import { SkstackActs } from './skstack-acts.js';

interface Ear {
	readonly session: number;
	readonly isJ11: boolean;
	readonly dialect: Dialect;
}

export class Dialogue {
	/** By node, which the world names: as many as it has dongles. */
	readonly #ears = new Map<string, Ear>();

	/** In their order; most lines are one act, the echo of a command is none. A new session forgets what was said in the one before. */
	onSerial({ number: entry, session, at }: EntryPlace, event: WorldEvent<'serial'>): Act[] {
		const place = { entry, session, at, node: event.node };
		return this.#ear(place, event.frame !== undefined)
			.read(place, event)
			.map(({ from = place, ...what }) => ({ ...from, ...what }) as Act);
	}

	#ear({ node, session }: ActPlace, isJ11: boolean): Dialect {
		const known = this.#ears.get(node);
		if (known !== undefined && known.session === session && known.isJ11 === isJ11) return known.dialect;
		const dialect = isJ11 ? new J11Acts() : new SkstackActs();
		this.#ears.set(node, { session, isJ11, dialect });
		return dialect;
	}
}
