/** The words of the page of lessons around what the lessons say. */
import type { InEachLanguage } from '../../../web/page/words.js';
import type { FrameKind } from '../../lessons/lesson-facts.js';
import type { LessonFailure } from '../../lessons/lesson-failure.js';
import type { LessonAsk } from '../../lessons/lesson-told.js';

type Of<Kinds extends { readonly kind: string }> = { readonly [Kind in Kinds['kind']]: (of: Extract<Kinds, { readonly kind: Kind }>) => string };

export interface LessonsPageWords {
	readonly title: string;
	readonly intro: string;
	readonly whichMeter: (meters: number) => string;
	readonly begin: string;
	readonly beginNamed: (title: string) => string;
	readonly steps: (count: number) => string;
	readonly barred: (why: string) => string;
	readonly asksTitle: string;
	readonly asks: Of<LessonAsk>;
	readonly agree: string;
	readonly cancel: string;
	readonly next: (title: string) => string;
	readonly again: string;
	readonly stop: string;
	readonly back: string;
	readonly acting: string;
	readonly waits: (time: string) => string;
	readonly leaving: string;
	readonly over: string;
	readonly stopped: string;
	readonly step: (number: number, count: number) => string;
	readonly earlier: string;
	readonly failed: string;
	readonly failures: Of<LessonFailure>;
	readonly seen: string;
	readonly frame: string;
	readonly frames: string;
	readonly serial: string;
	readonly messages: string;
	readonly apdus: string;
	readonly parts: string;
	readonly from: Readonly<Record<'hems' | 'meter' | 'client', string>>;
	readonly kinds: Readonly<Record<FrameKind, string>>;
	readonly partNames: Readonly<Record<string, string>>;
	readonly bytes: (count: number) => string;
	readonly channel: (number: number) => string;
	readonly look: string;
	readonly views: Readonly<Record<'frames' | 'ladder' | 'curves' | 'objects' | 'meter', string>>;
}

export const LESSONS_PAGE_WORDS: InEachLanguage<LessonsPageWords> = Object.freeze({
	en: {
		title: 'Lessons',
		intro:
			'Each lesson really happens, in the world that runs here, step by step and at your pace: nothing on these pages was recorded before. When it is over, or you end it, the world is as it was.',
		whichMeter: (meters) => `With meter number (1 to ${meters})`,
		begin: 'Begin',
		beginNamed: (title) => `Begin: ${title}`,
		steps: (count) => `${count} steps`,
		barred: (why) => `Not now: ${why}.`,
		asksTitle: 'This would disturb what is going on',
		asks: {
			joined: ({ node }) =>
				`A HEMS is joined${node === null ? '' : ` (${node})`}. A meter has one session alone: the meter would end it, and while the lesson lasts that HEMS is met by silence. It can join again when the lesson is over.`,
			joining: () => 'A HEMS is on its way in. It would be met by silence while the lesson lasts.',
			scenario: ({ name }) => `The scenario ${name} is under way, and might expect something else than what the lesson does.`,
		},
		agree: 'Begin all the same',
		cancel: 'Leave it alone',
		next: (title) => `Next: ${title}`,
		again: 'Try this step again',
		stop: 'End the lesson',
		back: 'Back to the lessons',
		acting: 'It is happening now …',
		waits: (time) => `It waits for ${time} by the clock of this world …`,
		leaving: 'The meter is left, and all is put back …',
		over: 'The lesson is over, and the world is as it was.',
		stopped: 'The lesson was ended before its end, and the world is as it was.',
		step: (number, count) => `Step ${number} of ${count}`,
		earlier: 'Earlier steps',
		failed: 'This step did not come to what it was to show.',
		failures: {
			dongle: () => 'The dongle does not answer, or refuses what it was told.',
			noMeter: () => 'No meter has answered the scan.',
			notLetIn: () => 'The meter has not let the HEMS in.',
			taken: () => 'Another HEMS has the session.',
			sessionGone: () => 'The session is gone.',
			noAnswer: () => 'The meter has not answered, three times.',
			unseen: ({ what }) => `A frame that there should have been was not on the air: ${what}.`,
			refused: ({ reason }) => `It was refused: ${reason.en}.`,
			routeA: ({ reason }) => `The meter was not reached on Route A: ${reason.en}.`,
			noCounter: ({ found }) => `The meter’s invocation counter is no number: ${found}.`,
			tooLong: () => 'It took longer than any of this does.',
			madeRoom: ({ node }) => `${node} wants to join, and the lesson has made room for it: who has a real need goes first.`,
		},
		seen: 'What was on the air',
		frame: 'The frame',
		frames: 'Frames',
		serial: 'At the serial port of the dongle',
		messages: 'Messages of PANA',
		apdus: 'Messages of DLMS/COSEM',
		parts: 'Byte by byte',
		from: { hems: 'HEMS', meter: 'meter', client: 'head-end' },
		kinds: {
			beaconRequest: 'enhanced beacon request',
			beacon: 'enhanced beacon',
			ack: 'acknowledgement',
			neighbour: 'neighbour discovery',
			pana: 'PANA',
			echonet: 'ECHONET Lite',
			secured: 'secured',
			fragment: 'fragment',
			other: 'other',
		},
		partNames: {
			mhr: 'MAC header',
			security: 'security header',
			sealed: 'ciphered',
			mic: 'MIC',
			fcs: 'checksum',
			lowpan: '6LoWPAN, UDP',
			ehd: 'ECHONET Lite',
			tid: 'transaction',
			seoj: 'from object',
			deoj: 'to object',
			esv: 'service',
			opc: 'properties',
			epc: 'property',
			pdc: 'length',
			edt: 'value',
		},
		bytes: (count) => (count === 1 ? '1 byte' : `${count} bytes`),
		channel: (number) => `channel ${number}`,
		look: 'Look at it elsewhere',
		views: { frames: 'Frames', ladder: 'Joining', curves: 'Curves', objects: 'Objects', meter: 'Meter' },
	},
	ja: {
		title: 'レッスン',
		intro:
			'どのレッスンも、ここで動いている世界の中で、1ステップずつ、あなたの速さで、本当に起こります。前もって記録したものは何もありません。終わるか、途中でやめると、世界は元に戻ります。',
		whichMeter: (meters) => `対象のメーターの番号(1〜${meters})`,
		begin: '始める',
		beginNamed: (title) => `始める: ${title}`,
		steps: (count) => `${count}ステップ`,
		barred: (why) => `今はできません: ${why}。`,
		asksTitle: '進行中のことを妨げます',
		asks: {
			joined: ({ node }) =>
				`HEMSが接続中です${node === null ? '' : `(${node})`}。メーターのセッションは1つだけなので、メーターがそれを終了し、レッスンの間、そのHEMSには何も答えません。レッスンが終われば、また接続できます。`,
			joining: () => 'HEMSが接続しようとしています。レッスンの間、メーターはそのHEMSに何も答えません。',
			scenario: ({ name }) => `シナリオ${name}の途中です。レッスンで起こることが、シナリオの期待と異なるかもしれません。`,
		},
		agree: 'それでも始める',
		cancel: 'やめておく',
		next: (title) => `次へ: ${title}`,
		again: 'このステップをもう一度',
		stop: 'レッスンをやめる',
		back: 'レッスンの一覧へ',
		acting: 'いま起こっています…',
		waits: (time) => `この世界の時計で${time}を待っています…`,
		leaving: 'メーターから離れ、元に戻しています…',
		over: 'レッスンは終わり、世界は元に戻りました。',
		stopped: 'レッスンは途中で終わり、世界は元に戻りました。',
		step: (number, count) => `ステップ ${number} / ${count}`,
		earlier: 'これまでのステップ',
		failed: 'このステップは、見せるはずのものに至りませんでした。',
		failures: {
			dongle: () => 'ドングルが答えないか、コマンドを拒否しました。',
			noMeter: () => 'スキャンに答えたメーターがありません。',
			notLetIn: () => 'メーターがHEMSを入れませんでした。',
			taken: () => 'ほかのHEMSがセッションを持っています。',
			sessionGone: () => 'セッションが失われました。',
			noAnswer: () => 'メーターが3回とも答えませんでした。',
			unseen: ({ what }) => `あるはずのフレームが電波に乗りませんでした: ${what}。`,
			refused: ({ reason }) => `拒否されました: ${reason.ja}。`,
			routeA: ({ reason }) => `Aルートでメーターに届きませんでした: ${reason.ja}。`,
			noCounter: ({ found }) => `メーターの呼び出しカウンターが数値ではありません: ${found}。`,
			tooLong: () => '通常よりずっと長くかかりました。',
			madeRoom: ({ node }) => `${node}が接続しようとしたので、レッスンは場所を空けました。本当に必要なほうが先です。`,
		},
		seen: '電波に乗ったもの',
		frame: 'フレーム',
		frames: 'フレーム',
		serial: 'ドングルのシリアルポート',
		messages: 'PANAのメッセージ',
		apdus: 'DLMS/COSEMのメッセージ',
		parts: 'バイト列の内訳',
		from: { hems: 'HEMS', meter: 'メーター', client: 'ヘッドエンド' },
		kinds: {
			beaconRequest: '拡張ビーコン要求',
			beacon: '拡張ビーコン',
			ack: '受信確認',
			neighbour: '近隣探索',
			pana: 'PANA',
			echonet: 'ECHONET Lite',
			secured: '暗号化',
			fragment: '断片',
			other: 'その他',
		},
		partNames: {
			mhr: 'MACヘッダー',
			security: 'セキュリティヘッダー',
			sealed: '暗号文',
			mic: 'MIC',
			fcs: 'チェックサム',
			lowpan: '6LoWPAN、UDP',
			ehd: 'ECHONET Lite',
			tid: 'トランザクション',
			seoj: '送信元オブジェクト',
			deoj: '宛先オブジェクト',
			esv: 'サービス',
			opc: 'プロパティの数',
			epc: 'プロパティ',
			pdc: '長さ',
			edt: '値',
		},
		bytes: (count) => `${count}バイト`,
		channel: (number) => `チャネル${number}`,
		look: 'ほかのページで見る',
		views: { frames: 'フレーム', ladder: '接続', curves: '曲線', objects: 'オブジェクト', meter: '計器' },
	},
});
