/**
 * Clients that Route A serves: the public client, and those that there are keys for. The KEK and the broadcast key belong to the meter: all clients use
 * those that the management client was given last, which is the only one that can change keys.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { Log } from '../../hal/ports/log.js';
import type { Random } from '../../hal/ports/random.js';
import type { Store } from '../../hal/ports/store.js';
import { equalBytes } from '../../modules/bytes/equal.js';
import { privateKeyOf, publicKeyOf } from '../../modules/crypto/key-halves.js';
import { MECHANISM } from '../../modules/dlms/apdu/acse.js';
import { hasSuite, SecuritySuite } from '../../modules/dlms/security/ciphering.js';
import { StoredCounters, TransmitCounter, type TransmitSource } from '../../modules/dlms/security/counters.js';
import type { GeneralMaterial } from '../../modules/dlms/security/general-keys.js';
import { type Credentials, serves } from '../../modules/dlms/security/mechanisms.js';
import { PROTECTION } from '../../modules/dlms/security/policy.js';
import { ClientSecurity, type ClientSecurityOptions, type Keys } from '../../modules/dlms/security/security.js';
import type { ServedClient } from '../../modules/dlms/server/admission.js';
import { type BoundClient, boundClient, boundTitle } from './certificates/bound-client.js';
import type { MeterCertificates } from './certificates/certificates.js';
import { digestOf, KeptKeys } from './kept-keys.js';
import { type ClientTerms, fitting, keysOfClient, type RouteAKeys, setupVersion } from './keys.js';
import { isGeneralOffered, mechanismWord, offeredConformance, offeredMechanisms } from './offers.js';
import { roleOf } from './roles.js';
import type { RouteAProfile } from './route-a-profile.js';

export interface ClientsOptions {
	readonly keys: RouteAKeys;
	readonly routeAProfile: RouteAProfile;
	readonly store: Store;
	readonly cipher: Cipher;
	readonly random: Random;
	readonly log: Log;
	/** Both as in `RouteAOptions`. */
	readonly firstCounter?: number | undefined;
	readonly transmit?: TransmitSource | undefined;
	/** Undefined: there are none. */
	readonly certificates?: MeterCertificates | undefined;
	/** Logs an event of `profile.events`. */
	readonly meter: { record(code: number): void };
}

/** The management client first: the others take from it what all have in common. */
const KEYED = Object.freeze(['management', 'reading', 'handHeld', 'preEstablished'] as const);

/** Begins the names of what the store keeps. */
const NAME = 'RouteA';
/** Name in the store of the counter of what is sent. */
export const TRANSMIT_COUNTER = `t${NAME}`;
/** E of the name of its invocation counter is one byte. */
export const LAST_READER = 0xff;
const NOTHING = new Uint8Array(0);
/** Of a policy: what needs keys of both sides. */
const SIGNED = PROTECTION.signedRequest | PROTECTION.signedResponse;
const NO_CURVES = Object.freeze({});
const NO_TITLE = Object.freeze({});

/**
 * Clients that are served. One with keys and no role of its own reads, like the reading client. What each needs of the store is taken here: later, in the
 * midst of a request, there would be nobody to tell that there is no room.
 * @throws RangeError for keys that are none, and where the store has no room for the clients with a role
 */
export function clientsOf(options: ClientsOptions): ServedClient[] {
	const { clients, publicConformance } = options.routeAProfile;
	// Here, and not where it is needed: a hash takes a tenth of a device's stack.
	const securities = new Securities(options, digestOfTold(options));
	const found: ServedClient[] = [{ id: clients.public, mechanism: MECHANISM.none, conformance: publicConformance, security: undefined }];
	for (let i = 0; i < KEYED.length; i++) addRole(found, KEYED[i]!, securities, options);
	addReaders(found, securities, options);
	addKeyless(found, options);
	warnOfTwins(found, options.log);
	return found;
}

function addRole(found: ServedClient[], role: (typeof KEYED)[number], securities: Securities, options: ClientsOptions): void {
	const { keys, routeAProfile } = options;
	const id = routeAProfile.clients[role];
	const told = keys.clients[id];
	if (told === undefined || !isAble(options, id)) return;
	const security = role === 'management' ? securities.manager(id) : securities.other(id);
	if (role !== 'preEstablished') add(found, options, { id }, told, security);
	else found.push({ id, mechanism: MECHANISM.none, conformance: conformanceOf(told, routeAProfile), security, preEstablished: true });
}

function addReaders(found: ServedClient[], securities: Securities, options: ClientsOptions): void {
	const { keys, routeAProfile, log } = options;
	for (const name of Object.keys(keys.clients)) {
		const id = Number(name);
		if (found.some((client) => client.id === id) || roleOf(routeAProfile, id) !== undefined || !isAble(options, id)) continue;
		if (id > LAST_READER)
			log.write('Route A', `client ${id} has keys, but there is no invocation counter for a number above ${LAST_READER}: it is not served`);
		else {
			const security = securities.reader(id);
			if (security !== undefined) add(found, options, { id, rights: routeAProfile.clients.reading }, keys.clients[id]!, security);
		}
	}
}

/** Whether this platform has the suite of a client; logged if not. */
function isAble({ keys, cipher, log }: ClientsOptions, id: number): boolean {
	const { suite = 0 } = keys.clients[id]!;
	if (hasSuite(cipher, suite)) return true;
	log.write('Route A', `client ${id} has keys of suite ${suite}, which this platform cannot: it is not served`);
	return false;
}

/** With the rights of a role, or else those of the reading client. */
function addKeyless(found: ServedClient[], options: ClientsOptions): void {
	const { keys, routeAProfile } = options;
	for (const name in keys.keyless) {
		const id = Number(name);
		const role = roleOf(routeAProfile, id);
		if (role === 'public' || role === 'preEstablished' || keys.clients[id] !== undefined) {
			options.log.write('Route A', `client ${id} has a secret in place of keys, which its role does without: it is served without`);
			continue;
		}
		add(found, options, role === undefined ? { id, rights: routeAProfile.clients.reading } : { id }, keys.keyless[id]!, undefined);
	}
}

/** A client that proves itself by what it is offered, or by its keys. */
function add(
	found: ServedClient[],
	{ keys, routeAProfile, cipher, log, certificates }: ClientsOptions,
	who: Pick<ServedClient, 'id' | 'rights'>,
	told: ClientTerms,
	security: ClientSecurity | undefined,
): void {
	const conformance = conformanceOf(told, routeAProfile);
	const mechanisms = offeredMechanisms(told.offers);
	if (mechanisms.length === 0 && security !== undefined) {
		found.push({ ...who, mechanism: MECHANISM.highGmac, conformance, security });
		return;
	}
	const uncertified: Credentials = {
		cipher,
		title: keys.systemTitle,
		secret: told.secret,
		signatureKey: privateKeyOf(keys.signatureKey),
		peerSignatureKey: publicKeyOf(told.signatureKey, cipher),
	};
	const bound = boundClient(told, who.id === routeAProfile.clients.management);
	const credentials =
		certificates === undefined ? uncertified : { ...uncertified, of: (title: Uint8Array) => certificates.certified(uncertified, title, bound) };
	const able = mechanisms.filter((mechanism) => {
		if (mechanism === MECHANISM.highGmac) return security !== undefined;
		return serves(credentials, mechanism) || (mechanism === MECHANISM.highEcdsa && canBeCertified(credentials, bound));
	});
	for (const mechanism of mechanisms)
		if (!able.includes(mechanism))
			log.write(
				'Route A',
				`client ${who.id} is not offered ${mechanismWord(mechanism)}: a key or a secret for it is missing, or this platform has no such operation`,
			);
	const [mechanism, ...otherMechanisms] = able;
	if (mechanism === undefined) log.write('Route A', `client ${who.id} has nothing to prove itself by: it is not served`);
	else found.push({ ...who, mechanism, otherMechanisms, credentials, conformance, security });
}

/** Whether its key for signatures may be told by a certificate that comes later. */
function canBeCertified({ of, cipher }: Credentials, { title, isImporter }: BoundClient): boolean {
	return of !== undefined && (title !== undefined || isImporter) && cipher.sign !== undefined && cipher.verify !== undefined;
}

function conformanceOf({ offers }: ClientTerms, { keyedConformance }: RouteAProfile): number {
	return keyedConformance | offeredConformance(offers);
}

/** A counter is accepted once from each client, but nothing else tells two apart that have the same key. */
function warnOfTwins(clients: readonly ServedClient[], log: Log): void {
	for (const { id, security } of clients) {
		const twin = clients.find((other) => other.id !== id && sameKey(other.security?.keys.encryption, security?.keys.encryption));
		if (twin === undefined || security === undefined || twin.id < id) continue;
		log.write('Route A', `clients ${id} and ${twin.id} have one encryption key: what one has sent can be sent again in the name of the other`);
	}
}

class Securities {
	readonly #options: ClientsOptions;
	readonly #digest: Uint8Array;
	/** By their numbers: those that are in use. */
	readonly #suites: (SecuritySuite | undefined)[] = [];
	readonly #counters: StoredCounters;
	/** All clients are sent to under one title: no IV comes twice, even if two of them have the same key. */
	readonly #transmit: TransmitSource;
	readonly #others: ClientSecurity[] = [];
	#manager: ClientSecurity | undefined;

	/** @param digest of what the management client was told */
	constructor(options: ClientsOptions, digest: Uint8Array) {
		this.#options = options;
		this.#digest = digest;
		this.#counters = new StoredCounters(options.store);
		this.reserve(TRANSMIT_COUNTER, options.firstCounter);
		this.#transmit = options.transmit ?? new TransmitCounter(this.#counters, TRANSMIT_COUNTER);
	}

	/** Security of a client, with the keys and the policy that were kept, if any were changed. */
	manager(client: number): ClientSecurity {
		const { keys, routeAProfile, store } = this.#options;
		const name = nameOf(client);
		const suite = this.suiteOf(client);
		const { keyLength } = suite;
		const kept = new KeptKeys({
			store,
			digest: this.#digest,
			name,
			keyLength,
			counters: [`r${name}`, `b${nameOf(routeAProfile.clients.preEstablished)}`],
		});
		const loaded = kept.load();
		kept.reserve();
		this.reserve(`r${name}`);
		this.#manager = new ClientSecurity({
			suite,
			title: keys.systemTitle,
			...this.bound(client),
			counters: this.#counters,
			transmit: this.#transmit,
			name,
			...(loaded ?? { keys: { ...keysOfClient(keys, client), broadcast: keys.broadcast, kek: keys.kek }, policy: routeAProfile.policy }),
			...this.curves(client),
			save: (changed, policy) => this.save(kept, changed, policy),
		});
		this.warnOfSignatures(client, this.#manager);
		return this.#manager;
	}

	/** A policy that was kept may ask for what the keys of now cannot do. */
	private warnOfSignatures(client: number, security: ClientSecurity): void {
		// What certificates tell of keys may change.
		if ((security.protection & SIGNED) === 0 || this.#options.certificates !== undefined || security.canSign(NOTHING)) return;
		this.#options.log.write('Route A', `client ${client} is to be signed with, and a key for it is missing: nothing of it is served`);
	}

	other(client: number): ClientSecurity {
		const { keys, routeAProfile } = this.#options;
		const { broadcast, kek } = this.#manager?.keys ?? keys;
		const name = nameOf(client);
		const suite = this.suiteOf(client);
		this.reserve(`r${name}`);
		if (client === routeAProfile.clients.preEstablished) this.reserve(`b${name}`);
		const security = new ClientSecurity({
			suite,
			title: keys.systemTitle,
			...this.bound(client),
			counters: this.#counters,
			transmit: this.#transmit,
			name,
			keys: keysOfClient({ clients: keys.clients, broadcast, kek }, client),
			policy: routeAProfile.policy,
			...this.curves(client),
		});
		this.#others.push(security);
		return security;
	}

	/** Undefined, and logged: the store has no room for it. */
	reader(client: number): ClientSecurity | undefined {
		try {
			this.reserve(receiveCounterOf(client));
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			this.#options.log.write('Route A', `client ${client} has keys, but it is not served: ${error.message}`);
			return undefined;
		}
		return this.other(client);
	}

	/** The title under which alone a client comes. */
	private bound(client: number): Pick<ClientSecurityOptions, 'peerTitle'> {
		const peerTitle = boundTitle(this.#options.keys.clients[client]!);
		return peerTitle === undefined ? NO_TITLE : { peerTitle };
	}

	/** What a client that is offered it ciphers and signs with generally, and what it agrees on keys with. */
	private curves(client: number): { readonly general?: GeneralMaterial; readonly agreement?: GeneralMaterial } {
		const { keys, cipher, random, routeAProfile } = this.#options;
		const { offers, signatureKey, agreementKey } = keys.clients[client]!;
		const isGeneral = isGeneralOffered(offers);
		const hasAgreement = setupVersion(keys, cipher) > 0;
		if (!isGeneral && !hasAgreement) return NO_CURVES;
		const told = {
			...{ cipher, random },
			signatureKey: privateKeyOf(keys.signatureKey),
			peerSignatureKey: publicKeyOf(signatureKey, cipher),
			agreementKey: privateKeyOf(keys.agreementKey),
			peerAgreementKey: publicKeyOf(agreementKey, cipher),
		};
		const { certificates } = this.#options;
		const bound = boundClient(keys.clients[client]!, client === routeAProfile.clients.management);
		const material = certificates === undefined ? told : { ...told, of: (title: Uint8Array) => certificates.certified(told, title, bound) };
		return { ...(isGeneral && { general: material }), ...(hasAgreement && { agreement: material }) };
	}

	private suiteOf(client: number): SecuritySuite {
		const { keys, cipher } = this.#options;
		const { suite = 0 } = keys.clients[client]!;
		this.#suites[suite] ??= new SecuritySuite(cipher, suite);
		return this.#suites[suite];
	}

	private reserve(counter: string, first = 0): void {
		if (this.#counters.read(counter) === undefined) this.#counters.write(counter, first);
	}

	/** One write keeps it; what all have in common then goes to the others, which take it from there after a restart. */
	private save(kept: KeptKeys, changed: Keys, policy: number): void {
		const { keys } = this.#manager!;
		kept.save(changed, policy, this.accepted);
		this.tell(changed === keys);
		if (!sameKey(changed.kek, keys.kek) || !sameKey(changed.broadcast, keys.broadcast)) this.share(changed);
	}

	/** What no counter accepted under a client's key or the broadcast key was above. */
	private get accepted(): number {
		let accepted = this.#manager!.receivedBound;
		for (const { receivedBound } of this.#others) accepted = Math.max(accepted, receivedBound);
		return accepted;
	}

	private tell(sameKeys: boolean): void {
		const { meter, routeAProfile } = this.#options;
		meter.record(sameKeys ? routeAProfile.events.parametersChanged : routeAProfile.events.keysChanged);
	}

	private share({ broadcast, kek }: Keys): void {
		for (const other of this.#others) {
			const { keyLength } = other.options.suite;
			other.changeKeys({ ...other.keys, broadcast: fitting(broadcast, keyLength), kek: fitting(kek, keyLength) });
		}
	}
}

function digestOfTold({ keys, routeAProfile, cipher }: ClientsOptions): Uint8Array {
	const { management } = routeAProfile.clients;
	return keys.clients[management] === undefined ? NOTHING : digestOf(keysOfClient(keys, management), cipher);
}

/** Name in the store of the counter of what a client sends. */
export function receiveCounterOf(client: number): string {
	return `r${nameOf(client)}`;
}

/** Begins the names of what the store keeps for a client. */
function nameOf(client: number): string {
	return `${NAME}${client}`;
}

function sameKey(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
	return one === other || (one !== undefined && other !== undefined && equalBytes(one, other));
}
