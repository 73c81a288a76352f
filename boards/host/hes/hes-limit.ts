/** `keiki hes limit`: the limiter of a meter, its contract or demand limit, and an emergency. */
import { NAME } from '../../../modules/cosem/object-names.js';
import type { ScriptReference } from '../../../modules/cosem/value-parts.js';
import { numberOf } from '../../../modules/dlms/axdr/data.js';
import { logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import { SECOND } from '../../../modules/time/durations.js';
import { isoAt } from '../../../src/head-end/date-time-text.js';
import {
	activationText,
	type Emergency,
	endEmergency,
	type LimiterState,
	LONGEST_EMERGENCY,
	readLimiter,
	setEmergency,
	setNormalThreshold,
	thresholdCount,
	thresholdText,
} from '../../../src/head-end/limiter.js';
import { readClock } from '../../../src/head-end/meter-clock.js';
import { attributeTarget } from '../../../src/head-end/reading.js';
import { CONTROL_MODE, DISCONNECT_CONTROL, orderOf } from '../../../src/head-end/supply-control.js';
import { inEnglish } from '../../../src/head-end/value-words.js';
import { parseDuration } from '../../../src/world/time/duration.js';
import { wholeNumber } from '../shared/option-values.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { HesError } from './hes-failures.js';
import { type HesSession, hesTime } from './hes-options.js';
import { objectIn } from './hes-read.js';
import { type Fields, type HesView, tableLines } from './hes-view.js';
import { LIMIT_WORDS } from './hes-words.js';
import { HES_USAGE } from './usage-words.js';
import { sayIn } from './value-words-ja.js';

export const LIMIT_COLUMNS = Object.freeze([
	...['monitored', 'active', 'normal', 'emergency', 'minOverS', 'minUnderS', 'actionOver', 'actionUnder'],
	...['emergencyFrom', 'emergencyS', 'group', 'groups', 'isEmergency'],
]);

export interface LimitWords {
	readonly threshold?: string;
	readonly emergency?: string;
	readonly for?: string;
	readonly at?: string;
	readonly group?: string;
}

export interface LimitRequest {
	/** In whole units; null: none; undefined: as it is. */
	readonly threshold: number | null | undefined;
	/** Undefined: as it is; null: it ends. */
	readonly emergency: EmergencyRequest | null | undefined;
}

interface EmergencyRequest {
	/** In whole units. */
	readonly value: number;
	/** ms. */
	readonly duration: number;
	/** ms since 1970-01-01T00:00:00Z; undefined: at once. */
	readonly at: number | undefined;
	readonly group: number;
}

const NONE = 'none';
const GROUP = '1';

/** Throws UsageError. */
export function limitRequest(words: LimitWords): LimitRequest {
	const { threshold, emergency } = words;
	for (const [option, value] of Object.entries({ for: words.for, at: words.at, group: words.group }))
		if (value !== undefined && (emergency === undefined || emergency === NONE))
			throw new UsageError(inEach(HES_USAGE, (texts) => texts.onlyWith(`--${option}`, '--emergency')));
	return {
		threshold: threshold === undefined ? undefined : threshold === NONE ? null : amountOf('--threshold', threshold),
		emergency: emergency === undefined ? undefined : emergency === NONE ? null : emergencyOf(emergency, words),
	};
}

function emergencyOf(value: string, { for: lasting, at, group = GROUP }: LimitWords): EmergencyRequest {
	const duration = lasting === undefined ? undefined : parseDuration(lasting);
	if (duration === undefined || duration < SECOND || duration > LONGEST_EMERGENCY)
		throw new UsageError(inEach(HES_USAGE, (texts) => texts.emergencyFor(lasting)));
	return {
		value: amountOf('--emergency', value),
		duration,
		at: at === undefined ? undefined : hesTime('--at', at),
		group: wholeNumber('--group', group, 0, 0xffff),
	};
}

function amountOf(option: string, text: string): number {
	const value = /^\d{1,7}(\.\d)?$/.test(text) ? Number(text) : 0;
	if (value > 0) return value;
	throw new UsageError(inEach(HES_USAGE, (texts) => texts.amount(option, text)));
}

/** Sets what is asked for, then tells how it is. */
export async function limit(session: HesSession, meter: string, { threshold, emergency }: LimitRequest, view: HesView): Promise<boolean> {
	const before = await readLimiter(session);
	// All that can be wrong is found before anything is set.
	const count = threshold === undefined ? undefined : thresholdCount(before, threshold ?? undefined);
	const planned = emergency ? await plannedOf(session, before, emergency) : undefined;
	if (count !== undefined) await setNormalThreshold(session, before, count);
	if (emergency === null) await endEmergency(session);
	if (planned !== undefined) await setEmergency(session, before, planned);
	const state = threshold === undefined && emergency === undefined ? before : await readLimiter(session);
	view.show(meter, [fieldsOf(state)], () => linesOf(state, view));
	if (emergency) await warnOfScripts(session, meter, before, state, view);
	return true;
}

/** Throws HesError where the emergency would be over by the meter's clock. */
async function plannedOf(session: HesSession, before: LimiterState, { value, duration, at, group }: EmergencyRequest): Promise<Emergency> {
	const count = thresholdCount(before, value);
	const { time, deviation } = await readClock(session, Date.now);
	if (at !== undefined && at + duration <= time) {
		const [told, now] = [isoAt(at, deviation), isoAt(time, deviation)];
		throw new HesError(
			inEach(HES_USAGE, (texts) => texts.emergencyPast(told, now)),
			true,
		);
	}
	return { count, group, duration, time: at ?? time, deviation };
}

/** What an emergency does beside its threshold, or does not. */
async function warnOfScripts(session: HesSession, meter: string, before: LimiterState, state: LimiterState, view: HesView): Promise<void> {
	const words = LIMIT_WORDS[view.language];
	const say = sayIn(view.language);
	if (state.actions === undefined) view.warn(meter, words.scriptsUntold());
	else if (before.actions?.over === undefined) {
		const [over, under] = [state.actions.over, state.actions.under].map((script) => scriptText(script, say) ?? words.none());
		view.warn(meter, words.scriptsSet(over!, state.minOver ?? 0, under!, state.minUnder ?? 0));
	}
	const [mode] = await session.getAll([attributeTarget(DISCONNECT_CONTROL, NAME.disconnectControl, CONTROL_MODE)]);
	if (typeof mode === 'object' && numberOf(mode) === 0) view.warn(meter, words.opensNothing());
}

/** The order that it carries out, or `0.0.10.0.106.255/1`; undefined: there is none. */
function scriptText(reference: ScriptReference | undefined, say = inEnglish): string | undefined {
	if (reference === undefined) return undefined;
	const order = orderOf(reference);
	return order === undefined ? `${logicalNameText(reference.script)}/${reference.selector}` : say(order);
}

function fieldsOf(state: LimiterState): Fields {
	const { monitored, active, normal, emergency, minOver, minUnder, duration, group, groups, isEmergency, actions } = state;
	const told = (value: number | undefined): string | null => thresholdText(state, value) ?? null;
	return {
		monitored: logicalNameText(monitored),
		active: told(active),
		normal: told(normal),
		emergency: told(emergency),
		minOverS: minOver ?? null,
		minUnderS: minUnder ?? null,
		actionOver: scriptText(actions?.over) ?? null,
		actionUnder: scriptText(actions?.under) ?? null,
		emergencyFrom: activationText(state),
		emergencyS: duration ?? null,
		group: group ?? null,
		groups,
		isEmergency,
	};
}

function linesOf(state: LimiterState, view: HesView): string[] {
	const { monitored, active, normal, emergency, minOver, minUnder, duration, group, groups, isEmergency, actions } = state;
	const words = LIMIT_WORDS[view.language];
	const say = sayIn(view.language);
	const told = (value: number | undefined): string => thresholdText(state, value) ?? words.none();
	return tableLines([
		[words.watches(), `${objectIn(monitored, view.language)} (${logicalNameText(monitored)})`],
		[words.active(), `${told(active)}${isEmergency ? `, ${words.isEmergency()}` : ''}`],
		[words.normal(), told(normal)],
		[words.emergency(), told(emergency)],
		[words.durations(), `${minOver ?? '?'} s, ${minUnder ?? '?'} s`],
		[
			words.scripts(),
			actions === undefined ? '?' : [actions.over, actions.under].map((script) => scriptText(script, say) ?? words.none()).join(', '),
		],
		[words.profile(), `${activationText(state, say)}, ${duration ?? '?'} s, ${words.group(group ?? 0)}`],
		[words.groups(), groups.length === 0 ? words.none() : groups.join(', ')],
	]);
}
