/** How a field of a file is written, read and checked, a kind of column each. Texts are as they stand in CSV; JSON has the same. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { JST_OFFSET } from '../../../modules/time/japan.js';

/** A value as a table has it. */
export type Value = string | number | null;

export interface Column {
	readonly name: string;
	readonly kind: ColumnKind;
	/** May be left empty: null, or the empty text. */
	readonly empty?: true;
	/** What is wrong there may be a key in clear: it is not repeated to who reads what is wrong. */
	readonly secret?: true;
	/** Told apart by it. */
	readonly key?: true;
}

export interface ColumnKind {
	/** What is right, for a person. */
	readonly right: { readonly en: string; readonly ja: string };
	/** Undefined: it is not one. */
	readonly read: (text: string) => Value | undefined;
	readonly write: (value: Value) => string;
}

/** Invisible characters, and those that turn the direction of text, are in no record. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?(Z|[+-]\d\d:\d\d)?$/;
const JST = JST_OFFSET * MINUTE;

const plain = (value: Value) => (value === null ? '' : String(value));

/** Text without control characters and without space around it. */
export function text(most: number): ColumnKind {
	return frozen({
		right: { en: `a text of at most ${most} characters`, ja: `${most}文字までの文字列` },
		read: (given) => (given.length <= most && given.trim() === given && !UNSEEN.test(given) ? given : undefined),
		write: plain,
	});
}

export function pattern(right: ColumnKind['right'], whole: RegExp): ColumnKind {
	return frozen({ right, read: (given) => (whole.test(given) ? given : undefined), write: plain });
}

export function choice(values: readonly string[]): ColumnKind {
	const known = new Set(values);
	return frozen({
		right: { en: values.join(', ').replace(/, ([^,]*)$/, ' or $1'), ja: `${values.join('、')}のどれか` },
		read: (given) => (known.has(given) ? given : undefined),
		write: plain,
	});
}

export function whole(least: number, most: number): ColumnKind {
	return frozen({
		right: { en: `a whole number from ${least} to ${most}`, ja: `${least}から${most}までの整数` },
		read: (given) => {
			const value = /^-?\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
			return value >= least && value <= most ? value : undefined;
		},
		write: plain,
	});
}

export const YES_NO: ColumnKind = frozen({
	right: { en: 'yes or no', ja: 'yesまたはno' },
	read: (given: string) => (given === 'yes' ? 1 : given === 'no' ? 0 : undefined),
	write: (value: Value) => (value === 1 ? 'yes' : 'no'),
});

export const TIME: ColumnKind = frozen({
	right: {
		en: "a date or time such as 2026-11-30 or 2026-11-30T18:00:00+09:00 (Japan's where it has no offset)",
		ja: '2026-11-30や2026-11-30T18:00:00+09:00のような日付または日時(オフセットがなければ日本標準時)',
	},
	read: (given: string) => readTime(given),
	write: (value: Value) => (value === null ? '' : timeText(value as number)),
});

/** `place=word place=word`, kept as a JSON record. */
export function pairs(keys: readonly string[], value: ColumnKind): ColumnKind {
	const known = new Set(keys);
	return frozen({
		right: {
			en: `pairs of ${keys.join(', ')} as ${keys[0]}=…, blanks between them`,
			ja: `${keys[0]}=…のような組(${keys.join('、')})を空白で区切ったもの`,
		},
		read: (given) => {
			const found: Record<string, string> = {};
			for (const pair of given.split(' ').filter((each) => each !== '')) {
				const [, key = '', word = ''] = /^([A-Za-z]+)=(\S+)$/.exec(pair) ?? [];
				if (!known.has(key) || key in found || value.read(word) === undefined) return undefined;
				found[key] = word;
			}
			return JSON.stringify(Object.fromEntries(keys.filter((key) => key in found).map((key) => [key, found[key]])));
		},
		write: (record) =>
			record === null
				? ''
				: Object.entries(JSON.parse(record as string) as Record<string, unknown>)
						.filter(([, word]) => word !== null && word !== undefined && word !== '')
						.map(([key, word]) => `${key}=${word}`)
						.join(' '),
	});
}

/** ms since 1970-01-01T00:00:00Z; undefined: it is no time. */
export function readTime(given: string): number | undefined {
	const match = ISO.exec(given);
	if (match === null) return undefined;
	const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	if (hour > 23 || minute > 59 || second > 59) return undefined;
	const local = Date.UTC(year, month - 1, day, hour, minute, second, Number((match[7] ?? '').padEnd(3, '0')));
	const back = new Date(local);
	if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return undefined;
	const offset = offsetOf(match[8]);
	return offset === undefined ? undefined : local - offset;
}

/** `2026-11-30T18:00:00+09:00`, with milliseconds where there are any. */
export function timeText(time: number): string {
	return new Date(time + JST).toISOString().replace(/(\.000)?Z$/, '+09:00');
}

function offsetOf(given: string | undefined): number | undefined {
	if (given === undefined) return JST;
	if (given === 'Z') return 0;
	const [hours, minutes] = [Number(given.slice(1, 3)), Number(given.slice(4))];
	if (hours > 14 || minutes > 59) return undefined;
	return (given.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}
