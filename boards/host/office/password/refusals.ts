/** What the office answers no to about passwords, in each language. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { OfficeRefusal } from '../database/refusal.js';

const REFUSALS = Object.freeze({
	noContract: (contract: string) => ({ en: `there is no contract ${contract}`, ja: `契約${contract}はありません` }),
	contractEnded: (contract: string) => ({
		en: `contract ${contract} has ended: nobody may get a password for it`,
		ja: `契約${contract}は終了しているため、パスワードを発行できません`,
	}),
	noUnit: (contract: string) => ({
		en: `no communication unit is known for contract ${contract}: there is no open order with one, and none is mounted; issue the order first`,
		ja: `契約${contract}の通信ユニットが分かりません。未完了の指示にも、取り付け済みの記録にもありません。先に指示を出してください`,
	}),
	noOrder: (order: string) => ({ en: `there is no order ${order}`, ja: `指示${order}はありません` }),
	otherOrder: (order: string, contract: string) => ({
		en: `order ${order} is not of contract ${contract}`,
		ja: `指示${order}は契約${contract}のものではありません`,
	}),
	orderEnded: (order: string) => ({ en: `order ${order} has ended; it takes a new one`, ja: `指示${order}は終わっています。新しい指示が必要です` }),
	noMeter: (order: string) => ({
		en: `order ${order} leaves no meter at the site: no password goes with it`,
		ja: `指示${order}の後に計器は残らないので、パスワードは付けられません`,
	}),
	noKey: (title: string) => ({
		en: `stock has no credential key of the communication unit ${title}; keiki office import stock brings it`,
		ja: `在庫記録に通信ユニット${title}の認証情報の鍵がありません。keiki office import stock で取り込めます`,
	}),
	wrongKey: (title: string) => ({
		en: `the credential key of the communication unit ${title} in stock is none that can seal; import its record anew`,
		ja: `在庫記録の通信ユニット${title}の鍵では封印できません。記録を取り込み直してください`,
	}),
	otherMaster: (title: string) => ({
		en: `the key of the communication unit ${title} was wrapped under another master key; name that one by --master-key-file`,
		ja: `通信ユニット${title}の鍵は別のマスター鍵で包まれています。その鍵を--master-key-fileで指定してください`,
	}),
	noRouteB: (title: string, type: string) => ({
		en: `the communication unit ${title} is of type ${type}, which has no Route B; design another one for it`,
		ja: `通信ユニット${title}の型式${type}にBルートはありません。別のユニットを設計してください`,
	}),
	noVersion: (title: string) => ({
		en: `the last version was sealed for the communication unit ${title}: it needs another key, or another unit`,
		ja: `通信ユニット${title}の版は使い切りました。別の鍵か、別のユニットが必要です`,
	}),
	inForce: (contract: string, version: number) => ({
		en: `contract ${contract} has a password in force, version ${version}; keiki office password rewrite ${contract} replaces it`,
		ja: `契約${contract}には有効なパスワード(第${version}版)があります。keiki office password rewrite ${contract} で書き換えます`,
	}),
	noneYet: (contract: string) => ({
		en: `contract ${contract} never had a password; keiki office password issue ${contract} makes the first`,
		ja: `契約${contract}にはまだパスワードがありません。keiki office password issue ${contract} で最初のものを作ります`,
	}),
	changed: (contract: string) => ({
		en: `the records of contract ${contract} changed meanwhile; nothing was issued, ask again`,
		ja: `その間に契約${contract}の記録が変わりました。何も発行していません。もう一度行ってください`,
	}),
	noLetter: (contract: string) => ({
		en: `no letter of contract ${contract} waits to be printed; keiki office password rewrite ${contract} makes a new password and its letter`,
		ja: `契約${contract}に印刷を待つ書面はありません。keiki office password rewrite ${contract} で新しいパスワードと書面を作ります`,
	}),
	letterPrinted: (contract: string, version: number) => ({
		en: `the letter of contract ${contract}, version ${version}, has been printed, and is printed once; a second takes a new password: keiki office password rewrite ${contract}`,
		ja: `契約${contract}の書面(第${version}版)は印刷済みで、印刷は一度だけです。もう一通には新しいパスワードが必要です: keiki office password rewrite ${contract}`,
	}),
	letterGone: (contract: string) => ({
		en: `the letter of contract ${contract} is not where the office keeps it; nobody can make it again: keiki office password rewrite ${contract}`,
		ja: `契約${contract}の書面が保管場所にありません。作り直すことはできません: keiki office password rewrite ${contract}`,
	}),
	noHandheld: (handheld: string) => ({
		en: `there is no hand-held ${handheld}; keiki office handheld list tells which there are`,
		ja: `ハンディターミナル${handheld}はありません。keiki office handheld list で確認できます`,
	}),
	handheldLost: (handheld: string) => ({
		en: `hand-held ${handheld} is told to be lost: no order is made for it`,
		ja: `ハンディターミナル${handheld}は紛失とされているため、指示を出せません`,
	}),
	whichHandheld: (order: string) => ({
		en: `a password goes with order ${order}: name the hand-held that brings it by --handheld`,
		ja: `指示${order}にはパスワードが付いています。届けるハンディターミナルを--handheldで指定してください`,
	}),
	untilPast: (order: string) => ({
		en: `the code of order ${order} would be good for no time: --until is past`,
		ja: `指示${order}のコードを使える時間がありません。--untilは過ぎています`,
	}),
	handheldKnown: (handheld: string) => ({ en: `hand-held ${handheld} is registered already`, ja: `ハンディターミナル${handheld}は登録済みです` }),
} as const satisfies Readonly<Record<string, (...facts: never[]) => InEach<string>>>);

type Refusals = typeof REFUSALS;

export function refused<Kind extends keyof Refusals>(kind: Kind, ...facts: Parameters<Refusals[Kind]>): OfficeRefusal {
	const say = REFUSALS[kind] as unknown as (...facts: Parameters<Refusals[Kind]>) => InEach<string>;
	return new OfficeRefusal({ kind, words: say(...facts) });
}
