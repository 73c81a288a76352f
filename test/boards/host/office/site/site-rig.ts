/** The sites of an office with some records, served in this process; and a script that asks them as a browser would. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CustomerSignIn } from '../../../../../boards/host/office/customers/customer-sign-in.js';
import { customerSite } from '../../../../../boards/host/office/customers/customer-site.js';
import { Office } from '../../../../../boards/host/office/database/office.js';
import type { ContractTable, MountedTable, SiteTable } from '../../../../../boards/host/office/database/tables.js';
import { SignIn } from '../../../../../boards/host/office/people/sign-in.js';
import type { SiteOptions } from '../../../../../boards/host/office/site/site-of.js';
import { staffSite } from '../../../../../boards/host/office/site/staff-site.js';
import { Assets } from '../../../../../boards/host/web/assets.js';
import { Door } from '../../../../../boards/host/web/door.js';
import { pagesFolder } from '../../../../../boards/host/web/pages.js';
import type { Site } from '../../../../../boards/host/web/site.js';
import { SiteServer } from '../../../../../boards/host/web/site-server.js';
import { unitType } from '../../../../../src/meter/catalogue/unit-types.js';
import type { Role } from '../../../../../src/operations/access/roles.js';

/** 30 November 2026, 12:00 in Japan. */
export const NOW = Date.UTC(2026, 10, 30, 3);
const DAY = 86_400_000;
/** Everybody's, in tests. */
export const PASSWORD = 'correct horse battery staple';

/** Passwords that are kept as they are: the real ones take their time, and have tests of their own. */
export const PLAIN = Object.freeze({
	hash: async (password: string) => password,
	isRight: async (kept: string | null, password: string) => kept === password,
});

export const STAFF: Readonly<Record<string, readonly Role[]>> = Object.freeze({
	sato: ['designer'],
	suzuki: ['clerk'],
	kato: ['worker'],
	mori: ['auditor'],
	ueda: ['administrator'],
});

export const CONTRACT: ContractTable = Object.freeze({
	code: 'C0000000001',
	customer: '佐藤 花子',
	reading: 'サトウ ハナコ',
	address: '青葉町1-2-3',
	street: '青葉町',
	phases: '1p3w',
	amperes: 40,
	feed_in: 0,
	route_b: 'none',
	state: 'active',
	since: NOW - 900 * DAY,
	until: null,
	as_of: NOW - DAY / 2,
	imported_at: NOW - DAY / 3,
});
const SITE: SiteTable = Object.freeze({
	code: 'S0000000001',
	contract: 'C0000000001',
	street: '青葉町',
	kind: 'detached',
	phases: '1p3w',
	rain: 1,
	transformer: 'T0001',
	as_of: NOW - 3 * DAY,
	imported_at: NOW - 2 * DAY,
});
const MOUNTED: MountedTable = Object.freeze({
	meter: '4B45490000000001',
	contract: 'C0000000001',
	communication: 'rf',
	metering: '1p3w-60-1way',
	option: null,
	cover: 'rain',
	serials: '{}',
	mounted_at: NOW - 800 * DAY,
	certified_until: NOW + 2800 * DAY,
	as_of: NOW - 3 * DAY,
	imported_at: NOW - 2 * DAY,
});

export interface Answer {
	readonly status: number;
	readonly text: string;
	readonly location: string | undefined;
	readonly cookie: string | undefined;
	readonly type: string;
	readonly body: Buffer;
}

export class SiteRig {
	readonly office: Office;
	readonly server: SiteServer;
	readonly failures: unknown[] = [];
	now = NOW;

	private constructor(office: Office, server: (rig: SiteRig) => SiteServer, clock: { now: () => number }) {
		this.office = office;
		this.server = server(this);
		clock.now = () => this.now;
	}

	/** The staff's site of an office with one contract, its meter, and one of the staff for each role. */
	static staff(): Promise<SiteRig> {
		return SiteRig.#serve((office, options) => staffSite(office, new SignIn(office, PLAIN), options));
	}

	/** The customers' site of the same. */
	static customers(): Promise<SiteRig> {
		return SiteRig.#serve((office, options) => customerSite(office, new CustomerSignIn(office, PLAIN), options));
	}

	static async #serve(site: (office: Office, options: SiteOptions) => Site): Promise<SiteRig> {
		const clock = { now: () => NOW };
		const office = await Office.open({ data: mkdtempSync(join(tmpdir(), 'keiki-office-')), url: undefined }, { now: () => clock.now(), isNew: true });
		const { database } = office;
		for (const [name, roles] of Object.entries(STAFF)) {
			await database
				.insertInto('staff')
				.values({ name, shown: name, password: PASSWORD, roles: JSON.stringify(roles), state: 'active', at: NOW, failures: 0, locked_until: null })
				.execute();
		}
		await database.insertInto('contract').values(CONTRACT).execute();
		await database.insertInto('site').values(SITE).execute();
		await database
			.insertInto('transformer')
			.values({ code: 'T0001', street: '青葉町', kva: 30, as_of: NOW - 3 * DAY, imported_at: NOW })
			.execute();
		await database.insertInto('mounted').values(MOUNTED).execute();
		const door = await Door.open({ address: '127.0.0.1', port: 0 });
		const assets = new Assets(pagesFolder('office'));
		return new SiteRig(office, (rig) => new SiteServer(site(office, { assets, onError: (error) => rig.failures.push(error) }), door), clock);
	}

	async close(): Promise<void> {
		this.server.close();
		await this.office.close();
		rmSync(this.office.data, { recursive: true });
	}

	get origin(): string {
		return this.server.url.slice(0, -1);
	}

	/** An application that waits. */
	async apply(
		number: string,
		kind: 'route-b' | 'feed-in' | 'amperes' | 'lost-password',
		wishes: Readonly<Record<string, unknown>> = {},
	): Promise<void> {
		await this.office.database
			.insertInto('application')
			.values({
				...{ number, contract: CONTRACT.code, kind, wishes: JSON.stringify(wishes), state: 'received', reason: '' },
				...{ received_at: NOW - DAY, decided_at: null, decided_by: null, as_of: NOW - DAY },
			})
			.execute();
	}

	/** Units in a depot. */
	async stock(type: string, count: number, depot = 'north'): Promise<void> {
		const kind = unitType(type)!.kind;
		for (let i = 0; i < count; i++) {
			await this.office.database
				.insertInto('stock')
				.values({
					...{ serial: `${type.toUpperCase()}-${depot.toUpperCase()}-${i}`, type, kind, maker: 'keiki', depot, state: 'in-stock', order: null },
					...{ title: kind === 'communication' ? `4B4549000000F${i}00` : null, credential_key: null, as_of: NOW - DAY, imported_at: NOW - DAY },
				})
				.execute();
		}
	}

	/** A browser that has signed in. */
	async signedIn(name: string): Promise<Script> {
		const script = new Script(this);
		await script.signIn(name, PASSWORD);
		await script.get('/applications');
		return script;
	}
}

/** Asks as a browser does: with its cookie, its origin, and the proof of the form it has read. */
export class Script {
	readonly #origin: string;
	cookie = '';
	csrf = '';

	constructor({ origin }: { readonly origin: string }) {
		this.#origin = origin;
	}

	async signIn(name: string, password: string): Promise<Answer> {
		await this.get('/sign-in');
		return await this.post('/sign-in', { name, password });
	}

	/** At the customers' site. */
	async signInAs(contract: string, code: string): Promise<Answer> {
		await this.get('/sign-in');
		return await this.post('/sign-in', { contract, code });
	}

	get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
		return this.#ask('GET', path, headers);
	}

	post(path: string, fields: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
		const body = new URLSearchParams({ csrf: this.csrf, ...fields }).toString();
		return this.#ask('POST', path, { Origin: this.#origin, 'Content-Type': 'application/x-www-form-urlencoded', ...headers }, body);
	}

	/** A file of this text, in the field `file`. */
	async upload(path: string, text: string): Promise<Answer> {
		const form = new FormData();
		form.append('csrf', this.csrf);
		form.append('file', new Blob([text]), 'results.jsonl');
		const sent = new Response(form);
		return await this.#ask('POST', path, { Origin: this.#origin, 'Content-Type': sent.headers.get('content-type')! }, await sent.text());
	}

	#ask(method: string, path: string, headers: Readonly<Record<string, string>>, body = ''): Promise<Answer> {
		return new Promise((resolve, reject) => {
			const options = { host: '127.0.0.1', port: new URL(this.#origin).port, path, method, headers: { Cookie: this.cookie, ...headers } };
			const sent = request(options, (response) => {
				const pieces: Buffer[] = [];
				response.on('data', (piece: Buffer) => pieces.push(piece));
				response.on('end', () => {
					const whole = Buffer.concat(pieces);
					const cookie = response.headers['set-cookie']?.map((each) => each.split(';')[0]!).find((each) => !each.startsWith('keiki-lang'));
					if (cookie !== undefined) this.cookie = cookie;
					const text = whole.toString('utf8');
					const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1];
					if (csrf !== undefined) this.csrf = csrf;
					const type = response.headers['content-type'] ?? '';
					resolve({ status: response.statusCode ?? 0, text, location: response.headers.location, cookie, type, body: whole });
				});
			});
			sent.on('error', reject).end(body);
		});
	}
}
