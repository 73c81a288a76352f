/** The supply as head-ends command and watch it: disconnect control over the switching unit, and what its log tells. */
import type { Log } from '../../../hal/ports/log.js';
import type { DisconnectFacts } from '../../../modules/cosem/disconnect-control.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { SwitchOrder, SwitchReport } from '../../meter/backplane/messages.js';
import { CONTROL_MODES, CONTROL_STATE, type Transition } from '../../meter/switching/control.js';
import type { Origin, SwitchEntry } from '../../meter/switching/switch-entry.js';
import type { OnAnswered } from '../../meter/switching/switch-orders.js';
import { controlOf, packed, type SwitchMemory, withControl } from './switch-memory.js';

export interface SupplyHost {
	readonly log: Log;
	/** Serial number of the switching unit in place. */
	readonly switchingSerial: string;
	readonly memory: SwitchMemory;
	/** Codes of the disconnector log. */
	readonly codes: DisconnectorCodes;
	/** Enters a code with the state that it leads to into the disconnector log. */
	record(code: number, state: number): void;
	/** The utility's order was taken. */
	supplyOrdered(order: 'disconnect' | 'reconnect'): void;
	/** Enters into the standard log that parameters were changed. */
	parametersChanged(): void;
	/** False: there is nobody to bring it. */
	order(order: SwitchOrder, done: OnAnswered): boolean;
}

export interface DisconnectorCodes {
	/** Of each transition of class 70. */
	readonly transitions: Readonly<Record<Transition, number>>;
	/** The contract or the demand limit is another one, or another threshold of the limiter. */
	readonly thresholdChanged: number;
	/** The value of the limiter is above its threshold; is below it again. */
	readonly thresholdExceeded: number;
	readonly thresholdOk: number;
	/** What was ordered did not happen. */
	readonly failure: number;
}

/** How a meter without switching unit shows itself: always connected. */
const UNSWITCHED_MODE = 0;
const { disconnected, connected, readyForReconnection } = CONTROL_STATE;

/** Whether an order would change nothing. */
const HOLDS = Object.freeze({
	disconnect: (state: number, output: boolean) => state === disconnected && !output,
	reconnect: (state: number, output: boolean) => state === readyForReconnection || (state === connected && output),
});
/** Whether an order moves the contact, or lets a hand move it. */
const MOVES: Readonly<Record<SwitchOrder['action'], boolean>> = Object.freeze({
	...{ open: true, close: true, ready: true },
	...{ capacity: false, 'demand limit': false, 'control mode': false },
});
const NOTHING = (): void => {};

export class Supply implements DisconnectFacts {
	readonly #host: SupplyHost;
	/** What the switching unit told last; undefined: there is none. */
	#report: SwitchReport | undefined;

	constructor(host: SupplyHost) {
		this.#host = host;
	}

	/** Where the contact really is; the base carries the supply where there is no switching unit. */
	get outputState(): boolean {
		return this.#report?.closed ?? true;
	}

	get controlState(): number {
		return this.#report?.control ?? connected;
	}

	get controlMode(): number {
		return this.#report?.mode ?? UNSWITCHED_MODE;
	}

	setControlMode(mode: number, client: number): number {
		if (mode === this.controlMode) return ACCESS_RESULT.success;
		if (mode >= CONTROL_MODES) return ACCESS_RESULT.scopeOfAccessViolated;
		if (this.#report === undefined) return ACCESS_RESULT.readWriteDenied;
		return this.order({ action: 'control mode', origin: 'remote', mode }, reasonOf(client), NOTHING);
	}

	remoteDisconnect(client: number): number {
		return this.commandByUtility('disconnect', reasonOf(client));
	}

	remoteReconnect(client: number): number {
		return this.commandByUtility('reconnect', reasonOf(client));
	}

	/** An order of a client, or by its schedule; as `command`. */
	commandByUtility(order: 'disconnect' | 'reconnect', reason: string, done?: () => void): number {
		const result = this.command(order, reason, done);
		if (result === ACTION_RESULT.success) this.#host.supplyOrdered(order);
		return result;
	}

	/**
	 * An order of the utility, or for want of credit: transitions b and c, or a and d by the control mode; what is ready for reconnection stays so. Returns an Action-Result: 0, and then
	 * `done` hears once that it has ended, at once where it holds already.
	 * @param reason for the logs of base and unit
	 */
	command(order: 'disconnect' | 'reconnect', reason: string, done: () => void = NOTHING): number {
		if (this.controlMode === UNSWITCHED_MODE) return ACTION_RESULT.readWriteDenied;
		if (HOLDS[order](this.controlState, this.outputState)) {
			done();
			return ACTION_RESULT.success;
		}
		return this.order(order === 'disconnect' ? { action: 'open', origin: 'remote', reason } : { action: 'ready', reason }, reason, done);
	}

	/** What the switching unit told last; undefined: there is none. */
	get report(): SwitchReport | undefined {
		return this.#report;
	}

	/** The switching unit has told of itself. @param entry what led to it; undefined: it has come to know the communication unit */
	onReport(entry: SwitchEntry | undefined, report: SwitchReport): void {
		const { switchingSerial, memory } = this.#host;
		const before = this.#report;
		this.#report = report;
		const now = packed(report);
		const known = memory.known(switchingSerial);
		if (known === undefined) memory.find(switchingSerial, now);
		else this.record(entry, known, now);
		if (before !== undefined && before.mode !== report.mode) this.#host.parametersChanged();
	}

	/** Transitions g and h: the meter's own wish. Returns an Action-Result: 0, and then `done` hears once that it has ended. */
	commandLocally(order: 'disconnect' | 'reconnect', reason: string, done: () => void): number {
		return this.order({ action: order === 'disconnect' ? 'open' : 'close', origin: 'local', reason }, reason, done);
	}

	/** Contract or demand limit; returns a Data-Access-Result. */
	configure(order: SwitchOrder, client: number): number {
		return this.order(order, reasonOf(client), NOTHING);
	}

	/** The switching unit is gone. */
	onGone(): void {
		this.#report = undefined;
	}

	private record(entry: SwitchEntry | undefined, known: number, now: number): void {
		const { codes } = this.#host;
		const between = withControl(known, now);
		const failed = entry !== undefined && isFailure(entry);
		const transition = transitionOf(controlOf(known), controlOf(now), entry?.origin);
		if (failed || transition !== undefined) this.#host.record(failed ? codes.failure : codes.transitions[transition!], between);
		if (between !== now) this.#host.record(codes.thresholdChanged, now);
	}

	private order(order: SwitchOrder, reason: string, done: () => void): number {
		const answered: OnAnswered = (outcome) => {
			if (outcome.result !== 'done')
				this.failed(`${order.action}, ${reason}: ${outcome.result}: ${outcome.reason}`, outcome.result === 'unanswered' && MOVES[order.action]);
			done();
		};
		return this.#host.order(order, answered) ? ACCESS_RESULT.success : ACCESS_RESULT.temporaryFailure;
	}

	/** What the unit refused or could not do it tells itself. @param isUnheard it does not tell whether its contact moved */
	private failed(text: string, isUnheard: boolean): void {
		this.#host.log.write('Route A', text);
		if (isUnheard && this.#report !== undefined) this.#host.record(this.#host.codes.failure, packed(this.#report));
	}
}

/** The transition between two control states; of several by whose wish it was. Undefined: there was none. */
function transitionOf(from: number, to: number, origin: Origin | undefined): Transition | undefined {
	if (from === to) return undefined;
	switch (from) {
		case disconnected:
			return to === connected ? 'a' : 'd';
		case connected:
			return to === disconnected ? 'b' : origin === 'hand' ? 'f' : 'g';
		default:
			// One that closes by the utility's wish without a hand is none of version 0: it counts as a.
			return to === disconnected ? 'c' : origin === 'hand' ? 'e' : origin === 'remote' ? 'a' : 'h';
	}
}

/** The contact did not do what was ordered, or did what was not. */
function isFailure({ action, origin, result, closed, control }: SwitchEntry): boolean {
	if (action === 'configure') return false;
	if (action === 'moved') return closed !== (control === connected);
	return result === 'stuck' || (result === 'refused' && origin === 'remote');
}

/** As the switching unit and the base have it in their logs. */
export function reasonOf(client: number): string {
	return `client ${client} over Route A`;
}
