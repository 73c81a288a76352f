/**
 * All that the units of a meter say to one another, over the terminal base. A message is plain data that nobody changes once it is sent; `sample`,
 * `poll` and `alive`, which come all the time, may be the same object again and again: whoever wants to keep one takes its values.
 *
 * | message     | from                | to                                                         |
 * |-------------|---------------------|------------------------------------------------------------|
 * | hello       | each unit           | the base, once it has power and is ready                   |
 * | alive       | each unit           | the base, as the answer to its poll                        |
 * | goodbye     | each unit           | the base, as the answer to its leave                       |
 * | halfHour    | metering            | the base and all other units                               |
 * | command     | communication       | the base and all other units                               |
 * | answer      | switching           | the base and all other units: what came of a command       |
 * | contact     | switching           | the base and all other units: the contact, at each change  |
 * | voltage     | voltage             | the base and all other units                               |
 * | status      | each unit           | the base and all other units                               |
 * | service     | communication       | the base                                                   |
 * | setClock    | communication, base | the base, which hands it to the metering unit              |
 * | sample      | base                | metering and option: what the terminals measure            |
 * | poll, leave | base                | each unit                                                  |
 * | predecessor | base                | metering: the ledger's last entry of the unit it replaces  |
 * | neighbour   | base                | each unit: who is in another place from now on             |
 */
import type { Sample } from '../../../hal/ports/metrology.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import type { UnitKind } from '../catalogue/unit-types.js';
import type { Minute } from '../metering/readings.js';
import type { DemandLimit } from '../switching/demand.js';
import type { Origin, Result, SwitchEntry } from '../switching/switch-entry.js';
import type { SwitchState } from '../switching/switch-state.js';
import type { VoltageEvent } from '../voltage/voltage-event.js';

export type Place = 'metering' | 'communication' | 'option' | 'cover';

export const PLACES: readonly Place[] = Object.freeze(['metering', 'communication', 'option', 'cover']);

/** What a unit says it is. */
export interface UnitIdentity {
	readonly kind: UnitKind;
	/** Its type in the catalogue. */
	readonly code: string;
	/** 1 to 12 printable ASCII characters. */
	readonly serial: string;
	readonly firmware: string;
	/** Minute at which a metering unit was certified. */
	readonly certified?: Minute;
}

/** Import and export as `Register.store` writes them, 20 bytes; of metering units only. */
export type RegisterBytes = Uint8Array | undefined;

export type Message =
	| { readonly kind: 'hello'; readonly identity: UnitIdentity; readonly registers?: RegisterBytes }
	/** `number`: that of the poll. */
	| { readonly kind: 'alive'; readonly number: number; readonly registers?: RegisterBytes }
	| { readonly kind: 'goodbye'; readonly registers?: RegisterBytes }
	| { readonly kind: 'halfHour'; readonly at: Minute; readonly registers: Uint8Array }
	/** `number`: for the answer. */
	| { readonly kind: 'command'; readonly number: number; readonly order: SwitchOrder }
	/** `closed`: where the contact really is. */
	| { readonly kind: 'answer'; readonly number: number; readonly result: Result; readonly reason: string; readonly closed: boolean }
	/** `switchEntry`: what led to it; undefined: for a communication unit that has just come. */
	| { readonly kind: 'contact'; readonly switchEntry: SwitchEntry | undefined; readonly state: SwitchReport }
	/** Event that begins, or ends. */
	| { readonly kind: 'voltage'; readonly event: VoltageEvent }
	/** State of a communication unit's HEMS, a verdict of the diagnosis, as it changes. */
	| { readonly kind: 'status'; readonly verdict: string }
	/** Announcement of work on the meter, for so many ms. */
	| { readonly kind: 'service'; readonly duration: number }
	/** ms since 1970-01-01T00:00:00Z. */
	| { readonly kind: 'setClock'; readonly time: number }
	| { readonly kind: 'sample'; readonly sample: Sample | undefined }
	| { readonly kind: 'poll'; readonly number: number }
	| { readonly kind: 'leave' }
	| { readonly kind: 'predecessor'; readonly ledgerEntry: Uint8Array }
	| { readonly kind: 'neighbour'; readonly place: Place; readonly identity: UnitIdentity | undefined };

/** `ready`: COSEM's remote_reconnect, which may stop short of closing. */
export type SwitchOrder =
	| { readonly action: 'open' | 'close'; readonly origin: 'remote' | 'local' | 'hand'; readonly reason: string }
	| { readonly action: 'ready'; readonly reason: string }
	/** A; undefined: no contract. */
	| { readonly action: 'capacity'; readonly origin: Origin; readonly amperes: number | undefined }
	| { readonly action: 'demand limit'; readonly origin: Origin; readonly limit: DemandLimit | undefined }
	| { readonly action: 'control mode'; readonly origin: Origin; readonly mode: number };

/** All that can be read of a switching unit. */
export interface SwitchReport extends SwitchState {
	/** The ampere contract, A; undefined: none. */
	readonly capacity: number | undefined;
	readonly demandLimit: DemandLimit | undefined;
	/** The greatest contract, A, and demand limit, W, that the unit takes; 0 A: none. */
	readonly mostAmperes: number;
	readonly mostWatts: number;
}

const ALWAYS = Object.freeze(['hello', 'alive', 'goodbye', 'status'] as const);

/** What a unit may say: another message shows that it is not what it says it is. */
export const MAY_SEND: Readonly<Record<UnitKind, readonly Message['kind'][]>> = frozen({
	metering: [...ALWAYS, 'halfHour'],
	communication: [...ALWAYS, 'command', 'service', 'setClock'],
	switching: [...ALWAYS, 'answer', 'contact'],
	voltage: [...ALWAYS, 'voltage'],
	cover: ALWAYS,
});

/** Where a unit of a kind belongs. */
export const PLACE_OF: Readonly<Record<UnitKind, Place>> = Object.freeze({
	metering: 'metering',
	communication: 'communication',
	switching: 'option',
	voltage: 'option',
	cover: 'cover',
});
