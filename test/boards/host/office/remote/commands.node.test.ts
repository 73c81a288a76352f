/** Remote work at the command line, with a relay between the office and who does it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Office } from '../../../../../boards/host/office/database/office.js';
import { certifyParties } from '../../../../../boards/host/relay/authority.js';
import { type PartyIdentity, readIdentity, readTlsFiles } from '../../../../../boards/host/relay/identity-files.js';
import { RelayClient } from '../../../../../boards/host/relay/relay-client.js';
import { RelayServer } from '../../../../../boards/host/relay/relay-server.js';
import { openStore, type RelayStore, streamsOf, USUAL_BOUNDS } from '../../../../../boards/host/relay/relay-store.js';
import { loadX509 } from '../../../../../boards/host/relay/x509-package.js';
import { EXIT } from '../../../../../boards/host/shared/exit-codes.js';
import { newHostCipher } from '../../../../../boards/host/shared/host-cipher.js';
import type { Answer, Job } from '../../../../../src/operations/jobs/messages.js';
import { readSigned, sign } from '../../../../../src/operations/jobs/signed.js';
import { keikiHere } from '../../here-rig.js';
import { CONTRACT, METER, mount } from './remote-rig.js';

const CIPHER = newHostCipher();
const STATUS = {
	...{ startup: 'clear', authentication: 'failure', connection: 'failure', unit: 'normal', verdict: 'HEMS is failure', since: 1_796_000_000_000 },
	...{ version: 0, changed: null, communication: 'rf-b' },
};
type Reply = readonly [state: Answer['state'], result: object];

/** Answers each job as it is told, on the other side of a real relay. */
class Control {
	readonly jobs: Job[] = [];
	readonly #client: RelayClient;
	readonly #identity: PartyIdentity;
	readonly #end = new AbortController();
	readonly #done: Promise<void>;

	constructor(url: URL, directory: string, reply: (job: Job) => readonly Reply[]) {
		this.#identity = readIdentity(directory, '--identity');
		this.#client = new RelayClient(url, this.#identity);
		this.#done = this.#run(reply).catch((error: unknown) => {
			if (!this.#end.signal.aborted) throw error;
		});
	}

	async #run(reply: (job: Job) => readonly Reply[]): Promise<void> {
		for (let after = 0, epoch: string | undefined; ; ) {
			const fetched = await this.#client.fetch('jobs', { epoch, after, wait: 5, signal: this.#end.signal });
			({ epoch } = fetched);
			for (const { seq, message } of fetched.messages) {
				after = seq;
				const { kind, content } = readSigned(CIPHER, this.#identity.peerKeys, message, ['job', 'withdrawal']);
				if (kind === 'job') this.jobs.push(content);
				const job = this.jobs.find(({ id }) => id === content.id)!;
				const replies: readonly Reply[] = kind === 'withdrawal' ? [['withdrawn', {}]] : reply(job);
				const answers = replies.map(([state, result]) => {
					const answer = { id: job.id, kind: job.kind, meter: job.meter, at: Date.now(), state, result } as Answer;
					return sign(CIPHER, this.#identity.signingKey, 'answer', answer);
				});
				if (answers.length > 0) await this.#client.put('results', answers);
			}
		}
	}

	async stop(): Promise<void> {
		this.#end.abort();
		await this.#done;
		this.#client.close();
	}
}

describe('keiki office: remote work', function () {
	this.timeout(60_000);
	let folder: string;
	let server: RelayServer;
	let store: RelayStore;
	let url: string;
	let reply: (job: Job) => readonly Reply[] = () => [];
	let control: Control;

	const keiki = async (...words: string[]) => {
		const needsRelay = words[0] !== 'job' || words[1] === 'withdraw';
		return await keikiHere('office', ...words, '--data', folder, ...(needsRelay ? ['--relay', url] : []));
	};
	const lines = (text: string) => text.trimEnd().split('\n');

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-office-'));
		await certifyParties(folder, { now: Date.now() }, loadX509);
		assert.equal((await keikiHere('office', 'init', '--data', folder)).status, EXIT.done);
		const office = await Office.open({ data: folder, url: undefined });
		await mount(office);
		await office.close();
		store = await openStore(join(folder, 'relay'), USUAL_BOUNDS, Date.now);
		server = new RelayServer(store, readTlsFiles(join(folder, 'relay'), '--identity'), () => {});
		url = `https://localhost:${await server.listen('127.0.0.1', 0)}`;
		control = new Control(new URL(url), join(folder, 'control'), (job) => reply(job));
	});
	after(async () => {
		await control.stop();
		await server.close();
		for (const [, stream] of streamsOf(store)) await stream.close();
		rmSync(folder, { recursive: true });
	});

	it('tells the row of Table 2, and what settles it', async () => {
		reply = () => [['done', STATUS]];
		const { status, stdout, stderr } = await keiki('diagnose', CONTRACT);
		assert.deepEqual([status, stderr], [EXIT.done, '']);
		const told = lines(stdout);
		assert.match(told[0]!, /^contract {12}C0000000001$/);
		assert.match(told[1]!, /^status {14}NG ②$/);
		assert.match(stdout, /^indicated message {3}HEMS is failure$/m);
		assert.match(stdout, /^next {16}no password was ever brought to this meter: issue the first one$/m);
		assert.deepEqual([control.jobs.at(-1)!.meter, control.jobs.at(-1)!.body], [METER, {}]);
		const japanese = await keiki('diagnose', CONTRACT, '--lang', 'ja');
		assert.match(japanese.stdout, /^表示 +HEMSの異常$/m);
		const json = JSON.parse((await keiki('diagnose', CONTRACT, '--json')).stdout);
		assert.deepEqual([json.kind, json.report.number, json.report.items.connection], ['report', 2, 'failure']);
	});

	it('could not tell where the meter is silent, the control system cannot, or nobody answers in time', async () => {
		reply = () => [['failed', { why: 'noAnswer', code: null }]];
		const silent = await keiki('diagnose', CONTRACT);
		assert.equal(silent.status, EXIT.untold);
		assert.match(silent.stdout, /^indicated message {2}the meter does not answer$/m);
		assert.match(silent.stdout, /^evidence {11}the meter answered last at 20/m);
		reply = () => [['failed', { why: 'unknownMeter', code: null }]];
		const unknown = await keiki('diagnose', CONTRACT);
		assert.deepEqual([unknown.status, unknown.stdout], [EXIT.untold, '']);
		assert.match(unknown.stderr, /could not be found out: the control system has no meter of this system title/);
		reply = () => [['failed', { why: 'unitsUnreadable', code: 3 }]];
		const refused = await keiki('units', CONTRACT);
		assert.deepEqual(
			[refused.status, refused.stderr],
			[EXIT.no, 'keiki: failed: the meter does not tell of its units: read-write denied: this client has no right to (3)\n'],
		);
		reply = () => [];
		const late = await keiki('diagnose', CONTRACT, '--wait', '1');
		assert.deepEqual([late.status, late.stdout], [EXIT.untold, '']);
		assert.match(late.stderr, /no answer yet; keiki office job show [0-9a-f-]{36} tells it later/);
	});

	it('opens the supply, and tells the contact as it is, not as it was ordered', async () => {
		reply = () => [
			['taken', {}],
			['done', { contact: 'open', control: 'disconnected', mode: 4, before: 'closed' }],
		];
		const opened = await keiki('supply', CONTRACT, 'open');
		assert.deepEqual([opened.status, opened.stdout], [EXIT.done, 'contact open, closed before\n']);
		reply = () => [['done', { contact: 'open', control: 'ready', mode: 4, before: 'open' }]];
		const ready = await keiki('supply', CONTRACT, 'close');
		assert.deepEqual([ready.status, ready.stdout], [EXIT.no, 'contact open, open before; a hand at the meter has to close it\n']);
		reply = () => [['failed', { why: 'notReached', code: null, contact: 'closed' }]];
		const stuck = await keiki('supply', CONTRACT, 'open', '--lang', 'ja');
		assert.deepEqual([stuck.status, stuck.stdout], [EXIT.no, '']);
		assert.match(stuck.stderr, /失敗: メーターは指示を受けましたが、接点が動きません。接点は閉/);
	});

	it('leaves work for a date with the control system, shows it, and withdraws it', async () => {
		reply = () => [['taken', {}]];
		const at = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
		const asked = await keiki('supply', CONTRACT, 'open', '--at', `${at}T09:00`, '--json');
		const { job, state, notBefore, expires } = JSON.parse(asked.stdout);
		assert.deepEqual([asked.status, state, notBefore, expires - notBefore], [EXIT.done, 'taken', Date.parse(`${at}T09:00+09:00`), 86_400_000]);
		assert.deepEqual([control.jobs.at(-1)!.notBefore, control.jobs.at(-1)!.expires], [notBefore, expires]);
		const shown = await keiki('job', 'show', job);
		assert.match(shown.stdout, /^state {7}with the control system$/m);
		assert.match(shown.stdout, new RegExp(`^not before  ${at}T09:00:00\\+09:00$`, 'm'));
		assert.deepEqual(lines((await keiki('job', 'list', '--open', '--contract', CONTRACT)).stdout)[0]!.split(/ {2,}/), [
			...[job, CONTRACT, 'supply', 'with the control system'],
		]);
		const withdrawn = await keiki('job', 'withdraw', job);
		assert.deepEqual([withdrawn.status, withdrawn.stdout], [EXIT.done, `job ${job} is withdrawn; nobody has begun it\n`]);
		const again = await keiki('job', 'withdraw', job);
		assert.deepEqual([again.status, again.stdout], [EXIT.no, '']);
		assert.match(again.stderr, /has ended \(withdrawn\)/);
		assert.match((await keiki('job', 'show', job)).stdout, /^withdrawn {3}by administrator at 20/m);
	});

	it('has other amperes in force, or none', async () => {
		reply = ({ body }) => [['done', { amperes: (body as { readonly amperes: number | null }).amperes, before: 40 }]];
		assert.deepEqual(await keiki('amperes', CONTRACT, '30'), { status: EXIT.done, stdout: '30 A in force, 40 A before\n', stderr: '' });
		assert.equal((await keiki('amperes', CONTRACT, 'none')).stdout, 'none in force, 40 A before\n');
		reply = () => [['done', { amperes: 40, before: 40 }]];
		assert.equal((await keiki('amperes', CONTRACT, '30')).status, EXIT.no, 'the meter holds others');
		const tooMany = await keiki('amperes', CONTRACT, '70');
		assert.deepEqual([tooMany.status, tooMany.stdout], [EXIT.no, '']);
		assert.match(tooMany.stderr, /70 A is more than the metering unit 1p3w-60-2way is made for/);
	});

	it('tells the units that the meter reports', async () => {
		reply = () => [['done', { units: [{ kind: 'switching', type: 'switch-1p3w-60', serial: 'S1', firmware: '1.0' }] }]];
		assert.deepEqual(await keiki('units', CONTRACT), { status: EXIT.done, stdout: 'switch-1p3w-60 S1 1.0\n', stderr: '' });
	});

	it('is refused, and nothing asked for, where words, contract, identity or right are wrong', async () => {
		const before = control.jobs.length;
		for (const [words, code, message] of [
			[['supply', CONTRACT, 'ajar'], EXIT.usage, /expected open or close, got "ajar"/],
			[['supply', CONTRACT, 'open', '--at', 'soon'], EXIT.usage, /--at: expected an ISO date or time/],
			[['supply', CONTRACT, 'open', '--at', '2099-01-01'], EXIT.usage, /--at: expected a time in the next 398 days/],
			[['supply', CONTRACT, 'open', '--until', '2001-01-01'], EXIT.usage, /--until: expected a time after now and after --at/],
			[['diagnose', 'X1'], EXIT.usage, /expected C and 10 digits, got "X1"/],
			[['diagnose', CONTRACT, '--wait', 'long'], EXIT.usage, /--wait: expected a whole number from 0 to 3600/],
			[['diagnose', CONTRACT, '--identity', '/nowhere'], EXIT.usage, /--identity.*\/nowhere/],
			[['amperes', CONTRACT, 'many'], EXIT.usage, /amperes: expected a whole number/],
			[['diagnose', 'C0000000009'], EXIT.no, /there is no contract C0000000009/],
			[['job', 'show', 'nothing'], EXIT.no, /there is no job nothing/],
			[['diagnose', CONTRACT, '--as', 'nobody'], EXIT.usage, /--as: there is no "nobody"/],
		] as const) {
			const { status, stdout, stderr } = await keiki(...words);
			assert.deepEqual([status, stdout], [code, ''], words.join(' '));
			assert.match(stderr, message);
		}
		assert.equal(control.jobs.length, before);
		for (const wrong of ['http://localhost:1', 'https://me@localhost:1', 'https://localhost:1/?there', 'localhost']) {
			const { status, stderr } = await keikiHere('office', 'diagnose', CONTRACT, '--data', folder, '--relay', wrong);
			assert.deepEqual([status, /--relay: expected https:/.test(stderr)], [EXIT.usage, true], wrong);
		}
	});

	it('keeps what is asked for while the relay is away, and gives it to it later', async () => {
		reply = () => [['done', { units: [] }]];
		const away = await keikiHere('office', 'units', CONTRACT, '--data', folder, '--relay', 'https://localhost:1');
		assert.equal(away.status, EXIT.untold);
		assert.match(away.stderr, /the relay is not to be reached: .*keiki office job show/);
		assert.equal((await keiki('units', CONTRACT, '--wait', '0')).status, EXIT.done);
		const open = await keiki('job', 'list', '--open', '--json');
		const waiting = lines(open.stdout).map((line) => JSON.parse(line));
		assert.deepEqual(
			waiting.filter(({ kind }) => kind === 'units').map(({ state }) => state),
			['queued', 'sent'],
		);
		assert.match((await keiki('exchange', '--once')).stdout, /^2 given to the relay, \d+ taken from it$/m);
		const id = waiting.find(({ kind }) => kind === 'units').job as string;
		let shown = await keiki('job', 'show', id);
		for (let i = 0; i < 50 && !/^state {7}done$/m.test(shown.stdout); i++) {
			await keiki('exchange', '--once');
			shown = await keiki('job', 'show', id);
		}
		assert.match(shown.stdout, /^state {7}done$/m);
	});
});
