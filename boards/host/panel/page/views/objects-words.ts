import type { InEachLanguage } from '../../../web/page/words.js';
import type { AttributeAccess, Danger, LastClient, LastReader, SetRule, ToldClient, WouldReason } from '../../objects/told.js';

export interface ObjectsWords {
	readonly title: string;
	readonly search: string;
	readonly searchHint: string;
	readonly live: string;
	readonly liveHint: string;
	readonly routeB: string;
	readonly routeA: string;
	readonly waiting: string;
	readonly unreachable: string;
	readonly again: string;
	readonly asOf: (time: string) => string;
	readonly nothingFound: string;
	/** What a read or a write would do now. */
	readonly own: string;
	readonly would: Readonly<Record<Exclude<WouldReason, 'asked'>, (hems: string) => string>>;
	readonly another: string;
	readonly rights: {
		readonly get: string;
		readonly set: string;
		readonly announced: string;
		readonly refused: string;
		readonly unanswered: string;
	};
	readonly rightsHint: { readonly refused: string; readonly unanswered: string; readonly announced: string };
	readonly value: string;
	readonly bytes: string;
	readonly noData: string;
	readonly decoded: string;
	readonly lastReader: string;
	readonly nobodyYet: string;
	readonly last: (last: LastReader, who: string) => string;
	readonly lastClient: (last: LastClient) => string;
	readonly read: string;
	readonly write: string;
	readonly writing: string;
	readonly asking: string;
	readonly rules: Readonly<Record<SetRule, string>>;
	readonly day: string;
	readonly from: string;
	readonly entries: string;
	readonly notHex: string;
	readonly byDongle: string;
	readonly wouldAnswer: string;
	readonly outcomes: { readonly unanswered: string; readonly notJoined: string; readonly refusedJoin: string };
	readonly done: string;
	readonly notDone: string;
	readonly refusedBy: (service: string) => string;
	readonly announces: (epcs: string) => string;
	readonly request: string;
	readonly answer: string;
	readonly client: (client: number) => string;
	readonly clientHint: string;
	readonly clients: string;
	readonly roles: Readonly<Record<ToldClient['role'], string>>;
	readonly associated: (time: string) => string;
	readonly ended: (time: string) => string;
	readonly neverAssociated: string;
	readonly attribute: string;
	readonly attributes: string;
	readonly access: string;
	readonly accesses: Readonly<Record<AttributeAccess | 'call', string>>;
	readonly accessOf: { readonly public: string; readonly reading: string; readonly management: string };
	readonly methods: string;
	readonly call: string;
	readonly callOf: (method: string) => string;
	readonly parameter: string;
	readonly parameterHint: string;
	readonly dangers: Readonly<Record<Danger, string>>;
	readonly confirm: string;
	readonly cancel: string;
	readonly close: string;
	readonly notYours: string;
	readonly setTo: string;
	readonly timeRule: string;
	readonly axdrRule: string;
	readonly rows: string;
	readonly showRows: string;
	readonly time: string;
	readonly noRows: string;
	readonly more: string;
	readonly returned: string;
	readonly objects: (count: number) => string;
}

const ROLES_EN = Object.freeze({
	public: 'public',
	reading: 'reading',
	management: 'management',
	preEstablished: 'broadcast',
	handHeld: 'hand-held',
});
const ROLES_JA = Object.freeze({ public: '公開', reading: '検針', management: '管理', preEstablished: '同報', handHeld: 'ハンディターミナル' });

export const OBJECTS_WORDS: InEachLanguage<ObjectsWords> = Object.freeze({
	en: {
		title: 'Objects',
		search: 'Find',
		searchHint: 'E7, power, 1.8.0, clock …',
		live: 'Live',
		liveHint: 'Values are asked for every 2 s while this page is seen',
		routeB: 'Route B: ECHONET Lite, towards the home',
		routeA: 'Route A: DLMS/COSEM, towards the utility',
		waiting: 'Waiting for the meter …',
		unreachable: 'The run cannot be reached: it has ended, or the connection is lost.',
		again: 'Try again',
		asOf: (time) => `as of ${time}, the meter’s world`,
		nothingFound: 'Nothing here has these words.',
		own: 'Nobody is joined. Read and Write go by the panel’s own dongle: it joins, asks once and leaves. The values in the tree cost no radio: they are what the meter would answer.',
		would: {
			'hems joined': (hems) =>
				`${hems} is joined. What you see is what the meter would answer: the same objects and rights, nothing on the air. A write is not done; it shows the answer that a HEMS would get.`,
			'hems joining': () => 'A HEMS is on its way in. What you see is what the meter would answer; a write is not done.',
			'hems came': () => 'A HEMS came while the panel’s dongle was there. It left at once, and this is what the meter would answer.',
			'real radio': () =>
				'The meter is on a real radio, where the panel has no dongle. What you see is what the meter would answer; a write is not done.',
		},
		another: 'A HEMS',
		rights: { get: 'read', set: 'write', announced: 'announced', refused: 'refused', unanswered: 'never answered' },
		rightsHint: {
			refused: 'It stands in map 9F, and is refused all the same',
			unanswered: 'It stands in map 9F; a request that asks for it gets no answer at all',
			announced: 'A change of it is announced',
		},
		value: 'Value',
		bytes: 'Bytes',
		noData: 'no data',
		decoded: 'Decoded, as JSON',
		lastReader: 'Last',
		nobodyYet: 'nobody since the panel is open',
		last: ({ how, medium, time, service }, who) =>
			`${{ get: 'read by', set: 'written by', notify: 'told to' }[how]} ${who} by ${{ 'wi-sun': 'Wi-SUN', plc: 'power line', lan: 'LAN' }[medium]} (${service}) at ${time}`,
		lastClient: ({ how, client, role, time }) => `${how === 'get' ? 'read' : 'written'} by client ${client} (${ROLES_EN[role]}) at ${time}`,
		read: 'Read',
		write: 'Write',
		writing: 'Write a value',
		asking: 'Asking …',
		rules: {
			location: '1 byte of any value but 01, or 17 bytes that begin with 01',
			day: '1 byte: how many days ago, 0 (today) to 99; chooses what E2 and E4 tell',
			halfHours: '7 bytes: a half-hour (year, month, day, hour, minute 00 or 30) and 1 to 12 entries back from it; chooses what EC tells',
			minutes: '7 bytes: a minute (year, month, day, hour, minute) and 1 to 10 entries back from it; chooses what EE tells',
		},
		day: 'Days ago',
		from: 'Back from',
		entries: 'Entries',
		notHex: 'Pairs of hexadecimal digits, please: 0 to 9, A to F.',
		byDongle: 'by the panel’s own dongle',
		wouldAnswer: 'what the meter would answer; nothing was on the air',
		outcomes: {
			unanswered: 'No answer came.',
			notJoined: 'The dongle could not join: nobody answered it.',
			refusedJoin: 'The dongle could not join: the meter refused it.',
		},
		done: 'Written: the meter has it now.',
		notDone: 'Not done: nothing was written.',
		refusedBy: (service) => `The meter refuses it (${service}).`,
		announces: (epcs) => `It would announce ${epcs} as well.`,
		request: 'Request',
		answer: 'Answer',
		client: (client) => `The panel is client ${client}`,
		clientHint: 'with the rights of the management client, by keys of its own that are never shown. It counts no other client’s counters.',
		clients: 'Clients of the meter',
		roles: ROLES_EN,
		associated: (time) => `associated since ${time}`,
		ended: (time) => `last associated until ${time}`,
		neverAssociated: 'not associated since the panel is open',
		attribute: 'Attribute',
		attributes: 'Attributes',
		access: 'Who may',
		accesses: { none: 'nothing', read: 'read', write: 'write', both: 'read, write', call: 'call' },
		accessOf: { public: 'public', reading: 'reading', management: 'management' },
		methods: 'Methods',
		call: 'Call …',
		callOf: (method) => `Call ${method}`,
		parameter: 'Parameter, A-XDR in hexadecimal digits',
		parameterHint: 'Empty for none; an integer 10 is 0F0A, a long −5 is 10FFFB.',
		dangers: {
			supply: 'This cuts the power of the house, or gives it back.',
			clock: 'This sets the meter’s clock, and leaves marks in its intervals.',
			keys: 'This changes keys, or what must be ciphered: those of the panel’s own client.',
			data: 'This throws away what was recorded.',
			image: 'This replaces the firmware.',
		},
		confirm: 'Do it',
		cancel: 'Leave it',
		close: 'Close',
		notYours: 'Not even the management client may.',
		setTo: 'New value',
		timeRule: 'A time in Japan; the meter marks the intervals that it touches.',
		axdrRule: 'A-XDR in hexadecimal digits, of the attribute’s type.',
		rows: 'Newest rows',
		showRows: 'Show rows',
		time: 'Time',
		noRows: 'There are no rows.',
		more: 'There are more rows than these.',
		returned: 'Returned',
		objects: (count) => (count === 1 ? '1 object' : `${count} objects`),
	},
	ja: {
		title: 'オブジェクト',
		search: '検索',
		searchHint: 'E7、電力、1.8.0、時計 …',
		live: '自動更新',
		liveHint: 'このページを見ている間、2秒ごとに値を読み直します',
		routeB: 'Bルート: ECHONET Lite(宅内側)',
		routeA: 'Aルート: DLMS/COSEM(電力会社側)',
		waiting: 'メーターを待っています…',
		unreachable: '実行中のメーターに届きません。終了したか、接続が切れています。',
		again: 'もう一度',
		asOf: (time) => `メーターの世界の${time}現在`,
		nothingFound: '該当するものはありません。',
		own: '接続中のHEMSはありません。「読む」と「書く」はパネル自身のドングルで行います。接続し、一度だけ要求して離れます。一覧の値は電波を使わず、メーターが応答するはずの値です。',
		would: {
			'hems joined': (hems) =>
				`${hems}が接続中です。表示は、メーターが応答するはずの内容です。同じオブジェクト、同じ権利で、電波には何も出ません。書き込みは行われず、HEMSが受け取るはずの応答だけを示します。`,
			'hems joining': () => 'HEMSが接続しようとしています。表示は、メーターが応答するはずの内容です。書き込みは行われません。',
			'hems came': () => 'パネルのドングルの途中でHEMSが接続してきました。ドングルはすぐに離れ、これはメーターが応答するはずの内容です。',
			'real radio': () =>
				'メーターは実際の無線にあり、パネルのドングルはありません。表示は、メーターが応答するはずの内容です。書き込みは行われません。',
		},
		another: 'HEMS',
		rights: { get: '読', set: '書', announced: '通知', refused: '拒否', unanswered: '無応答' },
		rightsHint: {
			refused: 'マップ9Fにありますが、要求すると拒否されます',
			unanswered: 'マップ9Fにありますが、これを含む要求には一切応答しません',
			announced: '変化すると通知します',
		},
		value: '値',
		bytes: 'バイト列',
		noData: 'データなし',
		decoded: 'JSONで表した値',
		lastReader: '最後の相手',
		nobodyYet: 'パネルを開いてからはありません',
		last: ({ how, medium, time, service }, who) =>
			`${time} ${who}${{ get: 'が読みました', set: 'が書きました', notify: 'に通知しました' }[how]}(${{ 'wi-sun': 'Wi-SUN', plc: '電力線', lan: 'LAN' }[medium]}、${service})`,
		lastClient: ({ how, client, role, time }) => `${time} クライアント${client}(${ROLES_JA[role]})が${how === 'get' ? '読みました' : '書きました'}`,
		read: '読む',
		write: '書く',
		writing: '値を書く',
		asking: '要求しています…',
		rules: {
			location: '01以外の1バイト、または01で始まる17バイト',
			day: '1バイト: 何日前か。0(当日)〜99。E2とE4が示す日を選びます',
			halfHours: '7バイト: 30分単位の時刻(年、月、日、時、分は00か30)と、そこから遡るコマ数1〜12。ECが示す範囲を選びます',
			minutes: '7バイト: 1分単位の時刻(年、月、日、時、分)と、そこから遡るコマ数1〜10。EEが示す範囲を選びます',
		},
		day: '何日前',
		from: '起点',
		entries: 'コマ数',
		notHex: '16進数を2桁ずつ入れてください(0〜9、A〜F)。',
		byDongle: 'パネル自身のドングル経由',
		wouldAnswer: 'メーターが応答するはずの内容(電波には何も出ていません)',
		outcomes: {
			unanswered: '応答がありませんでした。',
			notJoined: 'ドングルは接続できませんでした: 応答がありません。',
			refusedJoin: 'ドングルは接続できませんでした: メーターが拒否しました。',
		},
		done: '書き込みました。メーターはこの値になっています。',
		notDone: '行っていません。何も書き込まれていません。',
		refusedBy: (service) => `メーターが拒否しました(${service})。`,
		announces: (epcs) => `さらに${epcs}を通知するはずです。`,
		request: '要求',
		answer: '応答',
		client: (client) => `パネルはクライアント${client}です`,
		clientHint: '管理クライアントの権利と、表示されることのない自身の鍵を使います。ほかのクライアントのカウンターは進めません。',
		clients: 'メーターのクライアント',
		roles: ROLES_JA,
		associated: (time) => `${time}からアソシエーション中`,
		ended: (time) => `最後のアソシエーションは${time}まで`,
		neverAssociated: 'パネルを開いてからはありません',
		attribute: '属性',
		attributes: '属性',
		access: '権利',
		accesses: { none: 'なし', read: '読', write: '書', both: '読・書', call: '呼出' },
		accessOf: { public: '公開', reading: '検針', management: '管理' },
		methods: 'メソッド',
		call: '呼び出す…',
		callOf: (method) => `${method}を呼び出す`,
		parameter: '引数(16進数のA-XDR)',
		parameterHint: 'なければ空のまま。integerの10は0F0A、longの−5は10FFFBです。',
		dangers: {
			supply: '家の電気を切る、または入れる操作です。',
			clock: 'メーターの時計を合わせ、各時限に印を残します。',
			keys: '鍵や暗号化の条件を変えます。対象はパネル自身のクライアントです。',
			data: '記録を捨てます。',
			image: 'ファームウェアを入れ替えます。',
		},
		confirm: '実行する',
		cancel: 'やめる',
		close: '閉じる',
		notYours: '管理クライアントにも許されていません。',
		setTo: '新しい値',
		timeRule: '日本時間です。メーターは影響する時限に印を付けます。',
		axdrRule: '属性の型に合う16進数のA-XDR。',
		rows: '新しい行',
		showRows: '行を表示',
		time: '時刻',
		noRows: '行がありません。',
		more: 'ほかにも行があります。',
		returned: '戻り値',
		objects: (count) => `${count}個`,
	},
});
