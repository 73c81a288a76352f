/**
 * The rules of validation, a row each: what is tested, what a failure sets, and the settings, which a file may set otherwise. A flag of a meter's day is the bit of
 * its rule; beside those stand `FLAG`s that no rule has.
 */
import { frozen } from '../../modules/bytes/frozen.js';

interface Setting {
	readonly usual: number;
	readonly min: number;
	readonly max: number;
}

interface RuleRow {
	readonly bit: number;
	readonly en: string;
	readonly ja: string;
	/** What fails. */
	readonly test: { readonly en: string; readonly ja: string };
	/** What a failure sets beside the flag: the half-hour is questionable; the day is held, and nothing is billed by it; the half-hour is estimated. */
	readonly sets: readonly ('questionable' | 'hold' | 'estimate')[];
	readonly settings: Readonly<Record<string, Setting>>;
}

export const RULES = frozen({
	missing: {
		bit: 0,
		en: 'missing',
		ja: '欠測',
		test: { en: 'a register at a boundary has not come, wait minutes after the day', ja: '1日が終わってwait分後に、境界の指示数が届いていない' },
		sets: ['estimate'],
		settings: { wait: { usual: 60, min: 0, max: 10_080 } },
	},
	duplicate: {
		bit: 1,
		en: 'two values of one boundary',
		ja: '同じ時刻の異なる値',
		test: { en: 'a second reading of a boundary differs from the first, which is kept', ja: '同じ境界の2つ目の値が最初の値と異なる。最初の値を残す' },
		sets: [],
		settings: {},
	},
	order: {
		bit: 2,
		en: 'register order',
		ja: '指示数の逆行',
		test: {
			en: 'a register is below the one before, or half its range above it: it went back, and not through 10^digits',
			ja: '指示数が前の値より小さい、または桁の半分以上大きい(一巡ではない逆行)',
		},
		sets: ['questionable', 'hold'],
		settings: {},
	},
	sum: {
		bit: 3,
		en: 'sum check',
		ja: '合計の照合',
		test: {
			en: 'the half-hours do not sum to the difference of the registers, or the day does not begin where the one before ended',
			ja: '30分値の合計が指示数の差と一致しない、または前日の終わりの指示数から始まっていない',
		},
		sets: ['hold'],
		settings: {},
	},
	high: {
		bit: 4,
		en: 'high limit',
		ja: '上限超過',
		test: {
			en: 'a half-hour has more than amperes of the contract × volts × 0.5 h × factor; not where the amperes are unknown',
			ja: '30分値が契約アンペア×volts×0.5h×factorを超える。アンペアが不明なら見ない',
		},
		sets: ['questionable'],
		settings: { volts: { usual: 200, min: 1, max: 100_000 }, factor: { usual: 1.2, min: 0.1, max: 100 } },
	},
	spike: {
		bit: 5,
		en: 'spike',
		ja: '突出',
		test: {
			en: 'the highest half-hour is more than percent above the third highest, and above floor Wh',
			ja: '最大の30分値が3番目よりpercent%を超えて大きく、floor Whを超える',
		},
		sets: [],
		settings: { percent: { usual: 180, min: 1, max: 100_000 }, floor: { usual: 1000, min: 0, max: 1_000_000_000 } },
	},
	flat: {
		bit: 6,
		en: 'flat or zero',
		ja: '変化なし・ゼロ',
		test: {
			en: 'all half-hours of days days are the same, or 0, though there was power',
			ja: 'days日にわたり、停電ではないのに全ての30分値が同じ(またはゼロ)',
		},
		sets: [],
		settings: { days: { usual: 2, min: 1, max: 2 } },
	},
	clock: {
		bit: 7,
		en: 'clock',
		ja: '時計',
		test: {
			en: 'the meter tells that its clock was set in a half-hour; no value is moved',
			ja: '30分の間に時計が設定されたとメーターが示した。値は動かさない',
		},
		sets: [],
		settings: {},
	},
	status: {
		bit: 8,
		en: 'status',
		ja: '状態',
		test: {
			en: 'the meter tells of a half-hour that power was out, measuring stopped, or energy was lost',
			ja: '30分の間に停電、計量の中断、電力量の消失があったとメーターが示した',
		},
		sets: [],
		settings: {},
	},
	exchange: {
		bit: 9,
		en: 'meter exchange',
		ja: '計器交換',
		test: {
			en: 'the meter came or went on this day: no difference is taken across, and half-hours in which it did not stand are none of its',
			ja: 'この日にメーターが取り付け・取り外しされた。前後の指示数の差は取らず、付いていなかった30分は含めない',
		},
		sets: [],
		settings: {},
	},
} as const satisfies Record<string, RuleRow>);

export type RuleName = keyof typeof RULES;
export const RULE_NAMES = Object.freeze(Object.keys(RULES) as RuleName[]);

/** Flags that no rule has. */
export const FLAG = frozen({
	/** This day alone is flat. */
	flatDay: 1 << 10,
	/** Estimated by like days alone: no register stands behind it yet. */
	unscaled: 1 << 11,
	/** Nothing is billed by this day until somebody has looked at it. */
	held: 0x4000_0000,
});

/** How gaps are filled. */
const ESTIMATION = frozen({
	/** Half-hours that are split evenly. */
	straight: { usual: 4, min: 0, max: 48 },
	/** How many days of the same kind give a shape, and how many days back they are looked for. */
	likeDays: { usual: 3, min: 1, max: 10 },
	reach: { usual: 28, min: 1, max: 90 },
} as const satisfies Record<string, Setting>);

type SettingsOf<Rows extends Readonly<Record<string, Setting>>> = { readonly [Each in keyof Rows]: number };
export type Rules = { readonly [Each in RuleName]: { readonly on: boolean } & SettingsOf<(typeof RULES)[Each]['settings']> } & {
	readonly estimation: SettingsOf<typeof ESTIMATION>;
};

/** The settings are wrong. */
export class RulesError extends Error {}

export const usualRules = (): Rules => rulesOf({});

/** All rules by what a file sets otherwise: `{"high": {"factor": 1.5}, "flat": {"on": false}, "estimation": {"straight": 2}}`. Throws RulesError. */
export function rulesOf(file: unknown): Rules {
	const given = recordOf(file, 'the rules');
	const all = { ...Object.fromEntries(RULE_NAMES.map((name) => [name, RULES[name].settings])), estimation: ESTIMATION };
	known(given, Object.keys(all), '');
	const rules = Object.entries(all).map(([name, rows]) => {
		const settings: Readonly<Record<string, Setting>> = rows;
		const wished = given[name] === undefined ? {} : recordOf(given[name], name);
		const isRule = name !== 'estimation';
		known(wished, isRule ? ['on', ...Object.keys(settings)] : Object.keys(settings), `${name}.`);
		const { on = true } = wished;
		if (typeof on !== 'boolean') throw new RulesError(`${name}.on: expected true or false, got ${JSON.stringify(on)}`);
		const values = Object.entries(settings).map(([setting, { usual, min, max }]) => {
			const value = wished[setting] ?? usual;
			if (typeof value === 'number' && value >= min && value <= max) return [setting, value];
			throw new RulesError(`${name}.${setting}: expected a number from ${min} to ${max}, got ${JSON.stringify(value)}`);
		});
		return [name, { ...(isRule && { on }), ...Object.fromEntries(values) }];
	});
	return Object.freeze(Object.fromEntries(rules)) as Rules;
}

/** The rules that a meter's day failed, of its flags. */
export function rulesIn(flags: number): readonly RuleName[] {
	return RULE_NAMES.filter((name) => (flags & (1 << RULES[name].bit)) !== 0);
}

function recordOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
	throw new RulesError(`${what}: expected an object, got ${JSON.stringify(value)}`);
}

function known(given: Readonly<Record<string, unknown>>, names: readonly string[], before: string): void {
	const strange = Object.keys(given).find((name) => !names.includes(name));
	if (strange !== undefined) throw new RulesError(`${before}${strange}: expected one of ${names.join(', ')}`);
}
