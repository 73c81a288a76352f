/** The office on each database that it may have. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Office } from '../../../../boards/host/office/database/office.js';
import { type Actor, ROLES } from '../../../../src/operations/access/roles.js';
import { lacking } from '../../../interop/peers.js';

const DEBIAN = '/usr/lib/postgresql';

/** Of the staff, who may do everything. */
export const ANYBODY: Actor = Object.freeze({ name: 'anybody', roles: ROLES });

export type OfficeOnEngine = (options?: { readonly now?: () => number }) => Promise<Office>;

/** The same tests on SQLite and on PostgreSQL; each call of `open` gives an office of its own, which is closed and gone after the test. */
export function onEachEngine(tests: (open: OfficeOnEngine, engine: 'sqlite' | 'postgres') => void): void {
	describe('on SQLite', () => {
		const offices: Office[] = [];
		afterEach(() => gone(offices));
		tests(async ({ now = Date.now } = {}) => {
			const office = await Office.open({ data: mkdtempSync(join(tmpdir(), 'keiki-office-')), url: undefined }, { now, isNew: true });
			offices.push(office);
			return office;
		}, 'sqlite');
	});
	describe('on PostgreSQL', () => {
		const offices: Office[] = [];
		let server: Postgres | undefined;
		before(function () {
			this.timeout(60_000);
			server = Postgres.start(this);
		});
		afterEach(() => gone(offices));
		after(() => server?.stop());
		tests(async ({ now = Date.now } = {}) => {
			const data = mkdtempSync(join(tmpdir(), 'keiki-office-'));
			const office = await Office.open({ data, url: server!.freshDatabase() }, { now, isNew: true });
			offices.push(office);
			return office;
		}, 'postgres');
	});
}

async function gone(offices: Office[]): Promise<void> {
	for (const office of offices.splice(0)) {
		await office.close();
		rmSync(office.data, { recursive: true });
	}
}

/** A server of its own, in a folder of its own, on a socket alone. */
export class Postgres {
	/** All that it keeps. */
	readonly folder: string;
	readonly #bin: string;
	readonly #as: { readonly uid?: number; readonly gid?: number };
	#count = 0;

	private constructor(folder: string, bin: string, as: { readonly uid?: number; readonly gid?: number }) {
		[this.folder, this.#bin, this.#as] = [folder, bin, as];
	}

	/** Skips the test where there is none. @param isOpen also to other users of this host */
	static start(test: Mocha.Context, isOpen = false): Postgres {
		const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).filter((each) => existsSync(join(DEBIAN, each, 'bin', 'initdb'))) : [];
		const newest = versions.sort((one, other) => Number(one) - Number(other)).at(-1);
		if (newest === undefined) lacking(test, 'PostgreSQL is not installed (apt-get install postgresql)');
		const folder = mkdtempSync(join(tmpdir(), 'keiki-pg-'));
		// It does not run as root.
		const as = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
		if (as.uid !== undefined) chownSync(folder, as.uid, as.gid);
		if (isOpen) chmodSync(folder, 0o755);
		const server = new Postgres(folder, join(DEBIAN, newest, 'bin'), as);
		server.#run('initdb', '--no-sync', '--auth=trust', '--username=office', '--encoding=UTF8', '--locale=C.UTF-8', '-D', join(folder, 'data'));
		server.resume();
		return server;
	}

	/** Again, after `halt`. */
	resume(): void {
		const settings = `-c listen_addresses= -c unix_socket_directories=${this.folder} -c fsync=off -c max_connections=60 -c shared_buffers=16MB`;
		this.#run('pg_ctl', '-w', '-D', join(this.folder, 'data'), '-l', join(this.folder, 'log'), '-o', settings, 'start');
	}

	/** Breaks all connections at once, as a server does that goes, and keeps what it has. */
	halt(): void {
		this.#run('pg_ctl', '-D', join(this.folder, 'data'), '-m', 'immediate', 'stop');
	}

	/** The address of one with no tables. */
	freshDatabase(): string {
		const name = `office${++this.#count}`;
		this.#run('createdb', '-h', this.folder, '-U', 'office', name);
		return `postgres://office@/${name}?host=${encodeURIComponent(this.folder)}`;
	}

	/** Of the process that has started all others of it. */
	get pid(): number {
		return Number(readFileSync(join(this.folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
	}

	stop(): void {
		this.halt();
		rmSync(this.folder, { recursive: true, force: true });
	}

	#run(program: string, ...words: readonly string[]): void {
		const { status, stderr, error } = spawnSync(join(this.#bin, program), words, {
			...this.#as,
			cwd: this.folder,
			encoding: 'utf8',
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		assert.equal(status, 0, `${program}: ${error?.message ?? stderr}`);
	}
}

/** Of the user that Debian's package makes; otherwise of nobody. */
function idOf(what: '-u' | '-g'): number {
	const { status, stdout } = spawnSync('id', [what, 'postgres'], { encoding: 'utf8' });
	return status === 0 ? Number(stdout) : 65534;
}
