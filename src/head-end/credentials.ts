/** Route B of a meter as a head-end sees it: its status, and credentials that it carries sealed to the communication unit and cannot open. The objects are unconfirmed. */
import type { Cipher } from '../../hal/ports/cipher.js';
import { toUpperHex } from '../../modules/bytes/hex.js';
import { CERTIFICATE_TYPE } from '../../modules/cosem/certificate-keeper.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { LAST_VERSION } from '../../modules/cosem/sealed-credentials.js';
import { itemsOf, octetsIn } from '../../modules/cosem/value-parts.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { DATE_TIME_LENGTH, UNSPECIFIED_TIME } from '../../modules/dlms/axdr/date-time.js';
import { decodeRequest, USAGE } from '../../modules/x509/certificate.js';
import { drawKeyPair, requestCertificate } from './certificates.js';
import { understood } from './decoding.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';

const DATA = 1;
const SECURITY_SETUP = 64;
/** Bytes. */
const P256_POINT = 64;
const VALUE = 2;
const ITEMS = 6;
/** How often the meter is asked whether it has opened them, and how long after the last time, ms. */
const LOOKS = 20;
const LOOK = 100;

/** Verdicts of Table 2 by their numbers. */
const VERDICTS = Object.freeze(['undetermined', 'active', 'HEMS is failure', 'HEMS is unconnected', 'abnormality'] as const);

export interface SealedCredentials {
	readonly version: number;
	readonly sealed: Uint8Array;
}

export interface RouteBState extends VersionInForce {
	/** Whether each is in failure, or abnormal. */
	readonly startup: boolean;
	readonly authentication: boolean;
	readonly connection: boolean;
	readonly unit: boolean;
	readonly verdict: (typeof VERDICTS)[number];
	/** Date-time of 12 bytes: since when it is that. */
	readonly since: Uint8Array;
}

/** Undefined: it is no structure of a version and sealed octets. */
export function sealedIn(data: Data): SealedCredentials | undefined {
	const [version, sealed] = itemsOf(data, 2);
	if (version?.tag !== DataTag.doubleLongUnsigned || sealed?.tag !== DataTag.octetString) return undefined;
	return version.value < 1 || version.value > LAST_VERSION ? undefined : { version: version.value, sealed: sealed.bytes };
}

/**
 * Resolves once they are in force: the meter answers before it has opened them.
 * @param wait so many ms
 * @throws HeadEndError
 */
export async function bringCredentials(
	session: Pick<MeterSession, 'get' | 'set'>,
	{ version, sealed }: SealedCredentials,
	wait: (ms: number) => Promise<void>,
): Promise<void> {
	const value = new DataWriter().structure(2).doubleLongUnsigned(version).octetString(sealed).copy();
	const result = await session.set(attributeTarget(DATA, NAME.routeBCredentials, VALUE), value);
	if (result !== 0) throw new HeadEndError({ kind: 'credentialsNotTaken', result });
	const { version: inForce } = await versionInForce(session, wait);
	if (inForce !== version) throw new HeadEndError({ kind: 'credentialsNotTaken', result: ACCESS_RESULT.otherReason });
}

/** How it stands once credentials were brought that may have been brought before. */
export interface Settled {
	/** The version that the unit has in force now. */
	readonly inForce: number;
	/**
	 * Undefined: those are in force. `oldVersion`: later ones are; `notOurs`: the unit cannot open them; `refused`: the meter does not take them.
	 */
	readonly why: undefined | 'oldVersion' | 'notOurs' | 'refused';
	/** Data-Access-Result with which it refused them. */
	readonly result: number;
}

/** How often they are sent: the unit may be at others that came right before, or without power while it opens them. */
const TRIES = 3;

/**
 * The same as `bringCredentials` for whoever cannot know whether it was done before: an answer was lost, power failed, somebody else was faster. Whatever
 * happens, what the meter says to be in force decides; those that are in force already are not sent again.
 * @param wait so many ms
 * @throws HeadEndError where the meter does not say it: nothing is known then, and it may be called again
 */
export async function settleCredentials(
	session: Pick<MeterSession, 'get' | 'set'>,
	{ version, sealed }: SealedCredentials,
	wait: (ms: number) => Promise<void>,
): Promise<Settled> {
	const value = new DataWriter().structure(2).doubleLongUnsigned(version).octetString(sealed).copy();
	let result = 0;
	let { version: inForce } = await versionInForce(session, wait);
	for (let i = 0; i < TRIES && inForce < version; i++) {
		result = await session.set(attributeTarget(DATA, NAME.routeBCredentials, VALUE), value);
		({ version: inForce } = await versionInForce(session, wait));
		if (result !== ACCESS_RESULT.success && result !== ACCESS_RESULT.temporaryFailure) break;
	}
	if (inForce === version) return { inForce, why: undefined, result: 0 };
	if (inForce > version) return { inForce, why: 'oldVersion', result };
	// What it took and has not in force after all it could not open.
	return { inForce, why: result === ACCESS_RESULT.success || result === ACCESS_RESULT.otherReason ? 'notOurs' : 'refused', result };
}

export interface VersionInForce {
	/** 0: none came sealed. */
	readonly version: number;
	/** Date-time of 12 bytes: when they came. */
	readonly changed: Uint8Array;
}

/**
 * Of the credentials of a communication unit, once it has opened what came last.
 * @param wait so many ms
 * @throws HeadEndError
 */
export async function versionInForce(session: Pick<MeterSession, 'get'>, wait: (ms: number) => Promise<void>): Promise<VersionInForce> {
	const target = attributeTarget(DATA, NAME.credentialVersion, VALUE);
	let reading = await session.get(target);
	for (let look = 1; reading === ACCESS_RESULT.temporaryFailure && look < LOOKS; look++) {
		await wait(LOOK);
		reading = await session.get(target);
	}
	if (typeof reading === 'number') throw new HeadEndError({ kind: 'credentialsUnreadable', result: reading });
	const [inForce, changed] = itemsOf(reading, 2);
	const version = inForce && numberOf(inForce);
	const isVersion = Number.isInteger(version) && version! >= 0 && version! <= LAST_VERSION;
	if (!isVersion) throw new HeadEndError({ kind: 'credentialsUnreadable', result: ACCESS_RESULT.typeUnmatched });
	return { version: version!, changed: octetsIn(changed, DATE_TIME_LENGTH) ?? UNSPECIFIED_TIME };
}

/** The public half of the pair that a communication unit drew for its credentials. */
export interface UnitKey {
	readonly title: Uint8Array;
	/** P-256, x ‖ y. */
	readonly publicKey: Uint8Array;
}

/**
 * Told by a request for a certificate, which proves that the unit has the private half.
 * @param title the unit's, 8 bytes
 * @param isNew whether it draws another pair first
 * @throws HeadEndError
 */
export async function unitKeyOf(session: MeterSession, cipher: Cipher, title: Uint8Array, isNew: boolean): Promise<UnitKey> {
	const setup = { session, target: { classId: SECURITY_SETUP, name: NAME.unitSecuritySetup, index: 0 } };
	let der: Uint8Array;
	try {
		if (isNew) await drawKeyPair(setup, CERTIFICATE_TYPE.agreement);
		der = await requestCertificate(setup, CERTIFICATE_TYPE.agreement);
	} catch (error) {
		if (!(error instanceof HeadEndError) || error.failure.kind !== 'certificateRefused') throw error;
		throw new HeadEndError({ kind: 'unitKeyRefused', result: error.failure.result });
	}
	const { commonName, usage, publicKey, signed, signature } = understood(() => decodeRequest(der));
	const isOwn = commonName?.toUpperCase() === toUpperHex(title) && usage === USAGE.keyAgreement && publicKey.length === P256_POINT;
	if (!isOwn || cipher.verify?.(publicKey, signed, signature) !== true) throw new HeadEndError({ kind: 'unitKeyUnproven' });
	return { title, publicKey };
}

/**
 * Waits until credentials that came last are opened.
 * @param wait so many ms
 * @throws HeadEndError
 */
export async function readRouteB(session: Pick<MeterSession, 'get'>, wait: (ms: number) => Promise<void>): Promise<RouteBState> {
	const inForce = await versionInForce(session, wait);
	const status = await session.get(attributeTarget(DATA, NAME.routeBStatus, VALUE));
	if (typeof status === 'number') throw new HeadEndError({ kind: 'credentialsUnreadable', result: status });
	const items = itemsOf(status, ITEMS);
	const numbers = items.slice(0, ITEMS - 1).map(numberOf);
	if (items.length === 0 || numbers.includes(undefined))
		throw new HeadEndError({ kind: 'credentialsUnreadable', result: ACCESS_RESULT.typeUnmatched });
	const [startup, authentication, connection, unit, verdict] = numbers;
	return {
		...{ startup: startup !== 0, authentication: authentication !== 0, connection: connection !== 0, unit: unit !== 0 },
		verdict: VERDICTS[verdict!] ?? 'undetermined',
		since: octetsIn(items[ITEMS - 1], DATE_TIME_LENGTH) ?? UNSPECIFIED_TIME,
		...inForce,
	};
}
