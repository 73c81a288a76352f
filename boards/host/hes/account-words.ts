/** What `keiki hes account` and `token` say, in each language. */
import type { AccountState, TokenResult } from '../../../src/head-end/account.js';
import type { InEach } from '../../../src/world/schema/language.js';

export interface AccountWords {
	readonly mode: Readonly<Record<AccountState['mode'], string>>;
	readonly status: Readonly<Record<AccountState['status'], string>>;
	readonly credit: Readonly<Record<AccountState['credit'], string>>;
	/** Names of rows. */
	readonly account: () => string;
	readonly available: () => string;
	readonly toClear: () => string;
	readonly lowBelow: () => string;
	readonly emergency: () => string;
	readonly price: () => string;
	/** @param energy as `kWh` */
	readonly per: (amount: string, energy: string) => string;
	readonly taken: (available: string) => string;
	readonly refused: Readonly<Record<Exclude<TokenResult, 'taken'>, string>>;
	/** @param kek undefined: those keys that everybody knows have one */
	readonly noKek: (path: string | undefined) => string;
	readonly digits: (text: string) => string;
	readonly serial: (text: string) => string;
	readonly number: (option: string, most: number, text: string) => string;
}

export const ACCOUNT_WORDS: InEach<AccountWords> = Object.freeze({
	en: {
		mode: { credit: 'credit mode', prepaid: 'prepaid' },
		status: { new: 'new: nothing is charged until it is activated', active: 'active', closed: 'closed' },
		credit: { 'in credit': 'in credit', low: 'credit is low', emergency: 'emergency credit is in use', out: 'out of credit' },
		account: () => 'account',
		available: () => 'available',
		toClear: () => 'to be paid back',
		lowBelow: () => 'low below',
		emergency: () => 'emergency credit',
		price: () => 'price',
		per: (amount, energy) => `${amount} for a ${energy}`,
		taken: (available) => `taken; available ${available}`,
		refused: {
			format: 'the meter takes the token for none: expected 20 digits',
			authentication:
				'the meter does not know the token: it is another meter’s, or was changed; or so many were wrong that it looks at none for an hour',
			validation: 'the meter refuses the token: it was used before, or the account is not active',
			execution: 'the meter cannot add so much',
		},
		noKek: (path) => `${path ?? 'demo keys'}: expected a kek, under which tokens are made`,
		digits: (text) => `token: expected 20 digits, blanks and hyphens between them or not, got "${text}"`,
		serial: (text) => `--for: expected the serial number of a meter, 1 to 12 ASCII characters, got "${text}"`,
		number: (what, most, text) => `${what}: expected a whole number from 1 to ${most}, got "${text}"`,
	},
	ja: {
		mode: { credit: '後払い', prepaid: '前払い' },
		status: { new: '未使用(有効にするまで課金されません)', active: '有効', closed: '終了' },
		credit: { 'in credit': '残高あり', low: '残高わずか', emergency: '緊急クレジットを使用中', out: '残高なし' },
		account: () => 'アカウント',
		available: () => '利用可能',
		toClear: () => '返済額',
		lowBelow: () => '残高わずかの基準',
		emergency: () => '緊急クレジット',
		price: () => '単価',
		per: (amount, energy) => `1${energy}当たり${amount}`,
		taken: (available) => `受け付けられました。利用可能${available}`,
		refused: {
			format: 'メーターはトークンと認めません。20桁の数字のはずです',
			authentication: 'メーターの知らないトークンです。別のメーターのものか、変更されています。または、誤りが続いたため1時間受け付けません',
			validation: 'メーターがトークンを拒否しました。使用済みか、アカウントが有効ではありません',
			execution: 'メーターはこの額を加えられません',
		},
		noKek: (path) => `${path ?? 'デモ用の鍵'}: トークンを作るにはkekが必要です`,
		digits: (text) => `トークン: 20桁の数字(間に空白やハイフンがあってもよい)のはずですが、"${text}"です`,
		serial: (text) => `--for: メーターの製造番号(1〜12文字のASCII)のはずですが、"${text}"です`,
		number: (what, most, text) => `${what}: 1〜${most}の整数のはずですが、"${text}"です`,
	},
});
