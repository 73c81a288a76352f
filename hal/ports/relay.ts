/**
 * The contact between the supply and the house: bistable, so it stays where it is when power fails. An adapter that can read
 * it back says where the contact really is, and not where it was sent; one that cannot takes it to be there once it has had the time to move. None refuses
 * with an exception.
 */
export interface Relay {
	/** Where the contact is. */
	readonly closed: boolean;
	/** Whether there is voltage behind the contact, on the house's side: as far as the adapter can tell, at least while it is closed. */
	readonly loadLive: boolean;
	/** Sends the contact one way; it takes its time, or never arrives. */
	open(): void;
	close(): void;
	/** Calls `onChange` each time the contact has moved, ordered or not; never from within `open` and `close`. Called once for each unit that is plugged in. */
	start(onChange: () => void): void;
}
