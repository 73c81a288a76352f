/**
 * The panel's own server over ten thousand meters. The first ones and the last ones are emulated, each its own; between them stand others that have a name, a
 * serial number and a place in the list, and of which each is otherwise one of the first ones: that many cannot be made within a test.
 */
import process from 'node:process';
import { Panel } from '../../../../boards/host/panel/panel.js';
import type { PanelSite } from '../../../../boards/host/panel/site.js';
import { Pacer } from '../../../../hal/node/pacer.js';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { FaultSwitches } from '../../../../src/world/fault/fault-switches.js';
import { houseLoad } from '../../../../src/world/load/house.js';
import { variedLoad } from '../../../../src/world/load/varied.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import { identityOf, keysOf } from '../../../../src/world/meter/identity.js';
import { Control, type ControlAnswer } from '../../../../src/world/simulation/control.js';
import { World } from '../../../../src/world/simulation/world.js';
import { CREDENTIALS } from '../../../src/world/simulation/hems-rig.js';

/** As the build makes them; the bench runs from another folder than the tests. */
const PAGES = 'dist/boards/host/pages/panel';
const SEED = 1;
/** Those that are emulated, at either end. */
export const FIRST = 12;
export const LAST = 8;
const UNITS = 'rf-b,1p3w-60-2way,switch-60,rain';

export class ManyRig {
	readonly world: World;
	readonly control: Control;
	readonly panel: Panel;
	readonly #pacer: Pacer;

	private constructor(world: World, control: Control, panel: Panel, pacer: Pacer) {
		this.world = world;
		this.control = control;
		this.panel = panel;
		this.#pacer = pacer;
	}

	static async start(count: number): Promise<ManyRig> {
		const start = Date.now();
		const load = houseLoad(SEED, false);
		const world = new World({
			seed: SEED,
			speed: 1,
			start,
			load: (number) => variedLoad(load, SEED, number),
			profile: GEN1,
			credentials: CREDENTIALS,
			combination: parseCombination(UNITS),
			log: { write() {} },
			meters: FIRST + LAST,
		});
		const { scheduler } = world.simulator;
		putBetween(world, count);
		const pacer = new Pacer({
			scheduler,
			speed: 1,
			isBusy: () => false,
			onError: (error) => {
				throw error;
			},
		});
		const enter = (event: () => void) => pacer.enter(event);
		const control = new Control({ stand: world, events: world.events, enter, onAnswer() {} });
		const site: PanelSite = {
			...{ world, control, enter, start, hasPast: false },
			onStep() {},
			ofRun: () => undefined,
			keys: (number) => keysOf(SEED, number),
			ready: readyOf(world),
		};
		const log = { write: (layer: string, text: string) => process.stderr.write(`${layer}: ${text}\n`) };
		const panel = await Panel.open({ address: '127.0.0.1', port: 0 }, undefined, PAGES);
		await panel.show(site, log);
		pacer.start();
		return new ManyRig(world, control, panel, pacer);
	}

	/** As a program does it on the control socket. */
	ask(line: string): Promise<ControlAnswer> {
		return new Promise((resolve) => this.control.ask(line, resolve));
	}

	stop(): void {
		this.#pacer.stop();
		this.panel.close();
	}
}

/** Those that were made last become the last of so many. */
function putBetween({ simulator: { meters, faults } }: World, count: number): void {
	const last = meters.splice(FIRST);
	for (let number = FIRST + 1; number <= count; number++) {
		const like = last[number - 1 - count + LAST] ?? meters[number % FIRST]!;
		const meter = standIn(like, number);
		meters.push(meter);
		faults.add({ name: meter.name, places: ['meter', 'replies'], switches: new FaultSwitches(SYSTEM_RANDOM) });
	}
}

/** Another meter that is like this one in all but who it is. */
function standIn(like: EmulatedMeter, number: number): EmulatedMeter {
	const identity = identityOf(SEED, number);
	const own: Readonly<Record<PropertyKey, unknown>> = { identity, name: identity.name };
	return new Proxy(like, {
		get(target, name) {
			if (name in own) return own[name];
			const value: unknown = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

function readyOf({ simulator }: World): PanelSite['ready'] {
	const meters = simulator.meters.map(({ identity: { name, serial, supplyPoint } }) => ({ node: name, serial, supplyPoint }));
	return { seed: SEED, speed: 1, profile: GEN1.name, meters, dongles: [] } as unknown as PanelSite['ready'];
}
