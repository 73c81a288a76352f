import assert from 'node:assert/strict';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { DAY } from '../../../../modules/time/durations.js';
import { pushBody, pushFrame } from '../../../../src/route-a/push-message.js';
import { FLEET_PUSH } from '../../../../src/world/fleet/push-composer.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import type { Line } from '../../../modules/dlms/device-rig.js';
import { AloneRig, FleetRig, MANAGEMENT, PUBLIC } from './fleet-rig.js';
import { hears, same } from './told.js';

const METERS = 2000;
const READING = 2;

describe('meters of a fleet by chance', () => {
	it('answer as those that stand alone, and one byte of a column that is another is found', () => {
		const list = new DataWriter().array(FLEET_PUSH.length);
		for (const { classId, name, attribute, dataIndex } of FLEET_PUSH)
			list.structure(4).longUnsigned(classId).logicalName(name).integer(attribute).longUnsigned(dataIndex);
		const random = fuzzRandom(54_321, 'fleet');
		const { fleet, scheduler } = new FleetRig({ meters: METERS });
		const numbers = Array.from({ length: fuzzCount(200) }, () => 1 + random.below(METERS));
		for (const number of new Set(numbers)) {
			tried(`meter ${number}`);
			const alone = new AloneRig(number);
			alone.runUntil(scheduler.now());
			const counters = [new Map<string, number>(), new Map<string, number>()] as const;
			const compare = (client: number, more?: (line: Line) => void): void => {
				const own = client === MANAGEMENT ? counters : ([new Map(), new Map()] as const);
				const open = fleet.open(number)!;
				const told = hears(open.routeA, number, client, own[0], more);
				open.close();
				same(told, hears(alone.meter.routeA!, number, client, own[1], more), `meter ${number} to client ${client}`);
			};
			compare(PUBLIC);
			compare(READING);
			compare(MANAGEMENT, (line) =>
				line.set({ classId: 40, name: NAME.intervalPush, index: 2, selection: undefined }, list.copy(), (_, result) => assert.equal(result, 0)),
			);
			const { server } = alone.meter.routeA!;
			const management = server.options.clients.find(({ id }) => id === MANAGEMENT)!;
			const frame = pushFrame(management, { id: 1 }, pushBody(server, management, FLEET_PUSH)) as Uint8Array;
			assert.equal(toUpperHex(fleet.push(number)!.frame), toUpperHex(frame), `push of meter ${number}`);
			// What was sent is in the statistics of one alone.
			const open = fleet.open(number)!;
			Object.assign(server.statistics, open.routeA.server.statistics);
			open.close();
			scheduler.runFor(10_000);
			alone.runUntil(scheduler.now());
			compare(MANAGEMENT);
			// It goes with the turn.
			scheduler.runFor(1);
			alone.runUntil(scheduler.now());
			const { columns } = fleet;
			columns.corrupt(number - 1, columns.newest[number - 1]! - 1 - random.below(2100), 1 << random.below(7));
			assert.throws(() => compare(MANAGEMENT), /7 100630100ff 2/);
		}
		assert.ok(scheduler.now() < DAY);
	});
});
