/** What is known of the meter: its maps, its scale, who it is; asked after each join, and again when it seems to be another. */
import { DecodeError } from '../../../modules/bytes/reader.js';
import type { Property } from '../../../modules/echonet-lite/frame.js';
import { decodePropertyMap } from '../../../modules/echonet-lite/property-map.js';
import { EPC } from '../../../src/route-b/epc.js';
import type { Behaviour } from './behaviour.js';
import { type Scale, unitOf, unsigned } from './values.js';

/** Refused so often in a row, D3 is taken for missing. */
const REFUSED_FOR_GOOD = 2;
/** What a meter without maps is taken to have. */
const USUAL: readonly number[] = [
	EPC.importEnergy,
	EPC.exportEnergy,
	EPC.energyUnit,
	EPC.effectiveDigits,
	EPC.power,
	EPC.currents,
	EPC.fixedTimeImport,
];
/** Polls that pass until what was refused is asked for again: twice as many each time, up to this. */
const LONGEST_PAUSE = 32;

interface Refusal {
	times: number;
	pause: number;
}

export class MeterFacts {
	readonly #behaviour: Behaviour;
	readonly #refused = new Map<number, Refusal>();
	#readable: readonly number[] | undefined;
	#settable: readonly number[] | undefined;
	#announced: readonly number[] | undefined;
	#unit: number | undefined;
	#coefficient: number | undefined;
	#digits: number | undefined;
	#identity: string | undefined;

	constructor(behaviour: Behaviour) {
		this.#behaviour = behaviour;
	}

	/** Nothing is known any more but who it was. */
	forget(): void {
		this.#refused.clear();
		this.#readable = undefined;
		this.#settable = undefined;
		this.#announced = undefined;
		this.forgetScale();
	}

	forgetScale(): void {
		this.#unit = undefined;
		this.#coefficient = undefined;
		this.#digits = undefined;
	}

	get hasMaps(): boolean {
		return this.#readable !== undefined;
	}

	has(epc: number): boolean {
		if (!this.#behaviour.respectsMaps) return true;
		return (this.#readable ?? USUAL).includes(epc);
	}

	canSet(epc: number): boolean {
		return !this.#behaviour.respectsMaps || (this.#settable?.includes(epc) ?? false);
	}

	/** It says by 9D that it tells changes of it. */
	announces(epc: number): boolean {
		return this.#announced?.includes(epc) ?? true;
	}

	/** It is there, and was not refused just now. */
	mayAsk(epc: number): boolean {
		return this.has(epc) && !(this.#behaviour.remembersRefused && (this.#refused.get(epc)?.pause ?? 0) > 0);
	}

	/** One poll has passed. */
	onPoll(): void {
		for (const refusal of this.#refused.values()) if (refusal.pause > 0) refusal.pause--;
	}

	onRefused(epc: number): void {
		const refusal = this.#refused.get(epc) ?? { times: 0, pause: 0 };
		refusal.times++;
		refusal.pause = Math.min(LONGEST_PAUSE, 2 ** refusal.times);
		this.#refused.set(epc, refusal);
	}

	/** What of the scale is still to be asked for. */
	get missing(): readonly number[] {
		const missing: number[] = [];
		if (this.#unit === undefined) missing.push(EPC.energyUnit);
		if (this.#digits === undefined) missing.push(EPC.effectiveDigits);
		if (this.#coefficient === undefined && this.has(EPC.coefficient) && !this.#isRefusedForGood(EPC.coefficient)) missing.push(EPC.coefficient);
		return missing;
	}

	/** Undefined as long as it is not known. */
	get scale(): Scale | undefined {
		const { usesCoefficient, usesUnit, readsUnits } = this.#behaviour;
		const unit = usesUnit && readsUnits ? this.#unit : unitOf(0, this.#behaviour);
		const coefficient = usesCoefficient && readsUnits ? this.#knownCoefficient : 1;
		if (unit === undefined || coefficient === undefined) return undefined;
		return { wattHours: unit * coefficient, digits: this.#digits ?? 6 };
	}

	/** Takes what is a fact; true where it says that the meter is another one than before. */
	take({ epc, edt }: Property): boolean {
		if (edt.length === 0) return false;
		this.#refused.delete(epc);
		if (epc === EPC.readableMap) this.#readable = mapOf(edt) ?? this.#readable;
		else if (epc === EPC.settableMap) this.#settable = mapOf(edt) ?? this.#settable;
		else if (epc === EPC.announcedMap) this.#announced = mapOf(edt) ?? this.#announced;
		else if (epc === EPC.energyUnit && edt.length === 1) this.#unit = unitOf(edt[0]!, this.#behaviour);
		else if (epc === EPC.effectiveDigits && edt.length === 1) this.#digits = edt[0]!;
		else if (epc === EPC.coefficient && edt.length === 4) this.#coefficient = unsigned(edt);
		else if (epc === EPC.serialNumber) return this.#identify(edt);
		return false;
	}

	get #knownCoefficient(): number | undefined {
		if (this.#coefficient !== undefined) return this.#coefficient;
		const isMissing = !this.has(EPC.coefficient) || this.#isRefusedForGood(EPC.coefficient);
		return isMissing && this.#behaviour.doesWithoutCoefficient ? 1 : undefined;
	}

	#isRefusedForGood(epc: number): boolean {
		return (this.#refused.get(epc)?.times ?? 0) >= REFUSED_FOR_GOOD;
	}

	#identify(edt: Uint8Array): boolean {
		const identity = String.fromCharCode(...edt);
		const isOther = this.#identity !== undefined && this.#identity !== identity;
		this.#identity = identity;
		return isOther;
	}
}

function mapOf(edt: Uint8Array): readonly number[] | undefined {
	try {
		return decodePropertyMap(edt);
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}
