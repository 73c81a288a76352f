/** What the commands about passwords, letters, orders and hand-helds tell, in each language. */
import type { InEach } from '../../../../src/world/schema/language.js';
import type { HandheldTable } from '../database/tables.js';
import type { IssuedPassword } from './issue.js';

export interface ToldWords {
	readonly issued: (issued: IssuedPassword) => string;
	readonly proposed: (proposal: number, contracts: number) => string;
	readonly many: (issued: number) => string;
	readonly letter: (contract: string, version: number, file: string) => string;
	readonly printed: (order: string, file: string, hasCode: boolean) => string;
	readonly registered: (handheld: string, name: string) => string;
	readonly handheld: (handheld: string, name: string, state: HandheldTable['state']) => string;
	readonly noHandhelds: string;
	readonly lost: (handheld: string) => string;
}

export const TOLD: InEach<ToldWords> = Object.freeze({
	en: {
		issued: ({ contract, meter, version, by, bearer }) =>
			`${contract}: version ${version} is sealed for communication unit ${meter}, and goes with ${by === 'relay' ? 'job' : 'order'} ${bearer}; its letter: keiki office password letter ${contract}`,
		proposed: (proposal, contracts) =>
			`proposal ${proposal}: new passwords for ${contracts} contracts; another clerk approves it: keiki office proposal approve ${proposal}; then keiki office password rewrite-many --proposal ${proposal}`,
		many: (issued) => `${issued} new passwords are on their way, each with its letter`,
		letter: (contract, version, file) => `${contract}: the letter of version ${version} is ${file}, and nowhere else`,
		printed: (order, file, hasCode) =>
			`${order}: ${file}, ${hasCode ? 'with a code for the hand-held' : 'without a code, as no password goes with it'}`,
		registered: (handheld, name) => `hand-held ${handheld} is registered as ${name}`,
		handheld: (handheld, name, state) => `${handheld}  ${state === 'active' ? 'in use' : 'lost  '}  ${name}`,
		noHandhelds: 'there is no hand-held; keiki office handheld add FILE registers one',
		lost: (handheld) => `hand-held ${handheld} is lost: no order is made for it any more`,
	},
	ja: {
		issued: ({ contract, meter, version, by, bearer }) =>
			`${contract}: 第${version}版を通信ユニット${meter}あてに封印しました。${by === 'relay' ? 'ジョブ' : '指示'}${bearer}で届けます。書面: keiki office password letter ${contract}`,
		proposed: (proposal, contracts) =>
			`提案${proposal}: ${contracts}件の契約に新しいパスワード。ほかの担当者が承認してから行います: keiki office proposal approve ${proposal}、その後 keiki office password rewrite-many --proposal ${proposal}`,
		many: (issued) => `${issued}件の新しいパスワードを送り出しました。それぞれに書面があります`,
		letter: (contract, version, file) => `${contract}: 第${version}版の書面は${file}で、ほかにはありません`,
		printed: (order, file, hasCode) =>
			`${order}: ${file}、${hasCode ? 'ハンディターミナル用のコード付き' : 'パスワードが付いていないので、コードはありません'}`,
		registered: (handheld, name) => `ハンディターミナル${handheld}を${name}として登録しました`,
		handheld: (handheld, name, state) => `${handheld}  ${state === 'active' ? '使用中' : '紛失　'}  ${name}`,
		noHandhelds: 'ハンディターミナルはありません。keiki office handheld add FILE で登録できます',
		lost: (handheld) => `ハンディターミナル${handheld}は紛失です。今後は指示を出しません`,
	},
});
