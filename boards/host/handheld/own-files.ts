/**
 * What a hand-held has of its own, in its directory (`--data`):
 *
 * | file                   |                                                                                                    |
 * |------------------------|----------------------------------------------------------------------------------------------------|
 * | hand-held.json         | its private keys of P-256, for its owner only: `envelopeKey` opens envelopes, `signatureKey` signs results; its system title on Route A |
 * | hand-held-public.json  | their public halves and its name: what the office registers                                         |
 * | office.json            | the office's public key, without which no envelope opens                                            |
 * | keys.json              | keys of client 3 of the meters, where `--keys` names no other file                                  |
 * | ledger.json            | orders and results (src/operations/handheld/ledger.ts)                                              |
 * | counters.json          | invocation counters that were used                                                                  |
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { TITLE_LENGTH } from '../../../modules/dlms/security/ciphering.js';
import { drawnPair } from '../../../modules/dlms/security/general-keys.js';
import { handheldName } from '../../../src/operations/bar-code/work-order-code.js';
import { createWhole, writeWhole } from '../shared/durable-file.js';
import { newHostCipher } from '../shared/host-cipher.js';
import { curveKey, digitBytes, fieldsIn, parseSecretJson, readSecret } from '../shared/keys-file.js';
import { stateDirectory } from '../shared/own-places.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { HANDHELD_USAGE } from './handheld-usage.js';

/** Of one hand-held. */
export interface OwnKeys {
	/** 16 hexadecimal digits, as bar codes name it. */
	readonly name: string;
	/** 8 bytes. */
	readonly systemTitle: Uint8Array;
	/** Private, 32 bytes each. */
	readonly envelopeKey: Uint8Array;
	readonly signatureKey: Uint8Array;
}

export const CIPHER = newHostCipher();
const OWN = 'hand-held.json';
const PUBLIC = 'hand-held-public.json';
const OFFICE = 'office.json';
const KEYS = 'keys.json';
const LEDGER = 'ledger.json';
const COUNTERS = 'counters.json';
/** KEI, before five bytes of its own. */
const FLAG: readonly number[] = Object.freeze([0x4b, 0x45, 0x49]);
const OWNER_ONLY = 0o700;
const READABLE = 0o644;
/** Bytes. */
const PRIVATE_LENGTH = 32;
const POINT_LENGTH = 64;
const P256 = 1;

export class OwnFiles {
	readonly #folder: string;

	/** @param data the directory; undefined: where the user's states are */
	constructor(data: string | undefined) {
		this.#folder = data === undefined ? join(stateDirectory(process.env), 'handheld') : resolve(data);
	}

	get folder(): string {
		return this.#folder;
	}

	get publicFile(): string {
		return join(this.#folder, PUBLIC);
	}

	get officeFile(): string {
		return join(this.#folder, OFFICE);
	}

	/** Where keys of meters are unless another file is named. */
	get keysFile(): string {
		return join(this.#folder, KEYS);
	}

	get ledgerFile(): string {
		return join(this.#folder, LEDGER);
	}

	get countersFile(): string {
		return join(this.#folder, COUNTERS);
	}

	/** Draws the keys of a new hand-held. Throws UsageError, where there is one already as well. */
	create(): OwnKeys {
		const path = join(this.#folder, OWN);
		const [envelope, signature] = [drawnPair(CIPHER, SYSTEM_RANDOM, P256)!, drawnPair(CIPHER, SYSTEM_RANDOM, P256)!];
		const systemTitle = new Uint8Array(TITLE_LENGTH);
		SYSTEM_RANDOM.fill(systemTitle);
		systemTitle.set(FLAG);
		const keys = { envelopeKey: envelope.privateKey, signatureKey: signature.privateKey, systemTitle };
		const name = handheldName(CIPHER, envelope.publicKey);
		try {
			mkdirSync(this.#folder, { recursive: true, mode: OWNER_ONLY });
			createWhole(path, jsonText(digitsOf(keys)));
		} catch (error) {
			const isTaken = (error as NodeJS.ErrnoException).code === 'EEXIST';
			throw new UsageError(inEach(HANDHELD_USAGE, (words) => (isTaken ? words.taken(path) : words.cannotWrite(path, reasonOf(error)))));
		}
		this.#write(this.publicFile, { handheld: name, ...digitsOf({ envelopeKey: envelope.publicKey, signatureKey: signature.publicKey }) }, READABLE);
		return { name, ...keys };
	}

	/** Throws UsageError. */
	read(): OwnKeys {
		const path = join(this.#folder, OWN);
		if (!existsSync(path)) throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.noHandheld(this.#folder)));
		const fields = fieldsIn(parseSecretJson(readSecret(path, '--data'), path), path, undefined, ['envelopeKey', 'signatureKey', 'systemTitle']);
		const envelopeKey = digitBytes(fields.envelopeKey, PRIVATE_LENGTH, path, 'envelopeKey');
		const signatureKey = digitBytes(fields.signatureKey, PRIVATE_LENGTH, path, 'signatureKey');
		const systemTitle = digitBytes(fields.systemTitle, TITLE_LENGTH, path, 'systemTitle');
		const [publicKey, other] = [CIPHER.publicKey!(envelopeKey), CIPHER.publicKey!(signatureKey)];
		if (publicKey === undefined || other === undefined) throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.noKeys(path)));
		return { name: handheldName(CIPHER, publicKey), envelopeKey, signatureKey, systemTitle };
	}

	/** @param path of an office's public file. Throws UsageError where it is none */
	checkOffice(path: string): void {
		officeKeyIn(path);
	}

	/** Goes by this office from now on. @param path its public file. Throws UsageError */
	trust(path: string): void {
		this.read();
		this.#write(this.officeFile, { envelopeKey: toUpperHex(officeKeyIn(path)) }, READABLE);
	}

	/** The office's public key, x ‖ y of P-256. Throws UsageError. */
	officeKey(): Uint8Array {
		if (!existsSync(this.officeFile)) throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.noOffice()));
		return officeKeyIn(this.officeFile);
	}

	#write(path: string, value: object, mode: number): void {
		try {
			writeWhole(path, jsonText(value), mode);
		} catch (error) {
			throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.cannotWrite(path, reasonOf(error))));
		}
	}
}

/** Throws UsageError. */
function officeKeyIn(path: string): Uint8Array {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.cannotRead(path, reasonOf(error))));
	}
	const key = curveKey(fieldsIn(parseSecretJson(text, path), path, undefined).envelopeKey, path, 'envelopeKey');
	if (key.length === POINT_LENGTH && CIPHER.agree?.(PROBE, key) !== undefined) return key;
	throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.noPublicKey(path)));
}

/** A private key of anybody's, to find out whether a public one is a point of the curve. */
const PROBE = fromHex('01'.padStart(2 * PRIVATE_LENGTH, '0'));

function digitsOf(keys: Readonly<Record<string, Uint8Array>>): Record<string, string> {
	return Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, toUpperHex(key)]));
}

function jsonText(value: object): string {
	return `${JSON.stringify(value, undefined, '\t')}\n`;
}
