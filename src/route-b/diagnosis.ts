/** Why a HEMS does not get through: the status items of a meter, and what they mean together. */
import { MINUTE } from '../../modules/time/durations.js';
import type { RouteBMedium } from '../meter/catalogue/unit-types.js';
import { causesOf, rowOf, type StatusItems, type Verdict } from '../meter/communication/status-information.js';
import type { RouteBReport } from './status.js';

/** A failed authentication counts for so long, ms; assumed: a HEMS with a wrong password tries again well within. */
export const AUTHENTICATION_MEMORY = 30 * MINUTE;
/** So many datagrams in a row that did not arrive, and the HEMS is not connected any more whatever its session says; assumed. */
const UNDELIVERED_LIMIT = 2;

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

/**
 * | item           | failure, or abnormality                                                   | ends                                                    |
 * |----------------|---------------------------------------------------------------------------|---------------------------------------------------------|
 * | startup        | Route B does not run                                                      | it runs                                                 |
 * | authentication | no connection, and the last attempt failed not `AUTHENTICATION_MEMORY` ago | an attempt succeeds, or none is made for so long        |
 * | connection     | no session, or the last `UNDELIVERED_LIMIT` datagrams did not arrive       | a session begins; in it, a datagram arrives either way  |
 * | unit           | the communication unit is not in its place, or isolated, or starting up   | it works                                                |
 */
export function statusItems({ report, working, now }: Pick<Findings, 'report' | 'working' | 'now'>): StatusItems {
	const authentication = report?.authentication;
	const connected = report?.hems !== undefined && report.undelivered < UNDELIVERED_LIMIT;
	const refused = !connected && authentication?.event === 'failed' && now - authentication.at < AUTHENTICATION_MEMORY;
	return {
		startup: report?.startedAt === undefined ? 'failure' : 'clear',
		authentication: refused ? 'failure' : 'clear',
		connection: connected ? 'clear' : 'failure',
		unit: working ? 'normal' : 'abnormality',
	};
}
