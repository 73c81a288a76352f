/** Wrong use that only `keiki run` meets, in each language. A reason of the system, or of the world, stands in its sentence as it is told. */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { brokenText, type Examination, type UnknownUnit, unknownText } from '../../../src/meter/catalogue/parse.js';
import type { BrokenRule } from '../../../src/meter/catalogue/rules.js';
import type { TraitsError, TraitsWrong } from '../../../src/route-b/traits.js';
import type { InEach } from '../../../src/world/schema/language.js';
import { brokenTextsJa, changeJa } from '../shared/unit-words-ja.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';

/** Why something is not with `--radio`. */
export type NotWithRadio = 'ownKey' | 'ownDongle' | 'joinedOnly' | 'realTime' | 'realNeighbours';

/** What is wrong with a text of units. */
type WrongUnits = Pick<Examination, 'unknown' | 'broken'>;

/** Each sentence about an option begins with its name, and names the words and values that would be right. */
export interface UsageWords {
	readonly noName: (option: string) => string;
	readonly oneOf: (option: string, choices: readonly string[], text: string) => string;
	readonly anyWholeNumber: (option: string, text: string) => string;
	/** What failed says why: the system does. */
	readonly reason: (place: string, reason: string) => string;
	readonly cannotRead: (option: string, file: string, reason: string) => string;
	readonly cannotWriteMeters: (file: string, reason: string) => string;
	readonly notOurAddress: (place: string) => string;

	readonly loadPower: (text: string, most: number, value: string) => string;
	readonly loadFile: (text: string, example: string) => string;
	readonly load: (text: string) => string;

	readonly units: (text: string, examined: WrongUnits) => string;
	readonly contract: (most: number, text: string) => string;
	readonly noSwitch: (contract: number) => string;
	readonly maker: (makers: readonly string[], text: string, name: string) => string;
	readonly utility: (codes: readonly string[], text: string) => string;

	/** `run: …`: it is about several options. */
	readonly traits: (error: Pick<TraitsError, 'message' | 'wrong'>) => string;
	readonly profileAndLike: (profile: string) => string;
	readonly epcs: (option: string, text: string) => string;
	readonly energyUnit: (text: string) => string;
	readonly release: (most: number, text: string) => string;
	readonly register: (most: number, text: string) => string;
	readonly registerHolds: (digits: number, wattHours: number) => string;
	readonly registerStands: (state: string) => string;

	readonly noNeighbours: (count: number) => string;
	readonly tooManyDongles: (most: number, count: number) => string;
	readonly dongle: (text: string) => string;
	readonly dongleBaud: (text: string, bauds: readonly number[], unknown: string) => string;
	readonly portTwice: (text: string) => string;
	readonly dongleWord: (text: string, words: readonly string[], unknown: string) => string;
	readonly joinsOnly: (option: string, model: string, models: readonly string[]) => string;
	readonly noWopt: (text: string, model: string, models: readonly string[]) => string;
	readonly keepsTcp: (text: string) => string;
	readonly localPort: (text: string) => string;
	readonly customerPort: (forms: readonly string[], text: string) => string;
	readonly mbus: (text: string) => string;
	readonly noBehind: (option: string) => string;
	readonly tooManyBehind: (most: number, count: number) => string;
	readonly behindTwice: (text: string) => string;
	readonly behindNobody: (text: string, meters: number) => string;
	readonly behind: (text: string, kinds: readonly string[], troubles: readonly string[]) => string;
	/** `kind`: tcp, rfc2217, or rfc2217 with an address. */
	readonly portInUse: (option: string, kind: string, port: number) => string;
	/** Each with a place like `--dongle serial:/dev/ttyGS0`. */
	readonly noSuchPort: (place: string, there: readonly string[]) => string;
	readonly noSerialPort: (place: string) => string;
	readonly noRights: (place: string) => string;
	readonly onlyForGroup: (place: string, group: string) => string;
	readonly portBusy: (place: string) => string;
	readonly linkThere: (option: string, path: string) => string;
	readonly cannotLink: (option: string, path: string, reason: string) => string;
	readonly noTerminal: (option: string, reason: string) => string;

	readonly notifyDelay: (text: string) => string;
	readonly start: (text: string) => string;
	readonly clockOffset: (text: string) => string;
	readonly speed: (min: number, max: number, text: string) => string;

	readonly noLan: (option: string) => string;
	readonly noLinkLocal: (text: string) => string;
	readonly linkLocal: (text: string) => string;
	readonly lan: (text: string) => string;
	readonly lanTaken: (address: string, port: number) => string;
	readonly lanNotShared: (address: string, port: number) => string;

	readonly offAlone: (texts: readonly string[]) => string;
	readonly tooManyPlaces: (most: number, count: number) => string;
	readonly placeTwice: (text: string) => string;
	/** @param off may stand in place of it */
	readonly place: (option: string, off: boolean, text: string) => string;
	readonly placeTaken: (place: string) => string;
	readonly panel: (text: string) => string;
	readonly panelTaken: (place: string) => string;

	/** @param place the option with the file. @param expected, got system titles */
	readonly otherTitle: (place: string, expected: string, got: string) => string;
	readonly sealsOnly: (place: string) => string;

	readonly keyWithoutState: (option: string) => string;
	readonly manyWithRadio: (count: number) => string;
	readonly manyWithState: (count: number) => string;
	readonly oneMeter: (place: string) => string;
	readonly routeAOff: (place: string) => string;
	readonly onePath: (place: string, meters: number) => string;
	readonly portsEnd: (place: string, most: number, count: number, last: number) => string;

	readonly radio: (text: string) => string;
	readonly notWithRadio: (option: string, why: NotWithRadio) => string;
	readonly noPort: (path: string) => string;
	readonly radioEnded: (path: string) => string;
	readonly noModule: (path: string, reason: string) => string;
}

const NOT_WITH_RADIO: InEach<Readonly<Record<NotWithRadio, string>>> = Object.freeze({
	en: {
		ownKey: 'a module makes its own key of a password, and takes none',
		ownDongle: 'the HEMS has a dongle of its own',
		joinedOnly: 'the meter answers the HEMS that joined by radio, and nobody else',
		realTime: 'the module keeps to real time',
		realNeighbours: 'the neighbours are those that are really there',
	},
	ja: {
		ownKey: 'モジュールはパスワードから自分で鍵を作り、鍵は受け取りません',
		ownDongle: 'HEMSは自分のドングルを持っています',
		joinedOnly: 'メーターは無線で接続したHEMSだけに応答します',
		realTime: 'モジュールは実時間で動きます',
		realNeighbours: 'よその世帯のメーターは、実際にあるものです',
	},
});

export const USAGE_WORDS: InEach<UsageWords> = Object.freeze({
	en: {
		noName: (option) => `${option}: expected a name, got nothing`,
		oneOf: (option, choices, text) => `${option}: expected one of ${choices.join(', ')}, got "${text}"`,
		anyWholeNumber: (option, text) => `${option}: expected a whole number, got "${text}"`,
		reason: (place, reason) => `${place}: ${reason}`,
		cannotRead: (option, file, reason) => `${option}: cannot read ${file}: ${reason}`,
		cannotWriteMeters: (file, reason) => `--meters-file ${file}: cannot write it: ${reason}`,
		notOurAddress: (place) => `${place}: not an address of this host`,

		loadPower: (text, most, value) => `--load ${text}: expected a power from -${most} to ${most} W, got "${value}"; for example constant:500`,
		loadFile: (text, example) => `--load ${text}: expected the name of a file, for example ${example}`,
		load: (text) => `--load: expected csv:FILE, house, pv, district, constant:W or script:FILE, got "${text}"`,

		units: (text, { unknown, broken }) =>
			`--units ${text}: no valid combination:\n${linesOf([...unknown.map(unknownText), ...broken.map(brokenText)])}`,
		contract: (most, text) => `--contract: expected a whole number of amperes from 1 to ${most}, got "${text}"`,
		noSwitch: (contract) => `--contract ${contract}: there is no switching unit; --units …,switch-60 plugs one in`,
		maker: (makers, text, name) => `--units ${text}: expected one of the makers ${makers.join(', ')} behind @, got "${name}"`,
		utility: (codes, text) => `--utility: expected general or one of ${codes.join(', ')}, got "${text}"`,

		traits: ({ message }) => `run: ${message}`,
		profileAndLike: (profile) => `--profile ${profile}: expected it without --like, which is a meter of its own kind`,
		epcs: (option, text) => `${option}: expected EPCs from 80 to FF with commas between, got "${text}"; for example D3,EC`,
		energyUnit: (text) => `--energy-unit: expected a code of EPC E1, 00 to 04 or 0A to 0D, got "${text}"; for example 02 for 0.01 kWh`,
		release: (most, text) =>
			`--release: expected a letter from A to Z and a revision from 0 to ${most} or none, got "${text}"; for example R4 for Release R rev.4`,
		register: (most, text) =>
			`--register: expected what the registers show, IMPORT or IMPORT,EXPORT, each from 0 to ${most}, got "${text}"; for example ${most}`,
		registerHolds: (digits, wattHours) => `--register: registers of ${digits} digits, ${wattHours} Wh each, hold more than this meter can count`,
		registerStands: (state) => `--register: the registers of the meter in ${state} stand where they do; a new --state directory takes it`,

		noNeighbours: (count) =>
			`--neighbours ${count}: on the power line there are none; expected a communication unit with Route B by radio, such as rf-b`,
		tooManyDongles: (most, count) => `--dongle: expected at most ${most} dongles, got ${count}`,
		dongle: (text) =>
			`--dongle: expected pty, pty:PATH, tcp:PORT, rfc2217:PORT or rfc2217:ADDRESS:PORT (an IP address, [ADDRESS] of IPv6; 0 to 65535; 0 takes a free one), or serial:PATH with ,BAUD or without, each with ,MODEL or without, got "${text}"`,
		dongleBaud: (text, bauds, unknown) => `--dongle ${text}: expected a speed of ${bauds.join(', ')} baud, got "${unknown}"`,
		portTwice: (text) => `--dongle ${text}: expected each port once`,
		dongleWord: (text, words, unknown) => `--dongle ${text}: expected one of ${words.join(', ')} behind the model, got "${unknown}"`,
		joinsOnly: (option, model, models) =>
			`${option}: ${model} speaks J11, whose only mode with Route B joins a meter and cannot be one; expected one of ${models.join(', ')}`,
		noWopt: (text, model, models) => `--dongle ${text}: ${model} knows no WOPT, and always shows digits; expected binary with ${models.join(', ')}`,
		keepsTcp: (text) => `--dongle ${text}: expected keep with tcp:PORT only: a terminal has no connections, and always goes on where it was`,
		localPort: (text) => `--local-port: expected pty, pty:PATH or tcp:PORT (0 to 65535; 0 takes a free one), got "${text}"`,
		customerPort: (forms, text) =>
			`--customer-port: expected pty, pty:PATH or tcp:PORT (0 to 65535; 0 takes a free one), with ,${forms.join(' or ,')} or without, got "${text}"`,
		mbus: (text) => `--mbus: expected pty, pty:PATH or tcp:PORT (0 to 65535; 0 takes a free one), got "${text}"`,
		noBehind: (option) => `${option}: there is nothing behind the meter without --behind; for example --behind gas,water`,
		tooManyBehind: (most, count) => `--behind: expected at most ${most} meters, got ${count}`,
		behindTwice: (text) => `--behind ${text}: expected each meter once, and all once`,
		behindNobody: (text, meters) => `--behind ${text}: expected all= or a number of at most ${meters} before it, as there are meters`,
		behind: (text, kinds, troubles) =>
			`--behind: expected ${kinds.join(', ')} with commas between, each with :${troubles.join(', :')} or several with + behind it, got "${text}"; for example gas,water:battery+fraud, or 2=gas behind the second meter`,
		portInUse: (option, kind, port) => `${option} ${kind}:${port}: the port is in use; choose another one, or ${kind}:0 for a free one`,
		noSuchPort: (place, there) => `${place}: there is no such port; ${there.length === 0 ? 'there is none here' : `here are ${there.join(', ')}`}`,
		noSerialPort: (place) => `${place}: this is no serial port; expected one like /dev/ttyGS0 or /dev/ttyUSB0`,
		noRights: (place) => `${place}: you may not open it; its owner is to give you the right to read and write it`,
		onlyForGroup: (place, group) => `${place}: you may not open it, the group ${group} may: sudo usermod -aG ${group} USER, and log in again`,
		portBusy: (place) => `${place}: another program has locked this port; end it, or choose another port`,
		linkThere: (option, path) =>
			`${option} pty:${path}: something is there, perhaps the link of a meter that runs; delete it, or choose another path`,
		cannotLink: (option, path, reason) => `${option} pty:${path}: cannot make the link: ${reason}`,
		noTerminal: (option, reason) => `${option} pty: no pseudo-terminal to be had: ${reason}; try ${option} tcp:PORT`,

		clockOffset: (text) => `--clock-offset: expected a time like 7min, ahead, or -7min, behind, up to 7d, got "${text}"`,
		notifyDelay: (text) => `--notify-delay: expected a time like 10s, or from-to like 5-120s, up to 30min, got "${text}"`,
		start: (text) => `--start: expected an ISO time like 2026-11-22T09:30 (Japan Standard Time) or 2026-11-22T00:30:00Z, got "${text}"`,
		speed: (min, max, text) => `--speed: expected a number from ${min} to ${max}, or max, got "${text}"`,

		noLan: (option) => `${option}: there is no LAN without --lan`,
		noLinkLocal: (text) => `--lan ${text}: the interface has no IPv6 link-local address; expected an interface that is up, or an address`,
		linkLocal: (text) => `--lan ${text}: a link-local address needs its %interface, for example ${text}%eth0`,
		lan: (text) => `--lan: expected an IPv4 or IPv6 address, or an interface, of this host, got "${text}"`,
		lanTaken: (address, port) => `--lan ${address}: somebody else has UDP port ${port} there`,
		lanNotShared: (address, port) => `--lan ${address}: somebody else has UDP port ${port} there and does not share it`,

		offAlone: (texts) => `--route-a off: expected it alone, got ${texts.join(' and ')}`,
		tooManyPlaces: (most, count) => `--route-a: expected at most ${most} places, got ${count}`,
		placeTwice: (text) => `--route-a ${text}: expected each place once`,
		panel: (text) => `--panel: expected ADDRESS:PORT, as 127.0.0.1:8288 or [::1]:8288, or off; got "${text}"`,
		panelTaken: (place) => `--panel ${place}: another program has it; expected another port, or 0 for one that is free`,
		place: (option, off, text) =>
			`${option}: expected ${off ? 'off, or ' : ''}an address of this host and a port like [::1]:4059 or 127.0.0.1:4059, got "${text}"`,
		placeTaken: (place) => `${place}: somebody else has this port; choose another one, or 0 for a free one`,

		otherTitle: (place, expected, got) =>
			`${place}: expected the key of a unit with the system title ${expected}, which --keys tells, got that of ${got}`,
		sealsOnly: (place) => `${place}: agreementKey: expected a private key (64 hexadecimal digits), got the public one, which opens nothing`,
		keyWithoutState: (option) => `${option}: expected it with --state, whose files it is for`,
		manyWithRadio: (count) => `--meters ${count}: expected one meter with --radio, whose module is the radio of one`,
		manyWithState: (count) => `--meters ${count}: expected one meter with --state, which keeps what one has`,
		oneMeter: (place) => `${place}: there is one meter; --meters N has more`,
		routeAOff: (place) => `${place}: there is no Route A with --route-a off`,
		onePath: (place, meters) => `${place}: expected pty or tcp:PORT with ${meters} meters, each of which has a port of its own`,
		portsEnd: (place, most, count, last) => `${place}: expected a port of at most ${most} for ${count} meters, the last would have ${last}`,

		radio: (text) => `--radio: expected serial:PATH, with ,MODEL and ,BAUD or without, for example serial:/dev/ttyUSB0, got "${text}"`,
		notWithRadio: (option, why) => `${option}: not with --radio: ${NOT_WITH_RADIO.en[why]}`,
		noPort: (path) => `--radio serial:${path}: there is no such port`,
		radioEnded: (path) => `--radio serial:${path}: ended before the module answered`,
		noModule: (path, reason) => `--radio serial:${path}: no module there that can be a meter's radio: ${reason}`,
	},
	ja: {
		noName: (option) => `${option}: 名前のはずですが、空です`,
		oneOf: (option, choices, text) => `${option}: ${choices.join('、')}のどれかのはずですが、"${text}"です`,
		anyWholeNumber: (option, text) => `${option}: 整数のはずですが、"${text}"です`,
		reason: (place, reason) => `${place}: 使えません: ${reason}`,
		cannotRead: (option, file, reason) => `${option}: ${file}を読めません: ${reason}`,
		cannotWriteMeters: (file, reason) => `--meters-file ${file}: 書けません: ${reason}`,
		notOurAddress: (place) => `${place}: このホストのアドレスではありません`,

		loadPower: (text, most, value) => `--load ${text}: -${most}〜${most} Wの電力のはずですが、"${value}"です。例: constant:500`,
		loadFile: (text, example) => `--load ${text}: ファイルの名前が要ります。例: ${example}`,
		load: (text) => `--load: csv:FILE、house、pv、district、constant:W、script:FILEのどれかのはずですが、"${text}"です`,

		units: (text, { unknown, broken }) =>
			`--units ${text}: 有効な組み合わせではありません:\n${linesOf([...unknown.map(unknownJa), ...broken.map(brokenJa)])}`,
		contract: (most, text) => `--contract: 1〜${most}の整数(アンペア)のはずですが、"${text}"です`,
		noSwitch: (contract) => `--contract ${contract}: 開閉ユニットがありません。--units …,switch-60で差し込めます`,
		maker: (makers, text, name) => `--units ${text}: @の後ろはメーカー${makers.join('、')}のどれかのはずですが、"${name}"です`,
		utility: (codes, text) => `--utility: general、または${codes.join('、')}のどれかのはずですが、"${text}"です`,

		traits: ({ wrong }) => `run: ${traitsJa(wrong)}`,
		profileAndLike: (profile) => `--profile ${profile}: --likeは独自の種類のメーターなので、いっしょには使えません`,
		epcs: (option, text) => `${option}: コンマ区切りの80〜FFのEPCのはずですが、"${text}"です。例: D3,EC`,
		energyUnit: (text) => `--energy-unit: EPC E1のコード、00〜04または0A〜0Dのはずですが、"${text}"です。例: 0.01 kWhなら02`,
		release: (most, text) => `--release: A〜Zの文字と、必要ならリビジョン(0〜${most})のはずですが、"${text}"です。例: Release R rev.4ならR4`,
		register: (most, text) => `--register: レジスターの表示値、IMPORTまたはIMPORT,EXPORT、それぞれ0〜${most}のはずですが、"${text}"です。例: ${most}`,
		registerHolds: (digits, wattHours) =>
			`--register: ${digits}桁、各${wattHours} Whのレジスターには、このメーターで数えられる量を超える値が入ります`,
		registerStands: (state) => `--register: ${state}のメーターのレジスターには、すでに値があります。新しい--stateのディレクトリーなら指定できます`,

		noNeighbours: (count) =>
			`--neighbours ${count}: よその世帯のメーターは電力線の上にはいません。Bルートが電波を通る通信ユニット(例: rf-b)なら指定できます`,
		tooManyDongles: (most, count) => `--dongle: ドングルは${most}個までのはずですが、${count}個です`,
		dongle: (text) =>
			`--dongle: pty、pty:PATH、tcp:PORT、rfc2217:PORTかrfc2217:ADDRESS:PORT(ADDRESSはIPアドレスで、IPv6なら[ADDRESS]。PORTは0〜65535、0なら空いているポート)、またはserial:PATHに必要なら,BAUDを続けたもののどれかに、必要なら,MODELを続けたもののはずですが、"${text}"です`,
		dongleBaud: (text, bauds, unknown) => `--dongle ${text}: 通信速度は${bauds.join('、')}ボーのどれかのはずですが、"${unknown}"です`,
		portTwice: (text) => `--dongle ${text}: 同じポートは1回だけのはずです`,
		dongleWord: (text, words, unknown) => `--dongle ${text}: 機種の後は${words.join('、')}のどれかのはずですが、"${unknown}"です`,
		joinsOnly: (option, model, models) =>
			`${option}: ${model}はJ11です。J11でBルートを使えるモードはメーターに接続する側だけで、メーターの無線にはなれません。指定できるのは${models.join('、')}です`,
		noWopt: (text, model, models) =>
			`--dongle ${text}: ${model}にはWOPTがなく、常にASCIIで表示します。binaryを指定できるのは${models.join('、')}です`,
		keepsTcp: (text) => `--dongle ${text}: keepを指定できるのはtcp:PORTだけです。端末には接続というものがなく、常に前の続きになります`,
		localPort: (text) => `--local-port: pty、pty:PATH、tcp:PORT(0〜65535、0なら空いているポート)のどれかのはずですが、"${text}"です`,
		customerPort: (forms, text) =>
			`--customer-port: pty、pty:PATH、tcp:PORT(0〜65535、0なら空いているポート)のどれかに、,${forms.join('か,')}を付けるか付けないかのはずですが、"${text}"です`,
		mbus: (text) => `--mbus: pty、pty:PATH、tcp:PORT(0〜65535、0なら空いているポート)のどれかのはずですが、"${text}"です`,
		noBehind: (option) => `${option}: --behindがなければ、メーターの先には何もありません。例: --behind gas,water`,
		tooManyBehind: (most, count) => `--behind: メーターは${most}台までのはずですが、${count}台です`,
		behindTwice: (text) => `--behind ${text}: 同じメーターやallは一度だけのはずです`,
		behindNobody: (text, meters) => `--behind ${text}: 前に付けるのは、all=か、メーターの台数${meters}までの番号のはずです`,
		behind: (text, kinds, troubles) =>
			`--behind: ${kinds.join('、')}をコンマで区切り、必要ならそれぞれの後に:${troubles.join('、:')}、または+でつないだ複数を続けたもののはずですが、"${text}"です。例: gas,water:battery+fraud、2台目の先なら2=gas`,
		portInUse: (option, kind, port) =>
			`${option} ${kind}:${port}: このポートは使われています。ほかのポートか、空いているポートを使う${kind}:0を指定してください`,
		noSuchPort: (place, there) =>
			`${place}: そのようなポートはありません。${there.length === 0 ? 'ここにはシリアルポートがありません' : `ここにあるのは${there.join('、')}です`}`,
		noSerialPort: (place) => `${place}: シリアルポートではありません。/dev/ttyGS0や/dev/ttyUSB0のようなもののはずです`,
		noRights: (place) => `${place}: 開く権限がありません。所有者に読み書きの権限をもらってください`,
		onlyForGroup: (place, group) =>
			`${place}: 開く権限がありません。グループ${group}なら開けます: sudo usermod -aG ${group} USERを実行して、ログインし直してください`,
		portBusy: (place) => `${place}: ほかのプログラムがこのポートをロックしています。終わらせるか、ほかのポートを指定してください`,
		linkThere: (option, path) =>
			`${option} pty:${path}: すでに何かがあります。動いているメーターのリンクかもしれません。削除するか、ほかのパスを指定してください`,
		cannotLink: (option, path, reason) => `${option} pty:${path}: リンクを作れません: ${reason}`,
		noTerminal: (option, reason) => `${option} pty: 擬似端末を使えません: ${reason}。${option} tcp:PORTを試してください`,

		clockOffset: (text) => `--clock-offset: 7min(進み)や-7min(遅れ)のような、7dまでの時間のはずですが、"${text}"です`,
		notifyDelay: (text) => `--notify-delay: 10sのような時間、または5-120sのような範囲、30minまでのはずですが、"${text}"です`,
		start: (text) => `--start: 2026-11-22T09:30(日本標準時)や2026-11-22T00:30:00ZのようなISO形式の時刻のはずですが、"${text}"です`,
		speed: (min, max, text) => `--speed: ${min}〜${max}の数、またはmaxのはずですが、"${text}"です`,

		noLan: (option) => `${option}: --lanがなければ、LANはありません`,
		noLinkLocal: (text) =>
			`--lan ${text}: このインターフェースにはIPv6のリンクローカルアドレスがありません。動いているインターフェースか、アドレスのはずです`,
		linkLocal: (text) => `--lan ${text}: リンクローカルアドレスには%とインターフェースが要ります。例: ${text}%eth0`,
		lan: (text) => `--lan: このホストのIPv4またはIPv6アドレスか、インターフェースのはずですが、"${text}"です`,
		lanTaken: (address, port) => `--lan ${address}: UDPポート${port}は、ほかのプログラムが使っています`,
		lanNotShared: (address, port) => `--lan ${address}: UDPポート${port}は、ほかのプログラムが使っていて、共有できません`,

		offAlone: (texts) => `--route-a off: 単独のはずですが、${texts.join('と')}です`,
		tooManyPlaces: (most, count) => `--route-a: 場所は${most}個までのはずですが、${count}個です`,
		placeTwice: (text) => `--route-a ${text}: 同じ場所は1回だけのはずです`,
		panel: (text) => `--panel: 127.0.0.1:8288や[::1]:8288のようなADDRESS:PORT、またはoffを指定してください。「${text}」は使えません`,
		panelTaken: (place) => `--panel ${place}: ほかのプログラムが使っています。ほかのポートか、空いたポートを取る:0を指定してください`,
		place: (option, off, text) =>
			`${option}: ${off ? 'off、または' : ''}[::1]:4059や127.0.0.1:4059のような、このホストのアドレスとポートのはずですが、"${text}"です`,
		placeTaken: (place) => `${place}: このポートは、ほかのプログラムが使っています。ほかのポートか、空いているポートを使う0を指定してください`,

		otherTitle: (place, expected, got) => `${place}: システムタイトル${expected}(--keysのもの)のユニットの鍵のはずですが、${got}の鍵です`,
		sealsOnly: (place) => `${place}: agreementKey: 64桁の秘密鍵のはずですが、公開鍵です。公開鍵では何も開けません`,
		keyWithoutState: (option) => `${option}: --stateのファイルの鍵なので、--stateと一緒に指定してください`,
		manyWithRadio: (count) => `--meters ${count}: --radioとともに使えるのは1台のはずです。モジュールは1台の無線です`,
		manyWithState: (count) => `--meters ${count}: --stateとともに使えるのは1台のはずです。保存するのは1台のものです`,
		oneMeter: (place) => `${place}: メーターは1台です。--meters Nで増やせます`,
		routeAOff: (place) => `${place}: --route-a offなら、Aルートはありません`,
		onePath: (place, meters) => `${place}: ${meters}台なら、それぞれに別のポートが必要なので、ptyかtcp:PORTのはずです`,
		portsEnd: (place, most, count, last) => `${place}: ${count}台なら、ポートは${most}までのはずです。最後のメーターが${last}になります`,

		radio: (text) => `--radio: serial:PATHに、必要なら,MODELと,BAUDを続けたもののはずですが、"${text}"です。例: serial:/dev/ttyUSB0`,
		notWithRadio: (option, why) => `${option}: --radioとともには使えません: ${NOT_WITH_RADIO.ja[why]}`,
		noPort: (path) => `--radio serial:${path}: そのようなポートはありません`,
		radioEnded: (path) => `--radio serial:${path}: モジュールが応答する前に終わりました`,
		noModule: (path, reason) => `--radio serial:${path}: メーターの無線になれるモジュールがありません: ${reason}`,
	},
});

/** The error, to be thrown. @param fields of the sentence */
export function wrongUse<Kind extends keyof UsageWords>(kind: Kind, ...fields: Parameters<UsageWords[Kind]>): UsageError {
	return new UsageError(inEach(USAGE_WORDS, (words) => (words[kind] as (...fields: Parameters<UsageWords[Kind]>) => string)(...fields)));
}

function linesOf(reasons: readonly string[]): string {
	return reasons.map((reason) => `  ${reason}`).join('\n');
}

function unknownJa({ word, number, column, perhaps }: UnknownUnit): string {
	const found = word === '' ? '語がありません' : `"${word}"というユニットはありません`;
	const right =
		perhaps.length > 0 ? `${perhaps.join('か')}かもしれません` : 'rf-b、1p3w-60-2way、switch-60、voltage-60、normal、rainのようなもののはずです';
	return `${number}番目のユニット(${column}文字目): ${found}。${right}`;
}

function brokenJa(rule: BrokenRule): string {
	const { found, reason } = brokenTextsJa(rule);
	return `${found} (${reason})。直すには: ${rule.wouldDo.map(changeJa).join('、または')}`;
}

function traitsJa(wrong: TraitsWrong): string {
	switch (wrong.kind) {
		case 'map':
			return `EPC ${epcText(wrong.epc)}はプロパティマップで、どのオブジェクトにもあります`;
		case 'notThere':
			return `EPC ${epcText(wrong.epc)}は、もともと${wrong.profile}のメーターにありません`;
		case 'notReadable':
			return `EPC ${epcText(wrong.epc)}は、このメーターのマップ9Fにありません`;
		case 'needsCoefficient':
			return `係数${wrong.coefficient}にはEPC D3が要ります: なければ1とみなされます`;
		case 'coefficient':
			return `EPC D3: 係数は1〜${wrong.most}のはずですが、${wrong.got}です`;
		case 'digits':
			return `EPC D7: 1〜${wrong.most}桁のはずですが、${wrong.got}桁です`;
		case 'release':
			return `EPC 82: A〜Zの文字と0〜255のリビジョンのはずですが、${wrong.letter}と${wrong.revision}です`;
		case 'minutes':
			return `EPC EE: ${wrong.least}〜${wrong.most}分のはずですが、${wrong.got}分です`;
		case 'needsMinutes':
			return `1分値の履歴にはEPC EEが要りますが、この${wrong.profile}のメーターのマップ9Fにありません`;
	}
}

function epcText(epc: number): string {
	return toUpperHex(Uint8Array.of(epc));
}
