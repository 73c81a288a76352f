/** Wrong use of `keiki hes`, in each language. */
import type { Expected } from '../../../src/head-end/data-notation.js';
import type { InEach } from '../../../src/world/schema/language.js';
import type { Lack } from './hes-general.js';

export interface HesUsageWords {
	readonly oneOf: (option: string, choices: readonly string[], text: string) => string;
	readonly either: (option: string, other: string) => string;
	readonly keysCount: (files: number, meters: number) => string;
	readonly meterTwice: (place: string) => string;
	readonly keysTwice: () => string;
	/** @param path of the keys; undefined: those that everybody knows. @param there the clients that have keys */
	readonly clientKeys: (client: number, path: string | undefined, there: string, publicClient: number) => string;
	/** @param auth the word of `--auth`. @param path as of `clientKeys` */
	readonly noProof: (auth: string, client: number, path: string | undefined) => string;
	/** @param lack what the keys lack. @param path as of `clientKeys` */
	readonly noGeneral: (option: string, client: number, path: string | undefined, lack: Lack) => string;
	readonly hexPairs: (option: string, mark: string) => string;
	readonly title: (digits: number, text: string) => string;
	readonly otherTitle: (title: string, client: number, path: string | undefined, certified: string) => string;
	readonly timeout: (text: string) => string;
	readonly time: (option: string, text: string) => string;
	readonly clientWithKeys: (client: number) => string;
	readonly oneMeter: () => string;
	readonly metersStay: () => string;
	readonly demoKeysLost: () => string;
	readonly ownKeysFile: (path: string) => string;
	/** @param path of the keys; undefined: those that everybody knows */
	readonly noAgreement: (client: number, path: string | undefined) => string;
	/** @param reason undefined: it is PEM of something else */
	readonly noCertificate: (path: string, reason: string | undefined) => string;
	readonly oneMeterOut: () => string;
	readonly otherRecord: (path: string, title: string) => string;
	readonly noRequirement: (words: readonly string[], found: string) => string;
	readonly noKek: (path: string | undefined, meter: string) => string;
	readonly newFile: (path: string) => string;
	readonly interrupted: (path: string) => string;
	/** @param where named the place. @param got the word that is wrong; undefined: all of it is */
	readonly meterPlace: (where: string, text: string, got: string | undefined) => string;
	readonly ownAddress: (where: string, text: string) => string;
	readonly cannotRead: (path: string, reason: string) => string;
	readonly noCounters: (path: string) => string;
	readonly countersNotWritten: (path: string, reason: string) => string;
	readonly logicalName: (example: string, text: string) => string;
	readonly fileForEach: (path: string, example: string) => string;
	readonly fromBeforeTo: (from: string, to: string) => string;
	/** @param now what the meter's clock tells */
	readonly fromAhead: (from: string, now: string) => string;
	/** @param now what the meter's clock tells */
	/** @param option default: --at */
	readonly atPast: (at: string, now: string, option?: string) => string;
	readonly filter: (option: string, text: string) => string;
	readonly amount: (option: string, text: string) => string;
	readonly volts: (option: string, text: string) => string;
	readonly noSealed: () => string;
	readonly oneUnit: (meters: number) => string;
	readonly onlyWith: (option: string, other: string) => string;
	/** @param text undefined: it is missing */
	readonly emergencyFor: (text: string | undefined) => string;
	readonly emergencyPast: (at: string, now: string) => string;
	readonly unsecured: (option: string, why: string) => string;
	/** @param choices words of `--ciphering` that it goes with */
	readonly signInside: (choices: readonly string[]) => string;
	readonly publicPlain: (client: number, security: string) => string;
	readonly otherTable: (path: string, reason: string) => string;
	readonly outNotWritten: (path: string, reason: string) => string;
	readonly attribute: (text: string) => string;
	readonly entries: (text: string) => string;
	/** @param place the attribute that is none */
	readonly onlyBuffers: (option: string, place: string) => string;
	readonly oneAttribute: (text: string) => string;
	readonly dataMissing: (attribute: string) => string;
	/** @param at the character that is wrong, from 1. @param found from there on */
	readonly data: (text: string, at: number, expected: string, found: string) => string;
	/** What should stand in data. */
	readonly expected: Readonly<Record<Expected, string>>;
}

/** By the words of `--auth`. */
const PROOFS: InEach<{ readonly secret: string } & Readonly<Record<string, string>>> = Object.freeze({
	en: {
		secret: 'its secret, which --password and --password-file tell as well',
		hls2: 'its secret of at most 16 bytes, which --password and --password-file tell as well',
		hls5: 'its keys, and no --security none',
		hls7: 'its private signatureKey, and that of the meter',
	},
	ja: {
		secret: 'secret(--password、--password-fileでも指定できます)',
		hls2: '16バイト以内のsecret(--password、--password-fileでも指定できます)',
		hls5: '鍵(--security noneでは使えません)',
		hls7: '秘密鍵のsignatureKeyと、メーターのsignatureKey',
	},
});

const LACKS: InEach<Readonly<Record<Lack, string>>> = Object.freeze({
	en: {
		signature: 'a private signatureKey, and that of the meter',
		kek: 'a kek as long as the keys of the client',
		'one-pass': 'suite 1 or 2, a private signatureKey and agreementKey, and those of the meter',
		static: 'suite 1 or 2, a private agreementKey, and that of the meter',
	},
	ja: {
		signature: '秘密鍵のsignatureKeyと、メーターのsignatureKey',
		kek: 'クライアントの鍵と同じ長さのkek',
		'one-pass': 'スイート1か2、秘密鍵のsignatureKeyとagreementKey、メーターのsignatureKeyとagreementKey',
		static: 'スイート1か2、秘密鍵のagreementKeyと、メーターのagreementKey',
	},
});

export const HES_USAGE: InEach<HesUsageWords> = Object.freeze({
	en: {
		oneOf: (option, choices, text) => `${option}: expected one of ${choices.join(', ')}, got "${text}"`,
		either: (option, other) => `${option} and ${other}: expected one of them`,
		keysCount: (files, meters) => `--keys: expected one file for all meters, or one for each in their order: got ${files} for ${meters}`,
		meterTwice: (place) => `--meter ${place}: expected each meter once`,
		keysTwice: () => '--meters and --keys: expected one of them, as the file of meters has the keys',
		clientKeys: (client, path, there, publicClient) =>
			`--client ${client}: expected a client that ${path === undefined ? 'the demo set' : `--keys ${path}`} has keys for: ${there}; --security none needs none, and the public client is ${publicClient}`,
		noProof: (auth, client, path) =>
			`--auth ${auth}: expected what client ${client} proves itself by so, in ${path === undefined ? '--keys FILE' : `--keys ${path}`}: ${PROOFS.en[auth] ?? PROOFS.en.secret}`,
		noGeneral: (option, client, path, lack) =>
			`${option}: expected for client ${client}, in ${path === undefined ? '--keys FILE' : `--keys ${path}`}: ${LACKS.en[lack]}`,
		hexPairs: (option, mark) => `${option}: expected pairs of hexadecimal digits behind ${mark}`,
		title: (digits, text) => `--title: expected ${digits} hexadecimal digits, got "${text}"`,
		otherTitle: (title, client, path, certified) =>
			`--title ${title}: expected ${certified}, which client ${client} has in ${path === undefined ? 'the keys' : `--keys ${path}`}, by its systemTitle or certificate`,
		timeout: (text) => `--timeout: expected seconds from 0.05 to 3600, got "${text}"`,
		time: (option, text) => `${option}: expected an ISO time like 2026-11-22 or 2026-11-22T09:30 (Japan's where it has no offset), got "${text}"`,
		clientWithKeys: (client) => `--client ${client}: expected a client with keys`,
		oneMeter: () => '--in: expected one meter',
		metersStay: () => '--meters: expected --in FILE for the new keys, as the file of meters stays as it is',
		demoKeysLost: () => 'the demo keys: expected --in FILE for the new keys, which would be lost without',
		ownKeysFile: (path) => `--keys ${path}: expected a file of its own for each meter, as each gets keys of its own`,
		noAgreement: (client, path) =>
			`keys agree: expected for client ${client}, in ${path === undefined ? '--keys FILE' : `--keys ${path}`}: suite 1 or 2, its private signatureKey, and the signatureKey of the meter, as keiki keys make --suite 1 makes them`,
		noCertificate: (path, reason) => `certificates import ${path}: expected certificates, PEM or DER: ${reason ?? 'found none'}`,
		oneMeterOut: () => '--out: expected one meter, as each has a file of its own',
		otherRecord: (path, title) => `--out ${path}: expected a new file, or the record of the unit ${title} alone`,
		noRequirement: (words, found) => `--require: expected some of ${words.join(', ')}, with commas between them, got "${found}"`,
		noKek: (path, meter) => `--keys ${path}: kek: expected the key that wraps new keys of ${meter}, found none`,
		newFile: (path) => `--in ${path}: expected a new file, found one`,
		interrupted: (path) =>
			`${path}.new: a change of keys was interrupted: try keiki hes read --keys ${path}.new; if that works, mv ${path}.new ${path}, else rm ${path}.new`,
		meterPlace: (where, text, got) =>
			`${where} ${text}: expected HOST:PORT, udp:HOST:PORT, either with ,device=N or ,gateway=HEX and ,network=N behind it, or serial:PATH with ,mode-e ,BAUD or ,device=N${got === undefined ? '' : `, got "${got}"`}`,
		ownAddress: (where, text) => `${where} ${text}: expected a meter with an address of its own; --server N tells which logical device is examined`,
		cannotRead: (path, reason) => `${path}: cannot read it: ${reason}`,
		noCounters: (path) =>
			`${path}: expected the counters of a head-end, found something else. Put back what was there; or delete it, and tell once with --counter a number above all that were used under these keys`,
		countersNotWritten: (path, reason) => `${path}: cannot write it: ${reason}; --counters FILE keeps the counters elsewhere`,
		logicalName: (example, text) => `--obis: expected a logical name like ${example}, got "${text}"`,
		fileForEach: (path, example) => `--out ${path}: expected a file for each meter, as ${example}`,
		fromBeforeTo: (from, to) => `--from ${from}: expected a time before --to ${to}`,
		fromAhead: (from, now) => `--from ${from}: expected a time before the meter's clock, which tells ${now}`,
		atPast: (at, now, option = '--at') => `${option} ${at}: expected a time after the meter's clock, which tells ${now}`,
		filter: (option, text) => `${option}: expected all, or up to 8 hexadecimal digits, got "${text}"`,
		amount: (option, text) => `${option}: expected none, or a number in A or W like 30 or 30.5, got "${text}"`,
		volts: (option, text) => `${option}: expected none, or a voltage in V like 95 or 95.5, got "${text}"`,
		oneUnit: (meters) => `credentials set: expected one meter, as they are sealed for one communication unit, got ${meters}`,
		noSealed: () => 'credentials set: expected what keiki keys seal prints, like {u32:1, octets:…}',
		onlyWith: (option, other) => `${option}: expected it with ${other} and a value`,
		emergencyFor: (text) => `--emergency: expected --for with a duration from 1s to 365d, got ${text === undefined ? 'none' : `"${text}"`}`,
		emergencyPast: (at, now) => `--at ${at}: expected an emergency that is not over by the meter's clock, which tells ${now}`,
		unsecured: (option, why) => `${option}: expected a session that is ciphered, and ${why} makes it plain`,
		signInside: (choices) => `--sign-inside: expected it with --ciphering ${choices.join(', ')}`,
		publicPlain: (client, security) => `--client ${client} and --security ${security}: expected one of them, as the public client has no keys`,
		otherTable: (path, reason) => `--out ${path}: the file holds something else, and stays as it is: ${reason}`,
		outNotWritten: (path, reason) => `--out ${path}: cannot write it: ${reason}`,
		attribute: (text) => `${text}: expected an attribute like 1.0.1.8.0.255, 1.0.1.8.0.255:3, 1-0:1.8.0, 0.0.1.0.0.255:all or 3/1.0.1.8.0.255:2`,
		entries: (text) => `--entries: expected numbers of entries from 1 up like 1-48, 10- or 7, got "${text}"`,
		onlyBuffers: (option, place) => `${option}: expected buffers of profiles alone, like 7/1.0.99.1.0.255:2, got ${place}`,
		oneAttribute: (text) => `${text}: expected one attribute or method, like 8/0.0.1.0.0.255:3`,
		dataMissing: (attribute) => `${attribute}: expected data behind it, like u16:40`,
		data: (text, at, expected, found) => `${text}: at character ${at}: expected ${expected}, got ${found === '' ? 'the end' : `"${found}"`}`,
		expected: {
			value: 'null, true, false, a type with a value like u16:40, [ or {',
			type: 'a type: i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, enum, bcd, bits, octets, visible, utf8, obis, at, date-time, date or time, and a colon',
			number: 'a number that the type holds',
			bits: 'bits, 0 or 1 each',
			digits: 'pairs of hexadecimal digits, as many as the type has',
			string: 'characters in quotes, escaped as in JSON and all of ASCII unless the type is utf8',
			obis: 'an OBIS code like 1.0.1.8.0.255',
			time: 'a time like 2026-11-01T12:30:00+09:00',
			separator: 'a comma, or the end of the list',
			end: 'the end',
			depth: 'lists less deep in each other',
		},
	},
	ja: {
		oneOf: (option, choices, text) => `${option}: ${choices.join('、')}のいずれかのはずですが、"${text}"です`,
		either: (option, other) => `${option}と${other}: どちらか一方だけを指定してください`,
		keysCount: (files, meters) =>
			`--keys: 全メーターに1つか、メーターごとにその順で1つずつのファイルのはずですが、メーター${meters}台に${files}個あります`,
		meterTwice: (place) => `--meter ${place}: 同じメーターは一度だけ指定してください`,
		keysTwice: () => '--metersと--keys: どちらか一方だけを指定してください。メーターのファイルには鍵も入っています',
		clientKeys: (client, path, there, publicClient) =>
			`--client ${client}: ${path === undefined ? 'デモ用の鍵' : `--keys ${path}`}に鍵のあるクライアントのはずです: ${there}。--security noneなら鍵は要りません。公開クライアントは${publicClient}です`,
		noProof: (auth, client, path) =>
			`--auth ${auth}: クライアント${client}の認証に使うものが、${path === undefined ? '--keys FILE' : `--keys ${path}`}に要ります: ${PROOFS.ja[auth] ?? PROOFS.ja.secret}`,
		noGeneral: (option, client, path, lack) =>
			`${option}: クライアント${client}には、${path === undefined ? '--keys FILE' : `--keys ${path}`}に次のものが要ります: ${LACKS.ja[lack]}`,
		hexPairs: (option, mark) => `${option}: ${mark}の後は2桁ずつの16進数のはずです`,
		title: (digits, text) => `--title: 16進数${digits}桁のはずですが、"${text}"です`,
		otherTitle: (title, client, path, certified) =>
			`--title ${title}: ${path === undefined ? '鍵' : `--keys ${path}`}のクライアント${client}のsystemTitleか証明書にある${certified}のはずです`,
		timeout: (text) => `--timeout: 0.05〜3600の秒数のはずですが、"${text}"です`,
		time: (option, text) => `${option}: 2026-11-22や2026-11-22T09:30のようなISO形式の時刻(オフセットがなければ日本時間)のはずですが、"${text}"です`,
		clientWithKeys: (client) => `--client ${client}: 鍵のあるクライアントのはずです`,
		oneMeter: () => '--in: メーターは1台のはずです',
		metersStay: () => '--meters: 新しい鍵の書き込み先として--in FILEが必要です。メーターのファイルは書き換えません',
		demoKeysLost: () => 'デモ用の鍵: 新しい鍵の書き込み先として--in FILEが必要です。なければ新しい鍵が失われます',
		ownKeysFile: (path) => `--keys ${path}: メーターごとに別のファイルが必要です。新しい鍵はメーターごとに別です`,
		noAgreement: (client, path) =>
			`keys agree: クライアント${client}には、${path === undefined ? '--keys FILE' : `--keys ${path}`}に、suite 1か2、その秘密のsignatureKey、メーターのsignatureKeyが必要です。keiki keys make --suite 1で作れます`,
		noCertificate: (path, reason) => `certificates import ${path}: PEMかDERの証明書のはずです: ${reason ?? '証明書がありません'}`,
		oneMeterOut: () => '--out: メーターごとに別のファイルになるので、メーターは1台だけ指定してください',
		otherRecord: (path, title) => `--out ${path}: 新しいファイルか、ユニット${title}だけの記録のはずです`,
		noRequirement: (words, found) => `--require: 次のものをコンマで区切ってください: ${words.join(', ')}。指定は"${found}"でした`,
		noKek: (path, meter) => `--keys ${path}: kek: ${meter}の新しい鍵を包む鍵が必要ですが、ありません`,
		newFile: (path) => `--in ${path}: 新しいファイルのはずですが、すでにあります`,
		interrupted: (path) =>
			`${path}.new: 鍵の変更が中断されています。keiki hes read --keys ${path}.newを試し、読めればmv ${path}.new ${path}、読めなければrm ${path}.newを実行してください`,
		meterPlace: (where, text, got) =>
			`${where} ${text}: HOST:PORTかudp:HOST:PORT(,device=N、または,gateway=HEXと,network=Nを続けられます)、またはserial:PATH(,mode-e、,BAUD、,device=Nを続けられます)のはずです${got === undefined ? '' : `が、"${got}"があります`}`,
		ownAddress: (where, text) =>
			`${where} ${text}: 自分のアドレスを持つメーターを指定してください。どの論理デバイスを調べるかは--server Nで指定できます`,
		cannotRead: (path, reason) => `${path}: 読めません: ${reason}`,
		noCounters: (path) =>
			`${path}: ヘッドエンドのカウンターのはずですが、別のものです。元の内容に戻してください。または削除して、これらの鍵で使ったどの値より大きい数を、一度だけ--counterで指定してください`,
		countersNotWritten: (path, reason) => `${path}: 書き込めません: ${reason}。--counters FILEで別の場所に保存できます`,
		logicalName: (example, text) => `--obis: ${example}のような論理名のはずですが、"${text}"です`,
		fileForEach: (path, example) => `--out ${path}: ${example}のように、メーターごとに別のファイルが必要です`,
		fromBeforeTo: (from, to) => `--from ${from}: --to ${to}より前の時刻のはずです`,
		fromAhead: (from, now) => `--from ${from}: メーターの時計(${now})より前の時刻のはずです`,
		atPast: (at, now, option = '--at') => `${option} ${at}: メーターの時計(${now})より後の時刻のはずです`,
		filter: (option, text) => `${option}: all、または8桁までの16進数のはずですが、"${text}"です`,
		amount: (option, text) => `${option}: none、または30や30.5のような数(AまたはW)のはずですが、"${text}"です`,
		volts: (option, text) => `${option}: none、または95や95.5のような電圧(V)のはずですが、"${text}"です`,
		oneUnit: (meters) => `credentials set: メーターは1台のはずですが、${meters}台です。認証情報は1台の通信ユニット用に封印されています`,
		noSealed: () => 'credentials set: keiki keys sealが出力する{u32:1, octets:…}のようなものが要ります',
		onlyWith: (option, other) => `${option}: ${other}と値を指定したときだけ使えます`,
		emergencyFor: (text) => `--emergency: --forに1sから365dの長さが必要ですが、${text === undefined ? 'ありません' : `"${text}"です`}`,
		emergencyPast: (at, now) => `--at ${at}: メーターの時計(${now})でまだ終わっていない非常時のはずです`,
		unsecured: (option, why) => `${option}: 暗号化されるセッションでだけ使えますが、${why}のため暗号化されません`,
		signInside: (choices) => `--sign-inside: --ciphering ${choices.join('、')}のいずれかと一緒に指定してください`,
		publicPlain: (client, security) =>
			`--client ${client}と--security ${security}: どちらか一方だけを指定してください。公開クライアントには鍵がありません`,
		otherTable: (path, reason) => `--out ${path}: ファイルの内容が別のものなので、そのまま残します: ${reason}`,
		outNotWritten: (path, reason) => `--out ${path}: 書き込めません: ${reason}`,
		attribute: (text) => `${text}: 1.0.1.8.0.255、1.0.1.8.0.255:3、1-0:1.8.0、0.0.1.0.0.255:all、3/1.0.1.8.0.255:2のような属性のはずです`,
		entries: (text) => `--entries: 1-48、10-、7のような、1からのエントリーの番号のはずですが、"${text}"です`,
		onlyBuffers: (option, place) => `${option}: 7/1.0.99.1.0.255:2のような、プロファイルのバッファーだけに使えますが、${place}があります`,
		oneAttribute: (text) => `${text}: 8/0.0.1.0.0.255:3のような、1つの属性またはメソッドのはずです`,
		dataMissing: (attribute) => `${attribute}: 後にu16:40のような値が必要です`,
		data: (text, at, expected, found) => `${text}: ${at}文字目: ${expected}のはずですが、${found === '' ? 'そこで終わっています' : `"${found}"です`}`,
		expected: {
			value: 'null、true、false、u16:40のような型付きの値、[、または{',
			type: '型(i8、i16、i32、i64、u8、u16、u32、u64、f32、f64、enum、bcd、bits、octets、visible、utf8、obis、at、date-time、date、time)とコロン',
			number: '型の範囲の数',
			bits: '0か1のビット',
			digits: '2桁ずつの16進数(型に長さがあればその長さ)',
			string: '引用符の中の文字(エスケープはJSONと同じ、utf8でなければASCIIのみ)',
			obis: '1.0.1.8.0.255のようなOBISコード',
			time: '2026-11-01T12:30:00+09:00のような時刻',
			separator: 'コンマ、または一覧の終わり',
			end: '終わり',
			depth: '入れ子がもっと浅い一覧',
		},
	},
});
