/** `keiki hes tariff get` and `set`: the activity calendar and the special days of a meter as a file. */
import { isoAt } from '../../../src/head-end/date-time-text.js';
import { readClock } from '../../../src/head-end/meter-clock.js';
import { activateTariff, readTariff, type Tariff, writeTariff } from '../../../src/head-end/tariff.js';
import { inEach } from '../shared/usage-words.js';
import { HesError } from './hes-failures.js';
import { type HesSession, hesTime } from './hes-options.js';
import type { HesView } from './hes-view.js';
import { TARIFF_WORDS } from './hes-words.js';
import { readTariffFile, tariffFields, tariffLines } from './tariff-file.js';
import { HES_USAGE } from './usage-words.js';

export const TARIFF_COLUMNS = Object.freeze(['name', 'activation', 'seasons', 'weeks', 'days', 'specialDays']);
export const TARIFF_SET_COLUMNS = Object.freeze(['name', 'at']);

export interface TariffGetWords {
	readonly passive?: boolean;
}

export interface TariffSetWords {
	readonly at?: string;
}

export interface TariffRequest {
	readonly tariff: Tariff;
	/** ms since 1970-01-01T00:00:00Z; undefined: at once. */
	readonly at: number | undefined;
}

/** Throws UsageError. */
export function tariffRequest(path: string, { at }: TariffSetWords): TariffRequest {
	const tariff = readTariffFile(path);
	return { tariff, at: at === undefined ? tariff.activation : hesTime('--at', at) };
}

export async function getTariff(session: HesSession, meter: string, { passive = false }: TariffGetWords, view: HesView): Promise<boolean> {
	const { deviation } = await readClock(session, Date.now);
	const tariff = await readTariff(session, passive ? 'passive' : 'active', deviation);
	// What is planned is the passive calendar's.
	const told = passive ? tariff : { ...tariff, activation: undefined };
	view.show(meter, [tariffFields(told, deviation)], () => tariffLines(told, deviation));
	return true;
}

export async function setTariff(session: HesSession, meter: string, { tariff, at }: TariffRequest, view: HesView): Promise<boolean> {
	const { time, deviation } = await readClock(session, Date.now);
	const text = at === undefined ? null : isoAt(at, deviation);
	if (text !== null && at! <= time)
		throw new HesError(
			inEach(HES_USAGE, (words) => words.atPast(text, isoAt(time, deviation))),
			true,
		);
	await writeTariff(session, tariff);
	await activateTariff(session, at, deviation);
	const words = TARIFF_WORDS[view.language];
	const { name } = tariffFields(tariff, deviation);
	view.show(meter, [{ name, at: text }], () => [text === null ? words.activated(name) : words.planned(name, text)]);
	return true;
}
