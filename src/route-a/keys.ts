/** The keys of Route A, 16 bytes each (IEC 62056-5-3 security suites 0 and 1) or 32 (suite 2), and the meter's system title. */
import type { Cipher } from '../../hal/ports/cipher.js';
import { privateKeyOf } from '../../modules/crypto/key-halves.js';
import { suiteKeyLength } from '../../modules/dlms/security/ciphering.js';
import { hasCurves } from '../../modules/dlms/security/key-agreement.js';
import type { Keys } from '../../modules/dlms/security/security.js';
import type { Offer } from './offers.js';

/** Its methods: policy and transfer of keys; and agreement on keys; and certificates. */
const TRANSFERRING = 2;
const AGREEING = 3;
const CERTIFYING = 8;

/** What a client may have besides keys, or in place of them. */
export interface ClientTerms {
	/** What it is offered besides; default: nothing. */
	readonly offers?: readonly Offer[];
	/** Of LLS, and of HLS without keys. */
	readonly secret?: Uint8Array;
	/** Of its signatures (P-256, P-384): private or public (modules/crypto/key-halves.ts). */
	readonly signatureKey?: Uint8Array;
	/** Of its agreements on keys: private or public. */
	readonly agreementKey?: Uint8Array;
	/** Under which alone it comes, 8 bytes; default: that of its certificates; without any it comes under any. */
	readonly systemTitle?: Uint8Array;
	/** Of these keys, X.509 in DER, all of one title. */
	readonly certificate?: readonly Uint8Array[];
}

export interface ClientKeys extends ClientTerms {
	/** Global unicast encryption key. */
	readonly encryption: Uint8Array;
	readonly authentication: Uint8Array;
	/** 0, 1 or 2; default: 0. */
	readonly suite?: number;
}

export interface RouteAKeys {
	/** 8 bytes: three letters of the maker (FLAG), then a number that no other meter of that maker has. */
	readonly systemTitle: Uint8Array;
	/** Wraps new keys; undefined: keys cannot be changed. As long as the keys of the management client, like the next. */
	readonly kek: Uint8Array | undefined;
	/** Key of messages to all meters; undefined: they are refused. */
	readonly broadcast: Uint8Array | undefined;
	/** Keys by the client's address (wPort). */
	readonly clients: Readonly<Record<number, ClientKeys>>;
	/** Clients without keys, none of them among the others: nothing of theirs is ciphered. */
	readonly keyless?: Readonly<Record<number, ClientTerms>>;
	/** Of its maker: proves firmware images, 16 bytes; undefined: none can be loaded. */
	readonly firmwareKey?: Uint8Array;
	/** Of the maker's signatures of images (P-256, P-384): private for who makes them, or public; undefined: they need none. */
	readonly firmwareSignatureKey?: Uint8Array;
	/** Of the meter's signatures: private, or public where only its clients read this. */
	readonly signatureKey?: Uint8Array;
	readonly agreementKey?: Uint8Array;
	/** Of the meter's keys, X.509 in DER; and those of the authorities that vouch for them and for those of the clients. */
	readonly certificate?: readonly Uint8Array[];
	readonly authorities?: readonly Uint8Array[];
	/** Version of class 64 that is served: 0 or 1; default: `setupVersion`. */
	readonly securitySetup?: number;
}

/** Version of class 64: 1 where a client has suite 1 or 2 and the platform what these agree on keys with, unless it is told. */
export function setupVersion({ securitySetup, clients }: RouteAKeys, cipher: Cipher): number {
	if (securitySetup !== undefined) return securitySetup;
	for (const client in clients) if (hasCurves(cipher, clients[client]!.suite ?? 0)) return 1;
	return 0;
}

/** How many methods of class 64, version 1, the client has that changes keys; 0: version 0 is served. */
export function setupMethods(
	{ keys, cipher }: { readonly keys: RouteAKeys; readonly cipher: Cipher },
	client: number,
	hasCertificates: boolean,
): number {
	if (hasCertificates) return CERTIFYING;
	if (setupVersion(keys, cipher) === 0) return 0;
	const { suite = 0, signatureKey } = keys.clients[client] ?? {};
	return hasCurves(cipher, suite) && signatureKey !== undefined && privateKeyOf(keys.signatureKey) !== undefined ? AGREEING : TRANSFERRING;
}

/** Keys of one client, with those of the meter that are of its suite's length. */
export function keysOfClient({ clients, broadcast, kek }: Pick<RouteAKeys, 'clients' | 'broadcast' | 'kek'>, client: number): Keys {
	const { encryption, authentication, suite = 0 } = clients[client]!;
	const length = suiteKeyLength(suite);
	return { encryption, authentication, broadcast: fitting(broadcast, length), kek: fitting(kek, length) };
}

/** The key if it has this many bytes. */
export function fitting(key: Uint8Array | undefined, length: number): Uint8Array | undefined {
	return key?.length === length ? key : undefined;
}
