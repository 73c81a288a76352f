/** `keiki supervise` between a relay and real meters: all kinds of work, and what becomes of it whatever is killed on the way. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCredentialKeys } from '../../../../boards/host/shared/credential-file.js';
import { newHostCipher } from '../../../../boards/host/shared/host-cipher.js';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { sealCredentials } from '../../../../modules/cosem/sealed-credentials.js';
import { until } from '../../../until.js';
import { build, keiki, keikiLater, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';
import { findIn, findInFiles, needlesOfText } from '../office/secret-search.js';
import { idOf, Parties, RelayRig } from '../relay/relay-rig.js';
import { type MeterOfFile, metersIn, OfficeRig, supervising } from './supervise-rig.js';

const CIPHER = newHostCipher();
const ROUTE_B_ID = '0123456789ABCDEF0123456789ABCDEF';
const PASSWORD = 'CANARY234567';
const METERS = 3;
/** System title of the keys of the first meter. */
const ONE = '4A504D0000000001';

describe('keiki supervise', () => {
	let folder = '';
	let meters: Running;
	let all: readonly MeterOfFile[] = [];
	let parties: Parties;
	let relay: RelayRig;
	let office: OfficeRig;
	let control: Running | undefined;
	let number = 0;
	const file = (name: string) => join(folder, name);

	before(async function () {
		build.call(this);
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		assert.equal(keiki('keys', 'make', file('all.json'), '--meters', String(METERS), '--quiet').status, 0);
		meters = await Running.start(
			...[
				'--meters',
				String(METERS),
				'--dongle',
				'tcp:0',
				'--route-a',
				'127.0.0.1:0',
				'--route-a-first',
				'127.0.0.1:0',
				'--meters-file',
				file('meters.jsonl'),
			],
			...['--keys', file('all.json'), '--credential-key', file('all.credential'), '--speed', '1'],
			...['--units', 'rf-b,1p3w-60-2way,switch-60,normal'],
		);
		writeFileSync(file('one.json'), readFileSync(file('all.json'), 'utf8').split('\n')[0]!, { mode: 0o600 });
		all = metersIn(file('meters.jsonl'));
	});
	after(async () => {
		await meters.stop('SIGKILL');
		rmSync(folder, { recursive: true });
	});
	beforeEach(async () => {
		parties = await Parties.certified();
		relay = new RelayRig(parties);
		await relay.start();
		office = new OfficeRig(parties, relay);
	});
	afterEach(async () => {
		await control?.stop('SIGKILL');
		control = undefined;
		await relay.stop();
		parties.remove();
	});

	const start = async (...words: readonly string[]) => (control = await supervising(parties, relay, '--meters', file('meters.jsonl'), ...words));
	const fresh = () => idOf(++number);

	let version = 0;
	/** Credentials of the next version for a meter. */
	function sealed(which: number): { kind: 'credentials'; body: { version: number; sealed: string } } {
		const { key, systemTitle } = readCredentialKeys(file('all.credential'))[which]!;
		const octets = sealCredentials(CIPHER, SYSTEM_RANDOM, key, systemTitle, ++version, { id: ROUTE_B_ID, password: PASSWORD });
		return { kind: 'credentials', body: { version, sealed: toUpperHex(octets!) } };
	}

	it('does all the remote work there is, and answers with what the meter tells', async () => {
		await start();
		const [meter] = all as [MeterOfFile];
		const ask = async (what: Parameters<OfficeRig['job']>[2]) => {
			const id = fresh();
			await office.put(office.job(id, meter.title, what));
			const { state, result } = await office.answerTo(id);
			return { state, result };
		};
		const { state, result } = await ask({ kind: 'status', body: {} });
		assert.equal(state, 'done');
		assert.deepEqual(
			{ ...result, since: 0 },
			{
				...{ startup: 'clear', authentication: 'clear', connection: 'failure', unit: 'normal', verdict: 'HEMS is unconnected' },
				...{ since: 0, version: 0, changed: null, communication: 'rf-b' },
			},
		);
		const units = await ask({ kind: 'units', body: {} });
		assert.deepEqual((units.result as { units: readonly { kind: string; type: string }[] }).units.map(({ kind, type }) => `${kind} ${type}`).sort(), [
			'communication rf-b',
			'metering 1p3w-60-2way',
			'switching switch-1p3w-60',
		]);
		assert.deepEqual(await ask({ kind: 'supply', body: { to: 'open' } }), {
			state: 'done',
			result: { contact: 'open', control: 'disconnected', mode: 6, before: 'closed' },
		});
		const closed = await ask({ kind: 'supply', body: { to: 'closed' } });
		assert.equal(closed.state, 'done');
		assert.equal((closed.result as { before: string }).before, 'open');
		assert.deepEqual(await ask({ kind: 'amperes', body: { amperes: 40 } }), { state: 'done', result: { amperes: 40, before: null } });
		assert.deepEqual(await ask({ kind: 'amperes', body: { amperes: null } }), { state: 'done', result: { amperes: null, before: 40 } });
		const credentials = sealed(0);
		assert.deepEqual(await ask(credentials), { state: 'done', result: { version: credentials.body.version } });
		// The office did not hear of it and asks once more: that version is in force.
		assert.deepEqual(await ask(credentials), { state: 'done', result: { version: credentials.body.version } });
		const old = { kind: 'credentials', body: { version: credentials.body.version - 1 || 1, sealed: credentials.body.sealed } } as const;
		await ask(sealed(0));
		assert.deepEqual(await ask(old), { state: 'failed', result: { why: 'oldVersion', code: 0, version } });
		const foreign = { ...sealed(1) };
		assert.deepEqual(await ask(foreign), { state: 'failed', result: { why: 'notOurs', code: 0, version: version - 1 } });
	});

	it('neither keeps nor tells a password, and nor does the relay', async () => {
		await start();
		const id = fresh();
		const credentials = sealed(2);
		await office.put(office.job(id, all[2]!.title, credentials));
		assert.equal((await office.answerTo(id)).state, 'done');
		const needles = needlesOfText('the password', PASSWORD);
		const places = [parties.of('control'), parties.of('relay')];
		assert.deepEqual(findInFiles(places, needles), []);
		assert.deepEqual(findIn('output', Buffer.from(control!.stderr + JSON.stringify(control!.events)), needles), []);
		// What is looked for would be found.
		assert.ok(findInFiles(places, needlesOfText('sealed', credentials.body.sealed)).length >= 2);
	});

	it('tells at once where there is no such meter, or nobody answers whom somebody waits for', async () => {
		await start();
		const [unknown, silent] = [fresh(), fresh()];
		await office.put(office.job(unknown, 'FFFFFFFFFFFFFFFF', { kind: 'supply', body: { to: 'open' } }));
		const { state, result } = await office.answerTo(unknown);
		assert.deepEqual([state, result], ['failed', { why: 'unknownMeter', code: null }]);
		await control!.stop('SIGKILL');
		control = await supervising(parties, relay, '--meter', '127.0.0.1:9', '--keys', file('one.json'));
		await office.put(office.job(silent, ONE, { kind: 'status', body: {} }));
		assert.deepEqual((await office.answerTo(silent)).result, { why: 'cannotConnect', code: null });
	});

	it('keeps trying what is to be done until it expires, keeps what is for later, and begins nothing that was withdrawn', async () => {
		control = await supervising(parties, relay, '--meter', '127.0.0.1:9', '--keys', file('one.json'));
		const [expires, withdrawn, later] = [fresh(), fresh(), fresh()];
		const now = Date.now();
		const open = { kind: 'supply', body: { to: 'open' } } as const;
		await office.put(office.job(expires, ONE, open, { issued: now, expires: now + 3000 }));
		await office.put(office.job(later, ONE, { kind: 'amperes', body: { amperes: 30 } }, { notBefore: now + 3_000_000 }));
		await office.put(office.job(withdrawn, ONE, sealed(0)));
		await control.until(({ event, job }) => event === 'postponed' && (job as { id: string }).id === withdrawn);
		await office.withdraw(withdrawn);
		assert.equal((await office.answerTo(withdrawn)).state, 'withdrawn');
		const answer = await office.answerTo(expires);
		assert.deepEqual([answer.state, answer.result], ['expired', { why: 'cannotConnect', code: null }]);
		assert.ok(answer.at >= now + 3000);
		assert.deepEqual(
			office.answers.get(later)?.map(({ state }) => state),
			['taken'],
		);
		await office.withdraw(later);
		assert.equal((await office.answerTo(later)).state, 'withdrawn');
		const sealedFor = JSON.stringify(control.events);
		assert.equal(sealedFor.includes('sealed'), false);
	});

	it('reports by itself which meters answer, by which medium and with which units', async () => {
		control = await supervising(parties, relay, '--meters', file('meters.jsonl'), '--check', '10s');
		await until(async () => {
			await office.collect();
			return new Set(office.reports.flatMap((report) => report.meters.map(({ meter }) => meter))).size === METERS;
		});
		for (const { meter, answers, medium, units } of office.reports.flatMap((report) => report.meters)) {
			assert.ok(all.some(({ title }) => title === meter));
			assert.deepEqual([answers, medium, units?.length], [true, 'rf', 3]);
		}
	});

	it('does with --once what is there, and ends', async () => {
		const [here, gone] = [fresh(), fresh()];
		await office.put(office.job(here, all[1]!.title, { kind: 'units', body: {} }));
		const once = (...words: string[]) =>
			keikiLater('supervise', '--data', parties.of('control'), '--relay', relay.url.href, '--once', '--json', ...words);
		const { status, stderr } = await once('--meters', file('meters.jsonl'));
		assert.equal(status, 0, stderr);
		assert.equal((await office.answerTo(here)).state, 'done');
		await office.put(office.job(gone, ONE, { kind: 'supply', body: { to: 'open' } }));
		const left = await once('--meter', '127.0.0.1:9', '--keys', file('one.json'));
		assert.equal(left.status, 3);
		assert.match(left.stderr, /1 job is left for another time/);
	});

	it('ends with SIGTERM also with --once, while a meter says nothing', async () => {
		const silent = createServer(() => {}).listen(0, '127.0.0.1');
		await once(silent, 'listening');
		const place = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
		const id = fresh();
		await office.put(office.job(id, ONE, { kind: 'supply', body: { to: 'open' } }));
		const words = ['--meter', place, '--keys', file('one.json'), '--timeout', '3', '--once'];
		const running = Running.begin('supervise', '--data', parties.of('control'), '--relay', relay.url.href, ...words);
		await once(silent, 'connection');
		assert.equal(await running.stop('SIGTERM'), 3);
		// Of its own accord, not by being cut short.
		assert.match(running.stderr, /left for another time/);
		silent.close();
	});

	it('is used wrongly with other places and times than there are, with 2', async () => {
		const wrong = async (...words: string[]) => {
			const { status, stderr } = await keikiHere('supervise', '--data', parties.of('control'), '--meters', file('meters.jsonl'), ...words);
			assert.equal(status, 2);
			return stderr;
		};
		assert.equal(await wrong('--relay', 'http://relay:8292'), 'keiki: --relay: expected https://HOST:PORT, got "http://relay:8292"\n');
		assert.match(await wrong('--check', '5s'), /--check: expected a duration of 10 s or more/);
		assert.match(await wrong('--clock', 'late'), /--clock: expected an offset/);
		assert.match(await wrong('--identity', folder), /--identity: cannot read .*peer\.pem/);
		const { status, stderr } = await keikiHere(
			...['supervise', '--data', parties.of('control'), '--meter', '127.0.0.1:9', '--meter', '127.0.0.1:10', '--keys', file('one.json')],
		);
		assert.equal(status, 2);
		assert.match(stderr, /expected meters of a system title each, got 4A504D0000000001 twice/);
	});
});
