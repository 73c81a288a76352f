/** Certificates and key pairs of a meter (class 64, version 1, attribute 6 and methods 4 to 8). */
import { type CertificateFacts, ENTITY } from '../../modules/cosem/certificate-keeper.js';
import { anyOctetsIn, itemsOf } from '../../modules/cosem/value-parts.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import type { Target } from '../../modules/dlms/apdu/descriptor.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { commonNameIn } from '../../modules/x509/names.js';
import { readingOf, understood } from './decoding.js';
import { HeadEndError } from './head-end-error.js';
import { securitySetupOf } from './key-change.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';

const CERTIFICATES = 6;
const GENERATE = 4;
const REQUEST = 5;
const IMPORT = 6;
const EXPORT = 7;
const REMOVE = 8;
const BY_SERIAL = 1;

/** A session, and the security setup of its client. */
export interface Setup {
	readonly session: MeterSession;
	readonly target: Target;
}

export async function setupOf(session: MeterSession): Promise<Setup> {
	return { session, target: await securitySetupOf(session) };
}

/** Throws HeadEndError. */
export async function readCertificates({ session, target: { classId, name } }: Setup): Promise<CertificateFacts[]> {
	const reading = await session.get(attributeTarget(classId, name, CERTIFICATES));
	if (typeof reading === 'number') throw new HeadEndError({ kind: 'certificatesUnreadable', result: reading });
	const list = reading.tag === DataTag.array ? reading.items.map(factsIn) : [undefined];
	if (list.includes(undefined)) throw new HeadEndError({ kind: 'certificatesUnreadable', result: ACCESS_RESULT.typeUnmatched });
	return list as CertificateFacts[];
}

function factsIn(item: Data): CertificateFacts | undefined {
	const [first, second, ...others] = itemsOf(item, 6);
	const [entity, type] = [first, second].map((told) => (told === undefined ? undefined : numberOf(told)));
	const [serial, issuer, subject, alternativeName] = others.map(anyOctetsIn);
	if (
		entity === undefined ||
		type === undefined ||
		serial === undefined ||
		issuer === undefined ||
		subject === undefined ||
		alternativeName === undefined
	)
		return undefined;
	return { entity, type, serial, issuer, subject, alternativeName };
}

/** Common name of a name in DER; undefined: it has none. Throws HeadEndError. */
export function commonName(name: Uint8Array): string | undefined {
	return understood(() => commonNameIn(name));
}

/** Whether it is the meter's own. */
export function isOwn({ entity }: CertificateFacts): boolean {
	return entity === ENTITY.server;
}

/** Has the meter draw a new pair, which is in use from its certificate on. */
export async function drawKeyPair(setup: Setup, type: number): Promise<void> {
	await called(setup, GENERATE, new DataWriter().enum(type));
}

/** PKCS #10 in DER. */
export async function requestCertificate(setup: Setup, type: number): Promise<Uint8Array> {
	return octetsOf(await called(setup, REQUEST, new DataWriter().enum(type)));
}

/** @param der X.509 */
export async function importCertificate(setup: Setup, der: Uint8Array): Promise<void> {
	await called(setup, IMPORT, new DataWriter().octetString(der));
}

/** X.509 in DER. */
export async function exportCertificate(setup: Setup, facts: CertificateFacts): Promise<Uint8Array> {
	return octetsOf(await called(setup, EXPORT, choice(facts)));
}

export async function removeCertificate(setup: Setup, facts: CertificateFacts): Promise<void> {
	await called(setup, REMOVE, choice(facts));
}

function choice({ serial, issuer }: CertificateFacts): DataWriter {
	return new DataWriter().structure(2).enum(BY_SERIAL).structure(2).octetString(serial).octetString(issuer);
}

async function called({ session, target }: Setup, index: number, parameter: DataWriter): Promise<Uint8Array | undefined> {
	const { result, returned } = await session.act({ ...target, index }, parameter.copy());
	if (result !== 0) throw new HeadEndError({ kind: 'certificateRefused', result });
	return typeof returned === 'object' ? returned : undefined;
}

function octetsOf(returned: Uint8Array | undefined): Uint8Array {
	const value = returned === undefined ? undefined : readingOf(returned);
	const octets = typeof value === 'object' ? anyOctetsIn(value) : undefined;
	if (octets === undefined) throw new HeadEndError({ kind: 'certificatesUnreadable', result: ACCESS_RESULT.typeUnmatched });
	return octets.slice();
}
