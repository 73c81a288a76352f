/**
 * The load relay: an output of the meter that a load of the house hangs on, such as a water heater. It has the control modes and transitions of class 70
 * (meter/switching/control.ts); its hand is the customer's, at a button.
 *
 * | order                | connected                  | ready for reconnection | disconnected                      |
 * |----------------------|----------------------------|------------------------|-----------------------------------|
 * | remote disconnect    | b: disconnected            | c: disconnected        | holds                             |
 * | remote reconnect     | holds                      | holds                  | a: connected, or else d: ready    |
 * | local disconnect     | g: ready                   | holds                  | holds                             |
 * | local reconnect      | holds                      | h: connected           | –                                 |
 * | off by hand          | f: ready                   | holds                  | holds                             |
 * | on by hand           | holds                      | e: connected           | –                                 |
 *
 * What is – or not of the control mode is refused.
 *
 * | bytes of the slot | field                                                               |
 * |-------------------|---------------------------------------------------------------------|
 * | 0                 | 1 + control mode; 0: it was never set                               |
 * | 1                 | control state: 0 connected, 1 disconnected, 2 ready for reconnection |
 */
import type { Log } from '../../../hal/ports/log.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import type { DisconnectFacts } from '../../../modules/cosem/disconnect-control.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { allows, CONTROL_MODES, CONTROL_STATE, type Transition } from '../../meter/switching/control.js';
import { reasonOf } from '../control/supply.js';
import { RELAY_SLOT } from './household-memory.js';

/** What it moves. An adapter tells where the contact really is. */
export interface LoadOutput {
	/** Whether the load has voltage where the house has. */
	readonly on: boolean;
	set(on: boolean): void;
}

export interface LoadRelayHost {
	readonly log: Log;
	/** Enters into the standard log that parameters were changed. */
	parametersChanged(): void;
}

/** Whose wish it is: the utility's, the meter's own, or the customer's at the button. */
export type RelayOrigin = 'remote' | 'local' | 'hand';
export type RelayOrder = 'disconnect' | 'reconnect';

const ALWAYS_ON = 0;
/** Orders from afar are carried out at once, and nothing else opens. */
const USUAL_MODE = 4;
const MODE = 0;
const STATE = 1;
const { disconnected, connected, readyForReconnection } = CONTROL_STATE;
/** Control states as they are kept. */
const KEPT: readonly number[] = Object.freeze([connected, disconnected, readyForReconnection]);
/** Where each transition leads. */
const LEADS_TO: Readonly<Record<Transition, number>> = Object.freeze({
	...{ a: connected, e: connected, h: connected },
	...{ b: disconnected, c: disconnected },
	...{ d: readyForReconnection, f: readyForReconnection, g: readyForReconnection },
});
/** Of each order the transition from connected, from ready for reconnection, and those from disconnected, of which the mode has one. Not there: it holds already. */
const TRANSITIONS: Readonly<Record<RelayOrder, Readonly<Record<RelayOrigin, Readonly<Record<number, readonly Transition[]>>>>>> = frozen({
	disconnect: {
		remote: { [connected]: ['b'], [readyForReconnection]: ['c'] },
		local: { [connected]: ['g'] },
		hand: { [connected]: ['f'] },
	},
	reconnect: {
		remote: { [disconnected]: ['a', 'd'] },
		local: { [readyForReconnection]: ['h'], [disconnected]: [] },
		hand: { [readyForReconnection]: ['e'], [disconnected]: [] },
	},
});

export class LoadRelay implements DisconnectFacts {
	readonly #host: LoadRelayHost;
	readonly #slots: Slots;
	readonly #output: LoadOutput;

	constructor(host: LoadRelayHost, slots: Slots, output: LoadOutput) {
		this.#host = host;
		this.#slots = slots;
		this.#output = output;
	}

	/** The meter has power: the contact is where it was ordered, whatever became of the order. */
	start(): void {
		this.move();
	}

	get outputState(): boolean {
		return this.#output.on;
	}

	get controlState(): number {
		return KEPT[this.#slots.bytes[this.at + STATE]!] ?? connected;
	}

	get controlMode(): number {
		const kept = this.#slots.bytes[this.at + MODE]!;
		return kept === 0 ? USUAL_MODE : kept - 1;
	}

	setControlMode(mode: number): number {
		if (mode === this.controlMode) return ACCESS_RESULT.success;
		if (mode >= CONTROL_MODES) return ACCESS_RESULT.scopeOfAccessViolated;
		this.#slots.bytes[this.at + MODE] = 1 + mode;
		if (mode === ALWAYS_ON) this.state = connected;
		this.#slots.keep(RELAY_SLOT.relay);
		this.move();
		this.#host.parametersChanged();
		return ACCESS_RESULT.success;
	}

	remoteDisconnect(client: number): number {
		return this.command('disconnect', 'remote', reasonOf(client));
	}

	remoteReconnect(client: number): number {
		return this.command('reconnect', 'remote', reasonOf(client));
	}

	/** Returns an Action-Result. @param reason for the log */
	command(order: RelayOrder, origin: RelayOrigin, reason: string): number {
		const mode = this.controlMode;
		const transitions = TRANSITIONS[order][origin][this.controlState];
		const isOn = this.controlState === connected;
		// Of a mode that never opens, nothing that holds is what was ordered.
		if (transitions === undefined) {
			this.move();
			return mode === ALWAYS_ON ? ACTION_RESULT.readWriteDenied : ACTION_RESULT.success;
		}
		const transition = transitions.find((each) => allows(mode, each));
		if (transition === undefined) return ACTION_RESULT.readWriteDenied;
		this.state = LEADS_TO[transition];
		// Before the contact moves: an order that a power cut interrupts is carried out at the next start.
		this.#slots.keep(RELAY_SLOT.relay);
		this.move();
		const now = this.controlState === connected ? 'on' : isOn || transition === 'c' ? 'off' : 'ready for a hand';
		this.#host.log.write('Route A', `load relay ${now}, ${reason}`);
		return ACTION_RESULT.success;
	}

	private move(): void {
		const isOn = this.controlState === connected;
		if (this.#output.on !== isOn) this.#output.set(isOn);
	}

	private set state(state: number) {
		this.#slots.bytes[this.at + STATE] = KEPT.indexOf(state);
	}

	private get at(): number {
		return RELAY_SLOT.relay * this.#slots.length;
	}
}
