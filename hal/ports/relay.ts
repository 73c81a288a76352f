/**
 * The contact between the supply and the house: bistable, so it stays where it is when power fails. An adapter reads back where the contact really is
 * and never answers with what it was told; it never refuses with an exception.
 */
export interface Relay {
	/** Where the contact is. */
	readonly closed: boolean;
	/** Whether there is voltage behind the contact, on the house's side. */
	readonly loadLive: boolean;
	/** Sends the contact one way; it takes its time, or never arrives. */
	open(): void;
	close(): void;
	/** Calls `onChange` each time the contact has moved, ordered or not; never from within `open` and `close`. Called once for each unit that is plugged in. */
	start(onChange: () => void): void;
}
