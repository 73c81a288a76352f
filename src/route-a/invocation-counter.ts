/**
 * Data (class 1, version 0): the last invocation counter that was accepted from one client, a double-long-unsigned: under its own key or the broadcast
 * key, whichever is greater. A client that does not know where it stands goes on with the next one.
 */

import { DATA } from '../../modules/cosem/data-class.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import type { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import type { ClientSecurity } from '../../modules/dlms/security/security.js';
import type { CosemObject } from '../../modules/dlms/server/logical-device.js';

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
