/** What this room answers no to, in words. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { OfficeRefusal } from '../database/refusal.js';

export const PEOPLE_REFUSALS = Object.freeze({
	noProposal: (id: string) => ({
		en: `there is no proposal ${id} that could still be approved; keiki office proposal list tells which there are`,
		ja: `承認できる提案${id}はありません。keiki office proposal list で一覧が見られます`,
	}),
	ownProposal: (id: string) => ({
		en: `proposal ${id} is your own: it takes a second person`,
		ja: `提案${id}は自分のものです。もう1人の承認が必要です`,
	}),
	noContract: (code: string) => ({ en: `there is no contract ${code}`, ja: `契約${code}はありません` }),
	notYours: (code: string) => ({ en: `contract ${code} is not yours`, ja: `契約${code}はご自身のものではありません` }),
	erased: (code: string) => ({ en: `contract ${code} is erased`, ja: `契約${code}は消去されています` }),
	notEnded: (code: string) => ({
		en: `contract ${code} has not ended: it is erased when the customer has moved out, by the customer information system or an application that is done`,
		ja: `契約${code}は終了していません。顧客情報システムで終了するか、転出の申し込みが完了してから消去できます`,
	}),
	openWork: (code: string, work: string) => ({
		en: `contract ${code} has work that is not done: ${work}; finish or withdraw it first`,
		ja: `契約${code}には終わっていない作業があります: ${work}。先に完了するか取り下げてください`,
	}),
	noConsent: (id: string) => ({
		en: `there is no consent ${id} that could be withdrawn; keiki office consent list tells which there are`,
		ja: `撤回できる同意${id}はありません。keiki office consent list で一覧が見られます`,
	}),
	tooManyConsents: (most: string) => ({
		en: `there are ${most} consents that hold; withdraw one first`,
		ja: `有効な同意が${most}件あります。先に1件撤回してください`,
	}),
	noStaff: (name: string) => ({ en: `there is no ${name} among the staff`, ja: `職員の中に${name}はいません` }),
	staffTaken: (name: string) => ({ en: `there is a ${name} among the staff already`, ja: `職員に${name}はすでにいます` }),
	lastAdministrator: (name: string) => ({
		en: `${name} is the last administrator: nobody could change the staff any more`,
		ja: `${name}は最後の管理者です。職員を変更できる人がいなくなります`,
	}),
	noPasskey: () => ({ en: 'the passkey was not accepted; begin again', ja: 'パスキーを確認できませんでした。もう一度初めから行ってください' }),
	tooManyPasskeys: (most: string) => ({
		en: `there are ${most} passkeys; remove one first`,
		ja: `パスキーが${most}個あります。先に1個削除してください`,
	}),
} as const satisfies Readonly<Record<string, (first: string, second: string) => InEach<string>>>);

export function refuse(kind: keyof typeof PEOPLE_REFUSALS, first: string | number = '', second: string | number = ''): OfficeRefusal {
	return new OfficeRefusal({
		kind,
		words: (PEOPLE_REFUSALS[kind] as (first: string, second: string) => InEach<string>)(String(first), String(second)),
	});
}
