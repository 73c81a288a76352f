/** One meter on the bench: what hands, tools and the utility do to it is carried out. */

import type { RelayFault } from '../../../hal/virtual/relay.js';
import { PLACES, type Place, type SwitchOrder } from '../../meter/backplane/messages.js';
import type { DemandLimit } from '../../meter/switching/demand.js';
import type { Answered } from '../../meter/switching/switch-orders.js';
import type { FaultChoice } from '../fault/fault-choice.js';
import type { UnitFailure } from '../fault/faulty-unit.js';
import type { RunningFault, WorldFaults } from '../fault/world-faults.js';
import type { EmulatedMeter } from '../meter/emulated-meter.js';
import { meterStatus, statusText } from '../meter/meter-status.js';
import type { ContactFailure, MeterCommand } from '../scenario/command.js';
import { helpText } from '../scenario/grammar.js';
import type { Answer, BenchView, UnitView } from '../scenario/stand.js';
import type { MeterUnit } from '../units/meter-units.js';

type Done = (answer: Answer) => void;
/** Those that the switching unit need not confirm. */
type CommandAtOnce = Exclude<MeterCommand, { readonly kind: 'switch' | 'contract' | 'demand limit' | 'breaker reset' }>;

const RELAY_FAULTS: Readonly<Record<Exclude<ContactFailure, 'fed'>, RelayFault>> = Object.freeze({
	welded: 'welded',
	stuck: 'refuses',
	slow: 'sluggish',
});
const NO_POWER = 'the meter has no power';
const NO_SWITCH = 'there is no switching unit';

export class MeterBench {
	readonly view: BenchView;
	readonly #meter: EmulatedMeter;
	readonly #faults: WorldFaults;

	/** @param faults of the world around it */
	constructor(meter: EmulatedMeter, faults: WorldFaults) {
		this.#meter = meter;
		this.#faults = faults;
		this.view = new MeterView(meter);
	}

	carryOut(command: MeterCommand, done: Done): void {
		switch (command.kind) {
			case 'switch':
				this.#order(orderOf(command.order), done);
				break;
			case 'contract':
				this.#order({ action: 'capacity', origin: 'remote', amperes: command.amperes }, done, () => contractText(command.amperes));
				break;
			case 'demand limit':
				this.#order({ action: 'demand limit', origin: 'remote', limit: command.limit }, done, () => limitText(command.limit));
				break;
			case 'breaker reset':
				this.#reset(done);
				break;
			default:
				done(this.#atOnce(command));
		}
	}

	#atOnce(command: CommandAtOnce): Answer {
		const meter = this.#meter;
		switch (command.kind) {
			case 'pull':
				return this.#pull(command.place);
			case 'plug':
			case 'swap':
				return this.#plug(command.unit, command.kind === 'swap');
			case 'service':
				return this.#announce(command.duration);
			case 'fail':
				return this.#fail(command.place, command.failure);
			case 'mend':
				return this.#fail(command.place, undefined);
			case 'fail contact':
				return this.#failContact(command.failure);
			case 'mend contact':
				return this.#failContact(undefined);
			case 'fault':
				return this.#switchFault(command.fault, command.node);
			case 'fault off': {
				const refusal = this.#faults.clear(command.name, command.node);
				return refusal === undefined ? carriedOut(`${command.name ?? 'every fault'} is off${placeText(command.node)}`) : refused(refusal);
			}
			case 'faults':
				return runningFaults(this.#faults.running);
			case 'cover':
				return command.open ? this.#pull('cover') : this.#closeCover();
			case 'load':
				meter.terminals.setLoad(command.watts);
				return carriedOut(command.watts === undefined ? 'the load is that of the house' : `the load is ${command.watts} W`);
			case 'voltage':
				meter.terminals.setVoltages(command.r, command.t);
				return carriedOut(voltageText(command.r, command.t));
			case 'power':
				return this.#switchPower(command.to);
			case 'status': {
				const status = meterStatus(meter);
				return { refusal: undefined, text: statusText(status), data: { ...status } };
			}
			case 'help':
				return carriedOut(helpText());
		}
	}

	#announce(duration: number): Answer {
		if (!this.#meter.hasPower) return refused(NO_POWER);
		this.#meter.base.announceService(duration);
		return carriedOut(duration > 0 ? `work at the meter is announced for ${duration / 60_000} min` : 'work at the meter is over');
	}

	#pull(place: Place): Answer {
		const { shelf } = this.#meter;
		if (shelf.inPlace(place) === undefined) return refused(`the place for ${place} is empty`);
		const unit = this.#meter.pull(place);
		return carriedOut(`pulled ${nameOf(unit)}`);
	}

	#plug(word: string, swap: boolean): Answer {
		const meter = this.#meter;
		const unit = meter.shelf.find(word, meter.phases, (place) => swap || meter.shelf.inPlace(place) === undefined);
		if (typeof unit === 'string') return refused(unit);
		const before = meter.shelf.inPlace(unit.place) && meter.pull(unit.place);
		meter.plug(unit);
		return carriedOut(`plugged ${nameOf(unit)} in${before === undefined ? '' : `, in place of ${nameOf(before)}`}`);
	}

	#closeCover(): Answer {
		const { shelf } = this.#meter;
		if (shelf.inPlace('cover') !== undefined) return refused('the cover is closed');
		return this.#plug(shelf.hasBeside('cover') ? 'cover' : 'normal', false);
	}

	#fail(place: Place, failure: UnitFailure | undefined): Answer {
		const unit = this.#meter.shelf.inPlace(place);
		if (unit === undefined) return refused(`the place for ${place} is empty`);
		if (failure === undefined && unit.unit.failure === undefined) return refused(`nothing is wrong with ${nameOf(unit)}`);
		unit.unit.fail(failure);
		return carriedOut(failure === undefined ? `${nameOf(unit)} is whole again` : `${nameOf(unit)} fails: ${failureText(failure)}`);
	}

	#failContact(failure: ContactFailure | undefined): Answer {
		const relay = this.#meter.shelf.inPlace('option')?.switching?.relay;
		if (relay === undefined) return refused(NO_SWITCH);
		if (failure === undefined && relay.fault === 'none' && !relay.backFeed) return refused('nothing is wrong with the contact');
		relay.backFeed = failure === 'fed';
		relay.fault = failure === undefined || failure === 'fed' ? 'none' : RELAY_FAULTS[failure];
		return carriedOut(failure === undefined ? 'the contact is whole again' : `the contact fails: ${failure}`);
	}

	#switchFault(fault: FaultChoice, node: string | undefined): Answer {
		const refusal = this.#faults.set(fault, node);
		if (refusal !== undefined) return refused(refusal);
		return carriedOut(`${fault.name}=${fault.text} is on${fault.once === true ? ', once' : ''}${placeText(node)}`);
	}

	/** By the communication unit to the switching unit. */
	#order(order: SwitchOrder, done: Done, text = () => this.#contactText()): void {
		const meter = this.#meter;
		if (!meter.hasPower) done(refused(NO_POWER));
		else if (meter.shelf.inPlace('option')?.switching === undefined) done(refused(NO_SWITCH));
		else if (!meter.order(order, (outcome) => done(answerOf(outcome, text))))
			done(refused('there is no communication unit that works, to bring the order'));
	}

	/** By hand, at the switching unit itself. */
	#reset(done: Done): void {
		const plugIn = this.#meter.shelf.inPlace('option')?.switching?.plugIn;
		if (plugIn?.unit === undefined) {
			done(refused(plugIn === undefined ? NO_SWITCH : 'the switching unit has no power'));
			return;
		}
		plugIn.unit.close('hand', 'reset by hand', (outcome) => done(answerOf(outcome, () => this.#contactText())));
	}

	#contactText(): string {
		return `the contact is ${this.#meter.contactClosed ? 'closed' : 'open'}`;
	}

	#switchPower(to: 'off' | 'cut' | 'on'): Answer {
		const meter = this.#meter;
		if ((to === 'on') === meter.hasPower) return refused(meter.hasPower ? 'the power is on' : 'the power is off');
		if (to === 'on') meter.powerOn();
		else meter.powerOff(to === 'off');
		return carriedOut(`the power is ${to === 'on' ? 'on' : 'off'}`);
	}
}

class MeterView implements BenchView {
	readonly #meter: EmulatedMeter;

	constructor(meter: EmulatedMeter) {
		this.#meter = meter;
	}

	get supply(): boolean {
		return this.#meter.supply;
	}

	get contact(): boolean {
		return this.#meter.contactClosed;
	}

	get locked(): boolean | undefined {
		return this.#meter.shelf.inPlace('option')?.switching?.plugIn.unit?.state.locked;
	}

	get verdict() {
		return this.#meter.diagnosis()?.verdict;
	}

	get watts(): number | undefined {
		return this.#meter.hasPower ? this.#meter.terminals.sample?.power : undefined;
	}

	readonly unit = (place: Place): UnitView => {
		const meter = this.#meter;
		if (!meter.hasPower || !PLACES.includes(place)) return { state: 'empty', code: undefined };
		const { state, identity } = meter.base.report(place);
		return { state, code: identity?.code };
	};
}

function runningFaults(faults: readonly RunningFault[]): Answer {
	const lines = faults.map(({ name, value, once, struck, at }) => {
		const times = struck === 1 ? 'once' : `${struck} times`;
		return `${name}=${value}${once ? ' once' : ''} at ${at.join(', ')}: struck ${struck === 0 ? 'not yet' : times}`;
	});
	return { refusal: undefined, text: lines.length === 0 ? 'nothing goes wrong' : lines.join('\n'), data: { faults } };
}

function placeText(node: string | undefined): string {
	return node === undefined ? '' : ` at ${node}`;
}

function carriedOut(text: string): Answer {
	return { refusal: undefined, text };
}

function answerOf({ result, reason }: Answered, text: () => string): Answer {
	if (result === 'done') return carriedOut(text());
	return refused(result === 'refused' || result === 'unanswered' ? reason : `${result}: ${reason}`);
}

export function refused(refusal: string): Answer {
	return { refusal, text: '' };
}

function orderOf(order: 'open' | 'close' | 'ready'): SwitchOrder {
	const reason = 'order of the utility';
	return order === 'ready' ? { action: order, reason } : { action: order, origin: 'remote', reason };
}

function nameOf({ identity }: MeterUnit): string {
	return `${identity.code} ${identity.serial}`;
}

function failureText(failure: UnitFailure): string {
	if (failure.how === 'late') return `late by ${failure.delay} ms`;
	return failure.how === 'lies' ? `says it is ${failure.code}` : failure.how;
}

function contractText(amperes: number | undefined): string {
	return amperes === undefined ? 'there is no contract' : `the contract is ${amperes} A`;
}

function limitText(limit: DemandLimit | undefined): string {
	return limit === undefined ? 'there is no demand limit' : `the demand limit is ${limit.watts} W in ${limit.minutes} min`;
}

function voltageText(r: number | undefined, t: number | undefined): string {
	if (r === undefined && t === undefined) return 'the voltage is that of the supply';
	const leg = (name: string, volts: number | undefined) => `${name} ${volts === undefined ? 'as the supply has it' : `${volts} V`}`;
	return `the voltage is ${leg('R', r)}, ${leg('T', t)}`;
}
