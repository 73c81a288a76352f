import type { AirCounts } from '../../../modules/datagram/datagram.js';
import type { Message, SwitchOrder, UnitIdentity } from '../backplane/messages.js';
import type { Contacts } from '../backplane/unit.js';
import type { OnAnswered } from '../switching/switch-orders.js';

/** Something that a communication unit offers while it has power, over a link that was handed to it: Route B, Route A. */
export interface Service {
	/**
	 * The unit has power: it begins anew from what it stored. It reads the meter by `contacts.readings`, and says by `contacts.send` what a communication unit
	 * says; what it schedules there ends with the unit.
	 */
	start(contacts: Contacts, host: ServiceHost): void;
	/** What the base and the neighbours say, `poll` and `leave` included: the power is about to go. */
	receive(message: Message): void;
	/** The power is gone: its link ends at once. */
	stop(): void;
	/** The terminals tell nothing any more, or they do again: whether or not the unit has power. */
	onTerminals?(areFaulty: boolean): void;
	/** Undefined: it has no power. Without it, it counts nothing. */
	counts?(): RouteCounts | undefined;
	/** Undefined, or not there: it takes no sealed credentials. */
	readonly sealed?: UnitCredentials | undefined;
}

/** What sealed credentials are not taken for: their version is not above the one in force, or they are not what was sealed for this unit. */
export type CredentialFlaw = 'oldVersion' | 'notOurs';
/** Or those that came before are not opened yet. */
export type CredentialRefusal = CredentialFlaw | 'busy';

export type OnTaken = (flaw: CredentialFlaw | undefined) => void;

/** By what a unit is authenticated, as the utility may change it, and what came of it. */
export interface UnitCredentials {
	/** Of those in force; 0: none came sealed. */
	readonly version: number;
	/** When they came, ms since 1970-01-01T00:00:00Z; 0: never. */
	readonly since: number;
	/** Some came, and are not opened yet. */
	readonly isOpening: boolean;
	/**
	 * Undefined: they look like sealed ones of a higher version, and are opened in a task of their own, which needs more stack than a request has to spare. Then
	 * `done` hears once that they are kept, and in force right behind it, or why not; nothing, if the power goes before.
	 */
	take(version: number, sealed: Uint8Array, done: OnTaken): CredentialRefusal | undefined;
	status(): RouteStatus;
	/** Undefined, or not there: its credential key is one that others made. */
	readonly pair?: UnitKeyPair | undefined;
}

/** A pair of keys of P-256 that a unit drew for itself. */
export interface UnitKeyPair {
	/** x ‖ y. */
	readonly publicKey: Uint8Array;
	/** r ‖ s. */
	sign(bytes: Uint8Array): Uint8Array;
	/** Another one in its place; false: what is drawn is never a key. */
	draw(): boolean;
}

/** Why a HEMS gets through, or does not: items, and what they mean together (status-information.ts). */
export interface RouteStatus {
	readonly items: {
		readonly startup: 'clear' | 'failure';
		readonly authentication: 'clear' | 'failure';
		readonly connection: 'clear' | 'failure';
		readonly unit: 'normal' | 'abnormality';
	};
	readonly verdict: 'active' | 'HEMS is failure' | 'HEMS is unconnected' | 'abnormality' | 'undetermined';
	/** From when on it was seen, ms since 1970-01-01T00:00:00Z. */
	readonly since: number;
}

/** What came and went over a route since the unit has power. */
export interface RouteCounts {
	/** Sessions that began, that went on with new keys, and that ended; authentications that failed or were refused. */
	readonly joined: number;
	readonly rejoined: number;
	readonly ended: number;
	readonly refused: number;
	/** Datagrams that came, that were sent, that could not be delivered, and that the hourly transmit limit kept back. */
	readonly received: number;
	readonly sent: number;
	readonly failed: number;
	readonly limited: number;
	/** Undefined: the link does not tell. */
	readonly air: AirCounts | undefined;
}

/** What a service gets from the unit in which it runs. */
export interface ServiceHost {
	readonly identity: UnitIdentity;
	/** All that run in it. */
	readonly services: readonly Service[];
	/** Sends an order to the switching unit; `done` hears what came of it, once, whatever happens. */
	order(order: SwitchOrder, done: OnAnswered): void;
}
