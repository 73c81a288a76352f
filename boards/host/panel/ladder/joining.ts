/** How HEMS get in: the ladders of all dongles, as long as the panel is open. */
import type { Route, Topic } from '../../web/app.js';
import type { PanelSite } from '../site.js';
import { ladderRoutes } from './ladder-routes.js';
import { ladderTopic } from './ladder-topic.js';
import { Ladders } from './ladders.js';

export class Joining {
	readonly routes: readonly Route[];
	readonly topics: readonly Topic[];
	readonly #ladders: Ladders;

	constructor(site: PanelSite) {
		this.#ladders = new Ladders(site);
		this.routes = ladderRoutes(site, this.#ladders);
		this.topics = [ladderTopic(site, this.#ladders)];
	}

	close(): void {
		this.#ladders.close();
	}
}
