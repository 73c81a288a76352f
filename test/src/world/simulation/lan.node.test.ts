/** The meter on a LAN beside its own network: the same meter, and a node of its own. */

import { parseFaults } from '../../../../boards/host/faults/fault-options.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { Simulator } from '../../../../src/world/simulation/simulator.js';
import { equal, hex, toHex } from '../../../assert.js';
import { RecordingDatagrams } from '../../route-b/route-b-rig.js';
import { CREDENTIALS } from './hems-rig.js';

const CONTROLLER = hex('00000000000000000000ffffc0000202');
const GROUP = hex('00000000000000000000ffffe0001700');
const GET_POWER = '1081000105ff010288016201e700';
const POWER = '1081000102880105ff017201e704000001f4';

class Store {
	value: Uint8Array | undefined;
	isFull = false;

	load(): Uint8Array | undefined {
		return this.value;
	}

	save(value: Uint8Array): void {
		if (this.isFull) throw new Error('ENOSPC: no space left on device');
		this.value = value.slice();
	}
}

function setUp(...faults: readonly string[]) {
	const location = new Store();
	const lan = new RecordingDatagrams({ now: () => simulator.scheduler.now(), after: (delay, task) => simulator.scheduler.after(delay, task) });
	const simulator: Simulator = new Simulator({
		seed: 1,
		start: Date.UTC(2026, 10, 22, 3, 0, 10),
		load: constantLoad(500),
		profile: GEN1,
		credentials: CREDENTIALS,
		log: { write() {} },
		onEvent() {},
		location,
		faults: parseFaults(faults),
		lan: { datagrams: lan, multicast: GROUP },
	});
	const { scheduler } = simulator;
	scheduler.runFor(1000);
	lan.take();
	/** What it sends to a controller that asks, within so many ms. */
	const ask = (message: string, within = 1000): string[] => {
		lan.listener.onDatagram(CONTROLLER, GROUP, 3610, hex(message), false);
		scheduler.runFor(within);
		return lan.take().map((sent) => sent.message);
	};
	return { simulator, scheduler, location, ask };
}

describe('a meter on a LAN', () => {
	it('answers', () => equal(setUp().ask(GET_POWER).join(), POWER));

	describe('with faults of replies', () => {
		it('gives none', () => {
			equal(setUp('request-timeout=always').ask(GET_POWER).length, 0);
			equal(setUp('no-reply').ask(GET_POWER).length, 0);
		});

		it('gives one twice', () => equal(setUp('duplicate-reply=always').ask(GET_POWER).join(), `${POWER},${POWER}`));

		it('leaves out one of several properties', () => {
			equal(setUp('partial-sna=always').ask('1081000105ff010288016202e700e100').join(), '1081000102880105ff015202e704000001f4e100');
		});

		it('takes its time', () => {
			const { ask } = setUp('slow-reply=always');
			equal(ask(GET_POWER, 2900).length, 0);
			equal(ask(GET_POWER, 200).join(), POWER);
		});

		it('gives that of the request before again', () => {
			const { ask } = setUp('stale-reply=always');
			ask(GET_POWER);
			equal(ask(GET_POWER.replace('10810001', '10810002')).join(), `${POWER},${POWER.replace('10810001', '10810002')}`);
		});

		it('informs of what stands in no map', () => {
			equal(setUp('undeclared-inf=always').ask(GET_POWER).join(), `${POWER},1081000002880105ff017301e704000001f4`);
		});
	});

	it('is another node there: what is set on the LAN neither changes what Route B answers nor is kept', () => {
		const { ask, simulator, location } = setUp();
		equal(ask('1081000105ff010288016102810110e50103')[0], '1081000102880105ff0171028100e500');
		equal(ask('1081000105ff010288016201810000')[0]?.slice(0, 20), undefined, 'a frame with a byte too many');
		equal(ask('1081000105ff0102880162018100')[0], '1081000102880105ff017201810110');
		const { object } = simulator.meters[0]!.routeB!.meter;
		equal(toHex(object.get(0x81)!), '61');
		equal(toHex(object.get(0xe5)!), 'ff');
		equal(location.value, undefined);
	});

	it('refuses on Route B what cannot be kept, and goes on', () => {
		const { simulator, location } = setUp();
		const { object } = simulator.meters[0]!.routeB!.meter;
		location.isFull = true;
		equal(object.set(0x81, hex('10')), false);
		equal(toHex(object.get(0x81)!), '61');
		equal(object.set(0xe5, hex('01')), true);
	});
});
