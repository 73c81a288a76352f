/** A hand-held at a meter: one secured association as client 3 over the local port, with the meter that is meant and no other. */
import { equalBytes } from '../../../modules/bytes/equal.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { anyOctetsIn } from '../../../modules/cosem/value-parts.js';
import { decodeAare } from '../../../modules/dlms/apdu/acse.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { SERVICE_ERROR } from '../../../modules/dlms/apdu/exception.js';
import { HeadEndError, type HeadEndFailure } from '../../../src/head-end/head-end-error.js';
import { readClock } from '../../../src/head-end/meter-clock.js';
import { PUBLIC_CLIENT } from '../../../src/head-end/meter-session.js';
import { attributeTarget } from '../../../src/head-end/reading.js';
import { differenceTold } from '../../../src/operations/handheld/result.js';
import { boundTitle } from '../../../src/route-a/certificates/bound-client.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { isRefusal } from '../hes/hes-failures.js';
import { type HesMeter, HesSession, hesOptions } from '../hes/hes-options.js';
import { parseMeter } from '../hes/hes-places.js';
import { HandheldTrouble } from './trouble.js';

/** Number of the client. */
export const HAND_HELD = 3;
export const USUAL_PLACE = '/tmp/keiki-local-port';
const DATA = 1;
const VALUE = 2;
const MOST_SERIAL = 32;
/** Failures where somebody may well be there. */
const AFTER_LINK: readonly HeadEndFailure['kind'][] = Object.freeze(['noAnswer', 'lost']);

export interface VisitOptions {
	/** As `--meter` has it. */
	readonly place: string;
	readonly keys: RouteAKeys;
	readonly keysPath: string;
	/** The hand-held's system title. */
	readonly title: Uint8Array;
	readonly countersFile: string;
	readonly timeout?: string | undefined;
	readonly retries?: string | undefined;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly now: () => number;
}

/** What a visit knows of the meter before anything is done. */
export interface Met {
	readonly session: HesSession;
	/** By how much its clock is ahead of the hand-held's, ms; null: it tells no time. */
	readonly meterAhead: number | null;
}

/**
 * Does `work` in an association with the meter that has these keys.
 * @throws HandheldTrouble, UsageError
 */
export async function visit<T>(options: VisitOptions, work: (met: Met) => Promise<T>): Promise<T> {
	const { keys, now } = options;
	let answered: Uint8Array | undefined;
	const session = sessionOf(options, HAND_HELD, (title) => {
		answered = title;
	});
	const meter = toUpperHex(keys.systemTitle);
	try {
		try {
			await session.open();
		} catch (error) {
			throw await whyNotIn(error, options, meter);
		}
		if (answered !== undefined && !equalBytes(answered, keys.systemTitle))
			throw new HandheldTrouble({ kind: 'otherMeter', meter, found: toUpperHex(answered) });
		try {
			return await work({ session, meterAhead: await clockOf(session, now) });
		} catch (error) {
			if (!(error instanceof HeadEndError)) throw error;
			throw new HandheldTrouble({ kind: isRefusal(error.failure) ? 'refused' : 'unsure', failure: error.failure });
		}
	} finally {
		await session.end();
	}
}

/** @param onTitle hears the system title of what answers an association */
function sessionOf(options: VisitOptions, client: number, onTitle: (title: Uint8Array) => void): HesSession {
	const { place, keys, keysPath, title, countersFile, timeout, retries } = options;
	const meter: HesMeter = { place: parseMeter(place), keys, keysPath, isListed: true };
	const row = keys.clients[client] ?? keys.keyless?.[client];
	// One that certificates, or the keys, bind to a title has that and no other.
	const own = client === PUBLIC_CLIENT || (row !== undefined && boundTitle(row) !== undefined) ? undefined : toUpperHex(title);
	const words = {
		client: String(client),
		...(own !== undefined && { title: own }),
		...(client !== PUBLIC_CLIENT && { counters: countersFile }),
		...(timeout !== undefined && { timeout }),
		...(retries !== undefined && { retries }),
	};
	return new HesSession(hesOptions(words, [meter]), meter, {
		onMessage: (sent, apdu) => {
			const title = sent ? undefined : titleIn(apdu);
			if (title !== undefined) onTitle(title);
		},
	});
}

/** Of an AARE; undefined: it is none, or tells none. */
function titleIn(apdu: Uint8Array): Uint8Array | undefined {
	if (apdu[0] !== APDU.aare) return undefined;
	try {
		return decodeAare(apdu).respondingApTitle?.slice();
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

/** By how much its clock is ahead, ms; null where it tells no time. Throws HeadEndError. */
async function clockOf(session: HesSession, now: () => number): Promise<number | null> {
	try {
		return differenceTold(Math.round((await readClock(session, now)).ahead));
	} catch (error) {
		if (error instanceof HeadEndError && (error.failure.kind === 'clockTellsNoTime' || error.failure.kind === 'clockUnreadable')) return null;
		throw error;
	}
}

async function whyNotIn(error: unknown, options: VisitOptions, meter: string): Promise<unknown> {
	if (!(error instanceof HeadEndError)) return error;
	const { failure } = error;
	if (isUnderOtherKeys(failure)) return new HandheldTrouble({ kind: 'otherMeter', meter, found: await serialOf(options) });
	// One that drops what it is asked under keys that it has none for answers everybody else.
	const isThere = isRefusal(failure) || (AFTER_LINK.includes(failure.kind) && (await serialOf(options)) !== undefined);
	return new HandheldTrouble(isThere ? { kind: 'notLetIn', meter, failure } : { kind: 'silent', place: options.place, failure });
}

/** Somebody answers, and knows nothing of these keys. */
function isUnderOtherKeys(failure: HeadEndFailure): boolean {
	if (failure.kind === 'exception') return failure.exception.serviceError === SERVICE_ERROR.decipheringError;
	return failure.kind === 'notProven' || (failure.kind === 'noAnswer' && failure.refused > 0);
}

/** What it says to everybody; undefined: nothing. */
async function serialOf(options: VisitOptions): Promise<string | undefined> {
	const session = sessionOf(options, PUBLIC_CLIENT, () => {});
	try {
		const reading = await session.get(attributeTarget(DATA, NAME.serial, VALUE));
		const bytes = typeof reading === 'number' ? undefined : anyOctetsIn(reading);
		return bytes === undefined || bytes.length > MOST_SERIAL ? undefined : Buffer.from(bytes).toString('latin1');
	} catch (error) {
		if (error instanceof HeadEndError) return undefined;
		throw error;
	} finally {
		await session.end();
	}
}
