/** `keiki office serve`: a site, until it is ended. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { StderrLog } from '../../shared/stderr-log.js';
import { Stop } from '../../shared/stop.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { Assets } from '../../web/assets.js';
import { Door } from '../../web/door.js';
import { pagesFolder } from '../../web/pages.js';
import { parsePlace, placeText } from '../../web/place.js';
import { type FrontProxy, proxyOrigin, Trusted } from '../../web/proxy.js';
import type { Site } from '../../web/site.js';
import { SiteServer, type Tls } from '../../web/site-server.js';
import { CustomerSignIn } from '../customers/customer-sign-in.js';
import { customerSite } from '../customers/customer-site.js';
import { Office } from '../database/office.js';
import { clockOf, placeOf } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { type PasskeySite, Passkeys, passkeySite } from '../people/passkeys.js';
import { SignIn } from '../people/sign-in.js';
import { openExchange } from '../remote/commands.js';
import { USUAL_RELAY, USUAL_STAFF } from './serve-options.js';
import { tlsOf } from './serve-tls.js';
import { SERVE_TOLD } from './serve-words.js';
import type { SiteOptions } from './site-of.js';
import { staffSite } from './staff-site.js';

export interface ServeWords extends OfficeWords {
	readonly staff?: string;
	readonly customers?: string;
	readonly relay?: string;
	readonly identity?: string;
	readonly certificate?: string;
	readonly certificateKey?: string;
	readonly proxy?: string;
	readonly trust?: readonly string[];
}

/** Throws UsageError. */
export async function serve(words: ServeWords): Promise<ExitCode> {
	const { staff = USUAL_STAFF, customers, certificate, certificateKey, lang = 'en', json = false, quiet = false } = words;
	const isCustomers = customers !== undefined;
	const ofStaff = { '--staff': staff === USUAL_STAFF ? undefined : staff, '--relay': words.relay, '--identity': words.identity };
	const idle = Object.entries(ofStaff).find(([, value]) => value !== undefined);
	if (isCustomers && idle !== undefined) throw new UsageError(SERVE_TOLD.ofStaff(idle[0]));
	const [option, place] = isCustomers ? (['--customers', customers] as const) : (['--staff', staff] as const);
	const tls = tlsOf(certificate, certificateKey);
	const proxy = proxyOf(words);
	const door = await openDoor(option, place, tls);
	try {
		const office = await Office.open(placeOf(words), { now: clockOf(words) });
		try {
			const log = new StderrLog();
			const onError = (error: unknown) => log.write('office', SERVE_TOLD.failed(reasonOf(error))[lang]);
			const site = await siteFor(office, isCustomers, passkeyOrigin(tls, proxy, door), { assets: new Assets(pagesFolder('office')), onError });
			const stop = new Stop();
			// Remote work is of the staff; the customers' process has no key of the office.
			const pump = isCustomers ? undefined : Pump.begin(office, words);
			const server = new SiteServer(site, door, { tls, proxy });
			const name = isCustomers ? 'customers' : 'staff';
			if (json) process.stdout.write(`${JSON.stringify({ event: 'ready', [name]: server.url })}\n`);
			else if (!quiet) {
				process.stdout.write(SERVE_TOLD[name](server.url)[lang]);
				if (!isCustomers && pump === undefined) process.stdout.write(SERVE_TOLD.noRelay(identityOf(words))[lang]);
			}
			const ending = await stop.ending;
			server.close();
			await pump?.end();
			if ('error' in ending) throw ending.error;
			return EXIT.done;
		} finally {
			await office.close();
		}
	} finally {
		door.close();
	}
}

/** Throws UsageError. */
function proxyOf({ proxy, trust = [] }: ServeWords): FrontProxy | undefined {
	if (proxy === undefined && trust.length === 0) return undefined;
	if (proxy === undefined || trust.length === 0) throw new UsageError(SERVE_TOLD.proxyAndTrust());
	const origin = proxyOrigin(proxy);
	if (origin === undefined) throw new UsageError(SERVE_TOLD.notProxy(proxy));
	try {
		return { origin, trusted: new Trusted(trust) };
	} catch (error) {
		throw new UsageError(SERVE_TOLD.notTrust((error as RangeError).message));
	}
}

/** Where browsers may keep passkeys: under the proxy's name, or the first of the certificate that is one; undefined: there is none. */
function passkeyOrigin(tls: Tls | undefined, proxy: FrontProxy | undefined, door: Door): PasskeySite | undefined {
	if (proxy !== undefined) return passkeySite(proxy.origin);
	const { port } = new URL(door.url);
	return tls?.names.map((name) => passkeySite(`https://${name}:${port}`)).find((each) => each !== undefined);
}

async function siteFor(office: Office, isCustomers: boolean, passkeys: PasskeySite | undefined, options: SiteOptions): Promise<Site> {
	if (isCustomers) return customerSite(office, await CustomerSignIn.of(office), options);
	return staffSite(office, await SignIn.of(office), options, passkeys && (await Passkeys.of(office, passkeys)));
}

/** What goes to the relay and comes from it, as long as the site is there. */
class Pump {
	readonly #stop = new AbortController();
	readonly #running: Promise<void>;
	readonly #relay: ReturnType<typeof openExchange>['relay'];

	private constructor({ exchange, relay }: ReturnType<typeof openExchange>) {
		this.#relay = relay;
		this.#running = exchange.run(this.#stop.signal);
	}

	/** Undefined: nobody said a relay, and the office is party of none. Throws UsageError. */
	static begin(office: Office, words: ServeWords): Pump | undefined {
		const isTold = words.relay !== undefined || words.identity !== undefined;
		if (!isTold && !existsSync(identityOf(words))) return undefined;
		return new Pump(openExchange({ office, language: words.lang ?? 'en' }, { ...words, relay: words.relay ?? USUAL_RELAY }));
	}

	async end(): Promise<void> {
		this.#stop.abort();
		await this.#running;
		this.#relay.close();
	}
}

function identityOf(words: ServeWords): string {
	return words.identity === undefined ? join(placeOf(words).data, 'office') : resolve(words.identity);
}

/** Throws UsageError. */
async function openDoor(option: string, text: string, tls: Tls | undefined): Promise<Door> {
	const place = parsePlace(text);
	if (place === undefined) throw new UsageError(SERVE_TOLD.notPlace(option, text));
	let door: Door;
	try {
		door = await Door.open(place);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new UsageError(SERVE_TOLD.taken(option, placeText(place)));
		throw new UsageError(SERVE_TOLD.reason(option, placeText(place), reasonOf(error)));
	}
	if (door.isLocal || tls !== undefined) return door;
	door.close();
	throw new UsageError(SERVE_TOLD.clear(option, placeText(place)));
}
