/**
 * Security setup (class 64, version 0) of the client that asks.
 *
 * | attribute              | value                        | method                | parameter                                              |
 * |------------------------|------------------------------|-----------------------|--------------------------------------------------------|
 * | 2 security_policy      | enum: `POLICY`               | 1 security_activate   | enum: a policy that asks for no less                   |
 * | 3 security_suite       | enum: 0 to 2                 | 2 global_key_transfer | array of structures: enum `KEY_ID`, octet-string of 24 |
 * | 4 client_system_title  | octet-string                 |                       | bytes (suite 2: 40): a key wrapped with the KEK (RFC 3394) |
 * | 5 server_system_title  | octet-string                 |                       |                                                        |
 *
 * The KEK itself is transferred from version 1 on (key id 3): here it is what the meter was told, and stays.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Selection } from '../dlms/apdu/descriptor.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { ClientSecurity, Keys } from '../dlms/security/security.js';
import type { Caller, CosemObject, InterfaceClass } from '../dlms/server/logical-device.js';
import { itemsOf, octetsIn } from './value-parts.js';

/** The last from version 1 on. */
export const KEY_ID = Object.freeze({ encryption: 0, broadcast: 1, authentication: 2, kek: 3 });

const KEYS_0: readonly (keyof Keys)[] = Object.freeze(['encryption', 'broadcast', 'authentication'] as const);
const NONE = new Uint8Array(0);
/** How much longer a key is when it is wrapped (RFC 3394), in bytes. */
const WRAPPING = 8;

const SECURITY_SETUP: InterfaceClass = Object.freeze({ classId: 64, version: 0, attributes: 5, methods: 2 });

export class SecuritySetupObject implements CosemObject {
	readonly type: InterfaceClass = SECURITY_SETUP;
	readonly name: LogicalName;
	readonly #cipher: Cipher;

	constructor(options: { readonly name: LogicalName; readonly cipher: Cipher }) {
		this.name = options.name;
		this.#cipher = options.cipher;
	}

	read(attribute: number, w: DataWriter, _selection: Selection | undefined, { security, session }: Caller): number {
		if (security === undefined) return ACCESS_RESULT.objectUnavailable;
		if (attribute === 2) w.enum(security.policy);
		else if (attribute === 3) w.enum(security.options.suite.number);
		else w.octetString(attribute === 4 ? (session?.peerTitle ?? NONE) : security.options.title);
		return ACCESS_RESULT.success;
	}

	act(method: number, parameter: Data | undefined, _w: DataWriter, { security }: Caller): number {
		if (security === undefined) return ACTION_RESULT.objectUnavailable;
		if (method === 2) {
			const keys = this.unwrapped(parameter, security);
			if (typeof keys === 'number') return keys;
			security.changeKeys(keys);
			return ACTION_RESULT.success;
		}
		if (parameter?.tag !== DataTag.enum) return ACTION_RESULT.typeUnmatched;
		return security.raisePolicy(parameter.value) ? ACTION_RESULT.success : ACTION_RESULT.readWriteDenied;
	}

	/** Which keys may be transferred, by their ids. */
	protected get transferable(): readonly (keyof Keys)[] {
		return KEYS_0;
	}

	/** All the keys, the transferred ones among them; an Action-Result if one of these is not good, and then none is. */
	protected unwrapped(parameter: Data | undefined, security: ClientSecurity): Keys | number {
		if (parameter?.tag !== DataTag.array || parameter.items.length === 0) return ACTION_RESULT.typeUnmatched;
		const { keyLength } = security.options.suite;
		const { kek } = security.keys;
		const keys: { -readonly [K in keyof Keys]: Keys[K] } = { ...security.keys };
		// By index: this lies deep in a request, and an iterator on a device's stack.
		for (let i = 0; i < parameter.items.length; i++) {
			const [id, wrapped] = itemsOf(parameter.items[i]!, 2);
			const octets = octetsIn(wrapped, keyLength + WRAPPING);
			const name = id?.tag === DataTag.enum ? this.transferable[id.value] : undefined;
			if (name === undefined || octets === undefined) return ACTION_RESULT.typeUnmatched;
			if (kek === undefined) return ACTION_RESULT.readWriteDenied;
			const key = this.#cipher.keyUnwrap(kek, octets);
			if (key === undefined) return ACTION_RESULT.otherReason;
			keys[name] = key;
		}
		return keys;
	}
}
