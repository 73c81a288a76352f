/**
 * Why a HEMS does not get through: the status items of a meter, and what they mean together (Table 2 of "Development of operation system for smart
 * meter data providing service", Kansai Electric Power).
 */
import { frozen } from '../../modules/bytes/frozen.js';
import { MINUTE } from '../../modules/time/durations.js';
import type { RouteBMedium } from '../meter/catalogue/unit-types.js';
import type { RouteBReport } from './status.js';

export type ItemState = 'clear' | 'failure';

/**
 * | item           | failure, or abnormality                                                   | ends                                                    |
 * |----------------|---------------------------------------------------------------------------|---------------------------------------------------------|
 * | startup        | Route B does not run                                                      | it runs                                                 |
 * | authentication | no connection, and the last attempt failed not `authenticationMemory` ago | an attempt succeeds, or none is made for so long        |
 * | connection     | no session, or the last `undeliveredLimit` datagrams did not arrive       | a session begins; in it, a datagram arrives either way  |
 * | unit           | the communication unit is not in its place, or isolated, or starting up   | it works                                                |
 */
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

/** A failed authentication counts for so long, ms; assumed: a HEMS with a wrong password tries again well within. */
export const authenticationMemory = 30 * MINUTE;
/** So many datagrams in a row that did not arrive, and the HEMS is not connected any more whatever its session says; assumed. */
const undeliveredLimit = 2;

export interface Evidence {
	/** What the last authentication ended with, e.g. the PANA result, and when (ms since 1970-01-01T00:00:00Z). */
	readonly authentication: string | undefined;
	readonly authenticatedAt: number | undefined;
	/** Likewise of the last session that began or ended. */
	readonly connection: string | undefined;
	readonly connectedAt: number | undefined;
	readonly startedAt: number | undefined;
	/** When the HEMS was heard last. */
	readonly heardAt: number | undefined;
	/** With what strength it was heard, dBm, where the link tells. */
	readonly signal: number | undefined;
	/** Datagrams to the HEMS in a row that did not arrive. */
	readonly undelivered: number;
}

/** What a diagnosis is made of. */
export interface Findings {
	/** Undefined where Route B does not run. */
	readonly report: RouteBReport | undefined;
	/** Whether the communication unit is in its place and works. */
	readonly working: boolean;
	readonly medium: RouteBMedium;
	readonly signal: number | undefined;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly now: number;
}

export interface Diagnosis {
	readonly items: StatusItems;
	readonly verdict: Verdict;
	readonly causes: readonly string[];
	readonly evidence: Evidence;
}

export function diagnose(findings: Findings): Diagnosis {
	const { report, medium, signal } = findings;
	const items = statusItems(findings);
	const row = rowOf(items);
	const { authentication, connection } = report ?? {};
	return {
		items,
		verdict: row.verdict,
		causes: causesOf(row, medium),
		evidence: {
			authentication: authentication && `${authentication.event}: ${authentication.evidence}`,
			authenticatedAt: authentication?.at,
			connection: connection && `${connection.event}: ${connection.evidence}`,
			connectedAt: connection?.at,
			startedAt: report?.startedAt,
			heardAt: report?.heardAt,
			signal,
			undelivered: report?.undelivered ?? 0,
		},
	};
}

export function statusItems({ report, working, now }: Pick<Findings, 'report' | 'working' | 'now'>): StatusItems {
	const authentication = report?.authentication;
	const connected = report?.hems !== undefined && report.undelivered < undeliveredLimit;
	const refused = !connected && authentication?.event === 'failed' && now - authentication.at < authenticationMemory;
	return {
		startup: report?.startedAt === undefined ? 'failure' : 'clear',
		authentication: refused ? 'failure' : 'clear',
		connection: connected ? 'clear' : 'failure',
		unit: working ? 'normal' : 'abnormality',
	};
}

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
