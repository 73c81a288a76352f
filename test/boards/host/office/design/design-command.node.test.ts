/** The commands of designs and orders, as a person gives them, and what a hand-held hands in. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Office } from '../../../../../boards/host/office/database/office.js';
import { newHostCipher } from '../../../../../boards/host/shared/host-cipher.js';
import { SYSTEM_RANDOM } from '../../../../../hal/node/random.js';
import { toUpperHex } from '../../../../../modules/bytes/hex.js';
import { drawnPair } from '../../../../../modules/dlms/security/general-keys.js';
import { type HandheldResult, signResult } from '../../../../../src/operations/handheld/result.js';
import { keikiHere } from '../../here-rig.js';
import { build, fill, hire, titleOf } from './street.js';

describe('keiki office design and order', function () {
	this.timeout(60_000);
	const folder = mkdtempSync(join(tmpdir(), 'keiki-office-'));
	const data = join(folder, 'office');
	const cipher = newHostCipher();
	const { privateKey, publicKey } = drawnPair(cipher, SYSTEM_RANDOM, 1)!;
	const office = (...words: readonly string[]) => keikiHere('office', ...words, '--data', data, '--lang', 'en');
	const json = async (...words: readonly string[]) => JSON.parse((await office(...words, '--json')).stdout);
	const said = async (words: readonly string[], status: number, text: RegExp) => {
		const ended = await office(...words);
		assert.equal(ended.status, status, `${ended.stdout}${ended.stderr}`);
		assert.match(ended.stdout + ended.stderr, text);
	};

	before(async () => {
		assert.equal((await office('init')).status, 0);
		const open = await Office.open({ data, url: undefined });
		for (const n of [1, 2, 3]) await build(open, n, { units: 'rf,1p3w-60-1way,normal' });
		await fill(open, 'rf-b 3, 1p3w-60-1way 2, 1p3w-60-2way 1');
		await hire(open, 'kato', ['worker']);
		const keys = { sealing_key: '', signing_key: toUpperHex(publicKey) };
		await open.database
			.insertInto('handheld')
			.values({ id: 'HH1', name: 'one', ...keys, state: 'active', at: 0 })
			.execute();
		await open.database
			.insertInto('handheld')
			.values({ id: 'HH2', name: 'two', ...keys, state: 'lost', at: 0 })
			.execute();
		await open.close();
	});
	after(() => rmSync(folder, { recursive: true }));

	it('go from an application to an order, and tell on the way what is chosen and why', async () => {
		await said(['application', 'receive', 'C0000000001', 'route-b', '--wish', 'routeB=radio'], 0, /application A00000001 is received/);
		await said(['application', 'list'], 0, /A00000001 {2}C0000000001 {2}\d{4}-\d\d-\d\d {2}received {2}Route B/);
		await said(
			['design', 'A00000001'],
			0,
			/communication unit: exchange rf → rf-b \(Kita 3\): communication unit, RF multi-hop, Route B by radio[\s\S]*metering unit: stays 1p3w-60-1way[\s\S]*no live-line work[\s\S]*can be finished/,
		);
		await said(
			['design', 'A00000001', '--units', 'plc-b,1p3w-60-1way,normal'],
			1,
			/communication unit suits the condition: NO[\s\S]*would do: rf-b in place of plc-b[\s\S]*cannot be finished/,
		);
		await said(
			['design', 'A00000001', '--units', 'plc-b,1p3w-60-1way,normal', '--finish'],
			1,
			/^keiki: the design of application A00000001 cannot be finished/,
		);
		await said(['design', 'A00000001', '--finish'], 0, /the design of A00000001 is finished: rf-b,1p3w-60-1way,normal/);
		await said(['order', 'issue', 'A00000001', '--worker', 'kato', '--due', '2030-01-31'], 0, /order W00000001 is issued/);
		await said(['order', 'list', '--worker', 'kato'], 0, /W00000001 {2}C0000000001 {2}assigned {2}exchange units {2}kato {2}until 2030-01-31/);
		await said(
			['order', 'show', 'W00000001'],
			0,
			/contract: C0000000001 {2}1\nmeter: 000000000000FF01\n[\s\S]*communication unit: out 1-COMMUNICATION, in rf-b RF-B-1/,
		);
		await said(['order', 'withdraw', 'W00000001'], 0, /W00000001 is withdrawn/);
		await said(['order', 'issue', 'A00000001', '--depot', 'Nishi'], 1, /no rf-b is left/);
		await said(['order', 'issue', 'A00000001'], 0, /W00000002 is issued/);
		await said(['order', 'done', 'W00000002', '--not-done', 'nobody at home'], 0, /was not done/);
	});

	it('say the same in Japanese, and to programs', async () => {
		const { stdout } = await keikiHere('office', 'design', 'A00000001', '--data', data, '--lang', 'ja');
		assert.match(stdout, /通信ユニット: 交換 rf → rf-b[\s\S]*通信ユニットが条件に適するか: はい[\s\S]*完了できます/);
		const wrong = await keikiHere('office', 'design', 'A00000001', '--finish', '--units', 'rf,1p3w-60-1way,normal', '--data', data, '--lang', 'ja');
		assert.match(wrong.stderr, /設計は完了できません[\s\S]*直すには: rfの代わりにrf-b/);
		const sheet = await json('design', 'A00000001');
		assert.deepEqual([sheet.finishable, sheet.units.communication, sheet.places[0].stock], [true, 'rf-b', [{ depot: 'Kita', count: 3 }]]);
		const [check] = (await json('design', 'A00000001', '--units', 'plc-b,1p3w-60-1way,normal')).checks;
		assert.deepEqual([check.check, check.holds], ['communication', false]);
	});

	it('take what was mounted, by hand and from a hand-held, each result once', async () => {
		await said(['order', 'issue', 'A00000001'], 0, /W00000003/);
		const units = [
			{ kind: 'metering', type: '1p3w-60-1way', serial: '1-METERING', firmware: '1' },
			{ kind: 'communication', type: 'rf-b@kaede', serial: 'RF-B-1', firmware: '1' },
		] as const;
		const built: HandheldResult = {
			kind: 'built',
			order: 'W00000003',
			units,
			told: ['rf-b'],
			number: 1,
			handheld: 'HH1',
			meter: titleOf(0xff01),
			at: Date.now(),
			meterAhead: 0,
		};
		const file = join(folder, 'results.jsonl');
		const hand = (...results: readonly object[]) => writeFileSync(file, results.map((each) => `${JSON.stringify(each)}\n`).join(''));
		const signed = signResult(built, privateKey, cipher);
		hand({ ...signed, meter: titleOf(0xff02) });
		await said(['order', 'done', '--result', file], 1, /line 1 was not signed by hand-held HH1/);
		hand(signResult({ ...built, handheld: 'HH2' }, privateKey, cipher));
		await said(['order', 'done', '--result', file], 1, /no hand-held HH2 is registered, or it is lost/);
		writeFileSync(file, `${JSON.stringify(signed)}\n{}\n`);
		await said(['order', 'done', '--result', file], 2, /--result: line 2: kind: expected/);
		hand(signed);
		await said(['order', 'done', '--result', file], 0, /order W00000003 is done: meter 000000000000FF01 is rf-b,1p3w-60-1way,normal/);
		await said(['order', 'done', '--result', file], 0, /this result was taken before/);
		await said(['case', 'list'], 0, /^none$/m);
		await bringPasswords(hand, file);
		await said(['application', 'receive', 'C0000000002', 'feed-in'], 0, /A00000003/);
		await said(['design', 'A00000003', '--finish'], 0, /the metering unit alone is exchanged: no live-line work/);
		await said(['order', 'issue', 'A00000003'], 0, /W00000005/);
		await said(
			['order', 'done', 'W00000005', '--units', 'rf,1p3w-60-1way,normal', '--serial', 'metering=2-METERING'],
			1,
			/not what was ordered: case K000005 is open\nit does not do what was applied for/,
		);
		await said(
			['case', 'show', 'K000005'],
			0,
			/K000005 {2}C0000000002 {2}mounted otherwise than ordered[\s\S]*order: W00000005[\s\S]*"expected":"1p3w-60-2way","found":"1p3w-60-1way"/,
		);
		await said(['case', 'close', 'K000005', '--outcome', 'the worker goes again'], 0, /is closed/);
	});

	/** Of contract 3, whose communication unit has Route B: a visit for the password alone. */
	async function bringPasswords(hand: (...results: readonly object[]) => void, file: string): Promise<void> {
		const open = await Office.open({ data, url: undefined });
		const contract = await build(open, 8, { units: 'rf-b,1p3w-60-1way,normal', street: 'Midori', until: Date.UTC(2030, 0) });
		const meter = titleOf(8);
		const made = {
			contract,
			meter,
			route_b_id: '',
			way: 'handheld',
			bearer: '',
			sealed: 'AA',
			issued_at: 0,
			issued_by: '',
			letter_printed_at: null,
			confirmed_at: null,
		} as const;
		await open.database
			.insertInto('credential')
			.values([1, 2].map((version) => ({ ...made, id: version, version, state: 'issued' as const })))
			.execute();
		const states = () => open.database.selectFrom('credential').select(['version', 'state', 'sealed']).orderBy('version').execute();
		await said(['application', 'receive', contract, 'route-b'], 0, /A00000002/);
		await said(['design', 'A00000002', '--finish'], 0, /nothing has to be done at the meter/);
		await said(['order', 'issue', 'A00000002'], 0, /W00000004/);
		const common = { order: 'W00000004', handheld: 'HH1', meter, at: Date.now(), meterAhead: null };
		const sign = (result: object) => signResult({ ...common, ...result } as HandheldResult, privateKey, cipher);
		const failed = sign({ kind: 'failed', number: 2, version: 1, inForce: 0, why: 'refused' });
		hand(failed);
		await said(['order', 'done', '--result', file], 1, /did not take version 1; it waits for another password, case K000001 is open/);
		await said(['case', 'close', 'K000001', '--outcome', 'another one'], 0, /closed/);
		hand(failed, sign({ kind: 'set', number: 3, version: 2 }), sign({ kind: 'set', number: 4, version: 9 }));
		await said(
			['order', 'done', '--result', file],
			1,
			/taken before\norder W00000004: version 2 is in force at meter 0000000000000008; the order is done\n.*\nthe office made no such version: case K000002/,
		);
		assert.deepEqual(await states(), [
			{ version: 1, state: 'failed', sealed: null },
			{ version: 2, state: 'in-force', sealed: null },
		]);
		await said(['application', 'list', '--state', 'done'], 0, /A00000002/);
		const status = { startup: false, authentication: true, connection: true, unit: false, verdict: 'HEMS is failure', since: null, version: 2 };
		hand(
			sign({ kind: 'diagnosis', number: 5, status: { ...status, verdict: 'active' } }),
			sign({ kind: 'diagnosis', number: 6, order: null, status }),
			sign({ kind: 'diagnosis', number: 7, order: null, status: null }),
		);
		await said(
			['order', 'done', '--result', file],
			1,
			/active\nmeter 0000000000000008: HEMS is failure; case K000003 is open\nmeter 0000000000000008: it did not answer; case K000004 is open/,
		);
		await said(['order', 'done', '--result', file], 0, /active\norder -: this result was taken before/);
		await open.close();
		for (const number of ['K000002', 'K000003', 'K000004']) await said(['case', 'close', number, '--outcome', 'x'], 0, /closed/);
	}

	it('find and order what is due', async () => {
		// Where the plain type is used up, another that serves is taken.
		await said(
			['due', '--until', '2027-01-01'],
			0,
			/Aoba: 3 meters, 3 can be ordered, the first ends 2026-11-30\n {2}1p3w-60-1way: 2 needed, 2 in the depots\n {2}1p3w-60-2way: 1 needed, 1 in the depots/,
		);
		await said(
			['due', '--until', '2027-01-01', '--order'],
			0,
			/W00000006 {2}C0000000001 {2}Aoba\nW00000007 {2}C0000000002 {2}Aoba\nW00000008 {2}C0000000003 {2}Aoba\n3 orders are issued/,
		);
		await said(['due', '--until', '2027-01-01'], 0, /C0000000002: left out, order W00000007 is open/);
		await said(['due', '--until', '2027-01-01', '--order'], 1, /no certification ends until 2027-01-0\d that could be ordered/);
	});

	it('say what was wrong with the words, and what would be right', async () => {
		await said(['due', '--until', 'soon'], 2, /--until: expected a day or time such as 2027-03-31/);
		await said(['order', 'done', 'W00000006', '--units', 'rf,x'], 2, /--units: expected the units that are there/);
		await said(['order', 'done', 'W00000006', '--meter', 'x'], 2, /--meter: expected 16 hexadecimal digits/);
		await said(['order', 'done', 'W00000006', '--serial', 'roof=1'], 2, /--serial: expected PLACE=NUMBER/);
		await said(['order', 'done'], 2, /expected --result FILE alone/);
		await said(['order', 'done', '--result', join(folder, 'none')], 2, /--result: cannot read/);
		await said(['order', 'list', '--state', 'lost'], 2, /--state: expected issued or assigned/);
		await said(['application', 'receive', 'C0000000003', 'new', '--wish', 'x'], 2, /--wish: expected NAME=VALUE/);
		await said(['order', 'show', 'W99999999'], 1, /there is no order W99999999/);
	});
});
