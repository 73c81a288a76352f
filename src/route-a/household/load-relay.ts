/**
 * The load relay: an output of the meter that a load of the house hangs on, such as a water heater. It has no button, so of class 70's control modes there are
 * 0, in which it is always on, and 4: transitions a and b.
 *
 * | bytes of the slot | field                                                       |
 * |-------------------|-------------------------------------------------------------|
 * | 0                 | 1 + control mode; 0: it was never set                       |
 * | 1                 | whether the load is ordered off                             |
 */
import type { Log } from '../../../hal/ports/log.js';
import type { DisconnectFacts } from '../../../modules/cosem/disconnect-control.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { CONTROL_STATE } from '../../meter/switching/control.js';
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

const ALWAYS_ON = 0;
const REMOTE = 4;
const MODE = 0;
const OFF = 1;

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
		return this.isOff ? CONTROL_STATE.disconnected : CONTROL_STATE.connected;
	}

	get controlMode(): number {
		const kept = this.#slots.bytes[this.at + MODE]!;
		return kept === 0 ? REMOTE : kept - 1;
	}

	setControlMode(mode: number): number {
		if (mode === this.controlMode) return ACCESS_RESULT.success;
		if (mode !== ALWAYS_ON && mode !== REMOTE) return ACCESS_RESULT.scopeOfAccessViolated;
		this.#slots.bytes[this.at + MODE] = 1 + mode;
		if (mode === ALWAYS_ON) this.#slots.bytes[this.at + OFF] = 0;
		this.#slots.keep(RELAY_SLOT.relay);
		this.move();
		this.#host.parametersChanged();
		return ACCESS_RESULT.success;
	}

	remoteDisconnect(client: number): number {
		return this.command('disconnect', reasonOf(client));
	}

	remoteReconnect(client: number): number {
		return this.command('reconnect', reasonOf(client));
	}

	/** Returns an Action-Result. @param reason for the log */
	command(order: 'disconnect' | 'reconnect', reason: string): number {
		if (this.controlMode === ALWAYS_ON) return ACTION_RESULT.readWriteDenied;
		const isOff = order === 'disconnect';
		if (isOff === this.isOff) return ACTION_RESULT.success;
		this.#slots.bytes[this.at + OFF] = isOff ? 1 : 0;
		// Before the contact moves: an order that a power cut interrupts is carried out at the next start.
		this.#slots.keep(RELAY_SLOT.relay);
		this.move();
		this.#host.log.write('Route A', `load relay ${isOff ? 'off' : 'on'}, ${reason}`);
		return ACTION_RESULT.success;
	}

	private move(): void {
		if (this.#output.on === this.isOff) this.#output.set(!this.isOff);
	}

	private get isOff(): boolean {
		return this.#slots.bytes[this.at + OFF] === 1;
	}

	private get at(): number {
		return RELAY_SLOT.relay * this.#slots.length;
	}
}
