/** The ladders as they grow. */
import type { Topic } from '../../web/app.js';
import { meterAsked } from '../meter-asked.js';
import type { PanelSite } from '../site.js';
import type { DongleLadder } from './dongle-ladder.js';
import type { LadderChange, LadderMessage, LadderTold } from './ladder-told.js';
import type { Ladders } from './ladders.js';

/** Between two messages of changes, ms. */
const PAUSE = 100;
/** How often it is looked at what time alone brings: a cause that comes of silence, ms. */
const LOOK = 1000;

interface Followed {
	readonly ladder: DongleLadder;
	attempt: number;
	change: number;
	/** The last stand told, as text, without its time. */
	stand: string;
}

export function ladderTopic(site: PanelSite, ladders: Ladders): Topic {
	return {
		name: 'ladder',
		open: (query, tell) => {
			const meter = meterAsked(site, query.get('meter')).name;
			const followed: Followed[] = ladders.all.map((ladder) => ({ ladder, attempt: 0, change: 0, stand: '' }));
			const whole = (each: Followed): LadderTold => {
				const told = ladders.told(each.ladder, meter);
				note(each, told);
				return told;
			};
			const note = (
				each: Followed,
				{ attempts: _attempts, rungs: _rungs, attempt: _attempt, now: _now, ...stand }: Partial<LadderTold & LadderChange>,
			) => {
				each.attempt = each.ladder.attempts.current?.number ?? 0;
				each.change = each.ladder.attempts.change;
				each.stand = JSON.stringify(stand);
			};
			const follow = (each: Followed, isLook: boolean) => {
				const { attempts } = each.ladder;
				if (attempts.current !== undefined && attempts.current.number !== each.attempt)
					tell({ kind: 'anew', dongle: whole(each) } satisfies LadderMessage);
				else if (isLook || attempts.change > each.change) {
					const before = { change: each.change, stand: each.stand };
					const changed = ladders.changed(each.ladder, meter, each.change);
					if (changed === undefined) return;
					note(each, changed);
					if (each.change > before.change || each.stand !== before.stand) tell({ kind: 'change', dongle: changed } satisfies LadderMessage);
				}
			};
			let timer: NodeJS.Timeout | undefined;
			let toldAt = 0;
			const flush = (isLook: boolean) => {
				// What happens meanwhile is told with the next one.
				site.enter(() => {});
				for (const each of followed) follow(each, isLook);
			};
			const end = ladders.listen(() => {
				timer ??= setTimeout(
					() => {
						timer = undefined;
						toldAt = performance.now();
						flush(false);
					},
					Math.max(0, toldAt + PAUSE - performance.now()),
				);
			});
			const looking = setInterval(() => flush(true), LOOK);
			looking.unref();
			site.enter(() => {});
			tell({ kind: 'all', start: site.start, dongles: followed.map(whole) } satisfies LadderMessage);
			return () => {
				end();
				clearTimeout(timer);
				clearInterval(looking);
			};
		},
	};
}
