/**
 * What the want of credit does to the supply: it is cut by a remote disconnect, and given back by a remote reconnect where it was cut for want of credit.
 * What was not carried out is ordered again, after 10 s, and then ever more rarely.
 */
import type { Log } from '../../../hal/ports/log.js';
import { ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import { CONTROL_STATE } from '../../meter/switching/control.js';
import type { PaymentSlot } from './payment-slot.js';

export interface PaymentSupplyHost {
	readonly log: Log;
	readonly supply: {
		readonly controlState: number;
		readonly controlMode: number;
		/** Undefined: there is no switching unit, or it has not told of itself yet. */
		readonly report: object | undefined;
		command(order: 'disconnect' | 'reconnect', reason: string, done: () => void): number;
	};
	/** ms. */
	uptime(): number;
}

const UNSWITCHED_MODE = 0;
/** After an order that was not carried out, until it is given again: at first, and at most, ms. */
const FIRST_WAIT = 10 * SECOND;
const LONGEST_WAIT = 10 * MINUTE;
const REASON = 'payment of Route A';
const LAYER = 'Route A';

export class PaymentSupply {
	readonly #host: PaymentSupplyHost;
	readonly #slot: PaymentSlot;
	/** An order is under way; how many in a row were not carried out; when the next one may be given, ms. */
	#ordered = false;
	#failures = 0;
	#nextOrder = 0;
	/** What was told once, until it is otherwise. */
	#toldWaiting = '';

	constructor(host: PaymentSupplyHost, slot: PaymentSlot) {
		this.#host = host;
		this.#slot = slot;
	}

	/** The credit is another one: an order does not wait. */
	tryAtOnce(): void {
		this.#failures = this.#nextOrder = 0;
	}

	/** The utility has ordered something: what it cuts, or leaves cut, is not given back for credit. */
	onUtility(order: 'disconnect' | 'reconnect'): void {
		if (order === 'disconnect' && this.#slot.has('cut')) this.#mark(false);
	}

	/** What is to become of it is kept before it is ordered: a power cut in between has it ordered again. @param isOut there is no credit */
	watch(isOut: boolean): void {
		const { supply } = this.#host;
		const isCut = supply.controlState === CONTROL_STATE.disconnected;
		const canSwitch = supply.controlMode !== UNSWITCHED_MODE;
		let waiting = '';
		if (isOut && !isCut) {
			if (canSwitch) this.#order('disconnect');
			else waiting = 'out of credit, and the supply cannot be cut: there is no switching unit, or its control mode is 0';
		} else if (!isOut && this.#slot.has('cut')) {
			// What is under way may cut it yet.
			if (this.#ordered) return;
			if (supply.report === undefined) waiting = 'in credit, and the supply cannot be given back: there is no switching unit';
			else if (!isCut) this.#mark(false);
			else if (canSwitch) this.#order('reconnect');
			else waiting = 'in credit, and the supply cannot be given back: its control mode is 0';
		}
		if (waiting !== '' && waiting !== this.#toldWaiting) this.#host.log.write(LAYER, waiting);
		this.#toldWaiting = waiting;
	}

	#mark(cut: boolean): void {
		this.#slot.setFlag('cut', cut);
		this.#slot.keep();
	}

	#order(order: 'disconnect' | 'reconnect'): void {
		const { supply } = this.#host;
		if (this.#ordered || this.#host.uptime() < this.#nextOrder) return;
		if (order === 'disconnect' && !this.#slot.has('cut')) this.#mark(true);
		this.#ordered = true;
		const done = (): void => {
			this.#ordered = false;
			this.#judge(order);
		};
		const result = supply.command(order, REASON, done);
		if (result !== ACTION_RESULT.success) done();
	}

	/** Whether an order was carried out: what the switching unit refused, or nobody could bring it, is given again, and told of once. */
	#judge(order: 'disconnect' | 'reconnect'): void {
		const { supply, log } = this.#host;
		const isCut = supply.controlState === CONTROL_STATE.disconnected;
		if (isCut === (order === 'disconnect')) {
			this.#failures = 0;
			if (!isCut) this.#mark(false);
			return;
		}
		if (this.#failures === 0) log.write(LAYER, `payment: ${order} was not carried out: it is ordered again, ever more rarely`);
		this.#nextOrder = this.#host.uptime() + Math.min(FIRST_WAIT * 2 ** this.#failures++, LONGEST_WAIT);
	}
}
