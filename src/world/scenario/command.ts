/** What a hand, a tool or the utility can do to a meter on the stand. */
import type { Place } from '../../meter/backplane/messages.js';
import type { DemandLimit } from '../../meter/switching/demand.js';
import type { FaultChoice } from '../fault/fault-choice.js';
import type { FaultName } from '../fault/fault-table.js';
import type { UnitFailure } from '../fault/faulty-unit.js';

/** `welded`: a closed contact does not open. `stuck`: it does not move. `slow`: it takes seconds. `fed`: the house feeds voltage to the open contact. */
export const CONTACT_FAILURES = Object.freeze(['welded', 'stuck', 'slow', 'fed'] as const);
export type ContactFailure = (typeof CONTACT_FAILURES)[number];

/** Meters of a run: by number, from 1, by serial number, or all of them. */
export type MeterChoice = number | string;

export type Command = MeterCommand | WorldCommand | { readonly kind: 'of meter'; readonly meter: MeterChoice; readonly command: MeterCommand };

export type WorldCommand =
	| { readonly kind: 'state' }
	/** Its power fails and comes again; `number` from 1. */
	| { readonly kind: 'dongle reset'; readonly number: number }
	/** Pulled out of its port, and plugged in again after `time` ms. */
	| { readonly kind: 'dongle unplug'; readonly number: number; readonly time: number };

/** Whether a command is for the whole world, whichever meter is named. */
export function isOfWorld(command: Command): command is WorldCommand {
	return command.kind === 'state' || command.kind === 'dongle reset' || command.kind === 'dongle unplug';
}

/** Setting of a clock: by so many ms, or to a time, ms since 1970-01-01T00:00:00Z; `right`: to the world's time. */
export type ClockSetting = { readonly by: number } | { readonly to: number } | 'right';

/** What the customer does at the meter. */
export type CustomerCommand =
	/** The button of the load relay. */
	| { readonly kind: 'relay'; readonly on: boolean }
	/** 20 digits. */
	| { readonly kind: 'token'; readonly digits: string }
	/** Emergency credit is selected. */
	| { readonly kind: 'credit' };

export type MeterCommand =
	| CustomerCommand
	| { readonly kind: 'pull'; readonly place: Place }
	/** `unit`: a code of the catalogue, or the serial number or the place of a unit that was in this meter before. */
	| { readonly kind: 'plug' | 'swap'; readonly unit: string }
	/** ms; 0: it is over. */
	| { readonly kind: 'service'; readonly duration: number }
	| { readonly kind: 'fail'; readonly place: Place; readonly failure: UnitFailure }
	| { readonly kind: 'mend'; readonly place: Place }
	| { readonly kind: 'fail contact'; readonly failure: ContactFailure }
	| { readonly kind: 'mend contact' }
	/** `node`: where alone; undefined: wherever it can strike. */
	| { readonly kind: 'fault'; readonly fault: FaultChoice; readonly node: string | undefined }
	/** `name` undefined: all. */
	| { readonly kind: 'fault off'; readonly name: FaultName | undefined; readonly node: string | undefined }
	| { readonly kind: 'faults' }
	| { readonly kind: 'cover'; readonly open: boolean }
	| { readonly kind: 'switch'; readonly order: 'open' | 'close' | 'ready' }
	| { readonly kind: 'breaker reset' }
	/** A; undefined: none. */
	| { readonly kind: 'contract'; readonly amperes: number | undefined }
	| { readonly kind: 'demand limit'; readonly limit: DemandLimit | undefined }
	/** W; undefined: what the house draws of its own. */
	| { readonly kind: 'load'; readonly watts: number | undefined }
	/** V; undefined: what it is of its own. */
	| { readonly kind: 'voltage'; readonly r: number | undefined; readonly t: number | undefined }
	| { readonly kind: 'clock'; readonly setting: ClockSetting }
	/** `off`: the meter has time to write down where it stands. `cut`: it has none. */
	| { readonly kind: 'power'; readonly to: 'off' | 'cut' | 'on' }
	| { readonly kind: 'status' | 'help' };
