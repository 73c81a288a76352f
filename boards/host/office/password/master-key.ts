/**
 * The office's own keys, each in a file for its owner only:
 *
 * | file              | in it                                                                                                       |
 * |-------------------|-------------------------------------------------------------------------------------------------------------|
 * | master-key.json   | `masterKey`, 32 digits: the AES keys of communication units are wrapped under it (RFC 3394); another place by `--master-key-file` |
 * | envelope-key.json | `envelopeKey`, 64 digits: the private key of P-256 by which hand-helds know that an order's bar code is the office's |
 * | office.public     | `envelopeKey`, 128 digits: its public half, which is carried to the hand-helds                               |
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { KEY_LENGTH } from '../../../../modules/crypto/lengths.js';
import { drawnPair } from '../../../../modules/dlms/security/general-keys.js';
import { createWhole } from '../../shared/durable-file.js';
import { newHostCipher } from '../../shared/host-cipher.js';
import { digitBytes, fieldsIn, parseSecretJson, readSecret } from '../../shared/keys-file.js';

const MASTER = 'master-key.json';
const ENVELOPE = 'envelope-key.json';
const PUBLIC = 'office.public';
const SCALAR = 32;
const READ_BY_ALL = 0o644;
const MASTER_OPTION = '--master-key-file';

/**
 * Draws those that are not there, in the folder of `--data`. What is there stays.
 * @throws the system's error
 */
export function makeOfficeKeys(data: string): void {
	const [master, envelope] = [join(data, MASTER), join(data, ENVELOPE)];
	if (!existsSync(master)) {
		const key = new Uint8Array(KEY_LENGTH);
		SYSTEM_RANDOM.fill(key);
		createWhole(master, `${JSON.stringify({ masterKey: toUpperHex(key) })}\n`);
	}
	if (existsSync(envelope)) return;
	const { privateKey, publicKey } = drawnPair(newHostCipher(), SYSTEM_RANDOM, 1)!;
	// The public half first: a private one without it would never be told.
	if (!existsSync(join(data, PUBLIC))) createWhole(join(data, PUBLIC), `${JSON.stringify({ envelopeKey: toUpperHex(publicKey) })}\n`, READ_BY_ALL);
	createWhole(envelope, `${JSON.stringify({ envelopeKey: toUpperHex(privateKey) })}\n`);
}

/** Where the master key is. @param file of `--master-key-file` */
export function masterKeyPlace(data: string, file?: string): string {
	return file ?? join(data, MASTER);
}

/** 16 bytes. Throws UsageError, without a digit of it. */
export function readMasterKey(path: string): Uint8Array {
	const place = `${MASTER_OPTION} ${path}`;
	const { masterKey } = fieldsIn(parseSecretJson(readSecret(path, MASTER_OPTION), place), place, undefined, ['masterKey']);
	return digitBytes(masterKey, KEY_LENGTH, place, 'masterKey');
}

/** 32 bytes. Throws UsageError, without a digit of it. */
export function readEnvelopeKey(data: string): Uint8Array {
	const path = join(data, ENVELOPE);
	const { envelopeKey } = fieldsIn(parseSecretJson(readSecret(path, '--data'), path), path, undefined, ['envelopeKey']);
	return digitBytes(envelopeKey, SCALAR, path, 'envelopeKey');
}
