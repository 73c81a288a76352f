import type { SEEKING_STEPS } from '../../situations/seeking-steps.js';
import type { SEEKING_CHECKS } from '../seeking.js';
import { seconds } from './numbers.js';
import type { SEEKING_WORDS } from './seeking.js';

export const SEEKING_WORDS_JA: typeof SEEKING_WORDS = Object.freeze({
	toldUser: ({ ms }: { ms: number }) => `拒まれてから${seconds(ms)}後に、プログラムが新しいことを出力しました`,
	toldNobody: ({ ms }: { ms: number }) => `メーターが接続を拒みましたが、プログラムは${seconds(ms)}の間、何も伝えませんでした`,
	scansPaused: ({ ms }: { ms: number }) => `何も見つからないスキャンの一巡と次の一巡の間は${seconds(ms)}でした`,
	scansNotPaused: ({ ms, limit }: { ms: number; limit: number }) =>
		`何も見つからないスキャンの一巡と次の一巡の間がわずか${seconds(ms)}でした。${seconds(limit)}が目安です`,
	joinedOwn: ({ found }: { found: number }) => `見つかった${found}台のうち、自分のメーターに接続しました`,
	joinedNeighbour: ({ peer }: { peer: string }) => `隣家のメーターに接続しようとしました: ${peer}`,
	joinedMany: ({ meters }: { meters: number }) => `1個のドングルで${meters}台のメーターの値が届きました`,
	joinedOne: ({ meters }: { meters: number }) => `複数台の対応をうたいながら、届いた値はメーター${meters}台分でした`,
});

export const SEEKING_CHECKS_JA: Readonly<Record<keyof typeof SEEKING_CHECKS, string>> = Object.freeze({
	'paces-wrong-password': 'パスワードの誤りを伝え、間を置きながら試み続ける',
	'paces-silent-refusal': '接続に応答がなければEVENT 24を待って間を置き、後で接続する',
	'paces-empty-scans': '何も見つからないスキャンを、間を置いて続ける',
	'finds-late-beacon': '長いスキャンにだけ応えるメーターを見つける',
	'joins-own-meter-among-neighbours': '隣家のメーターの中から自分のメーターを選ぶ',
	'finds-moved-meter': '別のPANとチャネルに移ったメーターを見つける',
	'reads-many-meters': '1個のドングルで、SKTERMとSKJOINを繰り返して複数のメーターを読む',
	'paces-taken-meter': '別のHEMSがつながっているメーターへ、間を置いて接続を試み続ける',
});

export const SEEKING_STEPS_JA: Readonly<Record<keyof typeof SEEKING_STEPS, string>> = Object.freeze({
	'slow-beacon': 'プログラムを起動します。ビーコンは長いスキャンにだけ応えます',
	'neighbour-pans': '隣家のメーターも応える中でプログラムを起動します',
	'empty-scans': 'プログラムを起動します。ビーコンは応えず、スキャンの2巡目が始まると応えます',
	'moved-pan': 'メーターが別のPANとチャネルに移ります',
	'refused-joins': 'プログラムを起動します。最初の接続には何の応答もありません',
	'taken-meter': '別のHEMSがメーターとつながっている間にプログラムを起動します。接続に1回応答がなかった後、別のHEMSは離れます',
	'many-meters': 'プログラムを起動します。メーターが2台あり、2台目のIDは次の番号、パスワードは同じです',
	'wrong-password': 'プログラムを起動します。メーターのパスワードは別のもので、メーターはすぐに拒みます',
});
