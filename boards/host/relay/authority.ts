/**
 * The small authority of office, relay and control system: certificates by which they know each other, for TLS, and the keys that office and control system
 * sign with. What each needs is put into a directory of its own, to be carried there; the authority's key stays where it was made.
 *
 * ```
 * DIRECTORY/authority/certificate.pem, key.pem
 * DIRECTORY/office/…, DIRECTORY/relay/…, DIRECTORY/control/…     as identity-files.ts has them
 * ```
 */
import { createPublicKey, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { DAY } from '../../../modules/time/durations.js';
import { writeWhole } from '../shared/durable-file.js';
import { IDENTITY_FILES } from './identity-files.js';

type X509 = typeof import('@peculiar/x509');

const PARTIES = Object.freeze(['office', 'relay', 'control'] as const);
type PartyName = (typeof PARTIES)[number];
const OTHER: Readonly<Partial<Record<PartyName, PartyName>>> = Object.freeze({ office: 'control', control: 'office' });

const AUTHORITY = 'authority';
const ALGORITHM = Object.freeze({ name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' });
const AUTHORITY_DAYS = 3650;
export const CERTIFICATE_DAYS = 825;
/** Clocks may be behind by so much, ms. */
const LEEWAY = DAY;
const PUBLIC = 0o644;
const PRIVATE = 0o600;
const DIRECTORY = 0o700;
const SERIAL_BYTES = 16;

export interface AuthorityOptions {
	/** Names and addresses by which the relay is reached, beside localhost. */
	readonly hosts?: readonly string[];
	/** How long certificates of the three are good. */
	readonly days?: number;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly now: number;
}

export interface Made {
	/** Whether there was none. */
	readonly isNew: boolean;
	/** Where what each party needs is. */
	readonly directories: Readonly<Record<PartyName, string>>;
	/** When the certificates of the three are over. */
	readonly until: number;
}

/**
 * Makes an authority where there is none, and new certificates for the three with new keys for TLS; keys that messages are signed with stay as they are where
 * they are there. Call it again before `until`, and carry the files anew.
 * @param load the package @peculiar/x509
 * @throws the system's error
 */
export async function certifyParties(directory: string, options: AuthorityOptions, load: () => Promise<X509>): Promise<Made> {
	const x509 = await load();
	const isNew = !existsSync(join(directory, AUTHORITY, 'key.pem'));
	for (const each of [AUTHORITY, ...PARTIES]) mkdirSync(join(directory, each), { recursive: true, mode: DIRECTORY });
	const authority = isNew ? await makeAuthority(x509, directory, options.now) : await readAuthority(x509, directory);
	const until = options.now + (options.days ?? CERTIFICATE_DAYS) * DAY;
	const signing = new Map<PartyName, string>();
	for (const party of PARTIES) {
		const own = join(directory, party);
		await certify(x509, authority, party, own, options, until);
		if (OTHER[party] !== undefined) signing.set(party, await signingKeyIn(x509, own));
	}
	for (const [party, publicKey] of signing) write(join(directory, OTHER[party]!), IDENTITY_FILES.peer, publicKey, PUBLIC);
	const place = (party: PartyName) => join(directory, party);
	return { isNew, directories: { office: place('office'), relay: place('relay'), control: place('control') }, until };
}

interface Authority {
	readonly certificate: InstanceType<X509['X509Certificate']>;
	readonly keys: webcrypto.CryptoKeyPair;
}

async function makeAuthority(x509: X509, directory: string, now: number): Promise<Authority> {
	const keys = await drawn();
	const certificate = await x509.X509CertificateGenerator.createSelfSigned({
		...{ serialNumber: serialNumber(), name: 'CN=Keiki relay authority', keys, signingAlgorithm: ALGORITHM },
		...{ notBefore: new Date(now - LEEWAY), notAfter: new Date(now + AUTHORITY_DAYS * DAY) },
		extensions: [
			new x509.BasicConstraintsExtension(true, 0, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
			await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
		],
	});
	const own = join(directory, AUTHORITY);
	write(own, 'certificate.pem', certificate.toString('pem'), PUBLIC);
	// The certificate alone makes nobody believe that there is an authority.
	write(own, 'key.pem', await privatePem(x509, keys), PRIVATE);
	return { certificate, keys };
}

async function readAuthority(x509: X509, directory: string): Promise<Authority> {
	const read = (name: string) => readFileSync(join(directory, AUTHORITY, name), 'utf8');
	const certificate = new x509.X509Certificate(read('certificate.pem'));
	const [der] = x509.PemConverter.decode(read('key.pem'));
	const privateKey = await webcrypto.subtle.importKey('pkcs8', der!, ALGORITHM, true, ['sign']);
	const publicKey = await certificate.publicKey.export(ALGORITHM, ['verify']);
	return { certificate, keys: { privateKey, publicKey } };
}

async function certify(
	x509: X509,
	authority: Authority,
	party: PartyName,
	own: string,
	{ hosts = [], now }: AuthorityOptions,
	until: number,
): Promise<void> {
	const keys = await drawn();
	const isServer = party === 'relay';
	const names = ['localhost', '127.0.0.1', '::1', ...hosts].map((each) => ({
		type: isIP(each) === 0 ? ('dns' as const) : ('ip' as const),
		value: each,
	}));
	const { clientAuth, serverAuth } = x509.ExtendedKeyUsage;
	const certificate = await x509.X509CertificateGenerator.create({
		...{ serialNumber: serialNumber(), subject: `CN=${party}`, issuer: authority.certificate.subject, publicKey: keys.publicKey },
		...{ signingKey: authority.keys.privateKey, signingAlgorithm: ALGORITHM },
		...{ notBefore: new Date(now - LEEWAY), notAfter: new Date(until) },
		extensions: [
			new x509.BasicConstraintsExtension(false, undefined, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
			new x509.ExtendedKeyUsageExtension([isServer ? serverAuth : clientAuth]),
			...(isServer ? [new x509.SubjectAlternativeNameExtension(names)] : []),
			await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
			await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
		],
	});
	write(own, IDENTITY_FILES.authority, authority.certificate.toString('pem'), PUBLIC);
	write(own, IDENTITY_FILES.key, await privatePem(x509, keys), PRIVATE);
	write(own, IDENTITY_FILES.certificate, certificate.toString('pem'), PUBLIC);
}

/** Draws one where there is none. Returns the public half, PEM. */
async function signingKeyIn(x509: X509, own: string): Promise<string> {
	const path = join(own, IDENTITY_FILES.signingKey);
	if (!existsSync(path)) write(own, IDENTITY_FILES.signingKey, await privatePem(x509, await drawn()), PRIVATE);
	return String(createPublicKey(readFileSync(path)).export({ type: 'spki', format: 'pem' }));
}

function drawn(): Promise<webcrypto.CryptoKeyPair> {
	return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function privatePem(x509: X509, { privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
	return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY');
}

/** A positive number without a zero in front (RFC 5280, 4.1.2.2), hexadecimal. */
function serialNumber(): string {
	const bytes = webcrypto.getRandomValues(new Uint8Array(SERIAL_BYTES));
	bytes[0] = (bytes[0]! & 0x3f) | 0x40;
	return Buffer.from(bytes).toString('hex');
}

function write(directory: string, name: string, text: string, mode: number): void {
	writeWhole(join(directory, name), text.endsWith('\n') ? text : `${text}\n`, mode);
}
