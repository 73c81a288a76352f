/**
 * The credential key of a communication unit as its record in stock has it, JSON: `{ "kind": "public", "key": 128 digits }`, the public half of a pair of P-256;
 * or `{ "kind": "wrapped", "key": 48 digits }`, a key of AES-128 wrapped under the office's master key. `sealed`, where it is there, is the last version that was
 * sealed for it elsewhere.
 */
import { fromHex } from '../../../../modules/bytes/hex.js';
import { newHostCipher } from '../../shared/host-cipher.js';

export interface CredentialKeyRecord {
	readonly kind: 'public' | 'wrapped';
	/** Hexadecimal. */
	readonly key: string;
	readonly sealed?: number;
}

const DIGITS = Object.freeze({ public: 128, wrapped: 48 });

/** Undefined: it is none. */
export function readKeyRecord(text: string): CredentialKeyRecord | undefined {
	try {
		const { kind, key, sealed } = JSON.parse(text) as Readonly<Record<string, unknown>>;
		if ((kind !== 'public' && kind !== 'wrapped') || typeof key !== 'string' || key.length !== DIGITS[kind] || !/^[0-9A-Fa-f]+$/.test(key))
			return undefined;
		if (sealed === undefined) return { kind, key };
		return typeof sealed === 'number' && Number.isSafeInteger(sealed) && sealed >= 0 ? { kind, key, sealed } : undefined;
	} catch {
		return undefined;
	}
}

/** The key that seals: 64 bytes of a public one, 16 of AES-128; undefined: another master key has wrapped it. */
export function sealingKey({ kind, key }: CredentialKeyRecord, masterKey: () => Uint8Array): Uint8Array | undefined {
	return kind === 'public' ? fromHex(key) : newHostCipher().keyUnwrap(masterKey(), fromHex(key));
}
