/** What a property's bytes mean, for people and for JSON: of the smart meter class and the node profile. */
import { latin1Text } from '../../../modules/bytes/ascii.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { decodePropertyMap } from '../../../modules/echonet-lite/property-map.js';

export type Value = string | number | null | readonly Value[] | { readonly [field: string]: Value };

export interface Description<Name extends string = string> {
	readonly name: Name;
	/** Undefined where the bytes are not of the form that the class gives them. */
	decode(edt: Uint8Array): Value | undefined;
}

const SMART_METER = 0x0288;
const NODE_PROFILE = 0x0ef0;
const NO_COUNT = 0xfffffffe;

/** kWh that one count of EPC E1's values stands for. */
const ENERGY_UNITS: Readonly<Record<number, number>> = Object.freeze({
	0: 1,
	1: 0.1,
	2: 0.01,
	3: 0.001,
	4: 0.0001,
	10: 10,
	11: 100,
	12: 1000,
	13: 10_000,
});

const hex = (edt: Uint8Array) => toUpperHex(edt);
const sized = (length: number, decode: (edt: Uint8Array, view: DataView) => Value) => (edt: Uint8Array) =>
	edt.length === length ? decode(edt, new DataView(edt.buffer, edt.byteOffset, edt.byteLength)) : undefined;
const one = (names: Readonly<Record<number, string>>) => sized(1, (edt) => names[edt[0]!] ?? hex(edt));
const map = (edt: Uint8Array) => {
	try {
		return decodePropertyMap(edt).map((epc) => toUpperHex(Uint8Array.of(epc)));
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
};
const count = (view: DataView, at: number): Value => (view.getUint32(at) === NO_COUNT ? null : view.getUint32(at));
const two = (value: number) => String(value).padStart(2, '0');
const minute = (view: DataView): Value =>
	view.getUint16(0) === 0xffff
		? null
		: `${view.getUint16(0)}-${two(view.getUint8(2))}-${two(view.getUint8(3))}T${two(view.getUint8(4))}:${two(view.getUint8(5))}`;
const second = (view: DataView): Value => {
	const text = minute(view);
	return text === null ? null : `${text}:${two(view.getUint8(6))}`;
};
const current = (view: DataView, at: number): Value => (view.getInt16(at) === 0x7ffe ? null : view.getInt16(at) / 10);
const energy = sized(4, (_, view) => count(view, 0));
const day = sized(194, (_, view) => ({
	day: view.getUint16(0) === 0xff ? null : view.getUint16(0),
	halfHours: Array.from({ length: 48 }, (_, i) => count(view, 2 + 4 * i)),
}));
const fixedTime = sized(11, (_, view) => ({ time: second(view), energy: count(view, 7) }));
const pairs = (edt: Uint8Array) => {
	if (edt.length < 7 || edt.length !== 7 + 8 * edt[6]!) return undefined;
	const view = new DataView(edt.buffer, edt.byteOffset, edt.byteLength);
	return {
		time: minute(view),
		entries: Array.from({ length: edt[6]! }, (_, i) => ({ normal: count(view, 7 + 8 * i), reverse: count(view, 11 + 8 * i) })),
	};
};
const pairsTime = sized(7, (edt, view) => ({ time: minute(view), count: edt[6]! }));
const instances = (edt: Uint8Array) =>
	edt.length === 1 + 3 * edt[0]! ? Array.from({ length: edt[0]! }, (_, i) => hex(edt.subarray(1 + 3 * i, 4 + 3 * i))) : undefined;

type Table<Name extends string> = Readonly<Record<number, Description<Name>>>;

const table = <const Name extends string>(rows: Readonly<Record<number, readonly [Name, Description['decode']]>>): Table<Name> =>
	Object.freeze(
		Object.fromEntries(Object.entries<readonly [Name, Description['decode']]>(rows).map(([epc, [name, decode]]) => [epc, { name, decode }])),
	);

const COMMON = table({
	128: ['operation status', one({ 48: 'on', 49: 'off' })],
	129: ['installation location', hex],
	130: ['standard version', sized(4, (edt) => `Release ${String.fromCharCode(edt[2]!)} rev.${edt[3]}`)],
	131: ['identification number', hex],
	136: ['fault status', one({ 65: 'fault', 66: 'no fault' })],
	138: ['manufacturer code', hex],
	141: ['serial number', (edt) => latin1Text(edt).replace(/\0+$/, '')],
	151: ['current time', sized(2, (edt) => `${two(edt[0]!)}:${two(edt[1]!)}`)],
	152: ['current date', sized(4, (edt, view) => `${view.getUint16(0)}-${two(edt[2]!)}-${two(edt[3]!)}`)],
	157: ['announced properties', map],
	158: ['settable properties', map],
	159: ['readable properties', map],
});

const CLASSES = Object.freeze({
	[SMART_METER]: table({
		192: ['Route B identification number', hex],
		208: ['one-minute energy', sized(15, (_, view) => ({ time: second(view), normal: count(view, 7), reverse: count(view, 11) }))],
		211: ['coefficient', sized(4, (_, view) => view.getUint32(0))],
		215: ['effective digits', sized(1, (edt) => edt[0]!)],
		224: ['cumulative energy', energy],
		225: ['unit of energy, kWh', sized(1, (edt) => ENERGY_UNITS[edt[0]!] ?? hex(edt))],
		226: ['history of a day', day],
		227: ['cumulative energy, reverse', energy],
		228: ['history of a day, reverse', day],
		229: ['day of the history', sized(1, (edt) => (edt[0] === 0xff ? null : edt[0]!))],
		231: ['power, W', sized(4, (_, view) => (view.getInt32(0) === 0x7ffffffe ? null : view.getInt32(0)))],
		232: ['current, A', sized(4, (_, view) => ({ r: current(view, 0), t: current(view, 2) }))],
		234: ['energy at fixed time', fixedTime],
		235: ['energy at fixed time, reverse', fixedTime],
		236: ['half-hours of both directions', pairs],
		237: ['time of the half-hours', pairsTime],
		238: ['minutes of both directions', pairs],
		239: ['time of the minutes', pairsTime],
	}),
	[NODE_PROFILE]: table({
		128: ['operating status', one({ 48: 'on', 49: 'off' })],
		130: ['version', sized(4, (edt) => `${edt[0]}.${edt[1]}`)],
		211: ['number of instances', sized(3, (edt) => (edt[0]! << 16) | (edt[1]! << 8) | edt[2]!)],
		212: ['number of classes', sized(2, (_, view) => view.getUint16(0))],
		213: ['instance list', instances],
		214: ['instance list S', instances],
		215: ['class list S', hex],
	}),
});

const OTHER = Object.freeze({ name: 'property', decode: hex } as const);

type NameOf<Of> = Of extends Table<infer Name> ? Name : never;
/** Names of properties in JSON; a unit stands behind the comma. */
export type PropertyName = NameOf<typeof COMMON> | NameOf<(typeof CLASSES)[keyof typeof CLASSES]> | (typeof OTHER)['name'];

/** @param eoj object as 0xGGCCII */
export function describeProperty(eoj: number, epc: number): Description<PropertyName> {
	const own: Table<PropertyName> | undefined = (CLASSES as Readonly<Record<number, Table<PropertyName>>>)[eoj >> 8];
	return own?.[epc] ?? COMMON[epc] ?? OTHER;
}
