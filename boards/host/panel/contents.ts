/** What the panel of a run is made of: loaded once the run is ready, which nobody waits longer for. */
import type { Log } from '../../../hal/ports/log.js';
import { reasonOf } from '../shared/usage-error.js';
import type { Route, Topic } from '../web/app.js';
import { Assets } from '../web/assets.js';
import type { Door } from '../web/door.js';
import { WebServer } from '../web/server.js';
import { commandRoutes } from './command/command-routes.js';
import { Curves } from './curves/curves.js';
import { faceRoutes } from './face/face-routes.js';
import { faceTopic } from './face/face-topic.js';
import { metersTopic } from './face/meters-topic.js';
import { faultsRoutes, faultsTopics } from './faults/faults-routes.js';
import { Frames } from './frames/frame-routes.js';
import { Joining } from './ladder/joining.js';
import { Lessons } from './lessons/lessons.js';
import { objectsRoutes } from './objects/objects.js';
import { Scenarios } from './scenarios/scenarios.js';
import type { PanelSite } from './site.js';
import { stateRoutes } from './state/state-routes.js';
import { statusTopic } from './status/status-topic.js';

/** Everything that can be asked. */
export function panelRoutes(site: PanelSite): Route[] {
	return [...stateRoutes(site), ...commandRoutes(site), ...faceRoutes(site), ...objectsRoutes(site), ...faultsRoutes(site)];
}

/** Everything that is told as it happens. */
export function panelTopics(site: PanelSite): Topic[] {
	return [faceTopic(site), metersTopic(site), statusTopic(site), ...faultsTopics(site)];
}

/** A part of the panel that keeps something, or does something of its own in the world, as long as the panel is open. */
interface Keeping {
	readonly routes: readonly Route[];
	readonly topics: readonly Topic[];
	/** Something of it is under way that only virtual time can finish; default: never. */
	readonly isBusy?: boolean;
	close?(): void;
}

function keepingOf(site: PanelSite): readonly Keeping[] {
	const scenarios = new Scenarios(site);
	const frames = new Frames(site);
	return [new Curves(site, frames.readings), frames, new Joining(site), scenarios, new Lessons(site, () => scenarios.underWay)];
}

/** What the pages of a panel ask and hear of a run, and what is kept for them. */
export class Contents {
	readonly #keeping: readonly Keeping[];
	readonly #server: WebServer;

	/** @param pages folder of the page's files */
	constructor(site: PanelSite, door: Door, pages: string, log: Log) {
		const keeping = keepingOf(site);
		this.#keeping = keeping;
		const app = {
			name: 'keiki-panel',
			title: 'Keiki',
			routes: [...panelRoutes(site), ...keeping.flatMap(({ routes }) => routes)],
			topics: [...panelTopics(site), ...keeping.flatMap(({ topics }) => topics)],
			assets: new Assets(pages),
			onError: (error: unknown) => log.write('panel', reasonOf(error)),
		};
		this.#server = new WebServer(app, door);
	}

	/** Something is under way that only virtual time can finish. */
	get isBusy(): boolean {
		return this.#keeping.some(({ isBusy }) => isBusy === true);
	}

	close(): void {
		for (const each of this.#keeping) each.close?.();
		this.#server.close();
	}
}
