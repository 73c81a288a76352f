/** Methods that do what is not undone by looking away, by class and method (Blue Book, "The COSEM interface classes"). */
import type { Danger } from './told.js';

const DANGERS: Readonly<Record<string, Danger>> = Object.freeze({
	'3:1': 'data',
	'4:1': 'data',
	'5:1': 'data',
	'5:2': 'data',
	'7:1': 'data',
	'7:2': 'data',
	'8:1': 'clock',
	'8:2': 'clock',
	'8:3': 'clock',
	'8:4': 'clock',
	'8:5': 'clock',
	'8:6': 'clock',
	'15:2': 'keys',
	'18:3': 'image',
	'18:4': 'image',
	'64:1': 'keys',
	'64:2': 'keys',
	'64:3': 'keys',
	'70:1': 'supply',
	'70:2': 'supply',
});
/** A script may do anything, the disconnecting of the house among it. */
const SCRIPTS = 9;

/** Null: it may be called as one likes. */
export function dangerOf(classId: number, method: number): Danger | null {
	return classId === SCRIPTS ? 'supply' : (DANGERS[`${classId}:${method}`] ?? null);
}
