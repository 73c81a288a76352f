/** What stands on a letter and on a work order, in each language. */
import { dateOf, timeOfDay } from '../../../../src/world/time/iso-time.js';

export interface PaperWords {
	/** Of a day and a time. */
	readonly time: (ms: number) => string;
	readonly day: (ms: number) => string;
	readonly letter: {
		readonly title: string;
		readonly to: (name: string) => string;
		readonly opening: string;
		readonly contract: string;
		readonly made: string;
		readonly id: string;
		readonly password: string;
		readonly version: string;
		readonly characters: string;
		readonly code: string;
		readonly how: string;
		readonly steps: readonly string[];
		readonly keep: string;
		readonly lost: string;
	};
	readonly order: {
		readonly title: string;
		readonly work: string;
		readonly contract: string;
		readonly site: string;
		readonly customer: string;
		readonly meter: string;
		readonly worker: string;
		readonly until: string;
		readonly units: string;
		readonly takeOut: string;
		readonly putIn: string;
		readonly unitHead: readonly [string, string, string, string];
		readonly password: string;
		readonly handheld: (name: string, from: string, until: string) => readonly string[];
		readonly noPassword: string;
		readonly how: string;
		readonly steps: readonly string[];
		readonly done: string;
		readonly signature: string;
	};
	/** The head of the log of all that the office did. */
	readonly head: (head: string, entries: number) => string;
}

function clock(ms: number): string {
	return timeOfDay(ms).slice(0, 5);
}

function dayJa(ms: number): string {
	const [year, month, day] = dateOf(ms).split('-').map(Number);
	return `${year}年${month}月${day}日`;
}

export const PAPER_WORDS: Readonly<Record<'en' | 'ja', PaperWords>> = Object.freeze({
	en: {
		time: (ms) => `${dateOf(ms)} ${clock(ms)} JST`,
		day: dateOf,
		letter: {
			title: 'Your Route B id and password',
			to: (name) => name,
			opening:
				'With these two your HEMS reads your smart meter. This letter is the only place where the password can be read: we have not kept it, and cannot tell you it again.',
			contract: 'Contract',
			made: 'Date',
			id: 'Route B id',
			password: 'Password',
			version: 'Issue',
			characters: 'The password has 12 characters: capitals and digits, without 0, O, 1 and I. The blanks are for reading and are not entered.',
			code: 'The code on the left holds id and password as text: two lines.',
			how: 'How to enter it',
			steps: [
				'Wait until the meter has the password: after our work at your meter, or, where we set it from afar, from the day that we told you.',
				'Open the settings of your HEMS for the smart meter (Route B), and enter id and password without blanks.',
				'Have the HEMS connect. It may search for the meter for a minute.',
				'If it says that authentication failed, compare each character with this letter, and enter them again.',
			],
			keep: 'Keep this letter where only your household can read it.',
			lost: 'If it is lost, or you have reason to think that somebody else has read it, ask us for a new password. With that, the one above ends.',
		},
		order: {
			title: 'Work order',
			work: 'Work',
			contract: 'Contract',
			site: 'Site',
			customer: 'Customer',
			meter: 'Communication unit',
			worker: 'Worker',
			until: 'To be done by',
			units: 'Units',
			takeOut: 'take out',
			putIn: 'put in',
			unitHead: ['Place', 'What to do', 'Unit', 'Serial number'],
			password: 'Route B password, sealed',
			handheld: (name, from, until) => [
				`For hand-held ${name} alone.`,
				`Good from ${from}`,
				`until ${until}, once.`,
				'The password is sealed to the communication unit: nobody on the way can read it.',
			],
			noPassword: 'No Route B password goes with this order.',
			how: 'At the site',
			steps: [
				'Compare the number of the meter with this order.',
				'Mount the units, and join the hand-held to the local port.',
				'Scan the code with the hand-held. It says "set", and the version.',
				'Have the hand-held record what was mounted.',
				'Hand in the results of the hand-held.',
			],
			done: 'Done on',
			signature: 'Name of the worker',
		},
		head: (head, entries) => `Log of the office, ${entries} entries: ${head}`,
	},
	ja: {
		time: (ms) => `${dayJa(ms)} ${clock(ms)}`,
		day: dayJa,
		letter: {
			title: 'Bルート認証IDとパスワードのお知らせ',
			to: (name) => `${name} 様`,
			opening:
				'この二つを設定すると、お客さまのHEMSがスマートメーターの値を読み取れます。パスワードを読めるのはこの書面だけです。当社にも控えはなく、あらためてお知らせすることはできません。',
			contract: 'ご契約番号',
			made: '発行日',
			id: '認証ID',
			password: 'パスワード',
			version: '発行回数',
			characters: 'パスワードは12文字の英大文字と数字です。0、O、1、Iは使っていません。空白は読みやすくするためのもので、入力しません。',
			code: '左のコードには、認証IDとパスワードが文字として2行に入っています。',
			how: '設定の方法',
			steps: [
				'スマートメーターにパスワードが設定されるまでお待ちください。当社の工事の後、または遠隔で設定する場合はお知らせした日からです。',
				'HEMSの設定画面でスマートメーター（Bルート）を選び、認証IDとパスワードを空白なしで入力します。',
				'HEMSを接続します。計器を探すのに1分ほどかかることがあります。',
				'認証に失敗したと表示されたら、この書面と一文字ずつ見比べて、もう一度入力してください。',
			],
			keep: 'この書面は、ご家族以外の目に触れない所に保管してください。',
			lost: '紛失したとき、または他人に見られたおそれがあるときは、新しいパスワードをお申し込みください。新しいパスワードになると、上のものは使えなくなります。',
		},
		order: {
			title: '作業票',
			work: '作業',
			contract: '契約番号',
			site: '場所',
			customer: 'お客さま',
			meter: '通信ユニット',
			worker: '作業者',
			until: '期限',
			units: 'ユニット',
			takeOut: '取り外し',
			putIn: '取り付け',
			unitHead: ['位置', '作業', 'ユニット', '製造番号'],
			password: 'Bルートのパスワード（封印済み）',
			handheld: (name, from, until) => [
				`ハンディターミナル${name}専用`,
				`${from}から`,
				`${until}まで、一度だけ使えます。`,
				'パスワードは通信ユニットあてに封印されていて、途中では誰にも読めません。',
			],
			noPassword: 'この指示にBルートのパスワードはありません。',
			how: '現地での手順',
			steps: [
				'計器の番号をこの作業票と照らし合わせます。',
				'ユニットを取り付け、ハンディターミナルをローカルポートにつなぎます。',
				'ハンディターミナルでコードを読み取ります。「設定済み」と版が表示されます。',
				'取り付けたユニットをハンディターミナルで記録します。',
				'ハンディターミナルの結果を提出します。',
			],
			done: '完了日',
			signature: '作業者氏名',
		},
		head: (head, entries) => `業務記録 ${entries}件 ${head}`,
	},
});
