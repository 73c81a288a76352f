/** Properties as people read them. */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import type { Property } from '../../../modules/echonet-lite/frame.js';
import type { Language } from '../../../src/world/schema/language.js';
import { describeProperty, type Value } from '../../../src/world/watch/values.js';
import { printableLine } from './printable.js';
import { PROPERTIES_JA, VALUE_WORDS, type ValueWords } from './property-words.js';

interface Telling {
	readonly wattHours: number | undefined;
	readonly words: ValueWords;
}

/** `power` and `512 W`. `wattHours` is what one count of the meter's energies is worth, where that is known. */
export function propertyText(
	eoj: number,
	{ epc, edt }: Property,
	wattHours?: number,
	language: Language = 'en',
): { readonly name: string; readonly value: string } {
	const { name, decode } = describeProperty(eoj, epc);
	const [title = '', unit = ''] = name.split(/, (?=W$|A$|kWh$)/);
	return {
		name: language === 'ja' ? PROPERTIES_JA[name] : title,
		value: shownValue(title, unit, edt, decode(edt), { wattHours, words: VALUE_WORDS[language] }),
	};
}

function shownValue(title: string, unit: string, edt: Uint8Array, value: Value | undefined, telling: Telling): string {
	if (value === undefined) return edt.length === 0 ? '' : toUpperHex(edt);
	if (typeof value === 'number' && isEnergy(title)) return energyText(value, telling.wattHours);
	const text = valueText(value, telling);
	// Behind what is no quantity, as a code that nobody knows, no unit.
	return unit === '' || typeof value === 'string' || text === telling.words.noData() ? text : `${text} ${unit}`;
}

function energyText(counts: number, wattHours: number | undefined): string {
	return wattHours === undefined ? `${counts}` : `${kilowattHours(counts, wattHours)} kWh`;
}

/** As many decimals as one count is worth. */
export function kilowattHours(counts: number, wattHours: number): string {
	const decimals = Math.max(0, Math.ceil(3 - Math.log10(wattHours) - 1e-9));
	return ((counts * wattHours) / 1000).toFixed(decimals);
}

const MOST_ITEMS = 40;

function valueText(value: Value, telling: Telling): string {
	const { words } = telling;
	if (value === null) return words.noData();
	if (typeof value === 'string') return Object.hasOwn(words.states, value) ? words.states[value as keyof ValueWords['states']] : printableLine(value);
	if (typeof value !== 'object') return String(value);
	if (Array.isArray(value)) return value.length > MOST_ITEMS ? words.soMany(value.length) : value.map((each) => valueText(each, telling)).join(' ');
	return recordText(value as Readonly<Record<string, Value>>, telling);
}

function recordText(record: Readonly<Record<string, Value>>, { wattHours, words }: Telling): string {
	const { halfHours, entries, day, time, count, energy, normal, reverse, r, t } = record;
	const counts = (value: Value | undefined) => (typeof value === 'number' ? energyText(value, wattHours) : words.noData());
	const moment = (value: Value | undefined) => (value === null || value === undefined ? words.noTime() : String(value).replace('T', ' '));
	if (Array.isArray(halfHours)) {
		const known = halfHours.filter((each) => each !== null).length;
		return words.recorded(typeof day === 'number' ? words.daysAgo(day) : words.noDayChosen(), known, halfHours.length);
	}
	if (time === null && (Array.isArray(entries) || count !== undefined)) return words.noneChosen();
	if (Array.isArray(entries)) {
		const pairs = entries.map((each) => `${counts((each as Pair).normal)} / ${counts((each as Pair).reverse)}`);
		return words.backFrom(moment(time), pairs.join(', '));
	}
	if (r === null && t === null) return words.noData();
	if (r !== undefined) return t === null ? `R ${r}` : `R ${r ?? words.noData()}, T ${t}`;
	if (count !== undefined) return words.countBackFrom(String(count), moment(time));
	if (energy !== undefined) return words.at(counts(energy), moment(time));
	return words.at(`${counts(normal)} / ${counts(reverse)}`, moment(time));
}

interface Pair {
	readonly normal: Value;
	readonly reverse: Value;
}

function isEnergy(name: string): boolean {
	return name.startsWith('cumulative energy');
}
