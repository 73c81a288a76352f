/** Records that stand against a design, in each language: which they are, of which system, how old, and what would settle it. */
import { PHASES_WORDS } from '../../../../src/meter/catalogue/unit-words.js';
import type { Obstacle, ObstacleFields, ObstacleKind } from '../../../../src/operations/design/obstacles.js';
import type { InEach, Language } from '../../../../src/world/schema/language.js';
import { dateOf } from '../../../../src/world/time/iso-time.js';
import { PHASES_JA } from '../../shared/unit-words-ja.js';

export interface ObstacleText {
	readonly text: string;
	/** What would settle it. */
	readonly settle: string;
}

type Row<Kind extends ObstacleKind> = (fields: ObstacleFields<Kind>) => readonly [text: string, settle: string];
type Table = { readonly [Kind in ObstacleKind]: Row<Kind> };

const day = dateOf;

export const OBSTACLE_WORDS: InEach<Table> = Object.freeze<InEach<Table>>({
	en: {
		wish: ({ wish, text }) => [
			text === undefined ? `the application does not say ${wish}` : `the application says ${wish} ${JSON.stringify(text)}, which cannot be`,
			'the customer is asked, and the application is received anew',
		],
		noDesign: () => ['a lost password has nothing to do with units', 'keiki office password rewrite gives the meter another'],
		noContract: () => ['customer information has no contract of this code', 'its records are imported anew'],
		contractEnded: ({ asOf }) => [
			`the contract has ended, says customer information of ${day(asOf)}`,
			'a contract that runs, or the application is refused',
		],
		noSite: () => ['distribution management has no site for this contract', 'the site is surveyed, and its record imported'],
		noMeter: () => [
			'distribution management has no meter for this contract, and the application is about one',
			'its construction record is imported, or a new meter is applied for',
		],
		meterThere: ({ meter, asOf }) => [
			`a new meter is applied for, and meter ${meter} is there, says distribution management of ${day(asOf)}`,
			'somebody looks at the site; then the record goes, or the application',
		],
		severalMeters: ({ meters, asOf }) => [
			`distribution management of ${day(asOf)} has several meters for one contract: ${meters.join(', ')}`,
			'somebody looks which of them is there',
		],
		phases: ({ contract, contractAsOf, site, siteAsOf }) => [
			`customer information of ${day(contractAsOf)} says ${PHASES_WORDS[contract]}, distribution management of ${day(siteAsOf)} says ${PHASES_WORDS[site]} for the site`,
			'the service line at the site is looked at',
		],
		meterPhases: ({ meter, meterAsOf, site, siteAsOf }) => [
			`the metering unit is for ${PHASES_WORDS[meter]}, says the construction record of ${day(meterAsOf)}, the site of ${day(siteAsOf)} is ${PHASES_WORDS[site]}`,
			'the units of the meter are read: keiki office units, or at the site',
		],
		unknownTypes: ({ meter, codes, asOf }) => [
			`meter ${meter} has units that no catalogue knows, says the construction record of ${day(asOf)}: ${codes.join(', ')}`,
			'the units of the meter are read',
		],
		noCombination: ({ meter, rules, asOf }) => [
			`the units of meter ${meter} cannot be plugged together, as the construction record of ${day(asOf)} has them (${rules.join(', ')})`,
			'the units of the meter are read',
		],
		reportsOther: ({ meter, differences, mountedAsOf, supervisionAsOf }) => [
			`meter ${meter} itself reported other units on ${day(supervisionAsOf)} than the construction record of ${day(mountedAsOf)}: ${differences.map(({ place, expected, found }) => `${place} ${found ?? 'none'}, recorded ${expected ?? 'none'}`).join('; ')}`,
			'somebody looks at the meter; the construction record is corrected',
		],
		otherMedium: ({ meter, mounted, supervised, mountedAsOf, supervisionAsOf }) => [
			`supervisory control reached meter ${meter} by ${supervised} on ${day(supervisionAsOf)}, its communication unit is for ${mounted}, says the construction record of ${day(mountedAsOf)}`,
			'somebody looks at the meter; the construction record is corrected',
		],
		asked: ({ about, why }) => [`${about}: ${why}`, 'the customer is asked which of the two'],
		optionNeeded: ({ utility, amperes }) => [
			`the switching unit has the breaker that a contract of ${amperes} A of ${utility} needs`,
			'another contract, or the application is refused',
		],
	},
	ja: {
		wish: ({ wish, text }) => [
			text === undefined ? `申し込みに${wish}がありません` : `申し込みの${wish}が${JSON.stringify(text)}ですが、ありえません`,
			'顧客に確かめ、申し込みを受け直します',
		],
		noDesign: () => ['パスワードの紛失はユニットと関係がありません', 'keiki office password rewriteでメーターのパスワードを書き換えます'],
		noContract: () => ['お客さま情報にこの契約がありません', 'その記録を取り込み直します'],
		contractEnded: ({ asOf }) => [`お客さま情報(${day(asOf)})によると契約は終了しています`, '有効な契約にするか、申し込みを断ります'],
		noSite: () => ['配電管理にこの契約の場所がありません', '現地を調査し、記録を取り込みます'],
		noMeter: () => ['配電管理にこの契約のメーターがありませんが、申し込みには必要です', '工事記録を取り込むか、新設の申し込みにします'],
		meterThere: ({ meter, asOf }) => [
			`新設の申し込みですが、配電管理(${day(asOf)})によるとメーター${meter}があります`,
			'現地を見て、記録か申し込みを取り消します',
		],
		severalMeters: ({ meters, asOf }) => [
			`配電管理(${day(asOf)})では1つの契約にメーターが複数あります: ${meters.join('、')}`,
			'どれがあるのか現地を見ます',
		],
		phases: ({ contract, contractAsOf, site, siteAsOf }) => [
			`お客さま情報(${day(contractAsOf)})では${PHASES_JA[contract]}、配電管理(${day(siteAsOf)})の場所では${PHASES_JA[site]}です`,
			'現地の引込線を見ます',
		],
		meterPhases: ({ meter, meterAsOf, site, siteAsOf }) => [
			`工事記録(${day(meterAsOf)})の計量ユニットは${PHASES_JA[meter]}用ですが、場所(${day(siteAsOf)})は${PHASES_JA[site]}です`,
			'メーターのユニットを読みます(keiki office units、または現地で)',
		],
		unknownTypes: ({ meter, codes, asOf }) => [
			`工事記録(${day(asOf)})によると、メーター${meter}にカタログにないユニットがあります: ${codes.join('、')}`,
			'メーターのユニットを読みます',
		],
		noCombination: ({ meter, rules, asOf }) => [
			`工事記録(${day(asOf)})のとおりでは、メーター${meter}のユニットは組み合わせられません(${rules.join('、')})`,
			'メーターのユニットを読みます',
		],
		reportsOther: ({ meter, differences, mountedAsOf, supervisionAsOf }) => [
			`メーター${meter}自身が${day(supervisionAsOf)}に報告したユニットが工事記録(${day(mountedAsOf)})と違います: ${differences.map(({ place, expected, found }) => `${place} ${found ?? 'なし'}、記録では${expected ?? 'なし'}`).join('。')}`,
			'現地でメーターを見て、工事記録を直します',
		],
		otherMedium: ({ meter, mounted, supervised, mountedAsOf, supervisionAsOf }) => [
			`監視制御(${day(supervisionAsOf)})はメーター${meter}に${supervised}で届きましたが、工事記録(${day(mountedAsOf)})の通信ユニットは${mounted}用です`,
			'現地でメーターを見て、工事記録を直します',
		],
		asked: ({ about, why }) => [`${about}: ${why}`, 'どちらにするか顧客に確かめます'],
		optionNeeded: ({ utility, amperes }) => [
			`開閉ユニットには${utility}の${amperes} A契約に必要なブレーカーがあります`,
			'別の契約にするか、申し込みを断ります',
		],
	},
});

export function obstacleText(obstacle: Obstacle, language: Language): ObstacleText {
	const row = OBSTACLE_WORDS[language][obstacle.kind] as (fields: Obstacle) => readonly [string, string];
	const [text, settle] = row(obstacle);
	return { text, settle };
}
