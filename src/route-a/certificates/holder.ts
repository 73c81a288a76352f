/** Whose a certificate is, and what for: the common name of a subject is a system title, 16 hexadecimal digits. */
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { CERTIFICATE_TYPE, ENTITY } from '../../../modules/cosem/certificate-keeper.js';
import { type Certificate, USAGE } from '../../../modules/x509/certificate.js';

/** One of `ENTITY`. @param meter the meter's system title, in upper case */
export function entityOf({ isAuthority, commonName }: Certificate, meter: string): number {
	if (isAuthority) return ENTITY.authority;
	if (commonName === undefined) return ENTITY.other;
	return commonName.toUpperCase() === meter ? ENTITY.server : ENTITY.client;
}

/** One of `CERTIFICATE_TYPE`. */
export function typeOf({ usage = 0 }: Certificate): number {
	const signs = (usage & USAGE.digitalSignature) !== 0;
	if ((usage & USAGE.keyAgreement) !== 0) return signs ? CERTIFICATE_TYPE.tls : CERTIFICATE_TYPE.agreement;
	return signs ? CERTIFICATE_TYPE.signature : CERTIFICATE_TYPE.other;
}

/** Undefined: it has none. */
export function titleOf({ commonName }: Certificate): Uint8Array | undefined {
	return commonName !== undefined && /^[0-9A-Fa-f]{16}$/.test(commonName) ? fromHex(commonName) : undefined;
}

/** Whether it is of this kind, and of whoever has this title; an authority has none. */
export function isOf(certificate: Certificate, type: number, title: Uint8Array): boolean {
	if (typeOf(certificate) !== type) return false;
	return certificate.isAuthority || certificate.commonName?.toUpperCase() === toUpperHex(title);
}

/** Whether it can be used now. @param now ms since 1970-01-01T00:00:00Z */
export function isInTime({ notBefore, notAfter }: Certificate, now: number): boolean {
	return now >= notBefore && now <= notAfter;
}

/** The one that is good for longest. */
export function newest<C extends Certificate>(found: readonly C[]): C | undefined {
	let last = found[0];
	for (const certificate of found) if (certificate.notAfter > last!.notAfter) last = certificate;
	return last;
}
