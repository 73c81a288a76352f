/** What `keiki hes` may be told, and the sessions that follow from it. */
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import { RealTime } from '../../../hal/node/real-time.js';
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Companion } from '../../../modules/cosem/companion.js';
import { privateKeyOf } from '../../../modules/crypto/key-halves.js';
import { MECHANISM } from '../../../modules/dlms/apdu/acse.js';
import { MAX_WINDOW } from '../../../modules/dlms/apdu/general-block.js';
import { CONTROL, type Protocol } from '../../../modules/dlms/security/ciphering.js';
import { COUNTER_EXHAUSTED } from '../../../modules/dlms/security/counters.js';
import { type Credentials, isHls, serves } from '../../../modules/dlms/security/mechanisms.js';
import type { HeadEndFailure } from '../../../src/head-end/head-end-error.js';
import { MeterSession, type MeterSessionOptions, PUBLIC_CLIENT } from '../../../src/head-end/meter-session.js';
import type { SessionSecurity } from '../../../src/head-end/session-security.js';
import { type ClientKeys, type ClientTerms, keysOfClient, type RouteAKeys } from '../../../src/route-a/keys.js';
import { isOffer, mechanismWord, OFFERS, offeredMechanisms } from '../../../src/route-a/offers.js';
import { DEMO_KEYS } from '../../../src/world/meter/demo-keys.js';
import type { Language } from '../../../src/world/schema/language.js';
import { parseIsoTime } from '../../../src/world/time/iso-time.js';
import { meterCurves } from '../shared/certified-keys.js';
import { companionOf } from '../shared/companion-option.js';
import { newHostCipher } from '../shared/host-cipher.js';
import { readKeysFile, readKeysOfEach, readSecret } from '../shared/keys-file.js';
import { readMetersFile } from '../shared/meters-file.js';
import { wholeNumber } from '../shared/option-values.js';
import { firstLine } from '../shared/password-option.js';
import type { CommonWords } from '../shared/program.js';
import { HEX_MARK, secretOf } from '../shared/secret-text.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { countersPath, TransmitSupplies } from './counters-file.js';
import { tellOutOfTime, titleFor } from './hes-certified.js';
import { generalOf, type HesGeneral, KEY_CHOICES, lackingFor } from './hes-general.js';
import { carrierOf, DEFAULT_METER, type MeterPlace, parseMeter, windowOf } from './hes-places.js';
import { HES_USAGE } from './usage-words.js';

/** The options that all of `keiki hes` shares. */
export interface HesWords extends CommonWords {
	readonly meter?: readonly string[];
	readonly meters?: string;
	readonly client?: string;
	readonly server?: string;
	readonly keys?: readonly string[];
	readonly auth?: string;
	readonly password?: string;
	readonly passwordFile?: string;
	readonly title?: string;
	readonly security?: string;
	readonly ciphering?: string;
	readonly sign?: boolean;
	readonly signInside?: boolean;
	readonly counter?: string;
	readonly counters?: string;
	readonly gbt?: string;
	readonly access?: boolean;
	readonly trace?: boolean;
	readonly capture?: string;
	readonly companion?: string;
	readonly timeout?: string;
	readonly retries?: string;
	readonly parallel?: string;
	readonly json?: boolean;
	readonly csv?: boolean;
}

export type HesFormat = 'table' | 'csv' | 'json';

/** A meter, and the keys for it. */
export interface HesMeter {
	readonly place: MeterPlace;
	/** Undefined: the demo keys. */
	readonly keysPath: string | undefined;
	readonly keys: RouteAKeys;
	/** It is one of many in the file `keysPath`, or would be. */
	readonly isListed?: boolean;
}

export interface HesOptions {
	readonly meters: readonly HesMeter[];
	readonly client: number;
	readonly server: number;
	/** The head-end's system title, 8 bytes. */
	readonly title: Uint8Array;
	/** A and E of `CONTROL`; 0: nothing is ciphered. */
	readonly control: number;
	/** One of `MECHANISM`; undefined: what the meter's keys say. */
	readonly mechanism: number | undefined;
	/** What the client proves itself by in place of keys: of LLS where `mechanism` says nothing else. */
	readonly password: Uint8Array | undefined;
	readonly protocol: Exclude<Protocol, 'plain'>;
	readonly general: HesGeneral;
	readonly counter: number | undefined;
	/** File for the transmit counters; undefined: where the user's states are. */
	readonly counters: string | undefined;
	readonly supplies: TransmitSupplies;
	/** General blocks that are taken in a row; 0: they are not proposed; undefined: they are where the keys of the client offer them. */
	readonly window: number | undefined;
	/** Whether ACCESS is proposed. */
	readonly access: boolean;
	/** Whether each message is told. */
	readonly trace: boolean;
	/** File for each message; undefined: none. */
	readonly capture: string | undefined;
	/** Whose codes the meters speak. */
	readonly companion: Companion;
	/** ms. */
	readonly timeout: number;
	readonly retries: number;
	/** How many meters at once. */
	readonly parallel: number;
	readonly format: HesFormat;
	readonly quiet: boolean;
	readonly lang: Language;
}

const MANAGEMENT = '1';
export const LAST_ADDRESS = 0xffff;
const TIMEOUT = '5';
const RETRIES = '2';
const PARALLEL = '16';
const CONTROLS: Readonly<Record<string, number>> = Object.freeze({
	ae: CONTROL.authentication | CONTROL.encryption,
	a: CONTROL.authentication,
	e: CONTROL.encryption,
	none: 0,
});
const NO_TITLE = new Uint8Array(0);
/** Words of `--auth`. */
const AUTHENTICATIONS = Object.keys(OFFERS).filter((word) => isOffer(word) && offeredMechanisms([word]).length > 0);
const PROTOCOLS: readonly HesOptions['protocol'][] = Object.freeze(['glo', 'ded', 'general-glo', 'general-ded']);

/** @param found the meters, where others than `words` tell them. Throws UsageError */
export function hesOptions(words: HesWords, found?: readonly HesMeter[]): HesOptions {
	const client = wholeNumber('--client', words.client ?? MANAGEMENT, 1, LAST_ADDRESS);
	const password = passwordOf(words);
	// Meters with passwords have no keys, as a rule.
	const control = controlOf(words.security ?? (password === undefined ? 'ae' : 'none'));
	const choice = KEY_CHOICES.find((each) => each === words.ciphering);
	const protocol = PROTOCOLS.find((each) => each === (choice === undefined ? (words.ciphering ?? 'glo') : 'glo'));
	if (protocol === undefined)
		throw new UsageError(inEach(HES_USAGE, ({ oneOf }) => oneOf('--ciphering', [...PROTOCOLS, ...KEY_CHOICES], words.ciphering!)));
	if (words.json && words.csv) throw new UsageError(inEach(HES_USAGE, ({ either }) => either('--json', '--csv')));
	const secured = control !== 0 && client !== PUBLIC_CLIENT;
	const mechanism = mechanismOf(words.auth);
	if (!secured) refuseCiphering(words, client);
	const meters =
		found ?? (words.meters === undefined ? metersOf(words.meter ?? [DEFAULT_METER], words.keys ?? []) : listedMeters(words.meters, words));
	tellOutOfTime(client, meters);
	if (client !== PUBLIC_CLIENT || mechanism !== undefined)
		for (const meter of meters)
			checkClient({ client, mechanism, password, control: secured ? control : 0, isTold: words.security !== undefined }, meter);
	const isSignedInside = words.signInside === true;
	if (isSignedInside && words.sign === true) throw new UsageError(inEach(HES_USAGE, ({ either }) => either('--sign', '--sign-inside')));
	if (secured && isSignedInside && choice === undefined) throw new UsageError(inEach(HES_USAGE, ({ signInside }) => signInside(KEY_CHOICES)));
	const general = { choice, isSigned: words.sign === true || isSignedInside, isSignedInside };
	if (secured) for (const { keys, keysPath } of meters) if (keys.clients[client] !== undefined) checkGeneral(general, client, keys, keysPath);
	return {
		meters,
		client,
		server: wholeNumber('--server', words.server ?? '1', 1, LAST_ADDRESS),
		title: titleFor(words.title, client, meters),
		control: secured ? control : 0,
		mechanism,
		password,
		protocol,
		general,
		counter: words.counter === undefined ? undefined : wholeNumber('--counter', words.counter, 1, COUNTER_EXHAUSTED - 1),
		counters: words.counters,
		supplies: new TransmitSupplies(),
		window: words.gbt === undefined ? undefined : wholeNumber('--gbt', words.gbt, 0, MAX_WINDOW),
		access: words.access ?? false,
		trace: words.trace ?? false,
		capture: words.capture,
		companion: companionOf(words.companion),
		timeout: 1000 * seconds(words.timeout ?? TIMEOUT),
		retries: wholeNumber('--retries', words.retries ?? RETRIES, 0, 20),
		parallel: wholeNumber('--parallel', words.parallel ?? PARALLEL, 1, 1000),
		format: words.json ? 'json' : words.csv ? 'csv' : 'table',
		quiet: words.quiet ?? false,
		lang: words.lang ?? 'en',
	};
}

/** Bits of `CONTROL` that `--security` asks for. Throws UsageError. */
export function controlOf(text: string): number {
	const control = CONTROLS[text];
	if (control === undefined) throw new UsageError(inEach(HES_USAGE, ({ oneOf }) => oneOf('--security', Object.keys(CONTROLS), text)));
	return control;
}

/** What only a ciphered session heeds, where the session is plain. Throws UsageError. */
function refuseCiphering({ security, password, title, ciphering, sign, signInside, counter, counters }: HesWords, client: number): void {
	if (client === PUBLIC_CLIENT && security !== undefined && security !== 'none') {
		throw new UsageError(inEach(HES_USAGE, (words) => words.publicPlain(client, security)));
	}
	const told = Object.entries({ title, ciphering, sign, 'sign-inside': signInside, counter, counters }).find(([, value]) => value !== undefined);
	if (told === undefined) return;
	const byPassword = password === undefined ? '--password-file' : '--password';
	const why = client === PUBLIC_CLIENT ? `--client ${client}` : security === 'none' ? '--security none' : byPassword;
	throw new UsageError(inEach(HES_USAGE, (words) => words.unsecured(`--${told[0]}`, why)));
}

/** One file of keys serves all meters, or there is one for each, or a line in it for each, in their order. */
function metersOf(places: readonly string[], files: readonly string[]): HesMeter[] {
	if (files.length > 1 && files.length !== places.length) {
		throw new UsageError(inEach(HES_USAGE, (words) => words.keysCount(files.length, places.length)));
	}
	const seen = new Set<string>();
	for (const place of places) {
		if (seen.has(place)) throw new UsageError(inEach(HES_USAGE, (words) => words.meterTwice(place)));
		seen.add(place);
	}
	const [first] = files;
	if (first !== undefined && files.length === 1) {
		const { keys, isListed } = readKeysOfEach(first, places.length);
		return places.map((place, i) => ({ place: parseMeter(place), keysPath: first, keys: keys[i]!, isListed }));
	}
	const keys = files.map((path) => readKeysFile(path));
	return places.map((place, i) => ({ place: parseMeter(place), keysPath: files[i], keys: keys[i] ?? DEMO_KEYS }));
}

/** The meters of a file, each with its keys. */
function listedMeters(path: string, { meter, keys }: HesWords): HesMeter[] {
	if (meter !== undefined) throw new UsageError(inEach(HES_USAGE, (words) => words.either('--meters', '--meter')));
	if (keys !== undefined) throw new UsageError(inEach(HES_USAGE, (words) => words.keysTwice()));
	return readMetersFile(path, '--meters').map((listed, i) => {
		const place = parseMeter(listed.place, `--meters ${path}: line ${i + 1}: routeA`);
		return { place, keys: listed.keys, keysPath: listed.isDemo ? undefined : path, isListed: true };
	});
}

/** Throws UsageError where the client has no keys among those of a meter. */
export function checkClientKeys(client: number, keys: RouteAKeys, path: string | undefined): void {
	if (keys.clients[client] !== undefined) return;
	const there = Object.keys({ ...keys.clients, ...keys.keyless }).join(', ');
	throw new UsageError(inEach(HES_USAGE, (words) => words.clientKeys(client, path, there, PUBLIC_CLIENT)));
}

/** Throws UsageError where the keys of a meter have not what the client is to prove itself by. */
function checkClient(
	{ client, mechanism, password, control, isTold }: Pick<HesOptions, 'client' | 'mechanism' | 'password' | 'control'> & { readonly isTold: boolean },
	{ keys, keysPath }: HesMeter,
): void {
	const isKeyless = keys.clients[client] === undefined && keys.keyless?.[client] !== undefined && !isTold;
	if (control !== 0 && !isKeyless) checkClientKeys(client, keys, keysPath);
	const { mechanism: asked, credentials } = authenticationOf({ client, mechanism, password, control, title: NO_TITLE }, keys);
	if (asked === MECHANISM.none || (asked === MECHANISM.highGmac && control !== 0 && !isKeyless) || serves(credentials, asked)) return;
	throw new UsageError(inEach(HES_USAGE, (words) => words.noProof(mechanismWord(asked), client, keysPath)));
}

/** Throws UsageError where the keys have not what requests are to be ciphered or signed with. */
function checkGeneral(general: HesGeneral, client: number, keys: RouteAKeys, path: string | undefined): void {
	const lacking = lackingFor(general, keys, client, CIPHER);
	if (lacking !== undefined) throw new UsageError(inEach(HES_USAGE, (words) => words.noGeneral(lacking.option, client, path, lacking.lack)));
}

/** How a client proves itself to a meter, and by what. */
export function authenticationOf(
	{ client, mechanism, password, control, title }: Pick<HesOptions, 'client' | 'mechanism' | 'password' | 'control' | 'title'>,
	keys: RouteAKeys,
): { readonly mechanism: number; readonly credentials: Credentials } {
	const own = keys.clients[client];
	const terms: ClientTerms | undefined = own ?? keys.keyless?.[client];
	const otherwise = own === undefined || control === 0 ? MECHANISM.none : MECHANISM.highGmac;
	return {
		mechanism: mechanism ?? (password !== undefined ? MECHANISM.low : (offeredMechanisms(terms?.offers)[0] ?? otherwise)),
		credentials: {
			cipher: CIPHER,
			title,
			secret: password ?? terms?.secret,
			signatureKey: privateKeyOf(terms?.signatureKey),
			peerSignatureKey: meterCurves(keys).peerSignatureKey,
		},
	};
}

function mechanismOf(word: string | undefined): number | undefined {
	if (word === undefined) return undefined;
	const [mechanism] = isOffer(word) ? offeredMechanisms([word]) : [];
	if (mechanism !== undefined) return mechanism;
	throw new UsageError(inEach(HES_USAGE, ({ oneOf }) => oneOf('--auth', AUTHENTICATIONS, word)));
}

/** `hex:` and digits, or the text itself. */
function passwordOf({ password, passwordFile }: HesWords): Uint8Array | undefined {
	if (password !== undefined && passwordFile !== undefined)
		throw new UsageError(inEach(HES_USAGE, (words) => words.either('--password', '--password-file')));
	const [option, text] =
		passwordFile === undefined ? ['--password', password] : ['--password-file', firstLine(readSecret(passwordFile, '--password-file'))];
	if (text === undefined) return undefined;
	const secret = secretOf(text);
	if (secret === undefined) throw new UsageError(inEach(HES_USAGE, (words) => words.hexPairs(option, HEX_MARK)));
	return secret;
}

function seconds(text: string): number {
	const value = /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
	if (value >= 0.05 && value <= 3600) return value;
	throw new UsageError(inEach(HES_USAGE, (words) => words.timeout(text)));
}

/** ms since 1970-01-01T00:00:00Z. Throws UsageError. */
export function hesTime(option: string, text: string): number {
	const time = parseIsoTime(text);
	if (time === undefined) throw new UsageError(inEach(HES_USAGE, (words) => words.time(option, text)));
	return time;
}

const CIPHER: Cipher = newHostCipher();

export function hostCipher(): Cipher {
	return CIPHER;
}

export interface HesSessionOptions {
	/** Keys of the client in place of those of its file, and which file they will be in. */
	readonly fresh?: { readonly keys: ClientKeys; readonly path: string } | undefined;
	/** Listener: something is tried again; `attempt` counts the tries of the session. */
	readonly onRetry?: (failure: HeadEndFailure, attempt?: number) => void;
	readonly onMessage?: MeterSessionOptions['onMessage'];
	readonly onCountersForgotten?: MeterSessionOptions['onCountersForgotten'];
}

/** What a session with a meter is made of, its carrier included. */
export function sessionOptions(
	options: HesOptions,
	{ place, keys, keysPath }: HesMeter,
	{ fresh, onRetry, onMessage, onCountersForgotten }: HesSessionOptions = {},
): MeterSessionOptions {
	const { client, server, title, control, protocol, counter, access, timeout, retries } = options;
	const scheduler = new RealTime();
	const carrier = carrierOf(place, scheduler, timeout, onRetry);
	const told = keys.clients[client];
	const own = fresh === undefined ? told : { ...told, ...fresh.keys };
	let security: SessionSecurity | undefined;
	if (control !== 0 && own !== undefined) {
		const file = fresh?.path ?? keysPath;
		// The demo keys protect nothing, and so their counters need not be kept.
		const supply = options.supplies.of(options.counters ?? (file === undefined ? undefined : countersPath(file)), title, own.encryption);
		const general = generalOf(options.general, { ...keys, clients: { [client]: own } }, client, CIPHER);
		security = {
			keys: keysOfClient({ ...keys, clients: { [client]: own } }, client),
			suite: own.suite ?? 0,
			title,
			control,
			protocol,
			counter,
			supply,
			...(general && { general }),
		};
	}
	const { mechanism, credentials } = authenticationOf(options, keys);
	return {
		carrier,
		client,
		server,
		security,
		password: mechanism === MECHANISM.low ? credentials.secret : undefined,
		hls: isHls(mechanism) && mechanism !== MECHANISM.highGmac ? { mechanism, credentials } : undefined,
		scheduler,
		random: SYSTEM_RANDOM,
		cipher: CIPHER,
		window: windowOf(options.window, own ?? keys.keyless?.[client], place),
		access,
		timeout,
		retries,
		...(onRetry && { onRetry }),
		...(onMessage && { onMessage }),
		...(onCountersForgotten && { onCountersForgotten }),
	};
}

/** A session with a meter: closing it closes the way to the meter, too. */
export class HesSession extends MeterSession {
	readonly #end: () => Promise<void>;
	readonly #listeners: HesSessionOptions;

	constructor(options: HesOptions, meter: HesMeter, listeners: HesSessionOptions = {}) {
		const told = sessionOptions(options, meter, listeners);
		super(told);
		this.#end = () => told.carrier.close();
		this.#listeners = listeners;
	}

	/** One more with the same meter, which whoever listens to this one hears, too. */
	another(options: HesOptions, meter: HesMeter, fresh?: HesSessionOptions['fresh']): HesSession {
		return new HesSession(options, meter, { ...this.#listeners, fresh });
	}

	/** Releases the association, and lets the line go. */
	async end(): Promise<void> {
		await this.close();
		await this.#end();
	}
}
