/** What remote work of the office answers no to, in words. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { OfficeRefusal } from '../database/refusal.js';

const REMOTE_REFUSALS = Object.freeze({
	noContract: (code: string) => ({ en: `there is no contract ${code}`, ja: `契約${code}はありません` }),
	noMeter: (code: string) => ({
		en: `no meter is mounted for ${code}, say the records: expected one that construction has reported`,
		ja: `${code}に取り付けられたメーターが記録にありません。工事の結果の登録が必要です`,
	}),
	noSwitch: (code: string) => ({
		en: `the meter of ${code} has no switching unit, say the records and the meter itself: a worker has to do it, or an application option-in is to be designed first`,
		ja: `記録でもメーターの報告でも、${code}のメーターに開閉ユニットはありません。作業員が行うか、先にoption-inの申し込みで追加してください`,
	}),
	tooManyAmperes: (amperes: string, unit: string) => ({
		en: `${amperes} A is more than the metering unit ${unit} is made for: design its exchange first`,
		ja: `${amperes} Aは計量ユニット${unit}の定格を超えています。先に交換を設計してください`,
	}),
	noJob: (id: string) => ({
		en: `there is no job ${id}; keiki office job list tells which there are`,
		ja: `ジョブ${id}はありません。keiki office job list で一覧が見られます`,
	}),
	jobEnded: (id: string, state: string) => ({
		en: `job ${id} has ended (${state}): there is nothing left to withdraw`,
		ja: `ジョブ${id}はすでに終わっています(${state})。取り下げるものはありません`,
	}),
} as const satisfies Readonly<Record<string, (first: string, second: string) => InEach<string>>>);

export function refuse(kind: keyof typeof REMOTE_REFUSALS, first: string | number = '', second: string = ''): OfficeRefusal {
	return new OfficeRefusal({ kind, words: (REMOTE_REFUSALS[kind] as (first: string, second: string) => InEach<string>)(String(first), second) });
}
