/** What `keiki hes` general-ciphers and signs with: `--ciphering identified|wrapped|one-pass|static`, `--sign`, `--sign-inside`. */
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import type { Cipher } from '../../../hal/ports/cipher.js';
import { privateKeyOf } from '../../../modules/crypto/key-halves.js';
import type { GeneralOptions } from '../../../modules/dlms/client/client-options.js';
import type { GeneralMaterial, KeyChoice } from '../../../modules/dlms/security/general-keys.js';
import { keysOfClient, type RouteAKeys } from '../../../src/route-a/keys.js';
import { meterCurves } from '../shared/certified-keys.js';

/** Key of general-ciphering, and whether requests are signed, around it or within. */
export interface HesGeneral {
	readonly choice: KeyChoice | undefined;
	readonly isSigned: boolean;
	readonly isSignedInside: boolean;
}

/** Words of `--ciphering`. */
export const KEY_CHOICES: readonly KeyChoice[] = Object.freeze(['identified', 'wrapped', 'one-pass', 'static'] as const);

/** Undefined: requests are neither. */
export function generalOf(
	{ choice, isSigned, isSignedInside }: HesGeneral,
	keys: RouteAKeys,
	client: number,
	cipher: Cipher,
): (GeneralOptions & { readonly material: GeneralMaterial }) | undefined {
	if (choice === undefined && !isSigned) return undefined;
	return { choice, isSigned, isSignedInside, material: materialOf(keys, client, cipher) };
}

/** What of the keys is of elliptic curves: the client's private ones, the meter's public ones. */
export function materialOf(keys: RouteAKeys, client: number, cipher: Cipher): GeneralMaterial {
	const { signatureKey, agreementKey } = keys.clients[client] ?? {};
	return {
		...{ cipher, random: SYSTEM_RANDOM },
		signatureKey: privateKeyOf(signatureKey),
		agreementKey: privateKeyOf(agreementKey),
		...meterCurves(keys),
	};
}

/** The option that the keys have not enough for, if there is one, and what they lack. */
export function lackingFor(
	wanted: HesGeneral,
	keys: RouteAKeys,
	client: number,
	cipher: Cipher,
): { readonly option: string; readonly lack: Lack } | undefined {
	const { choice, isSigned, isSignedInside } = wanted;
	const general = generalOf(wanted, keys, client, cipher);
	if (general === undefined) return undefined;
	const { signatureKey, peerSignatureKey, agreementKey, peerAgreementKey } = general.material;
	const { suite = 0 } = keys.clients[client]!;
	const canSign = signatureKey !== undefined && peerSignatureKey !== undefined;
	if (isSigned && !canSign) return { option: isSignedInside ? '--sign-inside' : '--sign', lack: 'signature' };
	if (choice === 'wrapped' && keysOfClient(keys, client).kek === undefined) return { option: `--ciphering ${choice}`, lack: 'kek' };
	if (choice !== 'static' && choice !== 'one-pass') return undefined;
	const canAgree = suite > 0 && agreementKey !== undefined && peerAgreementKey !== undefined;
	return canAgree && (choice === 'static' || canSign) ? undefined : { option: `--ciphering ${choice}`, lack: choice };
}

/** What the keys may lack. */
export type Lack = 'signature' | 'kek' | 'one-pass' | 'static';
