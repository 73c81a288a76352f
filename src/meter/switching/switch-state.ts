/** What a switching unit tells of itself. */
export interface SwitchState {
	/** Where the contact really is (output_state of class 70). */
	readonly closed: boolean;
	/** One of `controlState` (control_state). */
	readonly control: number;
	/** 0 to 6 (control_mode). */
	readonly mode: number;
	/** The unit has tripped too often and does not close by itself any more. */
	readonly locked: boolean;
	/** Why the contact must not be closed now; undefined if nothing is wrong. */
	readonly fault: string | undefined;
}
