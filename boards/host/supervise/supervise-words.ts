/** What the control system says, in each language. */
import type { Answer } from '../../../src/operations/jobs/messages.js';
import type { InEach } from '../../../src/world/schema/language.js';
import type { RelayTrouble } from '../relay/relay-client.js';

type AnswerText = { readonly [State in Answer['state']]: string };

interface SuperviseTexts {
	readonly ready: (meters: number, relay: string, open: number) => string;
	readonly cut: (path: string, bytes: number) => string;
	readonly kinds: Readonly<Record<Answer['kind'], string>>;
	readonly states: AnswerText;
	readonly taken: (kind: string, meter: string) => string;
	/** @param next in so many seconds */
	readonly postponed: (kind: string, meter: string, why: string, next: number) => string;
	readonly disbelieved: (text: string) => string;
	readonly conflict: (id: string) => string;
	readonly stale: (id: string) => string;
	readonly unkept: (reason: string) => string;
	readonly relayLost: (why: string) => string;
	readonly relayBack: () => string;
	readonly trouble: { readonly [Kind in RelayTrouble['kind']]: (trouble: Extract<RelayTrouble, { readonly kind: Kind }>) => string };
	readonly status: (open: number, toGive: number, answering: number, meters: number) => string;
	readonly left: (jobs: number) => string;
	readonly ended: (reason: string) => string;
	readonly badCheck: (text: string) => string;
	readonly sameTitle: (title: string) => string;
	readonly damaged: (path: string, line: number) => string;
	readonly cannotMake: (path: string, reason: string) => string;
	readonly held: (path: string, holder: string) => string;
}

export const SUPERVISE_WORDS: InEach<SuperviseTexts> = Object.freeze({
	en: {
		ready: (meters, relay, open) =>
			`control system of ${meters === 1 ? 'one meter' : `${meters} meters`}, at the relay ${relay}; ${open} jobs are open`,
		cut: (path, bytes) => `${path}: the last line was half written, ${bytes} bytes, and is cut off: the relay has it still`,
		kinds: { credentials: 'credentials', status: 'status', supply: 'supply', amperes: 'amperes', units: 'units' },
		states: { taken: 'kept for later', done: 'done', failed: 'failed', expired: 'expired', withdrawn: 'withdrawn' },
		taken: (kind, meter) => `${meter}: ${kind}: taken`,
		postponed: (kind, meter, why, next) => `${meter}: ${kind}: ${why}; again in ${next} s`,
		disbelieved: (text) => `the relay has something that is not the office's: ${text}`,
		conflict: (id) => `${id}: another job under the same id; the first one holds`,
		stale: (id) => `${id}: a job that expired long ago comes again; it is passed over`,
		unkept: (reason) => `cannot keep what is done: ${reason}; nothing is begun before it can`,
		relayLost: (why) => `the relay is not to be had: ${why}; what is here goes on, and answers are kept`,
		relayBack: () => 'the relay is back',
		trouble: {
			unreachable: ({ reason }) => reason,
			silent: ({ timeout }) => `nothing came for ${timeout / 1000} s`,
			untrusted: ({ reason }) => `its certificate, or ours, is not to be trusted: ${reason}`,
			full: () => 'it has no room',
			conflict: ({ index }) => `it has something else under the name of message ${index}`,
			refused: ({ status, text }) => `it refuses: ${status} ${text}`,
			strange: ({ reason }) => `what answers there is no relay: ${reason}`,
		},
		status: (open, toGive, answering, meters) => `${open} jobs open, ${toGive} answers for the relay, ${answering} of ${meters} meters answer`,
		left: (jobs) => `${jobs} ${jobs === 1 ? 'job is' : 'jobs are'} left for another time`,
		ended: (reason) => `${reason}: ended; what was under way is done, the rest goes on the next time`,
		badCheck: (text) => `--check: expected a duration of 10 s or more, as 30min or 6h, or never, got ${JSON.stringify(text)}`,
		sameTitle: (title) => `--meters: expected meters of a system title each, got ${title} twice`,
		damaged: (path, line) =>
			`${path}: line ${line} is not as it was written, and others follow: nothing of it is used. Put the file back from a copy, or move it away: the office then sends again what has no answer yet`,
		cannotMake: (path, reason) => `--data ${path}: cannot make it: ${reason}`,
		held: (path, holder) => `--data ${path}: ${holder} has it already`,
	},
	ja: {
		ready: (meters, relay, open) => `制御システム: メーター${meters}台、中継サーバー${relay}、残っている依頼${open}件`,
		cut: (path, bytes) => `${path}: 最後の行が書きかけ(${bytes}バイト)だったので切り捨てます。中継サーバーにまだあります`,
		kinds: { credentials: '認証情報', status: '状態', supply: '供給', amperes: '契約アンペア', units: 'ユニット' },
		states: { taken: '後で行います', done: '完了', failed: '失敗', expired: '期限切れ', withdrawn: '取り下げ' },
		taken: (kind, meter) => `${meter}: ${kind}: 受け取りました`,
		postponed: (kind, meter, why, next) => `${meter}: ${kind}: ${why}。${next}秒後にもう一度行います`,
		disbelieved: (text) => `中継サーバーに、事務所のものではないものがあります: ${text}`,
		conflict: (id) => `${id}: 同じidの別の依頼です。最初のものが有効です`,
		stale: (id) => `${id}: ずっと前に期限の切れた依頼がまた来ました。行いません`,
		unkept: (reason) => `行うことを記録できません: ${reason}。記録できるまで何も始めません`,
		relayLost: (why) => `中継サーバーに届きません: ${why}。ここにあるものは続け、返事は保っておきます`,
		relayBack: () => '中継サーバーに届くようになりました',
		trouble: {
			unreachable: ({ reason }) => reason,
			silent: ({ timeout }) => `${timeout / 1000}秒間、応答がありません`,
			untrusted: ({ reason }) => `相手かこちらの証明書が信用できません: ${reason}`,
			full: () => '空きがありません',
			conflict: ({ index }) => `${index}番のメッセージと同じ名前の別のものがあります`,
			refused: ({ status, text }) => `断られました: ${status} ${text}`,
			strange: ({ reason }) => `応答しているのは中継サーバーではありません: ${reason}`,
		},
		status: (open, toGive, answering, meters) => `残り${open}件、中継サーバーへの返事${toGive}件、応答するメーター${meters}台中${answering}台`,
		left: (jobs) => `${jobs}件を次の機会に残しました`,
		ended: (reason) => `${reason}: 終了しました。途中だったものは終え、残りは次に続けます`,
		badCheck: (text) => `--check: 30minや6hのような10秒以上の時間か、neverを指定してください: ${JSON.stringify(text)}`,
		sameTitle: (title) => `--meters: メーターごとに別のシステムタイトルが必要ですが、${title}が2回あります`,
		damaged: (path, line) =>
			`${path}: ${line}行目が書いたときのままではなく、後ろに続きがあります。何も使いません。コピーから戻すか、よそへ移してください。移せば、事務所は返事のまだないものを送り直します`,
		cannotMake: (path, reason) => `--data ${path}: 作れません: ${reason}`,
		held: (path, holder) => `--data ${path}: ${holder}がすでに使っています`,
	},
});
