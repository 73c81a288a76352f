/**
 * What a push is on the wire: a DataNotification whose body is a structure of what its set-up names, in the order of the list (push-body.ts); by IP in a frame
 * of the wrapper. Its protection:
 *
 * | set-up, policy of the management client  | what goes                                                                              |
 * |------------------------------------------|----------------------------------------------------------------------------------------|
 * | nothing told, policy ciphers             | general-glo under the keys of that client                                               |
 * | ciphered by parameters (version 2)       | general-ciphering, with the key that these tell                                         |
 * | signed by parameters, or by policy       | general-signing around that, or within general-ciphering where the parameters are in that order |
 *
 * The policy is the least: parameters add to it, and take nothing away. A signature without parameters tells no recipient: who listens has no association.
 */
import { DecodeError } from '../../modules/bytes/reader.js';
import { KEY_INFO, PUSH_PROTECTION, type PushProtection, schemeIn } from '../../modules/cosem/push-object.js';
import { PUSH_METHOD } from '../../modules/cosem/push-setup-2.js';
import { LONG_INVOKE } from '../../modules/dlms/apdu/access.js';
import { CONTEXT, MECHANISM } from '../../modules/dlms/apdu/acse.js';
import { APDU } from '../../modules/dlms/apdu/apdu.js';
import { decodeNotificationConfirm, encodeDataNotification } from '../../modules/dlms/apdu/notification.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { CONTROL } from '../../modules/dlms/security/ciphering.js';
import { AGREEMENT } from '../../modules/dlms/security/general.js';
import type { KeyChoice } from '../../modules/dlms/security/general-keys.js';
import { type GeneralManner, isPlain, type Manner, PLAIN } from '../../modules/dlms/security/manner.js';
import type { SecuritySession } from '../../modules/dlms/security/session.js';
import type { ServedClient } from '../../modules/dlms/server/admission.js';
import type { Caller } from '../../modules/dlms/server/logical-device.js';
import type { CosemServer } from '../../modules/dlms/server/server.js';
import { encodeWrapper, LONGEST_WRAPPED } from '../../modules/dlms/wrapper.js';
import { PUSH_CLIENT, type PushOrder } from './control/push-order.js';
import { putObject } from './push-body.js';
import { MANAGEMENT_DEVICE } from './transport.js';

/** Bits of `CONTROL`, by `PUSH_PROTECTION`. */
const CONTROLS: Readonly<Record<number, number>> = Object.freeze({
	[PUSH_PROTECTION.authentication]: CONTROL.authentication,
	[PUSH_PROTECTION.encryption]: CONTROL.encryption,
	[PUSH_PROTECTION.both]: CONTROL.authentication | CONTROL.encryption,
});
const NONE = new Uint8Array(0);

/** What is sent of an order. */
export type PushContent = Pick<PushOrder, 'id'> & Partial<Pick<PushOrder, 'client' | 'protection' | 'method'>>;

/** A client in no association of its own: in whose name and under whose keys something is told unasked. */
export function callerOf(
	{ options: { device, maxPdu, maxSend = maxPdu } }: CosemServer,
	{ id, rights = id, conformance, security }: Pick<ServedClient, 'id' | 'rights' | 'conformance' | 'security'>,
): Caller {
	return {
		...{ client: id, rights, device, conformance, security, receiveSize: maxPdu, sendSize: maxSend },
		...{ state: 'associated', context: CONTEXT.logicalNamesCiphered, mechanism: MECHANISM.highGmac, session: undefined },
	};
}

const tooLong = (most: number): string => `longer than ${most} bytes`;

/** Its values; a string: why they cannot be sent, in words for a log. The reading of them goes deep: nothing else is done meanwhile. */
export function pushBody(server: CosemServer, client: ServedClient, objects: PushOrder['objects']): Uint8Array | string {
	const caller = callerOf(server, client);
	const body = new DataWriter().structure(objects.length);
	for (let i = 0; i < objects.length; i++) {
		putObject(body, objects[i]!, caller);
		if (body.length > caller.sendSize) return tooLong(caller.sendSize);
	}
	return body.bytes;
}

/** One APDU with this body; a string: why there is none. */
export function pushApdu(client: ServedClient, { id, protection = [], method }: PushContent, body: Uint8Array | string): Uint8Array | string {
	if (typeof body === 'string') return body;
	const plain = new DataWriter();
	const invoke = method === PUSH_METHOD.confirmed ? id + LONG_INVOKE.confirmed : id;
	encodeDataNotification(plain, { invoke, time: undefined, body });
	const session = client.security?.presetSession();
	return session === undefined ? plain.copy() : sealed(session, plain, protection);
}

function sealed(session: SecuritySession, plain: DataWriter, protection: readonly PushProtection[]): Uint8Array | string {
	const manner = session.unasked(mannerOf(protection), APDU.dataNotification);
	if (isPlain(manner)) return plain.copy();
	const w = new DataWriter();
	if (session.seal(w, plain.bytes, manner.protocol, manner.control, manner.general)) return w.copy();
	return manner.general === undefined ? 'no invocation counter left' : 'no key to protect it with, or no invocation counter left';
}

/** The same in one frame of the wrapper. @param most bytes of an APDU that what carries it takes */
export function pushFrame(client: ServedClient, content: PushContent, body: Uint8Array | string, most = LONGEST_WRAPPED): Uint8Array | string {
	const apdu = pushApdu(client, content, body);
	if (typeof apdu === 'string') return apdu;
	if (apdu.length > most) return tooLong(most);
	return encodeWrapper({ source: MANAGEMENT_DEVICE, destination: content.client ?? PUSH_CLIENT, apdu });
}

/** Whether the meter has the keys for it. */
export function canProtect(client: ServedClient | undefined, protection: readonly PushProtection[]): boolean {
	const session = client?.security?.presetSession();
	if (protection.length === 0) return true;
	if (session === undefined || !protection.every((each) => isBetween(each, protection[0]!, client!))) return false;
	const plain = new DataWriter();
	encodeDataNotification(plain, { invoke: 0, time: undefined, body: NONE });
	// Nobody gets it, and no counter comes twice.
	return typeof sealed(session, plain, protection) !== 'string';
}

/** From this meter, or from nobody in particular, and all to one: an agreed key is between two. */
function isBetween({ originator, recipient, keyInfo, kind }: PushProtection, first: PushProtection, { security }: ServedClient): boolean {
	const { title } = security!.options;
	if (originator.length > 0 && originator.join() !== title.join()) return false;
	if (recipient.length !== 0 && (recipient.length !== title.length || recipient.join() === title.join())) return false;
	if (kind !== PUSH_PROTECTION.signature && keyInfo === KEY_INFO.agreed && recipient.length === 0) return false;
	return recipient.join() === first.recipient.join();
}

/** The innermost first. */
function mannerOf(protection: readonly PushProtection[]): Manner {
	const ciphered = protection.find(({ kind }) => kind !== PUSH_PROTECTION.signature);
	const signed = protection.find(({ kind }) => kind === PUSH_PROTECTION.signature);
	if (ciphered === undefined && signed === undefined) return PLAIN;
	const general: GeneralManner = {
		peer: (ciphered ?? signed)!.recipient,
		choice: ciphered && choiceOf(ciphered),
		transaction: (ciphered ?? signed)!.transaction,
		...{ isTold: true, isShort: false, isAnswer: false, signing: signed?.transaction },
		isSignedInside: signed !== undefined && ciphered !== undefined && protection[0] === signed,
	};
	return ciphered === undefined
		? { protocol: 'plain', control: 0, general }
		: { protocol: 'general-ciphering', control: CONTROLS[ciphered.kind]!, general };
}

function choiceOf({ keyInfo, keyOptions }: PushProtection): KeyChoice {
	if (keyInfo === KEY_INFO.identified) return 'identified';
	if (keyInfo === KEY_INFO.wrapped) return 'wrapped';
	return schemeIn(keyOptions) === AGREEMENT.onePass ? 'one-pass' : 'static';
}

/** Which push is confirmed by whoever has the client's keys; undefined: it is no such thing, or not theirs. */
export function confirmedId({ security }: ServedClient, apdu: Uint8Array): number | undefined {
	try {
		const session = security?.answerSession();
		const isPlainApdu = session === undefined || !session.isProtected(apdu[0]!);
		if (isPlainApdu && session?.refusesPlain === true) return undefined;
		const plain = isPlainApdu ? apdu : session.open(apdu).apdu;
		return plain?.[0] === APDU.dataNotificationConfirm ? decodeNotificationConfirm(plain).invoke & LONG_INVOKE.id : undefined;
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		return undefined;
	}
}
