/** What a fleet tells people, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';
import type { FleetEvents } from './fleet-events.js';

export interface FleetTexts {
	/** @param time the world's. @param own how this program was started */
	readonly ready: (ready: FleetEvents['ready'], time: string, own: string) => readonly string[];
	readonly pushes: (pushes: FleetEvents['pushes']) => string;
	readonly act: (act: FleetEvents['act']) => string;
	readonly large: (event: FleetEvents['large']) => string;
	readonly noPushes: () => string;
	readonly unlisted: (path: string, reason: string) => string;
	readonly lost: (lines: number) => string;
	readonly end: (reason: string) => string;
}

const s = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

export const FLEET_WORDS: InEach<FleetTexts> = Object.freeze({
	en: {
		ready: ({ meters, concentrators, first, last, device, anyIp, push, pushBy, list, speed, demo }, time, own) => [
			`A fleet of ${meters} meters is there, at ${time}, speed ${speed}.`,
			`  concentrators  ${concentrators}, TCP and UDP, ${concentrators === 1 ? first : `${first} to ${last}`}`,
			`  meters         logical devices (wPort) ${device.first} to ${device.last} of each${demo ? '   (demo keys: everybody can draw them)' : ''}`,
			...(anyIp === null ? [] : [`  addresses      ${anyIp.first} to ${anyIp.last}, port ${anyIp.port}, TCP`]),
			`  pushes         ${push === null ? 'none' : `each half-hour to ${push}, by ${pushBy.toUpperCase()}`}`,
			...(list === null ? [] : [`  list           ${list}`]),
			...(list === null ? [] : ['Read them all as the utility does:', `  ${own} hes read --meters ${list}`]),
			'Ctrl+C ends it.',
		],
		pushes: ({ slot, pushed, lost, unsent, silent, latestMs, associations, meters }) =>
			`${slot.slice(0, 16).replace('T', ' ')}  ${pushed} of ${meters} meters pushed, ${silent} did not; ${lost} lost on the link, ${unsent} not sent; the last ${s(latestMs)} late; ${associations} associations`,
		act: ({ step, done, meters }) => `${step}: ${done} of ${meters} meters`,
		large: ({ number, bytes }) => `what clients have changed of meter ${number} takes ${bytes} bytes`,
		noPushes: () => 'the pushes of the half-hour before are not all gone: those left over are lost, and the next begin',
		unlisted: (path, reason) => `${path}: cannot be written anew: ${reason}`,
		lost: (lines) => `… ${lines} lines are missing here: nobody read them`,
		end: (reason) => `ended: ${reason}`,
	},
	ja: {
		ready: ({ meters, concentrators, first, last, device, anyIp, push, pushBy, list, speed, demo }, time, own) => [
			`メーター${meters}台の集団を始めました。時刻${time}、速さ${speed}`,
			`  コンセントレーター  ${concentrators}台、TCPとUDP、${concentrators === 1 ? first : `${first}〜${last}`}`,
			`  メーター            各台の論理デバイス(wPort)${device.first}〜${device.last}${demo ? '   (デモ用の鍵: 誰でも求められます)' : ''}`,
			...(anyIp === null ? [] : [`  アドレス            ${anyIp.first}〜${anyIp.last}、ポート${anyIp.port}、TCP`]),
			`  プッシュ            ${push === null ? 'なし' : `30分ごとに${push}へ、${pushBy.toUpperCase()}で`}`,
			...(list === null ? [] : [`  一覧                ${list}`]),
			...(list === null ? [] : ['電力会社と同じように全台を読めます:', `  ${own} hes read --meters ${list}`]),
			'Ctrl+Cで終わります。',
		],
		pushes: ({ slot, pushed, lost, unsent, silent, latestMs, associations, meters }) =>
			`${slot.slice(0, 16).replace('T', ' ')}  ${meters}台中${pushed}台がプッシュ、${silent}台はなし。リンクで${lost}件喪失、${unsent}件送信できず。最後は${s(latestMs)}遅れ。アソシエーション${associations}件`,
		act: ({ step, done, meters }) => `${step}: ${meters}台中${done}台`,
		large: ({ number, bytes }) => `メーター${number}でクライアントが変えたものが${bytes}バイトになりました`,
		noPushes: () => '前の30分値のプッシュが終わっていません。残りは失われ、次を始めます',
		unlisted: (path, reason) => `${path}: 書き直せません: ${reason}`,
		lost: (lines) => `… 誰も読まなかったため、${lines}行が抜けています`,
		end: (reason) => `終了: ${reason}`,
	},
});
