/** Lessons, for as long as the panel is open. */
import type { Route, Topic } from '../../web/app.js';
import { lessonsRoutes, lessonsTopics } from './lessons-routes.js';
import { LessonRunner } from './runner.js';
import type { LessonSite } from './stage.js';

export class Lessons {
	readonly routes: readonly Route[];
	readonly topics: readonly Topic[];
	readonly #runner: LessonRunner;

	/** @param scenario name of the one that is under way */
	constructor(site: LessonSite, scenario: () => string | undefined) {
		this.#runner = new LessonRunner(site, scenario);
		this.routes = lessonsRoutes(this.#runner, site.world);
		this.topics = lessonsTopics(this.#runner);
	}

	get isBusy(): boolean {
		return this.#runner.isBusy;
	}

	close(): void {
		this.#runner.close();
	}
}
