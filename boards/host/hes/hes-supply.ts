/** `keiki hes disconnect` and `reconnect`: the supply of a meter, and what its contact really did. */
import { setTimeout as wait } from 'node:timers/promises';
import { isReached, orderSupply, readSupply, type SupplyOrder, type SupplyState } from '../../../src/head-end/supply-control.js';
import { supplyText } from '../../../src/head-end/supply-text.js';
import type { HesOptions, HesSession } from './hes-options.js';
import { type Fields, type HesView, tableLines } from './hes-view.js';
import { SUPPLY_WORDS } from './hes-words.js';

export const SUPPLY_COLUMNS = Object.freeze(['output', 'controlState', 'controlMode', 'text', 'outputBefore', 'controlStateBefore']);

/** Between two looks at the contact, ms. */
const LOOK = 250;

/** False: the meter took the order, and within the time-out it is not carried out. */
export async function switchSupply(session: HesSession, meter: string, order: SupplyOrder, view: HesView, { timeout }: HesOptions): Promise<boolean> {
	const before = await readSupply(session);
	await orderSupply(session, order);
	let now = await readSupply(session);
	for (let waited = 0; !isReached(order, now) && waited < timeout; waited += LOOK) {
		await wait(LOOK);
		now = await readSupply(session);
	}
	const words = SUPPLY_WORDS[view.language];
	view.show(meter, [fieldsOf(now, before)], () =>
		tableLines([
			[words.before(), supplyText(before)],
			[words.now(), supplyText(now)],
		]),
	);
	if (isReached(order, now)) return true;
	view.failed(meter, (language) => SUPPLY_WORDS[language].notReached(timeout / 1000, supplyText(now)));
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
