/** Wrong use of `keiki handheld`, in each language. `reason` is the system's own. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface HandheldUsageWords {
	readonly taken: (path: string) => string;
	readonly cannotWrite: (path: string, reason: string) => string;
	readonly cannotRead: (path: string, reason: string) => string;
	readonly noHandheld: (folder: string) => string;
	readonly noKeys: (path: string) => string;
	readonly noOffice: () => string;
	readonly noPublicKey: (path: string) => string;
	readonly noLedger: (path: string) => string;
	readonly noImage: (path: string) => string;
	readonly imageTooLong: (path: string, most: number) => string;
	readonly textTwice: () => string;
	readonly nothingScanned: () => string;
	readonly textTooLong: (most: number) => string;
	readonly noOrder: (text: string) => string;
	readonly noTitle: (text: string) => string;
	/** @param perhaps codes that come closest */
	readonly noUnit: (text: string, perhaps: readonly string[]) => string;
	readonly tooManyUnits: (most: number) => string;
	readonly newFile: (path: string) => string;
	readonly noResults: (path: string, line: number, field: string, expected: string) => string;
	readonly noPlace: (text: string) => string;
	readonly placeTaken: (place: string, reason: string) => string;
}

export const HANDHELD_USAGE: InEach<HandheldUsageWords> = Object.freeze({
	en: {
		taken: (path) => `--data: expected a directory without a hand-held, found ${path}; its keys would be lost, and what the office sealed for it`,
		cannotWrite: (path, reason) => `cannot write ${path}: ${reason}`,
		cannotRead: (path, reason) => `cannot read ${path}: ${reason}`,
		noHandheld: (folder) => `--data: there is no hand-held in ${folder}; keiki handheld init makes one`,
		noKeys: (path) => `${path}: expected private keys of P-256 that are none but 0 and below the order of the curve`,
		noOffice: () => "this hand-held knows no office: keiki handheld office FILE takes the office's public file",
		noPublicKey: (path) => `${path}: envelopeKey: expected the office's public key, 128 hexadecimal digits of a point of P-256`,
		noLedger: (path) =>
			`${path}: it is damaged, and what orders were used and which results wait cannot be told from it; put back a copy, or move it away: results in it are lost then`,
		noImage: (path) => `${path}: expected a picture in PNG or JPEG`,
		imageTooLong: (path, most) => `${path}: expected a picture of at most ${most >> 20} MiB and 50 million pixels`,
		textTwice: () => '--text: expected either a picture or the text of its bar code',
		nothingScanned: () => 'set: expected a picture, --text, or the text of a scanner on standard input, and got nothing',
		textTooLong: (most) => `set: expected the text of one bar code, at most ${most} characters`,
		noOrder: (text) => `expected the number of a work order, W and 8 digits, got ${JSON.stringify(text)}`,
		noTitle: (text) => `--for: expected the system title of a meter, 16 hexadecimal digits, got ${JSON.stringify(text)}`,
		noUnit: (text, perhaps) =>
			`--units: there is no unit ${JSON.stringify(text)}${perhaps.length === 0 ? '' : `; perhaps ${perhaps.join(' or ')}`}; keiki catalogue types lists them`,
		tooManyUnits: (most) => `--units: expected at most ${most} units, one for each place`,
		newFile: (path) => `--out: expected a new file, found ${path}`,
		noResults: (path, line, field, expected) => `--handed-in ${path}: line ${line}: ${field}: expected ${expected}`,
		noPlace: (text) => `--place: expected ADDRESS:PORT, as 192.168.1.20:8293 or [::1]:8293, got ${JSON.stringify(text)}`,
		placeTaken: (place, reason) => `--place ${place}: it is not to be had: ${reason}`,
	},
	ja: {
		taken: (path) =>
			`--data: ハンディターミナルのないディレクトリーを指定してください。${path}があります。作り直すと鍵を失い、事務所がこの端末に封印したものは開けなくなります`,
		cannotWrite: (path, reason) => `${path}に書けません: ${reason}`,
		cannotRead: (path, reason) => `${path}を読めません: ${reason}`,
		noHandheld: (folder) => `--data: ${folder}にハンディターミナルはありません。keiki handheld initで作れます`,
		noKeys: (path) => `${path}: P-256の秘密鍵のはずですが、そうではありません`,
		noOffice: () => 'このハンディターミナルは事務所を知りません。keiki handheld office FILEで、事務所の公開鍵のファイルを登録してください',
		noPublicKey: (path) => `${path}: envelopeKey: 事務所の公開鍵(P-256の点、16進数128桁)のはずですが、そうではありません`,
		noLedger: (path) =>
			`${path}: 壊れていて、使用済みの作業票も未提出の結果も分かりません。控えを戻すか、このファイルをよけてください。よけると中の結果は失われます`,
		noImage: (path) => `${path}: PNGかJPEGの画像のはずですが、そうではありません`,
		imageTooLong: (path, most) => `${path}: 画像は${most >> 20} MiB、5000万画素までです`,
		textTwice: () => '--text: 画像か、バーコードの文字列の、どちらか一方を指定してください',
		nothingScanned: () => 'set: 画像、--text、または標準入力からの読み取り文字列が要りますが、何もありません',
		textTooLong: (most) => `set: バーコード1つの文字列は${most}文字までです`,
		noOrder: (text) => `作業票の番号(Wと8桁の数字)のはずですが、${JSON.stringify(text)}です`,
		noTitle: (text) => `--for: メーターのシステムタイトル(16進数16桁)のはずですが、${JSON.stringify(text)}です`,
		noUnit: (text, perhaps) =>
			`--units: ${JSON.stringify(text)}というユニットはありません${perhaps.length === 0 ? '' : `。${perhaps.join('か')}かもしれません`}。一覧はkeiki catalogue types`,
		tooManyUnits: (most) => `--units: ユニットは場所ごとに1つ、${most}つまでです`,
		newFile: (path) => `--out: 新しいファイルのはずですが、${path}があります`,
		noResults: (path, line, field, expected) => `--handed-in ${path}: ${line}行目: ${field}: 期待した値は次のとおりです: ${expected}`,
		noPlace: (text) => `--place: 192.168.1.20:8293や[::1]:8293のように、ADDRESS:PORTを指定してください: ${JSON.stringify(text)}`,
		placeTaken: (place, reason) => `--place ${place}: この場所は使えません: ${reason}`,
	},
});
