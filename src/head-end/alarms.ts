/** Alarm registers, filters, descriptors and the error register of a meter: what is set, cleared, and let through (IDIS or DSMR). */
import { NAME } from '../../modules/cosem/object-names.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { numberOf } from '../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget, isAbsent } from './reading.js';
import { type AlarmBitWord, inEnglish, type Say } from './value-words.js';

const DATA = 1;
const VALUE = 2;

/** In the order in which they are told; those that hold bits until they are cleared first. */
export const ALARM_WORDS = Object.freeze({
	alarmRegister1: { clears: true, layout: 1 },
	alarmRegister2: { clears: true, layout: 2 },
	alarmRegister3: { clears: true, layout: 3 },
	alarmDescriptor1: { clears: true, layout: 1 },
	alarmDescriptor2: { clears: true, layout: 2 },
	alarmDescriptor3: { clears: true, layout: 3 },
	errorRegister: { clears: true, layout: 1 },
	alarmFilter1: { clears: false, layout: 1 },
	alarmFilter2: { clears: false, layout: 2 },
	alarmFilter3: { clears: false, layout: 3 },
} as const);

export type AlarmWordName = keyof typeof ALARM_WORDS;

export const ALARM_NAMES: readonly AlarmWordName[] = Object.freeze(Object.keys(ALARM_WORDS) as AlarmWordName[]);

export interface AlarmWord {
	readonly key: AlarmWordName;
	readonly name: LogicalName;
	readonly value: number;
}

type Bits = readonly Readonly<Record<number, AlarmBitWord>>[];

/** Names of bits by their numbers, by the layout; of the others the number is all there is to tell. */
const BITS: Bits = Object.freeze([
	Object.freeze({
		0: 'clock invalid',
		1: 'replace battery',
		8: 'program memory',
		9: 'RAM',
		10: 'NV memory',
		11: 'measurement system',
		12: 'watchdog',
		13: 'fraud attempt',
	}),
	Object.freeze({
		0: 'total power failure',
		1: 'power resume',
		2: 'voltage missing L1',
		3: 'voltage missing L2',
		4: 'voltage missing L3',
		5: 'voltage normal L1',
		6: 'voltage normal L2',
		7: 'voltage normal L3',
		8: 'missing neutral',
		9: 'asymmetry',
		10: 'current reversal',
		11: 'phase sequence',
		12: 'unexpected consumption',
		13: 'key exchanged',
		14: 'bad voltage L1',
		15: 'bad voltage L2',
		16: 'bad voltage L3',
		17: 'external alert',
		18: 'local communication attempt',
		31: 'disconnector failure',
	}),
	Object.freeze({ 15: 'certificate almost expired' }),
]);

/** Bits of the four channels of the M-Bus: the layout, and the bit of channel 1. */
const MBUS_BITS: readonly (readonly [layout: number, first: number, name: AlarmBitWord])[] = Object.freeze([
	Object.freeze([1, 16, 'M-Bus communication error'] as const),
	Object.freeze([1, 20, 'M-Bus fraud attempt'] as const),
	Object.freeze([1, 24, 'M-Bus permanent error'] as const),
	Object.freeze([1, 28, 'M-Bus battery low'] as const),
	Object.freeze([2, 19, 'new M-Bus device'] as const),
	Object.freeze([2, 27, 'M-Bus valve alarm'] as const),
]);
/** Where those of DSMR are others. */
const DSMR_MBUS_BITS: typeof MBUS_BITS = Object.freeze([
	...MBUS_BITS.filter(([layout, first]) => layout === 1 && first < 24),
	Object.freeze([1, 24, 'new M-Bus device'] as const),
]);
const MBUS_CHANNELS = 4;

/** Of DSMR 4.2.2 and SMR 5. */
const DSMR_BITS: Bits = Object.freeze([
	Object.freeze({
		0: 'clock invalid',
		1: 'replace battery',
		2: 'power up',
		3: 'auxiliary event',
		4: 'parameters changed',
		8: 'program memory',
		9: 'RAM',
		10: 'NV memory',
		11: 'measurement system',
		12: 'watchdog',
		13: 'fraud attempt',
		28: 'voltage missing L1',
		29: 'voltage missing L2',
		30: 'voltage missing L3',
		31: 'phase outage test',
	}),
	Object.freeze({
		0: 'voltage sag L1',
		1: 'voltage sag L2',
		2: 'voltage sag L3',
		3: 'voltage swell L1',
		4: 'voltage swell L2',
		5: 'voltage swell L3',
	}),
	Object.freeze({}),
]);

export interface Alarms {
	/** The words that can be read. */
	readonly words: readonly AlarmWord[];
	/** Words that the meter does not have. */
	readonly absent: readonly AlarmWordName[];
}

/** Throws HeadEndError if no word can be read. */
export async function readAlarms(session: MeterSession): Promise<Alarms> {
	const readings = await session.getAll(ALARM_NAMES.map((key) => attributeTarget(DATA, NAME[key], VALUE)));
	const words = ALARM_NAMES.flatMap((key, i) => {
		const reading = readings[i];
		const value = typeof reading === 'object' ? numberOf(reading) : undefined;
		return value === undefined ? [] : [{ key, name: NAME[key], value }];
	});
	const [first] = readings;
	if (words.length === 0)
		throw new HeadEndError({ kind: 'alarmsUnreadable', result: typeof first === 'number' ? first : ACCESS_RESULT.typeUnmatched });
	return { words, absent: ALARM_NAMES.filter((_, i) => isAbsent(readings[i]!)) };
}

/** Sets words in their order, whether they can be read or not. Throws HeadEndError, the first that is refused. */
export async function setAlarms(session: MeterSession, values: Readonly<Partial<Record<AlarmWordName, number | undefined>>>): Promise<void> {
	for (const key of ALARM_NAMES) {
		const value = values[key];
		if (value === undefined) continue;
		const name = NAME[key];
		const result = await session.set(attributeTarget(DATA, name, VALUE), new DataWriter().doubleLongUnsigned(value).copy());
		if (result !== 0) throw new HeadEndError({ kind: 'alarmsNotSet', name, result });
	}
}

/** Names of the bits that are 1, by the layout of the companion. */
export function alarmBits({ key, value }: AlarmWord, say: Say = inEnglish): string[] {
	const { layout } = ALARM_WORDS[key];
	const names = (say.companion === 'dsmr' ? DSMR_BITS : BITS)[layout - 1]!;
	const texts: string[] = [];
	for (let bit = 0; bit < 32; bit++) {
		const name = names[bit];
		if ((value >>> bit) & 1) texts.push(name === undefined ? (mbusText(layout, bit, say) ?? `${say('bit')} ${bit}`) : say(name));
	}
	return texts;
}

function mbusText(layout: number, bit: number, say: Say): string | undefined {
	const row = (say.companion === 'dsmr' ? DSMR_MBUS_BITS : MBUS_BITS).find(
		([each, first]) => each === layout && bit >= first && bit < first + MBUS_CHANNELS,
	);
	return row && `${say(row[2])}, ${say('channel')} ${bit - row[1] + 1}`;
}

/** A word and the names of its bits; undefined: the object is none. */
export function alarmTextOf(name: LogicalName, value: number, say: Say = inEnglish): string | undefined {
	const key = ALARM_NAMES.find((each) => NAME[each] === name);
	if (key === undefined) return undefined;
	return [wordText(value), alarmBits({ key, name, value }, say).join(', ')].join(' ').trimEnd();
}

/** `0x00002000`. */
export function wordText(value: number): string {
	return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** All bits that have a name in the companion specification, those of M-Bus included, in their order. */
export function namedAlarmBits(say: Say = inEnglish): readonly { readonly register: number; readonly bit: number; readonly name: string }[] {
	return (say.companion === 'dsmr' ? DSMR_BITS : BITS).flatMap((names, i) =>
		Array.from({ length: 32 }, (_, bit) => bit).flatMap((bit) => {
			const word = names[bit];
			const name = word === undefined ? mbusText(i + 1, bit, say) : say(word);
			return name === undefined ? [] : [{ register: i + 1, bit, name }];
		}),
	);
}
