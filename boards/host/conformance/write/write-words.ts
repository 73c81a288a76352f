/** What a companion specification, a PICS and a PIXIT say in words. */

import type { Role } from '../../../../src/route-a/roles.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import type { MeterKind } from './object-facts.js';

export interface WriteWords {
	readonly titles: Readonly<Record<'companion' | 'pics' | 'pixit', string>>;
	readonly unconfirmed: string;
	readonly madeFrom: string;
	readonly headings: Readonly<
		Record<
			| 'clients'
			| 'objects'
			| 'attributes'
			| 'events'
			| 'alarms'
			| 'status'
			| 'transports'
			| 'acse'
			| 'conformance'
			| 'security'
			| 'classes'
			| 'offers'
			| 'protection'
			| 'addresses'
			| 'times'
			| 'values'
			| 'write',
			string
		>
	>;
	readonly columns: Readonly<
		Record<
			| 'role'
			| 'address'
			| 'proof'
			| 'association'
			| 'object'
			| 'obis'
			| 'class'
			| 'version'
			| 'where'
			| 'number'
			| 'name'
			| 'type'
			| 'code'
			| 'event'
			| 'bit'
			| 'meaning'
			| 'item'
			| 'is'
			| 'attributes'
			| 'methods'
			| 'selectors'
			| 'word'
			| 'value',
			string
		>
	>;
	readonly roles: Readonly<Record<Role, string>>;
	readonly always: string;
	/** By the name of what a row looks at in a meter. */
	readonly conditions: Readonly<Record<string, string>>;
	readonly rightsNote: string;
	readonly yes: string;
	readonly no: string;
	readonly byOffer: string;
	readonly items: Readonly<
		Record<
			| 'tcp'
			| 'udp'
			| 'hdlc'
			| 'modeE'
			| 'shortNames'
			| 'none'
			| 'gmac'
			| 'ciphered'
			| 'dedicated'
			| 'suite0'
			| 'suites'
			| 'globalKeys'
			| 'generalGlo'
			| 'generalCiphering'
			| 'generalSigning'
			| 'compression'
			| 'pushes'
			| 'eventNotification'
			| 'policy'
			| 'server'
			| 'port'
			| 'deviation'
			| 'period'
			| 'capacity'
			| 'events'
			| 'connections'
			| 'inactivity'
			| 'association'
			| 'frame'
			| 'localInactivity'
			| 'opening'
			| 'pdu'
			| 'keys'
			| 'counter'
			| 'writes',
			string
		>
	>;
	readonly bySuite: string;
	readonly madeOf: (kind: MeterKind) => string;
	readonly pduTold: string;
	readonly counterTold: string;
	readonly keysTold: string;
	readonly seconds: (ms: number) => string;
	readonly rows: (count: number) => string;
}

export const WRITE_WORDS: InEach<WriteWords> = Object.freeze({
	en: {
		titles: {
			companion: 'Companion specification of Keiki’s Route A',
			pics: 'PICS of Keiki’s Route A: protocol implementation conformance statement',
			pixit: 'PIXIT of Keiki’s Route A: what a tester must know besides',
		},
		unconfirmed:
			'What Japan’s utilities speak on Route A is not public. All of this is after IDIS and DSMR 4.2.2, with Japan’s intervals and time; none of it is confirmed of a real meter.',
		madeFrom: 'Made from the rows that the meter itself is made of, by keiki conformance write.',
		headings: {
			clients: 'Clients',
			objects: 'Objects',
			attributes: 'Attributes, methods and rights',
			events: 'Event codes',
			alarms: 'Bits of alarm registers',
			status: 'Bits of the status of an interval',
			transports: 'Transports',
			acse: 'Associations',
			conformance: 'Conformance block',
			security: 'Security',
			classes: 'Interface classes',
			offers: 'What a client is offered by its row in the keys file',
			protection: 'Protection of messages, and notifications',
			addresses: 'Addresses',
			times: 'Times and limits',
			values: 'Values that tests need',
			write: 'What writing changes',
		},
		columns: {
			role: 'Client',
			address: 'Address',
			proof: 'Proves itself by',
			association: 'Own association',
			object: 'Object',
			obis: 'Logical name',
			class: 'Class',
			version: 'Version',
			where: 'Where',
			number: 'No.',
			name: 'Name',
			type: 'Type',
			code: 'Code',
			event: 'Event',
			bit: 'Bit',
			meaning: 'Meaning',
			item: 'Item',
			is: 'Supported',
			attributes: 'Attributes',
			methods: 'Methods',
			selectors: 'Selective access',
			word: 'Word',
			value: 'Value',
		},
		roles: { public: 'public', reading: 'reading', management: 'management', preEstablished: 'pre-established', handHeld: 'hand-held' },
		always: 'always',
		conditions: {
			network: 'with IP',
			localPort: 'with a local port',
			canPush: 'with a way for pushes',
			keepsPushes: 'with a flash for pushes',
			hasTariff: 'with a flash for tariffs',
			routeB: 'with Route B',
			hasImages: 'with a flash for firmware images, and their key',
			hasHousehold: 'with a flash for the household',
			hasLoadRelay: 'with a load relay',
			payment: 'with an account',
			mbus: 'with an M-Bus',
			credentials: 'with a credential key in the communication unit',
			certificates: 'with certificates',
		},
		rightsNote: 'r: may be read, w: may be set, x: may be called; empty: neither. Types after the Blue Book; any is any type.',
		yes: 'yes',
		no: 'no',
		byOffer: 'by offer',
		items: {
			tcp: 'TCP on IPv6 and IPv4, wrapper',
			udp: 'UDP on IPv6 and IPv4, wrapper',
			hdlc: 'HDLC on a serial line (IEC 62056-46)',
			modeE: 'opening by mode E of IEC 62056-21',
			shortNames: 'short names',
			none: 'no authentication (public client)',
			gmac: 'HLS by GMAC (mechanism 5)',
			ciphered: 'application context with ciphering',
			dedicated: 'dedicated keys',
			suite0: 'security suite 0',
			suites: 'security suites 1 and 2',
			globalKeys: 'service-specific ciphering by global and dedicated keys',
			generalGlo: 'general-glo-ciphering, general-ded-ciphering',
			generalCiphering: 'general-ciphering: identified, wrapped and agreed keys',
			generalSigning: 'general-signing',
			compression: 'compression',
			pushes: 'DataNotification, pushed under general-glo; by offer general-ciphered and signed; confirmed with push set-ups of version 2',
			eventNotification: 'EventNotification',
			policy: 'security policy of clients with keys, at first',
			server: 'logical device',
			port: 'port of TCP and UDP',
			deviation: 'deviation of the clock, min',
			period: 'capture period of the load profile, s',
			capacity: 'rows of the load profile',
			events: 'rows of the standard event log',
			connections: 'TCP connections',
			inactivity: 'an associated client may be silent for',
			association: 'a connection may be without an association for',
			frame: 'a frame may take',
			localInactivity: 'a client at the local port may be silent for',
			opening: 'HDLC has to begin after mode E within',
			pdu: 'longest PDU, each way',
			keys: 'keys',
			counter: 'first invocation counter',
			writes: 'clients that may set or call anything',
		},
		bySuite: 'by the suite of the client’s row in the keys file',
		madeOf: ({ companion, suite, pushVersion, mbusClient }) =>
			`Of a meter of the companion specification ${companion}, with clients of security suite ${suite}, push set-ups of version ${pushVersion} and M-Bus clients of version ${mbusClient}: --companion, --suite, --push-version and --mbus-client make it another one.`,
		pduTold: 'told in the InitiateResponse',
		counterTold: 'above what 0.0.43.1.x.255 tells the public client',
		keysTold: 'demo keys unless keiki run --keys names others; keiki keys make makes them',
		seconds: (ms) => `${ms / 1000} s`,
		rows: (count) => `${count} rows`,
	},
	ja: {
		titles: {
			companion: 'KeikiのAルートのコンパニオン仕様',
			pics: 'KeikiのAルートのPICS: プロトコル実装適合性宣言',
			pixit: 'KeikiのAルートのPIXIT: 試験に必要なその他の情報',
		},
		unconfirmed:
			'日本の電力会社がAルートで使っている方式は公開されていません。ここにあるものはすべてIDISとDSMR 4.2.2に、日本の時限と時刻を合わせたもので、実機で確認されたものではありません。',
		madeFrom: 'メーター自身の元となる表から、keiki conformance writeが作ったものです。',
		headings: {
			clients: 'クライアント',
			objects: 'オブジェクト',
			attributes: '属性、メソッド、アクセス権',
			events: 'イベントコード',
			alarms: '警報レジスターのビット',
			status: '時限の状態のビット',
			transports: '伝送路',
			acse: 'アソシエーション',
			conformance: 'conformanceブロック',
			security: 'セキュリティ',
			classes: 'インターフェースクラス',
			offers: '鍵のファイルの行でクライアントに提供されるもの',
			protection: 'メッセージの保護と通知',
			addresses: 'アドレス',
			times: '時間と上限',
			values: '試験に要る値',
			write: '書き込みが変えるもの',
		},
		columns: {
			role: 'クライアント',
			address: 'アドレス',
			proof: '証明の方法',
			association: '自分のアソシエーション',
			object: 'オブジェクト',
			obis: '論理名',
			class: 'クラス',
			version: 'バージョン',
			where: '条件',
			number: '番号',
			name: '名前',
			type: '型',
			code: 'コード',
			event: 'イベント',
			bit: 'ビット',
			meaning: '意味',
			item: '項目',
			is: '対応',
			attributes: '属性',
			methods: 'メソッド',
			selectors: '選択アクセス',
			word: '語',
			value: '値',
		},
		roles: { public: '公開', reading: '検針用', management: '管理用', preEstablished: '事前確立', handHeld: 'ハンディターミナル' },
		always: '常に',
		conditions: {
			network: 'IPがあるとき',
			localPort: 'ローカルポートがあるとき',
			canPush: 'プッシュの経路があるとき',
			keepsPushes: 'プッシュ用のフラッシュがあるとき',
			hasTariff: '料金表用のフラッシュがあるとき',
			routeB: 'Bルートがあるとき',
			hasImages: 'ファームウェアイメージ用のフラッシュと鍵があるとき',
			hasHousehold: '家庭向けのフラッシュがあるとき',
			hasLoadRelay: '負荷リレーがあるとき',
			payment: 'アカウントがあるとき',
			mbus: 'M-Busがあるとき',
			credentials: '通信ユニットに認証情報の鍵があるとき',
			certificates: '証明書があるとき',
		},
		rightsNote: 'r: 読める、w: 書ける、x: 呼べる、空欄: どれもできない。型はBlue Bookによる。anyは任意の型。',
		yes: 'はい',
		no: 'いいえ',
		bySuite: '鍵のファイルにあるクライアントの行のsuiteによる',
		madeOf: ({ companion, suite, pushVersion, mbusClient }) =>
			`コンパニオン仕様${companion}、クライアントのセキュリティスイート${suite}、プッシュ設定のバージョン${pushVersion}、M-Busクライアントのバージョン${mbusClient}のメーターのものです。--companion、--suite、--push-version、--mbus-clientで変えられます。`,
		byOffer: 'offersによる',
		items: {
			tcp: 'IPv6とIPv4のTCP、ラッパー',
			udp: 'IPv6とIPv4のUDP、ラッパー',
			hdlc: 'シリアル回線のHDLC(IEC 62056-46)',
			modeE: 'IEC 62056-21のモードEによる開始',
			shortNames: 'ショートネーム',
			none: '認証なし(公開クライアント)',
			gmac: 'GMACによるHLS(メカニズム5)',
			ciphered: '暗号化のあるアプリケーションコンテキスト',
			dedicated: '専用鍵',
			suite0: 'セキュリティスイート0',
			suites: 'セキュリティスイート1と2',
			globalKeys: 'グローバル鍵と専用鍵による、サービスごとの暗号化',
			generalGlo: 'general-glo-ciphering、general-ded-ciphering',
			generalCiphering: 'general-ciphering: 識別された鍵、包まれた鍵、合意した鍵',
			generalSigning: 'general-signing',
			compression: '圧縮',
			pushes: 'general-gloで保護したプッシュのDataNotification。offersによりgeneral-cipheringと署名も。プッシュ設定のバージョン2では確認つき',
			eventNotification: 'EventNotification',
			policy: '鍵を持つクライアントの最初のセキュリティポリシー',
			server: '論理デバイス',
			port: 'TCPとUDPのポート',
			deviation: '時計のUTCとの差、分',
			period: 'ロードプロファイルの記録周期、秒',
			capacity: 'ロードプロファイルの行数',
			events: '標準イベントログの行数',
			connections: 'TCP接続の数',
			inactivity: 'アソシエーションのあるクライアントが黙っていられる時間',
			association: 'アソシエーションのない接続の時間',
			frame: '1フレームにかけられる時間',
			localInactivity: 'ローカルポートのクライアントが黙っていられる時間',
			opening: 'モードEのあとHDLCが始まるまで',
			pdu: '双方向の最長のPDU',
			keys: '鍵',
			counter: '最初の呼び出しカウンター',
			writes: '設定または呼び出しのできるクライアント',
		},
		pduTold: 'InitiateResponseで伝える',
		counterTold: '0.0.43.1.x.255が公開クライアントに伝える値より上',
		keysTold: 'デモ用の鍵。keiki run --keysで変えられ、keiki keys makeで作れる',
		seconds: (ms) => `${ms / 1000}秒`,
		rows: (count) => `${count}行`,
	},
});
