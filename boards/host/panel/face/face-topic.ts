/** Tells how the face of one meter is: all of it first, then what has changed of it, at most four times a second, and only while somebody looks. */
import type { WorldEventKind } from '../../../../src/world/schema/event-rows.js';
import type { Topic } from '../../web/app.js';
import { type Every, everyWall } from '../every.js';
import { meterNumber } from '../meter-asked.js';
import type { PanelSite } from '../site.js';
import { type FaceState, faceState, sealOf } from './face-state.js';

/** ms of wall time. */
const BEAT = 250;
/** Of these the log may have something new of the cover. */
const SEAL_KINDS: readonly WorldEventKind[] = Object.freeze(['unit']);
const SEAL_EVENTS: readonly string[] = Object.freeze([
	'started',
	'cover opened',
	'cover opened unannounced',
	'cover closed',
	'service announced',
	'service ended',
]);

/** @param every by which clock it looks */
export function faceTopic({ world, enter }: PanelSite, every: Every = everyWall): Topic {
	return {
		name: 'meter',
		open: (query, tell) => {
			const number = meterNumber(world, query.get('meter'));
			if (number === undefined) {
				tell(null);
				return () => {};
			}
			const meter = world.simulator.meters[number - 1]!;
			const told = new Map<string, string>();
			let seal = sealOf(meter);
			let isSealStale = false;
			let isBehind = false;
			const look = () => {
				isBehind = false;
				if (isSealStale || (seal === 'open') !== (meter.shelf.inPlace('cover') === undefined)) seal = sealOf(meter);
				isSealStale = false;
				const changed = changesOf(faceState(world, number, seal), told);
				if (changed !== undefined) tell(changed);
			};
			enter(look);
			// Time that stands still, as that of a run which ends, tells nothing.
			if (told.size === 0) look();
			const ends = [
				every(BEAT, () => enter(look)),
				world.events.subscribe(({ node, ...event }) => {
					if (node === meter.name && 'what' in event && SEAL_EVENTS.includes(event.what)) isSealStale = true;
				}, SEAL_KINDS),
				// What a hand does is seen at once, and once for all that it does in one go.
				world.onCommand(() => {
					if (isBehind) return;
					isBehind = true;
					queueMicrotask(() => {
						if (isBehind) look();
					});
				}),
			];
			return () => {
				isBehind = false;
				for (const end of ends) end();
			};
		},
	};
}

/** The fields that are other than they were told; undefined: none. */
function changesOf(state: FaceState, told: Map<string, string>): Partial<FaceState> | undefined {
	const changed: Record<string, unknown> = {};
	let any = false;
	for (const [name, value] of Object.entries(state)) {
		const text = JSON.stringify(value);
		if (told.get(name) === text) continue;
		told.set(name, text);
		changed[name] = value;
		any ||= name !== 'elapsedMs';
	}
	return any ? (changed as Partial<FaceState>) : undefined;
}
