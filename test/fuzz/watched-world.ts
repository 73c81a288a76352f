/** Worlds as they are drawn, with clients at each door of Route A, and their frames as the panel keeps them. */
import { FrameWatch } from '../../boards/host/panel/frames/frame-watch.js';
import { CosemTap } from '../../src/world/watch/cosem-tap.js';
import type { LoggedFrame } from '../../src/world/watch/frame-log.js';
import { World } from './world.js';
import { drawPlan, planText, type WorldPlan } from './world-plan.js';
import { WorldReaders } from './world-readers.js';
import { FAULT_NAMES, watchedKeysOf } from './world-rig.js';

/** Frames that come after one before it is looked at: its keys, and whose it is, are known by then. */
const LATER = 1000;
/** Minutes between the visits at Route A. */
const PERIOD = 8;
const HOURS = 8;
const METERS = 'many-meters=3';

export interface WatchedWorld {
	readonly watch: FrameWatch;
	readonly readers: WorldReaders;
	readonly plan: WorldPlan;
}

/**
 * Runs a world to its end. `onFrame` gets each frame, some time after it went.
 * @param turn counts the worlds of a run: three in four have several meters
 */
export function watchWorld(seed: number, turn: number, onFrame: (world: WatchedWorld, frame: LoggedFrame) => void): WatchedWorld {
	const drawn = drawPlan(seed, turn, FAULT_NAMES);
	const faults = turn % 4 === 0 ? drawn.faults : [...drawn.faults.filter((fault) => !fault.startsWith('many-meters')), METERS];
	const plan = { ...drawn, hours: Math.min(drawn.hours, HOURS), faults };
	const cosem = new CosemTap();
	let watch: FrameWatch | undefined;
	let readers: WorldReaders | undefined;
	const told = () => ({ watch: watch!, readers: readers!, plan });
	const world = new World(plan, {
		observer: {
			cosem,
			begin: (simulator, events) => {
				const kept = new FrameWatch({ world: { simulator, events }, keys: (number) => watchedKeysOf(seed, number), cosem, ready: {} });
				watch = kept;
				kept.log.listen(() => {
					const frame = kept.log.get(kept.log.next - LATER);
					if (frame !== undefined) onFrame(told(), frame);
				});
			},
		},
		begin: ({ rig: { scheduler, doors } }) => {
			readers = new WorldReaders({ scheduler, seed, doors, period: PERIOD });
			readers.start();
		},
	});
	try {
		world.run();
	} catch (error) {
		throw new Error(`${planText(plan)}\n  ${world.log.join('\n  ')}`, { cause: error });
	}
	const { log } = watch!;
	for (let id = Math.max(log.first, log.next - LATER + 1); id < log.next; id++) onFrame(told(), log.get(id)!);
	return told();
}
