/** `keiki hes credentials`: how the Route B of a meter is, and credentials for it that only its communication unit can open. */

import { setTimeout as wait } from 'node:timers/promises';
import { bringCredentials, type RouteBState, readRouteB, type SealedCredentials, sealedIn } from '../../../src/head-end/credentials.js';
import { NotationError, parseData } from '../../../src/head-end/data-notation.js';
import { dateTimeIso } from '../../../src/head-end/date-time-text.js';
import { VERDICTS_JA } from '../../../src/operations/diagnosis/table-words.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import type { HesSession } from './hes-options.js';
import { type Fields, type HesView, tableLines } from './hes-view.js';
import { ROUTE_B_WORDS } from './hes-words.js';
import { HES_USAGE } from './usage-words.js';

export const CREDENTIAL_COLUMNS = Object.freeze(['version', 'changed', 'verdict', 'since', 'startup', 'authentication', 'connection', 'unit']);

/** Throws UsageError. @param text as `keiki keys seal` prints it */
export function sealedRequest(text: string): SealedCredentials {
	let sealed: SealedCredentials | undefined;
	try {
		sealed = sealedIn(parseData(text));
	} catch (error) {
		if (!(error instanceof NotationError)) throw error;
	}
	if (sealed === undefined) throw new UsageError(inEach(HES_USAGE, (words) => words.noSealed()));
	return sealed;
}

/** Then tells how Route B is. */
export async function setCredentials(session: HesSession, meter: string, sealed: SealedCredentials, view: HesView): Promise<boolean> {
	await bringCredentials(session, sealed, (ms) => wait(ms));
	return showRouteB(session, meter, view);
}

export async function showRouteB(session: HesSession, meter: string, view: HesView): Promise<boolean> {
	const state = await readRouteB(session, (ms) => wait(ms));
	view.show(meter, [fieldsOf(state)], () => linesOf(state, view));
	return true;
}

function fieldsOf({ version, changed, verdict, since, startup, authentication, connection, unit }: RouteBState): Fields {
	const item = (fails: boolean) => (fails ? 'failure' : 'clear');
	return {
		version,
		changed: version === 0 ? null : dateTimeIso(changed),
		verdict,
		since: dateTimeIso(since),
		startup: item(startup),
		authentication: item(authentication),
		connection: item(connection),
		unit: unit ? 'abnormality' : 'normal',
	};
}

function linesOf({ version, changed, verdict, since, startup, authentication, connection, unit }: RouteBState, { language }: HesView): string[] {
	const words = ROUTE_B_WORDS[language];
	const item = (fails: boolean) => (fails ? words.failure() : words.clear());
	return tableLines([
		[words.credentials(), version === 0 ? words.noneSealed() : words.version(version, dateTimeIso(changed))],
		[words.verdict(), words.since(language === 'ja' ? VERDICTS_JA[verdict] : verdict, dateTimeIso(since))],
		[words.startup(), item(startup)],
		[words.authentication(), item(authentication)],
		[words.connection(), item(connection)],
		[words.unit(), unit ? words.abnormality() : words.normal()],
	]);
}
