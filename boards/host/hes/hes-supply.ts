/** `keiki hes disconnect` and `reconnect`: the supply of a meter, and what its contact really did. */
import { setTimeout as wait } from 'node:timers/promises';
import { SECOND } from '../../../modules/time/durations.js';
import { isoAt } from '../../../src/head-end/date-time-text.js';
import { readClock } from '../../../src/head-end/meter-clock.js';
import {
	disconnectName,
	isReached,
	orderSupply,
	planSupply,
	readSupply,
	type SupplyOrder,
	type SupplyState,
} from '../../../src/head-end/supply-control.js';
import { supplyText } from '../../../src/head-end/supply-text.js';
import { wholeNumber } from '../shared/option-values.js';
import { inEach } from '../shared/usage-words.js';
import { HesError } from './hes-failures.js';
import { type HesOptions, type HesSession, hesTime } from './hes-options.js';
import { type Fields, type HesView, tableLines } from './hes-view.js';
import { SUPPLY_WORDS } from './hes-words.js';
import { HES_USAGE } from './usage-words.js';
import { sayIn } from './value-words-ja.js';

export const SUPPLY_COLUMNS = Object.freeze(['output', 'controlState', 'controlMode', 'text', 'outputBefore', 'controlStateBefore']);

export const PLAN_COLUMNS = Object.freeze(['order', 'at']);

export interface SupplyWords {
	readonly at?: string;
	readonly channel?: string;
}

const MOST_CHANNEL = 4;

/** Undefined: the supply itself. Throws UsageError. */
export function supplyChannel({ channel }: SupplyWords): number | undefined {
	return channel === undefined ? undefined : wholeNumber('--channel', channel, 1, MOST_CHANNEL);
}

/** Word for no time: what was planned is not any more. */
const NEVER = 'never';

/** ms since 1970-01-01T00:00:00Z; undefined: at once; null: never. Throws UsageError. */
export function supplyTime({ at }: SupplyWords): number | undefined | null {
	return at === undefined ? undefined : at === NEVER ? null : hesTime('--at', at);
}

/** @param time null: never @param channel of a meter behind it; undefined: the supply itself */
export async function planSwitch(
	session: HesSession,
	meter: string,
	order: SupplyOrder,
	channel: number | undefined,
	time: number | null,
	view: HesView,
): Promise<boolean> {
	const clock = await readClock(session, Date.now);
	const at = time === null ? null : isoAt(time, clock.deviation);
	if (at !== null && time! <= clock.time)
		throw new HesError(
			inEach(HES_USAGE, (words) => words.atPast(at, isoAt(clock.time, clock.deviation))),
			true,
		);
	await planSupply(session, order, time ?? undefined, clock.deviation, channel);
	const words = SUPPLY_WORDS[view.language];
	view.show(meter, [{ order, at }], () => [at === null ? words.unplanned() : words.planned(sayIn(view.language)(order), at)]);
	return true;
}

/** Between two looks at the contact, ms. */
const LOOK = 250;

/** False: the meter took the order, and within the time-out it is not carried out. @param channel of a meter behind it; undefined: the supply itself */
export async function switchSupply(
	session: HesSession,
	meter: string,
	order: SupplyOrder,
	channel: number | undefined,
	view: HesView,
	{ timeout }: HesOptions,
): Promise<boolean> {
	const name = disconnectName(channel);
	const before = await readSupply(session, name);
	await orderSupply(session, order, name);
	const taken = performance.now();
	let now = await readSupply(session, name);
	let passed = performance.now() - taken;
	while (!isReached(order, now) && passed < timeout) {
		await wait(Math.min(LOOK, timeout - passed));
		now = await readSupply(session, name);
		passed = performance.now() - taken;
	}
	const words = SUPPLY_WORDS[view.language];
	const say = sayIn(view.language);
	view.show(meter, [fieldsOf(now, before)], () =>
		tableLines([
			[words.before(), supplyText(before, say)],
			[words.now(), supplyText(now, say)],
		]),
	);
	if (isReached(order, now)) return true;
	view.failed(meter, (language) => SUPPLY_WORDS[language].notReached(Math.floor(passed / SECOND), supplyText(now, sayIn(language))));
	return false;
}

function fieldsOf(now: SupplyState, before: SupplyState): Fields {
	return {
		output: now.output ?? null,
		controlState: now.control,
		controlMode: now.mode ?? null,
		text: supplyText(now),
		outputBefore: before.output ?? null,
		controlStateBefore: before.control,
	};
}
