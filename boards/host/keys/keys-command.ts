/** `keiki keys make`: keys that nobody knows yet; and `keiki keys seal`: Route B credentials for one communication unit. */
import { rmSync } from 'node:fs';
import process from 'node:process';
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import type { Random } from '../../../hal/ports/random.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { LAST_VERSION, sealCredentials } from '../../../modules/cosem/sealed-credentials.js';
import { isPrivateKey } from '../../../modules/crypto/key-halves.js';
import { suiteKeyLength } from '../../../modules/dlms/security/ciphering.js';
import { drawnPair } from '../../../modules/dlms/security/general-keys.js';
import { newKeys } from '../../../src/head-end/key-change.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { identityOf } from '../../../src/world/meter/identity.js';
import { CREDENTIAL, type CredentialKey, credentialText, readCredentialKeys, withCredentialFile } from '../shared/credential-file.js';
import { createWhole } from '../shared/durable-file.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { FILE_USAGE } from '../shared/file-usage-words.js';
import { newHostCipher } from '../shared/host-cipher.js';
import { keysObject, keysText } from '../shared/keys-file.js';
import { notice } from '../shared/notice.js';
import { credentialsOf, wholeNumber } from '../shared/option-values.js';
import { type PasswordWords, passwordOf } from '../shared/password-option.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { Authorities } from './authority.js';
import { certifiedFiles, clientsOf } from './certified-files.js';
import { KEYS_USAGE } from './usage-words.js';

export interface KeysWords {
	readonly meters: string;
	readonly suite?: string;
	readonly certificates?: boolean;
	readonly days?: string;
	readonly quiet?: boolean;
}

const MOST_METERS = 1000;
const USUAL_DAYS = '3650';
const MOST_DAYS = 36_500;
const CIPHER = newHostCipher();
/** What the clients of suites 1 and 2 are offered. */
const OFFERED = Object.freeze(['hls5', 'hls7', 'general'] as const);

/** Throws UsageError, where there is one of the files already as well: the keys in it may be a meter's. */
export function makeKeys(file: string, { meters, suite, certificates = false, days, quiet }: KeysWords): ExitCode {
	const count = wholeNumber('--meters', meters, 1, MOST_METERS);
	const number = wholeNumber('--suite', suite ?? (certificates ? '1' : '0'), 0, 2);
	if (certificates && number === 0) throw new UsageError(inEach(KEYS_USAGE, (words) => words.noCertificates()));
	if (days !== undefined && !certificates) throw new UsageError(inEach(KEYS_USAGE, (words) => words.daysAlone()));
	const validity = wholeNumber('--days', days ?? USUAL_DAYS, 1, MOST_DAYS);
	const broadcast = newKey(SYSTEM_RANDOM, number);
	const makers = makersKeys(number, SYSTEM_RANDOM);
	const all = Array.from({ length: count }, (_, i) => ({ ...keysFor(i + 1, broadcast, number, !certificates, SYSTEM_RANDOM), ...makers }));
	if (certificates) {
		const authorities = new Authorities(number, Date.now(), validity);
		const clients = clientsOf(authorities);
		const each = all.map((keys) => certifiedFiles(keys, authorities, clients));
		const ending = /\.jsonl?$/.exec(file)?.[0] ?? '';
		const of = (name: string, keys: readonly RouteAKeys[]) => ({ path: besides(file, `.${name}${ending}`), text: textOf(keys) });
		const headEnd = of(
			'head-end',
			each.map((files) => files.headEnd),
		);
		const handHeld = of(
			'hand-held',
			each.map((files) => files.handHeld),
		);
		const authority = { path: besides(file, '.authority.pem'), text: authorities.pem };
		makeAll([{ path: file, text: textOf(each.map((files) => files.meter)) }, headEnd, handHeld, authority]);
		if (!quiet) notice((words) => words.certificatesMade(file, count, headEnd.path, handHeld.path, authority.path));
		return EXIT.done;
	}
	// Units with elliptic curves draw pairs of their own.
	const credential = number === 0 ? { path: besides(file, '.credential'), text: credentialText(all.map(credentialKeyFor)) } : undefined;
	makeAll([{ path: file, text: textOf(all) }, ...(credential === undefined ? [] : [credential])]);
	if (!quiet) notice((words) => words.keysMade(file, count, credential?.path));
	return EXIT.done;
}

function textOf(all: readonly RouteAKeys[]): string {
	return all.length === 1 ? keysText(all[0]!) : all.map((keys) => `${JSON.stringify(keysObject(keys))}\n`).join('');
}

/** `meter.credential` beside `meter.json`. */
function besides(file: string, ending: string): string {
	return `${file.replace(/\.jsonl?$/, '')}${ending}`;
}

interface NewFile {
	readonly path: string;
	readonly text: string;
}

/** All, or none. Throws UsageError. */
function makeAll(files: readonly NewFile[]): void {
	const [{ path: asked }] = files as readonly [NewFile];
	const made: string[] = [];
	try {
		for (const { path, text } of files) {
			createWhole(path, text);
			made.push(path);
		}
	} catch (error) {
		for (const path of made) rmSync(path);
		const path = files[made.length]!.path;
		const taken = (error as NodeJS.ErrnoException).code === 'EEXIST';
		throw new UsageError(
			inEach(KEYS_USAGE, (words) => (taken ? words.taken(asked, path === asked ? undefined : path) : words.cannotMake(path, reasonOf(error)))),
		);
	}
}

/** Of the unit of a meter: a key of AES-128. */
function credentialKeyFor({ systemTitle }: RouteAKeys): CredentialKey {
	return { systemTitle, key: newKey(SYSTEM_RANDOM, 0), sealed: 0 };
}

export interface SealWords extends PasswordWords {
	readonly credential: string;
	readonly routeBId: string;
	readonly meter?: string;
}

/**
 * Prints what `keiki hes credentials set` takes. That the version was sealed is in the file before anybody sees it.
 * @param text the version; undefined: the one after the last
 * @throws UsageError, also for a version that is not above the last that was sealed
 */
export function sealForUnit(text: string | undefined, words: SealWords): ExitCode {
	const { credential: file, routeBId, meter } = words;
	const password = passwordOf(words);
	if (password === undefined) throw new UsageError(inEach(KEYS_USAGE, ({ noPassword }) => noPassword()));
	const credentials = credentialsOf(routeBId, password);
	withCredentialFile(file, (write) => {
		const keys = readCredentialKeys(file);
		if (meter === undefined && keys.length > 1) throw new UsageError(inEach(KEYS_USAGE, ({ whichMeter }) => whichMeter(file, keys.length)));
		const number = wholeNumber('--meter', meter ?? '1', 1, keys.length);
		const { systemTitle, key, sealed } = keys[number - 1]!;
		if (sealed >= LAST_VERSION) throw new UsageError(inEach(KEYS_USAGE, ({ noVersionLeft }) => noVersionLeft(file)));
		const version = text === undefined ? sealed + 1 : wholeNumber('keys seal', text, sealed + 1, LAST_VERSION);
		const publicKey = isPrivateKey(key) ? CIPHER.publicKey?.(key) : key;
		const octets = publicKey && sealCredentials(CIPHER, SYSTEM_RANDOM, publicKey, systemTitle, version, credentials);
		if (octets === undefined) throw new UsageError(inEach(FILE_USAGE, ({ noP256 }) => noP256(`${CREDENTIAL} ${file}`, 'agreementKey')));
		write(keys.map((each, i) => (i === number - 1 ? { ...each, sealed: version } : each)));
		process.stdout.write(`{u32:${version}, octets:${toUpperHex(octets)}}\n`);
	});
	return EXIT.done;
}

/**
 * Clients 1, 2 and 3 with keys of their own; the broadcast key is that of all.
 * @param hasCurves whether keys of elliptic curves are among them
 */
function keysFor(number: number, broadcast: Uint8Array, suite: number, hasCurves: boolean, random: Random): RouteAKeys {
	const { systemTitle } = identityOf(0, number);
	const curves = () => (hasCurves && suite !== 0 ? curveKeys(random, suite) : {});
	const client = () => ({ ...newKeys(random, suiteKeyLength(suite)), ...(suite !== 0 && { suite, offers: OFFERED, ...curves() }) });
	return { systemTitle, kek: newKey(random, suite), broadcast, ...curves(), clients: { 1: client(), 2: client(), 3: client() } };
}

/** Of the maker of all of them, for firmware images. */
function makersKeys(suite: number, random: Random): Pick<RouteAKeys, 'firmwareKey' | 'firmwareSignatureKey'> {
	const firmwareKey = newKey(random, 0);
	return suite === 0 ? { firmwareKey } : { firmwareKey, firmwareSignatureKey: curveKeys(random, suite).signatureKey };
}

/** Private keys, from which both sides have what they need. */
function curveKeys(random: Random, suite: number): { readonly signatureKey: Uint8Array; readonly agreementKey: Uint8Array } {
	const draw = () => drawnPair(CIPHER, random, suite)!.privateKey;
	return { signatureKey: draw(), agreementKey: draw() };
}

function newKey(random: Random, suite: number): Uint8Array {
	const key = new Uint8Array(suiteKeyLength(suite));
	random.fill(key);
	return key;
}
