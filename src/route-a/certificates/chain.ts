/**
 * Chains of certificates (RFC 5280, 6.1), from one that is judged over authorities that a meter holds to one that signed itself.
 *
 * | each authority of a chain        |                                                                                     |
 * |----------------------------------|-------------------------------------------------------------------------------------|
 * | is one                           | basicConstraints: cA; and keyUsage, where there is one, with keyCertSign            |
 * | has the name of the issuer       | of the certificate after it, and its key signed that                                 |
 * | lets so many authorities come    | pathLenConstraint, those with one name for subject and issuer not counted            |
 *
 * Whether they are in their time is for whoever hands them in.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { type Certificate, USAGE } from '../../../modules/x509/certificate.js';

/** Whether it may sign others: one that tells no use is for all (RFC 5280, 4.2.1.3). */
export function canCertify({ isAuthority, usage }: Certificate): boolean {
	return isAuthority && (usage === undefined || (usage & USAGE.keyCertSign) !== 0);
}

/** Whether an authority signed itself. */
export function isRoot(certificate: Certificate, cipher: Cipher): boolean {
	return canCertify(certificate) && isSelfIssued(certificate) && isSignedBy(certificate, certificate, cipher);
}

/** Whether these authorities vouch for a certificate; an authority among others only where one may come after it. */
export function isVouched(certificate: Certificate, authorities: readonly Certificate[], cipher: Cipher): boolean {
	return vouches(certificate, authorities, cipher, isCounted(certificate) ? 1 : 0, 0);
}

/**
 * @param after how many authorities that count come after the issuer
 * @param depth of the chain so far: a circle is none
 */
function vouches(certificate: Certificate, authorities: readonly Certificate[], cipher: Cipher, after: number, depth: number): boolean {
	if (depth > authorities.length) return false;
	return authorities.some((issuer) => {
		if (!canCertify(issuer) || issuer.pathLength < after || !isSignedBy(certificate, issuer, cipher)) return false;
		return isRoot(issuer, cipher) || vouches(issuer, authorities, cipher, after + (isCounted(issuer) ? 1 : 0), depth + 1);
	});
}

function isSignedBy({ issuer, signed, signature }: Certificate, { subject, publicKey }: Certificate, cipher: Cipher): boolean {
	return equalBytes(subject, issuer) && publicKey.length === signature.length && cipher.verify!(publicKey, signed, signature);
}

function isSelfIssued({ subject, issuer }: Certificate): boolean {
	return equalBytes(subject, issuer);
}

function isCounted(certificate: Certificate): boolean {
	return certificate.isAuthority && !isSelfIssued(certificate);
}
