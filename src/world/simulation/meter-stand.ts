/** One meter on the stand: what hands, tools and the utility do to it is carried out. */
import type { RelayFault } from '../../../hal/virtual/relay.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { PLACES, type Place, type SwitchOrder } from '../../meter/backplane/messages.js';
import type { Answered } from '../../meter/switching/switch-orders.js';
import type { FaultChoice } from '../fault/fault-choice.js';
import type { UnitFailure } from '../fault/faulty-unit.js';
import type { RunningFault, WorldFaults } from '../fault/world-faults.js';
import type { EmulatedMeter } from '../meter/emulated-meter.js';
import { meterStatus, statusText } from '../meter/meter-status.js';
import type { ClockSetting, ContactFailure, CustomerCommand, MeterCommand } from '../scenario/command.js';
import { helpText } from '../scenario/grammar.js';
import type { Answer, StandView, UnitView } from '../scenario/stand.js';
import type { Outcome, Refusal } from '../schema/answer-rows.js';
import { isoTime } from '../time/iso-time.js';
import type { MeterUnit } from '../units/meter-units.js';
import { carriedOut, doByCustomer, refused } from './customer-hands.js';

type Done = (answer: Answer) => void;
/** Those that the switching unit need not confirm. */
type CommandAtOnce = Exclude<MeterCommand, { readonly kind: 'switch' | 'contract' | 'demand limit' | 'breaker reset' | CustomerCommand['kind'] }>;

const RELAY_FAULTS: Readonly<Record<Exclude<ContactFailure, 'fed'>, RelayFault>> = Object.freeze({
	welded: 'welded',
	stuck: 'refuses',
	slow: 'sluggish',
});
const NO_POWER: Refusal = Object.freeze({ kind: 'noPower' });
const NO_SWITCH: Refusal = Object.freeze({ kind: 'noSwitchingUnit' });

export class MeterStand {
	readonly view: StandView;
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
				this.#order({ action: 'capacity', origin: 'remote', amperes: command.amperes }, done, () => ({
					kind: 'contract',
					amperes: command.amperes ?? null,
				}));
				break;
			case 'demand limit':
				this.#order({ action: 'demand limit', origin: 'remote', limit: command.limit }, done, () => ({
					kind: 'demandLimit',
					watts: command.limit?.watts ?? null,
					minutes: command.limit?.minutes ?? null,
				}));
				break;
			case 'breaker reset':
				this.#reset(done);
				break;
			case 'relay':
			case 'token':
			case 'credit':
				doByCustomer(this.#meter, command, done);
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
				if (refusal !== undefined) return refused(refusal);
				return carriedOut({ kind: 'faultOff', name: command.name ?? null, node: command.node ?? null });
			}
			case 'faults':
				return runningFaults(this.#faults.running);
			case 'cover':
				return command.open ? this.#pull('cover') : this.#closeCover();
			case 'load':
				meter.terminals.setLoad(command.watts);
				return carriedOut({ kind: 'load', watts: command.watts ?? null });
			case 'voltage':
				meter.terminals.setVoltages(command.r, command.t);
				return carriedOut({ kind: 'voltage', r: command.r ?? null, t: command.t ?? null });
			case 'clock':
				return this.#setClock(command.setting);
			case 'power':
				return this.#switchPower(command.to);
			case 'status': {
				const status = meterStatus(meter);
				return { refusal: undefined, text: statusText(status), data: { ...status } };
			}
			case 'help':
				return { refusal: undefined, text: helpText() };
		}
	}

	#announce(duration: number): Answer {
		if (!this.#meter.hasPower) return refused(NO_POWER);
		this.#meter.base.announceService(duration);
		return carriedOut({ kind: 'service', minutes: duration / MINUTE });
	}

	#pull(place: Place): Answer {
		const { shelf } = this.#meter;
		if (shelf.inPlace(place) === undefined) return refused({ kind: 'emptyPlace', place });
		const unit = this.#meter.pull(place);
		return carriedOut({ kind: 'pulled', ...held(unit) });
	}

	#plug(word: string, swap: boolean): Answer {
		const meter = this.#meter;
		const unit = meter.shelf.find(word, meter.phases, (place) => swap || meter.shelf.inPlace(place) === undefined);
		if ('kind' in unit) return refused(unit);
		const before = meter.shelf.inPlace(unit.place) && meter.pull(unit.place);
		meter.plug(unit);
		return carriedOut({ kind: 'plugged', ...held(unit), before: before === undefined ? null : held(before) });
	}

	#closeCover(): Answer {
		const { shelf } = this.#meter;
		if (shelf.inPlace('cover') !== undefined) return refused({ kind: 'coverClosed' });
		return this.#plug(shelf.hasBeside('cover') ? 'cover' : 'normal', false);
	}

	#fail(place: Place, failure: UnitFailure | undefined): Answer {
		const unit = this.#meter.shelf.inPlace(place);
		if (unit === undefined) return refused({ kind: 'emptyPlace', place });
		if (failure === undefined && unit.unit.failure === undefined) return refused({ kind: 'nothingWrong', ...held(unit) });
		unit.unit.fail(failure);
		return carriedOut(
			failure === undefined ? { kind: 'unitMended', ...held(unit) } : { kind: 'unitFails', ...held(unit), ...failureFields(failure) },
		);
	}

	#failContact(failure: ContactFailure | undefined): Answer {
		const relay = this.#meter.shelf.inPlace('option')?.switching?.relay;
		if (relay === undefined) return refused(NO_SWITCH);
		if (failure === undefined && relay.fault === 'none' && !relay.backFeed) return refused({ kind: 'contactWhole' });
		relay.backFeed = failure === 'fed';
		relay.fault = failure === undefined || failure === 'fed' ? 'none' : RELAY_FAULTS[failure];
		return carriedOut(failure === undefined ? { kind: 'contactMended' } : { kind: 'contactFails', how: failure });
	}

	#switchFault(fault: FaultChoice, node: string | undefined): Answer {
		const refusal = this.#faults.set(fault, node);
		if (refusal !== undefined) return refused(refusal);
		return carriedOut({ kind: 'faultOn', name: fault.name, value: fault.text, once: fault.once === true, node: node ?? null });
	}

	/** By the communication unit to the switching unit. */
	#order(order: SwitchOrder, done: Done, outcome = () => this.#contact()): void {
		const meter = this.#meter;
		if (!meter.hasPower) done(refused(NO_POWER));
		else if (meter.shelf.inPlace('option')?.switching === undefined) done(refused(NO_SWITCH));
		else if (!meter.order(order, (answered) => done(answerOf(answered, outcome)))) done(refused({ kind: 'noCommunicationUnit' }));
	}

	/** By hand, at the switching unit itself. */
	#reset(done: Done): void {
		const plugIn = this.#meter.shelf.inPlace('option')?.switching?.plugIn;
		if (plugIn === undefined) done(refused(NO_SWITCH));
		else if (!plugIn.reset('reset by hand', (answered) => done(answerOf(answered, () => this.#contact()))))
			done(refused({ kind: 'switchingUnitOff' }));
	}

	#contact(): Outcome {
		return { kind: 'contact', closed: this.#meter.contactClosed };
	}

	#setClock(setting: ClockSetting): Answer {
		const meter = this.#meter;
		if (!meter.hasPower) return refused(NO_POWER);
		const now = meter.clock.now();
		const time = setting === 'right' ? now - meter.clockAhead : 'by' in setting ? now + setting.by : setting.to;
		meter.base.setClock(time);
		return carriedOut({ kind: 'clock', time: isoTime(time), byMs: time - now });
	}

	#switchPower(to: 'off' | 'cut' | 'on'): Answer {
		const meter = this.#meter;
		if ((to === 'on') === meter.hasPower) return refused({ kind: 'powerIs', on: meter.hasPower });
		if (to === 'on') meter.powerOn();
		else meter.powerOff(to === 'off');
		return carriedOut({ kind: 'power', on: to === 'on' });
	}
}

class MeterView implements StandView {
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

function answerOf({ result, reason }: Answered, outcome: () => Outcome): Answer {
	return result === 'done' ? carriedOut(outcome()) : refused({ kind: 'switchingUnit', result, reason });
}

function orderOf(order: 'open' | 'close' | 'ready'): SwitchOrder {
	const reason = 'order of the utility';
	return order === 'ready' ? { action: order, reason } : { action: order, origin: 'remote', reason };
}

function held({ identity: { code, serial } }: MeterUnit) {
	return { code, serial };
}

function failureFields(failure: UnitFailure) {
	return { how: failure.how, delayMs: failure.how === 'late' ? failure.delay : null, as: failure.how === 'lies' ? failure.code : null };
}
