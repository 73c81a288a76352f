/** `keiki office audit …` */
import process from 'node:process';
import { headText } from '../../../../src/operations/audit/anchor.js';
import { findingText } from '../../../../src/operations/audit/finding-words.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { auditHead } from './audit-head.js';
import { lookAtLog, MOST_SHOWN, verifyLog } from './audit-log.js';
import { actName, anchorsOf, wholeNumber } from './people-usage.js';
import type { AuditShowWords, AuditVerifyWords } from './people-words.js';

export async function show(words: AuditShowWords): Promise<ExitCode> {
	const question = {
		subject: words.subject,
		actor: words.by,
		act: words.act === undefined ? undefined : actName(words.act),
		last: wholeNumber('--last', words.last, MOST_SHOWN),
	};
	return await inOffice(words, async ({ office, actor, language, json }) => {
		for (const { seq, at, actor: who, act, subject, outcome, told, detail, hash } of await lookAtLog(office, actor, question)) {
			const asJson = {
				seq,
				at: isoTime(at),
				actor: who,
				act,
				subject,
				outcome,
				detail: told === null ? null : JSON.parse(told),
				detailHash: detail,
				hash,
			};
			const more = told === null ? ERASED[language] : told === '{}' ? '' : told;
			say(
				json ? JSON.stringify(asJson) : [String(seq), isoTime(at), who, act, subject || '-', OUTCOMES[language][outcome], more].join('  ').trimEnd(),
			);
		}
		return EXIT.done;
	});
}

/** What was found is the answer no. */
export async function verify(words: AuditVerifyWords): Promise<ExitCode> {
	const anchors = (words.anchor ?? []).flatMap(anchorsOf);
	return await inOffice(words, async ({ office, actor, language, json }) => {
		const { findings, found, entries, erased, head } = await verifyLog(office, actor, anchors);
		if (json) {
			say(
				JSON.stringify({
					entries,
					erased,
					head,
					anchors: anchors.length,
					found,
					findings: findings.map((each) => ({ ...each, text: findingText(each, language) })),
				}),
			);
			return found === 0 ? EXIT.done : EXIT.no;
		}
		const told = VERIFIED[language];
		for (const each of findings) say(findingText(each, language));
		if (found > findings.length) say(told.further(found - findings.length));
		say(found === 0 ? told.whole(entries, headText(head)) : told.notWhole(entries, found));
		if (erased > 0) say(told.erased(erased));
		say(anchors.length === 0 ? told.noAnchor : told.anchored(anchors.length));
		return found === 0 ? EXIT.done : EXIT.no;
	});
}

export async function head(words: OfficeWords): Promise<ExitCode> {
	return await inOffice(words, async ({ office, actor, json }) => {
		const last = await office.act(actor, 'audit.anchor', '', async ({ at }) => await auditHead(at));
		say(json ? JSON.stringify(last) : headText(last));
		return EXIT.done;
	});
}

const OUTCOMES: InEach<Readonly<Record<'done' | 'refused' | 'failed', string>>> = Object.freeze({
	en: { done: 'done', refused: 'REFUSED', failed: 'FAILED' },
	ja: { done: '完了', refused: '拒否', failed: '失敗' },
});
const ERASED: InEach<string> = Object.freeze({ en: '(detail erased)', ja: '(詳細は消去済み)' });
const VERIFIED = Object.freeze({
	en: {
		whole: (entries: number, text: string) => `the log is whole: ${entries} entries, each bound to those before it; its head is ${text}`,
		notWhole: (entries: number, found: number) => `the log is NOT whole: ${found} findings in ${entries} entries`,
		further: (count: number) => `… and ${count} further findings`,
		erased: (count: number) => `${count} details were erased, and later entries say so`,
		noAnchor:
			'without --anchor it would not be seen if entries had been cut off at the end, or all written anew: compare with a head on a letter, an order or the relay',
		anchored: (count: number) => `compared with ${count} anchors; entries behind the latest of them could have been cut off`,
	},
	ja: {
		whole: (entries: number, text: string) => `監査ログは完全です: ${entries}件の記録が、それぞれ前の記録とつながっています。先端は ${text}`,
		notWhole: (entries: number, found: number) => `監査ログは完全ではありません: ${entries}件の記録に${found}件の問題があります`,
		further: (count: number) => `… ほかに${count}件`,
		erased: (count: number) => `${count}件の詳細が消去され、後の記録にそう書かれています`,
		noAnchor: '--anchorがないので、末尾の切り取りや、全体の書き直しは分かりません。通知書、作業票、中継サーバーにある先端と比べてください',
		anchored: (count: number) => `${count}個のアンカーと比べました。最後のアンカーより後の切り取りは分かりません`,
	},
});

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}
