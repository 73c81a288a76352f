/** Keys of elliptic curves for a meter and its clients, so that they cipher and sign generally. */
import { NodeCipher } from '../../../hal/node/cipher.js';
import type { Random } from '../../../hal/ports/random.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import type { GeneralMaterial } from '../../../modules/dlms/security/general-keys.js';
import { scalarLength } from '../../../modules/dlms/security/key-agreement.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';

export const CURVES = new NodeCipher(new PortableCipher());

const METER = { signing: 0x11, agreement: 0x12 };
const CLIENTS = { signing: 0x21, agreement: 0x22 };
const privateKey = (suite: number, fill: number) => new Uint8Array(scalarLength(suite)).fill(fill);
const publicKey = (suite: number, fill: number) => CURVES.publicKey(privateKey(suite, fill))!;

/**
 * The same keys, with what the meter is told besides.
 * @param isOpen it is told the clients' private keys, too, as whoever made them knows them
 */
export function withCurves(keys: RouteAKeys, suite: number, isOpen = false): RouteAKeys {
	const half = isOpen ? privateKey : publicKey;
	const own = { offers: ['hls5', 'general'] as const, signatureKey: half(suite, CLIENTS.signing), agreementKey: half(suite, CLIENTS.agreement) };
	return {
		...keys,
		signatureKey: privateKey(suite, METER.signing),
		agreementKey: privateKey(suite, METER.agreement),
		clients: Object.fromEntries(Object.entries(keys.clients).map(([client, told]) => [client, { ...told, ...own }])),
	};
}

/** What each of the clients has. */
export function materialOf(suite: number, random: Random): GeneralMaterial {
	return {
		...{ cipher: CURVES, random },
		signatureKey: privateKey(suite, CLIENTS.signing),
		agreementKey: privateKey(suite, CLIENTS.agreement),
		peerSignatureKey: publicKey(suite, METER.signing),
		peerAgreementKey: publicKey(suite, METER.agreement),
	};
}
