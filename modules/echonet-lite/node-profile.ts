/**
 * The node profile object, class 0x0EF0 (ECHONET Lite Specification, Part 2, 6.11.1): what a node says of itself, and which objects it has.
 *
 * | EPC   | bytes      |                                                             |
 * |-------|------------|-------------------------------------------------------------|
 * | 80    | 1          | 30: operating                                               |
 * | 82    | 4          | major, minor version; 01: format 1; 00                      |
 * | 83    | 17         | FE, manufacturer (3), what is unique to the node (13)       |
 * | 8A    | 3          | manufacturer                                                |
 * | D3 D4 | 3, 2       | number of instances without, of classes with the profile    |
 * | D5 D6 | 1 + 3n     | n instances without the profile                             |
 * | D7    | 1 + 2n     | n classes without the profile, at most 8                    |
 */
import { frozen } from '../bytes/frozen.js';
import { Writer } from '../bytes/writer.js';
import { EchonetObject, type NodeObject, type PropertyAccess, type PropertyRow } from './object.js';

export const NODE_PROFILE = 0x0ef001;
/** The node profile's instance list, announced when a node starts. */
export const INSTANCE_LIST = 0xd5;

const INSTANCE_LIMIT = 84;
const CLASS_LIMIT = 8;

export interface NodeIdentity {
	/** Default: `NODE_PROFILE`. */
	readonly eoj?: number;
	/** ECHONET Lite version, e.g. 1 and 13. */
	readonly version: { readonly major: number; readonly minor: number };
	/** The manufacturer's code, 24 bits. */
	readonly manufacturer: number;
	/** 13 bytes that no other node of the manufacturer has. */
	readonly unique: Uint8Array;
}

interface NodeProfile {
	readonly identity: NodeIdentity;
	readonly devices: readonly NodeObject[];
	/** Class group and class of each device, each once. */
	readonly classes: readonly number[];
}

const ROWS = frozen<readonly PropertyRow<NodeProfile>[]>([
	{ epc: 0x80, get: () => Uint8Array.of(0x30) },
	{ epc: 0x82, get: ({ identity: { version } }) => Uint8Array.of(version.major, version.minor, 0x01, 0x00) },
	{ epc: 0x83, get: ({ identity }) => new Writer(17).uint(1, 0xfe).uint(3, identity.manufacturer).put(identity.unique).bytes },
	{ epc: 0x8a, get: ({ identity }) => new Writer(3).uint(3, identity.manufacturer).bytes },
	{ epc: 0xd3, get: ({ devices }) => new Writer(3).uint(3, devices.length).bytes },
	{ epc: 0xd4, get: ({ classes }) => new Writer(2).uint(2, classes.length + 1).bytes },
	{ epc: INSTANCE_LIST, get: instanceList },
	{ epc: 0xd6, get: instanceList },
	{ epc: 0xd7, get: classList },
]);

const ACCESS: PropertyAccess = Object.freeze({
	readable: Object.freeze([0x80, 0x82, 0x83, 0x8a, 0x9d, 0x9e, 0x9f, 0xd3, 0xd4, INSTANCE_LIST, 0xd6, 0xd7]),
	settable: Object.freeze([]),
	announced: Object.freeze([0x80, INSTANCE_LIST]),
});

/** The profile of a node with these device objects. Throws RangeError for more than its lists hold. */
export function nodeProfile(identity: NodeIdentity, devices: readonly NodeObject[]): NodeObject {
	const classes: number[] = [];
	for (const { eoj } of devices) if (!classes.includes(eoj >>> 8)) classes.push(eoj >>> 8);
	if (devices.length > INSTANCE_LIMIT) throw new RangeError(`ECHONET Lite: expected at most ${INSTANCE_LIMIT} instances, got ${devices.length}`);
	if (classes.length > CLASS_LIMIT) throw new RangeError(`ECHONET Lite: expected at most ${CLASS_LIMIT} classes, got ${classes.length}`);
	if (identity.unique.length !== 13) throw new RangeError(`ECHONET Lite: node identity: expected 13 bytes, got ${identity.unique.length}`);
	return new EchonetObject(identity.eoj ?? NODE_PROFILE, { identity, devices, classes }, ROWS, ACCESS);
}

function instanceList({ devices }: NodeProfile): Uint8Array {
	const w = new Writer(1 + 3 * devices.length).uint(1, devices.length);
	for (const { eoj } of devices) w.uint(3, eoj);
	return w.bytes;
}

function classList({ classes }: NodeProfile): Uint8Array {
	const w = new Writer(1 + 2 * classes.length).uint(1, classes.length);
	for (const code of classes) w.uint(2, code);
	return w.bytes;
}
