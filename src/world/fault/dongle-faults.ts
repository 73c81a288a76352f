/** What makes a dongle fail, as it is put together. */
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { J11_MODELS, type J11Model } from '../../../modules/wi-sun-module/j11/language/model.js';
import { isJ11, type ModuleModel, type ModuleName } from '../../../modules/wi-sun-module/models.js';
import { BINARY, MODELS, type Model, type ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { SkModule } from '../../../modules/wi-sun-module/skstack/module/module.js';
import type { Nonvolatile, NonvolatileItem } from '../../../modules/wi-sun-module/skstack/module/state.js';
import type { Dongle } from '../dongle/dongle.js';
import type { DongleActivity } from '../dongle/dongle-activity.js';
import type { Refusal } from '../schema/answer-rows.js';
import type { FaultSwitches } from './fault-switches.js';
import type { FaultName } from './fault-table.js';
import { FaultyJ11 } from './faulty-j11.js';
import { FaultyModule } from './faulty-module.js';
import { FaultySerial } from './faulty-serial.js';

export interface DongleFaultsOptions {
	readonly switches: FaultSwitches;
	readonly scheduler: Scheduler;
	readonly model: ModuleName;
	/** What it does otherwise than its model, whatever fails. */
	readonly changes?: ModelChanges | undefined;
	readonly nonvolatile: Nonvolatile;
	/** ms of transmission an hour while no fault sets another limit; Infinity where there is no law. */
	readonly transmitLimit: number;
}

/** Of a model of either dialect; those of the other one mean nothing. */
export type ModelChanges = Partial<Omit<Model, 'dialect' | 'name'> & Omit<J11Model, 'dialect' | 'name'>>;

/** Faults of a dongle that a J11 module has a form of. */
const OF_J11: readonly FaultName[] = Object.freeze([
	'er10',
	'missing-ok',
	'silent-dongle',
	'distance',
	'transmit-limit',
	'failed-start',
	'dongle-reset',
	'chunked-serial',
	'noise',
]);

/** Who speaks the grammar of the other family, where a program was written for the one it is not. */
const OTHER_FAMILY: Readonly<Record<ModelName, ModelName>> = Object.freeze({
	bp35a1: 'bp35c0',
	bp35c0: 'bp35a1',
	bp35c2: 'bp35a1',
	'rl7023-ips': 'rl7023-dss',
	'rl7023-dss': 'rl7023-ips',
});

export class DongleFaults {
	readonly nonvolatile: Nonvolatile;
	readonly #options: DongleFaultsOptions;
	readonly #fresh: FreshOptions;
	#dongle: Dongle | undefined;
	/** Counts the joins: what one was to meet does not befall the next. */
	#session = 0;
	#isJoined = false;

	constructor(options: DongleFaultsOptions) {
		this.#options = options;
		this.#fresh = new FreshOptions(options.nonvolatile, () => options.switches.isOn('binary-payload'));
		this.nonvolatile = this.#fresh;
	}

	/** Which module it is now. */
	get model(): ModuleModel {
		const { switches, model, changes } = this.#options;
		if (isJ11(model)) return { ...J11_MODELS[model], ...changes };
		const actual = MODELS[switches.isOn('other-grammar') ? OTHER_FAMILY[model] : model];
		return {
			...actual,
			...changes,
			...(switches.isOn('binary-payload') && actual.wopt !== undefined && { wopt: BINARY }),
			...(switches.isOn('failed-reauthentication') && { tellsReauthentication: true }),
		};
	}

	/** dB beyond the nominal. */
	get remoteness(): number {
		return this.#options.switches.find('distance')?.choice.value.amount ?? 0;
	}

	/** ms of transmission an hour. */
	get transmitLimit(): number {
		const { switches, transmitLimit } = this.#options;
		return switches.find('transmit-limit')?.choice.value.delay?.min ?? transmitLimit;
	}

	/** Around the wire to the program. */
	serial(inner: Serial): FaultySerial {
		const { scheduler, switches, model } = this.#options;
		return new FaultySerial({ inner, scheduler, switches, hasLines: !isJ11(model) });
	}

	/** Around the dialogue of one module, by its dialect. */
	get around() {
		const { scheduler, switches } = this.#options;
		return {
			skstack: () => new FaultyModule({ scheduler, strikes: (fault) => switches.strikes(fault) }),
			j11: () => new FaultyJ11((fault) => switches.strikes(fault)),
		};
	}

	onActivity(activity: DongleActivity): void {
		if (activity.kind !== 'join' || activity.step === 'sent' || activity.step === 'received') return;
		this.#isJoined = activity.step === 'authenticated';
		this.#session++;
		if (this.#isJoined) this.#armReset();
	}

	/** From now on what is switched strikes this dongle. */
	watch(dongle: Dongle): void {
		this.#dongle = dongle;
		this.#options.switches.onChange = (name) => this.#onChange(dongle, name);
	}

	/** Why a fault cannot strike here; undefined: it can. */
	refusal(name: FaultName): Refusal | undefined {
		const { transmitLimit, model } = this.#options;
		if (name === 'transmit-limit' && transmitLimit === Number.POSITIVE_INFINITY) return { kind: 'noTransmitLimit', of: 'dongle' };
		if (isJ11(model)) return OF_J11.includes(name) ? undefined : { kind: 'notInJ11', name, model };
		if (name === 'failed-start') return { kind: 'onlyInJ11', model };
		if (name !== 'binary-payload') return undefined;
		if (MODELS[model].wopt === undefined) return { kind: 'digitsAlways', model };
		const module = this.#dongle?.module;
		return module instanceof SkModule && !module.showsDigits && !this.#options.switches.isOn(name) ? { kind: 'rawAlready' } : undefined;
	}

	#onChange(dongle: Dongle, name: FaultName): void {
		if (name === 'dongle-reset' && this.#isJoined) this.#armReset();
		if (name === 'binary-payload') this.#fresh.forget();
		dongle.radio.limit = this.transmitLimit;
		dongle.move(this.remoteness);
		if (name === 'other-grammar' || name === 'binary-payload') dongle.exchange();
	}

	#armReset(): void {
		const { switches, scheduler } = this.#options;
		const fault = switches.draw('dongle-reset');
		if (fault === undefined) return;
		const session = this.#session;
		scheduler.after(switches.delayOf(fault), () => {
			if (session !== this.#session || !fault.isOn || !switches.holds(fault)) return;
			fault.strike();
			this.#isJoined = false;
			this.#dongle?.reset();
		});
	}
}

/** A memory that has never heard of product settings, as one fresh from the shop, until they are written: a device that wraps a device. */
class FreshOptions implements Nonvolatile {
	readonly #inner: Nonvolatile;
	readonly #isFresh: () => boolean;
	#written = false;

	constructor(inner: Nonvolatile, isFresh: () => boolean) {
		this.#inner = inner;
		this.#isFresh = isFresh;
	}

	forget(): void {
		this.#written = false;
	}

	load(item: NonvolatileItem): Uint8Array | undefined {
		return item === 'options' && !this.#written && this.#isFresh() ? undefined : this.#inner.load(item);
	}

	save(item: NonvolatileItem, bytes: Uint8Array | undefined): boolean {
		if (item === 'options') this.#written = true;
		return this.#inner.save(item, bytes);
	}
}
