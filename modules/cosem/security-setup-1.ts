/**
 * Security setup (class 64, version 1) of the client that asks.
 *
 * | attribute              | value                                    | method                | parameter                                                       |
 * |------------------------|------------------------------------------|-----------------------|-----------------------------------------------------------------|
 * | 2 security_policy      | enum: bits of `PROTECTION`               | 1 security_activate   | enum: a policy that asks for no less                            |
 * | 3 security_suite       | enum: 0 to 2                             | 2 key_transfer        | array of structures: enum `KEY_ID`, wrapped key (octet-string)  |
 * | 4 client_system_title  | octet-string                             | 3 key_agreement       | array of structures: enum `KEY_ID`, octet-string: ephemeral     |
 * | 5 server_system_title  | octet-string                             |                       | public key ‖ signature; the server's are returned in the same form |
 * | 6 certificates         | array of structures: enum `ENTITY`, enum | 4 generate_key_pair   | enum: 0 signature, 1 agreement                                  |
 * |                        | `CERTIFICATE_TYPE`, octet-strings serial | 5 generate_certificate_request | the same; returns PKCS #10 (octet-string)              |
 * |                        | number, issuer, subject, its other names | 6 import_certificate  | octet-string: X.509                                             |
 * |                        |                                          | 7 export_certificate  | which: a structure of enum 0, structure of entity, type, title; |
 * |                        |                                          | 8 remove_certificate  | or of enum 1, structure of serial number, issuer                |
 *
 * A policy that asks for signatures needs keys of both sides for them.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Selection } from '../dlms/apdu/descriptor.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import { drawnPair } from '../dlms/security/general-keys.js';
import { derivedKey, ephemeralData, ephemeralIn, hasCurves } from '../dlms/security/key-agreement.js';
import { PROTECTION } from '../dlms/security/policy.js';
import type { ClientSecurity, Keys } from '../dlms/security/security.js';
import type { Caller, InterfaceClass } from '../dlms/server/logical-device.js';
import type { CertificateChoice, CertificateFacts, CertificateKeeper } from './certificate-keeper.js';
import { KEY_ID, SecuritySetupObject } from './security-setup.js';
import { anyOctetsIn, itemsOf } from './value-parts.js';

/** By their ids. */
const KEYS: readonly (keyof Keys)[] = Object.freeze(['encryption', 'broadcast', 'authentication', 'kek'] as const);
/** How a certificate is chosen. */
const BY_ENTITY = 0;
const BY_SERIAL = 1;
const SIGNATURES = PROTECTION.signedRequest | PROTECTION.signedResponse;
const SECURITY_SETUP_1: InterfaceClass = Object.freeze({ classId: 64, version: 1, attributes: 6, methods: 8 });

export class SecuritySetup1Object extends SecuritySetupObject {
	override readonly type = SECURITY_SETUP_1;
	readonly #keeper: CertificateKeeper | undefined;

	/** @param options `keeper`: undefined: there are no certificates */
	constructor(options: { readonly name: LogicalName; readonly cipher: Cipher; readonly keeper?: CertificateKeeper | undefined }) {
		super(options);
		this.#keeper = options.keeper;
	}

	protected override get transferable(): readonly (keyof Keys)[] {
		return KEYS;
	}

	override read(attribute: number, w: DataWriter, _selection: Selection | undefined, { security, session }: Caller): number {
		if (security === undefined) return ACCESS_RESULT.objectUnavailable;
		const { suite, title } = security.options;
		if (attribute === 2) w.enum(security.protection);
		else if (attribute === 3) w.enum(suite.number);
		else if (attribute === 4) w.octetString(session?.peerTitle ?? NONE);
		else if (attribute === 5) w.octetString(title);
		else putCertificates(w, this.#keeper?.list ?? []);
		return ACCESS_RESULT.success;
	}

	override act(method: number, parameter: Data | undefined, w: DataWriter, caller: Caller): number {
		const { security } = caller;
		if (security === undefined) return ACTION_RESULT.objectUnavailable;
		switch (method) {
			case 1:
				return activate(parameter, security, caller.session?.peerTitle ?? NONE);
			case 2: {
				const keys = this.unwrapped(parameter, security);
				if (typeof keys === 'number') return keys;
				security.changeKeys(keys);
				return ACTION_RESULT.success;
			}
			case 3:
				return agree(parameter, w, security, caller.session?.peerTitle ?? NONE);
			default:
				return this.#keeper === undefined
					? ACTION_RESULT.readWriteDenied
					: keep(this.#keeper, method, parameter, w, caller.session?.peerTitle ?? NONE);
		}
	}
}

/** Methods 4 to 8. */
function keep(keeper: CertificateKeeper, method: number, parameter: Data | undefined, w: DataWriter, title: Uint8Array): number {
	if (method === 4 || method === 5) {
		if (parameter?.tag !== DataTag.enum) return ACTION_RESULT.typeUnmatched;
		return method === 4 ? keeper.generate(parameter.value) : returned(keeper.request(parameter.value), w);
	}
	if (method === 6) {
		const octets = anyOctetsIn(parameter);
		return octets === undefined ? ACTION_RESULT.typeUnmatched : keeper.import(octets, title);
	}
	const choice = parameter && choiceIn(parameter);
	if (choice === undefined) return ACTION_RESULT.typeUnmatched;
	return method === 7 ? returned(keeper.export(choice), w) : keeper.remove(choice);
}

function returned(octets: Uint8Array | number, w: DataWriter): number {
	if (typeof octets === 'number') return octets;
	w.octetString(octets);
	return ACTION_RESULT.success;
}

function choiceIn(parameter: Data): CertificateChoice | undefined {
	const [by, which] = itemsOf(parameter, 2);
	if (by?.tag !== DataTag.enum || which === undefined) return undefined;
	if (by.value === BY_ENTITY) {
		const [entity, type, name] = itemsOf(which, 3);
		const title = anyOctetsIn(name);
		if (entity?.tag !== DataTag.enum || type?.tag !== DataTag.enum || title === undefined) return undefined;
		return { by: 'entity', entity: entity.value, type: type.value, title };
	}
	const [first, second] = itemsOf(which, 2);
	const [serial, issuer] = [anyOctetsIn(first), anyOctetsIn(second)];
	return by.value !== BY_SERIAL || serial === undefined || issuer === undefined ? undefined : { by: 'serial', serial, issuer };
}

function putCertificates(w: DataWriter, list: readonly CertificateFacts[]): void {
	w.array(list.length);
	for (const { entity, type, serial, issuer, subject, alternativeName } of list)
		w.structure(6).enum(entity).enum(type).octetString(serial).octetString(issuer).octetString(subject).octetString(alternativeName);
}

const NONE = new Uint8Array(0);

function activate(parameter: Data | undefined, security: ClientSecurity, client: Uint8Array): number {
	if (parameter?.tag !== DataTag.enum && parameter?.tag !== DataTag.unsigned) return ACTION_RESULT.typeUnmatched;
	if ((parameter.value & SIGNATURES) !== 0 && !security.canSign(client)) return ACTION_RESULT.otherReason;
	return security.raiseProtection(parameter.value) ? ACTION_RESULT.success : ACTION_RESULT.readWriteDenied;
}

/** Returns an Action-Result; unless it is 0, no key is changed. */
function agree(parameter: Data | undefined, w: DataWriter, security: ClientSecurity, client: Uint8Array): number {
	const { agreement, suite, title } = security.options;
	if (parameter?.tag !== DataTag.array || parameter.items.length === 0) return ACTION_RESULT.typeUnmatched;
	const { cipher, random, signatureKey, peerSignatureKey } = agreement?.of?.(client) ?? agreement ?? {};
	if (cipher === undefined || !hasCurves(cipher, suite.number) || signatureKey === undefined || peerSignatureKey === undefined)
		return ACTION_RESULT.readWriteDenied;
	const keys: { -readonly [K in keyof Keys]: Keys[K] } = { ...security.keys };
	const { items } = parameter;
	w.array(items.length);
	for (let i = 0, known = 0; i < items.length; i++) {
		const [id, told] = itemsOf(items[i]!, 2);
		const data = anyOctetsIn(told);
		const name = id?.tag === DataTag.enum ? KEYS[id.value] : undefined;
		// Each once, which bounds what a request can ask for.
		if (id?.tag !== DataTag.enum || name === undefined || data === undefined || (known & (1 << id.value)) !== 0) return ACTION_RESULT.typeUnmatched;
		known |= 1 << id.value;
		const theirs = ephemeralIn(cipher, suite.number, peerSignatureKey, id.value, data);
		const own = theirs && drawnPair(cipher, random!, suite.number);
		const shared = theirs && own && cipher.agree!(own.privateKey, theirs);
		if (own === undefined || shared === undefined) return ACTION_RESULT.otherReason;
		keys[name] = derivedKey(cipher, suite.number, shared, client, title, id.value === KEY_ID.kek);
		w.structure(2)
			.enum(id.value)
			.octetString(ephemeralData(cipher, signatureKey, id.value, own.publicKey));
	}
	security.changeKeys(keys);
	return ACTION_RESULT.success;
}
