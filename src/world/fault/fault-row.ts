/** What a fault is: a row of the table. */
import type { FaultForm } from './fault-forms.js';

/**
 * Where faults strike.
 *
 * | place     | of which there is                    | what wraps there                             |
 * |-----------|--------------------------------------|----------------------------------------------|
 * | `air`     | one, with the wires of the house     | each radio, `FaultyAir`                      |
 * | `meter`   | one a meter                          | its radio, its link, its PANA, its datagrams |
 * | `replies` | one a meter                          | its datagrams, `FaultyReplies`               |
 * | `dongle`  | one a dongle                         | its module's dialogue and its radio          |
 * | `world`   | one                                  | nothing: who else is there                   |
 * | `route-a` | one a meter                          | its doors, its services, its objects         |
 */
export type FaultPlace = 'air' | 'meter' | 'replies' | 'dongle' | 'world' | 'route-a';

export interface FaultRow {
	readonly at: FaultPlace;
	/** Another place where it strikes as well. */
	readonly alsoAt?: FaultPlace;
	/** What a value may look like. */
	readonly form: FaultForm;
	/** The value that the name alone stands for. */
	readonly usual: string;
	/** A sentence for people. */
	readonly does: string;
	/** Of the field failures that programs meet with real meters and dongles, by number; absent for those beyond the twenty. */
	readonly failure?: number;
	/** It is a state, not a chance: there is no single strike, so that it cannot strike once. */
	readonly lasts?: true;
}
