/** The account of a customer as a head-end and a token maker have it, and what becomes of the supply. */
import assert from 'node:assert/strict';
import { ACCOUNT_WORDS } from '../../../../boards/host/hes/account-words.js';
import { until } from '../../../until.js';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { objects } from './hes-rig.js';

const SERIAL = 'KEIKI0000001';

describe('keiki hes account', () => {
	const run = runOfEachTest();

	async function said(...words: readonly string[]): Promise<string> {
		const { status, stdout, stderr } = await keikiHere('hes', ...words);
		return status === 0 ? stdout.trim() : `exit ${status}: ${stderr}`;
	}

	it('shows how it stands, takes each token once, and has the supply cut without credit and given back', async () => {
		const meter = await run.start('--payment', 'prepaid', '--units', 'rf-b,1p3w-60-2way,switch-60,normal', '--load', 'constant:0');
		const supplies = () => run.running.events.filter(({ event }) => event === 'supply').map(({ on }) => on);
		const at = ['--meter', meter];
		assert.match(await said('account', 'show', ...at), /^account +prepaid, new: nothing is charged until it is activated\navailable +0\.00 JPY\n/);
		assert.match(await said('set', '70/0.0.96.3.10.255:4', 'enum:4', ...at), /done$/);
		assert.match(await said('action', '111/0.0.19.0.0.255:1', ...at), /done$/);
		await until(() => supplies().join() === 'false');
		const token = await said('token', 'make', '1000', '--for', SERIAL, '--number', '7');
		assert.match(token, /^\d{4}(-\d{4}){4}$/);
		assert.equal(await said('account', 'topup', token, ...at), 'taken; available 1000.00 JPY');
		await until(() => supplies().join() === 'false,true');
		assert.match(await said('account', 'topup', token, ...at), /^exit 1: .*it was used before, or the account is not active\n$/);
		const [row] = objects((await keikiHere('hes', 'account', 'show', ...at, '--json')).stdout);
		assert.deepEqual(
			[row!.mode, row!.status, row!.credit, row!.available, row!.emergency, row!.price],
			['prepaid', 'active', 'in credit', 1000, 300, 31],
		);
		assert.match(await said('account', 'show', ...at, '--lang', 'ja'), /^アカウント +前払い, 有効, 残高あり\n利用可能 +1000\.00 JPY\n/);
	});

	it('has none in a meter without an account', async () => {
		const meter = await run.start();
		assert.match(await said('account', 'show', '--meter', meter), /^exit 1: .*the account cannot be read/);
		assert.match(await said('account', 'topup', '0'.repeat(20), '--meter', meter), /^exit 1: .*what it thinks of the token/);
	});

	it('makes tokens without a meter, of what it was told alone', async () => {
		const made = objects((await keikiHere('hes', 'token', 'make', '262143', '--for', SERIAL, '--number', '65535', '--json')).stdout);
		assert.deepEqual([made[0]!.for, made[0]!.number, made[0]!.amount, String(made[0]!.token).length], [SERIAL, 65_535, 262_143, 20]);
		for (const [words, text] of [
			[['1000', '--number', '1'], /--for: expected the serial number of a meter/],
			[['1000', '--for', SERIAL], /--number: expected a whole number from 1 to 65535, got ""/],
			[['0', '--for', SERIAL, '--number', '1'], /amount: expected a whole number from 1 to 262143, got "0"/],
			[['262144', '--for', SERIAL, '--number', '1'], /amount: expected/],
		] as const)
			assert.match(await said('token', 'make', ...words), new RegExp(`^exit 2: .*${text.source}`));
		assert.match(await said('account', 'topup', '1234'), /^exit 2: .*token: expected 20 digits/);
	});

	it('has each sentence in Japanese, too', () => {
		const { en, ja } = ACCOUNT_WORDS;
		assert.deepEqual(Object.keys(ja), Object.keys(en));
		for (const words of [ja.mode, ja.status, ja.credit, ja.refused]) for (const text of Object.values(words)) assert.match(text, /[ぁ-ヿ一-鿿]/);
		for (const text of [ja.noKek('keys.json'), ja.noKek(undefined), ja.serial('x'), ja.number('--number', 5, 'x'), ja.digits('x')])
			assert.match(text, /です|必要/);
	});
});
