/**
 * Disconnect control (class 70, version 0) of the supply.
 *
 * | attribute       | value                                                                          | method              | parameter |
 * |-----------------|--------------------------------------------------------------------------------|---------------------|-----------|
 * | 2 output_state  | boolean: whether the contact is closed, really                                 | 1 remote_disconnect | integer 0 |
 * | 3 control_state | enum: 0 disconnected, 1 connected, 2 ready for reconnection                    | 2 remote_reconnect  | integer 0 |
 * | 4 control_mode  | enum: 0 to 6, which transitions there are (Blue Book, "Disconnect control"); may be set |            |           |
 */
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { isNoParameter } from './no-parameter.js';

/** Looked at anew for each request. */
export interface DisconnectFacts {
	readonly outputState: boolean;
	readonly controlState: number;
	readonly controlMode: number;
	/** Returns a Data-Access-Result. @param client whose order it is */
	setControlMode(mode: number, client: number): number;
	/** Both return an Action-Result: that the order was taken, not what came of it. */
	remoteDisconnect(client: number): number;
	remoteReconnect(client: number): number;
}

const CONTROL_MODE = 4;
const REMOTE_DISCONNECT = 1;

const DISCONNECT_CONTROL: FactsClass<DisconnectFacts> = frozen({
	classId: 70,
	version: 0,
	attributes: 4,
	methods: 2,
	puts: [(w, { outputState }) => w.boolean(outputState), (w, { controlState }) => w.enum(controlState), (w, { controlMode }) => w.enum(controlMode)],
});

export class DisconnectControlObject extends FactsObject<DisconnectFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<DisconnectFacts>) {
		super(DISCONNECT_CONTROL, name, facts);
	}

	write(attribute: number, value: Data, { device, client }: Caller): number {
		if (attribute !== CONTROL_MODE) return ACCESS_RESULT.readWriteDenied;
		return value.tag === DataTag.enum ? this.facts(device).setControlMode(value.value, client) : ACCESS_RESULT.typeUnmatched;
	}

	act(method: number, parameter: Data | undefined, _w: DataWriter, { device, client }: Caller): number {
		if (!isNoParameter(parameter)) return ACTION_RESULT.typeUnmatched;
		const facts = this.facts(device);
		return method === REMOTE_DISCONNECT ? facts.remoteDisconnect(client) : facts.remoteReconnect(client);
	}
}
