/**
 * How the relay is asked, over HTTPS with a certificate on both sides.
 *
 * | request                                 | who     | body                      | answer, 200                                  |
 * |-----------------------------------------|---------|---------------------------|----------------------------------------------|
 * | POST /jobs, /withdrawals, /heads        | office  | `{ "messages": [signed] }` | `{ "epoch", "last" }`: all are on its disk  |
 * | POST /results                           | control | likewise                  | likewise                                     |
 * | GET /jobs?epoch=E&after=N&most=M&wait=S | control | –                         | `{ "epoch", "last", "messages": [{ "seq", "message" }] }` |
 * | GET /results?…                          | office  | –                         | likewise                                     |
 * | GET /heads?…                            | both    | –                         | likewise; all that are kept                  |
 *
 * GET /jobs has withdrawals among the jobs, GET /results reports among the answers, each in the order in which they came. `after` says that all up to N are had
 * and may go, if the epoch is the relay's; if not, the answer begins with the first that there is. It comes at once where there is any, else when there is, or
 * after S seconds.
 *
 * | status | what                                                                            |
 * |--------|---------------------------------------------------------------------------------|
 * | 400    | `{ "error": "flaw", "text", "index" }`: a message is not as it should be         |
 * | 403    | the certificate is of another party                                             |
 * | 404, 405, 413, 415, 429 | no such thing, not this way, too long, no JSON, too many wait  |
 * | 409    | `{ "error": "conflict", "index" }`: another one of its name is there             |
 * | 507    | `{ "error": "full" }`: no room, on the disk or for so many; nothing was taken     |
 */
import type { MessageKind } from '../../../src/operations/jobs/messages.js';
import type { Party, Signed } from '../../../src/operations/jobs/signed.js';

export type StreamName = 'jobs' | 'results' | 'heads';

interface PathRow {
	readonly stream: StreamName;
	readonly kinds: readonly MessageKind[];
	readonly puts: Party;
	/** Undefined: nobody reads there. */
	readonly gets?: readonly Party[];
}

export const PATHS: Readonly<Record<string, PathRow>> = Object.freeze({
	'/jobs': { stream: 'jobs', kinds: ['job'], puts: 'office', gets: ['control'] },
	'/withdrawals': { stream: 'jobs', kinds: ['withdrawal'], puts: 'office' },
	'/results': { stream: 'results', kinds: ['answer', 'report'], puts: 'control', gets: ['office'] },
	'/heads': { stream: 'heads', kinds: ['head'], puts: 'office', gets: ['office', 'control'] },
} as const satisfies Readonly<Record<string, PathRow>>);

export const RELAY_PORT = 8292;
/** Bytes of a body, both ways. */
export const MOST_BODY = 1 << 20;
/** Messages of a request or an answer. */
export const MOST_MESSAGES = 500;
/** Messages that a relay keeps each way, whatever it is told. */
export const MOST_KEPT = 1_000_000;
/** The longest that an answer is waited for, s. */
export const MOST_WAIT = 30;

export interface Accepted {
	readonly epoch: string;
	readonly last: number;
}

export interface Fetched extends Accepted {
	readonly messages: readonly { readonly seq: number; readonly message: unknown }[];
}

export interface PutBody {
	readonly messages: readonly Signed[];
}
