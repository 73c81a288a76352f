/** What the office answers no to about designs, orders and cases, in each language. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { OfficeRefusal } from '../database/refusal.js';

const REFUSALS = Object.freeze({
	noApplication: (number: string) => ({ en: `there is no application ${number}`, ja: `申し込み${number}はありません` }),
	noContract: (code: string) => ({ en: `there is no contract ${code}`, ja: `契約${code}はありません` }),
	erased: (code: string) => ({ en: `contract ${code} is erased`, ja: `契約${code}は消去されています` }),
	applicationIs: (number: string, state: string) => ({
		en: `application ${number} is ${state}: nothing more is designed for it`,
		ja: `申し込み${number}は「${state}」です。設計はもうできません`,
	}),
	applicationOrdered: (number: string, order: string) => ({
		en: `application ${number} is ordered already, by ${order}; keiki office order withdraw ${order} takes that back`,
		ja: `申し込み${number}は指示${order}で手配済みです。keiki office order withdraw ${order}で取り消せます`,
	}),
	applicationEnded: (number: string, state: string) => ({
		en: `application ${number} is ${state}: it is neither refused nor withdrawn any more`,
		ja: `申し込み${number}は「${state}」です。断ることも取り下げることもできません`,
	}),
	notDesigned: (number: string) => ({
		en: `application ${number} has no finished design; keiki office design ${number} --finish makes one`,
		ja: `申し込み${number}に完了した設計がありません。keiki office design ${number} --finishで作れます`,
	}),
	orderOpen: (contract: string, order: string) => ({
		en: `contract ${contract} has an open order already, ${order}: two workers at one meter do not go together`,
		ja: `契約${contract}には未完了の指示${order}があります。1台のメーターで2人が同時に作業することはできません`,
	}),
	nothingToDo: (number: string) => ({
		en: `application ${number} needs no work at the meter: what is left is done from afar`,
		ja: `申し込み${number}にメーターでの作業はありません。残りは遠隔で行います`,
	}),
	workLeft: (number: string) => ({
		en: `application ${number} needs work at the meter: keiki office order issue ${number} orders it`,
		ja: `申し込み${number}にはメーターでの作業があります。keiki office order issue ${number}で手配します`,
	}),
	stockGone: (type: string) => ({
		en: `no ${type} is left in the depots; keiki office design shows what would do`,
		ja: `${type}の在庫がなくなりました。keiki office designで使えるものが分かります`,
	}),
	noOrder: (number: string) => ({ en: `there is no order ${number}`, ja: `指示${number}はありません` }),
	orderIs: (number: string, state: string) => ({ en: `order ${number} is ${state} already`, ja: `指示${number}はすでに「${state}」です` }),
	noWorker: (name: string) => ({
		en: `${name} is no worker of the staff who may work; keiki office staff list tells who is there`,
		ja: `${name}は働ける作業員ではありません。keiki office staff listで確認できます`,
	}),
	noMeterName: (order: string) => ({
		en: `nobody knows the system title of the meter of ${order}; tell it by --meter`,
		ja: `${order}のメーターのシステムタイトルが分かりません。--meterで指定してください`,
	}),
	otherMeter: (order: string, meter: string, expected: string) => ({
		en: `the result is of meter ${meter}, and order ${order} is about ${expected}`,
		ja: `結果はメーター${meter}のものですが、指示${order}はメーター${expected}についてです`,
	}),
	meterElsewhere: (meter: string, contract: string) => ({
		en: `meter ${meter} stands at contract ${contract}, say the records`,
		ja: `記録ではメーター${meter}は契約${contract}にあります`,
	}),
	passwordOrder: (order: string) => ({
		en: `order ${order} is about the password alone: the hand-held's result ends it`,
		ja: `指示${order}はパスワードだけのものです。ハンディターミナルの結果で完了します`,
	}),
	noHandheld: (id: string) => ({
		en: `no hand-held ${id} is registered, or it is lost: its results are not taken`,
		ja: `ハンディターミナル${id}は登録されていないか、紛失扱いです。結果は受け取れません`,
	}),
	forged: (line: number, id: string) => ({
		en: `line ${line} was not signed by hand-held ${id}: not taken`,
		ja: `${line}行目はハンディターミナル${id}の署名ではないため、受け取れません`,
	}),
	noCase: (number: string) => ({ en: `there is no case ${number}`, ja: `案件${number}はありません` }),
	caseClosed: (number: string) => ({ en: `case ${number} is closed already`, ja: `案件${number}はすでに終わっています` }),
	dueShort: (short: string) => ({
		en: `the depots have not enough for all: ${short}; --partly orders as many as there are units, --street one street alone`,
		ja: `すべてには在庫が足りません: ${short}。--partlyで足りる分だけ、--streetで1つの町だけを手配できます`,
	}),
	noneDue: (until: string) => ({
		en: `no certification ends until ${until} that could be ordered`,
		ja: `${until}までに手配できる検定満了はありません`,
	}),
} satisfies Readonly<Record<string, (...fields: never[]) => InEach<string>>>);

export type DesignRefusalKind = keyof typeof REFUSALS;

export function refusal<Kind extends DesignRefusalKind>(kind: Kind, ...fields: Parameters<(typeof REFUSALS)[Kind]>): OfficeRefusal {
	const words = (REFUSALS[kind] as (...each: unknown[]) => InEach<string>)(...fields);
	return new OfficeRefusal({ kind, words });
}
