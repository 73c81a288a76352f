/**
 * What a campaign has many meters do, each in a session of its own: looks how the meter is, sets what is another, and looks again. A meter that is as it is to be
 * is left alone, so that a command that was given before, or to all at once, may be given again.
 */
import { equalBytes } from '../../../modules/bytes/equal.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf, timeOf } from '../../../modules/dlms/axdr/date-time.js';
import { SECOND } from '../../../modules/time/durations.js';
import { endEmergency, type LimiterState, readLimiter, setEmergency, setNormalThreshold, thresholdCount } from '../limiter.js';
import { readClock, setClock } from '../meter-clock.js';
import type { MeterSession } from '../meter-session.js';
import { attributeTarget } from '../reading.js';

export type CampaignCommand =
	/** Amperes of the contract: the normal threshold of a limiter that watches currents. */
	| { readonly kind: 'contract'; readonly amperes: number }
	/** An emergency of the limiter. `value` in whole units of what it watches; `from` ms since 1970-01-01T00:00:00Z; `duration` ms. */
	| { readonly kind: 'limiter'; readonly value: number; readonly from: number; readonly duration: number; readonly group: number }
	/** No emergency any more. */
	| { readonly kind: 'limiterEnd' }
	/** For the customer, `text` in the bytes that the meter keeps; none: what stood there goes. */
	| { readonly kind: 'message'; readonly text: Uint8Array }
	/** The meter's clock to this host's. */
	| { readonly kind: 'clock' };

export type CommandKind = CampaignCommand['kind'];

/** What later commands put an end to: of two that are due, the earlier is not given any more. */
export const SUBJECT: Readonly<Record<CommandKind, string>> = Object.freeze({
	contract: 'contract',
	limiter: 'emergency',
	limiterEnd: 'emergency',
	message: 'message',
	clock: 'clock',
});

export type CommandEnd =
	/** It was so before, and nothing was set. */
	| 'was'
	| 'set'
	/** The limiter watches no current, so that amperes of a contract are none of its thresholds. */
	| 'noAmperes'
	/** The meter took it, and is all the same not as it is to be. */
	| 'otherwise';

/** A Data-Access-Result of something that was refused. */
export interface CommandRefusal {
	readonly result: number;
}

const AMPERE = 33;
const MESSAGE = attributeTarget(1, NAME.consumerMessage, 2);
/** What a clock may be off and is right, beside what question and answer may hide, ms. */
const RIGHT = SECOND;

/** @param now ms since 1970-01-01T00:00:00Z. Throws HeadEndError */
export function carryOut(session: MeterSession, command: CampaignCommand, now: () => number): Promise<CommandEnd | CommandRefusal> {
	switch (command.kind) {
		case 'contract':
			return contract(session, command.amperes);
		case 'limiter':
			return emergency(session, command, now);
		case 'limiterEnd':
			return noEmergency(session);
		case 'message':
			return message(session, command.text);
		case 'clock':
			return clock(session, now);
	}
}

async function contract(session: MeterSession, amperes: number): Promise<CommandEnd> {
	const before = await readLimiter(session);
	if (before.scaler?.unit !== AMPERE) return 'noAmperes';
	const count = thresholdCount(before, amperes);
	if (before.normal === count) return 'was';
	await setNormalThreshold(session, before, count);
	return (await readLimiter(session)).normal === count ? 'set' : 'otherwise';
}

async function emergency(
	session: MeterSession,
	{ value, from, duration, group }: Extract<CampaignCommand, { readonly kind: 'limiter' }>,
	now: () => number,
): Promise<CommandEnd> {
	const before = await readLimiter(session);
	const count = thresholdCount(before, value);
	const isSo = ({ emergency, activation, duration: seconds, group: own, groups }: LimiterState, deviation: number): boolean =>
		emergency === count &&
		activation !== undefined &&
		timeOf(activation, deviation) === timeOf(dateTimeOf(from, deviation, 0), deviation) &&
		seconds === Math.round(duration / SECOND) &&
		own === group &&
		groups.includes(group);
	const { deviation } = await readClock(session, now);
	if (isSo(before, deviation)) return 'was';
	await setEmergency(session, before, { count, group, time: from, duration, deviation });
	return isSo(await readLimiter(session), deviation) ? 'set' : 'otherwise';
}

async function noEmergency(session: MeterSession): Promise<CommandEnd> {
	const { groups } = await readLimiter(session);
	if (groups.length === 0) return 'was';
	await endEmergency(session);
	const after = await readLimiter(session);
	return after.groups.length === 0 && !after.isEmergency ? 'set' : 'otherwise';
}

async function message(session: MeterSession, text: Uint8Array): Promise<CommandEnd | CommandRefusal> {
	await session.open();
	const before = await messageOf(session);
	if (typeof before === 'number') return { result: before };
	if (equalBytes(before, text)) return 'was';
	const result = await session.set(MESSAGE, new DataWriter().octetString(text).copy());
	if (result !== 0) return { result };
	const after = await messageOf(session);
	return typeof after === 'object' && equalBytes(after, text) ? 'set' : 'otherwise';
}

/** Its bytes, or a Data-Access-Result. */
async function messageOf(session: MeterSession): Promise<Uint8Array | number> {
	const reading = await session.get(MESSAGE);
	if (typeof reading === 'number') return reading;
	return 'bytes' in reading ? reading.bytes : ACCESS_RESULT.typeUnmatched;
}

async function clock(session: MeterSession, now: () => number): Promise<CommandEnd> {
	const before = await readClock(session, now);
	if (Math.abs(before.ahead) <= before.roundTrip / 2 + RIGHT) return 'was';
	await setClock(session, () => now() + before.roundTrip / 2, before.deviation);
	const after = await readClock(session, now);
	return Math.abs(after.ahead) <= after.roundTrip / 2 + RIGHT ? 'set' : 'otherwise';
}
