/** Reading attributes with all that is needed to understand them: class, scaler and unit. */
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget } from '../../modules/dlms/apdu/descriptor.js';
import { type LogicalName, parseLogicalName } from '../../modules/dlms/axdr/obis.js';
import { ASSOCIATION_CLASS, CURRENT_ASSOCIATION } from '../../modules/dlms/current-association.js';
import { scalerUnitOf } from './data-text.js';
import type { Reading } from './decoding.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { canRead, type ListedObject, type ObjectList, objectListOf } from './object-list.js';
import type { ScalerUnit } from './physical-units.js';

const DATA = 1;
const REGISTER = 3;
const EXTENDED_REGISTER = 4;
const DEMAND_REGISTER = 5;
const CLOCK = 8;
const VALUE = 2;
const OBJECT_LIST = 2;
const SECOND_VALUE = 3;
/** Attribute of scaler and unit, by class. */
const SCALER_UNIT: Readonly<Record<number, number>> = Object.freeze({ [REGISTER]: 3, [EXTENDED_REGISTER]: 3, [DEMAND_REGISTER]: 4 });

/** Attribute that somebody wants. */
export interface Wanted {
	/** Undefined: the object list tells it. */
	readonly classId: number | undefined;
	readonly name: LogicalName;
	/** Undefined: all that can be read. */
	readonly attribute: number | undefined;
}

/** An attribute that was read. */
export interface AttributeReading {
	readonly classId: number;
	readonly name: LogicalName;
	readonly attribute: number;
	/** A value, or a Data-Access-Result. */
	readonly reading: Reading;
	/** Scaler and unit of a register's value. */
	readonly scaler: ScalerUnit | undefined;
}

export function attributeTarget(classId: number, name: LogicalName, index: number): AttributeTarget {
	return { classId, name, index, selection: undefined };
}

/** The list of the objects that this client sees, and the version of the association that tells it. */
export async function readObjectList(session: MeterSession): Promise<ObjectList & { readonly version: number }> {
	const reading = await session.get(attributeTarget(ASSOCIATION_CLASS, CURRENT_ASSOCIATION, OBJECT_LIST), 'objectList');
	if (typeof reading === 'number') throw new HeadEndError({ kind: 'objectListUnreadable', result: reading });
	const list = objectListOf(reading);
	if (list === undefined) throw new HeadEndError({ kind: 'objectListMalformed' });
	const own = list.objects.find(({ classId, name }) => classId === ASSOCIATION_CLASS && name === CURRENT_ASSOCIATION);
	const version = own?.version ?? list.objects.find(({ classId }) => classId === ASSOCIATION_CLASS)?.version ?? 1;
	return { ...list, version };
}

/** Whether an attribute is a value that a scaler belongs to. */
function isScaled(classId: number, attribute: number): boolean {
	return SCALER_UNIT[classId] !== undefined && (attribute === VALUE || (classId === DEMAND_REGISTER && attribute === SECOND_VALUE));
}

/** The scalers of these attributes, in their order; undefined where there is none. */
export async function readScalers(
	session: MeterSession,
	attributes: readonly { readonly classId: number; readonly name: LogicalName; readonly attribute: number }[],
): Promise<(ScalerUnit | undefined)[]> {
	const targets = new Map<LogicalName, AttributeTarget>();
	for (const { classId, name, attribute } of attributes)
		if (isScaled(classId, attribute)) targets.set(name, attributeTarget(classId, name, SCALER_UNIT[classId]!));
	const readings = await session.getAll([...targets.values()], 'scalers');
	const scalers = new Map([...targets.keys()].map((name, i) => [name, typeof readings[i] === 'object' ? scalerUnitOf(readings[i]!) : undefined]));
	return attributes.map(({ classId, name, attribute }) => (isScaled(classId, attribute) ? scalers.get(name) : undefined));
}

/** Reads what is wanted, in its order. An attribute that the meter refuses is a reading, too. Throws HeadEndError. */
export async function readWanted(session: MeterSession, wanted: readonly Wanted[]): Promise<AttributeReading[]> {
	return readAttributes(session, await resolveWanted(session, wanted));
}

/** What is wanted with its class, attribute by attribute; the object list is read where it has to tell something. Throws HeadEndError. */
export async function resolveWanted(session: MeterSession, wanted: readonly Wanted[]): Promise<Resolved[]> {
	const needsList = wanted.some(({ classId, attribute }) => classId === undefined || attribute === undefined);
	const list = needsList ? await readObjectList(session) : undefined;
	return wanted.flatMap((each) => resolve(each, list));
}

/** Reads these attributes and the scalers that belong to them. */
export async function readAttributes(
	session: MeterSession,
	attributes: readonly { readonly classId: number; readonly name: LogicalName; readonly attribute: number }[],
): Promise<AttributeReading[]> {
	const readings = await session.getAll(attributes.map(({ classId, name, attribute }) => attributeTarget(classId, name, attribute)));
	const scaled = attributes.map((each, i) => (typeof readings[i] === 'object' ? each : { ...each, classId: 0 }));
	const scalers = await readScalers(session, scaled);
	return attributes.map((each, i) => ({ ...each, reading: readings[i]!, scaler: scalers[i] }));
}

function resolve({ classId, name, attribute }: Wanted, list: (ObjectList & { version: number }) | undefined): Resolved[] {
	const object = list?.objects.find((each) => each.name === name && (classId === undefined || each.classId === classId));
	if (classId !== undefined && attribute !== undefined) return [{ classId, name, attribute }];
	if (object === undefined) throw new HeadEndError({ kind: 'noSuchObject', name });
	if (attribute !== undefined) return [{ classId: object.classId, name, attribute }];
	return readable(object, list!.version).map((each) => ({ classId: object.classId, name, attribute: each }));
}

/** An attribute, or a method, by its number. */
export type Resolved = { readonly classId: number; readonly name: LogicalName; readonly attribute: number };

/** The attributes that may be read; of a profile not the buffer, of an association not the list: they have commands of their own. */
export function readable({ classId, attributes }: ListedObject, version: number): number[] {
	return attributes
		.filter(({ attribute, mode }) => canRead(mode, version) && !((classId === PROFILE || classId === ASSOCIATION_CLASS) && attribute === VALUE))
		.map(({ attribute }) => attribute);
}

export const PROFILE = 7;

/** What everybody wants to know of a meter first. */
const OVERVIEW: readonly (readonly [number, string])[] = Object.freeze([
	[DATA, '0.0.42.0.0.255'],
	[DATA, '0.0.96.1.0.255'],
	[CLOCK, '0.0.1.0.0.255'],
	[REGISTER, '1.0.1.8.0.255'],
	[REGISTER, '1.0.2.8.0.255'],
	[REGISTER, '1.0.1.7.0.255'],
	[REGISTER, '1.0.2.7.0.255'],
	[REGISTER, '1.0.32.7.0.255'],
	[REGISTER, '1.0.52.7.0.255'],
	[REGISTER, '1.0.72.7.0.255'],
	[REGISTER, '1.0.31.7.0.255'],
	[REGISTER, '1.0.51.7.0.255'],
	[REGISTER, '1.0.71.7.0.255'],
] as const);
/** A meter that has not all of them is none the worse for it. */
const ABSENT: readonly number[] = Object.freeze([
	ACCESS_RESULT.objectUndefined,
	ACCESS_RESULT.objectUnavailable,
	ACCESS_RESULT.objectClassInconsistent,
]);

/** Whether a meter says that it does not have what it was asked for. */
export function isAbsent(reading: Reading): boolean {
	return typeof reading === 'number' && ABSENT.includes(reading);
}

/** The values of the overview that the meter has; the object list, which is long, is not needed for it. */
export async function readOverview(session: MeterSession): Promise<AttributeReading[]> {
	const attributes = OVERVIEW.map(([classId, name]) => ({ classId, name: parseLogicalName(name), attribute: VALUE }));
	const readings = await readAttributes(session, attributes);
	const others = readings.map((each) =>
		each.classId === REGISTER && each.reading === ACCESS_RESULT.objectClassInconsistent ? { ...each, classId: EXTENDED_REGISTER } : undefined,
	);
	const again = others.filter((each) => each !== undefined);
	const found = again.length === 0 ? [] : await readAttributes(session, again);
	return readings.map((each, i) => (others[i] === undefined ? each : found[again.indexOf(others[i])]!)).filter(({ reading }) => !isAbsent(reading));
}
