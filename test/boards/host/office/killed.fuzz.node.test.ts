/** The office's process is killed at any step of a life, at a statement of the database or at a file: nothing is half done, and who does it again has it done. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import Database from 'libsql';
import { fuzzCount, fuzzRandom } from '../../../fuzz/campaign.js';
import { requirePeer } from '../../../interop/peers.js';
import { build, ENVIRONMENT, MAIN, preloading } from '../command-line-rig.js';

const CONTRACT = 'C0000000001';
const ORDER = 'W00000001';
/** Of each act. */
const KILLS = 4;
const LAST_STEPS = 6;

interface Act {
	readonly name: string;
	readonly words: readonly string[];
	/** Refusals of who does it again where it was done already. */
	readonly done?: RegExp;
}

const ACTS: readonly Act[] = [
	{ name: 'begins', words: ['init'], done: /there is an office already/ },
	{ name: 'makes a town', words: ['demo', '--contracts', '200'], done: /contracts already|has records/ },
	{ name: 'takes an application', words: ['application', 'receive', 'C0000000003', 'amperes', '--wish', 'amperes=40'] },
	{ name: 'finishes a design', words: ['design', 'A00000001', '--finish', '--as', 'sekkei'], done: /A00000001/ },
	{ name: 'issues an order', words: ['order', 'issue', 'A00000001', '--worker', 'sagyo', '--as', 'sekkei'], done: /A00000001/ },
	{ name: 'draws a password', words: ['password', 'issue', CONTRACT, '--as', 'madoguchi'] },
	{ name: 'hands out its letter', words: ['password', 'letter', CONTRACT, '--out', '@/letter.pdf'], done: /letter/ },
	{ name: 'withdraws an order', words: ['order', 'withdraw', ORDER], done: new RegExp(ORDER) },
	{ name: 'gives out records', words: ['export', 'contract', '--out', '@/contracts.csv'], done: /contracts\.csv/ },
	{ name: 'takes an application to move out', words: ['application', 'receive', CONTRACT, 'move-out', '--as', 'madoguchi'] },
];

/** Kills the process before its step of this number: a statement that changes something, or a change of a file. 0: it is not, and tells how many there are. */
const killedAt = (step: number) =>
	preloading(`
		import { createRequire, syncBuiltinESMExports } from 'node:module';
		import process from 'node:process';
		const require = createRequire(process.cwd() + '/');
		let count = 0;
		const step = () => { if (++count === ${step}) process.kill(process.pid, 'SIGKILL'); };
		process.once('exit', () => process.stderr.write('steps ' + count + '\\n'));
		const { prototype } = require('libsql');
		for (const name of ['prepare', 'exec']) {
			const before = prototype[name];
			prototype[name] = function (sql, ...words) {
				if (!/^\\s*(select|pragma)/i.test(sql)) step();
				return before.call(this, sql, ...words);
			};
		}
		const fs = require('node:fs');
		for (const name of ['writeFileSync', 'renameSync', 'rmSync', 'copyFileSync', 'linkSync', 'mkdirSync', 'fsyncSync', 'createWriteStream']) {
			const before = fs[name];
			fs[name] = (...words) => { step(); return before(...words); };
		}
		syncBuiltinESMExports();
	`);

describe('an office whose process is killed', function () {
	this.timeout(1_800_000);
	const folder = mkdtempSync(join(tmpdir(), 'keiki-killed-'));
	const [steady, tried] = [join(folder, 'steady'), join(folder, 'tried')];

	before(function () {
		build.call(this);
		requirePeer(this, 'pdftotext', 'apt-get install poppler-utils');
	});
	after(() => rmSync(folder, { recursive: true }));

	const office = (place: string, words: readonly string[], variables: NodeJS.ProcessEnv = {}) => {
		const told = words.map((word) => word.replace('@', place));
		return spawnSync(process.execPath, [MAIN, 'office', ...told, '--data', join(place, 'o'), '--lang', 'en'], {
			encoding: 'utf8',
			env: { ...ENVIRONMENT, ...variables },
		});
	};

	for (const [i, { name, words, done }] of ACTS.entries()) {
		it(`while it ${name} has it done whole or not at all`, () => {
			const clean = join(folder, 'clean');
			cpOrMake(steady, clean);
			const { status, stdout, stderr } = office(clean, words, killedAt(0));
			assert.equal(status, 0, stdout + stderr);
			const [before, after] = [countsOf(steady), countsOf(clean)];
			const random = fuzzRandom(i, 'killed');
			for (const step of chosen(stepsIn(stderr), random)) {
				rmSync(tried, { recursive: true, force: true });
				cpOrMake(steady, tried);
				const killed = office(tried, words, killedAt(step));
				if (killed.signal !== 'SIGKILL') {
					// One of its own processes was; it says so.
					assert.ok(killed.status === 0 || killed.stderr.startsWith('keiki: '), killed.stderr);
				}
				const stands = countsOf(tried);
				if (i > 1)
					assert.ok(
						[before, after].some((each) => isSame(each, stands)),
						`step ${step}: ${JSON.stringify(stands)}`,
					);
				const again = office(tried, words);
				const isDone = again.status !== 0 && done?.test(again.stdout + again.stderr) === true;
				assert.ok(again.status === 0 || isDone, `step ${step}: ${again.stdout}${again.stderr}`);
				assert.equal(office(tried, ['audit', 'verify']).status, 0, `step ${step}`);
				if (i > 1 && !isDone && isSame(stands, before)) assert.deepEqual(countsOf(tried), after, `step ${step}`);
				leavesNothing(tried, clean);
			}
			rmSync(steady, { recursive: true, force: true });
			cpSync(clean, steady, { recursive: true });
			rmSync(clean, { recursive: true });
		});
	}

	it('after it has drawn a password, still has the letter', () => {
		const words = ['password', 'issue', 'C0000000002', '--as', 'madoguchi'];
		let letters = 0;
		cpSync(steady, tried, { recursive: true });
		const steps = stepsIn(office(tried, words, killedAt(0)).stderr);
		// The last ones are behind the end of the transaction.
		for (let step = steps - LAST_STEPS; step <= steps; step++) {
			rmSync(tried, { recursive: true, force: true });
			cpSync(steady, tried, { recursive: true });
			office(tried, words, killedAt(step));
			const isThere = JSON.stringify(countsOf(tried)) !== JSON.stringify(countsOf(steady));
			const letter = office(tried, ['password', 'letter', 'C0000000002', '--out', '@/first.pdf']);
			assert.equal(letter.status, isThere ? 0 : 1, `step ${step}: ${letter.stderr}`);
			if (!isThere) continue;
			letters++;
			const { stdout } = spawnSync('pdftotext', ['-layout', join(tried, 'first.pdf'), '-'], { encoding: 'utf8' });
			assert.match(stdout, /([2-9A-HJ-NP-Z]{4}\s+){3}/);
			assert.equal(office(tried, ['password', 'letter', 'C0000000002', '--out', '@/second.pdf']).status, 1, 'a letter twice');
		}
		assert.ok(letters > 1);
	});
});

function stepsIn(stderr: string): number {
	return Number(/steps (\d+)\n/.exec(stderr)![1]);
}

/** Some by seed. */
function chosen(steps: number, random: { below(limit: number): number }): readonly number[] {
	const all = Array.from({ length: steps }, (_, at) => at + 1);
	const most = fuzzCount(KILLS);
	while (all.length > most) all.splice(random.below(all.length), 1);
	return all;
}

function cpOrMake(from: string, to: string): void {
	if (existsSync(from)) cpSync(from, to, { recursive: true });
}

type Counts = Readonly<Record<string, number>>;

/** Rows of each table but of the log, in which what failed may stand, too. */
function countsOf(place: string): Counts {
	const folder = join(place, 'o');
	const file = existsSync(folder) ? readdirSync(folder).find((each) => /\.(sqlite|db)$/.test(each)) : undefined;
	if (file === undefined) return {};
	const database = new Database(join(folder, file));
	try {
		const tables = database.prepare("select name from sqlite_master where type = 'table'").all() as { readonly name: string }[];
		const rows = tables
			.map(({ name }) => name)
			.filter((name) => !/^(audit|audit_detail|sqlite_.*|setting|kysely_.*)$/.test(name))
			.map((name) => [name, (database.prepare(`select count(*) as count from "${name}"`).get() as { readonly count: number }).count] as const);
		return Object.fromEntries(rows);
	} finally {
		database.close();
	}
}

function isSame(one: Counts, other: Counts): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

/** No file that would not be there if it had never been killed, but letters that nobody can use, which go with the next one. */
function leavesNothing(tried: string, clean: string): void {
	const wanted = new Set(filesOf(clean));
	const more = filesOf(tried).filter((file) => !wanted.has(file) && !/letters\/C\d+-\d+\.pdf(\.part)?$|-(wal|shm)$/.test(file));
	assert.deepEqual(more, []);
}

function filesOf(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}
