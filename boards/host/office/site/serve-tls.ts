/** The certificate of a site, with its key, as files have them. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import type { Tls } from '../../web/site-server.js';
import { SERVE_TOLD } from './serve-words.js';

/** Undefined: without TLS. Throws UsageError. */
export function tlsOf(certificate: string | undefined, certificateKey: string | undefined): Tls | undefined {
	if (certificate === undefined && certificateKey === undefined) return undefined;
	if (certificate === undefined || certificateKey === undefined) throw new UsageError(SERVE_TOLD.both());
	const [cert, key] = [read('--certificate', certificate), read('--certificate-key', certificateKey)];
	try {
		const leaf = new X509Certificate(cert);
		if (!leaf.checkPrivateKey(createPrivateKey(key))) throw new Error('the key is of another certificate');
		createSecureContext({ cert, key });
		return { cert, key, names: namesOf(leaf) };
	} catch (error) {
		throw new UsageError(SERVE_TOLD.notCertificate('--certificate', certificate, reasonOf(error)));
	}
}

/** Names and addresses that it is for (RFC 5280, 4.2.1.6). */
function namesOf({ subjectAltName = '' }: X509Certificate): string[] {
	return [...subjectAltName.matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].map(([, name]) => name!);
}

function read(option: string, file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw new UsageError(SERVE_TOLD.reason(option, file, reasonOf(error)));
	}
}
