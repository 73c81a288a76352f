/** What `keiki mdm export` gives out: columns of each kind, and rows. */
import type { Band } from '../../../../src/mdm/derived.js';

export type ColumnKind = 'text' | 'kwh' | 'number' | 'time';

export interface Column {
	readonly name: string;
	readonly kind: ColumnKind;
}

/** As the columns have them; kWh are text with the digits of their meter; null: unknown. */
export type Row = readonly (string | number | null)[];

const column = (name: string, kind: ColumnKind = 'number'): Column => ({ name, kind });
const POINT = column('supply_point', 'text');
const PERIOD = [column('begin', 'time'), column('end', 'time')];
const BOTH = [column('import_kwh', 'kwh'), column('export_kwh', 'kwh')];
const COUNTS = [column('half_hours'), column('missing'), column('estimated'), column('held')];

export const KINDS = Object.freeze({
	readings: [POINT, ...PERIOD, ...BOTH, column('quality', 'text'), column('flags', 'text'), column('version')],
	columns: [
		...[POINT, column('day', 'text'), column('direction', 'text')],
		...Array.from({ length: 48 }, (_, k) => column(`k${String(k + 1).padStart(2, '0')}`, 'kwh')),
	],
	daily: [POINT, ...PERIOD, ...BOTH, ...COUNTS, column('version')],
	monthly: [POINT, ...PERIOD, ...BOTH, ...COUNTS, column('version')],
	billing: [POINT, ...PERIOD, ...BOTH, ...COUNTS, column('version')],
	bands: [POINT, ...PERIOD, column('band', 'text'), ...BOTH, ...COUNTS, column('version')],
	demand: [POINT, ...PERIOD, column('kw', 'kwh'), column('at_begin', 'time'), column('at_end', 'time'), ...COUNTS, column('version')],
	groups: [
		...[column('group', 'text'), ...PERIOD, ...BOTH, column('expected'), column('received'), column('estimated'), column('missing')],
		...[column('stage', 'text'), column('version')],
	],
	changes: [
		...[POINT, column('meter'), ...PERIOD, column('import_kwh_before', 'kwh'), column('import_kwh', 'kwh')],
		...[column('export_kwh_before', 'kwh'), column('export_kwh', 'kwh'), column('quality_before', 'text'), column('quality', 'text')],
		column('version'),
	],
}) satisfies Readonly<Record<string, readonly Column[]>>;

export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.freeze(Object.keys(KINDS) as Kind[]);

export interface Wishes {
	readonly kind: Kind;
	/** Days, both ends included. */
	readonly from: number;
	readonly to: number;
	/** None: all. */
	readonly points: readonly string[];
	readonly bands: readonly Band[];
	/** Of `billing`, and of `bands` and `demand` where it is told: 1 to 31. */
	readonly meteringDay: number | undefined;
	readonly isSettled: boolean;
	/** Of `changes`: versions above it. */
	readonly since: number;
}
