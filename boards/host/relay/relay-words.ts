/** What the relay says, in each language. */
import type { Party } from '../../../src/operations/jobs/signed.js';
import type { InEach } from '../../../src/world/schema/language.js';
import type { StreamName } from './relay-wire.js';

interface RelayTexts {
	readonly ready: (url: string, kept: Readonly<Record<StreamName, number>>) => string;
	readonly cut: (path: string, bytes: number) => string;
	readonly aged: (stream: StreamName, messages: number, days: number) => string;
	readonly turnedAway: (reason: string) => string;
	readonly refused: (party: Party, request: string, status: number, reason: string) => string;
	readonly unwritten: (reason: string) => string;
	readonly ended: (reason: string) => string;
	readonly made: (isNew: boolean, directories: Readonly<Record<'office' | 'relay' | 'control', string>>, until: string) => string;
}

export const RELAY_WORDS: InEach<RelayTexts> = Object.freeze({
	en: {
		ready: (url, { jobs, results, heads }) => `relay at ${url}; it keeps ${jobs} jobs, ${results} results, ${heads} heads`,
		cut: (path, bytes) =>
			`${path}: the last line was half written, ${bytes} bytes, and is cut off: whoever sent it was told nothing, and sends it again`,
		aged: (stream, messages, days) => `${stream}: ${messages} messages are let go that nobody has fetched for ${days} days`,
		turnedAway: (reason) => `a connection is turned away: ${reason}`,
		refused: (party, request, status, reason) => `${party}: ${request}: ${status}, ${reason}`,
		unwritten: (reason) => `cannot write: ${reason}; nothing of it was taken, and the sender knows`,
		ended: (reason) => `${reason}: ended; all that was taken is on the disk`,
		made: (isNew, { office, relay, control }, until) =>
			`${isNew ? 'a new authority, and certificates' : 'new certificates'} that are good until ${until}: ${office} stays at the office, ${relay} goes to the relay (keiki relay serve --data), ${control} to the control system (keiki supervise --data)`,
	},
	ja: {
		ready: (url, { jobs, results, heads }) => `中継サーバー ${url}。依頼${jobs}件、結果${results}件、先頭ハッシュ${heads}件を持っています`,
		cut: (path, bytes) => `${path}: 最後の行が書きかけ(${bytes}バイト)だったので切り捨てます。送り手には受け取ったと伝えておらず、送り直されます`,
		aged: (stream, messages, days) => `${stream}: ${days}日間誰も取りに来なかった${messages}件を捨てます`,
		turnedAway: (reason) => `接続を断りました: ${reason}`,
		refused: (party, request, status, reason) => `${party}: ${request}: ${status}、${reason}`,
		unwritten: (reason) => `書き込めません: ${reason}。何も受け取っておらず、送り手にも伝えました`,
		ended: (reason) => `${reason}: 終了しました。受け取ったものはすべてディスクにあります`,
		made: (isNew, { office, relay, control }, until) =>
			`${isNew ? '新しい認証局と証明書' : '新しい証明書'}を作りました。有効期限は${until}です。${office}は事務所に置き、${relay}は中継サーバーへ(keiki relay serve --data)、${control}は制御システムへ(keiki supervise --data)運んでください`,
	},
});
