import assert from 'node:assert/strict';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import type { CosemObject } from '../../../../modules/dlms/server/logical-device.js';
import type { RouteA } from '../../../../src/route-a/route-a.js';
import { AloneRig, FleetRig, lineTo, MANAGEMENT, PUBLIC } from './fleet-rig.js';

interface Told {
	readonly what: string;
	readonly bytes: string;
}

/** All that a client hears: what it asks is the same words for both. */
function hears(routeA: RouteA, number: number, client: number, counters: Map<string, number> = new Map()): Told[] {
	const told: Told[] = [];
	const line = lineTo(routeA, number, client, counters);
	const done = (what: string) => {
		for (const bytes of line.answers.splice(0)) told.push({ what, bytes: toUpperHex(bytes) });
		line.requests.length = 0;
	};
	assert.equal(line.associate(), 'ok');
	done('association');
	for (const { name, type } of routeA.server.options.device.objects as readonly CosemObject[]) {
		for (let index = 1; index <= type.attributes; index++) {
			line.get({ classId: type.classId, name, index, selection: undefined }, () => {});
			assert.equal(line.client.busy, false, `${type.classId} ${name.toString(16)} ${index}`);
			done(`${type.classId} ${name.toString(16)} ${index}`);
		}
	}
	line.release(() => {});
	done('release');
	return told;
}

function same(one: Told[], other: Told[], who: string): void {
	for (let i = 0; i < Math.max(one.length, other.length); i++) if (one[i]?.bytes !== other[i]?.bytes) assert.deepEqual(one[i], other[i], who);
}

describe('a meter of a fleet', () => {
	it('answers as the meter that stands alone', () => {
		const rig = new FleetRig({ meters: 5 });
		for (const number of [1, 2, 5]) {
			const alone = new AloneRig(number);
			for (const client of [PUBLIC, 2, MANAGEMENT]) {
				const open = rig.fleet.open(number)!;
				same(hears(open.routeA, number, client), hears(alone.meter.routeA!, number, client), `meter ${number} to client ${client}`);
				open.close();
			}
		}
	});
});
