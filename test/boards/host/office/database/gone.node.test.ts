/** PostgreSQL goes, at each statement of each act: a person is told, nothing is half done, and what is begun again is done. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DatabaseGone, UnknownEnd } from '../../../../../boards/host/office/database/gone.js';
import { Office } from '../../../../../boards/host/office/database/office.js';
import { receiveApplication } from '../../../../../boards/host/office/design/applications.js';
import { finishDesign } from '../../../../../boards/host/office/design/design.js';
import { completeOrder } from '../../../../../boards/host/office/design/done.js';
import { issueOrder } from '../../../../../boards/host/office/design/orders.js';
import { issuePassword } from '../../../../../boards/host/office/password/issue.js';
import { verifyLog } from '../../../../../boards/host/office/people/audit-log.js';
import { giveConsent } from '../../../../../boards/host/office/people/consents.js';
import { eraseContract } from '../../../../../boards/host/office/people/erase.js';
import { importFile } from '../../../../../boards/host/office/records/import.js';
import { askStatus } from '../../../../../boards/host/office/remote/jobs.js';
import { recordKind } from '../../../../../src/operations/records/record-kinds.js';
import { build as buildProgram } from '../../command-line-rig.js';
import { apply, build, CLERK, contractCode, DESIGNER, fill, MONDAY } from '../design/street.js';
import { ANYBODY, Postgres } from '../engines.js';
import { CONTRACT, furnish } from '../password/password-rig.js';

/** `query` of `pg`, as far as it is needed here. */
type Query = (this: pg.Client, text: string, values?: readonly unknown[]) => Promise<unknown>;
type Strike = (client: pg.Client) => Promise<void>;

/** What happens to connections, statement by statement. */
class Statements {
	readonly #query = pg.Client.prototype.query as unknown as Query;
	#left = 0;
	#strike: { readonly when: 'before' | 'after'; readonly at: 'any' | 'commit'; readonly strike: Strike } | undefined;

	constructor() {
		const self = this;
		const query: Query = async function (text, values) {
			return await self.#asked(this, text, values);
		};
		pg.Client.prototype.query = query as never;
	}

	/** At the n-th statement from now, or the n-th commit. */
	strikeAt(n: number, when: 'before' | 'after', at: 'any' | 'commit', strike: Strike): void {
		this.#left = n;
		this.#strike = { when, at, strike };
	}

	/** Whether it was not reached; there is none from now on. */
	isLeft(): boolean {
		const isLeft = this.#strike !== undefined;
		this.#strike = undefined;
		return isLeft;
	}

	restore(): void {
		pg.Client.prototype.query = this.#query as never;
	}

	async #asked(client: pg.Client, text: string, values?: readonly unknown[]): Promise<unknown> {
		const strike = this.#strike;
		const isIt = strike !== undefined && (strike.at === 'any' || text === 'commit') && --this.#left === 0;
		if (!isIt) return await this.#query.call(client, text, values);
		this.#strike = undefined;
		if (strike.when === 'before') await strike.strike(client);
		const result = await this.#query.call(client, text, values);
		if (strike.when === 'after') await strike.strike(client);
		if (strike.when === 'after') throw new Error('Connection terminated unexpectedly');
		return result;
	}
}

describe('PostgreSQL that goes', function () {
	this.timeout(300_000);
	let server: Postgres;
	let url: string;
	let office: Office;
	let statements: Statements;
	let admin: pg.Client;
	let tables: readonly string[];

	before(function () {
		server = Postgres.start(this);
	});
	after(() => server?.stop());
	beforeEach(async () => {
		url = server.freshDatabase();
		const data = mkdtempSync(join(tmpdir(), 'keiki-office-'));
		office = await Office.open({ data, url }, { now: () => MONDAY, isNew: true });
		admin = new pg.Client({ connectionString: url });
		admin.on('error', () => {});
		await admin.connect();
		const all = (await office.database.introspection.getTables()).map(({ name }) => name);
		tables = all.filter((name) => !['audit', 'audit_detail', 'setting'].includes(name)).sort();
		statements = new Statements();
	});
	afterEach(async () => {
		statements.restore();
		await admin.end();
		await office.close();
		rmSync(office.data, { recursive: true });
	});

	/** Ends the server's process of that connection, and waits until its socket is closed: the server itself would look every 100 ms. */
	const terminate: Strike = async (client) => {
		const { processID } = client as unknown as { readonly processID: number };
		const ended = new Promise<void>((resolve) => client.once('end', resolve));
		const { rows } = await admin.query('select pg_terminate_backend($1) as "isTold"', [processID]);
		assert.deepEqual(rows, [{ isTold: true }]);
		await ended;
	};
	/** All rows, but those of the log and numbers that were drawn. */
	const content = async () => {
		const all = tables.map(async (name) => [name, (await admin.query(`select * from "${name}" order by 1, 2`)).rows]);
		return JSON.stringify(await Promise.all(all));
	};
	const letters = () => (existsSync(join(office.data, 'letters')) ? readdirSync(join(office.data, 'letters')) : []);
	const outcomes = async (act: string) => {
		const rows = await office.database.selectFrom('audit').select('outcome').where('act', '=', act).orderBy('seq').execute();
		return rows.map(({ outcome }) => outcome);
	};

	/** Each act of a life, in its order. */
	const life = async (): Promise<Readonly<Record<string, () => Promise<unknown>>>> => {
		await fill(office, 'rf-b 2');
		const code = await build(office, 1, { units: 'rf,1p3w-60-1way,normal' });
		const gone = await build(office, 2, { contract: { state: 'ended', until: MONDAY - 1000 } });
		const number = await apply(office, code, 'route-b', { routeB: 'radio' });
		const header = 'code,customer,reading,address,street,phases,amperes,feed_in,route_b,state,since,until';
		const rows = [7, 8].map((n) => `${contractCode(n)},山田 計,,瑞原県桜町1番2号,桜町,1p3w,40,no,none,active,2020-01-01,\n`);
		async function* pieces() {
			yield Buffer.from(`${header}\n${rows.join('')}`);
		}
		const file = () => ({ name: 'contract.csv', format: 'csv' as const, pieces: pieces(), asOf: MONDAY });
		return {
			application: () => receiveApplication(office, CLERK, { contract: contractCode(2), kind: 'move-out', wishes: {} }),
			withdrawal: () => office.database.updateTable('application').set({ state: 'withdrawn' }).where('kind', '=', 'move-out').execute(),
			design: () => finishDesign(office, DESIGNER, number, undefined, 'en'),
			order: () => issueOrder(office, DESIGNER, number, {}),
			done: () => completeOrder(office, ANYBODY, 'W00000001', { codes: {}, serials: {}, evidence: {} }),
			import: () => importFile(office, ANYBODY, file(), recordKind('contract')!, {}),
			job: () => askStatus(office, ANYBODY, code),
			consent: () => giveConsent(office, CLERK, code, { to: 'Energy Adviser', data: ['readings'], from: MONDAY, until: MONDAY + 1000 }),
			erase: () => eraseContract(office, CLERK, gone),
		};
	};

	it('at any statement of an act tells, leaves nothing of it, and lets it be done when it is back', async () => {
		for (const [name, act] of Object.entries(await life())) {
			const before = await content();
			for (let n = 1; ; n++) {
				statements.strikeAt(n, 'before', 'any', terminate);
				const error = await act().then(
					() => undefined,
					(reason: unknown) => reason,
				);
				if (statements.isLeft()) {
					assert.equal(error, undefined, name);
					assert.ok(n > 1, name);
					break;
				}
				assert.ok(error instanceof DatabaseGone, `${name}, statement ${n}: ${error}`);
				assert.match(error.message, /has gone: (terminating connection|Connection terminated|Client has encountered).*; nothing is half done/);
				assert.equal(await content(), before, `${name}, statement ${n}`);
			}
			assert.notEqual(await content(), before, name);
		}
		assert.equal((await verifyLog(office, ANYBODY, [])).found, 0);
	});

	it('after an act was kept, and before that is told, leaves it done, once', async () => {
		for (const [name, act] of Object.entries(await life())) {
			statements.strikeAt(1, 'after', 'commit', terminate);
			await act();
			assert.equal(statements.isLeft(), name === 'withdrawal', name);
		}
		const all = await office.database.selectFrom('audit').select('outcome').execute();
		assert.deepEqual([...new Set(all.map(({ outcome }) => outcome))], ['done']);
		assert.equal((await verifyLog(office, ANYBODY, [])).found, 0);
	});

	it('while a password is made leaves no letter that nobody has', async function () {
		buildProgram.call(this);
		await furnish(office);
		const before = await content();
		const wished = { contract: CONTRACT, by: 'relay', language: 'ja' } as const;
		for (let n = 1; ; n += 4) {
			statements.strikeAt(n, 'before', 'any', terminate);
			const error = await issuePassword(office, CLERK, wished).then(
				() => undefined,
				(reason: unknown) => reason,
			);
			if (statements.isLeft()) break;
			assert.ok(error instanceof DatabaseGone, `statement ${n}: ${error}`);
			assert.equal(await content(), before, `statement ${n}`);
			assert.deepEqual(letters(), []);
		}
		const { version } = await office.database.selectFrom('credential').select('version').executeTakeFirstOrThrow();
		assert.deepEqual(letters(), [`${CONTRACT}-${version}.pdf`]);
	});

	it('and stays away as an act is kept has a person look in the log', async () => {
		const { application } = await life();
		try {
			statements.strikeAt(1, 'before', 'commit', async () => server.halt());
			await assert.rejects(application!(), (error: Error) => error instanceof UnknownEnd && /audit show tells which$/.test(error.message));
			await assert.rejects(application!(), (error: Error) => error instanceof DatabaseGone && /has gone: connect ENOENT/.test(error.message));
		} finally {
			server.resume();
		}
		assert.deepEqual(await outcomes('application.receive'), []);
		await application!();
		assert.deepEqual(await outcomes('application.receive'), ['done']);
		admin = new pg.Client({ connectionString: url });
		await admin.connect();
	});
});
