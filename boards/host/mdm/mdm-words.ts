/** What `keiki mdm` tells people. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface MdmWords {
	readonly statusHead: string;
	/** @param version undefined: the day is open */
	readonly statusLine: (
		day: string,
		shard: number,
		rows: number,
		version: number | undefined,
		coverage: number,
		missing: number,
		estimated: number,
	) => string;
	readonly serverAway: (place: string, why: string) => string;
	readonly storeFails: (store: string, why: string) => string;
	readonly slotTold: (received: number, expected: number, estimated: number) => string;
	readonly taken: (blocks: number, readings: number, store: string) => string;
	readonly missingBlocks: (file: string, expected: number, got: number) => string;
	readonly torn: (file: string, bytes: number) => string;
	readonly held: (file: string) => string;
	/** @param data the folder */
	readonly nothingToTake: (data: string) => string;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

export const MDM_WORDS: InEach<MdmWords> = Object.freeze({
	en: {
		statusHead: 'day         shard   meters  version  known       missing  estimated',
		statusLine: (day, shard, rows, version, coverage, missing, estimated) =>
			[
				day,
				String(shard).padStart(6),
				String(rows).padStart(8),
				(version === undefined ? 'open' : `v${version}`).padStart(8),
				percent(coverage).padStart(9),
				String(missing).padStart(10),
				String(estimated).padStart(10),
			].join(' '),
		serverAway: (place, why) => `${place} is left out for now: ${why}`,
		storeFails: (store, why) => `${store}: ${why}`,
		slotTold: (received, expected, estimated) => `received ${received} of ${expected}, estimated ${estimated}`,
		taken: (blocks, readings, store) => `${blocks} blocks, ${readings} readings taken into ${store}`,
		missingBlocks: (file, expected, got) => `${file}: expected block ${expected}, got ${got}: those between are not in this folder`,
		torn: (file, bytes) => `${file}: ${bytes} bytes at its end are no whole block: written right now, or a crash of the collector`,
		held: (file) => `--data: another keiki mdm take is at work for this store (${file})`,
		nothingToTake: (data) =>
			`--store files: ${data} is the store itself, which has what its journals have: nothing is to be taken; --store clickhouse:… or postgres:… names another`,
	},
	ja: {
		statusHead: '日          シャード 台数    版       既知        欠測      推定',
		statusLine: (day, shard, rows, version, coverage, missing, estimated) =>
			[
				day,
				String(shard).padStart(6),
				String(rows).padStart(8),
				(version === undefined ? '未締め' : `v${version}`).padStart(version === undefined ? 5 : 8),
				percent(coverage).padStart(9),
				String(missing).padStart(10),
				String(estimated).padStart(10),
			].join(' '),
		serverAway: (place, why) => `${place}は今は使いません: ${why}`,
		storeFails: (store, why) => `${store}で失敗しました: ${why}`,
		slotTold: (received, expected, estimated) => `受信${received}/${expected}、推定${estimated}`,
		taken: (blocks, readings, store) => `${blocks}ブロック、${readings}件を${store}に取り込みました`,
		missingBlocks: (file, expected, got) => `${file}: ブロック${expected}のはずですが${got}です。その間のものはこのフォルダーにありません`,
		torn: (file, bytes) => `${file}: 末尾の${bytes}バイトは完全なブロックではありません。書き込み中か、収集プログラムの異常終了です`,
		held: (file) => `--data: このストアへの別のkeiki mdm takeが動いています(${file})`,
		nothingToTake: (data) =>
			`--store files: ${data}自体がストアで、ジャーナルの中身はすでにあります。取り込むものはありません。ほかのストアは--store clickhouse:…かpostgres:…で指定してください`,
	},
});
