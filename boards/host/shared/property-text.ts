/** Properties as people read them. */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import type { Property } from '../../../modules/echonet-lite/frame.js';
import { describeProperty, type Value } from '../../../src/world/watch/values.js';
import { printableLine } from './printable.js';

/** `power` and `512 W`. `wattHours` is what one count of the meter's energies is worth, where that is known. */
export function propertyText(eoj: number, { epc, edt }: Property, wattHours?: number): { readonly name: string; readonly value: string } {
	const { name, decode } = describeProperty(eoj, epc);
	const [title = '', unit = ''] = name.split(/, (?=W$|A$|kWh$)/);
	const value = decode(edt);
	if (value === undefined) return { name: title, value: edt.length === 0 ? '' : toUpperHex(edt) };
	if (value === null) return { name: title, value: 'no data' };
	if (typeof value === 'number' && isEnergy(title)) return { name: title, value: energyText(value, wattHours) };
	return { name: title, value: `${valueText(value, wattHours)}${unit && ` ${unit}`}` };
}

export function energyText(counts: number, wattHours: number | undefined): string {
	return wattHours === undefined ? `${counts}` : `${kilowattHours(counts, wattHours)} kWh`;
}

/** As many decimals as one count is worth. */
export function kilowattHours(counts: number, wattHours: number): string {
	const decimals = Math.max(0, Math.ceil(3 - Math.log10(wattHours) - 1e-9));
	return ((counts * wattHours) / 1000).toFixed(decimals);
}

const MOST_ITEMS = 40;

function valueText(value: Value, wattHours: number | undefined): string {
	if (value === null) return 'no data';
	if (typeof value === 'string') return printableLine(value);
	if (typeof value !== 'object') return String(value);
	if (Array.isArray(value)) return value.length > MOST_ITEMS ? `${value.length} of them` : value.map((each) => valueText(each, wattHours)).join(' ');
	return recordText(value as Readonly<Record<string, Value>>, wattHours);
}

function recordText(record: Readonly<Record<string, Value>>, wattHours: number | undefined): string {
	const { halfHours, entries, day, time, count, energy, normal, reverse, r, t } = record;
	const counts = (value: Value | undefined) => (typeof value === 'number' ? energyText(value, wattHours) : 'no data');
	const moment = (value: Value | undefined) => (value === null || value === undefined ? 'no time' : String(value).replace('T', ' '));
	if (Array.isArray(halfHours)) return `${dayText(day)}: ${halfHours.filter((each) => each !== null).length} of ${halfHours.length} recorded`;
	if (time === null && (Array.isArray(entries) || count !== undefined)) return 'none chosen';
	if (Array.isArray(entries)) {
		const pairs = entries.map((each) => `${counts((each as Pair).normal)} / ${counts((each as Pair).reverse)}`);
		return `back from ${moment(time)}: ${pairs.join(', ')}`;
	}
	if (r === null) return 'no data';
	if (r !== undefined) return t === null ? `R ${r}` : `R ${r}, T ${t}`;
	if (count !== undefined) return `${count} back from ${moment(time)}`;
	if (energy !== undefined) return `${counts(energy)} at ${moment(time)}`;
	return `${counts(normal)} / ${counts(reverse)} at ${moment(time)}`;
}

function dayText(day: Value | undefined): string {
	if (typeof day !== 'number') return 'no day chosen';
	return day === 0 ? 'today' : day === 1 ? '1 day ago' : `${day} days ago`;
}

interface Pair {
	readonly normal: Value;
	readonly reverse: Value;
}

function isEnergy(name: string): boolean {
	return name.startsWith('cumulative energy');
}
