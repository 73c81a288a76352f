/**
 * Certificates and key pairs of a meter (class 64, version 1).
 *
 * | certificate of       | is taken                                                                                        | and is used                     |
 * |----------------------|-------------------------------------------------------------------------------------------------|---------------------------------|
 * | an authority         | if there is none yet that signed itself, and it did; or if those that are held vouch for it            | to check others                 |
 * | the meter            | if the authorities that are held vouch for it, and its key is that of a pair of the meter        | the pair is in use from then on |
 * | a client, by its title | if the authorities that are held vouch for it, and its key is of the curve of the suite        | its key, from the next association on, as long as they do, of the clients that are bound to the title (bound-client.ts) |
 *
 * Those that the meter is told with its keys (told-certificates.ts) are there from its start on. None of a client's is taken before or after its time or that of an authority of its chain (chain.ts), by the meter's clock. Once there are certificates of a title for a
 * use, only those tell its key that are in their time and that authorities vouch for now: whatever the meter was told of it counts no more. Nor does the key of
 * certificates that the meter was told, and that were removed. The common name of a subject is the system title, 16 hexadecimal digits.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Clock } from '../../../hal/ports/clock.js';
import type { Flash } from '../../../hal/ports/flash.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Store } from '../../../hal/ports/store.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import {
	CERTIFICATE_TYPE,
	type CertificateChoice,
	type CertificateFacts,
	type CertificateKeeper,
	ENTITY,
} from '../../../modules/cosem/certificate-keeper.js';
import { privateKeyOf } from '../../../modules/crypto/key-halves.js';
import { ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { drawnPair } from '../../../modules/dlms/security/general-keys.js';
import { hasCurves, scalarLength } from '../../../modules/dlms/security/key-agreement.js';
import { type Certificate, decodeCertificate, encodeRequest, USAGE } from '../../../modules/x509/certificate.js';
import { type RouteAKeys, setupVersion } from '../keys.js';
import type { RouteAOptions } from '../route-a-options.js';
import type { RouteAProfile } from '../route-a-profile.js';
import { type BoundClient, isBound } from './bound-client.js';
import { CertificateMemory, LONGEST_CERTIFICATE, MARK, MOST_CERTIFICATES } from './certificate-memory.js';
import { canCertify, isRoot, isSuccessor, isVouched } from './chain.js';
import { entityOf, isInTime, isOf, newest, titleOf, typeOf } from './holder.js';
import { KeyPair } from './key-pairs.js';
import { takeTold } from './told-certificates.js';

export interface CertificatesOptions {
	readonly flash: Flash;
	readonly store: Store;
	/** With elliptic curves. */
	readonly cipher: Cipher;
	readonly random: Random;
	readonly clock: Clock;
	readonly keys: RouteAKeys;
	/** 1 or 2. */
	readonly suite: number;
	/** They were changed by a client. */
	readonly onChange: () => void;
	/** Something is wrong with what the meter is told. */
	readonly warn: (text: string) => void;
}

/** Of both sides; undefined: there is none. */
export interface CurveKeys {
	readonly signatureKey?: Uint8Array | undefined;
	readonly agreementKey?: Uint8Array | undefined;
	readonly peerSignatureKey?: Uint8Array | undefined;
	readonly peerAgreementKey?: Uint8Array | undefined;
}

/** Begins the names of what the store keeps. */
const NAME = 'RouteAp';
const NOTHING = new Uint8Array(0);
/** By `CERTIFICATE_TYPE`. */
const USAGES = Object.freeze([USAGE.digitalSignature, USAGE.keyAgreement]);

/** Undefined: there is no flash for them, no suite or platform that has elliptic curves, or, and this is logged, no room for key pairs. @throws JournalError */
export function certificatesOf(
	{ certificateFlash: flash, keys, cipher, store, random, log }: RouteAOptions,
	{ clients }: Pick<RouteAProfile, 'clients'>,
	clock: Clock,
	onChange: () => void,
): MeterCertificates | undefined {
	const suite = keys.clients[clients.management]?.suite ?? 0;
	if (flash === undefined || setupVersion(keys, cipher) === 0 || !hasCurves(cipher, suite)) return undefined;
	try {
		return new MeterCertificates({ flash, keys, cipher, store, random, clock, suite, onChange, warn: (text) => log.write('Route A', text) });
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		log.write('Route A', `no certificates are kept, as there is no room for key pairs: ${error.message}`);
		return undefined;
	}
}

export class MeterCertificates implements CertificateKeeper {
	readonly #options: CertificatesOptions;
	readonly #memory: CertificateMemory;
	readonly #pairs: readonly KeyPair[];
	readonly #title: string;

	/**
	 * @throws JournalError if the flash holds something else
	 * @throws RangeError if the store has no room
	 */
	constructor(options: CertificatesOptions) {
		const { store, cipher, suite, keys } = options;
		this.#options = options;
		this.#memory = new CertificateMemory(options.flash);
		this.#title = toUpperHex(keys.systemTitle);
		const length = scalarLength(suite);
		this.#pairs = [keys.signatureKey, keys.agreementKey].map(
			(told, type) => new KeyPair({ store, cipher, name: `${NAME}${type}`, told: privateKeyOf(told), length }),
		);
		takeTold({
			...{ keys, store, cipher, isBlank: this.#memory.isBlank, warn: options.warn },
			forget: (but) => this.#forget(but),
			take: (certificate, der) => {
				if (!this.#isInTime(certificate))
					options.warn(`the certificate of ${certificate.commonName ?? 'nobody'} that the meter is told is out of its time`);
				return this.#put(certificate, der, MARK.told);
			},
		});
		this.#settle();
	}

	/** How often the most worn sector of their flash was erased. */
	get erasures(): number {
		return this.#memory.erasures;
	}

	/** The private keys that the meter uses now. */
	get signatureKey(): Uint8Array | undefined {
		return this.#pairs[CERTIFICATE_TYPE.signature]!.current;
	}

	get agreementKey(): Uint8Array | undefined {
		return this.#pairs[CERTIFICATE_TYPE.agreement]!.current;
	}

	/** What a client that comes with this title was told of, as the certificates have it now. */
	certified<K extends CurveKeys>(told: K, title: Uint8Array, client: BoundClient): K {
		const { signature, agreement } = CERTIFICATE_TYPE;
		return {
			...told,
			signatureKey: this.signatureKey,
			agreementKey: this.agreementKey,
			peerSignatureKey: this.#keyOf(client, title, signature, told.peerSignatureKey),
			peerAgreementKey: this.#keyOf(client, title, agreement, told.peerAgreementKey),
		};
	}

	/** The public key of a client for one of `CERTIFICATE_TYPE`. @param told what counts where there is no certificate of it */
	#keyOf(client: BoundClient, title: Uint8Array, type: number, told: Uint8Array | undefined): Uint8Array | undefined {
		const titles = client.title !== undefined ? [client.title] : client.isImporter ? this.#ownTitles : [];
		// Of one that is bound to no title certificates tell nothing, whoever holds them.
		if (titles.length === 0) return told;
		if (!titles.some((bound) => equalBytes(bound, title))) return undefined;
		return this.#clientKey(title, type, client.certified.includes(type) ? undefined : told);
	}

	/** Under which whoever imports certificates has imported its own. */
	get #ownTitles(): Uint8Array[] {
		return this.#find(() => true)
			.filter(({ number }) => this.#memory.markOf(number) === MARK.own)
			.map((certificate) => titleOf(certificate)!);
	}

	#clientKey(title: Uint8Array, type: number, told: Uint8Array | undefined): Uint8Array | undefined {
		const found = this.#find((certificate) => entityOf(certificate, this.#title) === ENTITY.client && isOf(certificate, type, title));
		if (found.length === 0) return told;
		const authorities = this.#authorities;
		const { cipher } = this.#options;
		return newest(found.filter((certificate) => this.#isInTime(certificate) && isVouched(certificate, authorities, cipher)))?.publicKey;
	}

	/** When the first of those is out of its time in whose place no other has come, ms since 1970-01-01T00:00:00Z; Infinity: there are none. */
	get nearestEnd(): number {
		const all = this.#find(() => true);
		const isLast = (certificate: Held) => newest(all.filter((other) => isAlike(certificate, other))) === certificate;
		return all.reduce((nearest, held) => (held.notAfter < nearest && isLast(held) ? held.notAfter : nearest), Number.POSITIVE_INFINITY);
	}

	get list(): readonly CertificateFacts[] {
		return this.#find(() => true).map((certificate) => {
			const { serial, issuer, subject, alternativeName } = certificate;
			return { entity: entityOf(certificate, this.#title), type: typeOf(certificate), serial, issuer, subject, alternativeName };
		});
	}

	generate(type: number): number {
		const { cipher, random, suite, onChange } = this.#options;
		const pair = this.#pairs[type];
		const drawn = pair && drawnPair(cipher, random, suite);
		if (drawn === undefined) return ACTION_RESULT.otherReason;
		pair!.draw(drawn.privateKey);
		onChange();
		return ACTION_RESULT.success;
	}

	request(type: number): Uint8Array | number {
		const { cipher } = this.#options;
		const pair = this.#pairs[type];
		const privateKey = pair?.drawn ?? pair?.current;
		const publicKey = privateKey && cipher.publicKey!(privateKey);
		if (publicKey === undefined) return ACTION_RESULT.otherReason;
		return encodeRequest(this.#title, publicKey, USAGES[type]!, (bytes) => cipher.sign!(privateKey!, bytes));
	}

	import(der: Uint8Array, title: Uint8Array): number {
		const certificate = der.length > LONGEST_CERTIFICATE ? undefined : decodeCertificate(der);
		if (certificate === undefined || !this.#isTaken(certificate)) return ACTION_RESULT.otherReason;
		const isClients = entityOf(certificate, this.#title) === ENTITY.client;
		const isOwn = isClients && equalBytes(titleOf(certificate)!, title);
		if (!this.#put(certificate, der, isOwn ? MARK.own : MARK.imported)) return ACTION_RESULT.otherReason;
		const { keys, warn } = this.#options;
		if (isClients && !isOwn && !isBound(keys, titleOf(certificate)!))
			warn(`the certificate of ${certificate.commonName} is kept, and not used: no client is bound to this title (systemTitle in its row)`);
		this.#settle();
		this.#options.onChange();
		return ACTION_RESULT.success;
	}

	/** In place of the same, if it is there; false: there is no room, or it is too long. */
	#put(certificate: Certificate, der: Uint8Array, mark: number): boolean {
		const same = this.#find(({ serial, issuer }) => equalBytes(serial, certificate.serial) && equalBytes(issuer, certificate.issuer))[0];
		const number = same?.number ?? this.#free;
		if (number === undefined || der.length > LONGEST_CERTIFICATE) return false;
		// What the meter is told it is told, whoever brings it, too.
		const isTold = same !== undefined && this.#memory.markOf(number) === MARK.told && equalBytes(this.#memory.get(number)!, der);
		this.#memory.put(number, der, isTold ? MARK.told : mark);
		return true;
	}

	export(choice: CertificateChoice): Uint8Array | number {
		const found = newest(this.#chosen(choice));
		return found === undefined ? ACTION_RESULT.otherReason : this.#memory.get(found.number)!.slice();
	}

	/** Of authorities, which have no titles, only one that is alone is meant by what it is. */
	remove(choice: CertificateChoice): number {
		const chosen = this.#chosen(choice);
		const found = newest(chosen);
		if (found === undefined || (found.isAuthority && chosen.length > 1)) return ACTION_RESULT.otherReason;
		this.#memory.put(found.number, NOTHING);
		this.#options.onChange();
		return ACTION_RESULT.success;
	}

	/** Those that the meter was told, but these; how many there were. */
	#forget(but: readonly Uint8Array[]): number {
		const told = this.#find(() => true).filter(({ number }) => {
			const der = this.#memory.get(number)!;
			return this.#memory.markOf(number) === MARK.told && !but.some((other) => equalBytes(other, der));
		});
		for (const { number } of told) this.#memory.put(number, NOTHING);
		return told.length;
	}

	#chosen(choice: CertificateChoice): Held[] {
		if (choice.by === 'serial') return this.#find(({ serial, issuer }) => equalBytes(serial, choice.serial) && equalBytes(issuer, choice.issuer));
		const { entity, type, title } = choice;
		return this.#find((certificate) => entityOf(certificate, this.#title) === entity && isOf(certificate, type, title));
	}

	#isTaken(certificate: Certificate): boolean {
		const { cipher, suite } = this.#options;
		if (!this.#isInTime(certificate)) return false;
		const authorities = this.#authorities;
		if (certificate.isAuthority) {
			// One that is out of its time signs nothing, and leaves no room for any other to come in by itself.
			const isFirst = this.#find((held) => isRoot(held, cipher)).length === 0;
			if (isRoot(certificate, cipher)) return isFirst || isSuccessor(certificate, authorities, cipher);
			return !isFirst && canCertify(certificate) && isVouched(certificate, authorities, cipher);
		}
		if (certificate.publicKey.length !== 2 * scalarLength(suite) || !isVouched(certificate, authorities, cipher)) return false;
		const type = typeOf(certificate);
		if (type === CERTIFICATE_TYPE.other || titleOf(certificate) === undefined) return false;
		return entityOf(certificate, this.#title) === ENTITY.client || this.#pairOf(certificate) !== undefined;
	}

	/** Those in their time. */
	get #authorities(): Held[] {
		return this.#find((held) => held.isAuthority && this.#isInTime(held));
	}

	/** The pair of the meter that this is the certificate of; undefined: none. */
	#pairOf({ publicKey, usage = 0 }: Certificate): KeyPair | undefined {
		const { cipher } = this.#options;
		return this.#pairs.find((pair, type) => {
			if ((usage & USAGES[type]!) === 0) return false;
			const { drawn, current } = pair;
			return [drawn, current].some((key) => key !== undefined && equalBytes(cipher.publicKey!(key) ?? NOTHING, publicKey));
		});
	}

	/** Whatever was drawn and has a certificate of the meter is in use. */
	#settle(): void {
		const { cipher } = this.#options;
		for (const [type, pair] of this.#pairs.entries()) {
			const publicKey = pair.drawn && cipher.publicKey!(pair.drawn);
			if (publicKey === undefined) continue;
			const found = this.#find((certificate) => {
				const { usage = 0, publicKey: certified } = certificate;
				return entityOf(certificate, this.#title) === ENTITY.server && (usage & USAGES[type]!) !== 0 && equalBytes(certified, publicKey);
			});
			if (found.length > 0) pair.use();
		}
	}

	get #free(): number | undefined {
		for (let number = 0; number < MOST_CERTIFICATES; number++) if (this.#memory.get(number) === undefined) return number;
		return undefined;
	}

	#isInTime(certificate: Certificate): boolean {
		return isInTime(certificate, this.#options.clock.now());
	}

	#find(is: (certificate: Certificate) => boolean): Held[] {
		const found: Held[] = [];
		for (let number = 0; number < MOST_CERTIFICATES; number++) {
			const der = this.#memory.get(number);
			const certificate = der && decodeCertificate(der);
			if (certificate !== undefined && is(certificate)) found.push({ ...certificate, number });
		}
		return found;
	}
}

/** Whether one may stand in the place of the other: of one holder, and for one use. */
function isAlike(one: Certificate, other: Certificate): boolean {
	return one.isAuthority === other.isAuthority && typeOf(one) === typeOf(other) && equalBytes(one.subject, other.subject);
}

/** A certificate, and its number in the memory. */
interface Held extends Certificate {
	readonly number: number;
}
