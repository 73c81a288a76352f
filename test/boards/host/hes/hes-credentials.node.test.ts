/** Route B credentials from the office to a HEMS: sealed, carried by a head-end, opened by the communication unit alone. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Program } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { objects } from './hes-rig.js';

const ID = '0123456789ABCDEF0123456789ABCDEF';
const PASSWORD = 'Abcdef123456';

describe('keiki hes credentials', () => {
	const run = runOfEachTest();
	const file = (name: string) => join(run.folder, name);

	async function sealed(): Promise<string> {
		const { stdout, status, stderr } = await keikiHere(
			...['keys', 'seal', '--credential', file('meter.credential'), '--route-b-id', ID, '--password-file', file('password')],
		);
		assert.equal(status, 0, stderr);
		return stdout.trim();
	}

	const hes = (meter: string, ...words: readonly string[]) =>
		keikiHere('hes', 'credentials', ...words, '--meter', meter, '--keys', file('meter.json'), '--counters', file('counters.json'));

	const start = () =>
		run.start('--keys', file('meter.json'), '--credential-key', file('meter.credential'), '--state', file('state'), '--speed', 'max');

	beforeEach(async () => {
		assert.equal((await keikiHere('keys', 'make', file('meter.json'), '--quiet')).status, 0);
		writeFileSync(file('password'), `${PASSWORD}\n`, { mode: 0o600 });
	});

	it('brings a meter credentials by a hand-held, says why it refuses others, and a HEMS joins with them in the next run, too', async () => {
		let meter = await start();
		const [before] = objects((await hes(meter, 'status', '--json')).stdout);
		assert.deepEqual([before!.version, before!.changed, before!.verdict, before!.connection], [0, null, 'HEMS is unconnected', 'failure']);
		const first = await sealed();
		const altered = first.replace(/octets:../, (start) => (start.endsWith('00') ? 'octets:01' : 'octets:00'));
		assert.match((await hes(meter, 'set', altered)).stderr, /refuses the credentials: .* \(250\); they are sealed for another unit, or were altered/);
		const { status, stdout, stderr } = await hes(meter, 'set', first, '--client', '3', '--json');
		assert.equal(status, 0, stderr);
		assert.equal(objects(stdout)[0]!.version, 1);
		const again = await hes(meter, 'set', first);
		assert.equal(again.status, 1);
		assert.match(again.stderr, /refuses the credentials: .* \(13\); it has this version already, or a later one/);
		assert.match((await hes(meter, 'set', first, '--client', '2', '--lang', 'ja')).stderr, /このクライアントには権限がありません/);
		assert.match((await hes(meter, 'status', '--client', '2')).stderr, /status of Route B cannot be read: .* or this client has no right to it/);
		await run.running.stop();
		assert.deepEqual(
			run.running.events.filter(({ event }) => event === 'credentials').map(({ node, version, refusal }) => [node, version, refusal]),
			[
				['meter', 1, 'notOurs'],
				['meter', 1, null],
				['meter', 1, 'oldVersion'],
			],
		);
		meter = await start();
		assert.match(run.running.stderr, /the communication unit has credentials of version 1, which came over Route A/);
		assert.deepEqual([run.running.ready.routeBId, run.running.ready.password], [ID, null]);
		const program = await Program.open(run.running.ready.dongle as string);
		await program.join({ ...run.running.ready, password: PASSWORD });
		program.close();
		const { stdout: text } = await hes(meter, 'status', '--lang', 'ja');
		assert.match(text, /^認証情報 +版1、20/m);
		assert.match(text, /^判定 +接続中、20/m);
		await run.running.stop();
		const texts = readdirSync(file('state'), { recursive: true, withFileTypes: true })
			.filter((each) => each.isFile())
			.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
		assert.equal(texts.length > 5, true);
		for (const text of texts) assert.equal(text.includes(PASSWORD), false, 'the password is kept');
	});

	it('gets the public key of the pair that a unit of suite 1 drew, seals for it, and the private half is in no file but its own state', async () => {
		const [keys, record] = [file('own.json'), file('unit.credential')];
		assert.equal((await keikiHere('keys', 'make', keys, '--quiet', '--suite', '1')).status, 0);
		assert.equal(existsSync(file('own.credential')), false);
		const begin = () => run.start('--keys', keys, '--state', file('state'), '--speed', 'max');
		const ask = (meter: string, ...words: readonly string[]) =>
			keikiHere('hes', 'credentials', ...words, '--meter', meter, '--keys', keys, '--counters', file('counters.json'));
		const seal = async () => {
			const ended = await keikiHere('keys', 'seal', '--credential', record, '--route-b-id', ID, '--password-file', file('password'));
			assert.equal(ended.status, 0, ended.stderr);
			return ended.stdout.trim();
		};
		let meter = await begin();
		const key = async () => (await ask(meter, 'key')).stdout.trim();
		const first = await key();
		assert.match(first, /^[0-9A-F]{128}$/);
		assert.equal((await ask(meter, 'key', '--out', record, '--client', '3')).status, 0);
		assert.deepEqual(JSON.parse(readFileSync(record, 'utf8')), { systemTitle: '4A504D0000000001', agreementKey: first });
		assert.equal(statSync(record).mode & 0o777, 0o600);
		const one = await seal();
		assert.equal((await ask(meter, 'set', one)).status, 0);
		assert.equal((await ask(meter, 'key', '--out', file('late.credential'))).status, 0);
		assert.equal(JSON.parse(readFileSync(file('late.credential'), 'utf8')).sealed, 1, 'a new record goes on behind what is in force');
		await run.running.stop();
		meter = await begin();
		assert.equal(await key(), first, 'after a stop');
		const refused = await ask(meter, 'key', '--new', '--client', '3');
		assert.deepEqual([refused.status, /tells no key of its own: .* only client 1 has it draw another/.test(refused.stderr)], [1, true]);
		const two = await seal();
		assert.equal((await ask(meter, 'key', '--new', '--out', record)).status, 0);
		const { agreementKey, sealed } = JSON.parse(readFileSync(record, 'utf8'));
		assert.notEqual(agreementKey, first);
		assert.equal(sealed, 2, 'versions go on');
		assert.match((await ask(meter, 'set', two)).stderr, /sealed for another unit, or were altered/);
		assert.equal((await ask(meter, 'set', await seal(), '--client', '3')).status, 0);
		writeFileSync(file('other.credential'), JSON.stringify({ systemTitle: '4A504D0000000002', agreementKey }), { mode: 0o600 });
		const { status, stderr } = await ask(meter, 'key', '--out', file('other.credential'));
		assert.equal(status, 2);
		assert.match(stderr, /--out .*: expected a new file, or the record of the unit 4A504D0000000001 alone/);
	});

	it('gets no key of a unit that was given one', async () => {
		const { status, stderr } = await hes(await start(), 'key');
		assert.equal(status, 1);
		assert.match(stderr, /the communication unit tells no key of its own: /);
	});

	for (const text of ['nonsense', '{u32:1}', '{u16:1, octets:00}', '{u32:0, octets:00}', 'u32:1']) {
		it(`takes no ${text}`, async () => {
			const { status, stderr } = await keikiHere('hes', 'credentials', 'set', text);
			assert.deepEqual([status, stderr], [2, 'keiki: credentials set: expected what keiki keys seal prints, like {u32:1, octets:…}\n']);
		});
	}

	it('is refused a key of another unit, one that opens nothing, or none for each meter, before anything runs', async () => {
		const refused = async (content: object, message: RegExp, ...words: readonly string[]) => {
			writeFileSync(file('other.credential'), JSON.stringify(content), { mode: 0o600 });
			const { status, stderr } = await keikiHere(
				'run',
				'--route-a',
				'127.0.0.1:0',
				'--panel',
				'off',
				'--credential-key',
				file('other.credential'),
				...words,
			);
			assert.equal(status, 2);
			assert.match(stderr, message);
		};
		await refused({ systemTitle: '4A504D0000000002', key: '0'.repeat(32) }, /expected the key of a unit with the system title 4A504D0000000001/);
		await refused({ systemTitle: '4A504D0000000001', agreementKey: '0'.repeat(128) }, /expected a private key .* got the public one/);
		await refused(
			{ systemTitle: '4A504D0000000001', key: '0'.repeat(32) },
			/expected a line of keys for each of 2 meters, got 1 lines/,
			'--meters',
			'2',
		);
		await refused({ systemTitle: '4A504D0000000001', key: '0'.repeat(32) }, /--credential-key: not with --radio/, '--radio', 'serial:/dev/null');
	});
});
