/** Versions of units, as the meter tells of them with power and without. */

import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { ACTION_RESULT } from '../../../../modules/dlms/apdu/apdu.js';
import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import { UNIT_KIND } from '../../../../src/route-a/facts.js';
import { encodeImage } from '../../../../src/route-a/image/image-format.js';
import { NO_LINK } from '../../../../src/route-a/route-a-service.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import { World } from '../../../../src/world/simulation/world.js';
import { equal } from '../../../assert.js';
import { CREDENTIALS } from '../simulation/hems-rig.js';

const BLOCK = 900;
const RESTART = 10_000;
const CALLER = { conformance: 0, receiveSize: BLOCK + 60 };

describe('the firmware of a meter’s units', () => {
	let world: World;
	let meter: EmulatedMeter;
	beforeEach(() => {
		world = new World({
			...{ seed: 1, speed: 1, start: Date.UTC(2026, 0, 1), load: constantLoad(500), profile: GEN1, credentials: CREDENTIALS },
			log: { write() {} },
			answerDelay: { min: 0, max: 0 },
			combination: parseCombination('rf-b,1p3w-60-2way,normal'),
			routeA: () => ({ keys: DEMO_KEYS, link: () => NO_LINK }),
		});
		meter = world.simulator.meters[0]!;
		world.simulator.scheduler.runFor(RESTART);
	});

	const told = (): string => meter.firmwareOf(meter.shelf.inPlace('metering')!.identity);

	function activate(version: string): void {
		const images = meter.routeA!.control.images!;
		const image = encodeImage(
			{ unit: UNIT_KIND.metering, maker: 'JPM', version, settings: [] },
			{ firmwareKey: DEMO_KEYS.firmwareKey! },
			new PortableCipher(),
		);
		equal(images.initiate(new Uint8Array(1), image.length, CALLER as never), ACTION_RESULT.success);
		equal(images.transfer(0, image), ACTION_RESULT.success);
		equal(images.activate(undefined), ACTION_RESULT.temporaryFailure);
		world.simulator.scheduler.runFor(RESTART);
	}

	it('is told with power and without, and each one that was activated since', () => {
		equal(told(), '1.0.0');
		for (const version of ['1.1', '1.2']) {
			activate(version);
			equal(told(), version);
			meter.powerOff(true);
			for (const again of [1, 2]) equal(told(), version, `${again}`);
			const unit = meter.pull('communication');
			meter.powerOn();
			equal(told(), version);
			meter.plug(unit);
			// Before the task that builds Route A.
			equal(told(), version);
			world.simulator.scheduler.runFor(RESTART);
		}
	});
});
