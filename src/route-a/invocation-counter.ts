/**
 * Data (class 1, version 0): the last invocation counter that was accepted from one client, a double-long-unsigned: under its own key or the broadcast
 * key, whichever is greater. A client that does not know where it stands goes on with the next one.
 */
import { ACCESS_RESULT } from '../../modules/cosem/apdu.js';
import { DATA } from '../../modules/cosem/data.js';
import type { DataWriter } from '../../modules/cosem/data-writer.js';
import type { CosemObject } from '../../modules/cosem/interface-class.js';
import type { LogicalName } from '../../modules/cosem/obis.js';
import type { ClientSecurity } from '../../modules/cosem/security.js';

export class InvocationCounterObject implements CosemObject {
	readonly type = DATA;
	readonly name: LogicalName;
	readonly #security: ClientSecurity;

	constructor(name: LogicalName, security: ClientSecurity) {
		this.name = name;
		this.#security = security;
	}

	read(_attribute: number, w: DataWriter): number {
		const { lastReceived, lastBroadcast } = this.#security;
		w.doubleLongUnsigned(Math.max(lastReceived, lastBroadcast));
		return ACCESS_RESULT.success;
	}
}
