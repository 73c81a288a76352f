/**
 * Certificates in a file of keys: hexadecimal digits of X.509 in DER, or `file:` and the path of a file with them (PEM or DER), which begins at the folder of the
 * file of keys; one, or a list. Keys may be `file:` and a path, too, of a key in PEM.
 *
 * | field                       | certificates                                                                                    |
 * |-----------------------------|--------------------------------------------------------------------------------------------------|
 * | authorities                 | one that signed itself, and those below it                                                       |
 * | certificate                 | of the meter's signatures and agreements, its title in them                                      |
 * | certificate of a client     | the same, of the client, all of one title, which its systemTitle tells as well                   |
 *
 * Each must be vouched for by the authorities, and belong to the key that is told beside it; in its time it is where it is used.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { CERTIFICATE_TYPE } from '../../../modules/cosem/certificate-keeper.js';
import { publicKeyOf } from '../../../modules/crypto/key-halves.js';
import { type Certificate, decodeCertificate } from '../../../modules/x509/certificate.js';
import { boundTitle } from '../../../src/route-a/certificates/bound-client.js';
import { canCertify, isRoot, isVouched } from '../../../src/route-a/certificates/chain.js';
import { isInTime, newest, titleOf, typeOf } from '../../../src/route-a/certificates/holder.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { FILE_USAGE, type FileUsageWords } from './file-usage-words.js';
import { newHostCipher } from './host-cipher.js';
import { dersIn } from './pem.js';
import { reasonOf, UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';

/** Begins the path of a file in place of digits. */
export const FILE_MARK = 'file:';
const MOST_CERTIFICATES = 16;
const CIPHER = newHostCipher();
const { signature: SIGNATURE, agreement: AGREEMENT } = CERTIFICATE_TYPE;
type Fault = keyof FileUsageWords['certificates'];

/** What has keys, and certificates of them. */
export interface Certified {
	readonly signatureKey?: Uint8Array;
	readonly agreementKey?: Uint8Array;
	readonly certificate?: readonly Uint8Array[];
	/** Of a client: its own. */
	readonly systemTitle?: Uint8Array;
}

function wrong(place: string, field: string, fault: Fault): UsageError {
	return new UsageError(inEach(FILE_USAGE, ({ certificates, noCertificate }) => noCertificate(place, field, certificates[fault])));
}

/** In DER. @param folder where paths begin. Throws UsageError */
export function certificatesIn(value: unknown, place: string, field: string, folder: string): readonly Uint8Array[] {
	const told: readonly unknown[] = Array.isArray(value) ? value : [value];
	const ders = told.flatMap((each) => {
		if (typeof each !== 'string') throw wrong(place, field, 'none');
		if (each.startsWith(FILE_MARK)) return dersIn('CERTIFICATE', contentOf(each, place, field, folder));
		if (!/^([0-9A-Fa-f]{2})+$/.test(each)) throw wrong(place, field, 'none');
		return [fromHex(each)];
	});
	if (ders.length === 0 || ders.length > MOST_CERTIFICATES) throw wrong(place, field, 'none');
	for (const der of ders) decoded(der, place, field);
	return ders;
}

function decoded(der: Uint8Array, place: string, field: string): Certificate {
	try {
		return decodeCertificate(der);
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		throw wrong(place, field, 'none');
	}
}

/** A key of PEM, private or public, as digits of a file of keys would have it; undefined: it is no such file. @param folder where its path begins. Throws UsageError */
export function pemKey(value: unknown, place: string, field: string, folder: string): Uint8Array | undefined {
	if (typeof value !== 'string' || !value.startsWith(FILE_MARK)) return undefined;
	const text = new TextDecoder('latin1').decode(contentOf(value, place, field, folder));
	let key: KeyObject;
	try {
		key = text.includes('PRIVATE KEY') ? createPrivateKey(text) : createPublicKey(text);
	} catch {
		// The reason may quote the key.
		return new Uint8Array(0);
	}
	const { crv, d, x, y } = key.export({ format: 'jwk' });
	if (crv !== 'P-256' && crv !== 'P-384') return new Uint8Array(0);
	return new Uint8Array(Buffer.concat((d === undefined ? [x!, y!] : [d]).map((part) => Buffer.from(part, 'base64url'))));
}

function contentOf(value: string, place: string, field: string, folder: string): Uint8Array {
	const path = resolve(folder, value.slice(FILE_MARK.length));
	try {
		return new Uint8Array(readFileSync(path));
	} catch (error) {
		throw new UsageError(inEach(FILE_USAGE, (words) => words.cannotRead(`${place}: ${field}: ${path}`, reasonOf(error))));
	}
}

/** The keys with what certificates tell beside them. Throws UsageError. */
export function certified(keys: RouteAKeys, place: string): RouteAKeys {
	const authorities = (keys.authorities ?? []).map((der) => decodeCertificate(der));
	for (const authority of authorities)
		if (!canCertify(authority) || !(isRoot(authority, CIPHER) || isVouched(authority, authorities, CIPHER)))
			throw wrong(place, 'authorities', 'authority');
	const of = <K extends Certified>(told: K, field: string, title: Uint8Array | undefined): K => {
		if (title === undefined && told.systemTitle !== undefined && equalBytes(told.systemTitle, keys.systemTitle))
			throw wrong(place, field.replace('certificate', 'systemTitle'), 'rowTitle');
		if (told.certificate === undefined) return told;
		const all = told.certificate.map((der) => decodeCertificate(der));
		const holder = title ?? boundTitle(told);
		for (const certificate of all) {
			const type = typeOf(certificate);
			const own = titleOf(certificate);
			if (certificate.isAuthority || (type !== SIGNATURE && type !== AGREEMENT)) throw wrong(place, field, 'use');
			if (own === undefined || holder === undefined || !equalBytes(own, holder) || (title === undefined && equalBytes(own, keys.systemTitle)))
				throw wrong(place, field, title === undefined ? 'clientTitle' : 'meterTitle');
			if (!isVouched(certificate, authorities, CIPHER)) throw wrong(place, field, 'vouched');
		}
		const signatureKey = keyBeside(told.signatureKey, all, SIGNATURE);
		const agreementKey = keyBeside(told.agreementKey, all, AGREEMENT);
		if (signatureKey === 'other' || agreementKey === 'other') throw wrong(place, field, 'key');
		return { ...told, ...(signatureKey && { signatureKey }), ...(agreementKey && { agreementKey }) };
	};
	const rows = <K extends Certified>(all: Readonly<Record<number, K>>) =>
		Object.fromEntries(Object.entries(all).map(([client, row]) => [client, of(row, `clients.${client}.certificate`, undefined)]));
	return {
		...of(keys, 'certificate', keys.systemTitle),
		clients: rows(keys.clients),
		...(keys.keyless !== undefined && { keyless: rows(keys.keyless) }),
	};
}

/** What was told, or the public key of a certificate in its place; undefined: neither is there. */
function keyBeside(told: Uint8Array | undefined, all: readonly Certificate[], type: number): Uint8Array | undefined | 'other' {
	const found = all.filter((certificate) => typeOf(certificate) === type);
	if (told === undefined || found.length === 0) return told ?? newest(found)?.publicKey;
	const publicKey = publicKeyOf(told, CIPHER);
	return publicKey !== undefined && found.some((certificate) => equalBytes(certificate.publicKey, publicKey)) ? told : 'other';
}

/** What a file of keys need not tell, as its certificates do. */
export function isInCertificate(key: Uint8Array, { certificate = [] }: Certified): boolean {
	return certificate.some((der) => equalBytes(decodeCertificate(der).publicKey, key));
}

/**
 * The public key of a meter for one of `CERTIFICATE_TYPE`, as a head-end may use it: of its certificate that is in its time, and whose authorities are; or, where
 * there is no certificate, as it was told. Undefined: there is none.
 * @param now ms since 1970-01-01T00:00:00Z
 */
export function meterKeyOf(keys: RouteAKeys, type: number, now: number): Uint8Array | undefined {
	const found = (keys.certificate ?? []).map((der) => decodeCertificate(der)).filter((certificate) => typeOf(certificate) === type);
	if (found.length === 0) return publicKeyOf(type === SIGNATURE ? keys.signatureKey : keys.agreementKey, CIPHER);
	const authorities = (keys.authorities ?? []).map((der) => decodeCertificate(der)).filter((each) => isInTime(each, now));
	return newest(found.filter((each) => isInTime(each, now) && isVouched(each, authorities, CIPHER)))?.publicKey;
}

/** The meter's public keys, as its certificates have them now. */
export function meterCurves(keys: RouteAKeys): {
	readonly peerSignatureKey: Uint8Array | undefined;
	readonly peerAgreementKey: Uint8Array | undefined;
} {
	const now = Date.now();
	return { peerSignatureKey: meterKeyOf(keys, SIGNATURE, now), peerAgreementKey: meterKeyOf(keys, AGREEMENT, now) };
}

/** Names of those of a meter and a client that are out of their time, each with its use. @param now ms since 1970-01-01T00:00:00Z */
export function outOfTime(keys: RouteAKeys, client: number, now: number): readonly { readonly title: string; readonly type: number }[] {
	const { certificate: theirs = [] } = keys.clients[client] ?? keys.keyless?.[client] ?? {};
	return [...(keys.authorities ?? []), ...(keys.certificate ?? []), ...theirs]
		.map((der) => decodeCertificate(der))
		.filter((certificate, _i, all) => {
			const type = typeOf(certificate);
			// Another one may have come in its place.
			return !all.some((other) => typeOf(other) === type && other.commonName === certificate.commonName && isInTime(other, now));
		})
		.map((certificate) => ({ title: certificate.commonName ?? toUpperHex(certificate.serial), type: typeOf(certificate) }));
}
