/** What the selection of units says, in Japanese. */
import type { SelectionTexts } from '../../../src/meter/catalogue/selection-texts.js';
import { brokenTextsJa, KIND_JA, MEDIUM_JA, PHASES_JA } from '../shared/unit-words-ja.js';

const SITES: Readonly<Record<Parameters<SelectionTexts['suits']>[0], string>> = Object.freeze({
	detached: '戸建て住宅',
	block: '大規模な集合住宅',
	remote: '離れた場所',
});
const UTILITIES: Readonly<Record<string, string>> = Object.freeze({
	hokkaido: '北海道電力',
	tohoku: '東北電力',
	tokyo: '東京電力',
	chubu: '中部電力',
	hokuriku: '北陸電力',
	kansai: '関西電力',
	chugoku: '中国電力',
	shikoku: '四国電力',
	kyushu: '九州電力',
	okinawa: '沖縄電力',
});
const WITHOUT: Readonly<Record<Parameters<SelectionTexts['without']>[0], string>> = Object.freeze({
	switching: '遠隔開閉をやめる',
	voltage: '電圧計測をやめる',
	feedIn: '売電をやめる',
	routeB: 'Bルートをやめる',
	rain: '雨のかからない場所にする',
	medium: '通信方式を指定しない',
});
const by = (medium: 'radio' | 'plc') => (medium === 'plc' ? 'PLC' : '無線');

export const SELECTION_TEXTS_JA: SelectionTexts = Object.freeze<SelectionTexts>({
	suits: (site) => `${SITES[site]}に適します`,
	isReachedBy: (medium) => `求められたとおり${MEDIUM_JA[medium]}で届きます`,
	carriesFeedIn: () => '双方向で、売電の計量値を送れます',
	measuresFeedIn: () => '双方向で、売電を計量できます',
	hasRouteB: (medium) => `HEMSに必要な${medium === undefined || medium === 'none' ? '' : `${by(medium)}の`}Bルートがあります`,
	isForContract: (phases) => `契約と同じ${PHASES_JA[phases]}用です`,
	bears: (amperes) => `契約の${amperes} Aに耐えます`,
	switchesRemotely: () => '遠隔で開閉できます',
	hasBreaker: (amperes, { code }) => `${UTILITIES[code]}の${amperes} A契約のアンペアブレーカーがあります`,
	watchesVoltage: () => '電圧を監視できます',
	keepsRainOff: () => '雨を防ぎます',
	servesAnything: () => 'これで足ります。ほかに求められたものはありません',
	isNotAskedFor: (utility) =>
		utility === undefined
			? '必要とするものがありません'
			: `必要とするものがありません: ${UTILITIES[utility.code]}にはブレーカーの要るアンペア契約がありません`,
	isOlder: () => '旧在庫で、後で必要になっても双方向の計量とBルートがありません',
	isDearer: (medium, than) => `${MEDIUM_JA[medium]}です。${MEDIUM_JA[than]}のほうが安定し、運用も安価です`,
	hasUnwantedRouteB: () => '不要なBルートがあります',
	isLarger: (amperes, enough) => `定格は${amperes} Aです。${enough} Aで足ります`,
	isTwoWayForNothing: () => '双方向ですが、売電はありません',
	isAgainstNoRain: () => '防雨ですが、雨はかかりません',
	isNoBetter: () => '優れた点がなく、カタログで後になります',
	needs: (code, which) => `${code}が必要です(${which})`,
	all: (texts) => texts.join('、'),
	noContract: ({ code }, amperes, contracts) =>
		`${UTILITIES[code]}に${amperes} A契約はありません。${contracts.at(-1)} Aまでの契約は${contracts.join('、')} Aです`,
	bothOptions: (amperes, { code }) =>
		`電圧計測ユニットと開閉ユニット${amperes === undefined ? '' : `(${UTILITIES[code]}の${amperes} A契約のアンペアブレーカー)`}の両方が求められていますが、オプションユニットは1個までです`,
	noUnit: (kind, isOfStock, does, wouldDo) =>
		`${isOfStock ? '在庫に' : ''}${KIND_JA[kind]}がありません${does.length > 0 ? `(条件: ${does.join('、')})` : ''}。${wouldDo.length > 0 ? `使えるのは${wouldDo.join('か')}です` : '該当するものは製造されていません'}`,
	misfit: (broken) => {
		const { found, reason } = brokenTextsJa(broken);
		return `在庫で最も近いものが適合しません: ${found}(${reason})`;
	},
	without: (what) => WITHOUT[what],
	withRouteB: (medium) => `Bルートを${by(medium)}にする`,
	withContract: (amperes) => `${amperes} A契約にする`,
	withMoreThan: (amperes) => `${amperes} Aを超える契約にする`,
	withUnits: (units) => `在庫にないユニットを使う: ${units}`,
});
