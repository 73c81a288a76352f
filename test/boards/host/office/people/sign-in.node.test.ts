/** Signing in: what is told to whom, what is counted, and for how long a session is one. */
import assert from 'node:assert/strict';
import { hash } from '@node-rs/argon2';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { type Hashing, hashing } from '../../../../../boards/host/office/people/password-hash.js';
import { beginSession, endSession, staffOf, whoseSession } from '../../../../../boards/host/office/people/sessions.js';
import { SignIn } from '../../../../../boards/host/office/people/sign-in.js';
import { addStaff, listStaff, setPassword, setRoles, setState } from '../../../../../boards/host/office/people/staff.js';
import { ANYBODY, onEachEngine } from '../engines.js';

const PASSWORD = 'correct horse battery';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Compares at once, and remembers what it was given. */
function plain(): Hashing & { readonly asked: (string | null)[] } {
	const asked: (string | null)[] = [];
	return {
		asked,
		hash: async (password) => `plain ${password}`,
		isRight: async (kept, password) => asked.push(kept) > 0 && kept === `plain ${password}`,
	};
}

async function withAoki(office: Office, password: string | null = `plain ${PASSWORD}`): Promise<void> {
	await addStaff(office, ANYBODY, 'boss', 'Boss', ['administrator']);
	await addStaff(office, ANYBODY, 'aoki', '青木 遥', ['clerk', 'worker']);
	await office.database.updateTable('staff').set({ password }).where('name', '=', 'aoki').execute();
}

describe('signing in', function () {
	this.timeout(20_000);

	onEachEngine((open) => {
		const log = async (office: Office) =>
			(await office.database.selectFrom('audit').select(['actor', 'act', 'outcome']).where('act', '=', 'staff.sign-in').orderBy('seq').execute()).map(
				({ actor, outcome }) => `${actor} ${outcome}`,
			);

		it('by a password that is kept as Argon2id brings a session with the roles of now', async () => {
			const office = await open();
			await withAoki(office, null);
			await setPassword(office, ANYBODY, 'aoki', PASSWORD);
			const { password } = await office.database.selectFrom('staff').select('password').where('name', '=', 'aoki').executeTakeFirstOrThrow();
			assert.match(password!, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
			const door = await SignIn.of(office);
			const outcome = await door.signIn({ name: 'aoki', password: 'ｃｏｒｒｅｃｔ horse battery', address: '::1' });
			assert.equal(outcome.kind, 'in');
			const { token, actor } = outcome as Extract<typeof outcome, { kind: 'in' }>;
			assert.deepEqual(actor, { name: 'aoki', roles: ['clerk', 'worker'] });
			assert.deepEqual(await staffOf(office, token), { name: 'aoki', shown: '青木 遥', roles: ['clerk', 'worker'] });
			await setRoles(office, ANYBODY, 'aoki', ['designer']);
			assert.deepEqual((await staffOf(office, token))?.roles, ['designer']);
			assert.equal((await door.signIn({ name: 'aoki', password: `${PASSWORD}!`, address: '::1' })).kind, 'wrong');
			assert.deepEqual(await log(office), ['aoki done', 'aoki refused']);
			const { token: kept } = await office.database.selectFrom('session').select('token').executeTakeFirstOrThrow();
			assert.equal(kept.includes(token), false);
		});

		it('tells nobody whether there is such a name: the same work, the same answer', async () => {
			const office = await open();
			await withAoki(office);
			await addStaff(office, ANYBODY, 'gone', 'Gone', ['clerk']);
			await setState(office, ANYBODY, 'gone', 'disabled');
			await addStaff(office, ANYBODY, 'new', 'New', ['clerk']);
			const passwords = plain();
			const door = new SignIn(office, passwords);
			for (const name of ['aoki', 'nobody', 'gone', 'new', 'Not A Name', 'hunter2 hunter2 hunter2']) {
				assert.deepEqual(await door.signIn({ name, password: 'wrong', address: '192.0.2.1' }), { kind: 'wrong' });
			}
			assert.deepEqual(passwords.asked, [`plain ${PASSWORD}`, null, null, null, null, null]);
			assert.deepEqual(await log(office), ['aoki refused', 'unknown refused', 'gone refused', 'new refused', 'unknown refused', 'unknown refused']);
			const details = await office.database.selectFrom('audit_detail').select('detail').execute();
			assert.equal(JSON.stringify(details).includes('hunter2'), false);
		});

		it('is locked for a while after five wrong passwords, even to the right one, and not for longer by more of them', async () => {
			let now = 0;
			const office = await open({ now: () => now });
			await withAoki(office);
			const door = new SignIn(office, plain());
			let from = 0;
			const tried = async (password: string) => (await door.signIn({ name: 'aoki', password, address: `192.0.2.${++from % 250}` })).kind;
			for (let i = 0; i < 5; i++) assert.equal(await tried('wrong'), 'wrong');
			assert.equal(await tried(PASSWORD), 'wrong');
			for (let i = 0; i < 20; i++) await tried('wrong');
			now = 29_999;
			assert.equal(await tried(PASSWORD), 'wrong');
			now = 30_000;
			assert.equal(await tried(PASSWORD), 'in');
			assert.equal(await tried('wrong'), 'wrong');
			assert.equal(await tried(PASSWORD), 'in');
		});

		it('of many at the same time is as many tries', async () => {
			const office = await open({ now: () => 0 });
			await withAoki(office);
			const passwords = plain();
			const door = new SignIn(office, passwords);
			await Promise.all(Array.from({ length: 12 }, (_, i) => door.signIn({ name: 'aoki', password: 'wrong', address: `192.0.2.${i}` })));
			assert.ok(passwords.asked.filter((each) => each !== null).length <= 5);
		});

		it('is looked at ten times a minute from one address', async () => {
			let now = 0;
			const office = await open({ now: () => now });
			await withAoki(office);
			const passwords = plain();
			const door = new SignIn(office, passwords);
			for (let i = 0; i < 10; i++) await door.signIn({ name: `n${i}`, password: 'wrong', address: `2001:db8:1:2::${i}` });
			assert.deepEqual(await door.signIn({ name: 'aoki', password: PASSWORD, address: '2001:db8:1:2::ffff' }), { kind: 'wait', ms: MINUTE });
			assert.equal(passwords.asked.length, 10);
			now = MINUTE;
			assert.equal((await door.signIn({ name: 'aoki', password: PASSWORD, address: '2001:db8:1:2::ffff' })).kind, 'in');
		});

		it('in vain is logged so many times an hour, and beyond that counted', async () => {
			const office = await open({ now: () => 0 });
			await withAoki(office);
			const door = new SignIn(office, plain(), 5);
			for (let i = 0; i < 9; i++) await door.signIn({ name: 'nobody', password: 'wrong', address: `192.0.2.${i}` });
			assert.equal((await log(office)).length, 5);
			const { value } = await office.database
				.selectFrom('setting')
				.select('value')
				.where('key', '=', 'last-sign-in-in-vain')
				.executeTakeFirstOrThrow();
			assert.equal(value, '9');
		});

		it('lasts twelve hours, and half an hour of silence', async () => {
			let now = 0;
			const office = await open({ now: () => now });
			await withAoki(office);
			const begin = () => office.database.transaction().execute(async (at) => await beginSession(at, now, 'staff', 'aoki'));
			const idle = await begin();
			now = 30 * MINUTE - 1;
			assert.equal(await whoseSession(office, 'staff', idle), 'aoki');
			now += 30 * MINUTE;
			assert.equal(await whoseSession(office, 'staff', idle), undefined);
			const busy = await begin();
			const end = now + 12 * HOUR;
			for (; now < end; now += 20 * MINUTE) assert.equal(await whoseSession(office, 'staff', busy), 'aoki');
			assert.equal(await whoseSession(office, 'staff', busy), undefined);
		});

		it('is good at one site, until it is ended, and eight times at once', async () => {
			let now = 0;
			const office = await open({ now: () => now });
			await withAoki(office);
			const tokens: string[] = [];
			for (; now < 9; now++) tokens.push(await office.database.transaction().execute(async (at) => await beginSession(at, now, 'staff', 'aoki')));
			assert.equal(await whoseSession(office, 'staff', tokens[0]!), undefined);
			assert.equal(await whoseSession(office, 'staff', tokens[1]!), 'aoki');
			assert.equal(await whoseSession(office, 'customers', tokens[1]!), undefined);
			assert.equal(await whoseSession(office, 'staff', 'x'), undefined);
			await endSession(office, 'staff', tokens[1]!);
			assert.equal(await whoseSession(office, 'staff', tokens[1]!), undefined);
			await setState(office, ANYBODY, 'aoki', 'disabled');
			assert.equal(await whoseSession(office, 'staff', tokens[8]!), undefined);
			assert.equal(await staffOf(office, tokens[8]!), undefined);
		});
	});
});

describe('the staff', function () {
	this.timeout(20_000);

	onEachEngine((open) => {
		it('are added, changed and listed, each once, and never without an administrator', async () => {
			const office = await open({ now: () => 5 });
			await withAoki(office);
			await assert.rejects(addStaff(office, ANYBODY, 'aoki', 'Another', ['worker']), /there is a aoki among the staff already/);
			await assert.rejects(setRoles(office, ANYBODY, 'boss', ['clerk']), /boss is the last administrator/);
			await assert.rejects(setState(office, ANYBODY, 'boss', 'disabled'), /boss is the last administrator/);
			await assert.rejects(setRoles(office, ANYBODY, 'nobody', ['clerk']), /there is no nobody/);
			await setRoles(office, ANYBODY, 'aoki', ['administrator']);
			await setState(office, ANYBODY, 'boss', 'disabled');
			assert.deepEqual(await listStaff(office, ANYBODY), [
				{ name: 'aoki', shown: '青木 遥', roles: ['administrator'], state: 'active', hasPassword: true, passkeys: 0, lockedUntil: null },
				{ name: 'boss', shown: 'Boss', roles: ['administrator'], state: 'disabled', hasPassword: false, passkeys: 0, lockedUntil: null },
			]);
		});

		it('keep an administrator where two take it from each other at the same time', async () => {
			const office = await open();
			for (let i = 0; i < 5; i++) {
				const [one, other] = [`one${i}`, `other${i}`];
				for (const each of [one, other]) await addStaff(office, ANYBODY, each, each, ['administrator']);
				for (const { name } of await listStaff(office, ANYBODY)) if (name !== one && name !== other) await setRoles(office, ANYBODY, name, ['clerk']);
				const outcomes = await Promise.allSettled([setRoles(office, ANYBODY, one, ['clerk']), setState(office, ANYBODY, other, 'disabled')]);
				assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
			}
		});

		it('change their own passwords, and nobody else’s unless it is theirs to do', async () => {
			const office = await open();
			await withAoki(office);
			const aoki = { name: 'aoki', roles: ['clerk'] as const };
			await setPassword(office, aoki, 'aoki', PASSWORD);
			await assert.rejects(setPassword(office, aoki, 'boss', PASSWORD), /aoki has no right to staff\.change/);
			const details = await office.database.selectFrom('audit_detail').select('detail').execute();
			assert.equal(JSON.stringify(details).includes(PASSWORD), false);
		});
	});

	it('have their passwords compared two at a time, thirty-two wait, and further ones are told to', async () => {
		const { isRight } = await hashing();
		const kept = await hash(PASSWORD, { memoryCost: 8, timeCost: 1 });
		const answers = await Promise.all(Array.from({ length: 40 }, () => isRight(kept, PASSWORD)));
		assert.deepEqual([answers.filter((each) => each === true).length, answers.filter((each) => each === undefined).length], [34, 6]);
		assert.deepEqual([await isRight(kept, 'wrong'), await isRight(null, PASSWORD), await isRight(kept, PASSWORD)], [false, false, true]);
	});
});
