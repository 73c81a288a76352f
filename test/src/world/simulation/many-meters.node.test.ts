import assert from 'node:assert/strict';
import { toHex } from '../../../../modules/bytes/hex.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { variedLoad } from '../../../../src/world/load/varied.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import { Simulator } from '../../../../src/world/simulation/simulator.js';
import { CREDENTIALS } from './hems-rig.js';

const SEED = 5;

function world(meters: number): Simulator {
	const simulator = new Simulator({
		seed: SEED,
		start: Date.UTC(2026, 10, 22, 3, 10),
		load: (number) => variedLoad(constantLoad(500), SEED, number),
		profile: GEN1,
		credentials: CREDENTIALS,
		log: { write() {} },
		onEvent() {},
		meters,
	});
	simulator.scheduler.runFor(1_900_000);
	return simulator;
}

/** All that tells one meter from another, and what it reads. */
function picture({ identity, macAddress, panId, channel, credentials, unitsText, shelf, readings, routeA }: EmulatedMeter) {
	const units = routeA!.units.map(({ serial }) => serial);
	const place = { macAddress: toHex(macAddress), panId, channel, id: credentials.id };
	return { identity, place, unitsText, kept: shelf.units, units, counts: readings.counts(), name: routeA!.logicalDeviceName };
}

describe('many meters in one world', () => {
	it('has each with a Route A and units of its own', () => {
		const pictures = world(12).meters.map(picture);
		for (const of of ['name', 'kept', 'units', 'place'] as const)
			assert.equal(new Set(pictures.map((each) => JSON.stringify(each[of]))).size, 12, of);
		assert.deepEqual(pictures[6]!.units, ['M0011001', 'C0011002']);
	});

	it('has the seventh the same among ten and among a thousand', () => {
		assert.deepEqual(picture(world(10).meters[6]!), picture(world(1000).meters[6]!));
	});
});
