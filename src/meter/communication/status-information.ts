/** Status information of a meter's Route B, and what it means: Table 2 of "Development of operation system for smart meter data providing service" (Kansai Electric Power). */
import { frozen } from '../../../modules/bytes/frozen.js';
import type { RouteBMedium } from '../catalogue/unit-types.js';

export type ItemState = 'clear' | 'failure';

export interface StatusItems {
	readonly startup: ItemState;
	readonly authentication: ItemState;
	readonly connection: ItemState;
	readonly unit: 'normal' | 'abnormality';
}

export type Verdict = 'active' | 'HEMS is failure' | 'HEMS is unconnected' | 'abnormality' | 'undetermined';

export interface Row {
	readonly verdict: Verdict;
	/** An item that is not there may be either. */
	readonly items: Partial<StatusItems>;
	readonly causes: readonly string[];
	/** More of them where Route B goes by this medium. */
	readonly radio?: readonly string[];
	readonly plc?: readonly string[];
}

const TABLE_2: readonly Row[] = frozen([
	{ verdict: 'active', items: { startup: 'clear', authentication: 'clear', connection: 'clear', unit: 'normal' }, causes: [] },
	{
		verdict: 'HEMS is failure',
		items: { startup: 'clear', authentication: 'failure', connection: 'failure', unit: 'normal' },
		causes: ['Password input to HEMS is wrong'],
	},
	{
		verdict: 'HEMS is unconnected',
		items: { startup: 'clear', authentication: 'clear', connection: 'failure', unit: 'normal' },
		causes: ['HEMS is turned off'],
		radio: ['Distance between smart meter and HEMS is far', 'There is interference between HEMS and smart meter'],
		plc: ['There are devices which reduce a signal', 'There are devices which generate a noise'],
	},
	{
		verdict: 'abnormality',
		items: { startup: 'failure', connection: 'failure', unit: 'abnormality' },
		causes: ['Communication unit could go down'],
	},
]);

/** What Table 2 does not name. */
const UNDETERMINED: Row = frozen({ verdict: 'undetermined', items: {}, causes: [] });

/** The row that these items are; verdict `undetermined` where there is none. */
export function rowOf(items: StatusItems): Row {
	return TABLE_2.find((row) => isOf(row, items)) ?? UNDETERMINED;
}

export function causesOf(row: Row, medium: RouteBMedium): readonly string[] {
	const more = medium === 'none' ? undefined : row[medium];
	return more === undefined ? row.causes : [...row.causes, ...more];
}

function isOf({ items: { startup, authentication, connection, unit } }: Row, items: StatusItems): boolean {
	return (
		(startup ?? items.startup) === items.startup &&
		(authentication ?? items.authentication) === items.authentication &&
		(connection ?? items.connection) === items.connection &&
		(unit ?? items.unit) === items.unit
	);
}
