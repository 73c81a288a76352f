/**
 * COSEM objects (Blue Book, "Interface classes"), and a logical device as the list of them with what each client may do.
 *
 * Rights are data: for each client one digit per attribute and per method, from number 1 on; what is missing is 0. A client that is not named does not
 * see the object. They are the access modes of class 15 version 0 to 2.
 *
 * | digit | attribute      | method               |
 * |-------|----------------|----------------------|
 * | 0     | no access      | no access            |
 * | 1     | read           | access               |
 * | 2     | write          | authenticated access |
 * | 3     | read and write |                      |
 */
import { DecodeError, Reader } from '../../bytes/reader.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../apdu/apdu.js';
import type { AttributeTarget, Selection, Target } from '../apdu/descriptor.js';
import { type Data, readData, SMALL } from '../axdr/data.js';
import type { DataSource, DataWriter } from '../axdr/data-writer.js';
import type { LogicalName } from '../axdr/obis.js';
import type { ClientSecurity } from '../security/security.js';
import type { SecuritySession } from '../security/session.js';

/** What became of an association: pending is one whose client has not proven itself in HLS yet. */
export type AssociationState = 'idle' | 'pending' | 'associated';

/** Caller of an object: a client in its association. */
export interface Caller {
	/** The client's address (wPort). */
	readonly client: number;
	/** Client whose rights it has: its own address, or another client's. */
	readonly rights: number;
	readonly device: LogicalDevice;
	readonly state: AssociationState;
	/** One of `CONTEXT` and of `MECHANISM`. */
	readonly context: number;
	readonly mechanism: number;
	/** Bits of `CONFORMANCE` that were agreed on. */
	readonly conformance: number;
	/** The longest PDU that this side takes and sends, in bytes. */
	readonly receiveSize: number;
	readonly sendSize: number;
	/** Undefined: the client has no keys. */
	readonly security: ClientSecurity | undefined;
	readonly session: SecuritySession | undefined;
}

/** What all objects of one class have in common. */
export interface InterfaceClass {
	readonly classId: number;
	readonly version: number;
	/** How many attributes and methods there are. */
	readonly attributes: number;
	readonly methods: number;
	/** Attributes of which a part can be asked for, with the selectors for it. */
	readonly selectors?: Readonly<Record<number, readonly number[]>>;
}

/** One object. Attribute 1, the logical name, is answered for all of them by their device. */
export interface CosemObject {
	readonly type: InterfaceClass;
	readonly name: LogicalName;
	/**
	 * Puts the value of attribute 2 or above and returns 0; or returns a source of it if it is long, or a Data-Access-Result and what was put is
	 * forgotten.
	 */
	read(attribute: number, w: DataWriter, selection: Selection | undefined, caller: Caller): number | DataSource;
	/** Returns a Data-Access-Result. */
	write?(attribute: number, value: Data, caller: Caller): number;
	/** Returns an Action-Result; 0 with what was put as the value that the method returns, if anything was. */
	act?(method: number, parameter: Data | undefined, w: DataWriter, caller: Caller): number;
}

export interface Rights {
	readonly attributes: string;
	readonly methods: string;
}

/** What clients may do with one object, by their addresses. */
export type ClientRights = Readonly<Record<number, Rights>>;

export interface DeviceEntry {
	readonly object: CosemObject;
	readonly rights: ClientRights;
}

/** The mode of attribute or method `index`, from 1. */
export function modeOf(digits: string, index: number): number {
	return index >= 1 && index <= digits.length ? digits.charCodeAt(index - 1) - 0x30 : 0;
}

const READ = 1;
const WRITE = 2;

export class LogicalDevice {
	/** Objects in the order of the object list. */
	readonly objects: readonly CosemObject[];
	/** Rights at each object. */
	readonly rights: readonly ClientRights[];

	/** @throws RangeError if two objects have one name, or there are rights to what an object has not */
	constructor(entries: readonly DeviceEntry[]) {
		// Lists, not entries: an item of a list takes no slot of XS's heap.
		this.objects = entries.map(({ object }) => object);
		this.rights = entries.map(({ rights }) => rights);
		const names = new Float64Array(entries.length);
		for (let i = 0; i < entries.length; i++) {
			const { name } = this.objects[i]!;
			if (names.includes(name)) throw new RangeError(`COSEM device: expected one object named ${name.toString(16)}`);
			names[i] = name;
			checkRights(this.objects[i]!, this.rights[i]!);
		}
	}

	/** Whether who has these rights may read an attribute, attribute 0 being none: a Data-Access-Result. */
	mayRead(target: Target, rights: number): number {
		const found = this.find(target, { rights });
		if (found < 0) return -found;
		return (modeOf(this.rights[found]![rights]!.attributes, target.index) & READ) === 0 ? ACCESS_RESULT.readWriteDenied : ACCESS_RESULT.success;
	}

	/** Puts the value of an attribute, or returns its source, or why there is none: see `CosemObject.read`. */
	read(target: AttributeTarget, w: DataWriter, caller: Caller): number | DataSource {
		const found = this.find(target, caller);
		if (found < 0) return -found;
		const object = this.objects[found]!;
		const { selectors } = object.type;
		const { index, selection } = target;
		if ((modeOf(this.rights[found]![caller.rights]!.attributes, index) & READ) === 0) return ACCESS_RESULT.readWriteDenied;
		if (selection !== undefined && selectors?.[index]?.includes(selection.selector) !== true) return ACCESS_RESULT.scopeOfAccessViolated;
		if (index === 1) {
			w.logicalName(object.name);
			return ACCESS_RESULT.success;
		}
		const start = w.length;
		let result: number | DataSource;
		try {
			result = object.read(index, w, selection, caller);
		} catch (error) {
			result = resultOf(error);
		}
		if (result !== ACCESS_RESULT.success) w.truncate(start);
		return result;
	}

	/** Returns a Data-Access-Result. */
	write(target: AttributeTarget, value: Uint8Array, caller: Caller): number {
		const found = this.find(target, caller);
		if (found < 0) return -found;
		const object = this.objects[found]!;
		const { index, selection } = target;
		const mode = modeOf(this.rights[found]![caller.rights]!.attributes, index);
		if ((mode & WRITE) === 0 || object.write === undefined) return ACCESS_RESULT.readWriteDenied;
		if (selection !== undefined) return ACCESS_RESULT.scopeOfAccessViolated;
		try {
			return object.write(index, readWhole(value), caller);
		} catch (error) {
			return resultOf(error);
		}
	}

	/** Puts what the method returns, if it returns anything; returns an Action-Result. */
	act(target: Target, parameter: Uint8Array | undefined, w: DataWriter, caller: Caller): number {
		const found = this.find(target, caller);
		if (found < 0) return -found;
		const object = this.objects[found]!;
		const { index } = target;
		const mode = modeOf(this.rights[found]![caller.rights]!.methods, index);
		if (mode === 0 || object.act === undefined) return ACTION_RESULT.readWriteDenied;
		const start = w.length;
		let result: number;
		try {
			result = object.act(index, parameter === undefined ? undefined : readWhole(parameter), w, caller);
		} catch (error) {
			result = resultOf(error);
		}
		if (result !== ACTION_RESULT.success) w.truncate(start);
		return result;
	}

	/** Of the object with this name; −1: there is none. */
	private indexOf(name: LogicalName): number {
		// Among some hundred; a list of the names would take memory.
		for (let i = 0; i < this.objects.length; i++) if (this.objects[i]!.name === name) return i;
		return -1;
	}

	/** The index of the object; or the negative of the Data-Access-Result for want of it. */
	private find({ classId, name }: Target, { rights }: Pick<Caller, 'rights'>): number {
		const index = this.indexOf(name);
		if (index < 0 || this.rights[index]![rights] === undefined) return -ACCESS_RESULT.objectUndefined;
		return this.objects[index]!.type.classId === classId ? index : -ACCESS_RESULT.objectClassInconsistent;
	}
}

/** What an object has no attribute or method for nobody may have a right to: so that no request reaches it with such a number. */
function checkRights({ name, type }: CosemObject, rights: ClientRights): void {
	for (const client in rights) {
		const { attributes, methods } = rights[client]!;
		if (attributes.length > type.attributes || methods.length > type.methods)
			throw new RangeError(
				`device: rights of client ${client} to ${name.toString(16)}: expected at most ${type.attributes} attributes and ${type.methods} methods, got ${attributes.length} and ${methods.length}`,
			);
	}
}

/** A value or a selection that is no such thing is of the wrong type. */
function resultOf(error: unknown): number {
	if (error instanceof DecodeError) return ACCESS_RESULT.typeUnmatched;
	throw error;
}

function readWhole(value: Uint8Array): Data {
	const r = new Reader('A-XDR', value);
	const data = readData(r, SMALL);
	r.end();
	return data;
}
