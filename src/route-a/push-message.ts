/**
 * What a push is on the wire: a DataNotification whose body is a structure of what its set-up names, in the order of the list; ciphered, where the policy of the
 * management client asks for it, in a general-glo under its keys; by IP in a frame of the wrapper. What cannot be told is null-data.
 */
import { Reader } from '../../modules/bytes/reader.js';
import { CONTEXT, MECHANISM } from '../../modules/dlms/apdu/acse.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { encodeDataNotification } from '../../modules/dlms/apdu/notification.js';
import { type CaptureObject, encodeEntryDescriptor, SELECTOR, selectionOf } from '../../modules/dlms/apdu/selective-access.js';
import { readData, SMALL } from '../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { ServedClient } from '../../modules/dlms/server/admission.js';
import type { Caller } from '../../modules/dlms/server/logical-device.js';
import type { CosemServer } from '../../modules/dlms/server/server.js';
import { encodeWrapper } from '../../modules/dlms/wrapper.js';
import { MANAGEMENT_DEVICE } from './transport.js';

/** wPort of who takes pushes (IDIS). */
export const PUSH_CLIENT = 103;
const PROFILE = 7;
const BUFFER = 2;
const ENTRIES_IN_USE = 7;

/** In whose name and under whose keys something is told unasked. */
export function callerOf(
	{ options: { device, maxPdu, maxSend = maxPdu } }: CosemServer,
	{ id, rights = id, conformance, security }: Pick<ServedClient, 'id' | 'rights' | 'conformance' | 'security'>,
): Caller {
	return {
		...{ client: id, rights, device, conformance, security, receiveSize: maxPdu, sendSize: maxSend },
		...{ state: 'associated', context: CONTEXT.logicalNamesCiphered, mechanism: MECHANISM.highGmac, session: undefined },
	};
}

/** One APDU; a string: why there is none, in words for a log. */
export function pushApdu(server: CosemServer, client: ServedClient, objects: readonly CaptureObject[], invoke: number): Uint8Array | string {
	const caller = callerOf(server, client);
	const body = new DataWriter().structure(objects.length);
	for (const object of objects) {
		putObject(body, object, caller);
		if (body.length > caller.sendSize) return `longer than ${caller.sendSize} bytes`;
	}
	const plain = new DataWriter();
	encodeDataNotification(plain, { invoke, time: undefined, body: body.bytes });
	const session = client.security?.presetSession();
	if (session === undefined || session.answering === 0) return plain.copy();
	const sealed = new DataWriter();
	return session.seal(sealed, plain.bytes, 'general-glo', session.answering) ? sealed.copy() : 'no invocation counter left';
}

/** The same in one frame of the wrapper. */
export function pushFrame(...push: Parameters<typeof pushApdu>): Uint8Array | string {
	const apdu = pushApdu(...push);
	return typeof apdu === 'string' ? apdu : encodeWrapper({ source: MANAGEMENT_DEVICE, destination: PUSH_CLIENT, apdu });
}

export function putObject(w: DataWriter, { classId, name, attribute }: CaptureObject, caller: Caller): void {
	const start = w.length;
	const isBuffer = classId === PROFILE && attribute === BUFFER;
	const selection = isBuffer ? newestEntry(name, caller) : undefined;
	const result = caller.device.read({ classId, name, index: attribute, selection }, w, caller);
	if (typeof result === 'number') {
		if (result !== ACCESS_RESULT.success) w.truncate(start);
		if (w.length === start) w.nullData();
	} else while (result.produce(w) && w.length <= caller.sendSize);
}

/** By entry, of a profile that has any. */
function newestEntry(name: number, caller: Caller) {
	const w = new DataWriter();
	if (caller.device.read({ classId: PROFILE, name, index: ENTRIES_IN_USE, selection: undefined }, w, caller) !== ACCESS_RESULT.success)
		return undefined;
	const entries = readData(new Reader('A-XDR', w.bytes), SMALL);
	const newest = 'value' in entries ? Number(entries.value) : 0;
	const parameters = new DataWriter();
	// From 1 on: of an empty profile the first is none.
	encodeEntryDescriptor(parameters, { fromEntry: Math.max(1, newest), toEntry: Math.max(1, newest), fromColumn: 1, toColumn: 0 });
	return selectionOf(SELECTOR.entry, parameters);
}
