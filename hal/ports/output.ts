/** Which level of a pin is the active one. */
export type Level = 'high' | 'low';

/** A pin that something outside hangs on, such as a coil or a lamp. */
export interface Output {
	set(active: boolean): void;
}
