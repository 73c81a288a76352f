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
import { DecodeError, Reader } from '../bytes/reader.js';
import { ACCESS_RESULT, ACTION_RESULT } from './apdu.js';
import { type Data, readData, SMALL } from './axdr.js';
import type { DataSource, DataWriter } from './data-writer.js';
import type { AttributeTarget, Selection, Target } from './descriptor.js';
import type { LogicalName } from './obis.js';
import type { ClientSecurity, SecuritySession } from './security.js';

/** Whom an object answers: a client in its association. */
export interface Caller {
	/** The client's address (wPort). */
	readonly client: number;
	readonly device: LogicalDevice;
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

/** One object. Attribute 1, the logical name, is answered for all of them by their device. */
export interface CosemObject {
	readonly classId: number;
	readonly version: number;
	readonly name: LogicalName;
	/** How many attributes and methods there are. */
	readonly attributes: number;
	readonly methods: number;
	/** Attributes of which a part can be asked for, with the selectors for it. */
	readonly selectors?: Readonly<Record<number, readonly number[]>>;
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

export interface DeviceEntry {
	readonly object: CosemObject;
	/** By the client's address. */
	readonly rights: Readonly<Record<number, Rights>>;
}

/** The mode of attribute or method `index`, from 1. */
export function modeOf(digits: string, index: number): number {
	return index >= 1 && index <= digits.length ? digits.charCodeAt(index - 1) - 0x30 : 0;
}

const READ = 1;
const WRITE = 2;

export class LogicalDevice {
	readonly entries: readonly DeviceEntry[];
	readonly #byName = new Map<LogicalName, DeviceEntry>();

	/** @throws RangeError if two objects have one name */
	constructor(entries: readonly DeviceEntry[]) {
		this.entries = entries;
		for (const entry of entries) {
			if (this.#byName.has(entry.object.name)) throw new RangeError(`device: expected one object named ${entry.object.name.toString(16)}`);
			this.#byName.set(entry.object.name, entry);
		}
	}

	/** Puts the value of an attribute, or returns its source, or why there is none: see `CosemObject.read`. */
	read(target: AttributeTarget, w: DataWriter, caller: Caller): number | DataSource {
		const entry = this.#find(target, caller);
		if (typeof entry === 'number') return entry;
		const { object, rights } = entry;
		const { index, selection } = target;
		if (index > object.attributes) return ACCESS_RESULT.objectUndefined;
		if ((modeOf(rights[caller.client]!.attributes, index) & READ) === 0) return ACCESS_RESULT.readWriteDenied;
		if (selection !== undefined && object.selectors?.[index]?.includes(selection.selector) !== true) return ACCESS_RESULT.scopeOfAccessViolated;
		if (index === 1) {
			w.logicalName(object.name);
			return ACCESS_RESULT.success;
		}
		const start = w.length;
		const result = guarded(() => object.read(index, w, selection, caller));
		if (result !== ACCESS_RESULT.success) w.truncate(start);
		return result;
	}

	/** Returns a Data-Access-Result. */
	write(target: AttributeTarget, value: Uint8Array, caller: Caller): number {
		const entry = this.#find(target, caller);
		if (typeof entry === 'number') return entry;
		const { object, rights } = entry;
		const { index, selection } = target;
		if (index > object.attributes) return ACCESS_RESULT.objectUndefined;
		if ((modeOf(rights[caller.client]!.attributes, index) & WRITE) === 0 || object.write === undefined) return ACCESS_RESULT.readWriteDenied;
		if (selection !== undefined) return ACCESS_RESULT.scopeOfAccessViolated;
		const result = guarded(() => object.write!(index, readWhole(value), caller));
		return typeof result === 'number' ? result : ACCESS_RESULT.otherReason;
	}

	/** Puts what the method returns, if it returns anything; returns an Action-Result. */
	act(target: Target, parameter: Uint8Array | undefined, w: DataWriter, caller: Caller): number {
		const entry = this.#find(target, caller);
		if (typeof entry === 'number') return entry;
		const { object, rights } = entry;
		const { index } = target;
		if (index < 1 || index > object.methods) return ACTION_RESULT.objectUndefined;
		if (modeOf(rights[caller.client]!.methods, index) === 0 || object.act === undefined) return ACTION_RESULT.readWriteDenied;
		const start = w.length;
		const result = guarded(() => object.act!(index, parameter === undefined ? undefined : readWhole(parameter), w, caller));
		if (result !== ACTION_RESULT.success) w.truncate(start);
		return typeof result === 'number' ? result : ACTION_RESULT.otherReason;
	}

	/** The object, or the Data-Access-Result for want of it. */
	#find({ classId, name }: Target, caller: Caller): DeviceEntry | number {
		const entry = this.#byName.get(name);
		if (entry === undefined || entry.rights[caller.client] === undefined) return ACCESS_RESULT.objectUndefined;
		return entry.object.classId === classId ? entry : ACCESS_RESULT.objectClassInconsistent;
	}
}

/** A value or a selection that is no such thing is of the wrong type. */
function guarded(run: () => number | DataSource): number | DataSource {
	try {
		return run();
	} catch (error) {
		if (error instanceof DecodeError) return ACCESS_RESULT.typeUnmatched;
		throw error;
	}
}

function readWhole(value: Uint8Array): Data {
	const r = new Reader('A-XDR', value);
	const data = readData(r, SMALL);
	r.end();
	return data;
}
