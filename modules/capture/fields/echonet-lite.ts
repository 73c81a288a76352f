/** ECHONET Lite frames (ECHONET Lite Specification, Part 2, chapter 3), with the values of the smart meter class and of the node profile (Appendix). */
import { toHex } from '../../bytes/hex.js';
import type { Raw } from './field.js';
import type { Row, Scope } from './row.js';
import { bytes, choice, parts, timesOf, toTheEnd, u, x } from './row.js';

export const ECHONET_LITE = 'ECHONET Lite';
export const ECHONET_LITE_CLAUSE = 'ECHONET Lite Part 2, 3.2';
const APPENDIX = 'ECHONET Appendix, class 0x0288';
const PROFILE = 'ECHONET Lite Part 2, 6.11';

export const SERVICES = Object.freeze({
	80: 'SetI_SNA',
	81: 'SetC_SNA',
	82: 'Get_SNA',
	83: 'INF_SNA',
	94: 'SetGet_SNA',
	96: 'SetI',
	97: 'SetC',
	98: 'Get',
	99: 'INF_REQ',
	110: 'SetGet',
	113: 'Set_Res',
	114: 'Get_Res',
	115: 'INF',
	116: 'INFC',
	122: 'INFC_Res',
	126: 'SetGet_Res',
});
const SET_GET: readonly number[] = [0x6e, 0x7e, 0x5e];

const METER = 0x0288;
const NODE = 0x0ef0;
const CLASSES = Object.freeze({
	[METER]: 'low-voltage smart electric energy meter',
	650: 'high-voltage smart electric energy meter',
	653: 'smart electric energy sub-meter',
	1535: 'controller',
	[NODE]: 'node profile',
});

const NO_COUNT = 0xfffffffe;
const NO_POWER = 0x7ffffffe;
const NO_CURRENT = 0x7ffe;
const KWH = Object.freeze({
	0: '1 kWh',
	1: '0.1 kWh',
	2: '0.01 kWh',
	3: '0.001 kWh',
	4: '0.0001 kWh',
	10: '10 kWh',
	11: '100 kWh',
	12: '1000 kWh',
	13: '10000 kWh',
});

const noData = (none: number, unit: (value: number) => string) => (raw: Raw) => (raw === none ? 'no data' : unit(raw as number));
const count = (name: string, more: Partial<Row> = {}): Row => u(4, name, undefined, { shown: noData(NO_COUNT, (value) => `${value}`), ...more });
const amps = (name: string): Row =>
	u(2, name, undefined, { reading: 'signed', shown: noData(NO_CURRENT, (value) => `${(value / 10).toFixed(1)} A`) });
const named = (name: string, names: Readonly<Record<number, string>>): Row => u(1, name, undefined, { names, reading: 'hex' });
const date: readonly Row[] = [u(2, 'Year'), u(1, 'Month'), u(1, 'Day')];
const minute: readonly Row[] = [...date, u(1, 'Hour'), u(1, 'Minute')];
const second: readonly Row[] = [...minute, u(1, 'Second')];
const halfHours: readonly Row[] = [
	u(2, 'Day', undefined, { shown: (raw) => (raw === 0xff ? 'not set' : `${raw}`) }),
	count('Cumulative energy', { again: (read) => read < 48 }),
];
const ONE_PAIR = parts('Entry', [count('Normal direction'), count('Reverse direction')], { again: timesOf('entries') });
const pairs: readonly Row[] = [...minute, u(1, 'Number of entries', undefined, { key: 'entries' }), ONE_PAIR];
const pairsTime: readonly Row[] = [...minute, u(1, 'Number of entries')];
const instances: readonly Row[] = [u(1, 'Number', undefined, { key: 'entries' }), x(3, 'Instance', undefined, { again: timesOf('entries') })];
const map: readonly Row[] = [
	u(1, 'Number of properties', undefined, { key: 'entries' }),
	x(1, 'Listed EPC', undefined, { again: (read, s) => s.entries! < 16 && read < s.entries! }),
	bytes(16, 'Bitmap', undefined, { when: (s) => s.entries! >= 16 }),
];

interface Property {
	readonly name: string;
	/** Bytes that the class gives the value; undefined: by its own count. */
	readonly size?: number;
	readonly rows?: readonly Row[];
}

const one = (name: string, size: number, row: Row): Property => ({ name, size, rows: [row] });
const COMMON: Readonly<Record<number, Property>> = Object.freeze({
	128: one('operation status', 1, named('Status', { 48: 'on', 49: 'off' })),
	129: { name: 'installation location' },
	130: { name: 'standard version' },
	131: { name: 'identification number' },
	136: one('fault status', 1, named('Status', { 65: 'fault', 66: 'no fault' })),
	138: { name: 'manufacturer code' },
	141: one('serial number', 12, bytes(12, 'Text', undefined, { reading: 'ascii', shown: (raw) => `${raw}`.replace(/\0/g, '') })),
	151: { name: 'current time', size: 2, rows: [u(1, 'Hour'), u(1, 'Minute')] },
	152: { name: 'current date', size: 4, rows: date },
	157: { name: 'announced properties', rows: map },
	158: { name: 'settable properties', rows: map },
	159: { name: 'readable properties', rows: map },
});
const OF_METER: Readonly<Record<number, Property>> = Object.freeze({
	192: { name: 'Route B identification number' },
	208: { name: 'one-minute energy', size: 15, rows: [...second, count('Normal direction'), count('Reverse direction')] },
	211: one('coefficient', 4, u(4, 'Coefficient')),
	215: one('effective digits', 1, u(1, 'Digits')),
	224: one('cumulative energy', 4, count('Energy')),
	225: one('unit of energy', 1, u(1, 'Unit', undefined, { names: KWH })),
	226: { name: 'history of a day', size: 194, rows: halfHours },
	227: one('cumulative energy, reverse', 4, count('Energy')),
	228: { name: 'history of a day, reverse', size: 194, rows: halfHours },
	229: one('day of the history', 1, u(1, 'Day')),
	231: one('power', 4, u(4, 'Power', undefined, { reading: 'signed', shown: noData(NO_POWER, (value) => `${value} W`) })),
	232: { name: 'current', size: 4, rows: [amps('R phase'), amps('T phase')] },
	234: { name: 'energy at fixed time', size: 11, rows: [...second, count('Energy')] },
	235: { name: 'energy at fixed time, reverse', size: 11, rows: [...second, count('Energy')] },
	236: { name: 'half-hours of both directions', rows: pairs },
	237: { name: 'time of the half-hours', size: 7, rows: pairsTime },
	238: { name: 'minutes of both directions', rows: pairs },
	239: { name: 'time of the minutes', size: 7, rows: pairsTime },
});
const OF_NODE: Readonly<Record<number, Property>> = Object.freeze({
	130: { name: 'version' },
	211: one('number of instances', 3, u(3, 'Number')),
	212: one('number of classes', 2, u(2, 'Number')),
	213: { name: 'instance list', rows: instances },
	214: { name: 'instance list S', rows: instances },
	215: { name: 'class list S' },
});

function property(eoj: number, epc: number): Property {
	const own = eoj >> 8 === METER ? OF_METER : eoj >> 8 === NODE ? OF_NODE : {};
	return own[epc] ?? COMMON[epc] ?? { name: 'property' };
}

export function propertyName(eoj: number, epc: number): string {
	return property(eoj, epc).name;
}

/** Requests name the object of their receiver, all others that of their sender. */
export function objectOf(s: Scope): number {
	return s.esv! >= 0x60 && s.esv! < 0x70 ? s.deoj! : s.seoj!;
}

/** The parts of a value where it is as long as they are; its bytes where it is not. */
function edt(s: Scope): Row {
	const { rows, size } = property(objectOf(s), s.epc!);
	const clause = objectOf(s) >> 8 === NODE ? PROFILE : APPENDIX;
	if (rows === undefined || !fits(rows, size, s)) return bytes(s.pdc!, 'EDT', 'echonetlite.edt');
	return parts('EDT', rows, { length: s.pdc!, filter: 'echonetlite.edt', reading: 'bytes', clause, shown: (raw) => short(raw as Uint8Array) });
}

/** Whether the value is as long as its own count says, `s.first` being its first byte and `s.seventh` its seventh. */
function fits(rows: readonly Row[], size: number | undefined, s: Scope): boolean {
	if (size !== undefined) return size === s.pdc;
	if (rows === pairs) return s.pdc === 7 + 8 * s.seventh!;
	if (rows === instances) return s.pdc === 1 + 3 * s.first!;
	return s.pdc === (s.first! < 16 ? 1 + s.first! : 17);
}

function short(value: Uint8Array): string {
	return value.length > 16 ? `${toHex(value.subarray(0, 16))}… (${value.length} bytes)` : toHex(value);
}

const PROPERTY: readonly Row[] = [
	x(1, 'EPC', 'echonetlite.epc', {
		key: 'epc',
		shown: (raw, s) => `${toHex(Uint8Array.of(raw as number)).toUpperCase()} ${propertyName(objectOf(s), raw as number)}`,
	}),
	u(1, 'PDC', 'echonetlite.pdc', { key: 'pdc' }),
	choice((s, place) => {
		if (s.pdc === 0) return [];
		s.first = place.peek(0);
		s.seventh = place.peek(6);
		return [edt(s)];
	}),
];

const LIST: readonly Row[] = [
	u(1, 'OPC', 'echonetlite.opc', { key: 'opc', wrong: (opc) => (opc === 0 ? 'at least one property' : undefined) }),
	parts('Property', PROPERTY, {
		again: timesOf('opc'),
		shown: (_, s) => `${toHex(Uint8Array.of(s.epc!)).toUpperCase()} ${propertyName(objectOf(s), s.epc!)}`,
	}),
];

const eoj = (name: string, filter: string, key: string): Row =>
	x(3, name, filter, {
		key,
		shown: (raw) => {
			const hex = (raw as number).toString(16).toUpperCase().padStart(6, '0');
			const known = (CLASSES as Record<number, string>)[(raw as number) >> 8];
			return known === undefined ? hex : `${hex} ${known}`;
		},
	});

export const ECHONET_LITE_ROWS: readonly Row[] = [
	x(2, 'EHD', 'echonetlite.ehd', { wrong: (ehd) => (ehd === 0x1081 ? undefined : 'EHD 0x1081') }),
	x(2, 'TID', 'echonetlite.tid', { key: 'tid' }),
	eoj('SEOJ', 'echonetlite.seoj', 'seoj'),
	eoj('DEOJ', 'echonetlite.deoj', 'deoj'),
	x(1, 'ESV', 'echonetlite.esv', { key: 'esv', names: SERVICES }),
	choice(() => LIST),
	choice((s) => (SET_GET.includes(s.esv!) ? LIST : [])),
];

/** What a PDU other than ECHONET Lite's is shown as. */
export const DATA_ROWS: readonly Row[] = [bytes('rest', 'Data', 'data.data', { again: toTheEnd })];
