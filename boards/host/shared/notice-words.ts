/** News that commands tell on stderr beside their results, in each language. `reason` is the system's own. */
import type { InEach } from '../../../src/world/schema/language.js';
import { type EndReason, endText } from './ending.js';

export interface NoticeWords {
	readonly noMeter: (control: string | undefined) => string;
	readonly readable: (place: string, mode: string, path: string) => string;
	readonly countersMoved: (old: string, path: string) => string;
	/** @param reason undefined: all places are taken */
	readonly controlElsewhere: (directory: string, reason: string | undefined, path: string) => string;
	readonly noControl: (reason: string | undefined) => string;
	readonly stateSealed: (path: string, key: string) => string;
	readonly stateNotWritten: (path: string, reason: string) => string;
	readonly routeAElsewhere: (place: string, instead: string) => string;
	readonly noRouteA: (place: string, other: string) => string;
	readonly routeAAlone: (place: string, reason: string, only: string) => string;
	readonly noPanel: (reason: string) => string;
	readonly openPanel: (place: string) => string;
	readonly linkElsewhere: (option: string, directory: string, path: string) => string;
	/** Of a dongle. */
	readonly openLine: (place: string) => string;
	readonly countersAnew: () => string;
	readonly endedAtStart: (reason: EndReason) => string;
	readonly captureEnded: (path: string, reason: string) => string;
	readonly recording: (days: number) => string;
	/** @param path of the file of keys. @param agrees whether it is for agreement on keys */
	readonly outOfTime: (path: string, title: string, agrees: boolean) => string;
	readonly certificatesMade: (file: string, meters: number, headEnd: string, handHeld: string, authority: string) => string;
	/** @param credential undefined: units make their own keys */
	readonly keysMade: (file: string, meters: number, credential: string | undefined) => string;
	/** On paper. @param characters with blanks between */
	readonly notInType: (characters: string) => string;
	/** Of the communication unit. */
	readonly credentialsSealed: (version: number) => string;
	readonly credentialsUseless: (version: number) => string;
	readonly noCredentials: () => string;
	readonly noWireshark: (reason: string | undefined) => string;
	readonly oldWord: (old: string, current: string) => string;
	readonly failed: (reason: string) => string;
}

export const NOTICES: InEach<NoticeWords> = Object.freeze({
	en: {
		noMeter: (control) => `no meter runs${control === undefined ? '' : ` that is reached at ${control}`}; "keiki run" starts one`,
		readable: (place, mode, path) => `${place}: others on this host can read or change it (mode ${mode}); chmod 600 ${path}`,
		countersMoved: (old, path) => `the counters of ${old} are kept in ${path} from now on`,
		controlElsewhere: (directory, reason = 'all places are taken', path) => `no control socket in ${directory}: ${reason}; it is ${path}`,
		noControl: (reason = 'all places are taken') => `no control socket: ${reason}; commands are only taken from the terminal`,
		stateSealed: (path, key) =>
			`state: the flash files of ${path} are sealed from now on, under the key in ${key}: keep it apart from copies of them`,
		stateNotWritten: (path, reason) => `state: ${path} cannot be written: ${reason}`,
		routeAElsewhere: (place, instead) => `${place} is not to be had: Route A is on ${instead}`,
		noRouteA: (place, other) => `${place} is not to be had, nor ${other}: no Route A; --route-a ADDRESS:PORT puts it elsewhere`,
		routeAAlone: (place, reason, only) => `${place} is not to be had (${reason}): Route A is on ${only} alone`,
		noPanel: (reason) => `no panel: ${reason}; --panel ADDRESS:PORT puts it elsewhere, --panel off goes without`,
		openPanel: (place) => `--panel ${place}: whoever reaches this address and knows a token can work the meter; what is sent there is not encrypted`,
		linkElsewhere: (option, directory, path) => `${option}: no link can be made in ${directory}: it is ${path}`,
		openLine: (place) => `${place}: whoever reaches this address can use the dongle; nobody is asked for a password`,
		countersAnew: () =>
			'--keys and --start without --state: the same start has the same counters, and uses IVs a second time; --state DIRECTORY keeps them',
		endedAtStart: (reason) => `${endText(reason)} while it started: it is ended, and all is as it was before`,
		captureEnded: (path, reason) => `capture: cannot write ${path}: ${reason}; the run goes on without it`,
		recording: (days) => `recording the last ${days} days`,
		outOfTime: (path, title, agrees) =>
			`--keys ${path}: the certificate of ${title}${agrees ? ' for agreement on keys' : ''} is out of its time: what needs it does without, or is refused`,
		certificatesMade: (file, meters, headEnd, handHeld, authority) =>
			`${file}: keys and certificates of ${meters === 1 ? 'a meter' : `${meters} meters`}; keiki run --keys ${file} takes them. ${headEnd}: those of the head-end; keiki hes --keys ${headEnd} takes them. ${handHeld}: those of the hand-held, client 3. ${authority}: the authorities with their private keys, which sign further certificates: keep it apart. Communication units draw the keys for their credentials themselves: keiki hes credentials key gets the public ones`,
		keysMade: (file, meters, credential) =>
			`${file}: keys for ${meters === 1 ? 'a meter' : `${meters} meters`}; keiki run --keys ${file} takes them. ${credential === undefined ? 'Communication units draw the keys for their credentials themselves: keiki hes credentials key gets the public ones' : `${credential}: the credential ${meters === 1 ? 'key of its communication unit' : 'keys of their communication units'}; keiki run --credential-key ${credential} takes ${meters === 1 ? 'it' : 'them'}, and no head-end`}`,
		notInType: (characters) => `the type has no ${characters}: 〓 stands in its place, to be written by hand`,
		credentialsSealed: (version) =>
			`the communication unit has credentials of version ${version}, which came over Route A: a HEMS needs these, whatever id and password the run was told`,
		credentialsUseless: (version) =>
			`the communication unit has credentials of version ${version}, of which a module with --radio can make nothing: a HEMS needs those that the run was told`,
		noCredentials: () =>
			'the communication unit has no credentials, and lets no HEMS in: keiki hes credentials set brings it some, sealed under its key',
		noWireshark: (reason = 'there is none') => `Wireshark does not start (${reason}); install it, or use the command above`,
		oldWord: (old, current) => `"keiki ${old}" is "keiki ${current}" now; the next version will not know the old word`,
		failed: (reason) => `failed: ${reason}`,
	},
	ja: {
		noMeter: (control) =>
			`${control === undefined ? '動いているメーターがありません' : `${control}で応答するメーターがありません`}。"keiki run"で起動できます`,
		readable: (place, mode, path) => `${place}: このホストのほかのユーザーが読み書きできます(モード${mode})。chmod 600 ${path}`,
		countersMoved: (old, path) => `${old}のカウンターは、今後${path}に保存します`,
		controlElsewhere: (directory, reason = 'すべての場所が使われています', path) =>
			`${directory}に制御ソケットを作れません: ${reason}。代わりは${path}です`,
		noControl: (reason = 'すべての場所が使われています') => `制御ソケットがありません: ${reason}。コマンドは端末からだけ受け付けます`,
		stateSealed: (path, key) => `state: ${path}のフラッシュのファイルは、今後${key}の鍵で封印します。ファイルのコピーとは別に保管してください`,
		stateNotWritten: (path, reason) => `state: ${path}に書き込めません: ${reason}`,
		routeAElsewhere: (place, instead) => `${place}は使えません: Aルートは${instead}です`,
		noRouteA: (place, other) => `${place}も${other}も使えません: Aルートはありません。--route-a ADDRESS:PORTでほかの場所にできます`,
		routeAAlone: (place, reason, only) => `${place}は使えません(${reason}): Aルートは${only}だけです`,
		noPanel: (reason) => `パネルはありません: ${reason}。--panel ADDRESS:PORTでほかの場所に、--panel offで無しにできます`,
		openPanel: (place) => `--panel ${place}: このアドレスに届き、トークンを知っている人は誰でもメーターを操作できます。通信は暗号化されません`,
		linkElsewhere: (option, directory, path) => `${option}: ${directory}にリンクを作れません: 代わりは${path}です`,
		openLine: (place) => `${place}: このアドレスに届く人は誰でもドングルを使えます。パスワードは求めません`,
		countersAnew: () => '--stateのない--keysと--start: 同じ開始時刻ではカウンターも同じになり、同じIVを再び使います。--state DIRECTORYで保存できます',
		endedAtStart: (reason) => `起動中に終了しました(${endText(reason, 'ja')})。すべて元のままです`,
		captureEnded: (path, reason) => `capture: ${path}に書き込めません: ${reason}。キャプチャーなしで続けます`,
		recording: (days) => `過去${days}日分を記録しています`,
		outOfTime: (path, title, agrees) =>
			`--keys ${path}: ${title}の${agrees ? '鍵合意用の' : ''}証明書は期間外です: それが要るものは使えないか、拒否されます`,
		certificatesMade: (file, meters, headEnd, handHeld, authority) =>
			`${file}: メーター${meters}台分の鍵と証明書。keiki run --keys ${file}で使えます。${headEnd}: ヘッドエンドのもの。keiki hes --keys ${headEnd}で使えます。${handHeld}: ハンディ端末(クライアント3)のもの。${authority}: 認証局とその秘密鍵。以後の証明書に署名するもので、別に保管してください。認証情報の鍵は通信ユニットが自分で作ります。公開鍵はkeiki hes credentials keyで得られます`,
		keysMade: (file, meters, credential) =>
			`${file}: メーター${meters}台分の鍵。keiki run --keys ${file}で使えます。${credential === undefined ? '認証情報の鍵は通信ユニットが自分で作ります。公開鍵はkeiki hes credentials keyで得られます' : `${credential}: 通信ユニットの認証情報の鍵。keiki run --credential-key ${credential}だけが使い、ヘッドエンドには渡しません`}`,
		notInType: (characters) => `書体に${characters}がないので〓にしました。手で書き入れてください`,
		credentialsSealed: (version) =>
			`通信ユニットには、Aルートで届いた版${version}の認証情報があります: 起動時のIDやパスワードではなく、これがHEMSに必要です`,
		credentialsUseless: (version) =>
			`通信ユニットにある版${version}の認証情報は、--radioのモジュールでは使えません: 起動時に指定したものがHEMSに必要です`,
		noCredentials: () =>
			'通信ユニットに認証情報がなく、どのHEMSも接続できません: keiki hes credentials setで、ユニットの鍵で封印したものを届けられます',
		noWireshark: (reason = 'ありません') => `Wiresharkを起動できません(${reason})。インストールするか、上のコマンドを使ってください`,
		oldWord: (old, current) => `"keiki ${old}"は"keiki ${current}"になりました。次のバージョンでは古い語は使えません`,
		failed: (reason) => `失敗しました: ${reason}`,
	},
});
