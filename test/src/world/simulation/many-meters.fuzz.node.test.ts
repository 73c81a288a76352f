/** As many meters as a program may make by API, without a command line: 10,000 where all is tried, a share of them elsewhere. */
import { fromHex, toHex, toUpperHex } from '../../../../modules/bytes/hex.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { variedLoad } from '../../../../src/world/load/varied.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import type { SimulatorOptions } from '../../../../src/world/simulation/simulator-options.js';
import { equal } from '../../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { HemsRig } from './hems-rig.js';

const METERS = 10_000;
const FEW = 10;
/** Meters that are read. */
const DRAWN = 5;
const SEED = 7;
/** Route A comes up a task after the power. */
const STARTED = 1_000;
const GET_IMPORT = '1081000105FF010288016201E000';

function many(meters: number): HemsRig {
	const options: Partial<SimulatorOptions> = { seed: SEED, meters, pastDays: 1, load: (number) => variedLoad(constantLoad(500), SEED, number) };
	const rig = new HemsRig(options);
	rig.simulator.scheduler.runFor(STARTED);
	return rig;
}

/** Cumulative import, in the counts of the register, as a HEMS reads it. */
function readOverRouteB(rig: HemsRig, meter: EmulatedMeter): number | undefined {
	rig.meter = linkLocalAddress(meter.macAddress);
	rig.powerUp(meter.credentials, meter.channel, meter.panId);
	if (!rig.join()) return undefined;
	const answer = rig.ask(fromHex(GET_IMPORT));
	return answer && Number.parseInt(toHex(answer.subarray(answer.length - 4)), 16);
}

/** All that tells one meter from another, and what it reads. */
function picture({ identity, macAddress, panId, channel, credentials, unitsText, shelf, readings, routeA }: EmulatedMeter): string {
	const place = { macAddress: toUpperHex(macAddress), panId, channel, id: credentials.id };
	return JSON.stringify({ identity, place, unitsText, kept: shelf.units, counts: readings.counts(), name: routeA!.logicalDeviceName });
}

describe('a world of very many meters', () => {
	const rig = () => (made ??= many(Math.max(2 * FEW, fuzzCount(METERS))));
	let made: HemsRig | undefined;

	after(() => {
		made = undefined;
	});

	it('has each with an identity, a place and a Route A of its own', () => {
		const { meters } = rig().simulator;
		tried(`${meters.length} meters`);
		for (const of of [
			({ identity }: EmulatedMeter) => identity.serial,
			({ macAddress }: EmulatedMeter) => toUpperHex(macAddress),
			({ credentials }: EmulatedMeter) => credentials.id,
			({ routeA }: EmulatedMeter) => routeA!.logicalDeviceName,
		])
			equal(new Set(meters.map(of)).size, meters.length);
	});

	it('has the seventh the same as among ten', () => {
		equal(picture(many(FEW).simulator.meters[6]!), picture(rig().simulator.meters[6]!));
	});

	it('lets a HEMS read any of them over Route B', () => {
		const { meters } = rig().simulator;
		const random = fuzzRandom(SEED, 'meters to read');
		const drawn = new Uint8Array(4);
		for (let i = 0; i < DRAWN; i++) {
			random.fill(drawn);
			const number = (new DataView(drawn.buffer).getUint32(0) % meters.length) + 1;
			tried(`meter ${number}`);
			const read = readOverRouteB(rig(), meters[number - 1]!);
			equal(read, meters[number - 1]!.readings.counts()!.import, `meter ${number}`);
		}
	});
});
