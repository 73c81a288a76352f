/** The words of the customers' site: plain, and without the office's own. */
import type { SharedData } from '../../../../src/operations/people/consent.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import type { ApplicationState } from '../database/tables.js';
import type { OwnKind } from './own-applications.js';

export interface CustomerWords {
	readonly site: string;
	readonly start: string;
	readonly consents: string;
	readonly data: string;
	readonly signIn: string;
	readonly contract: string;
	readonly code: string;
	readonly codeHelp: string;
	readonly withCode: string;
	readonly withPassword: string;
	readonly ownPassword: string;
	readonly passwordHelp: string;
	readonly wrong: string;
	readonly wait: (seconds: number) => string;
	readonly yourContract: string;
	readonly name: string;
	readonly address: string;
	readonly amperes: string;
	readonly routeB: string;
	readonly routeBs: Readonly<Record<'none' | 'radio' | 'plc', string>>;
	readonly feedIn: string;
	readonly yes: string;
	readonly no: string;
	readonly password: string;
	readonly passwordIs: (version: number, since: string) => string;
	readonly passwordComes: (version: number) => string;
	readonly passwordNone: string;
	readonly applications: string;
	readonly none: string;
	readonly heads: readonly string[];
	readonly withdraw: string;
	readonly withdrawThis: (number: string) => string;
	readonly states: Readonly<Record<ApplicationState, string>>;
	readonly apply: Readonly<Record<OwnKind, { readonly title: string; readonly what: string; readonly button: string }>>;
	readonly medium: string;
	readonly media: Readonly<Record<'radio' | 'plc', string>>;
	readonly day: string;
	readonly dayWrong: (text: string) => string;
	readonly mediumWrong: string;
	readonly done: (number: string) => string;
	readonly consentWhat: string;
	readonly consentHeads: readonly string[];
	readonly give: string;
	readonly to: string;
	readonly shared: string;
	readonly from: string;
	readonly until: string;
	readonly kinds: Readonly<Record<SharedData, string>>;
	readonly consentStates: Readonly<Record<'holds' | 'notYet' | 'over' | 'withdrawn', string>>;
	readonly takeBack: string;
	readonly takeBackThis: (to: string) => string;
	readonly toWrong: string;
	readonly kindsWrong: string;
	readonly daysWrong: string;
	readonly dataWhat: string;
	readonly save: string;
	readonly rows: (count: number) => string;
}

export const CUSTOMER_WORDS: InEach<CustomerWords> = Object.freeze({
	en: {
		site: 'Your electricity contract',
		start: 'Your contract',
		consents: 'Who may have your data',
		data: 'Your data',
		signIn: 'Sign in',
		contract: 'Code of the contract',
		code: 'Code of the letter',
		codeHelp:
			'The code of the contract, C and ten digits, is on each bill. The other code came by letter; it is good once. Another letter comes when you call us.',
		withCode: 'By the code of a letter',
		withPassword: 'By your password',
		ownPassword: 'Password',
		passwordHelp: 'The one that you have set here. For the first time, and where it is forgotten, there is the code of a letter.',
		wrong:
			'Not signed in: a code or the password is wrong, the code of the letter was used already or is too old, or the password is locked for a while after wrong ones.',
		wait: (seconds) => `Too many tries: please wait ${seconds} s.`,
		yourContract: 'Your contract',
		name: 'Name',
		address: 'Address',
		amperes: 'Contract',
		routeB: 'Route B (your meter tells your home controller)',
		routeBs: { none: 'not set up', radio: 'by radio', plc: 'by power line' },
		feedIn: 'Energy fed in',
		yes: 'yes',
		no: 'no',
		password: 'Password of Route B',
		passwordIs: (version, since) => `number ${version} holds since ${since}`,
		passwordComes: (version) => `number ${version} is on its way to your meter; until the meter has it, the one before holds`,
		passwordNone: 'none',
		applications: 'Your applications',
		none: 'None.',
		heads: ['Number', 'For', 'Received', 'State', 'Why', 'To do'],
		withdraw: 'Withdraw',
		withdrawThis: (number) => `Withdraw ${number}`,
		states: {
			received: 'received: we look into it',
			designed: 'decided: the work is planned',
			ordered: 'the work is ordered',
			done: 'done',
			refused: 'not possible',
			withdrawn: 'withdrawn',
		},
		apply: {
			'route-b': {
				title: 'Have Route B set up',
				what: 'Your home controller (HEMS) then reads your meter itself. The id and the password come by letter; nobody but you reads them.',
				button: 'Apply for Route B',
			},
			'move-out': {
				title: 'Moving out',
				what: 'From that day on nobody reads the meter by your password any more.',
				button: 'Tell us that you move',
			},
			'lost-password': {
				title: 'Password of Route B lost',
				what: 'A new password comes by letter. The old one holds until your meter has the new one.',
				button: 'Ask for a new password',
			},
		},
		medium: 'How the controller reaches the meter',
		media: { radio: 'by radio (Wi-SUN), as nearly all do', plc: 'by power line (PLC)' },
		day: 'Day of the move',
		dayWrong: (text) => `Day of the move: expected one like 2026-12-24, from today on within a year, got ${JSON.stringify(text)}`,
		mediumWrong: 'How the controller reaches the meter: expected by radio or by power line',
		done: (number) => `We have your application: ${number}.`,
		consentWhat:
			'Data of your meter is personal. Nobody outside gets it unless you say so here: who, which data, from when until when. You can take it back at any time.',
		consentHeads: ['To', 'Data', 'From', 'Until', 'State', 'To do'],
		give: 'Let somebody have data',
		to: 'Who (name of the company)',
		shared: 'Which data',
		from: 'From',
		until: 'Until (this day is the last)',
		kinds: {
			readings: 'readings of each half-hour',
			events: 'events that the meter reports',
			controls: 'what the meter is told to do',
			status: 'state of the supply and of Route B',
		},
		consentStates: { holds: 'holds', notYet: 'not yet', over: 'over', withdrawn: 'taken back' },
		takeBack: 'Take back',
		takeBackThis: (to) => `Take back: ${to}`,
		toWrong: 'Who: expected a name of 1 to 80 characters',
		kindsWrong: 'Which data: expected at least one',
		daysWrong: 'From and until: expected days like 2026-12-24, the last one not before the first, and within ten years',
		dataWhat: 'All that we hold about your contract, table by table.',
		save: 'Save it as a file (JSON)',
		rows: (count) => (count === 1 ? '1 row' : `${count} rows`),
	},
	ja: {
		site: '電気のご契約',
		start: 'ご契約',
		consents: 'データの提供先',
		data: 'ご自身のデータ',
		signIn: 'サインイン',
		contract: '契約番号',
		code: '通知書のコード',
		codeHelp:
			'契約番号(Cと数字10桁)は検針票にあります。もう1つのコードは郵便でお送りしたもので、1回だけ使えます。お電話いただければ、新しい通知書をお送りします。',
		withCode: '通知書のコードでサインイン',
		withPassword: 'パスワードでサインイン',
		ownPassword: 'パスワード',
		passwordHelp: 'このサイトで設定したパスワードです。初めての場合やお忘れの場合は、通知書のコードをお使いください。',
		wrong:
			'サインインできませんでした。番号、コード、またはパスワードが違うか、通知書のコードが使用済みか期限切れ、またはパスワードの誤りが続いたため一時的にロックされています。',
		wait: (seconds) => `試行が多すぎます。${seconds}秒お待ちください。`,
		yourContract: 'ご契約の内容',
		name: 'お名前',
		address: 'ご住所',
		amperes: '契約',
		routeB: 'Bルート(メーターからご家庭の機器へ)',
		routeBs: { none: '未設定', radio: '無線', plc: '電力線' },
		feedIn: '売電',
		yes: 'あり',
		no: 'なし',
		password: 'Bルートのパスワード',
		passwordIs: (version, since) => `${version}番が${since}から有効です`,
		passwordComes: (version) => `${version}番をメーターに設定しています。設定が済むまでは前のパスワードが有効です`,
		passwordNone: 'ありません',
		applications: 'お申し込み',
		none: 'ありません。',
		heads: ['番号', '内容', '受付', '状態', '理由', '操作'],
		withdraw: '取り下げ',
		withdrawThis: (number) => `${number}を取り下げ`,
		states: {
			received: '受付済み: 確認しています',
			designed: '決定済み: 工事を計画しています',
			ordered: '工事を手配済み',
			done: '完了',
			refused: 'お受けできませんでした',
			withdrawn: '取り下げ済み',
		},
		apply: {
			'route-b': {
				title: 'Bルートの申し込み',
				what: 'ご家庭のHEMSがメーターを直接読めるようになります。IDとパスワードは郵便でお送りし、お客さま以外はだれも読めません。',
				button: 'Bルートを申し込む',
			},
			'move-out': { title: 'お引っ越し(転出)', what: 'その日から、お客さまのパスワードではメーターを読めなくなります。', button: '転出を届け出る' },
			'lost-password': {
				title: 'Bルートのパスワードの紛失',
				what: '新しいパスワードを郵便でお送りします。メーターに設定されるまで、前のパスワードが有効です。',
				button: '新しいパスワードを申し込む',
			},
		},
		medium: 'HEMSとメーターの通信',
		media: { radio: '無線(Wi-SUN、一般的な方式)', plc: '電力線(PLC)' },
		day: 'お引っ越しの日',
		dayWrong: (text) => `お引っ越しの日: 今日から1年以内の日を2026-12-24のように入力してください: ${JSON.stringify(text)}`,
		mediumWrong: 'HEMSとメーターの通信: 無線か電力線を選んでください',
		done: (number) => `お申し込みを受け付けました: ${number}`,
		consentWhat:
			'メーターのデータは個人情報です。ここで同意いただかないかぎり、だれにも提供しません。提供先、データ、期間を指定できます。同意はいつでも撤回できます。',
		consentHeads: ['提供先', 'データ', '開始', '終了', '状態', '操作'],
		give: 'データの提供に同意する',
		to: '提供先(会社名)',
		shared: 'データ',
		from: '開始日',
		until: '終了日(この日まで)',
		kinds: { readings: '30分ごとの検針値', events: 'メーターが通知するイベント', controls: 'メーターへの指示', status: '供給とBルートの状態' },
		consentStates: { holds: '有効', notYet: '開始前', over: '終了', withdrawn: '撤回済み' },
		takeBack: '撤回',
		takeBackThis: (to) => `撤回: ${to}`,
		toWrong: '提供先: 1〜80文字の名前を入力してください',
		kindsWrong: 'データ: 1つ以上選んでください',
		daysWrong: '開始日と終了日: 2026-12-24のように、10年以内の期間を入力してください',
		dataWhat: 'ご契約について保有しているすべてのデータです。',
		save: 'ファイルに保存(JSON)',
		rows: (count) => `${count}件`,
	},
});
