/** The mark of a state directory, `keiki.json`: what is kept of everything but flash, and which flash there must be. */
import type { NonvolatileItem } from '../../../modules/wi-sun-module/skstack/module/state.js';
import { PLACE_OF } from '../../../src/meter/backplane/messages.js';
import { makerNamed } from '../../../src/meter/catalogue/makers.js';
import { unitType } from '../../../src/meter/catalogue/unit-types.js';
import { BASE, type KeptUnit } from '../../../src/world/units/unit-memory.js';
import { FILE_USAGE } from './file-usage-words.js';
import { type FileMarks, FLASH, ROUTE_A, refusal, UNITS } from './state-files.js';
import { reasonOf, UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';

const FORMAT = 'keiki state';
const VERSION = 1;
export const MARK = 'keiki.json';

export interface Kept {
	readonly format: string;
	readonly version: number;
	/** False until the flash is there. */
	readonly filled: boolean;
	readonly location: string | null;
	readonly dongles: Readonly<Record<string, Partial<Record<NonvolatileItem, string>>>>;
	/** Not there in directories from before units could be exchanged. */
	readonly units?: readonly KeptUnit[];
	/** Not there in directories from before missing files were refused. */
	readonly files?: FileMarks;
	/** All flash files are sealed; not there in directories from before they were. */
	readonly sealed?: boolean;
	/** How many runs used it; none in directories from before they were counted. */
	readonly runs?: number;
}

const FILE_NAME = /^(units\/)?[\w-]+\.flash$/;

export const NEW: Kept = Object.freeze({ format: FORMAT, version: VERSION, filled: false, location: null, dongles: Object.freeze({}) });

/** Which flash there must be. Throws nothing: what is missing is refused where it is looked for. */
export function marksOf({ files, units }: Kept): FileMarks {
	if (files !== undefined) return files;
	if (units === undefined) return { [FLASH]: 'written' };
	const first = units.find(({ code }) => unitType(code)?.kind === 'metering');
	const others = units.filter((unit) => unit !== first && unitType(unit.code)?.kind !== 'cover');
	const names = [ROUTE_A, `${BASE}.flash`, ...others.map(({ serial }) => `${UNITS}/${serial}.flash`)];
	return { [FLASH]: 'written', ...Object.fromEntries(names.map((name) => [name, 'blank' as const])) };
}

/** @param directory begins the messages. Throws UsageError. */
export function parseMark(text: string, directory: string): Kept {
	let kept: Partial<Kept> | null;
	try {
		kept = JSON.parse(text) as Partial<Kept> | null;
	} catch (error) {
		throw refusal(directory, MARK, (words) => words.damaged(reasonOf(error)));
	}
	if (kept?.format !== FORMAT) throw refusal(directory, MARK, (words) => words.otherFormat(FORMAT));
	const { version: found } = kept;
	if (found !== VERSION) {
		throw new UsageError(inEach(FILE_USAGE, (words) => words.otherVersion(directory, JSON.stringify(found), VERSION)));
	}
	if (!isWhole(kept)) throw refusal(directory, MARK, (words) => words.otherFields('"filled", "location", "dongles", "units", "files"', '"runs"'));
	return kept;
}

function isWhole(kept: Partial<Kept>): kept is Kept {
	const { filled, location, dongles, units, files, sealed, runs } = kept;
	const isDigits = (value: unknown) => typeof value === 'string' && /^([0-9a-f]{2})*$/i.test(value);
	const isItems = (items: unknown) => typeof items === 'object' && items !== null && Object.values(items).every(isDigits);
	return (
		typeof filled === 'boolean' &&
		(location === null || isDigits(location)) &&
		typeof dongles === 'object' &&
		dongles !== null &&
		Object.values(dongles).every(isItems) &&
		(units === undefined || (Array.isArray(units) && units.every(isKeptUnit))) &&
		(files === undefined || areMarks(files)) &&
		(sealed === undefined || typeof sealed === 'boolean') &&
		(runs === undefined || (Number.isSafeInteger(runs) && runs >= 0))
	);
}

function areMarks(files: unknown): boolean {
	if (typeof files !== 'object' || files === null) return false;
	return Object.entries(files).every(([name, mark]) => FILE_NAME.test(name) && (mark === 'blank' || mark === 'written'));
}

function isKeptUnit(unit: unknown): unit is KeptUnit {
	if (typeof unit !== 'object' || unit === null) return false;
	const { serial, code, maker, certified, place, closed } = unit as Partial<Record<keyof KeptUnit, unknown>>;
	return (
		typeof serial === 'string' &&
		/^[A-Z]\d{7,10}$/.test(serial) &&
		typeof code === 'string' &&
		unitType(code) !== undefined &&
		(maker === undefined || (typeof maker === 'string' && makerNamed(maker) !== undefined)) &&
		(certified === undefined || typeof certified === 'number') &&
		(place === null || place === PLACE_OF[unitType(code)!.kind]) &&
		(closed === undefined || typeof closed === 'boolean')
	);
}
