/** The staff, the log, consents and personal data on the command line. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Office } from '../../../../../boards/host/office/database/office.js';
import { propose } from '../../../../../boards/host/office/people/two-persons.js';
import { EXIT } from '../../../../../boards/host/shared/exit-codes.js';
import { keikiHere } from '../../here-rig.js';
import { CODE, withContract } from './contract-row.js';

describe('keiki office', function () {
	this.timeout(60_000);
	let data = '';
	beforeEach(async () => {
		data = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const made = await keikiHere('office', 'init', '--data', data, '--as', 'boss');
		assert.deepEqual([made.status, made.stderr], [EXIT.done, '']);
	});
	afterEach(() => rmSync(data, { recursive: true }));

	const office = async (...words: readonly string[]) => await keikiHere('office', ...words, '--data', data);
	/** What it prints, and that it ends well. */
	const told = async (...words: readonly string[]): Promise<string> => {
		const { status, stdout, stderr } = await office(...words);
		assert.deepEqual([status, stderr], [EXIT.done, '']);
		return stdout;
	};
	const inside = async <Result>(work: (office: Office) => Promise<Result>): Promise<Result> => {
		const opened = await Office.open({ data, url: undefined });
		try {
			return await work(opened);
		} finally {
			await opened.close();
		}
	};
	const file = (text: string): string => {
		const path = join(data, 'told.txt');
		writeFileSync(path, text, { mode: 0o600 });
		return path;
	};

	it('staff are added, listed, given roles and a password, disabled and enabled', async () => {
		await told('staff', 'add', 'aoki', '--shown', '青木 遥', '--role', 'worker', '--role', 'clerk');
		assert.equal(await told('staff', 'roles', 'aoki', 'auditor'), 'aoki is auditor\n');
		assert.match(await told('staff', 'list'), /^aoki {14}青木 遥 {15}auditor; no password and no passkey: cannot sign in\nboss /);
		await told('staff', 'password', 'aoki', '--password-file', file('correct horse battery\n'));
		assert.match(await told('staff', 'list'), /^aoki {14}青木 遥 {15}auditor\n/);
		await inside(({ database }) => database.insertInto('passkey').values({ id: 'x', staff: 'aoki', public_key: 'x', counter: 0, at: 0 }).execute());
		assert.equal(await told('staff', 'passkeys', 'aoki'), 'aoki: 1 passkeys removed\n');
		assert.match(await told('staff', 'disable', 'aoki'), /may not work any more/);
		const refused = await office('staff', 'list', '--as', 'aoki');
		assert.deepEqual([refused.status, refused.stdout], [EXIT.usage, '']);
		await told('staff', 'enable', 'aoki');
		const [first] = (await told('staff', 'list', '--as', 'aoki', '--json')).split('\n').map((line) => (line === '' ? line : JSON.parse(line)));
		assert.deepEqual(first, {
			name: 'aoki',
			shown: '青木 遥',
			roles: ['auditor'],
			state: 'active',
			hasPassword: true,
			passkeys: 0,
			lockedUntil: null,
		});
	});

	it('is done by the first administrator who may work where nobody is named', async () => {
		await told('staff', 'add', 'aoki', '--role', 'clerk');
		for (const each of ['ito', 'kato']) await told('staff', 'add', each, '--role', 'administrator');
		await told('staff', 'disable', 'boss');
		await told('staff', 'list');
		await told('staff', 'roles', 'ito', 'clerk');
		await told('staff', 'list');
		const looks = (await told('audit', 'show', '--act', 'records.look')).trim().split('\n');
		assert.deepEqual(
			looks.map((line) => line.split('  ')[2]),
			['ito', 'kato'],
		);
	});

	for (const [what, words, right] of [
		['a name', ['staff', 'add', 'Aoki', '--role', 'clerk'], /name: expected a small letter.*got "Aoki"/],
		['a role', ['staff', 'add', 'aoki', '--role', 'chief'], /--role: expected some of designer, clerk, .* got "chief"/],
		['roles', ['staff', 'roles', 'boss', 'chief'], /roles: expected some of designer/],
		['a shown name', ['staff', 'add', 'aoki', '--role', 'clerk', '--shown', ' '], /--shown: expected a name/],
		['a password without a terminal', ['staff', 'password', 'boss'], /--password-file: there is no terminal/],
		['a password file', ['staff', 'password', 'boss', '--password-file', '/nowhere'], /--password-file \/nowhere: /],
		['an act', ['audit', 'show', '--act', 'x'], /--act: expected one of records\.look, /],
		['a number of entries', ['audit', 'show', '--last', '0'], /--last: expected a whole number from 1 to 10000, got "0"/],
		['an anchor', ['audit', 'verify', '--anchor', 'xyz'], /--anchor xyz: expected SEQ-HASH/],
		['a proposal', ['proposal', 'approve', 'x'], /proposal: expected a whole number/],
		['a recipient', ['consent', 'give', CODE, '--to', '', '--what', 'readings', '--until', '2030-01-01'], /--to: expected a name/],
		[
			'data',
			['consent', 'give', CODE, '--to', 'x', '--what', 'all', '--until', '2030-01-01'],
			/--what: expected some of readings,events,controls,status, got "all"/,
		],
		['a time', ['consent', 'give', CODE, '--to', 'x', '--what', 'readings', '--until', 'soon'], /--until: expected a time in ISO 8601/],
		['an end', ['consent', 'give', CODE, '--to', 'x', '--what', 'readings', '--until', '2020-01-01'], /--until: expected a time after --from/],
		['a long consent', ['consent', 'give', CODE, '--to', 'x', '--what', 'readings', '--until', '2099-01-01'], /ten years at most/],
	] as const) {
		it(`says what is right where ${what} is not`, async () => {
			const { status, stdout, stderr } = await office(...words);
			assert.deepEqual([status, stdout], [EXIT.usage, '']);
			assert.match(stderr, right);
		});
	}

	it('begins with nobody whose name is that of what runs by itself', async () => {
		const { status, stderr } = await keikiHere('office', 'init', '--data', join(data, 'other'), '--as', 'system');
		assert.equal(status, EXIT.usage);
		assert.match(stderr, /--as: expected a small letter.*got "system"/);
	});

	it('tells of a database that it cannot have, without what may be a password', async () => {
		const { status, stderr } = await office('staff', 'list', '--database', 'postgre://boss:hunter2@there/office');
		assert.equal(status, EXIT.usage);
		assert.match(stderr, /--database: expected postgres:\/\/USER@HOST\/NAME, got "postgre:\/\/" at its begin/);
		writeFileSync(join(data, 'office.db'), 'this is a letter, and no database. '.repeat(200));
		const wrong = await office('staff', 'list');
		assert.deepEqual([wrong.status, wrong.stdout], [EXIT.usage, '']);
		assert.match(wrong.stderr, /the database of the office is not to be had: .*not a database/);
	});

	it('takes no password that is easily guessed, and shows none', async () => {
		const { status, stderr } = await office('staff', 'password', 'boss', '--password-file', file('abcdefghijklmnop'));
		assert.equal(status, EXIT.usage);
		assert.match(stderr, /the password cannot be had: it is of few characters/);
		assert.doesNotMatch(stderr, /abcdefghijklmnop/);
	});

	it('audit shows what was done, and finds what was done to it, with anchors its end, too', async () => {
		await told('staff', 'add', 'aoki', '--role', 'clerk');
		const head = (await told('audit', 'head')).trim();
		assert.match(head, /^2-[0-9a-f]{64}$/);
		assert.match(
			await told('audit', 'show', '--act', 'staff.change'),
			/^1 {2}.* {2}boss {2}staff\.change {2}boss {2}done\n2 .*aoki {2}done {2}\{"added":true/,
		);
		const whole = await told('audit', 'verify');
		assert.match(whole, /^the log is whole: 4 entries.*\nwithout --anchor it would not be seen if entries had been cut off/);
		const anchored = await told('audit', 'verify', '--anchor', file(`\n${head}\n0f 9 [{"letGo":1}]`), '--anchor', head);
		assert.match(anchored, /compared with 2 anchors/);
		await inside(async ({ database }) => {
			await database.updateTable('audit').set({ subject: 'ito' }).where('seq', '=', 2).execute();
			await database.deleteFrom('audit').where('seq', '>', 3).execute();
			await database.deleteFrom('audit_detail').where('seq', '>', 3).execute();
		});
		const wrong = await office('audit', 'verify', '--anchor', head.replace('2-', '9-'));
		assert.equal(wrong.status, EXIT.no);
		assert.match(
			wrong.stdout,
			/^entry 2: it is not what was logged.*\nthe log ends with entry 3, and the anchor is of entry 9: its end was cut off\nthe log is NOT whole: 2 findings in 3 entries\n/,
		);
		const asJson = JSON.parse((await office('audit', 'verify', '--json')).stdout);
		assert.deepEqual([asJson.found, asJson.findings[0].kind, asJson.findings[0].seq], [1, 'altered', 2]);
		const nothing = await office('audit', 'verify', '--anchor', file('\n'));
		assert.match(nothing.stderr, /there is no anchor in it/);
		assert.match((await office('audit', 'verify', '--anchor', file(`${head}\nx\n`))).stderr, /told\.txt:2: expected SEQ-HASH/);
	});

	it('proposals are approved by a second person', async () => {
		await told('staff', 'add', 'aoki', '--role', 'clerk');
		await inside((opened) => propose(opened, { name: 'aoki', roles: ['clerk'] }, 'password.rewrite-many', { contracts: [CODE] }));
		assert.equal((await office('proposal', 'approve', '1', '--as', 'aoki')).status, EXIT.no);
		assert.equal(await told('proposal', 'approve', '1'), '1: approved\n');
		assert.match(await told('proposal', 'list'), /^1 {2}.*password\.rewrite-many {2}\{"contracts":\["C0000000001"\]\} {2}aoki, boss {2}approved\n$/);
	});

	it('consents are given, listed and withdrawn', async () => {
		await inside(withContract);
		const words = ['--to', 'Adviser', '--what', 'events,readings', '--from', '2020-01-01', '--until', '2029-01-01'];
		assert.equal(await told('consent', 'give', CODE, ...words), `consent 1 of ${CODE} is kept\n`);
		assert.match(
			await told('consent', 'list', CODE),
			/^1 {2}Adviser {2}readings of each half-hour, events that the meter reports {2}2020-01-01T00.* {2}holds\n$/,
		);
		await told('consent', 'withdraw', CODE, '1');
		assert.equal(JSON.parse(await told('consent', 'list', CODE, '--json')).state, 'withdrawn');
		const none = await office('consent', 'withdraw', CODE, '2');
		assert.deepEqual([none.status, none.stdout], [EXIT.no, '']);
		assert.match(none.stderr, /there is no consent 2/);
	});

	it('a person is printed, erased, and what stays is told with its reason', async () => {
		await inside((opened) => withContract(opened));
		assert.match(await told('person', CODE), /^contract \(1\)\n {2}code="C0000000001" customer="青木 遥" /);
		assert.equal(JSON.parse(await told('person', CODE, '--json')).contract[0].customer, '青木 遥');
		assert.match((await office('erase', CODE)).stderr, /has not ended/);
		await inside(async ({ database }) => void (await database.updateTable('contract').set({ state: 'ended' }).execute()));
		const erased = await told('erase', CODE);
		assert.match(erased, /^C0000000001 is erased; rows that went or were emptied: contract 1, audit_detail \d/);
		assert.match(erased, /\n {2}audit {9}each entry is bound to those before it/);
		assert.match(await told('person', CODE), /customer="" /);
		assert.match(await told('audit', 'verify'), /the log is whole.*\n\d details were erased/);
	});

	it('what is too old and cannot be erased yet is told, in JSON as well', async () => {
		await inside(async (opened) => {
			await withContract(opened, { state: 'ended', until: 1 });
			const row = { number: 'K000001', kind: 'x', contract: CODE, facts: '{}', opened_at: 0, opened_by: 'boss' };
			await opened.database
				.insertInto('case')
				.values({ ...row, closed_at: null, closed_by: null, outcome: null })
				.execute();
		});
		const lines = (await told('retain', '--do', '--json')).trim().split('\n');
		const { count, left } = lines.map((line) => JSON.parse(line)).find(({ kind }) => kind === 'contracts');
		assert.deepEqual([count, left], [0, [CODE]]);
		assert.match(await told('retain', '--do'), /not erased, for there is work to be done: C0000000001\n/);
	});

	it('what is too old is told, and goes where that is asked for', async () => {
		await inside(
			async ({ database }) =>
				void (await database.insertInto('reading').values({ contract: CODE, at: 0, import: 1, export: 1, imported_at: 0 }).execute()),
		);
		const dry = await told('retain');
		assert.match(dry, /^readings {13}1 {2}older than 732 days, from the half-hour on/);
		assert.match(dry, /nothing was done; --do does it\n$/);
		assert.match(await told('retain', '--do'), /^readings {13}1 /);
		assert.match(await told('retain'), /^readings {13}0 /);
	});

	it('tells it in Japanese, too', async () => {
		await told('staff', 'add', 'aoki', '--role', 'clerk');
		assert.match(await told('audit', 'verify', '--lang', 'ja'), /^監査ログは完全です/);
		assert.match((await office('staff', 'disable', 'boss', '--lang', 'ja')).stderr, /^keiki: bossは最後の管理者です/);
	});
});
