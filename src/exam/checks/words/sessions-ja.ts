import type { LOSS_STEPS } from '../../situations/loss-steps.js';
import type { SESSION_CHECKS } from '../sessions.js';
import { seconds } from './numbers.js';
import type { SESSION_WORDS } from './sessions.js';

export const SESSION_WORDS_JA: typeof SESSION_WORDS = Object.freeze({
	heldRequests: ({ ms }: { ms: number }) => `EVENT 29からEVENT 25までの${seconds(ms)}の間、何も送りませんでした`,
	didNotHoldRequests: ({ requests }: { requests: number }) => `EVENT 29からEVENT 25までの間に${requests}件送りました`,
	keptSession: ({ ms }: { ms: number }) => `再認証の後、${seconds(ms)}で次の値が届きました`,
	sentLittleWhileLimited: ({ sends }: { sends: number }) => `EVENT 32からEVENT 33までの間に送ったのは${sends}件でした`,
	sentWhileLimited: ({ sends, limit }: { sends: number; limit: number }) =>
		`EVENT 32からEVENT 33までの間に${sends}件送りました。${limit}件までが目安です`,
	endedUnterminated: ({ ms }: { ms: number }) => `SKTERMに応答はなく、プログラムは${seconds(ms)}後に終了しました`,
	killedUnterminated: ({ ms }: { ms: number }) => `SKTERMに応答はなく、プログラムは${seconds(ms)}後に強制的に終了させられました`,
	showedTooLittle: ({ shown, replies }: { shown: number; replies: number }) => `応答${replies}件のうち電力が表示されたのは${shown}件だけでした`,
	readLossy: ({ came, polls }: { came: number; polls: number }) => `${polls}回の問い合わせのうち${came}回に応答がありました`,
	readTooLittle: ({ came, polls, percent }: { came: number; polls: number; percent: number }) =>
		`${polls}回の問い合わせのうち応答は${came}回だけでした。${percent}%が目安です`,
});

export const SESSION_CHECKS_JA: Readonly<Record<keyof typeof SESSION_CHECKS, string>> = Object.freeze({
	'recovers-lost-session': 'メーターが黙ってセッションを忘れても、接続し直す',
	'recovers-after-event-26': 'メーターがセッションを終えたら(EVENT 26)、すぐに接続し直す',
	'holds-requests-after-event-29': '再認証の間は要求を控え、その後も続ける',
	'recovers-failed-reauthentication': '再認証が失敗したら、接続し直す',
	'recovers-mute-meter': 'EVENTもなくメーターが黙ったら、接続し直す',
	'holds-sends-at-transmit-limit': '送信時間の上限(EVENT 32)の間は送信を控え、その後続ける',
	'recovers-power-cut': 'メーターの停電の後、再び値を読む',
	'survives-unanswered-termination': 'SKTERMに応答がなくても終了し、次の起動で接続する',
	'reads-over-lossy-air': '電波の状態が悪くても値を読み続ける',
});

export const LOSS_STEPS_JA: Readonly<Record<keyof typeof LOSS_STEPS, string>> = Object.freeze({
	'end-session': 'メーターがセッションを終えます: EVENT 26。再接続の後、プログラムが何度か読む間に単位を読み直すかを見ます',
	'lost-session': 'メーターが黙ってセッションを忘れます',
	mute: 'メーターが次の接続まで応答しなくなり、EVENTもありません',
	'short-lifetime': 'セッションの有効期間が切れ、ドングルが再認証します',
	'failed-reauthentication': 'セッションの再認証にメーターが応答しません',
	'transmit-limit': '1時間の送信時間をしばらく使い切ります: EVENT 32、後でEVENT 33',
	'ignored-termination': 'プログラムを終了させ、メーターはSKTERMに応答しません。その後また起動します',
	'lossy-air': 'フレームが失われ、壊れ、重なり、遅れ、前後します。その後の接続には時間がかかります',
	'short-power-cut': 'メーターが30秒間停電します',
	'long-power-cut': 'メーターが3分間、そしてプログラムが値のないことを示すか古い値を示し続けるまで停電します',
});
