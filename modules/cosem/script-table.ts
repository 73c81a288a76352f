/**
 * Script table (class 9, version 0) whose scripts are the meter's own: each calls a method, or sets an attribute to an octet-string.
 *
 * | attribute | value                                                                                                              |
 * |-----------|--------------------------------------------------------------------------------------------------------------------|
 * | 2 scripts | array of structures: long-unsigned identifier (from 1), array of actions: structures of enum service (1 write, 2 execute), long-unsigned class, octet-string logical name, integer index, parameter |
 *
 * Method: 1 execute, long-unsigned: an identifier.
 */
import { frozen } from '../bytes/frozen.js';
import { ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Target } from '../dlms/apdu/descriptor.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject, LogicalDevice } from '../dlms/server/logical-device.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';

/** A script of one method that is called with integer 0, or of one attribute that is set. */
export interface Script extends Target {
	/** From 1. */
	readonly id: number;
	/** What the attribute is set to; undefined: it is a method. */
	readonly value?: Uint8Array;
}

const WRITE = 1;
const EXECUTE = 2;

/** Carries a script out for a client; returns an Action-Result. */
export type Execute = (device: LogicalDevice, id: number, client: number) => number;

export class ScriptTableObject extends FactsObject<readonly Script[]> implements CosemObject {
	readonly #execute: Execute;

	/** @param scripts of the device that is asked, where they are not the same in all */
	constructor(name: LogicalName, scripts: readonly Script[] | FactsOf<readonly Script[]>, execute: Execute) {
		super(SCRIPT_TABLE, name, typeof scripts === 'function' ? scripts : () => scripts);
		this.#execute = execute;
	}

	act(_method: number, parameter: Data | undefined, _w: DataWriter, { device, client }: Caller): number {
		if (parameter?.tag !== DataTag.longUnsigned) return ACTION_RESULT.typeUnmatched;
		const id = parameter.value;
		if (!this.facts(device).some((script) => script.id === id)) return ACTION_RESULT.scopeOfAccessViolated;
		return this.#execute(device, id, client);
	}
}

const SCRIPT_TABLE: FactsClass<readonly Script[]> = frozen({
	classId: 9,
	version: 0,
	attributes: 2,
	methods: 1,
	puts: [
		(w, scripts) => {
			w.array(scripts.length);
			for (const { id, classId, name, index, value } of scripts) {
				w.structure(2).longUnsigned(id).array(1).structure(5);
				w.enum(value === undefined ? EXECUTE : WRITE)
					.longUnsigned(classId)
					.logicalName(name)
					.integer(index);
				if (value === undefined) w.integer(0);
				else w.octetString(value);
			}
			return w;
		},
	],
});
