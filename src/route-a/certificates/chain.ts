/**
 * Chains of certificates (RFC 5280, 6.1), from one that is judged over authorities that a meter holds to one that signed itself.
 *
 * | each authority of a chain        |                                                                                     |
 * |----------------------------------|-------------------------------------------------------------------------------------|
 * | is one                           | basicConstraints: cA; and keyUsage, where there is one, with keyCertSign            |
 * | has the name of the issuer       | of the certificate after it, and its key signed that                                 |
 * | lets so many authorities come    | pathLenConstraint, those with one name for subject and issuer not counted            |
 *
 * Whether they are in their time is for whoever hands them in. Each authority is looked at once, however many chains lead through it.
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
	const count = isCounted(certificate) ? 1 : 0;
	// By how many authorities that count come behind their issuer: each is looked at once, from where it may be last in the longest chain.
	const waiting: Certificate[][] = [];
	waiting[count] = [certificate];
	const others = new Set(authorities);
	for (let after = count; after < waiting.length; after++) {
		const below = waiting[after]!;
		// Those that do not count come to the same list while it is gone through.
		for (const next of below)
			for (const issuer of others) {
				if (!canCertify(issuer) || issuer.pathLength < after || !isSignedBy(next, issuer, cipher)) continue;
				if (isRoot(issuer, cipher)) return true;
				others.delete(issuer);
				if (isCounted(issuer)) waiting[after + 1] = [...(waiting[after + 1] ?? []), issuer];
				else below.push(issuer);
			}
	}
	return false;
}

/**
 * Whether these authorities vouch for one that signed itself. It would be a root from then on, whatever was allowed to whoever has its key: so it is the same
 * authority with another key, or for another time, and none but those of its own name vouch for it.
 */
export function isSuccessor(root: Certificate, authorities: readonly Certificate[], cipher: Cipher): boolean {
	const own = authorities.filter(({ subject }) => equalBytes(subject, root.subject));
	return isVouched(root, own, cipher);
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
