/**
 * Association LN (class 15, version 1): what a client sees of the device. One object serves all clients: it answers each about its own association.
 *
 * | attribute                       | value                                                                             |
 * |---------------------------------|-----------------------------------------------------------------------------------|
 * | 2 object_list                   | array of structures of class, version, logical name, access rights                |
 * | 3 associated_partners_id        | structure of client (integer) and server (long-unsigned)                          |
 * | 4 application_context_name      | octet-string: the 7 bytes of the OID                                              |
 * | 5 xDLMS_context_info            | structure of conformance, receive size, send size, version, quality, cyphering info |
 * | 6 authentication_mechanism_name | octet-string: the 7 bytes of the OID                                              |
 * | 7 secret                        | never told                                                                        |
 * | 8 association_status            | enum: 0 non-associated, 1 association-pending, 2 associated                       |
 * | 9 security_setup_reference      | octet-string: a logical name                                                      |
 *
 * Methods: 1 reply_to_HLS_authentication, which only a pending association takes (modules/dlms/server); 2 to 4 change the association, which is fixed
 * here.
 *
 * Access rights: structure of attributes, an array of `number, mode, selectors (array) or null-data`, and of methods, an array of `number, mode`.
 */
import { contextName, mechanismName } from '../dlms/apdu/acse.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Selection } from '../dlms/apdu/descriptor.js';
import { DLMS_VERSION } from '../dlms/apdu/initiate.js';
import type { DataSource, DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import { ASSOCIATION_CLASS, REPLY_TO_HLS } from '../dlms/current-association.js';
import { type AssociationState, type Caller, type CosemObject, type InterfaceClass, modeOf, type Rights } from '../dlms/server/logical-device.js';

const STATUS: Readonly<Record<AssociationState, number>> = Object.freeze({ idle: 0, pending: 1, associated: 2 });

/** What all associations of a device tell. */
export interface AssociationFacts {
	/** The server's address (wPort). */
	readonly server: number;
	/** Logical name of the security set-up, of clients with keys; 0: there is none. */
	readonly securitySetup: LogicalName;
}

export interface AssociationObjectOptions {
	readonly name: LogicalName;
	readonly facts: AssociationFacts;
}

const ASSOCIATION: InterfaceClass = Object.freeze({ classId: ASSOCIATION_CLASS, version: 1, attributes: 9, methods: 4 });

export class AssociationObject implements CosemObject {
	readonly type = ASSOCIATION;
	readonly name: LogicalName;
	readonly #facts: AssociationFacts;

	constructor({ name, facts }: AssociationObjectOptions) {
		this.name = name;
		this.#facts = facts;
	}

	read(attribute: number, w: DataWriter, _selection: Selection | undefined, caller: Caller): number | DataSource {
		const { server, securitySetup } = this.#facts;
		switch (attribute) {
			case 2:
				return new ObjectList(caller);
			case 3:
				// The class has one signed byte for the client: numbers from 128 on read as negative.
				w.structure(2)
					.integer((caller.client << 24) >> 24)
					.longUnsigned(server);
				break;
			case 4:
				w.octetString(contextName(caller.context));
				break;
			case 5:
				w.structure(6).bitString(24, new Uint8Array([caller.conformance >> 16, caller.conformance >> 8, caller.conformance]));
				w.longUnsigned(caller.receiveSize).longUnsigned(caller.sendSize).unsigned(DLMS_VERSION).integer(0).octetString(NONE);
				break;
			case 6:
				w.octetString(mechanismName(caller.mechanism));
				break;
			case 8:
				w.enum(STATUS[caller.state]);
				break;
			case 9:
				w.logicalName(caller.security === undefined ? 0 : securitySetup);
				break;
			default:
				return ACCESS_RESULT.readWriteDenied;
		}
		return ACCESS_RESULT.success;
	}

	/** The only method that a client may call is its proof of HLS, and whoever gets here has given it: there is no challenge any more. */
	act(method: number): number {
		return method === REPLY_TO_HLS ? ACTION_RESULT.temporaryFailure : ACTION_RESULT.readWriteDenied;
	}
}

const NONE = new Uint8Array(0);

/** The count, then an object at a time. */
class ObjectList implements DataSource {
	readonly #caller: Caller;
	#next = -1;
	#left = 0;

	constructor(caller: Caller) {
		this.#caller = caller;
	}

	produce(w: DataWriter): boolean {
		const { rights: whose, device } = this.#caller;
		if (this.#next < 0) {
			for (const rights of device.rights) if (rights[whose] !== undefined) this.#left++;
			w.array(this.#left);
			this.#next = 0;
			return this.#left > 0;
		}
		for (;;) {
			const index = this.#next++;
			const rights = device.rights[index]![whose];
			if (rights === undefined) continue;
			putEntry(w, device.objects[index]!, rights);
			return --this.#left > 0;
		}
	}
}

function putEntry(w: DataWriter, { type, name }: CosemObject, { attributes, methods }: Rights): void {
	w.structure(4).longUnsigned(type.classId).unsigned(type.version).logicalName(name).structure(2).array(type.attributes);
	for (let attribute = 1; attribute <= type.attributes; attribute++) {
		w.structure(3).integer(attribute).enum(modeOf(attributes, attribute));
		const selectors = type.selectors?.[attribute];
		if (selectors === undefined) {
			w.nullData();
		} else {
			w.array(selectors.length);
			for (const selector of selectors) w.integer(selector);
		}
	}
	w.array(type.methods);
	for (let method = 1; method <= type.methods; method++) w.structure(2).integer(method).enum(modeOf(methods, method));
}
