/** Wrong use of the files and places that several commands take: keys, lists of meters, states, locks, sockets. In each language. */
import { DAMAGE_JA } from '../../../src/world/scenario/answer-words-ja.js';
import type { InEach } from '../../../src/world/schema/language.js';

/** In all of it `place` is the option with the file, and the line where it has lines; `reason` is the system's own. */
export interface FileUsageWords {
	/** What is there in JSON in place of something else. */
	readonly kinds: Readonly<Record<'nothing' | 'null' | 'array' | 'object' | 'string' | 'number' | 'boolean', string>>;
	readonly cannotRead: (place: string, reason: string) => string;
	readonly cannotWrite: (path: string, reason: string) => string;
	readonly noJson: (place: string) => string;
	readonly theFile: () => string;
	readonly fieldNoObject: (place: string, field: string, kind: string) => string;
	readonly unknownField: (place: string, field: string, known: readonly string[], text: string) => string;
	readonly lineForEach: (place: string, meters: number, lines: number) => string;
	readonly noClientNumber: (place: string, last: number, text: string) => string;
	readonly noClients: (place: string) => string;
	readonly tooManyClients: (place: string, most: number, found: number) => string;
	readonly noDigits: (place: string, field: string, digits: number, kind: string) => string;
	readonly noDigit: (place: string, field: string, digits: number, at: number) => string;
	readonly otherDigits: (place: string, field: string, digits: number, got: number) => string;
	readonly noOffers: (place: string, field: string, known: readonly string[], got: string) => string;
	readonly noSecret: (place: string, field: string, mark: string, most: number) => string;
	readonly noSuite: (place: string, field: string) => string;
	readonly noSetup: (place: string, field: string) => string;
	readonly noCurveKey: (place: string, field: string) => string;
	/** What certificates are not as they should be. */
	readonly certificates: Readonly<Record<'none' | 'authority' | 'use' | 'meterTitle' | 'clientTitle' | 'rowTitle' | 'vouched' | 'key', string>>;
	readonly noCertificate: (place: string, field: string, expected: string) => string;
	readonly keyTwice: (place: string) => string;
	readonly noP256: (place: string, field: string) => string;
	readonly noVersion: (place: string, field: string, last: number) => string;
	readonly meterTwice: (place: string, meter: string, before: number) => string;
	readonly noObject: (place: string) => string;
	readonly noRouteA: (place: string, got: string) => string;
	readonly noDemo: (place: string) => string;
	readonly passwordTwice: () => string;
	readonly noStateHome: (path: string, reason: string) => string;
	readonly somebody: () => string;
	readonly holder: (process: string, host: string) => string;
	readonly lockHeld: (path: string, holder: string) => string;
	readonly noFlock: (path: string) => string;
	readonly cannotLock: (path: string, reason: string) => string;
	readonly controlTooLong: (most: number, got: number, path: string) => string;
	readonly controlTaken: (path: string) => string;
	readonly noState: (path: string, mark: string, found: string) => string;
	readonly stateUsed: (path: string, holder: string) => string;
	readonly stateIsFile: (path: string) => string;
	readonly otherVersion: (path: string, found: string, expected: number) => string;
	/** @param what of the following is wrong with the file. @param remedy one of the copies */
	readonly refused: (path: string, name: string, what: string, remedy: string) => string;
	readonly missing: () => string;
	readonly empty: () => string;
	readonly blank: () => string;
	readonly damaged: (reason: string) => string;
	/** @param reason in English, as of the two behind it. */
	readonly foreignFlash: (reason: string) => string;
	readonly newerFlash: (reason: string) => string;
	readonly corruptFlash: (reason: string) => string;
	readonly otherSize: (expected: number, found: number) => string;
	/** @param key the file of the key. */
	readonly altered: (key: string) => string;
	readonly unsealed: () => string;
	readonly noStateKey: (path: string, key: string) => string;
	readonly badStateKey: (key: string, digits: number) => string;
	readonly otherFormat: (format: string) => string;
	readonly otherFields: (fields: string, last: string) => string;
	readonly copy: () => string;
	readonly copyRegisters: () => string;
	readonly copyCounters: () => string;
}

export const FILE_USAGE: InEach<FileUsageWords> = Object.freeze({
	en: {
		kinds: {
			nothing: 'nothing',
			null: 'null',
			array: 'an array',
			object: 'an object',
			string: 'a string',
			number: 'a number',
			boolean: 'a boolean',
		},
		cannotRead: (place, reason) => `${place}: cannot read it: ${reason}`,
		cannotWrite: (path, reason) => `${path}: cannot write it: ${reason}`,
		noJson: (place) => `${place}: expected JSON`,
		theFile: () => 'the file',
		fieldNoObject: (place, field, kind) => `${place}: ${field}: expected an object, got ${kind}`,
		unknownField: (place, field, known, text) => `${place}: ${field}: expected ${known.join(', ')}, got ${text}`,
		lineForEach: (place, meters, lines) => `${place}: expected a line of keys for each of ${meters} meters, got ${lines} lines`,
		noClientNumber: (place, last, text) => `${place}: clients: expected a client's number from 1 to ${last}, got ${text}`,
		noClients: (place) => `${place}: clients: expected one client at least, like "1", got none`,
		tooManyClients: (place, most, found) => `${place}: clients: expected at most ${most} clients, got ${found}`,
		noDigits: (place, field, digits, kind) => `${place}: ${field}: expected ${digits} hexadecimal digits, got ${kind}`,
		noDigit: (place, field, digits, at) => `${place}: ${field}: expected ${digits} hexadecimal digits, but character ${at} is something else`,
		otherDigits: (place, field, digits, got) => `${place}: ${field}: expected ${digits} hexadecimal digits, got ${got}`,
		noOffers: (place, field, known, got) =>
			`${place}: ${field}: expected a list of ${known.map((word) => `"${word}"`).join(', ')}, each once, got ${got}`,
		noSecret: (place, field, mark, most) => `${place}: ${field}: expected a text of 1 to ${most} bytes, or ${mark} and pairs of hexadecimal digits`,
		noSuite: (place, field) => `${place}: ${field}: expected 0, 1 or 2`,
		noSetup: (place, field) => `${place}: ${field}: expected 0 or 1`,
		noCurveKey: (place, field) =>
			`${place}: ${field}: expected a private key (64 or 96 hexadecimal digits) or a public one (128 or 192) of P-256 or P-384, or file: and the path of one in PEM`,
		certificates: {
			none: 'from 1 to 16 certificates of P-256 or P-384, each as hexadecimal digits of its DER, or file: and the path of PEM or DER',
			authority: 'authorities alone: one that signed itself, and those that it vouches for',
			use: 'certificates for signatures or for agreement on keys alone, and none of an authority',
			meterTitle: 'certificates whose common name is the systemTitle',
			clientTitle: 'certificates with one common name, the system title of the client, 16 hexadecimal digits, and not that of the meter',
			rowTitle: 'a system title of the client, and not that of the meter',
			vouched: 'certificates that the authorities of the file vouch for',
			key: 'certificates of the signatureKey and agreementKey beside them',
		},
		noCertificate: (place, field, expected) => `${place}: ${field}: expected ${expected}`,
		keyTwice: (place) => `${place}: key and agreementKey: expected one of them`,
		noP256: (place, field) => `${place}: ${field}: expected a private key (64 hexadecimal digits) or a public one (128) of P-256`,
		noVersion: (place, field, last) => `${place}: ${field}: expected a number from 0 to ${last}`,
		meterTwice: (place, meter, before) => `${place}: routeA: expected each meter once, ${meter} is in line ${before}`,
		noObject: (place) => `${place}: expected an object`,
		noRouteA: (place, got) => `${place}: routeA: expected a place like "[::1]:4059", got ${got}`,
		noDemo: (place) => `${place}: demo: expected true or false`,
		passwordTwice: () => '--password and --password-file: expected one of them',
		noStateHome: (path, reason) => `${path}: cannot make it: ${reason}; XDG_STATE_HOME names another directory`,
		somebody: () => 'somebody',
		holder: (process, host) => `process ${process} of ${host}`,
		lockHeld: (path, holder) => `${path}: ${holder} has it; end that one, or try again`,
		noFlock: (path) => `${path}: cannot lock it: there is no program "flock" here; it comes with util-linux and busybox`,
		cannotLock: (path, reason) => `${path}: cannot lock it: ${reason}`,
		controlTooLong: (most, got, path) => `--control: expected a path of at most ${most} bytes, got ${got}: "${path}"`,
		controlTaken: (path) => `--control ${path}: something is there, perhaps a meter that runs; delete it, or choose another path`,
		noState: (path, mark, found) => `--state ${path}: expected an empty directory, or one that keiki made: it has no ${mark}, but "${found}"`,
		stateUsed: (path, holder) => `--state ${path}: another keiki uses it, ${holder}`,
		stateIsFile: (path) => `--state ${path}: expected a directory, found a file`,
		otherVersion: (path, found, expected) => `--state ${path}: it is of version ${found}; this keiki reads version ${expected}`,
		refused: (path, name, what, remedy) => `--state ${path}: ${name} ${what}; ${remedy}`,
		missing: () => 'is missing',
		empty: () => 'is empty',
		blank: () => 'is blank, though something was written into it',
		damaged: (reason) => `is damaged: ${reason}`,
		foreignFlash: (reason) => `holds something else, or what another version of Keiki kept in another way: ${reason}`,
		newerFlash: (reason) => `was written by a newer version of Keiki: ${reason}`,
		corruptFlash: (reason) => `is damaged: ${reason}`,
		otherSize: (expected, found) => `is damaged: expected ${expected} bytes, found ${found}`,
		altered: (key) => `was altered, or sealed under another key than the one in ${key}`,
		unsealed: () => 'is not sealed, though all files of this state were',
		noStateKey: (path, key) =>
			`--state ${path}: its files are sealed, and their key is not in ${key}; put it back, or tell where it is with --state-key-file FILE`,
		badStateKey: (key, digits) => `--state-key-file ${key}: expected ${digits} hexadecimal digits`,
		otherFormat: (format) => `is damaged, or not Keiki's: expected the format "${format}"`,
		otherFields: (fields, last) => `is damaged: expected ${fields} and ${last} as keiki writes them`,
		copy: () => 'put back a copy of it, or begin with a new directory',
		copyRegisters: () => 'put back a copy of it, or begin with a new directory: the registers and 45 days of history were in it',
		copyCounters: () => 'put back a copy of it, or begin with a new directory and other keys (--keys): the counters in it keep old messages out',
	},
	ja: {
		kinds: {
			nothing: '値がありません',
			null: 'nullです',
			array: '配列です',
			object: 'オブジェクトです',
			string: '文字列です',
			number: '数値です',
			boolean: '真偽値です',
		},
		cannotRead: (place, reason) => `${place}: 読めません: ${reason}`,
		cannotWrite: (path, reason) => `${path}: 書き込めません: ${reason}`,
		noJson: (place) => `${place}: JSONのはずです`,
		theFile: () => 'ファイル全体',
		fieldNoObject: (place, field, kind) => `${place}: ${field}: オブジェクトのはずですが、${kind}`,
		unknownField: (place, field, known, text) => `${place}: ${field}: ${known.join('、')}のはずですが、${text}があります`,
		lineForEach: (place, meters, lines) => `${place}: メーター${meters}台の鍵が1行に1台ずつのはずですが、${lines}行です`,
		noClientNumber: (place, last, text) => `${place}: clients: クライアントの番号は1〜${last}のはずですが、${text}です`,
		noClients: (place) => `${place}: clients: "1"のようなクライアントが1つは要りますが、ありません`,
		tooManyClients: (place, most, found) => `${place}: clients: クライアントは${most}個までのはずですが、${found}個あります`,
		noDigits: (place, field, digits, kind) => `${place}: ${field}: 16進数${digits}桁のはずですが、${kind}`,
		noDigit: (place, field, digits, at) => `${place}: ${field}: 16進数${digits}桁のはずですが、${at}文字目が違います`,
		otherDigits: (place, field, digits, got) => `${place}: ${field}: 16進数${digits}桁のはずですが、${got}桁です`,
		noOffers: (place, field, known, got) =>
			`${place}: ${field}: ${known.map((word) => `"${word}"`).join('、')}のうちのものを一度ずつ並べた一覧のはずですが、${got}です`,
		noSecret: (place, field, mark, most) => `${place}: ${field}: 1〜${most}バイトの文字列か、${mark}と2桁ずつの16進数のはずです`,
		noSuite: (place, field) => `${place}: ${field}: 0、1、2のいずれかのはずです`,
		noSetup: (place, field) => `${place}: ${field}: 0か1のはずです`,
		noCurveKey: (place, field) =>
			`${place}: ${field}: P-256かP-384の秘密鍵(16進数64桁か96桁)または公開鍵(128桁か192桁)、あるいはfile:とPEMのパスのはずです`,
		certificates: {
			none: 'P-256かP-384の証明書が1〜16枚、それぞれDERの16進数か、file:とPEMまたはDERのパス',
			authority: '認証局だけ: 自己署名のものと、それが認めるもの',
			use: '署名用か鍵合意用の、認証局でない証明書',
			meterTitle: 'コモンネームがsystemTitleである証明書',
			clientTitle: 'コモンネームが1つの証明書。クライアントのシステムタイトルの16進数16桁で、メーターのものではないもの',
			rowTitle: 'メーターのものではない、クライアントのシステムタイトル',
			vouched: 'ファイルの認証局が認める証明書',
			key: '隣のsignatureKeyとagreementKeyの証明書',
		},
		noCertificate: (place, field, expected) => `${place}: ${field}: ${expected}が要ります`,
		keyTwice: (place) => `${place}: keyとagreementKey: どちらか一方のはずです`,
		noP256: (place, field) => `${place}: ${field}: P-256の秘密鍵(16進数64桁)または公開鍵(128桁)のはずです`,
		noVersion: (place, field, last) => `${place}: ${field}: 0〜${last}の数のはずです`,
		meterTwice: (place, meter, before) => `${place}: routeA: 同じメーターは一度だけのはずですが、${meter}は${before}行目にもあります`,
		noObject: (place) => `${place}: オブジェクトのはずです`,
		noRouteA: (place, got) => `${place}: routeA: "[::1]:4059"のような場所が要ります。今の値: ${got}`,
		noDemo: (place) => `${place}: demo: trueかfalseのはずです`,
		passwordTwice: () => '--passwordと--password-file: どちらか一方だけを指定してください',
		noStateHome: (path, reason) => `${path}: 作れません: ${reason}。XDG_STATE_HOMEで別のディレクトリーを指定できます`,
		somebody: () => 'ほかのプログラム',
		holder: (process, host) => `${host}のプロセス${process}`,
		lockHeld: (path, holder) => `${path}: ${holder}が使っています。それを終わらせるか、もう一度試してください`,
		noFlock: (path) => `${path}: ロックできません: プログラム"flock"がありません。util-linuxかbusyboxに入っています`,
		cannotLock: (path, reason) => `${path}: ロックできません: ${reason}`,
		controlTooLong: (most, got, path) => `--control: パスは${most}バイトまでのはずですが、${got}バイトです: "${path}"`,
		controlTaken: (path) => `--control ${path}: すでに何かあります。動いているメーターかもしれません。削除するか、別のパスを選んでください`,
		noState: (path, mark, found) => `--state ${path}: 空か、keikiが作ったディレクトリーのはずですが、${mark}がなく、"${found}"があります`,
		stateUsed: (path, holder) => `--state ${path}: 別のkeikiが使っています: ${holder}`,
		stateIsFile: (path) => `--state ${path}: ディレクトリーのはずですが、ファイルです`,
		otherVersion: (path, found, expected) => `--state ${path}: バージョン${found}です。このkeikiが読めるのはバージョン${expected}です`,
		refused: (path, name, what, remedy) => `--state ${path}: ${name}: ${what}。${remedy}`,
		missing: () => 'ありません',
		empty: () => '空です',
		blank: () => '書き込まれたはずなのに、消去された状態です',
		damaged: (reason) => `壊れています: ${reason}`,
		foreignFlash: (reason) => `${DAMAGE_JA.foreign}(${reason})`,
		newerFlash: (reason) => `${DAMAGE_JA.newer}(${reason})`,
		corruptFlash: (reason) => `壊れています: ${DAMAGE_JA.corrupt}(${reason})`,
		otherSize: (expected, found) => `壊れています: ${expected}バイトのはずですが、${found}バイトです`,
		altered: (key) => `改変されているか、${key}とは別の鍵で封印されています`,
		unsealed: () => '封印されていません。この状態のファイルはすべて封印されていました',
		noStateKey: (path, key) =>
			`--state ${path}: ファイルは封印されていますが、その鍵が${key}にありません。戻すか、--state-key-file FILEで場所を指定してください`,
		badStateKey: (key, digits) => `--state-key-file ${key}: 16進数${digits}桁のはずです`,
		otherFormat: (format) => `壊れているか、Keikiのものではありません: 形式"${format}"のはずです`,
		otherFields: (fields, last) => `壊れています: ${fields}と${last}が、keikiの書いたとおりに入っているはずです`,
		copy: () => 'コピーを元に戻すか、新しいディレクトリーで始めてください',
		copyRegisters: () => 'コピーを元に戻すか、新しいディレクトリーで始めてください。積算値と45日分の履歴が入っていました',
		copyCounters: () => 'コピーを元に戻すか、新しいディレクトリーと別の鍵(--keys)で始めてください。古いメッセージを防ぐカウンターが入っていました',
	},
});
