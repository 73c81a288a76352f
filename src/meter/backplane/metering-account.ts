import type { Clock } from '../../../hal/ports/clock.js';
import { minuteOf } from '../metering/calendar.js';
import type { IntervalReadings, Minute } from '../metering/readings.js';
import type { Counter } from '../metering/registers.js';
import type { BaseEventName, BaseFields } from './base-log.js';
import { type CertificationState, certificationEnd, certificationState } from './certification.js';
import type { Ledger } from './ledger.js';
import { REGISTERS_LENGTH, serialAt } from './ledger-entry.js';
import type { Place, RegisterBytes } from './messages.js';
import type { Plug } from './plug.js';

export interface Certification {
	readonly serial: string;
	readonly ends: Minute;
	readonly state: CertificationState;
}

/** What an account needs of the base. */
export interface AccountHost {
	readonly ledger: Ledger;
	readonly clock: Clock;
	/** Days; see `certificationState`. */
	readonly certificationWarning: number | undefined;
	write(event: BaseEventName, place: Place | undefined, detail: string, fields?: BaseFields): void;
}

/** What the base knows of its metering units: which one works, where its registers stood, until when it is certified. */
export class MeteringAccount {
	/** Both of the unit in place, or of the last one. */
	counter: Counter;
	twoWay = true;
	readonly #host: AccountHost;
	/** The one that works. */
	#plug: Plug | undefined;
	#certification: CertificationState = 'valid';

	/** `counter`: until the first unit tells its own. */
	constructor(host: AccountHost, counter: Counter) {
		this.#host = host;
		this.counter = counter;
	}

	/** Plug of the unit that works. */
	get plug(): Plug | undefined {
		return this.#plug;
	}

	get readings(): IntervalReadings | undefined {
		return this.#plug?.unit.readings;
	}

	/** It works, for the first time or again. */
	enter(plug: Plug): void {
		const { ledger } = this.#host;
		const identity = plug.identity!;
		this.#plug = plug;
		this.counter = this.readings?.counter ?? this.counter;
		this.twoWay = this.readings?.twoWay ?? this.twoWay;
		if (!plug.entered) this.#certification = 'valid';
		this.checkCertification();
		if (plug.entered) return;
		const goesOn = ledger.serial === identity.serial;
		if (!ledger.enter(identity, plug.registers!, plug.since))
			this.#host.write('registers behind', 'metering', identity.serial, { serial: identity.serial });
		const ledgerEntry = goesOn ? undefined : ledger.newestOut();
		if (ledgerEntry !== undefined && serialAt(ledgerEntry) !== identity.serial) plug.tell({ kind: 'predecessor', ledgerEntry });
	}

	/** Takes down registers that a metering unit tells. False: they cannot be right. */
	note(plug: Plug, registers: Uint8Array): boolean {
		if (!this.counts(plug)) return true;
		return registers.length === REGISTERS_LENGTH && this.#host.ledger.note(registers, this.#host.clock.now());
	}

	/** Takes down the last registers that a unit tells. */
	close(plug: Plug, registers: RegisterBytes): void {
		if (registers !== undefined && this.counts(plug) && this.note(plug, registers)) plug.final = true;
	}

	/** It is not read any more, for now. */
	suspend(plug: Plug): void {
		if (plug === this.#plug) this.#plug = undefined;
	}

	/** It does not count any more, or is gone. */
	leave(plug: Plug, cause: 'announced' | 'unannounced' | 'isolated'): void {
		this.suspend(plug);
		if (this.counts(plug)) this.#host.ledger.leave(cause, plug.final, this.#host.clock.now());
	}

	/** Keeps on flash what is known of the unit in place. */
	hold(): void {
		const { ledger, clock } = this.#host;
		if (ledger.serial !== undefined) ledger.hold(clock.now());
	}

	/** `found`: what stands in the place, if anything: the unit that was there before the power went may be gone. */
	miss(found: Plug | undefined): void {
		const { ledger, clock } = this.#host;
		if (ledger.serial === undefined || found?.entered) return;
		this.#host.write('pulled unannounced', 'metering', `${ledger.serial}, while the power was off`, { serial: ledger.serial });
		ledger.leave('powerless', false, clock.now());
	}

	certification(): Certification | undefined {
		const identity = this.#plug?.identity;
		if (identity?.certified === undefined) return undefined;
		const { serial, certified } = identity;
		const { clock, certificationWarning } = this.#host;
		return { serial, ends: certificationEnd(certified), state: certificationState(certified, minuteOf(clock.now()), certificationWarning) };
	}

	/** Tells if the certification comes near its end, or is at it. */
	checkCertification(): void {
		const found = this.certification();
		if (found === undefined || found.state === this.#certification) return;
		this.#certification = found.state;
		if (found.state !== 'valid') this.#host.write(`certification ${found.state}`, 'metering', found.serial, { serial: found.serial });
	}

	/** Whether it is the unit whose entry of the ledger is open. */
	private counts(plug: Plug): boolean {
		return plug.place === 'metering' && plug.entered && this.#host.ledger.serial === plug.identity?.serial;
	}
}
