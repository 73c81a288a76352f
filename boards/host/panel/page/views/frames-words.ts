/** Words of the page of frames. */
import type { FrameMedium } from '../../../../../src/world/watch/frame-log.js';
import type { InEachLanguage } from '../../../web/page/words.js';
import type { Column } from '../frames/columns.js';

export interface FramesWords {
	readonly title: string;
	readonly list: string;
	readonly fields: string;
	readonly bytes: string;
	readonly sources: string;
	readonly columns: Readonly<Record<Column, string>>;
	readonly media: Readonly<Record<FrameMedium, string>>;
	readonly filter: string;
	readonly anyMedium: string;
	readonly anyLayer: string;
	readonly medium: string;
	readonly layer: string;
	readonly node: string;
	readonly epc: string;
	readonly tid: string;
	readonly text: string;
	readonly clear: string;
	readonly newest: (waiting: number) => string;
	readonly follows: string;
	readonly left: (frames: number) => string;
	readonly counters: string;
	readonly save: string;
	readonly saveChosen: string;
	readonly withKeys: string;
	readonly malformed: string;
	readonly hidden: string;
	readonly copyHex: string;
	readonly copyFieldHex: string;
	readonly copyFilter: string;
	readonly copied: (text: string) => string;
	readonly source: (name: string) => string;
	readonly none: string;
	readonly noneFits: string;
	readonly searching: string;
	readonly choose: string;
	readonly gone: string;
}

const SOURCES_JA: Readonly<Record<string, string>> = Object.freeze({
	frame: 'フレーム',
	decrypted: '復号後',
	deciphered: '復号後',
	decompressed: '伸長後のIPv6',
	reassembled: '組み立て後のIPv6',
	'segments together': 'セグメント結合後',
	'blocks together': 'ブロック結合後',
	payload: 'ペイロード',
});
const SOURCES_EN: Readonly<Record<string, string>> = Object.freeze({
	frame: 'Frame',
	decrypted: 'Decrypted',
	deciphered: 'Deciphered',
	decompressed: 'IPv6, decompressed',
	reassembled: 'IPv6, reassembled',
	'segments together': 'Segments together',
	'blocks together': 'Blocks together',
	payload: 'Payload',
});

export const FRAMES_WORDS = Object.freeze({
	en: {
		title: 'Frames',
		list: 'Frames in the order of time',
		fields: 'Fields of the frame',
		bytes: 'Bytes',
		sources: 'Bytes of',
		columns: {
			id: 'No.',
			time: 'Time, s',
			medium: 'Where',
			source: 'Source',
			destination: 'Destination',
			protocol: 'Protocol',
			length: 'Bytes',
			info: 'What it says',
		},
		media: { air: 'air', 'power line': 'power line', serial: 'serial', LAN: 'LAN', TCP: 'TCP', UDP: 'UDP', HDLC: 'HDLC' },
		filter: 'Which frames',
		anyMedium: 'everywhere',
		anyLayer: 'any layer',
		medium: 'Where',
		layer: 'Layer',
		node: 'Node',
		epc: 'EPC',
		tid: 'TID',
		text: 'Text',
		clear: 'All',
		newest: (waiting) => (waiting === 0 ? 'To the newest' : `To the newest (${waiting} more)`),
		follows: '● Live',
		left: (frames) => `${frames} frames came too fast to be listed here; they are counted, and kept.`,
		counters: 'Frames so far',
		save: 'Save .pcapng',
		saveChosen: 'Save this frame',
		withKeys: 'with link keys and secrets',
		malformed: 'malformed',
		hidden: '(secret, not shown)',
		copyHex: 'Copy as hex',
		copyFieldHex: 'Copy field as hex',
		copyFilter: 'Copy as Wireshark filter',
		copied: (text) => `Copied: ${text}`,
		source: (name) => SOURCES_EN[name] ?? name,
		none: 'Nothing has gone over the air or a line yet. A HEMS that scans, joins or asks makes the first frames.',
		noneFits: 'No frame that is kept fits.',
		searching: 'Looking …',
		choose: 'Choose a frame to see its fields and bytes.',
		gone: 'This frame is not kept any more.',
	},
	ja: {
		title: 'フレーム',
		list: '時刻順のフレーム',
		fields: 'フレームのフィールド',
		bytes: 'バイト列',
		sources: '表示するバイト列',
		columns: {
			id: '番号',
			time: '時刻(秒)',
			medium: '場所',
			source: '送信元',
			destination: '宛先',
			protocol: 'プロトコル',
			length: 'バイト',
			info: '内容',
		},
		media: { air: '無線', 'power line': '電力線', serial: 'シリアル', LAN: 'LAN', TCP: 'TCP', UDP: 'UDP', HDLC: 'HDLC' },
		filter: '絞り込み',
		anyMedium: 'すべての場所',
		anyLayer: 'すべての層',
		medium: '場所',
		layer: '層',
		node: 'ノード',
		epc: 'EPC',
		tid: 'TID',
		text: '文字列',
		clear: 'すべて表示',
		newest: (waiting) => (waiting === 0 ? '最新へ' : `最新へ(ほか${waiting}件)`),
		follows: '● 受信中',
		left: (frames) => `速すぎて一覧に出していないフレームが${frames}件あります。件数には含まれ、保存もされています。`,
		counters: 'これまでのフレーム数',
		save: '.pcapngで保存',
		saveChosen: 'このフレームを保存',
		withKeys: 'リンク鍵と秘密の値も含める',
		malformed: '形式不正',
		hidden: '(秘密の値のため非表示)',
		copyHex: '16進数でコピー',
		copyFieldHex: 'フィールドを16進数でコピー',
		copyFilter: 'Wiresharkのフィルターでコピー',
		copied: (text) => `コピーしました: ${text}`,
		source: (name) => SOURCES_JA[name] ?? name,
		none: 'まだ無線にも回線にもフレームがありません。HEMSがスキャン、接続、要求をすると、ここに現れます。',
		noneFits: '保存されているフレームに該当するものはありません。',
		searching: '検索しています…',
		choose: 'フレームを選ぶと、フィールドとバイト列を表示します。',
		gone: 'このフレームはもう保存されていません。',
	},
}) satisfies InEachLanguage<FramesWords>;
