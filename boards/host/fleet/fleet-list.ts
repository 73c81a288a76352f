/** The file of `--list`: the meters of a fleet as `keiki hes --meters` and `keiki hes collect --meters` read them, a line each, written in pieces: 100,000 are some 70 MB. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { fileOf, syncDirectory, UNFINISHED } from '../shared/durable-file.js';
import { meterLine } from '../shared/meters-file.js';

export interface ListedFleetMeter {
	readonly number: number;
	readonly node: string;
	readonly serial: string;
	readonly supplyPoint: string;
	/** A place as `--meter` takes it. */
	readonly routeA: string;
	readonly concentrator: number;
	/** `street-3`. */
	readonly group: string;
	/** Whether it counts what is fed in, the Wh of a count, its digits, and the amperes of the meter. */
	readonly twoWay: boolean;
	readonly wh: number;
	readonly digits: number;
	readonly amperes: number;
	/** Since when it hangs there, where it came by an exchange: ISO 8601. */
	readonly from?: string;
}

const OWNER_ONLY = 0o600;
const PIECE = 1000;

/** Whole on the disk when it returns, or as it was before. Throws the system's error. */
export function writeList(path: string, meters: Iterable<ListedFleetMeter>, keysOf: (number: number) => RouteAKeys, isDemo: boolean): void {
	const file = fileOf(path);
	const part = file + UNFINISHED;
	try {
		rmSync(part, { force: true });
		const handle = openSync(part, 'wx', OWNER_ONLY);
		try {
			let lines: string[] = [];
			for (const meter of meters) {
				const keys = keysOf(meter.number);
				lines.push(meterLine({ ...meter, systemTitle: toUpperHex(keys.systemTitle) }, keys, isDemo));
				if (lines.length < PIECE) continue;
				writeFileSync(handle, lines.join(''));
				lines = [];
			}
			writeFileSync(handle, lines.join(''));
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
		renameSync(part, file);
	} catch (error) {
		rmSync(part, { force: true });
		throw error;
	}
	syncDirectory(file);
}
