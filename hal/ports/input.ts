/** A pin that somebody works from outside, such as a button. */
export interface Input {
	/** Whether it is pressed, closed or on now. */
	readonly active: boolean;
}
