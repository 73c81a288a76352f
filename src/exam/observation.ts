import type { Observable } from './declaration.js';

/** One value that the program under test showed, wherever that was seen. */
export interface Observation {
	readonly what: Observable;
	/** As the program wrote it. */
	readonly text: string;
	/** In the unit of the observable; `none`: it says that there is no value; `unreadable`: it is no number. Of `online`: 1 or 0. */
	readonly value: number | 'none' | 'unreadable';
	/** The time that stands with it, as the program wrote it. */
	readonly time: string | undefined;
}
