import type { InEachLanguage } from '../../web/page/words.js';

export interface HandheldPageWords {
	readonly title: string;
	readonly otherLanguage: string;
	readonly skipLink: string;
	readonly standing: (name: string, place: string, results: number) => string;
	readonly password: string;
	readonly takePicture: string;
	readonly scanned: string;
	readonly set: string;
	readonly built: string;
	readonly order: string;
	readonly units: string;
	readonly unitsHint: string;
	readonly note: string;
	readonly diagnosis: string;
	readonly orderIfAny: string;
	readonly look: string;
	readonly wait: string;
	readonly came: string;
	readonly done: Readonly<Record<'set' | 'failed' | 'diagnosis' | 'built', string>>;
	readonly notDone: string;
	readonly noPicture: string;
	readonly gone: string;
}

export const HANDHELD_PAGE_WORDS: InEachLanguage<HandheldPageWords> = Object.freeze({
	en: {
		title: 'Keiki hand-held',
		otherLanguage: '日本語',
		skipLink: 'To the content',
		standing: (name, place, results) => `${name}, at ${place}; ${results} ${results === 1 ? 'result waits' : 'results wait'} for the office`,
		password: 'Set the password',
		takePicture: 'Take a picture of the bar code',
		scanned: 'or the text of a scanner',
		set: 'Set',
		built: 'What was mounted',
		order: 'Work order',
		units: 'Units that you mounted',
		unitsHint: 'rf-b,1p3w-60-2way',
		note: 'Note it',
		diagnosis: 'Why does a HEMS not get through?',
		orderIfAny: 'Work order, if there is one',
		look: 'Look',
		wait: 'At the meter: wait …',
		came: 'What came of it',
		done: { set: 'Done: the password is set.', failed: 'Not done.', diagnosis: 'This is how it is.', built: 'Noted for the office.' },
		notDone: 'Not done.',
		noPicture: 'This picture cannot be opened: take another one.',
		gone: 'The hand-held cannot be reached: see whether keiki handheld serve runs, and try again.',
	},
	ja: {
		title: 'Keikiハンディターミナル',
		otherLanguage: 'English',
		skipLink: '本文へ',
		standing: (name, place, results) => `${name}、接続先${place}。未提出の結果${results}件`,
		password: 'パスワードの設定',
		takePicture: 'バーコードを撮影',
		scanned: 'またはスキャナーの文字列',
		set: '設定',
		built: '取り付けたもの',
		order: '作業票',
		units: '取り付けたユニット',
		unitsHint: 'rf-b,1p3w-60-2way',
		note: '記録',
		diagnosis: 'HEMSがつながらない理由',
		orderIfAny: '作業票(あれば)',
		look: '調べる',
		wait: 'メーターと通信中です…',
		came: '結果',
		done: {
			set: '完了: パスワードを設定しました。',
			failed: '完了していません。',
			diagnosis: '現在の状態です。',
			built: '事務所のために記録しました。',
		},
		notDone: '完了していません。',
		noPicture: 'この画像を開けません。撮り直してください。',
		gone: '端末に接続できません。keiki handheld serveが動いているか確かめて、やり直してください。',
	},
});
