/**
 * The file of Route A's keys: JSON, all values hexadecimal digits.
 *
 * | field        | digits |                                                                                      |
 * |--------------|--------|--------------------------------------------------------------------------------------|
 * | systemTitle  | 16     | of the meter: three letters of its maker (FLAG), then its number                     |
 * | kek          | 32     | wraps new keys; 64 where client 1 has suite 2; without it keys cannot be changed     |
 * | broadcast    | 32     | for messages to all meters; 64 likewise; without it they are refused                 |
 * | firmwareKey  | 32     | of the maker, for firmware images; without it none can be loaded                     |
 * | authorities, certificate |  | of the meter, X.509 (certified-keys.ts)                                  |
 * | clients      |        | by the client's number (wPort): `{"encryption": 32 digits, "authentication": 32 digits}` |
 *
 * Keys of a client of suite 2 have 64 digits. A client's row may have
 *
 * | field        |                                                                                                          |
 * |--------------|----------------------------------------------------------------------------------------------------------|
 * | offers       | words of src/route-a/offers.ts, what it is offered besides; with a mechanism among them, these alone     |
 * | suite        | 0, 1 or 2: the security suite; 0 unless told                                                             |
 * | secret       | a text, or `hex:` and digits: the password of LLS, the secret of HLS 2, 3, 4 and 6                        |
 * | systemTitle  | 16 digits: the client's own, under which alone it comes; certificates of this title that are imported tell its keys |
 * | agreementKey | for keys that are agreed on, as the next                                                                 |
 * | signatureKey | of ECDSA: 64 or 96 digits a private key, 128 or 192 (x, y) a public one                                   |
 * | certificate  | of these keys, X.509: the client's title is that in them; in place of the public keys (certified-keys.ts) |
 *
 * With `secret`, or `signatureKey`, `certificate` or `systemTitle`, and a mechanism for it offered, it may go without the keys. `signatureKey` and `agreementKey` beside `systemTitle`
 * are the meter's; `securitySetup` there, 0 or 1, is the version of its security setup (class 64): 1 unless told where a client has suite 1 or 2.
 * `firmwareSignatureKey` is its maker's: with it images need an ECDSA signature, and who makes them needs the private one.
 *
 * A file names at most 255 clients. Numbers above 255 are for real meters: the emulated one has no invocation counter for them, and says so.
 *
 * An error tells the field and what is wrong with it, and never a digit of a key.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { isPrivateKey, isPublicKey } from '../../../modules/crypto/key-halves.js';
import { MECHANISM } from '../../../modules/dlms/apdu/acse.js';
import { suiteKeyLength } from '../../../modules/dlms/security/ciphering.js';
import type { ClientKeys, ClientTerms, RouteAKeys } from '../../../src/route-a/keys.js';
import { isOffer, OFFERS, type Offer, offeredMechanisms } from '../../../src/route-a/offers.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { type Certified, certificatesIn, certified, isInCertificate, pemKey } from './certified-keys.js';
import { FILE_USAGE, type FileUsageWords } from './file-usage-words.js';
import { notice } from './notice.js';
import { HEX_MARK, secretOf } from './secret-text.js';
import { reasonOf, UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';

const TITLE_LENGTH = 8;
const FIRMWARE_KEY_LENGTH = 16;
/** Whose suite tells how long the keys are that belong to the meter. */
const MANAGEMENT = IDIS_PROFILE.clients.management;
const LAST_CLIENT = 0xffff;
const MOST_CLIENTS = 255;
/** Bytes. */
const LONGEST_SECRET = 64;
const FIELDS = [
	...['systemTitle', 'kek', 'broadcast', 'firmwareKey', 'firmwareSignatureKey', 'signatureKey', 'agreementKey', 'authorities', 'certificate'],
	...['securitySetup', 'clients'],
];
const CLIENT_FIELDS = ['encryption', 'authentication', 'offers', 'secret', 'systemTitle', 'signatureKey', 'agreementKey', 'certificate', 'suite'];
/** Permissions of the group and of everybody. */
const OF_OTHERS = 0o077;

/**
 * The keys in a file.
 * @param option what named the file, as messages call it
 * @throws UsageError
 */
export function readKeysFile(path: string, option = '--keys'): RouteAKeys {
	return parseKeys(readSecret(path, option), `${option} ${path}`, dirname(path));
}

/** The text of a file; one that others on this host can read is warned of on stderr. Throws UsageError. */
export function readSecret(path: string, option: string): string {
	const place = `${option} ${path}`;
	let text: string;
	let mode: number;
	try {
		text = readFileSync(path, 'utf8');
		({ mode } = statSync(path));
	} catch (error) {
		throw new UsageError(inEach(FILE_USAGE, (words) => words.cannotRead(place, reasonOf(error))));
	}
	if (process.platform !== 'win32' && (mode & OF_OTHERS) !== 0) {
		notice((words) => words.readable(place, (mode & 0o777).toString(8), path));
	}
	return text;
}

/**
 * The keys of so many meters: one file of keys for one, JSON lines for more of them, each line the keys of the next meter.
 * @throws UsageError
 */
export function readKeysOfMeters(path: string, count: number, option = '--keys'): readonly RouteAKeys[] {
	if (count === 1) return [readKeysFile(path, option)];
	const place = `${option} ${path}`;
	const lines = linesOf(readSecret(path, option));
	if (lines.length !== count) throw new UsageError(inEach(FILE_USAGE, (words) => words.lineForEach(place, count, lines.length)));
	return lines.map((line, i) => parseKeys(line, `${place}: line ${i + 1}`, dirname(path)));
}

/**
 * All keys that are in a file: of JSON lines those of each line.
 * @throws UsageError
 */
export function readAllKeys(path: string, option = '--keys'): readonly RouteAKeys[] {
	const text = readSecret(path, option);
	const place = `${option} ${path}`;
	if (!isListOfKeys(text)) return [parseKeys(text, place, dirname(path))];
	return linesOf(text).map((line, i) => parseKeys(line, `${place}: line ${i + 1}`, dirname(path)));
}

/** One that stands over several lines begins with a brace alone. */
function isListOfKeys(text: string): boolean {
	const [first, ...others] = linesOf(text);
	return others.length > 0 && first!.trimEnd().endsWith('}');
}

/**
 * The keys of each of so many meters, in a file that has them for all alike or a line for each.
 * @throws UsageError
 */
export function readKeysOfEach(path: string, count: number, option = '--keys'): { readonly keys: readonly RouteAKeys[]; readonly isListed: boolean } {
	const text = readSecret(path, option);
	const place = `${option} ${path}`;
	const lines = linesOf(text);
	const isListed = isListOfKeys(text);
	if (isListed && lines.length !== count) throw new UsageError(inEach(FILE_USAGE, (words) => words.lineForEach(place, count, lines.length)));
	if (isListed) return { keys: lines.map((line, i) => parseKeys(line, `${place}: line ${i + 1}`, dirname(path))), isListed };
	return { keys: new Array<RouteAKeys>(count).fill(parseKeys(text, place, dirname(path))), isListed };
}

/** Without the end of the last one. */
export function linesOf(text: string): string[] {
	return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** @param place begins the messages. @param folder where paths in it begin. Throws UsageError */
export function parseKeys(text: string, place: string, folder = '.'): RouteAKeys {
	return keysFrom(parseSecretJson(text, place), place, folder);
}

/** Throws UsageError, without a word of the text. */
export function parseSecretJson(text: string, place: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// The parser's own message quotes the file, and so perhaps a key.
		throw new UsageError(inEach(FILE_USAGE, (words) => words.noJson(place)));
	}
}

/** @param place begins the messages. @param folder where paths in it begin. Throws UsageError */
export function keysFrom(value: unknown, place: string, folder = '.'): RouteAKeys {
	const root = fieldsIn(value, place, undefined, FIELDS);
	const systemTitle = digitBytes(root.systemTitle, TITLE_LENGTH, place, 'systemTitle');
	const securitySetup = setupIn(root.securitySetup, place);
	const firmwareKey = root.firmwareKey === undefined ? undefined : digitBytes(root.firmwareKey, FIRMWARE_KEY_LENGTH, place, 'firmwareKey');
	const { firmwareSignatureKey: makers } = root;
	const firmwareSignatureKey = makers === undefined ? undefined : curveKey(makers, place, 'firmwareSignatureKey', folder);
	const authorities = root.authorities === undefined ? undefined : certificatesIn(root.authorities, place, 'authorities', folder);
	const clients: Record<number, ClientKeys> = {};
	const keyless: Record<number, ClientTerms> = {};
	for (const [name, entry] of Object.entries(fieldsIn(root.clients, place, 'clients'))) {
		const number = /^[1-9]\d{0,4}$/.test(name) ? Number(name) : 0;
		if (number < 1 || number > LAST_CLIENT) {
			throw new UsageError(inEach(FILE_USAGE, (words) => words.noClientNumber(place, LAST_CLIENT, JSON.stringify(name.slice(0, 8)))));
		}
		const fields = fieldsIn(entry, place, `clients.${name}`, CLIENT_FIELDS);
		const suite = suiteIn(fields.suite, place, `clients.${name}.suite`);
		const length = suiteKeyLength(suite ?? 0);
		const terms = termsIn(fields, place, `clients.${name}`, folder);
		if (fields.encryption === undefined && fields.authentication === undefined && isEnough(terms)) keyless[number] = terms;
		else
			clients[number] = {
				encryption: digitBytes(fields.encryption, length, place, `clients.${name}.encryption`),
				authentication: digitBytes(fields.authentication, length, place, `clients.${name}.authentication`),
				...terms,
				...(suite !== undefined && { suite }),
			};
	}
	const length = suiteKeyLength(clients[MANAGEMENT]?.suite ?? 0);
	const kek = root.kek === undefined ? undefined : digitBytes(root.kek, length, place, 'kek');
	const broadcast = root.broadcast === undefined ? undefined : digitBytes(root.broadcast, length, place, 'broadcast');
	const count = Object.keys(clients).length + Object.keys(keyless).length;
	if (count > MOST_CLIENTS) throw new UsageError(inEach(FILE_USAGE, (words) => words.tooManyClients(place, MOST_CLIENTS, count)));
	if (count === 0) throw new UsageError(inEach(FILE_USAGE, (words) => words.noClients(place)));
	const keys = {
		...{ systemTitle, kek, broadcast, clients },
		...(firmwareKey !== undefined && { firmwareKey }),
		...(firmwareSignatureKey !== undefined && { firmwareSignatureKey }),
		...certifiedIn(root, place, undefined, folder),
		...(authorities !== undefined && { authorities }),
		...(securitySetup !== undefined && { securitySetup }),
		...(Object.keys(keyless).length > 0 && { keyless }),
	};
	return certified(keys, place);
}

/** The text of a file that `parseKeys` takes. */
export function keysText(keys: RouteAKeys): string {
	return `${JSON.stringify(keysObject(keys), undefined, '\t')}\n`;
}

/** What `keysFrom` takes. */
export function keysObject(keys: RouteAKeys) {
	const { systemTitle, kek, broadcast, securitySetup, clients, keyless = {}, ...makers } = keys;
	const digits = (name: string, key: Uint8Array | undefined) => key !== undefined && { [name]: toUpperHex(key) };
	const certificates = (name: string, ders: readonly Uint8Array[] | undefined) => ders !== undefined && { [name]: ders.map(toUpperHex) };
	const curves = (told: Certified) => ({
		...digits('signatureKey', notCertified(told.signatureKey, told)),
		...digits('agreementKey', notCertified(told.agreementKey, told)),
		...certificates('certificate', told.certificate),
	});
	const row = ({ offers, secret, suite, ...keys }: ClientTerms & Partial<ClientKeys>) => ({
		...digits('encryption', keys.encryption),
		...digits('authentication', keys.authentication),
		...(suite !== undefined && { suite }),
		...(offers !== undefined && { offers }),
		...digits('systemTitle', keys.systemTitle),
		...(secret !== undefined && { secret: `${HEX_MARK}${toUpperHex(secret)}` }),
		...curves(keys),
	});
	return {
		...{
			systemTitle: toUpperHex(systemTitle),
			...digits('kek', kek),
			...digits('broadcast', broadcast),
			...digits('firmwareKey', makers.firmwareKey),
			...digits('firmwareSignatureKey', makers.firmwareSignatureKey),
			...curves(keys),
			...certificates('authorities', keys.authorities),
			...(securitySetup !== undefined && { securitySetup }),
		},
		clients: Object.fromEntries(Object.entries<ClientTerms>({ ...clients, ...keyless }).map(([number, terms]) => [number, row(terms)])),
	};
}

/** Undefined: a certificate beside it tells it. */
function notCertified(key: Uint8Array | undefined, told: Certified): Uint8Array | undefined {
	return key === undefined || isInCertificate(key, told) ? undefined : key;
}

/** Keys of elliptic curves, and certificates of them. @param owner begins the names of the fields; undefined: they are the meter's */
function certifiedIn(
	{ signatureKey, agreementKey, certificate }: Readonly<Record<string, unknown>>,
	place: string,
	owner: string | undefined,
	folder: string,
): Certified {
	const field = (name: string) => (owner === undefined ? name : `${owner}.${name}`);
	return {
		...(signatureKey !== undefined && { signatureKey: curveKey(signatureKey, place, field('signatureKey'), folder) }),
		...(agreementKey !== undefined && { agreementKey: curveKey(agreementKey, place, field('agreementKey'), folder) }),
		...(certificate !== undefined && { certificate: certificatesIn(certificate, place, field('certificate'), folder) }),
	};
}

/** What a row tells beside the keys. */
function termsIn(row: Readonly<Record<string, unknown>>, place: string, client: string, folder: string): ClientTerms {
	const { offers, secret, systemTitle } = row;
	return {
		...(systemTitle !== undefined && { systemTitle: digitBytes(systemTitle, TITLE_LENGTH, place, `${client}.systemTitle`) }),
		...(offers !== undefined && { offers: offersIn(offers, place, `${client}.offers`) }),
		...(secret !== undefined && { secret: secretIn(secret, place, `${client}.secret`) }),
		...certifiedIn(row, place, client, folder),
	};
}

/** Whether a client can prove itself without keys. */
function isEnough({ offers, secret, signatureKey, certificate, systemTitle }: ClientTerms): boolean {
	const signing = signatureKey ?? certificate ?? systemTitle;
	return offeredMechanisms(offers).some((mechanism) => (mechanism === MECHANISM.highEcdsa ? signing : secret) !== undefined);
}

function secretIn(value: unknown, place: string, field: string): Uint8Array {
	const secret = typeof value === 'string' ? secretOf(value) : undefined;
	if (secret !== undefined && secret.length >= 1 && secret.length <= LONGEST_SECRET) return secret;
	throw new UsageError(inEach(FILE_USAGE, (words) => words.noSecret(place, field, HEX_MARK, LONGEST_SECRET)));
}

/** Undefined: there is no word of it, and so suite 0. */
function suiteIn(value: unknown, place: string, field: string): number | undefined {
	if (value === undefined || value === 0 || value === 1 || value === 2) return value;
	throw new UsageError(inEach(FILE_USAGE, (words) => words.noSuite(place, field)));
}

/** Undefined: there is no word of it, and so it follows from the suites. */
function setupIn(value: unknown, place: string): number | undefined {
	if (value === undefined || value === 0 || value === 1) return value;
	throw new UsageError(inEach(FILE_USAGE, (words) => words.noSetup(place, 'securitySetup')));
}

/** @param folder where the path of a file begins. Throws UsageError */
export function curveKey(value: unknown, place: string, field: string, folder = '.'): Uint8Array {
	const key = pemKey(value, place, field, folder) ?? digitsOf(value);
	if (key !== undefined && (isPrivateKey(key) || isPublicKey(key))) return key;
	throw new UsageError(inEach(FILE_USAGE, (words) => words.noCurveKey(place, field)));
}

function digitsOf(value: unknown): Uint8Array | undefined {
	return typeof value === 'string' && /^([0-9A-Fa-f]{2})+$/.test(value) ? fromHex(value) : undefined;
}

function offersIn(value: unknown, place: string, field: string): readonly Offer[] {
	if (Array.isArray(value) && value.every(isOffer) && new Set(value).size === value.length) return value;
	const wrong = Array.isArray(value) ? value.find((word, i) => !isOffer(word) || value.indexOf(word) !== i) : value;
	const got = (words: FileUsageWords) => (typeof wrong === 'string' ? JSON.stringify(wrong.slice(0, LONGEST_NAME)) : words.kinds[kindOf(wrong)]);
	throw new UsageError(inEach(FILE_USAGE, (words) => words.noOffers(place, field, Object.keys(OFFERS), got(words))));
}

/** What is in an object of the file. @param field undefined: all of the file. Throws UsageError. */
export function fieldsIn(value: unknown, place: string, field: string | undefined, known?: readonly string[]): Readonly<Record<string, unknown>> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new UsageError(inEach(FILE_USAGE, (words) => words.fieldNoObject(place, field ?? words.theFile(), words.kinds[kindOf(value)])));
	}
	const unknown = known === undefined ? undefined : Object.keys(value).find((name) => !known.includes(name));
	if (unknown !== undefined) {
		throw new UsageError(
			inEach(FILE_USAGE, (words) => words.unknownField(place, field ?? words.theFile(), known!, JSON.stringify(unknown.slice(0, LONGEST_NAME)))),
		);
	}
	return value as Readonly<Record<string, unknown>>;
}

/** A name that is as long as a key may be one. */
const LONGEST_NAME = 16;

export function digitBytes(value: unknown, length: number, place: string, field: string): Uint8Array {
	if (typeof value !== 'string')
		throw new UsageError(inEach(FILE_USAGE, (words) => words.noDigits(place, field, 2 * length, words.kinds[kindOf(value)])));
	const wrong = value.search(/[^0-9A-Fa-f]/);
	if (wrong >= 0) throw new UsageError(inEach(FILE_USAGE, (words) => words.noDigit(place, field, 2 * length, wrong + 1)));
	if (value.length !== 2 * length) throw new UsageError(inEach(FILE_USAGE, (words) => words.otherDigits(place, field, 2 * length, value.length)));
	return fromHex(value);
}

/** Of what JSON can tell. */
function kindOf(value: unknown): keyof FileUsageWords['kinds'] {
	if (value === undefined) return 'nothing';
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return typeof value as 'object' | 'string' | 'number' | 'boolean';
}
