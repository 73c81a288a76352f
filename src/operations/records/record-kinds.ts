/**
 * What the three systems of figure 4 and the meter data management give the office, a kind of record each: whose it is, and its columns, by the names that they
 * have in files and in the office's tables alike. Each record of a file has the time that its system gave with it (`as_of`), which is told with the file.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { COMMUNICATION_TYPES, COVER_TYPES, METERING_TYPES, OPTION_TYPES, UNIT_TYPES } from '../../meter/catalogue/unit-types.js';
import { type Column, choice, pairs, pattern, TIME, text, whole, YES_NO } from './columns.js';
import { UNKNOWN_MEDIUM } from './supervised-medium.js';

/** In the order in which they are told. */
export const SYSTEMS = Object.freeze(['customer', 'distribution', 'supervision', 'metering'] as const);
export type System = (typeof SYSTEMS)[number];

export interface RecordKind {
	/** Of files (`contract.csv`) and of the office's tables. */
	readonly name: RecordName;
	readonly system: System;
	readonly columns: readonly Column[];
}

export const RECORD_NAMES = Object.freeze([
	'contract',
	'application',
	'site',
	'transformer',
	'construction',
	'mounted',
	'stock',
	'supervision',
	'reading',
	'meter_event',
] as const);
export type RecordName = (typeof RECORD_NAMES)[number];

/** Places of units, as records name them. */
export const PLACES = Object.freeze(['communication', 'metering', 'option', 'cover'] as const);
export const APPLICATION_KINDS = Object.freeze([
	...(['new', 'feed-in', 'route-b', 'amperes', 'option-in', 'option-out', 'communication', 'certification'] as const),
	...(['move-in', 'move-out', 'lost-password'] as const),
] as const);
export const WISHES = Object.freeze(['routeB', 'amperes', 'feedIn', 'option', 'medium', 'at'] as const);

const codes = (types: readonly { readonly code: string }[]) => types.map(({ code }) => code);
const CONTRACT = pattern({ en: 'C and 10 digits', ja: 'Cと数字10桁' }, /^C\d{10}$/);
const METER = pattern({ en: '16 hexadecimal digits in capitals', ja: '16進数16桁(大文字)' }, /^[0-9A-F]{16}$/);
const CODE = pattern({ en: 'up to 20 capitals, digits and hyphens', ja: '英大文字、数字、ハイフン20文字まで' }, /^[0-9A-Z-]{1,20}$/);
const TYPE_CODE = pattern(
	{ en: 'a type that "keiki catalogue types" lists, with @ and a maker where it has one', ja: '"keiki catalogue types"の型式、必要なら@とメーカー' },
	/^[a-z0-9-]{1,30}(@[a-z]{1,20})?$/,
);
const SERIAL = pattern({ en: 'up to 24 capitals, digits and hyphens', ja: '英大文字、数字、ハイフン24文字まで' }, /^[0-9A-Z-]{1,24}$/);
const WISH = pattern({ en: 'a word', ja: '語' }, /^[0-9A-Za-z:+-]{1,30}$/);
const KEY = pattern(
	{ en: 'public: and 128 hexadecimal digits, or wrapped: and 48', ja: 'public:と16進数128桁、またはwrapped:と48桁' },
	/^(public:[0-9A-F]{128}|wrapped:[0-9A-F]{48})$/,
);
const ADDRESS = text(120);
const STREET = text(60);
const PHASES = choice(['1p2w', '1p3w', '3p3w']);
const AMPERES = whole(1, 600);
/** 0.1 kWh. */
const REGISTER = whole(0, 99_999_999);

export const RECORD_KINDS: readonly RecordKind[] = frozen([
	{
		name: 'contract',
		system: 'customer',
		columns: [
			{ name: 'code', kind: CONTRACT, key: true },
			{ name: 'customer', kind: text(60) },
			{ name: 'reading', kind: text(60), empty: true },
			{ name: 'address', kind: ADDRESS },
			{ name: 'street', kind: STREET },
			{ name: 'phases', kind: PHASES },
			{ name: 'amperes', kind: AMPERES },
			{ name: 'feed_in', kind: YES_NO },
			{ name: 'route_b', kind: choice(['none', 'radio', 'plc']) },
			{ name: 'state', kind: choice(['active', 'ended']) },
			{ name: 'since', kind: TIME },
			{ name: 'until', kind: TIME, empty: true },
		],
	},
	{
		name: 'application',
		system: 'customer',
		columns: [
			{ name: 'number', kind: pattern({ en: 'A and 8 digits', ja: 'Aと数字8桁' }, /^A\d{8}$/), key: true },
			{ name: 'contract', kind: CONTRACT },
			{ name: 'kind', kind: choice(APPLICATION_KINDS) },
			{ name: 'wishes', kind: pairs(WISHES, WISH), empty: true },
			{ name: 'received_at', kind: TIME },
		],
	},
	{
		name: 'site',
		system: 'distribution',
		columns: [
			{ name: 'code', kind: CODE, key: true },
			{ name: 'contract', kind: CONTRACT },
			{ name: 'street', kind: STREET },
			{ name: 'kind', kind: choice(['detached', 'block', 'remote']) },
			{ name: 'phases', kind: PHASES },
			{ name: 'rain', kind: YES_NO },
			{ name: 'transformer', kind: CODE },
		],
	},
	{
		name: 'transformer',
		system: 'distribution',
		columns: [
			{ name: 'code', kind: CODE, key: true },
			{ name: 'street', kind: STREET },
			{ name: 'kva', kind: whole(1, 2000) },
		],
	},
	{
		name: 'construction',
		system: 'distribution',
		columns: [
			{ name: 'number', kind: CODE, key: true },
			{ name: 'contract', kind: CONTRACT },
			{ name: 'meter', kind: METER },
			{ name: 'planned_at', kind: TIME },
			{ name: 'done_at', kind: TIME, empty: true },
			{ name: 'units', kind: pairs(PLACES, TYPE_CODE) },
			{ name: 'result', kind: choice(['as-planned', 'otherwise', 'not-done', 'open']) },
		],
	},
	{
		name: 'mounted',
		system: 'distribution',
		columns: [
			{ name: 'meter', kind: METER, key: true },
			{ name: 'contract', kind: CONTRACT },
			{ name: 'communication', kind: choice(codes(COMMUNICATION_TYPES)) },
			{ name: 'metering', kind: choice(codes(METERING_TYPES)) },
			{ name: 'option', kind: choice(codes(OPTION_TYPES)), empty: true },
			{ name: 'cover', kind: choice(codes(COVER_TYPES)) },
			{ name: 'serials', kind: pairs(PLACES, SERIAL) },
			{ name: 'mounted_at', kind: TIME },
			{ name: 'certified_until', kind: TIME },
		],
	},
	{
		name: 'stock',
		system: 'distribution',
		columns: [
			{ name: 'serial', kind: SERIAL, key: true },
			{ name: 'type', kind: choice(codes(UNIT_TYPES)) },
			{ name: 'maker', kind: pattern({ en: 'a maker, in small letters, or none', ja: 'メーカー(英小文字)またはnone' }, /^[a-z]{1,20}$/) },
			{ name: 'depot', kind: text(40) },
			{ name: 'state', kind: choice(['in-stock', 'reserved', 'mounted', 'returned', 'scrapped']) },
			{ name: 'order', kind: pattern({ en: 'W and 8 digits', ja: 'Wと数字8桁' }, /^W\d{8}$/), empty: true },
			{ name: 'title', kind: METER, empty: true },
			{ name: 'credential_key', kind: credentialKey(), empty: true, secret: true },
		],
	},
	{
		name: 'supervision',
		system: 'supervision',
		columns: [
			{ name: 'meter', kind: METER, key: true },
			{ name: 'answers', kind: YES_NO },
			{ name: 'since', kind: TIME },
			{ name: 'medium', kind: choice(['rf', 'plc', 'cellular', UNKNOWN_MEDIUM]) },
			{ name: 'units', kind: pairs(PLACES, TYPE_CODE), empty: true },
		],
	},
	{
		name: 'reading',
		system: 'metering',
		columns: [
			{ name: 'contract', kind: CONTRACT, key: true },
			{ name: 'at', kind: TIME, key: true },
			{ name: 'import', kind: REGISTER, empty: true },
			{ name: 'export', kind: REGISTER, empty: true },
		],
	},
	{
		name: 'meter_event',
		system: 'metering',
		columns: [
			{ name: 'meter', kind: METER, key: true },
			{ name: 'at', kind: TIME, key: true },
			{
				name: 'type',
				kind: pattern(
					{ en: 'four numbers with dots between, such as 3.26.0.85', ja: '3.26.0.85のような、点で区切った4つの数' },
					/^\d{1,3}(\.\d{1,3}){3}$/,
				),
				key: true,
			},
			{ name: 'text', kind: text(200), empty: true },
		],
	},
]);

export function recordKind(name: string): RecordKind | undefined {
	return RECORD_KINDS.find((each) => each.name === name);
}

/** `public:…` in files, `{ "kind": "public", "key": … }` in tables. */
function credentialKey(): Column['kind'] {
	return {
		right: KEY.right,
		read: (given) => {
			if (KEY.read(given) === undefined) return undefined;
			const [kind, key] = given.split(':');
			return JSON.stringify({ kind, key });
		},
		write: (value) => {
			if (value === null || value === '') return '';
			const { kind, key } = JSON.parse(value as string) as { kind: string; key: string };
			return `${kind}:${key.toUpperCase()}`;
		},
	};
}
