/**
 * The file of a communication unit's credential key: JSON, or JSON lines, one for the unit of each meter. Whoever has it can open the Route B credentials that
 * come sealed for the unit, or seal them: it is for the unit and for the office that seals, and for no head-end.
 *
 * | field        | digits |                                                                                           |
 * |--------------|--------|-------------------------------------------------------------------------------------------|
 * | systemTitle  | 16     | of the unit                                                                               |
 * | key          | 32     | AES-128                                                                                   |
 * | agreementKey | 64, 128 | in place of it, of a unit with a pair of keys of P-256: the private one; or the public one, with which one can only seal |
 * | sealed       |        | the last version that was sealed, a number: none is sealed twice                          |
 */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { LAST_VERSION } from '../../../modules/cosem/sealed-credentials.js';
import { KEY_LENGTH } from '../../../modules/crypto/lengths.js';
import { TITLE_LENGTH } from '../../../modules/dlms/security/ciphering.js';
import { fileOf, writeWhole } from './durable-file.js';
import { FILE_USAGE } from './file-usage-words.js';
import { curveKey, digitBytes, fieldsIn, linesOf, parseSecretJson, readSecret } from './keys-file.js';
import { FileLock, holderOf } from './lock-file.js';
import { UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';

export interface CredentialKey {
	/** 8 bytes. */
	readonly systemTitle: Uint8Array;
	/** 16 bytes of AES-128; of P-256, 32 of a private key, 64 of a public one. */
	readonly key: Uint8Array;
	/** The last version that was sealed; 0: none was. */
	readonly sealed: number;
}

export const CREDENTIAL = '--credential';
const FIELDS = ['systemTitle', 'key', 'agreementKey', 'sealed'];
const PRIVATE_LENGTH = 32;

/**
 * All that are in a file: of JSON lines one for each line.
 * @param option what named the file, as messages call it
 * @throws UsageError, without a digit of a key
 */
export function readCredentialKeys(path: string, option = CREDENTIAL): readonly CredentialKey[] {
	const text = readSecret(path, option);
	const lines = linesOf(text);
	const place = `${option} ${path}`;
	// One that stands over several lines begins with a brace alone.
	if (lines.length === 1 || !lines[0]!.trimEnd().endsWith('}')) return [parseCredentialKey(text, place, dirname(path))];
	return lines.map((line, i) => parseCredentialKey(line, `${place}: line ${i + 1}`, dirname(path)));
}

function parseCredentialKey(text: string, place: string, folder: string): CredentialKey {
	const fields = fieldsIn(parseSecretJson(text, place), place, undefined, FIELDS);
	const systemTitle = digitBytes(fields.systemTitle, TITLE_LENGTH, place, 'systemTitle');
	return { systemTitle, key: keyIn(fields, place, folder), sealed: sealedIn(fields.sealed, place) };
}

function keyIn({ key, agreementKey }: Readonly<Record<string, unknown>>, place: string, folder: string): Uint8Array {
	if (agreementKey === undefined) return digitBytes(key, KEY_LENGTH, place, 'key');
	if (key !== undefined) throw new UsageError(inEach(FILE_USAGE, (words) => words.keyTwice(place)));
	const curve = curveKey(agreementKey, place, 'agreementKey', folder);
	if (curve.length !== PRIVATE_LENGTH && curve.length !== 2 * PRIVATE_LENGTH)
		throw new UsageError(inEach(FILE_USAGE, (words) => words.noP256(place, 'agreementKey')));
	return curve;
}

function sealedIn(value: unknown, place: string): number {
	if (value === undefined) return 0;
	if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LAST_VERSION) return value;
	throw new UsageError(inEach(FILE_USAGE, (words) => words.noVersion(place, 'sealed', LAST_VERSION)));
}

/**
 * Does what reads the file and writes it anew, while nobody else does: no version is sealed twice, by whatever link to the file.
 * @param work gets what writes it
 * @throws UsageError where somebody else is at it
 */
export function withCredentialFile<T>(path: string, work: (write: (keys: readonly CredentialKey[]) => void) => T): T {
	const file = existsSync(path) ? fileOf(path) : path;
	const lock = FileLock.take(`${file}.lock`);
	if (lock === undefined) throw new UsageError(inEach(FILE_USAGE, (words) => words.lockHeld(`${file}.lock`, holderOf(`${file}.lock`, words))));
	try {
		return work((keys) => writeWhole(file, credentialText(keys)));
	} finally {
		lock.release();
	}
}

/** Whether the unit itself can have it, which opens what others seal. */
export function opens({ key }: CredentialKey): boolean {
	return key.length <= PRIVATE_LENGTH;
}

/** The text of a file that `readCredentialKeys` takes. */
export function credentialText(keys: readonly CredentialKey[]): string {
	if (keys.length === 1) return `${JSON.stringify(fieldsOf(keys[0]!), undefined, '\t')}\n`;
	return keys.map((key) => `${JSON.stringify(fieldsOf(key))}\n`).join('');
}

function fieldsOf({ systemTitle, key, sealed }: CredentialKey) {
	return {
		systemTitle: toUpperHex(systemTitle),
		[key.length === KEY_LENGTH ? 'key' : 'agreementKey']: toUpperHex(key),
		...(sealed > 0 && { sealed }),
	};
}
