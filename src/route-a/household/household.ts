/** What a meter does for the household: it switches a load, tells what the utility has to say, and keeps an account. */
import type { Flash } from '../../../hal/ports/flash.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { Schedule, type ScheduleHost } from '../control/schedule.js';
import { type OnAccount, Payment, type PaymentHost, type PaymentTerms, type TokenKeys } from '../payment/payment.js';
import { Account, Charge, EmergencyCredit, TokenCredit, TokenGateway } from '../payment/payment-objects.js';
import { PaymentSlot } from '../payment/payment-slot.js';
import { ConsumerMessage, MOST_MESSAGE } from './consumer-message.js';
import { HOUSEHOLD_SLOT, HouseholdMemory, RELAY_SLOT } from './household-memory.js';
import { type LoadOutput, LoadRelay, type LoadRelayHost } from './load-relay.js';

/** The objects of an account. */
export interface HouseholdAccount {
	readonly payment: Payment;
	readonly account: Account;
	readonly tokenCredit: TokenCredit;
	readonly emergencyCredit: EmergencyCredit;
	readonly charge: Charge;
	readonly gateway: TokenGateway;
}

/** What it needs of those that make the meter. */
export interface HouseholdParts {
	/** Keeps this and nothing else (household-memory.ts). */
	readonly flash: Flash;
	/** Undefined: there is no load relay. */
	readonly output?: LoadOutput | undefined;
	/** Undefined: there is no account. */
	readonly payment?: PaymentTerms | undefined;
	/** Hears what becomes of the account. */
	readonly onAccount?: OnAccount | undefined;
}

/** Bytes of the longest message code. */
const MOST_CODE = 8;

export type HouseholdHost = LoadRelayHost & PaymentHost & Omit<ScheduleHost, 'slots'>;

export class Household implements ScheduleHost {
	readonly message: ConsumerMessage;
	readonly code: ConsumerMessage;
	/** Undefined: there is none. */
	readonly relay: LoadRelay | undefined;
	/** Of the relay. */
	readonly schedule: Schedule | undefined;
	/** Undefined: there is none. */
	readonly account: HouseholdAccount | undefined;
	/** Of the relay and its schedule. */
	readonly slots: Slots;
	readonly #host: HouseholdHost;
	readonly #memory: HouseholdMemory;

	/** @throws JournalError if the flash holds something else */
	constructor(host: HouseholdHost, { flash, output, payment, onAccount, ...keys }: HouseholdParts & TokenKeys) {
		this.#memory = new HouseholdMemory(flash);
		const { values, relay } = this.#memory;
		this.#host = host;
		this.slots = relay;
		this.message = new ConsumerMessage(values, HOUSEHOLD_SLOT.message, MOST_MESSAGE);
		this.code = new ConsumerMessage(values, HOUSEHOLD_SLOT.code, MOST_CODE);
		this.relay = output && new LoadRelay(host, relay, output);
		this.schedule = output && new Schedule(this, RELAY_SLOT.schedule);
		this.account = payment && accountOf(new Payment(host, new PaymentSlot(values), payment, keys, onAccount), host.deviation);
	}

	/** The meter has power. Called once. */
	start(): void {
		this.relay?.start();
	}

	/** How often the most worn sector of its flash was erased. */
	get erasures(): number {
		return this.#memory.erasures;
	}

	get deviation(): number {
		return this.#host.deviation;
	}

	now(): number {
		return this.#host.now();
	}

	isScript(table: LogicalName, id: number): boolean {
		return this.#host.isScript(table, id);
	}

	runScript(table: LogicalName, id: number, done: () => void, due: number): void {
		this.#host.runScript(table, id, done, due);
	}

	rearm(): void {
		this.#host.rearm();
	}
}

function accountOf(payment: Payment, deviation: number): HouseholdAccount {
	return {
		payment,
		account: new Account(payment, deviation),
		tokenCredit: new TokenCredit(payment),
		emergencyCredit: new EmergencyCredit(payment),
		charge: new Charge(payment, deviation),
		gateway: new TokenGateway(payment, deviation),
	};
}
