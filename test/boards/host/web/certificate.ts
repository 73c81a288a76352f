/** A certificate that a site is served with, signed by itself. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadX509 } from '../../../../boards/host/relay/x509-package.js';

const FAR = new Date(Date.UTC(2036, 0, 1));

/** For one name. @returns the paths of both files */
export async function certificateFor(folder: string, name: string): Promise<readonly [cert: string, key: string]> {
	const x509 = await loadX509();
	const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
	const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const extensions = [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])];
	const made = await x509.X509CertificateGenerator.createSelfSigned({
		name: `CN=${name}`,
		notAfter: FAR,
		keys,
		signingAlgorithm: algorithm,
		extensions,
	});
	const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
	const [cert, key] = [join(folder, `${name}.cert.pem`), join(folder, `${name}.key.pem`)];
	writeFileSync(cert, made.toString('pem'));
	writeFileSync(key, `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)!.join('\n')}\n-----END PRIVATE KEY-----\n`);
	return [cert, key];
}
