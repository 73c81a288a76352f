/** The first lines of a run for people: where everything is, and what to do with it, in each language. */
import { LIKE_PROFILE } from '../../../src/world/like/like.js';
import type { InEach } from '../../../src/world/schema/language.js';
import type { MeterBehind } from './meter-behind.js';

export interface ReadyWords {
	readonly onAir: (profile: string, time: string, speed: number | 'max') => string;
	readonly demo: () => string;
	readonly demoKeys: () => string;
	readonly sealed: () => string;
	readonly notShown: () => string;
	readonly place: (panId: string, channel: number, macAddress: string) => string;
	readonly and: () => string;
	/** Of the wire that begins at this port. */
	readonly otherEnd: (path: string) => string;
	/** The names of rows. */
	readonly rows: Readonly<
		Record<
			| 'port'
			| 'id'
			| 'password'
			| 'pan'
			| 'others'
			| 'units'
			| 'lan'
			| 'routeA'
			| 'localPort'
			| 'customerPort'
			| 'mbus'
			| 'behind'
			| 'state'
			| 'capture'
			| 'control'
			| 'panel'
			| 'radio',
			string
		>
	>;
	readonly behind: (meter: MeterBehind) => string;
	readonly moreBehind: (count: number) => string;
	readonly span: (from: string, to: string) => string;
	readonly others: (meters: string, places: string) => string;
	readonly lanPort: (address: string) => string;
	readonly routeAPlaces: (places: string) => string;
	readonly giveToDongle: () => string;
	readonly giveToProgram: () => string;
	/** @param command that reads it */
	readonly readAsUtility: (command: string) => string;
	/** @param command that tells what there is */
	readonly hands: (command: string) => string;
	readonly howToEnd: () => string;
}

export const READY_WORDS: InEach<ReadyWords> = Object.freeze({
	en: {
		onAir: (profile, time, speed) =>
			`Keiki: ${profile === LIKE_PROFILE ? 'a meter like the one of --like' : `a ${profile} meter`} is on the air, at ${time} JST, speed ${speed}.`,
		demo: () => '   (demo: everybody knows it)',
		demoKeys: () => '   (demo keys: everybody knows them)',
		sealed: () => '(as whoever sealed it knows)',
		notShown: () => '(not shown; --show-password does)',
		place: (panId, channel, macAddress) => `${panId} on channel ${channel}, MAC address ${macAddress}`,
		and: () => ' and ',
		otherEnd: (path) => `the other end of ${path}`,
		rows: {
			port: 'serial port',
			id: 'Route B id',
			password: 'password',
			pan: 'PAN',
			others: 'more meters',
			units: 'units',
			lan: 'LAN',
			routeA: 'Route A',
			localPort: 'local port',
			customerPort: 'customer port',
			mbus: 'M-Bus',
			behind: 'behind',
			state: 'state',
			capture: 'capture',
			control: 'control',
			panel: 'panel',
			radio: 'radio',
		},
		behind: ({ node, kind, device, address, defaultKey }) => `${kind} ${device}, address ${address} behind ${node}; its default key ${defaultKey}`,
		moreBehind: (count) => `and ${count} more, which --json lists`,
		span: (from, to) => `${from} to ${to}`,
		others: (meters, places) => `${meters}, Route A ${places}`,
		lanPort: (address) => `${address}, UDP port 3610`,
		routeAPlaces: (places) => `${places}, TCP and UDP`,
		giveToDongle: () => 'Give the id and the password to a HEMS with a dongle of its own, or try in another terminal:',
		giveToProgram: () => 'Give the serial port, the id and the password to a HEMS program, or try in another terminal:',
		readAsUtility: (command) => `Read it as the utility does: ${command}`,
		hands: (command) => `Pull units, throw the breaker, change load and voltage: type help here, or "${command}" in another terminal.`,
		howToEnd: () => 'Ctrl+C ends it.',
	},
	ja: {
		onAir: (profile, time, speed) =>
			`Keiki: ${profile === LIKE_PROFILE ? '--likeの実機のような' : `${profile}の`}メーターが動いています。時刻は${time} JST、速さは${speed}です。`,
		demo: () => '   (デモ用: 誰でも知っています)',
		demoKeys: () => '   (デモ用の鍵: 誰でも知っています)',
		sealed: () => '(封印した人だけが知っています)',
		notShown: () => '(表示しません。--show-passwordで表示します)',
		place: (panId, channel, macAddress) => `${panId}、チャネル${channel}、MACアドレス${macAddress}`,
		and: () => 'と',
		otherEnd: (path) => `${path}の相手側`,
		rows: {
			port: 'シリアルポート',
			id: '認証ID',
			password: 'パスワード',
			pan: 'PAN',
			others: 'ほかのメーター',
			units: 'ユニット',
			lan: 'LAN',
			routeA: 'Aルート',
			localPort: 'ローカルポート',
			customerPort: '需要家ポート',
			mbus: 'M-Bus',
			behind: '先のメーター',
			state: '状態の保存',
			capture: 'キャプチャー',
			control: '制御',
			panel: 'パネル',
			radio: '無線',
		},
		behind: ({ node, kind, device, address, defaultKey }) => `${node}の先の${kind} ${device}、アドレス${address}、出荷時の鍵${defaultKey}`,
		moreBehind: (count) => `ほか${count}台(--jsonで一覧)`,
		span: (from, to) => `${from}〜${to}`,
		others: (meters, places) => `${meters}、Aルート${places}`,
		lanPort: (address) => `${address}、UDPポート3610`,
		routeAPlaces: (places) => `${places}、TCPとUDP`,
		giveToDongle: () => '認証IDとパスワードを、ドングルを持つHEMSに設定してください。別の端末で試すこともできます:',
		giveToProgram: () => 'シリアルポート、認証ID、パスワードをHEMSのプログラムに設定してください。別の端末で試すこともできます:',
		readAsUtility: (command) => `電力会社の側から読むには: ${command}`,
		hands: (command) => `ユニットの抜き差し、ブレーカー、負荷や電圧の変更: ここでhelpと打つか、別の端末で「${command}」を実行してください。`,
		howToEnd: () => 'Ctrl+Cで終わります。',
	},
});
