/** Units and the rules between them, in Japanese. English stands with the catalogue itself. */
import type { BrokenRule, Change, PlacedWord, RuleId, Units } from '../../../src/meter/catalogue/rules.js';
import {
	type Medium,
	OPTION_TYPES,
	type OptionType,
	type Phases,
	type RouteBMedium,
	type UnitKind,
	type UnitType,
} from '../../../src/meter/catalogue/unit-types.js';

export const PHASES_JA: Readonly<Record<Phases, string>> = Object.freeze({ '1p2w': '単相2線', '1p3w': '単相3線', '3p3w': '三相3線' });
export const MEDIUM_JA: Readonly<Record<Medium, string>> = Object.freeze({ rf: '無線マルチホップ', plc: 'PLC', cellular: '携帯' });
const ROUTE_B_JA: Readonly<Record<RouteBMedium, string>> = Object.freeze({ none: 'Bルートなし', radio: 'Bルートは無線', plc: 'BルートはPLC' });
export const KIND_JA: Readonly<Record<UnitKind, string>> = Object.freeze({
	communication: '通信ユニット',
	metering: '計量ユニット',
	switching: '開閉ユニット',
	voltage: '電圧計測ユニット',
	cover: '端子カバー',
});
const ONE_EACH_JA: Readonly<Record<PlacedWord['place'], string>> = Object.freeze({
	communication: '通信ユニット1個',
	metering: '計量ユニット1個',
	option: 'オプションユニット1個まで',
	cover: '端子カバー1個',
});

/** Rules about types of units: why there are such, and what breaks them. */
const RULES_JA: Readonly<Record<Exclude<RuleId, 'one-each' | 'is-made'>, readonly [reason: string, found: (units: Units) => string]>> = Object.freeze(
	{
		'communication-unit': ['通信ユニットがなければ、だれもメーターを読めません', () => '通信ユニットがありません'],
		'metering-unit': ['計量ユニットがなければ、何も計測できません', () => '計量ユニットがありません'],
		'terminal-cover': ['端子カバーがなければ、充電部が露出します', () => '端子カバーがありません'],
		phases: [
			'オプションユニットは計量ユニットと同じ電線につながるので、相線式が同じはずです',
			({ metering, option }) => `${option!.code}は${PHASES_JA[option!.phases]}用、${metering!.code}は${PHASES_JA[metering!.phases]}用です`,
		],
		rating: [
			'オプションユニットには計量ユニットと同じ電流が流れるので、定格が同じはずです',
			({ metering, option }) => `${option!.code}の定格は${option!.rating} A、${metering!.code}は${metering!.rating} Aです`,
		],
		'two-way': [
			'売電した電力は計測して送る必要があるので、双方向の計量ユニットには双方向の通信ユニットが必要です',
			({ communication, metering }) => `${metering!.code}は双方向、${communication!.code}は片方向です`,
		],
		'route-b': [
			'Bルートには通信ユニットと計量ユニットが共に応答するので、両方に必要です',
			({ communication, metering }) => `${communication!.code}にはBルートがあり、${metering!.code}にはありません`,
		],
	},
);

/** 「開閉ユニット、単相3線、60 A」 and the like. */
export function unitNameJa(type: UnitType): string {
	return `${KIND_JA[type.kind]}、${attributesJa(type)}${type.stock === 'older' ? '、旧在庫' : ''}`;
}

export interface BrokenTexts {
	readonly found: string;
	readonly reason: string;
}

export function brokenTextsJa({ rule, breach }: BrokenRule): BrokenTexts {
	switch (breach.kind) {
		case 'units': {
			const [reason, found] = RULES_JA[rule as keyof typeof RULES_JA];
			return { reason, found: found(breach.units) };
		}
		case 'twice':
			return { reason: `1台のメーターに入るのは${ONE_EACH_JA[breach.before.place]}です`, found: twiceJa(breach.before, breach.again) };
		case 'notMade': {
			const { word, unit, phases, rating } = breach;
			return { reason: madeJa(unit), found: `${word}: ${PHASES_JA[phases]} ${rating} A用の${KIND_JA[unit]}はありません` };
		}
	}
}

export function changeJa({ code, insteadOf }: Change): string {
	if (code === undefined) return `${insteadOf}を外す`;
	return insteadOf === undefined ? code : `${insteadOf}の代わりに${code}`;
}

function twiceJa(before: PlacedWord, again: PlacedWord): string {
	const places = `${before.number}番目と${again.number}番目のユニット(${before.column}桁目と${again.column}桁目)`;
	return before.word === again.word ? `${before.word}が2回あります: ${places}` : `${before.word}と${again.word}の場所が同じです: ${places}`;
}

function madeJa(kind: OptionType['kind']): string {
	const made = OPTION_TYPES.filter((type) => type.kind === kind).map(({ phases, rating }) => `${phases} ${rating} A`);
	return `${KIND_JA[kind]}があるのは${made.join('、')}用です`;
}

function attributesJa(type: UnitType): string {
	switch (type.kind) {
		case 'communication':
			return `${MEDIUM_JA[type.medium]}、${ROUTE_B_JA[type.routeB]}${type.twoWay ? '' : '、片方向'}`;
		case 'metering':
			return `${PHASES_JA[type.phases]}、${type.rating} A、${type.twoWay ? '双方向' : '片方向'}${type.routeB ? '' : '、Bルートなし'}`;
		case 'switching':
		case 'voltage':
			return `${PHASES_JA[type.phases]}、${type.rating} A`;
		case 'cover':
			return type.rain ? '防雨' : '普通';
	}
}
