/** Scenarios and what was done by hand, for as long as the panel is open. */
import type { Route, Topic } from '../../web/app.js';
import type { PanelSite } from '../site.js';
import { ByHand } from './by-hand.js';
import { scenariosRoutes, scenariosTopics } from './scenarios-routes.js';
import { ScenarioStage } from './stage.js';

export class Scenarios {
	readonly routes: readonly Route[];
	readonly topics: readonly Topic[];
	readonly #stage: ScenarioStage;
	readonly #byHand: ByHand;

	constructor(site: PanelSite) {
		this.#stage = new ScenarioStage(site);
		this.#byHand = new ByHand(site.control, site.start);
		this.routes = scenariosRoutes(this.#stage, this.#byHand);
		this.topics = scenariosTopics(this.#stage, this.#byHand);
	}

	/** Of the one that the page has begun: that of the command line keeps time going by itself. */
	get isBusy(): boolean {
		return this.#stage.isBusy;
	}

	/** Name of the scenario that is under way. */
	get underWay(): string | undefined {
		const now = this.#stage.now;
		return now?.state === 'playing' || now?.state === 'paused' ? now.name : undefined;
	}

	close(): void {
		this.#byHand.close();
	}
}
