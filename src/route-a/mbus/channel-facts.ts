/** What a channel tells of the meter behind it, which is what the line brought last. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { MeasuredFacts } from '../../../modules/cosem/extended-register.js';
import { type CaptureElement, KEY_STATUS } from '../../../modules/cosem/mbus-client.js';
import { manufacturerLetters, type SecondaryAddress } from '../../../modules/mbus/header.js';
import { quantityOf } from '../../../modules/mbus/quantity.js';
import { type Captured, ChannelRows } from './channel-rows.js';
import { ChannelState, FLAG } from './channel-state.js';
import type { MbusBus } from './mbus-bus.js';
import type { MbusEventName } from './mbus-events.js';
import type { MbusMemory } from './mbus-memory.js';
import { DAY_CAPACITY, type MbusPlans, MONTH_CAPACITY } from './mbus-plans.js';

/** What a channel needs of the meter. */
export interface ChannelHost {
	readonly bus: MbusBus;
	readonly memory: MbusMemory;
	/** Undefined: nothing is planned but capturing by the period. */
	readonly plans: MbusPlans | undefined;
	readonly cipher: Cipher;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** By the meter's clock, ms since 1970-01-01T00:00:00Z. */
	now(): number;
	/** Something happened on a channel: in its log, and as an alarm where it is one. */
	onEvent(name: MbusEventName, channel: number): void;
	/** What is planned has changed. */
	rearm(): void;
	/** Whether a meter is on a channel. */
	isOnChannel(slave: SecondaryAddress): boolean;
	/** Whether an address is that of the meter on another channel. @param channel from 1 */
	isGiven(address: number, channel: number): boolean;
	/** For the log of the program. */
	tell(text: string): void;
}

/** 0.0.24.6.0.255. There is no object of it: nothing of the port can be set. */
const MBUS_PORT = 0x00_00_18_06_00_ff;
const NO_UNIT = 255;
/** Control state of a valve that is open, and of a meter without one. */
export const CONNECTED = 1;

export class ChannelFacts {
	/** From 1. */
	readonly number: number;
	readonly port = MBUS_PORT;
	readonly rows: ChannelRows;
	/** Of days and of months; not there: there is no memory for them. */
	declare readonly days?: ChannelRows;
	declare readonly months?: ChannelRows;
	protected readonly host: ChannelHost;
	protected readonly state: ChannelState;
	protected latest: Captured | undefined;

	constructor(host: ChannelHost, number: number) {
		this.number = number;
		this.host = host;
		this.state = new ChannelState(host.memory, number);
		this.rows = new ChannelRows(host.memory.rows[number - 1]!, host.deviation);
		const { plans, deviation } = host;
		if (plans !== undefined) {
			this.days = new ChannelRows(plans.days, deviation, DAY_CAPACITY, number);
			this.months = new ChannelRows(plans.months, deviation, MONTH_CAPACITY, number);
		}
		this.latest = this.state.has(FLAG.foreignRows) ? undefined : this.rows.captured;
	}

	/** There was no answer that could be used, the last time. */
	get isSilent(): boolean {
		return this.state.get('isSilent') === 1;
	}

	get deviation(): number {
		return this.host.deviation;
	}

	now(): number {
		return this.host.now();
	}

	tell(text: string): void {
		this.host.tell(text);
	}

	rearm(): void {
		this.host.rearm();
	}

	get isInstalled(): boolean {
		return this.state.has(FLAG.installed);
	}

	get secondary(): SecondaryAddress {
		return this.state.secondary;
	}

	get captureDefinition(): readonly CaptureElement[] {
		return this.state.definition;
	}

	get capturePeriod(): number {
		return this.state.capturePeriod;
	}

	get primaryAddress(): number {
		return this.state.get('primaryAddress');
	}

	get identification(): number {
		return this.state.get('identification');
	}

	get manufacturer(): number {
		return this.state.get('manufacturer');
	}

	get version(): number {
		return this.state.get('version');
	}

	get deviceType(): number {
		return this.state.get('deviceType');
	}

	get accessNumber(): number {
		return this.state.get('accessNumber');
	}

	get status(): number {
		return this.state.get('status');
	}

	get alarm(): number {
		return this.state.get('alarm');
	}

	get configuration(): number {
		return this.state.get('configuration');
	}

	get keyStatus(): number {
		const state = this.state;
		if (state.has(FLAG.keyInUse)) return KEY_STATUS.inUse;
		if (state.has(FLAG.transferred)) return state.has(FLAG.hasKey) ? KEY_STATUS.setAndTransferred : KEY_STATUS.transferred;
		return state.has(FLAG.hasKey) ? KEY_STATUS.set : KEY_STATUS.none;
	}

	/** Letters of the maker, identification number, version and device type in hexadecimal digits; empty: the channel is free. */
	get deviceText(): string {
		if (!this.isInstalled) return '';
		const digits = (value: number, length: number) => value.toString(16).toUpperCase().padStart(length, '0');
		return `${manufacturerLetters(this.manufacturer)}${digits(this.identification, 8)}${digits(this.version, 2)}${digits(this.deviceType, 2)}`;
	}

	/** Of an element of the capture definition. @param index from 0 */
	measured(index: number): MeasuredFacts {
		const element = this.captureDefinition[index];
		const quantity = element && quantityOf(element.vib);
		const captured = element && this.latest;
		return {
			value: captured?.values[index],
			scaler: quantity?.scaler ?? 0,
			unit: quantity?.unit ?? NO_UNIT,
			status: this.status,
			capturedAt: captured?.at,
			deviation: this.host.deviation,
		};
	}

	/** As the meter behind told last; without a valve, nothing is shut. */
	get outputState(): boolean {
		return !this.state.has(FLAG.hasValve) || this.state.has(FLAG.valveOpen);
	}

	get controlState(): number {
		return this.state.has(FLAG.hasValve) ? this.state.get('controlState') : CONNECTED;
	}

	get controlMode(): number {
		return this.state.controlMode;
	}
}
