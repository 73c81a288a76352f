/**
 * A life of a Route B, from the application to the erasure, with all processes real, each on a host and as a user of its own, and no way from the office to the
 * control system. Afterwards the password is looked for everywhere.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { newHostCipher } from '../../../../boards/host/shared/host-cipher.js';
import { PROVISIONAL_DERIVATIONS } from '../../../../src/wi-sun/derivations.js';
import { requirePeer } from '../../../interop/peers.js';
import { build } from '../command-line-rig.js';
import { Postgres } from './engines.js';
import { type Find, findInFamily, findInFiles, needlesOfBytes, needlesOfText } from './secret-search.js';
import { CONTROL_ADDRESS, RELAY, type Running, Sides } from './sides.js';

const CONTRACT = 'C0000000001';
const METER = '4A504D0000000001';
const UNITS = 'rf-b,1p3w-60-2way,switch-60,normal';
const PORT = '8292';

for (const engine of ['sqlite', 'postgres'] as const) {
	describe(`a life of a Route B, with the office on ${engine}`, function () {
		this.timeout(300_000);
		let sides: Sides;
		let server: Postgres | undefined;
		let database: readonly string[] = [];
		let relay: Running;
		let control: Running;
		let meter: Running;
		/** The staff's site, with which goes the exchange with the relay, and the customers'. */
		let sites: readonly Running[] = [];
		/** What the customer has: read off the letters, which nobody else has. */
		const letters: { readonly id: string; readonly password: string }[] = [];

		before(async function () {
			build.call(this);
			for (const each of ['pdftotext', 'pdftoppm']) requirePeer(this, each, 'apt-get install poppler-utils');
			sides = Sides.start(this);
			if (engine === 'postgres') {
				server = Postgres.start(this, true);
				database = ['--database', server.freshDatabase()];
			}
		});
		after(async () => {
			await sides?.close();
			server?.stop();
		});

		const office = async (...words: readonly string[]) => {
			const remote = ['diagnose', 'supply', 'exchange'].includes(words[0]!) ? ['--relay', `https://${RELAY.office}:${PORT}`] : [];
			return await sides.keiki('office', 'office', ...words, '--data', sides.path('office', 'o'), ...database, ...remote);
		};
		const done = async (...words: readonly string[]) => {
			const { status, stdout, stderr } = await office(...words);
			assert.equal(status, 0, `${words.join(' ')}: ${stdout}${stderr}`);
			return stdout;
		};
		const startControl = async () => {
			const words = ['supervise', '--data', sides.path('control', 'control'), '--relay', `https://${RELAY.control}:${PORT}`, '--check', 'never'];
			control = sides.start('control', ...words, '--keys', sides.path('control', 'keys.json'), '--json');
			await control.said(/"event":"ready".*\n/);
		};
		const startRelay = async () => {
			relay = sides.start('relay', 'relay', 'serve', '--data', sides.path('relay', 'relay'), '--host', '0.0.0.0', '--port', PORT, '--json');
			await relay.said(/"event":"ready".*\n/);
		};
		const hems = async (letter: { readonly id: string; readonly password: string }) => {
			sides.put('site', 'password', letter.password);
			const words = ['--dongle', sides.path('site', 'dongle'), '--id', letter.id, '--password-file', sides.path('site', 'password')];
			return await sides.keiki('site', 'hems', 'read', ...words, '--json');
		};
		/** The letter, once; it is read and burnt. */
		const letter = async (name: string) => {
			const file = sides.path('office', name);
			await done('password', 'letter', CONTRACT, '--out', file);
			const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
			const [, id] = /認証ID\s+((?:[0-9A-F]{4}\s+){8})/.exec(text)?.map((each) => each.replace(/\s/g, '')) ?? [];
			const [, password] = /パスワード\s+((?:[2-9A-HJ-NP-Z]{4}\s+){3})/.exec(text)?.map((each) => each.replace(/\s/g, '')) ?? [];
			assert.ok(id !== undefined && password !== undefined, text);
			letters.push({ id, password });
			assert.notEqual((await office('password', 'letter', CONTRACT, '--out', `${file}2`)).status, 0, 'a letter twice');
			execFileSync('rm', [file]);
			return { id, password };
		};

		it('begins with an office, a relay, a control system and a meter', async () => {
			await done('init', '--host', RELAY.office, '--host', RELAY.control);
			await done('demo', '--contracts', '200');
			sides.carry(sides.path('office', 'o', 'relay'), 'relay', 'relay');
			sides.carry(sides.path('office', 'o', 'control'), 'control', 'control');
			assert.equal((await sides.keiki('control', 'keys', 'make', sides.path('control', 'keys.json'))).status, 0);
			sides.carry(sides.path('control', 'keys.json'), 'site', 'keys.json');
			const [unit] = readFileSync(sides.path('office', 'o', 'demo.credential'), 'utf8').split('\n');
			sides.put('site', 'unit.credential', unit!);
			const places = ['--local-port', 'tcp:0', '--dongle', `pty:${sides.path('site', 'dongle')}`, '--state', sides.path('site', 'state')];
			const keys = ['--keys', sides.path('site', 'keys.json'), '--credential-key', sides.path('site', 'unit.credential')];
			meter = sides.start('site', 'run', '--json', '--units', UNITS, ...keys, ...places, '--control', sides.path('site', 'c'));
			await meter.said(/"event":"ready".*\n/);
			await startRelay();
			await startControl();
			const site = (...words: readonly string[]) =>
				sides.start('office', 'office', 'serve', '--data', sides.path('office', 'o'), ...database, ...words);
			sites = [site('--relay', `https://${RELAY.office}:${PORT}`), site('--customers', '127.0.0.1:8291')];
			for (const each of sites) await each.said(/http:\/\/127\.0\.0\.1:829[01]/);
			assert.equal(sides.reaches('office', RELAY.office, Number(PORT)), true);
			assert.equal(sides.reaches('control', RELAY.control, Number(PORT)), true);
			for (const address of [CONTROL_ADDRESS, RELAY.control]) assert.equal(sides.reaches('office', address, Number(PORT)), false);
		});

		it('goes on with records that follow construction, an application, a design and an order', async () => {
			const mounted = sides.path('office', 'mounted.csv');
			const header = 'meter,contract,communication,metering,option,cover,serials,mounted_at,certified_until';
			const row = `${METER},${CONTRACT},rf-b,1p3w-60-2way,switch-1p3w-60,normal,communication=C0001001 metering=M0001002 cover=T0001003,2024-12-01,2034-11-29`;
			writeFileSync(mounted, `${header}\n${row}\n`);
			await done('import', 'distribution', mounted);
			const wrong = await office('design', 'A00000001', '--units', 'rf,1p3w-60-2way,switch-60,normal', '--finish', '--as', 'sekkei');
			assert.equal(wrong.status, 1);
			assert.match(wrong.stdout + wrong.stderr, /Route B/);
			await done('design', 'A00000001', '--finish', '--as', 'sekkei');
			await done('order', 'issue', 'A00000001', '--worker', 'sagyo', '--as', 'sekkei');
		});

		it('brings the first password by the bar code of the work order', async () => {
			assert.equal((await office('password', 'issue', CONTRACT, '--as', 'sagyo')).status, 1, 'a worker issues one');
			await done('password', 'issue', CONTRACT, '--as', 'madoguchi');
			sides.carry(sides.path('office', 'o', 'office.public'), 'site', 'office.public');
			const made = await sides.keiki(
				'site',
				'handheld',
				'init',
				'--office',
				sides.path('site', 'office.public'),
				'--data',
				sides.path('site', 'h'),
				'--json',
			);
			assert.equal(made.status, 0, made.stderr);
			const told = JSON.parse(made.stdout.split('\n')[0]!) as { readonly public: string };
			sides.carry(told.public, 'office', 'hand-held.json');
			await done('handheld', 'add', sides.path('office', 'hand-held.json'), '--name', 'three');
			await done('print', 'W00000001', '--handheld', 'three', '--out', sides.path('office', 'order.pdf'), '--as', 'madoguchi');
			execFileSync('pdftoppm', ['-png', '-r', '150', '-singlefile', sides.path('office', 'order.pdf'), sides.path('office', 'order')]);
			sides.carry(sides.path('office', 'order.png'), 'site', 'order.png');
			const port = /"localPort":"[^"]*?(\d+)"/.exec(meter.out.stdout)![1];
			const words = ['--meter', `serial:127.0.0.1:${port}`, '--keys', sides.path('site', 'keys.json'), '--data', sides.path('site', 'h')];
			const set = await sides.keiki('site', 'handheld', 'set', sides.path('site', 'order.png'), ...words);
			assert.equal(set.status, 0, set.stderr);
			assert.match(set.stdout, /version 1/);
			const again = await sides.keiki('site', 'handheld', 'set', sides.path('site', 'order.png'), ...words);
			assert.equal(again.status, 1, 'the same code twice');
			const results = await sides.keiki('site', 'handheld', 'results', '--out', sides.path('site', 'day.jsonl'), '--data', sides.path('site', 'h'));
			assert.equal(results.status, 0, results.stderr);
			sides.carry(sides.path('site', 'day.jsonl'), 'office', 'day.jsonl');
			await done('order', 'done', '--result', sides.path('office', 'day.jsonl'));
		});

		it('lets a HEMS in with the password of the letter', async () => {
			const { status, stdout, stderr } = await hems(await letter('first.pdf'));
			assert.equal(status, 0, stderr);
			assert.match(stdout, /"epc":"E7"/);
		});

		it('tells row 2 of Table 2 once a wrong one was entered', async () => {
			const wrong = await hems({ ...letters[0]!, password: letters[0]!.password.replace(/^./, (each) => (each === 'K' ? 'M' : 'K')) });
			assert.equal(wrong.status, 1, wrong.stderr);
			const told = JSON.parse(await done('diagnose', CONTRACT, '--json')) as { readonly report: { readonly number: number } };
			assert.equal(told.report.number, 2);
		});

		it('has another password brought from afar, with relay and control system gone meanwhile: the old one is out, the new one in', async () => {
			await control.stop('SIGKILL');
			await done('password', 'rewrite', CONTRACT, '--as', 'madoguchi');
			await done('exchange', '--once');
			const old = await hems(letters[0]!);
			assert.equal(old.status, 0, 'the old one is good until the meter has the new one');
			await relay.stop('SIGKILL');
			await startRelay();
			await startControl();
			let isIn = false;
			for (let i = 0; i < 100 && !isIn; i++) {
				isIn = /"state":"in-force","way":"relay"|"way":"relay"[^}]*"state":"in-force"/.test(await done('person', CONTRACT, '--json'));
			}
			assert.ok(isIn, 'the new one is in force');
			const fresh = await letter('second.pdf');
			assert.notEqual((await hems(letters[0]!)).status, 0, 'the old one is out');
			const { status, stderr } = await hems(fresh);
			assert.equal(status, 0, stderr);
		});

		it('leaves the password nowhere but with the customer, the HEMS, the dongle that was told it, and the meter', () => {
			assert.equal(process.getuid?.(), 0);
			const needles = letters.flatMap(({ id: _, password }, i) => [
				...needlesOfText(`password ${i}`, password),
				...needlesOfBytes(`key ${i}`, Buffer.from(PROVISIONAL_DERIVATIONS.psk(newHostCipher(), password))),
			]);
			const places = ['office', 'relay', 'control'].map((each) => sides.path(each as 'office'));
			const site = ['h', 'keys.json', 'order.png', 'state', 'office.public', 'day.jsonl']
				.map((each) => sides.path('site', each))
				.filter((each) => existsSync(each));
			const memory = (pids: readonly number[]) => pids.flatMap((pid) => findInFamily(pid, needles));
			const files = () => findInFiles([...places, ...site, ...(server === undefined ? [] : [server.folder])], needles);
			assert.deepEqual(files(), []);
			assert.deepEqual(memory([relay.pid, control.pid, ...sites.map(({ pid }) => pid), ...(server === undefined ? [] : [server.pid])]), []);
			// The search finds one that lies there: in each place.
			for (const place of [...places, sides.path('site', 'h')]) {
				const file = `${place}/canary`;
				writeFileSync(file, `x${letters[1]!.password}`);
				assert.deepEqual(placesOf(files()), [file]);
				execFileSync('rm', [file]);
			}
			// The meter knows its key, and so does the dongle: this search sees them.
			assert.ok(memory([meter.pid]).some(({ writing }) => writing.startsWith('key 1')));
			// Nor is it told to who looks at all processes.
			const { stdout } = spawnSync('ps', ['-eww', '-o', 'args'], { encoding: 'utf8' });
			for (const { password } of letters) assert.ok(!stdout.includes(password));
		});

		it('ends: moving out, the supply opened from afar, and erased', async () => {
			const supply = await done('supply', CONTRACT, 'open', '--json', '--as', 'madoguchi');
			assert.match(supply, /open/);
			const [number] = /A\d{8}/.exec(await done('application', 'receive', CONTRACT, 'move-out', '--as', 'madoguchi')) ?? [];
			await done('design', number!, '--finish', '--as', 'sekkei');
			await done('application', 'done', number!, '--as', 'sekkei');
			const before = await done('person', CONTRACT);
			const name = /(\p{Script=Han}+) \p{Script=Han}+/u.exec(await done('find', CONTRACT))![1]!;
			assert.ok(before.includes(name));
			await done('erase', CONTRACT, '--as', 'madoguchi');
			assert.ok(!(await done('person', CONTRACT)).includes(name));
			assert.match(await done('audit', 'verify'), /\d/);
			for (const each of sites) assert.equal(await each.stop(), 0, each.out.stderr);
		});
	});
}

function placesOf(finds: readonly Find[]): string[] {
	return [...new Set(finds.map(({ place }) => place))];
}
