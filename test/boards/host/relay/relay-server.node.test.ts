/** The relay as its parties meet it: what it keeps, for whom, and what it refuses. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { RelayClient, RelayError, type RelayTrouble } from '../../../../boards/host/relay/relay-client.js';
import { DAY } from '../../../../modules/time/durations.js';
import type { Signed } from '../../../../src/operations/jobs/signed.js';
import { ANSWERS, JOBS, MESSAGES, METER, NOON } from '../../../src/operations/jobs/messages-rig.js';
import { until } from '../../../until.js';
import { idOf, Parties, RelayRig } from './relay-rig.js';

const troubled =
	(kind: RelayTrouble['kind'], more: object = {}) =>
	(error: unknown) => {
		assert.ok(error instanceof RelayError, String(error));
		assert.deepEqual({ ...error.trouble, ...more, kind: error.trouble.kind }, { ...error.trouble, ...more, kind });
		return true;
	};

describe('the relay', () => {
	let parties: Parties;
	let rig: RelayRig;
	before(async () => {
		parties = await Parties.certified();
	});
	after(() => parties.remove());
	beforeEach(() => {
		rig = new RelayRig(parties);
	});
	afterEach(async () => {
		await rig.stop();
		for (const name of ['jobs', 'results', 'heads']) rmSync(join(parties.of('relay'), `${name}.log`), { force: true });
	});

	const job = (number: number) => parties.signed('job', { ...JOBS[1]!, id: idOf(number) });
	const answer = (number: number) => parties.signed('answer', { ...ANSWERS[0]!, id: idOf(number) });

	it('has for each party what the other has put, in order, and lets go of what was had', async () => {
		await rig.start();
		const [office, control] = [rig.client('office'), rig.client('control')];
		const jobs = [job(1), job(2)];
		await office.put('jobs', jobs);
		await office.put('withdrawals', [parties.signed('withdrawal', { id: idOf(1), at: NOON })]);
		const first = await control.fetch('jobs', { epoch: undefined, after: 0 });
		assert.deepEqual(
			first.messages.map(({ seq, message }) => [seq, (message as Signed).kind]),
			[
				[1, 'job'],
				[2, 'job'],
				[3, 'withdrawal'],
			],
		);
		assert.deepEqual(first.messages[0]!.message, jobs[0]);
		const { messages } = await control.fetch('jobs', { epoch: first.epoch, after: 2 });
		assert.deepEqual(
			messages.map(({ seq }) => seq),
			[3],
		);
		assert.equal(rig.store.jobs.size, 1);
		await control.put('results', [answer(1), parties.signed('report', MESSAGES.report)]);
		const results = await office.fetch('results', { epoch: undefined, after: 0 });
		assert.deepEqual(
			results.messages.map(({ message }) => (message as Signed).kind),
			['answer', 'report'],
		);
	});

	it('keeps over a restart what it has, its numbers and its epoch', async () => {
		await rig.start();
		await rig.client('office').put('jobs', [job(1), job(2), job(3)]);
		const { epoch } = await rig.client('control').fetch('jobs', { epoch: undefined, after: 0, most: 1 });
		await rig.client('control').fetch('jobs', { epoch, after: 1 });
		await rig.stop();
		await rig.start();
		const again = await rig.client('control').fetch('jobs', { epoch, after: 1 });
		assert.equal(again.epoch, epoch);
		assert.deepEqual(
			again.messages.map(({ seq }) => seq),
			[2, 3],
		);
		assert.deepEqual(await rig.client('office').put('jobs', [job(4)]), { epoch, last: 4 });
	});

	it('begins a new epoch where its directory was lost, and gives all there is to who knows the old one', async () => {
		await rig.start();
		await rig.client('office').put('jobs', [job(1), job(2)]);
		const { epoch } = await rig.client('control').fetch('jobs', { epoch: undefined, after: 0 });
		await rig.stop();
		rmSync(join(parties.of('relay'), 'jobs.log'));
		await rig.start();
		await rig.client('office').put('jobs', [job(2)]);
		const fresh = await rig.client('control').fetch('jobs', { epoch, after: 2 });
		assert.notEqual(fresh.epoch, epoch);
		assert.deepEqual(
			fresh.messages.map(({ seq, message }) => [seq, (message as Signed<'job'>).content.id]),
			[[1, idOf(2)]],
		);
	});

	it('takes a message that comes again once, whoever signed it anew, and another of its name not at all', async () => {
		await rig.start();
		const office = rig.client('office');
		await office.put('jobs', [job(1), job(1)]);
		assert.equal((await office.put('jobs', [job(1), job(2)])).last, 2);
		const other = parties.signed('job', { ...JOBS[2]!, id: idOf(1) });
		await assert.rejects(office.put('jobs', [job(3), other]), troubled('conflict', { index: 1 }));
		const [first, second] = [1, 2].map((n) => parties.signed('job', { ...JOBS[n]!, id: idOf(7) }));
		await assert.rejects(office.put('jobs', [first!, second!]), troubled('conflict', { index: 1 }));
		assert.equal(rig.store.jobs.size, 2);
		await office.put('heads', [parties.signed('head', MESSAGES.head)]);
		const forked = parties.signed('head', { ...MESSAGES.head, head: '00'.repeat(32) });
		await assert.rejects(office.put('heads', [forked]), troubled('conflict', { index: 0 }));
	});

	it('answers at once when something comes that is waited for, and else after the time', async () => {
		await rig.start();
		const control = rig.client('control');
		const waited = control.fetch('jobs', { epoch: undefined, after: 0, wait: 20 });
		await until(() => rig.news.length === 0);
		await rig.client('office').put('jobs', [job(1)]);
		const { epoch, messages } = await waited;
		assert.equal(messages.length, 1);
		assert.equal((await control.fetch('jobs', { epoch, after: 1, wait: 1 })).messages.length, 0);
	});

	it('answers who waits when it ends', async () => {
		await rig.start();
		const waited = rig.client('control').fetch('jobs', { epoch: undefined, after: 0, wait: 30 });
		await new Promise((resolve) => setTimeout(resolve, 200));
		const [outcome] = await Promise.all([
			waited.then(
				({ messages }) => messages.length,
				(error) => (error as RelayError).trouble.kind,
			),
			rig.stop(),
		]);
		assert.ok(outcome === 0 || outcome === 'unreachable', String(outcome));
		await rig.start();
	});

	it('lets nobody do what is another’s', async () => {
		await rig.start();
		const [office, control] = [rig.client('office'), rig.client('control')];
		const refused = troubled('refused', { status: 403 });
		await assert.rejects(control.put('jobs', [job(1)]), refused);
		await assert.rejects(control.put('withdrawals', [parties.signed('withdrawal', MESSAGES.withdrawal)]), refused);
		await assert.rejects(control.put('heads', [parties.signed('head', MESSAGES.head)]), refused);
		await assert.rejects(office.put('results', [answer(1)]), refused);
		await assert.rejects(office.fetch('jobs', { epoch: undefined, after: 0 }), refused);
		await assert.rejects(control.fetch('results', { epoch: undefined, after: 0 }), refused);
		assert.equal((await control.fetch('heads', { epoch: undefined, after: 0 })).messages.length, 0);
		assert.equal(rig.news.filter(({ kind }) => kind === 'refused').length, 6);
	});

	it('is for those of its authority alone, and is believed by no others', async () => {
		await rig.start();
		const others = await Parties.certified();
		try {
			const stranger = new RelayClient(rig.url, { ...others.office, authority: parties.office.authority });
			await assert.rejects(stranger.put('jobs', [job(1)]), RelayError);
			stranger.close();
			const deceived = new RelayClient(rig.url, others.office);
			await assert.rejects(deceived.put('jobs', [job(1)]), troubled('untrusted'));
			deceived.close();
			const relay = { ...parties.office, certificate: readFileSync(join(parties.of('relay'), 'certificate.pem'), 'utf8') };
			const key = readFileSync(join(parties.of('relay'), 'key.pem'), 'utf8');
			const asRelay = new RelayClient(rig.url, { ...relay, key });
			await assert.rejects(asRelay.fetch('results', { epoch: undefined, after: 0 }), RelayError);
			asRelay.close();
		} finally {
			others.remove();
		}
		assert.equal(rig.store.jobs.size, 0);
		assert.ok(rig.news.some(({ kind }) => kind === 'turnedAway'));
	});

	/** A request as nobody should make it. */
	function raw(method: string, path: string, headers: Record<string, string>, body?: string | Buffer): Promise<{ status: number; body: string }> {
		const { authority, certificate, key } = parties.office;
		return new Promise((resolve, reject) => {
			const asked = request(new URL(path, rig.url), { method, headers, ca: authority, cert: certificate, key, agent: false }, (response) => {
				let text = '';
				response.on('data', (piece) => {
					text += piece;
				});
				response.on('end', () => resolve({ status: response.statusCode!, body: text }));
			});
			asked.on('error', reject);
			asked.end(body);
		});
	}

	it('refuses what is not as it should be, and says what would be', async () => {
		await rig.start();
		const json = { 'Content-Type': 'application/json' };
		const put = (messages: unknown) => raw('POST', '/jobs', json, JSON.stringify({ messages }));
		assert.deepEqual(await put([{ ...job(1), signature: 'x' }]), {
			status: 400,
			body: '{"error":"flaw","index":0,"text":"signature: expected 64 bytes, two upper-case hexadecimal digits each, found x"}\n',
		});
		for (const [status, asked] of [
			[400, put([])],
			[400, put(Array.from({ length: 501 }, () => job(1)))],
			[400, put('x')],
			[400, put([parties.signed('withdrawal', MESSAGES.withdrawal)])],
			[400, raw('POST', '/jobs', json, '{"messages":[')],
			[400, raw('POST', '/jobs', json, 'null')],
			[415, raw('POST', '/jobs', {}, '{}')],
			[413, raw('POST', '/jobs', json, Buffer.alloc((1 << 20) + 1, 0x20))],
			[404, raw('GET', '/', {})],
			[404, raw('GET', '/constructor', {})],
			[404, raw('GET', `/${'x'.repeat(600)}`, {})],
			[405, raw('DELETE', '/jobs', {})],
			[405, raw('GET', '/withdrawals', {})],
			[400, raw('GET', '/results?after=-1', {})],
			[400, raw('GET', '/results?most=0', {})],
			[400, raw('GET', '/results?wait=31', {})],
			[400, raw('GET', '/results?after=1e3', {})],
		] as const)
			assert.equal((await asked).status, status);
		assert.equal(rig.store.jobs.size, 0);
		assert.equal((await raw('GET', '/results?after=999', {})).status, 200);
	});

	it('has room for so many, and takes nothing where there is none', async () => {
		rig = new RelayRig(parties, { messages: 3 });
		await rig.start();
		const office = rig.client('office');
		await office.put('jobs', [job(1), job(2)]);
		await assert.rejects(office.put('jobs', [job(3), job(4)]), troubled('full'));
		await office.put('jobs', [job(1), job(3)]);
		await assert.rejects(office.put('jobs', [job(4)]), troubled('full'));
		const { epoch } = await rig.client('control').fetch('jobs', { epoch: undefined, after: 0 });
		await rig.client('control').fetch('jobs', { epoch, after: 3 });
		assert.deepEqual(await office.put('jobs', [job(4)]), { epoch, last: 4 });
	});

	it('has room for so many bytes', async () => {
		rig = new RelayRig(parties, { bytes: 1000 });
		await rig.start();
		await rig.client('office').put('jobs', [job(1)]);
		await assert.rejects(rig.client('office').put('jobs', [job(2), job(3), job(4)]), troubled('full'));
	});

	it('lets go of what nobody has fetched for so long', async () => {
		rig = new RelayRig(parties, { age: 2 * DAY });
		await rig.start();
		rig.now = () => NOON;
		await rig.client('office').put('jobs', [job(1)]);
		rig.now = () => NOON + DAY;
		await rig.client('office').put('jobs', [job(2)]);
		rig.now = () => NOON + 2 * DAY;
		assert.equal(rig.store.jobs.letAge(), 0);
		rig.now = () => NOON + 2 * DAY + 1;
		assert.equal(rig.store.jobs.letAge(), 1);
		assert.deepEqual(
			(await rig.client('control').fetch('jobs', { epoch: undefined, after: 0 })).messages.map(({ seq }) => seq),
			[2],
		);
	});

	it('writes its file anew once most of it is of what was had', async () => {
		await rig.start();
		const [office, control] = [rig.client('office'), rig.client('control')];
		let epoch: string | undefined;
		let after = 0;
		const path = join(parties.of('relay'), 'jobs.log');
		let longest = 0;
		for (let round = 0; round < 6; round++) {
			await office.put(
				'jobs',
				Array.from({ length: 450 }, (_, i) => parties.signed('job', { ...JOBS[0]!, id: idOf(1000 * round + i) })),
			);
			const fetched = await control.fetch('jobs', { epoch, after });
			epoch = fetched.epoch;
			after = fetched.messages.at(-1)!.seq;
			longest = Math.max(longest, readFileSync(path).length);
		}
		await control.fetch('jobs', { epoch, after });
		await rig.stop();
		assert.ok(longest > 1 << 20);
		assert.ok(readFileSync(path).length < 1 << 20, `${readFileSync(path).length}`);
		await rig.start();
		assert.equal((await rig.client('control').fetch('jobs', { epoch, after })).epoch, epoch);
	});

	it('gives as much at once as an answer has room for', async () => {
		await rig.start();
		const units = Array.from({ length: 16 }, (_, i) => ({
			kind: 'metering' as const,
			type: 'x'.repeat(40),
			serial: `${i}`,
			firmware: 'y'.repeat(40),
		}));
		const meters = Array.from({ length: 100 }, () => ({ meter: METER, answers: true, since: NOON, medium: 'rf' as const, units }));
		const control = rig.client('control');
		for (let i = 0; i < 6; i++) await control.put('results', [parties.signed('report', { at: NOON + i, meters })]);
		const { epoch, messages } = await rig.client('office').fetch('results', { epoch: undefined, after: 0 });
		assert.ok(messages.length > 1 && messages.length < 6, `${messages.length}`);
		const rest = await rig.client('office').fetch('results', { epoch, after: messages.length });
		assert.ok(rest.messages.length > 0);
	});

	it('has places left for its parties, however many strangers come and say nothing', async () => {
		await rig.start();
		const strangers = Array.from({ length: 60 }, () => connect(rig.port, '127.0.0.1'));
		for (const each of strangers) each.on('error', () => {});
		await until(() => rig.news.filter(({ kind }) => kind === 'turnedAway').length >= 28);
		await rig.client('office').put('jobs', [job(1)]);
		for (const each of strangers) each.destroy();
	});

	it('lets strangers of one address drive out none of another, however many come', async () => {
		await rig.start();
		const from = (localAddress: string) => {
			const socket = connect({ port: rig.port, host: '127.0.0.1', localAddress });
			socket.on('error', () => {});
			return socket;
		};
		const slow = from('127.0.0.2');
		await once(slow, 'connect');
		let isGone = false;
		slow.once('close', () => (isGone = true));
		const strangers = Array.from({ length: 200 }, () => from('127.0.0.3'));
		await until(() => rig.news.filter(({ kind }) => kind === 'turnedAway').length >= 169);
		// What was closed before this is told before this is answered.
		await rig.client('office').put('jobs', [job(1)]);
		assert.equal(isGone, false);
		for (const each of [slow, ...strangers]) each.destroy();
	});

	it('does not start on a file that was damaged', async () => {
		await rig.start();
		await rig.client('office').put('jobs', [job(1)]);
		await rig.client('office').put('jobs', [job(2)]);
		await rig.stop();
		const path = join(parties.of('relay'), 'jobs.log');
		const bytes = readFileSync(path);
		writeFileSync(path, bytes.toString().replace(idOf(1), idOf(5)));
		await assert.rejects(new RelayRig(parties).start(), /line 2 is damaged/);
		writeFileSync(path, bytes);
		await rig.start();
	});
});
