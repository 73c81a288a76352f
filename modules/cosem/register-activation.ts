/**
 * Register activation (class 6, version 0): which registers count, by masks of which one is active.
 *
 * | attribute             | value                                                                                     |
 * |-----------------------|-------------------------------------------------------------------------------------------|
 * | 2 register_assignment | array of structures: long-unsigned class, octet-string logical name                       |
 * | 3 mask_list           | array of structures: octet-string name, array of unsigned index of a register, from 1     |
 * | 4 active_mask         | octet-string name of a mask; empty: none                                                  |
 *
 * Methods: 1 add_register, which is not supported: the registers are the meter's own; 2 add_mask, a structure as in mask_list, in place of one of the same
 * name; 3 delete_mask, octet-string.
 */
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { anyOctetsIn, itemsOf, listIn } from './value-parts.js';

export interface Mask {
	readonly name: Uint8Array;
	/** Indexes of registers, from 1. */
	readonly registers: readonly number[];
}

export interface ActivationFacts {
	/** All are of class 3. */
	readonly assignment: readonly LogicalName[];
	readonly masks: readonly Mask[];
	/** Empty: none. */
	readonly activeMask: Uint8Array;
	/** Returns a Data-Access-Result. */
	setActiveMask(name: Uint8Array): number;
	/** Both return an Action-Result. */
	addMask(mask: Mask): number;
	deleteMask(name: Uint8Array): number;
}

const REGISTER = 3;
const ADD_MASK = 2;
const ACTIVE_MASK = 4;

const REGISTER_ACTIVATION: FactsClass<ActivationFacts> = frozen({
	classId: 6,
	version: 0,
	attributes: 4,
	methods: 3,
	puts: [
		(w, { assignment }) => {
			w.array(assignment.length);
			for (const name of assignment) w.structure(2).longUnsigned(REGISTER).logicalName(name);
			return w;
		},
		(w, { masks }) => {
			w.array(masks.length);
			for (const { name, registers } of masks) {
				w.structure(2).octetString(name).array(registers.length);
				for (const index of registers) w.unsigned(index);
			}
			return w;
		},
		(w, { activeMask }) => w.octetString(activeMask),
	],
});

export class RegisterActivationObject extends FactsObject<ActivationFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<ActivationFacts>) {
		super(REGISTER_ACTIVATION, name, facts);
	}

	write(attribute: number, value: Data, { device }: Caller): number {
		if (attribute !== ACTIVE_MASK) return ACCESS_RESULT.readWriteDenied;
		const name = anyOctetsIn(value);
		return name === undefined ? ACCESS_RESULT.typeUnmatched : this.facts(device).setActiveMask(name);
	}

	act(method: number, parameter: Data | undefined, _w: DataWriter, { device }: Caller): number {
		const facts = this.facts(device);
		if (method === ADD_MASK) {
			const mask = parameter && maskIn(parameter);
			return mask === undefined ? ACTION_RESULT.typeUnmatched : facts.addMask(mask);
		}
		const name = anyOctetsIn(parameter);
		return name === undefined ? ACTION_RESULT.typeUnmatched : facts.deleteMask(name);
	}
}

function maskIn(data: Data): Mask | undefined {
	const [first, list] = itemsOf(data, 2);
	const name = anyOctetsIn(first);
	const registers = listIn(list, (item) => (item.tag === DataTag.unsigned ? item.value : undefined));
	return name === undefined || registers === undefined ? undefined : { name, registers };
}
