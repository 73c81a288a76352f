/** Passkeys of staff, with a device of software. */
import assert from 'node:assert/strict';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { Passkeys, passkeySite, removePasskeys } from '../../../../../boards/host/office/people/passkeys.js';
import { staffOf } from '../../../../../boards/host/office/people/sessions.js';
import { addStaff, listStaff, setState } from '../../../../../boards/host/office/people/staff.js';
import type { Actor } from '../../../../../src/operations/access/roles.js';
import { ANYBODY, onEachEngine } from '../engines.js';
import { Device, type DeviceOptions } from './software-authenticator.js';

const SITE = passkeySite('https://office.example:8290')!;
const HERE: DeviceOptions = Object.freeze({ origin: SITE.origin, name: SITE.name });
const AOKI: Actor = Object.freeze({ name: 'aoki', roles: Object.freeze(['clerk'] as const) });

describe('a passkey', function () {
	this.timeout(20_000);

	onEachEngine((open) => {
		let now = 1_800_000_000_000;
		const begun = async (): Promise<{ readonly office: Office; readonly passkeys: Passkeys; readonly device: Device }> => {
			const office = await open({ now: () => now });
			await addStaff(office, ANYBODY, 'boss', 'Boss', ['administrator']);
			await addStaff(office, ANYBODY, 'aoki', 'Aoki', ['clerk']);
			return { office, passkeys: await Passkeys.of(office, SITE), device: new Device() };
		};
		const register = async (passkeys: Passkeys, device: Device, options = HERE) =>
			await passkeys.finishRegistration(AOKI, device.create((await passkeys.beginRegistration(AOKI, 'Aoki')).challenge, options));
		const challengeOf = async (passkeys: Passkeys): Promise<string> => {
			const options = await passkeys.beginSignIn('192.0.2.1');
			assert.ok(typeof options === 'object');
			assert.deepEqual([options.allowCredentials ?? [], options.userVerification], [[], 'required']);
			return options.challenge;
		};
		const signIn = async (passkeys: Passkeys, device: Device, options = HERE) =>
			await passkeys.finishSignIn(device.get(await challengeOf(passkeys), options));

		it('is registered, and signs in', async () => {
			const { office, passkeys, device } = await begun();
			assert.equal(await register(passkeys, device), device.id);
			const outcome = await signIn(passkeys, device);
			assert.equal(outcome.kind, 'in');
			assert.equal((await staffOf(office, (outcome as { readonly token: string }).token))?.name, 'aoki');
			assert.equal((await signIn(passkeys, device)).kind, 'in');
			assert.equal((await listStaff(office, ANYBODY)).find(({ name }) => name === 'aoki')?.passkeys, 1);
			const log = await office.database.selectFrom('audit').select(['act', 'outcome']).where('actor', '=', 'aoki').orderBy('seq').execute();
			assert.deepEqual(
				log.map(({ act, outcome: end }) => `${act} ${end}`),
				['staff.own done', 'staff.sign-in done', 'staff.sign-in done'],
			);
		});

		it('does not sign in from another origin, for another name, without its user verified, or by another device', async () => {
			const { passkeys, device } = await begun();
			await register(passkeys, device);
			for (const wrong of [
				{ origin: 'https://office.example' },
				{ origin: 'https://evil.example:8290' },
				{ name: 'evil.example' },
				{ isVerified: false },
			]) {
				assert.deepEqual(await signIn(passkeys, device, { ...HERE, ...wrong }), { kind: 'wrong' });
			}
			assert.deepEqual(await signIn(passkeys, new Device()), { kind: 'wrong' });
			for (const nothing of [undefined, null, 7, {}, { id: 7 }, { id: device.id }, { id: device.id, response: {} }]) {
				assert.deepEqual(await passkeys.finishSignIn(nothing), { kind: 'wrong' });
			}
		});

		it('has each challenge good once, for five minutes, for what it was made for, at the site that made it', async () => {
			const { office, passkeys, device } = await begun();
			await register(passkeys, device);
			const challenge = await challengeOf(passkeys);
			const answer = device.get(challenge, HERE);
			assert.equal((await passkeys.finishSignIn(answer)).kind, 'in');
			assert.equal((await passkeys.finishSignIn(answer)).kind, 'wrong');
			assert.equal((await passkeys.finishSignIn(device.get(challenge, HERE))).kind, 'wrong');
			const late = await challengeOf(passkeys);
			now += 5 * 60_000;
			assert.equal((await passkeys.finishSignIn(device.get(late, HERE))).kind, 'wrong');
			const { challenge: other } = await passkeys.beginRegistration(AOKI, 'Aoki');
			assert.equal((await passkeys.finishSignIn(device.get(other, HERE))).kind, 'wrong');
			const elsewhere = await Passkeys.of(office, SITE);
			assert.equal((await passkeys.finishSignIn(device.get(await challengeOf(elsewhere), HERE))).kind, 'wrong');
			assert.equal((await signIn(passkeys, device)).kind, 'in');
		});

		it('that is a copy, whose counter stands, does not sign in', async () => {
			const { office, passkeys, device } = await begun();
			await register(passkeys, device);
			assert.equal((await signIn(passkeys, device)).kind, 'in');
			device.counter -= 1;
			assert.equal((await signIn(passkeys, device)).kind, 'wrong');
			assert.equal((await signIn(passkeys, new Device())).kind, 'wrong');
			const entries = office.database.selectFrom('audit').innerJoin('audit_detail', 'audit_detail.seq', 'audit.seq').orderBy('audit.seq');
			const log = await entries.select(['actor', 'outcome', 'audit_detail.detail as told']).where('act', '=', 'staff.sign-in').execute();
			const refused = JSON.stringify({ by: 'passkey', refusal: 'wrongSignIn' });
			assert.deepEqual(log, [
				{ actor: 'aoki', outcome: 'done', told: JSON.stringify({ by: 'passkey' }) },
				{ actor: 'aoki', outcome: 'refused', told: refused },
				{ actor: 'unknown', outcome: 'refused', told: refused },
			]);
		});

		it('is registered by who was asked for it alone, once, and ten times at most', async () => {
			const { office, passkeys, device } = await begun();
			const boss = { name: 'boss', roles: ['administrator'] as const };
			const { challenge } = await passkeys.beginRegistration(AOKI, 'Aoki');
			await assert.rejects(passkeys.finishRegistration(boss, device.create(challenge, HERE)), /passkey was not accepted/);
			await assert.rejects(register(passkeys, device, { ...HERE, isVerified: false }), /not accepted/);
			await assert.rejects(passkeys.finishRegistration(AOKI, {}), /not accepted/);
			await register(passkeys, device);
			await assert.rejects(register(passkeys, device), /not accepted/);
			const row = { staff: 'aoki', public_key: 'x', counter: 0, at: 0 };
			await office.database
				.insertInto('passkey')
				.values(Array.from({ length: 9 }, (_, i) => ({ ...row, id: `x${i}` })))
				.execute();
			await assert.rejects(register(passkeys, new Device()), /there are 10 passkeys/);
		});

		it('is removed, and of who may not work signs nobody in', async () => {
			const { office, passkeys, device } = await begun();
			await register(passkeys, device);
			await setState(office, ANYBODY, 'aoki', 'disabled');
			assert.equal((await signIn(passkeys, device)).kind, 'wrong');
			await setState(office, ANYBODY, 'aoki', 'active');
			await assert.rejects(removePasskeys(office, AOKI, 'boss'), /no right to staff\.change/);
			await assert.rejects(removePasskeys(office, ANYBODY, 'nobody'), /there is no nobody among the staff/);
			assert.equal(await removePasskeys(office, AOKI, 'aoki'), 1);
			assert.equal((await signIn(passkeys, device)).kind, 'wrong');
		});

		it('is asked for thirty times a minute from one address', async () => {
			const { passkeys } = await begun();
			for (let i = 0; i < 30; i++) assert.equal(typeof (await passkeys.beginSignIn('192.0.2.7')), 'object');
			assert.equal(await passkeys.beginSignIn('192.0.2.7'), 60_000);
		});
	});

	for (const [origin, name] of [
		['https://office.example', 'office.example'],
		['https://office.example:8290/x', 'office.example'],
		['http://office.example', undefined],
		['https://192.0.2.1', undefined],
		['https://[2001:db8::1]:8290', undefined],
		['office.example', undefined],
		['', undefined],
	] as const) {
		it(`${name === undefined ? 'is not to be had' : 'is bound to the name'} at ${JSON.stringify(origin)}`, () =>
			assert.equal(passkeySite(origin)?.name, name));
	}
});
