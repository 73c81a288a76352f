/** Alarm registers, filters, descriptors and the error register of a meter: what is set, cleared, and let through (IDIS; DSMR differs). */
import { NAME } from '../../modules/cosem/object-names.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { numberOf } from '../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';

const DATA = 1;
const VALUE = 2;

/** In the order in which they are told; those that hold bits until they are cleared first. */
export const ALARM_WORDS = Object.freeze({
	alarmRegister1: { clears: true, layout: 1 },
	alarmRegister2: { clears: true, layout: 2 },
	alarmDescriptor1: { clears: true, layout: 1 },
	alarmDescriptor2: { clears: true, layout: 2 },
	errorRegister: { clears: true, layout: 1 },
	alarmFilter1: { clears: false, layout: 1 },
	alarmFilter2: { clears: false, layout: 2 },
} as const);

export type AlarmWordName = keyof typeof ALARM_WORDS;

const NAMES = Object.freeze(Object.keys(ALARM_WORDS) as AlarmWordName[]);

export interface AlarmWord {
	readonly key: AlarmWordName;
	readonly name: LogicalName;
	readonly value: number;
}

const BITS: readonly (readonly string[])[] = Object.freeze([
	Object.freeze([
		...[
			'clock invalid',
			'replace battery',
			'',
			'',
			'',
			'',
			'',
			'',
			'program memory',
			'RAM',
			'NV memory',
			'measurement system',
			'watchdog',
			'fraud attempt',
		],
	]),
	Object.freeze([
		...['total power failure', 'power resume', 'voltage missing L1', 'voltage missing L2', 'voltage missing L3'],
		...['voltage normal L1', 'voltage normal L2', 'voltage normal L3', 'missing neutral', 'asymmetry', 'current reversal', 'phase sequence'],
		...[
			'unexpected consumption',
			'key exchanged',
			'bad voltage L1',
			'bad voltage L2',
			'bad voltage L3',
			'external alert',
			'local communication attempt',
		],
		...['', '', '', '', '', '', '', '', '', '', '', '', 'disconnector failure'],
	]),
]);

/** The words that the meter has. Throws HeadEndError if it has none. */
export async function readAlarms(session: MeterSession): Promise<AlarmWord[]> {
	const readings = await session.getAll(NAMES.map((key) => attributeTarget(DATA, NAME[key], VALUE)));
	const words = NAMES.flatMap((key, i) => {
		const reading = readings[i];
		const value = typeof reading === 'object' ? numberOf(reading) : undefined;
		return value === undefined ? [] : [{ key, name: NAME[key], value }];
	});
	const [first] = readings;
	if (words.length === 0)
		throw new HeadEndError({ kind: 'alarmsUnreadable', result: typeof first === 'number' ? first : ACCESS_RESULT.typeUnmatched });
	return words;
}

/** Sets a word that the meter has. Throws HeadEndError. */
export async function setAlarms(session: MeterSession, name: LogicalName, value: number): Promise<void> {
	const result = await session.set(attributeTarget(DATA, name, VALUE), new DataWriter().doubleLongUnsigned(value).copy());
	if (result !== 0) throw new HeadEndError({ kind: 'alarmsNotSet', name, result });
}

/** Names of the bits that are 1, by the layout of IDIS. */
export function alarmBits({ key, value }: AlarmWord): string[] {
	const names = BITS[ALARM_WORDS[key].layout - 1]!;
	const texts: string[] = [];
	for (let bit = 0; bit < 32; bit++) if ((value >>> bit) & 1) texts.push(names[bit] || `bit ${bit}`);
	return texts;
}

/** A word and the names of its bits; undefined: the object is none. */
export function alarmTextOf(name: LogicalName, value: number): string | undefined {
	const key = NAMES.find((each) => NAME[each] === name);
	if (key === undefined) return undefined;
	return [wordText(value), alarmBits({ key, name, value }).join(', ')].join(' ').trimEnd();
}

/** `0x00002000`. */
export function wordText(value: number): string {
	return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}
