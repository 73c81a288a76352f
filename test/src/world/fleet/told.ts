/** All that a client hears of a meter, and where two differ. */
import assert from 'node:assert/strict';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import type { CosemObject } from '../../../../modules/dlms/server/logical-device.js';
import type { RouteA } from '../../../../src/route-a/route-a.js';
import type { Line } from '../../../modules/dlms/device-rig.js';
import { lineTo } from './fleet-rig.js';

export interface Told {
	readonly what: string;
	readonly bytes: string;
}

/**
 * The answers to a client that associates, reads every attribute of every object in the words of the list, does `more`, and takes leave.
 * @param counters of the client: what it sends goes on from there
 */
export function hears(
	routeA: RouteA,
	number: number,
	client: number,
	counters: Map<string, number> = new Map(),
	more: (line: Line) => void = () => {},
): Told[] {
	const told: Told[] = [];
	const line = lineTo(routeA, number, client, counters);
	const done = (what: string): void => {
		for (const bytes of line.answers.splice(0)) told.push({ what, bytes: toUpperHex(bytes) });
		line.requests.length = 0;
	};
	assert.equal(line.associate(), 'ok');
	done('association');
	for (const { name, type } of routeA.server.options.device.objects as readonly CosemObject[]) {
		for (let index = 1; index <= type.attributes; index++) {
			line.get({ classId: type.classId, name, index, selection: undefined }, () => {});
			done(`${type.classId} ${name.toString(16)} ${index}`);
		}
	}
	more(line);
	done('more');
	line.release(() => {});
	done('release');
	return told;
}

/** Throws for the first answer that differs. @param except what may */
export function same(one: readonly Told[], other: readonly Told[], who: string, except = ''): void {
	for (let i = 0; i < Math.max(one.length, other.length); i++)
		if (one[i]?.bytes !== other[i]?.bytes && one[i]?.what !== except) assert.deepEqual(one[i], other[i], who);
}
