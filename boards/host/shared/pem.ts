/** PEM (RFC 7468): DER as text. */
import { Buffer } from 'node:buffer';

export type PemLabel = 'CERTIFICATE' | 'CERTIFICATE REQUEST';

const LINE = 64;

export function pemText(label: PemLabel, der: Uint8Array): string {
	const digits = Buffer.from(der).toString('base64');
	const lines = Array.from({ length: Math.ceil(digits.length / LINE) }, (_, i) => digits.slice(LINE * i, LINE * (i + 1)));
	return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** What a file holds with this label, in DER; a file that is no PEM is DER itself. */
export function dersIn(label: PemLabel, content: Uint8Array): Uint8Array[] {
	const text = Buffer.from(content).toString('latin1');
	if (!text.includes('-----BEGIN ')) return [content];
	return [...text.matchAll(new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]*)-----END ${label}-----`, 'g'))].map(
		([, digits]) => new Uint8Array(Buffer.from(digits!, 'base64')),
	);
}
