/**
 * A channel: the smart meter's view of one meter behind it. What a head-end orders is taken at once and carried out on the line; logs, alarms and attributes
 * tell what came of it.
 */
import { DecodeError } from '../../../modules/bytes/reader.js';
import type { DisconnectFacts } from '../../../modules/cosem/disconnect-control.js';
import type { CaptureElement, MbusClientFacts, MbusNumber, SentElement } from '../../../modules/cosem/mbus-client.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { encodeTypeF } from '../../../modules/mbus/date-time.js';
import { ADDRESS } from '../../../modules/mbus/frame.js';
import { type SecondaryAddress, STATUS } from '../../../modules/mbus/header.js';
import { SECOND_TABLE, SECOND_VIF, VIF } from '../../../modules/mbus/quantity.js';
import { bytesRecord, decodeRecords, encodeRecords, type MbusRecord, MOST_BLOCK, numberIn, numberRecord } from '../../../modules/mbus/record.js';
import type { Planned } from '../control/agenda.js';
import { capturedIn, recordsOf, usualDefinition } from './capture.js';
import { CapturePlan, type RowKind } from './capture-plan.js';
import { ChannelDiagnostic, type DiagnosedChannel } from './channel-diagnostic.js';
import { ChannelFacts, CONNECTED } from './channel-facts.js';
import { MOST_VALUES, NOT_VALID } from './channel-rows.js';
import { ChannelSeal } from './channel-seal.js';
import { FLAG, type SettableNumber } from './channel-state.js';
import { Installation, type NotInstalled } from './installation.js';
import type { MbusResult, MbusTelegram } from './mbus-bus.js';
import type { MbusEventName } from './mbus-events.js';
import type { ValveOrder } from './valve-schedule.js';

const MOST_SENT = 128;
const SHORTEST_PERIOD = 60;
const LONGEST_PERIOD = 86_400;
const MOST_MODE = 6;
const NOTHING = (): void => {};
/** Control modes in which a reconnection from afar closes at once. */
const AT_ONCE: readonly number[] = Object.freeze([2, 4]);
const DISCONNECTED = 0;
const READY = 2;
const INT8 = 0x01;
const INT32 = 0x04;
/** Bits of the status that are alarms, and the event that each is. */
const ALARMS: readonly (readonly [number, MbusEventName])[] = Object.freeze([
	Object.freeze([STATUS.powerLow, 'replaceBattery'] as const),
	Object.freeze([STATUS.permanentError, 'permanentError'] as const),
	Object.freeze([STATUS.fraud, 'fraud'] as const),
]);
const ALARM_BITS = STATUS.powerLow | STATUS.permanentError | STATUS.temporaryError | STATUS.fraud;

export class MbusChannel extends ChannelFacts implements MbusClientFacts, DisconnectFacts, DiagnosedChannel, Planned {
	readonly diagnostic = new ChannelDiagnostic(this);
	readonly #plan = new CapturePlan(this.host.deviation, this.days !== undefined);
	/** A meter is being looked for. */
	#installing = false;
	readonly #seal = new ChannelSeal(this.state, this.host.cipher);

	/** The meter has power: a meter that is known is read, and a channel that no head-end has let go looks for one. */
	start(): void {
		if (this.isInstalled) this.#ask(() => {});
		else if (!this.state.has(FLAG.deinstalled)) this.#install(this.primaryAddress || this.number, true, false);
	}

	setCaptureDefinition(elements: readonly CaptureElement[]): number {
		const isWhole = ({ dib, vib }: CaptureElement) => [dib, vib].every(({ length }) => length > 0 && length <= MOST_BLOCK);
		if (elements.length > MOST_VALUES || !elements.every(isWhole) || !this.state.setDefinition(elements, false))
			return ACCESS_RESULT.scopeOfAccessViolated;
		// What was captured by another definition is not of this one.
		this.latest = undefined;
		this.state.mark(FLAG.foreignRows, true);
		this.state.keep();
		return ACCESS_RESULT.success;
	}

	setNumber(which: MbusNumber, value: number): number {
		if (which === 'capturePeriod') return this.#setPeriod(value);
		if (which === 'primaryAddress' && value > ADDRESS.lastPrimary) return ACCESS_RESULT.scopeOfAccessViolated;
		if (which === 'primaryAddress' && this.isInstalled && (value === 0 || this.host.isGiven(value, this.number)))
			return ACCESS_RESULT.scopeOfAccessViolated;
		// Of a meter that is there, only where to reach it can change.
		if (which !== 'primaryAddress' && this.isInstalled)
			return value === this.state.get(which satisfies SettableNumber) ? ACCESS_RESULT.success : ACCESS_RESULT.readWriteDenied;
		this.state.set(which satisfies SettableNumber, value);
		this.state.keep();
		return ACCESS_RESULT.success;
	}

	#setPeriod(seconds: number): number {
		if (seconds !== 0 && (seconds < SHORTEST_PERIOD || seconds > LONGEST_PERIOD || LONGEST_PERIOD % seconds !== 0))
			return ACCESS_RESULT.scopeOfAccessViolated;
		this.state.capturePeriod = seconds;
		this.state.keep();
		this.#plan.beginAnew();
		this.host.rearm();
		return ACCESS_RESULT.success;
	}

	install(address: number): number {
		if (this.isInstalled || address > ADDRESS.lastPrimary) return ACTION_RESULT.otherReason;
		if (this.#installing) return ACTION_RESULT.temporaryFailure;
		const told = address || this.primaryAddress;
		if (told !== 0 && this.host.isGiven(told, this.number)) return ACTION_RESULT.otherReason;
		return this.#install(told || this.number, told !== 0, true) ? ACTION_RESULT.success : ACTION_RESULT.temporaryFailure;
	}

	/** False: too many wait for the line. @param isFixed it gets this address, or is not installed */
	#install(address: number, isFixed: boolean, isAsked: boolean): boolean {
		const { host, number } = this;
		const { bus } = host;
		const isGiven = (other: number) => host.isGiven(other, number);
		const sought = {
			wanted: this.state.secondary,
			address,
			isFixed,
			isAsked,
			isOnChannel: (slave: SecondaryAddress) => host.isOnChannel(slave),
			isGiven,
		};
		// It may have come to its end when `turn` returns.
		this.#installing = true;
		const isTaken = this.#line((done) => {
			const end = () => {
				this.#installing = false;
				done();
			};
			const onInstalled = (telegram: MbusTelegram, at: number) => {
				this.#bind(telegram, at);
				end();
			};
			const onEnd = (why: NotInstalled) => {
				if (isAsked) {
					host.onEvent('communicationError', number);
					host.tell(`channel ${number}: no meter is installed: ${why}`);
				}
				end();
			};
			new Installation({ bus, onInstalled, onEnd }, sought).start();
		});
		if (!isTaken) this.#installing = false;
		return isTaken;
	}

	#bind(telegram: MbusTelegram, address: number): void {
		const state = this.state;
		state.clear();
		state.set('primaryAddress', address);
		state.secondary = telegram.header;
		state.mark(FLAG.installed, true);
		state.mark(FLAG.foreignRows, true);
		state.keep();
		this.#plan.beginAnew();
		this.host.onEvent('newDevice', this.number);
		this.#take(telegram);
		this.host.rearm();
	}

	/** The meter behind has no address any more, if it can be told so, and this side forgets it. */
	deinstall(): number {
		if (!this.isInstalled) return ACTION_RESULT.otherReason;
		const command = this.#seal.sealed([numberRecord(INT8, Uint8Array.of(VIF.busAddress), ADDRESS.unconfigured)]);
		const { primaryAddress } = this;
		const { bus } = this.host;
		if (!this.#line((end) => bus.send(primaryAddress, command.ci, command.data, end))) return ACTION_RESULT.temporaryFailure;
		this.state.clear();
		this.state.mark(FLAG.deinstalled, true);
		this.state.mark(FLAG.foreignRows, true);
		this.state.keep();
		this.latest = undefined;
		this.host.rearm();
		return ACTION_RESULT.success;
	}

	capture(): number {
		return this.#ask(() => {});
	}

	resetAlarm(): number {
		this.state.set('alarm', 0);
		this.state.keep();
		return ACTION_RESULT.success;
	}

	synchronizeClock(): number {
		const { deviation } = this.host;
		const record = { dib: Uint8Array.of(INT32), vib: Uint8Array.of(VIF.time), data: encodeTypeF(this.host.now(), -deviation) };
		return this.#command([record], (isDone) => {
			if (isDone) this.host.onEvent('clockAdjusted', this.number);
		});
	}

	send(elements: readonly SentElement[]): number {
		try {
			const bytes = encodeRecords(elements);
			const { records, manufacturerData } = decodeRecords(bytes);
			if (bytes.length > MOST_SENT || records.length !== elements.length || manufacturerData.length > 0) return ACTION_RESULT.scopeOfAccessViolated;
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			return ACTION_RESULT.scopeOfAccessViolated;
		}
		return this.#command(elements, () => {});
	}

	/** Of a meter that is there: what is known of one goes with it, and with the next one's coming. */
	setKey(key: Uint8Array | undefined): number {
		if (!this.isInstalled) return ACTION_RESULT.otherReason;
		this.state.key = key;
		this.state.mark(FLAG.keyInUse, false);
		this.state.keep();
		return ACTION_RESULT.success;
	}

	/** What the meter behind tells then is under that key already, which may not be set here yet. */
	transferKey(enciphered: Uint8Array): number {
		const record = bytesRecord(Uint8Array.of(SECOND_TABLE, SECOND_VIF.securityKey), enciphered);
		const tell = (isDone: boolean) => {
			if (!isDone) return;
			this.state.mark(FLAG.transferred, true);
			this.state.keep();
		};
		return this.#command([record], tell, (result) => typeof result !== 'string');
	}

	setControlMode(mode: number): number {
		if (mode > MOST_MODE) return ACCESS_RESULT.scopeOfAccessViolated;
		this.state.controlMode = mode;
		this.state.keep();
		return ACCESS_RESULT.success;
	}

	remoteDisconnect(): number {
		return this.orderValve('close', NOTHING);
	}

	remoteReconnect(): number {
		return this.orderValve('open', NOTHING);
	}

	/** Returns an Action-Result: 0, and then `ended` hears once that the line has done with it. */
	orderValve(order: ValveOrder, ended: () => void): number {
		if (!this.state.has(FLAG.hasValve) || this.controlMode === 0) return ACTION_RESULT.readWriteDenied;
		if (order === 'close') return this.#moveValve(0, 'remoteDisconnection', ended);
		if (AT_ONCE.includes(this.controlMode)) return this.#moveValve(1, 'remoteConnection', ended);
		if (this.controlState === DISCONNECTED) this.#setControlState(READY);
		ended();
		return ACTION_RESULT.success;
	}

	#moveValve(to: 0 | 1, event: MbusEventName, ended: () => void): number {
		const record = numberRecord(INT8, Uint8Array.of(SECOND_TABLE, SECOND_VIF.remoteControl), to);
		const done = (isDone: boolean) => {
			const hasMoved = isDone && this.outputState === (to === 1);
			// One that was ready for a hand is so no more.
			if (hasMoved && to === 0) this.#setControlState(DISCONNECTED);
			this.host.onEvent(hasMoved ? event : 'valveAlarm', this.number);
		};
		return this.#command([record], done, undefined, ended);
	}

	#setControlState(to: number): void {
		this.state.set('controlState', to);
		this.state.keep();
	}

	get dueAt(): number {
		return this.isInstalled ? this.#plan.dueAt(this.host.now(), this.capturePeriod) : Number.POSITIVE_INFINITY;
	}

	/** A row for each time that is due while there is power. */
	run(now: number): void {
		const due = this.#plan.take(now, this.capturePeriod);
		const enter = (isDone: boolean) => {
			for (const { kind, at } of due) this.#enter(kind, at, isDone ? 0 : NOT_VALID);
		};
		if (this.#ask(enter) !== ACTION_RESULT.success) enter(false);
	}

	#enter(kind: RowKind, due: number, status: number): void {
		const rows = kind === 'period' ? this.rows : kind === 'day' ? this.days : this.months;
		rows?.enter(due, status, this.latest);
		if (kind !== 'period' || !this.state.has(FLAG.foreignRows)) return;
		this.state.mark(FLAG.foreignRows, false);
		this.state.keep();
	}

	/** Reads the meter behind. Returns an Action-Result. */
	#ask(done: (isDone: boolean) => void): number {
		if (!this.isInstalled) return ACTION_RESULT.otherReason;
		const { bus } = this.host;
		return this.#turn((end) => bus.read(this.primaryAddress, (result) => end(this.#onResult(result))), done);
	}

	/** Sends records to the meter behind, under its key where that is in use, and takes what it tells then. Returns an Action-Result. */
	#command(
		records: readonly MbusRecord[],
		done: (isDone: boolean) => void,
		judge = (result: MbusResult) => result !== 'refused' && this.#onResult(result),
		ended = NOTHING,
	): number {
		if (!this.isInstalled) return ACTION_RESULT.otherReason;
		const { bus } = this.host;
		return this.#turn(
			(end) => {
				const { ci, data } = this.#seal.sealed(records);
				bus.send(this.primaryAddress, ci, data, (result) => end(judge(result)));
			},
			done,
			ended,
		);
	}

	/** @param done told what came of it, unless the meter was let go meanwhile @param ended told in any case */
	#turn(work: (end: (isDone: boolean) => void) => void, done: (isDone: boolean) => void, ended = NOTHING): number {
		const { identification } = this;
		const isTaken = this.#line((end) => {
			const over = () => {
				end();
				ended();
			};
			// Whoever was let go meanwhile is asked no more.
			if (!this.isInstalled || this.identification !== identification) over();
			else
				work((isDone) => {
					if (this.isInstalled) done(isDone);
					over();
				});
		});
		return isTaken ? ACTION_RESULT.success : ACTION_RESULT.temporaryFailure;
	}

	/** A turn on the line, whose frames are counted as the channel's. False: too many wait. */
	#line(work: (end: () => void) => void): boolean {
		const { bus } = this.host;
		return bus.turn((end) => {
			const before = bus.counts;
			work(() => {
				this.diagnostic.count(before, bus.counts);
				end();
			});
		});
	}

	/** Whether there is something new; what was not to be had is told once. */
	#onResult(result: MbusResult): boolean {
		if (!this.isInstalled) return false;
		const isTaken = typeof result !== 'string' && this.#take(result);
		if (isTaken !== this.isSilent) return isTaken;
		this.state.set('isSilent', isTaken ? 0 : 1);
		this.state.keep();
		this.host.onEvent(isTaken ? 'communicationOk' : 'communicationError', this.number);
		return isTaken;
	}

	/** False: another meter's, or not to be opened or understood. */
	#take({ header, body }: MbusTelegram): boolean {
		const state = this.state;
		const { identification, manufacturer, version, deviceType } = header;
		if (identification !== this.identification || manufacturer !== this.manufacturer) return false;
		if (version !== this.version || deviceType !== this.deviceType) return false;
		this.#tellStatus(header.status);
		state.set('accessNumber', header.accessNumber);
		state.set('configuration', header.configuration);
		const opened = this.#seal.opened(header, body);
		const records = opened && recordsOf(opened);
		if (records !== undefined) this.#takeRecords(records);
		state.keep();
		return records !== undefined;
	}

	#tellStatus(status: number): void {
		const state = this.state;
		const before = this.status;
		state.set('status', status);
		state.set('alarm', this.alarm | (status & ALARM_BITS));
		for (const [bit, event] of ALARMS) if ((status & ~before & bit) !== 0) this.host.onEvent(event, this.number);
	}

	#takeRecords(records: readonly MbusRecord[]): void {
		const state = this.state;
		if (this.captureDefinition.length === 0) state.setDefinition(usualDefinition(records), true);
		const values = this.captureDefinition.map((element) => capturedIn(records, element));
		this.latest = { at: this.host.now(), values };
		const valve = records.find(({ vib }) => vib.length === 2 && vib[0] === SECOND_TABLE && vib[1] === SECOND_VIF.digitalOutput);
		state.mark(FLAG.hasValve, valve !== undefined);
		if (valve === undefined) return;
		const isOpen = ((numberIn(valve) ?? 0) & 1) === 1;
		state.mark(FLAG.valveOpen, isOpen);
		if (isOpen) state.set('controlState', CONNECTED);
		else if (state.get('controlState') !== READY) state.set('controlState', DISCONNECTED);
	}
}
