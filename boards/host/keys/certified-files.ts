/**
 * `keiki keys make --certificates`: who has which keys, each in a file of its own.
 *
 * | file of                     | its own                                 | of others                                                          |
 * |-----------------------------|------------------------------------------|--------------------------------------------------------------------|
 * | the meter                   | its private keys, with certificates      | keys of AES of all clients; their certificates; `kek`, `broadcast` |
 * | the head-end, clients 1 and 2 | its private keys, with certificates    | keys of AES of these clients; the meter's certificates; `kek`, `broadcast` |
 * | the hand-held, client 3     | its private keys, with certificates      | its keys of AES; the meter's certificates                          |
 *
 * All of them have the certificates of the authorities, whose private keys are in one of their own. Whoever makes images signs them: the private key for that is
 * the head-end's, the meter has the public one.
 */
import { fromHex } from '../../../modules/bytes/hex.js';
import { publicKeyOf } from '../../../modules/crypto/key-halves.js';
import type { ClientKeys, RouteAKeys } from '../../../src/route-a/keys.js';
import { newHostCipher } from '../shared/host-cipher.js';
import type { Authorities, CertifiedKeys } from './authority.js';

/** System titles of the clients, but that of the meter. */
export const HEAD_END_TITLE = '4B45490000000001';
const HAND_HELD_TITLE = '4B45490000000003';
const HAND_HELD = 3;
const CIPHER = newHostCipher();

/** The keys of one meter for each who has to do with it. */
export interface CertifiedFiles {
	readonly meter: RouteAKeys;
	readonly headEnd: RouteAKeys;
	readonly handHeld: RouteAKeys;
}

export interface ClientsCertified {
	readonly headEnd: CertifiedKeys;
	readonly handHeld: CertifiedKeys;
}

/** The same clients for all meters. */
export function clientsOf(authorities: Authorities): ClientsCertified {
	return { headEnd: authorities.certify(fromHex(HEAD_END_TITLE)), handHeld: authorities.certify(fromHex(HAND_HELD_TITLE)) };
}

/** @param keys of one meter, its keys of elliptic curves left out */
export function certifiedFiles(keys: RouteAKeys, authorities: Authorities, clients: ClientsCertified): CertifiedFiles {
	const own = authorities.certify(keys.systemTitle);
	const { certificate } = own;
	const { certificates } = authorities;
	const of = (client: number) => (client === HAND_HELD ? clients.handHeld : clients.headEnd);
	const rows = (isIn: (client: number) => boolean, row: (told: ClientKeys, client: number) => ClientKeys) =>
		Object.fromEntries(
			Object.entries(keys.clients)
				.filter(([client]) => isIn(Number(client)))
				.map(([client, told]) => [client, row(told, Number(client))]),
		);
	const withKeys = (told: ClientKeys, client: number) => ({ ...told, ...of(client) });
	const { firmwareSignatureKey, ...others } = keys;
	const firmware = publicKeyOf(firmwareSignatureKey, CIPHER);
	const { systemTitle } = keys;
	return {
		meter: {
			...{ ...others, ...own, authorities: certificates },
			...(firmware && { firmwareSignatureKey: firmware }),
			clients: rows(
				() => true,
				(told, client) => ({ ...told, certificate: of(client).certificate }),
			),
		},
		headEnd: { ...keys, certificate, authorities: certificates, clients: rows((client) => client !== HAND_HELD, withKeys) },
		handHeld: {
			...{ systemTitle, kek: undefined, broadcast: undefined, certificate, authorities: certificates },
			clients: rows((client) => client === HAND_HELD, withKeys),
		},
	};
}
