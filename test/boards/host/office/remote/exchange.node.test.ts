/** Office and relay: whatever happens in between, each job reaches the relay and each answer the store, once. */
import assert from 'node:assert/strict';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { Exchange, type ExchangeNews, type Relay } from '../../../../../boards/host/office/remote/exchange.js';
import { AT_ONCE, askStatus, switchSupply, withdrawJob } from '../../../../../boards/host/office/remote/jobs.js';
import { RelayError } from '../../../../../boards/host/relay/relay-client.js';
import { newHostCipher } from '../../../../../boards/host/shared/host-cipher.js';
import { SYSTEM_RANDOM } from '../../../../../hal/node/random.js';
import { drawnPair } from '../../../../../modules/dlms/security/general-keys.js';
import { canonicalText } from '../../../../../src/operations/jobs/canonical.js';
import type { Answer, Job } from '../../../../../src/operations/jobs/messages.js';
import { readSigned, type Signed, sign } from '../../../../../src/operations/jobs/signed.js';
import { ANYBODY, onEachEngine } from '../engines.js';
import { CONTRACT, METER, mount, NOW } from './remote-rig.js';

const CIPHER = newHostCipher();
const pair = () => drawnPair(CIPHER, SYSTEM_RANDOM, 1)!;
const [OFFICE, CONTROL, STRANGER] = [pair(), pair(), pair()];
const KEYS = { signingKey: OFFICE.privateKey, peerKeys: [CONTROL.publicKey] };

/** A relay in memory: what it has is as on its disk. */
class VirtualRelay implements Relay {
	epoch = 'one';
	readonly put_: { path: string; message: Signed }[] = [];
	results: { seq: number; message: unknown }[] = [];
	/** Fails before it takes anything, or after it has. */
	failing: 'before' | 'after' | undefined;
	refuses: ((message: Signed) => boolean) | undefined;
	requests = 0;

	async put(path: string, messages: readonly Signed[]): Promise<{ epoch: string; last: number }> {
		this.requests++;
		if (this.failing === 'before') throw new RelayError({ kind: 'unreachable', reason: 'gone' });
		if (this.refuses !== undefined && messages.some(this.refuses)) throw new RelayError({ kind: 'conflict', index: 0 });
		for (const message of messages) {
			const text = canonicalText(message.content);
			if (!this.put_.some((each) => canonicalText(each.message.content) === text)) this.put_.push({ path, message });
		}
		if (this.failing === 'after') throw new RelayError({ kind: 'silent', timeout: 1 });
		return { epoch: this.epoch, last: this.put_.length };
	}

	async fetch(_: string, { epoch, after }: { readonly epoch: string | undefined; readonly after: number }) {
		this.requests++;
		if (this.failing === 'before') throw new RelayError({ kind: 'unreachable', reason: 'gone' });
		const from = epoch === this.epoch ? after : 0;
		this.results = this.results.filter(({ seq }) => seq > from);
		return { epoch: this.epoch, last: this.results.at(-1)?.seq ?? from, messages: this.results };
	}

	/** Of one kind, in their order, each proven. */
	of<Kind extends 'job' | 'withdrawal' | 'head'>(kind: Kind) {
		return this.put_
			.filter(({ message }) => message.kind === kind)
			.map(({ message }) => readSigned(CIPHER, [OFFICE.publicKey], message, [kind]).content);
	}

	answer(seq: number, job: Job, state: Answer['state'], result: object, key = CONTROL.privateKey): void {
		const content = { id: job.id, kind: job.kind, meter: job.meter, at: NOW, state, result } as Answer;
		this.results.push({ seq, message: sign(CIPHER, key, 'answer', content) });
	}
}

const OPENED = { contact: 'open', control: 'disconnected', mode: 4, before: 'closed' };

describe('the exchange with the relay', function () {
	this.timeout(20_000);

	onEachEngine((open) => {
		let now: number;
		let office: Office;
		let relay: VirtualRelay;
		let news: ExchangeNews[];
		const begun = () => new Exchange(office, relay, KEYS, CIPHER, (each) => news.push(each));
		const supply = () => switchSupply(office, ANYBODY, CONTRACT, 'open', AT_ONCE);
		const states = async () => (await office.database.selectFrom('job').select('state').orderBy('at').execute()).map(({ state }) => state);
		beforeEach(async () => {
			[now, relay, news] = [NOW, new VirtualRelay(), []];
			office = await open({ now: () => now });
			await mount(office);
		});

		it('gives a job once, signed, and takes its answer', async () => {
			const id = await supply();
			const exchange = begun();
			assert.equal(await exchange.give(), 1);
			assert.deepEqual(await states(), ['sent']);
			const [job, ...others] = relay.of('job');
			assert.deepEqual([job!.id, job!.meter, others], [id, METER, []]);
			assert.equal(await exchange.give(), 0);
			relay.answer(1, job!, 'taken', {});
			relay.answer(2, job!, 'done', OPENED);
			assert.equal(await exchange.take(), 2);
			assert.deepEqual(await states(), ['done']);
			assert.equal(await exchange.take(), 0);
			assert.equal(relay.results.length, 0, 'the relay may let go what is settled');
			assert.equal(relay.requests, 4, 'a job, a head of the log, and two looks');
			assert.deepEqual(news, []);
		});

		it('shows the relay no name, contract or address', async () => {
			await supply();
			await begun().give();
			const { customer, code } = await office.database.selectFrom('contract').selectAll().executeTakeFirstOrThrow();
			assert.equal(customer, '');
			assert.doesNotMatch(JSON.stringify(relay.put_), new RegExp(code));
		});

		it('gives again what may not have come, until the relay says that it has it', async () => {
			await supply();
			const exchange = begun();
			relay.failing = 'before';
			await assert.rejects(exchange.give(), RelayError);
			assert.deepEqual(await states(), ['sent'], 'somebody may have it');
			relay.failing = 'after';
			await assert.rejects(exchange.give(), RelayError);
			relay.failing = undefined;
			assert.equal(await begun().give(), 1, 'by another process, too');
			assert.equal(relay.of('job').length, 1);
			assert.equal(await begun().give(), 0);
		});

		it('gives again what has no answer for long, and all that has none to a relay that lost what it had', async () => {
			const exchange = begun();
			await supply();
			await exchange.give();
			await exchange.take();
			now += 3_599_000;
			await supply();
			assert.equal(await exchange.give(), 1);
			now += 2000;
			assert.equal(await exchange.give(), 1, 'the first one');
			Object.assign(relay, { epoch: 'two', put_: [] });
			const another = begun();
			assert.equal(await another.take(), 0);
			assert.equal(await another.give(), 2);
			assert.equal(await another.give(), 0, 'it has them');
			assert.equal(relay.of('job').length, 2);
		});

		it('gives it all again also where the process that saw it has ended', async () => {
			await supply();
			const first = begun();
			await first.give();
			await first.take();
			Object.assign(relay, { epoch: 'two', put_: [] });
			await begun().take();
			assert.equal(await begun().give(), 1, 'a process that knows nothing of before');
			assert.equal(relay.of('job').length, 1);
			await supply();
			Object.assign(relay, { epoch: 'three', put_: [] });
			assert.equal(await begun().give(), 2, 'what the process itself gave first, and what it saw then to be lost');
			assert.equal(relay.of('job').length, 2);
		});

		it('begins with the first answer of a relay that lost what it had', async () => {
			await supply();
			const exchange = begun();
			await exchange.give();
			const [job] = relay.of('job');
			relay.answer(7, job!, 'taken', {});
			await exchange.take();
			Object.assign(relay, { epoch: 'two', results: [] });
			relay.answer(1, job!, 'done', OPENED);
			assert.equal(await begun().take(), 1);
			assert.deepEqual(await states(), ['done']);
		});

		it('leaves out what the control system has not signed, and answers to nothing', async () => {
			await supply();
			const exchange = begun();
			await exchange.give();
			const [job] = relay.of('job');
			relay.answer(1, job!, 'done', OPENED, STRANGER.privateKey);
			relay.answer(2, { ...job!, id: '00000000-0000-4000-8000-000000000000' }, 'done', OPENED);
			relay.answer(3, { ...job!, meter: '4A504D0000000009' }, 'done', OPENED);
			relay.results.push({ seq: 4, message: { kind: 'answer' } });
			assert.equal(await exchange.take(), 4);
			assert.deepEqual(
				news.map(({ kind }) => kind),
				['unproven', 'foreign', 'foreign', 'unproven'],
			);
			assert.deepEqual(await states(), ['sent']);
			assert.equal(await exchange.take(), 0, 'they are not told again');
		});

		it('ends what the relay never had when its time is over, and nothing else', async () => {
			await supply();
			const exchange = begun();
			await exchange.give();
			await supply();
			now += 2 * 86_400_000;
			assert.equal(await exchange.give(), 1);
			assert.deepEqual(await states(), ['sent', 'expired']);
			assert.equal(relay.of('job').length, 1);
		});

		it('takes all that is there at once, and leaves a relay that has more and more', async () => {
			await supply();
			const exchange = begun();
			await exchange.give();
			const [job] = relay.of('job');
			relay.answer(1, job!, 'taken', {});
			relay.answer(2, job!, 'done', OPENED);
			assert.equal(await exchange.takeAll(), 2);
			assert.deepEqual(await states(), ['done']);
			let seq = 2;
			relay.fetch = async () => {
				const messages = Array.from({ length: 100 }, () => ({ seq: ++seq, message: 0 }));
				return { epoch: relay.epoch, last: seq, messages };
			};
			await assert.rejects(exchange.takeAll(1000), (error) => error instanceof RelayError && error.trouble.kind === 'strange');
			assert.equal(seq, 1102);
		});

		it('asks a relay that says the same again and again no more often than one that says nothing', async () => {
			await supply();
			const end = new AbortController();
			const running = begun().run(end.signal);
			while (relay.of('job').length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
			const { fetch } = relay;
			const asked: number[] = [];
			let seq = 0;
			relay.fetch = async (...words) => {
				asked.push(performance.now());
				relay.answer(++seq, relay.of('job')[0]!, 'done', OPENED);
				return await fetch.apply(relay, words);
			};
			while (asked.length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
			end.abort();
			await running;
			// Behind the first, which told something new, a pause comes each time: however slow all is, no less than that.
			for (let i = 2; i < 5; i++) assert.ok(asked[i]! - asked[i - 1]! > 190, `${asked}`);
			assert.deepEqual(await states(), ['done']);
		});

		it('gives a withdrawal behind its job, and again to a relay that lost it', async () => {
			const id = await supply();
			const exchange = begun();
			await exchange.give();
			assert.equal(await withdrawJob(office, ANYBODY, id), 'asked');
			assert.equal(await exchange.give(), 1);
			assert.deepEqual(relay.of('withdrawal'), [{ id, at: NOW }]);
			assert.equal(await exchange.give(), 0);
			await exchange.take();
			Object.assign(relay, { epoch: 'two', put_: [] });
			await exchange.take();
			assert.equal(await exchange.give(), 2);
			assert.deepEqual(
				relay.put_.filter(({ path }) => path !== 'heads').map(({ path }) => path),
				['jobs', 'withdrawals'],
			);
		});

		it('gives the others where the relay does not take one, and says which', async () => {
			const [one, other] = [await supply(), await askStatus(office, ANYBODY, CONTRACT)];
			relay.refuses = ({ content }) => (content as Job).id === one;
			const exchange = begun();
			assert.equal(await exchange.give(), 1);
			assert.deepEqual(
				relay.of('job').map(({ id }) => id),
				[other],
			);
			assert.deepEqual(news, [{ kind: 'notTaken', id: one, trouble: { kind: 'conflict', index: 0 } }]);
			assert.equal(await exchange.give(), 0);
		});

		it('gives more jobs than go at a time', async () => {
			await office.act(ANYBODY, 'job.supply', CONTRACT, async (work) => {
				const { putJob } = await import('../../../../../boards/host/office/remote/put-job.js');
				const times = { notBefore: 0, expires: NOW + 60_000, by: 'anybody' };
				for (let i = 0; i < 250; i++) await putJob(work, { kind: 'units', contract: CONTRACT, meter: METER, body: {}, ...times });
			});
			assert.equal(await begun().give(), 250);
			assert.equal(new Set(relay.of('job').map(({ id }) => id)).size, 250);
		});

		it('gives the head of the log, and again once there is something new and a minute is over', async () => {
			const exchange = begun();
			await supply();
			await exchange.give();
			const { seq, hash } = await office.database.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow();
			assert.deepEqual(relay.of('head'), [{ seq, at: NOW, head: hash.toUpperCase() }]);
			now += 1000;
			await begun().give();
			assert.equal(relay.of('head').length, 1, 'the same one from another process');
			await supply();
			await exchange.give();
			assert.equal(relay.of('head').length, 1);
			now += 60_000;
			await exchange.give();
			now += 60_000;
			await exchange.give();
			assert.equal(relay.of('head').length, 2, 'nothing new');
		});

		it('says where the relay has seen another log of this length, and goes on', async () => {
			await supply();
			relay.refuses = ({ kind }) => kind === 'head';
			const exchange = begun();
			assert.equal(await exchange.give(), 1);
			const { seq } = await office.database.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow();
			assert.deepEqual(news, [{ kind: 'otherHead', seq }]);
		});

		it('runs until it is stopped, through trouble that it tells once', async () => {
			relay.failing = 'before';
			const end = new AbortController();
			const running = begun().run(end.signal);
			await supply();
			while (news.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
			relay.failing = undefined;
			while (relay.of('job').length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
			relay.answer(1, relay.of('job')[0]!, 'done', OPENED);
			while ((await states())[0] !== 'done') await new Promise((resolve) => setTimeout(resolve, 5));
			end.abort();
			await running;
			assert.deepEqual(
				news.map(({ kind }) => kind),
				['trouble', 'back'],
			);
		});
	});
});
