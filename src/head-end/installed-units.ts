/** The units that a meter says are plugged into it, 0.0.94.81.0.255: in the order of its places. The object is unconfirmed. */
import { asciiText } from '../../modules/bytes/ascii.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { anyOctetsIn, itemsOf, listIn } from '../../modules/cosem/value-parts.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';

const DATA = 1;
const VALUE = 2;
/** Of a structure: kind, type, serial number, firmware. */
const ITEMS = 4;
/** In the order of their numbers, from 1. */
const KINDS = Object.freeze(['metering', 'communication', 'switching', 'voltage'] as const);
/** Places for units in a meter, which has one optional unit at most. */
const MOST_UNITS = 3;
/** Characters. */
const MOST_TEXT = 32;

export interface UnitReading {
	readonly kind: (typeof KINDS)[number];
	/** Code of the catalogue, as `rf-b`; of a maker that has others, any. */
	readonly type: string;
	readonly serial: string;
	readonly firmware: string;
}

/**
 * What stands in the meter now. A terminal cover has no number and is not among it.
 * @throws HeadEndError
 */
export async function readInstalledUnits(session: Pick<MeterSession, 'get'>): Promise<readonly UnitReading[]> {
	const reading = await session.get(attributeTarget(DATA, NAME.installedUnits, VALUE));
	if (typeof reading === 'number') throw new HeadEndError({ kind: 'unitsUnreadable', result: reading });
	const units = listIn(reading, unitIn);
	if (units === undefined || units.length > MOST_UNITS) throw new HeadEndError({ kind: 'unitsUnreadable', result: ACCESS_RESULT.typeUnmatched });
	return units;
}

function unitIn(data: Data): UnitReading | undefined {
	const [number, ...texts] = itemsOf(data, ITEMS);
	const kind = number && KINDS[(numberOf(number) ?? 0) - 1];
	const [type, serial, firmware] = texts.map(textIn);
	return kind === undefined || type === undefined || serial === undefined || firmware === undefined ? undefined : { kind, type, serial, firmware };
}

/** Printable ASCII; undefined: it is none, or too long. */
function textIn(data: Data): string | undefined {
	const bytes = anyOctetsIn(data);
	const isText = bytes !== undefined && bytes.length <= MOST_TEXT && bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
	return isText ? asciiText(bytes) : undefined;
}
