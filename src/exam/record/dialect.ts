import type { WorldEvent } from '../../world/schema/event-rows.js';
import type { ActPlace, Asked, Told } from './act.js';

/** What is read off one line or frame. `from`: the place of an earlier line that it is, where it was only complete with this one. */
export type Read = (Asked | Told) & { readonly from?: ActPlace };

/** One dialect at one dongle: keeps what the next line needs of those before. */
export interface Dialect {
	read(place: ActPlace, event: WorldEvent<'serial'>): Read[];
}
