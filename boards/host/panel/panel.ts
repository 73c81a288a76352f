/** The panel of a run: what its page can ask and hear, served on loopback. */
import type { Log } from '../../../hal/ports/log.js';
import { reasonOf } from '../shared/usage-error.js';
import type { Route, Topic } from '../web/app.js';
import { Assets } from '../web/assets.js';
import { pagesFolder } from '../web/pages.js';
import { type WebApp, type WebPlace, WebServer } from '../web/server.js';
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
import { TokenFile } from './token-file.js';

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

export class Panel {
	readonly #server: WebServer;
	readonly #token: TokenFile | undefined;
	readonly #keeping: readonly Keeping[];

	private constructor(server: WebServer, token: TokenFile | undefined, keeping: readonly Keeping[]) {
		this.#server = server;
		this.#token = token;
		this.#keeping = keeping;
	}

	/**
	 * @param control path of the control socket, beside which the secret of scripts is written
	 * @throws the system's error where the place is not to be had
	 */
	static async open(site: PanelSite, place: WebPlace, control: string | undefined, log: Log): Promise<Panel> {
		let keeping: readonly Keeping[] = [];
		const compose = (): WebApp => {
			keeping = keepingOf(site);
			return {
				name: 'keiki-panel',
				title: 'Keiki',
				routes: [...panelRoutes(site), ...keeping.flatMap(({ routes }) => routes)],
				topics: [...panelTopics(site), ...keeping.flatMap(({ topics }) => topics)],
				assets: new Assets(pagesFolder('panel')),
				onError: (error) => log.write('panel', reasonOf(error)),
			};
		};
		const server = await WebServer.open(compose, place);
		try {
			return new Panel(server, control === undefined ? undefined : TokenFile.write(control, server.visitors.secret), keeping);
		} catch (error) {
			for (const each of keeping) each.close?.();
			server.close();
			throw error;
		}
	}

	/** Without a token. */
	get url(): string {
		return this.#server.url;
	}

	/** Only this computer reaches it. */
	get isLocal(): boolean {
		return this.#server.isLocal;
	}

	/** Path of the secret of scripts; null: there is no control socket beside which it could stand. */
	get tokenFile(): string | null {
		return this.#token?.path ?? null;
	}

	/** A fresh one, good for one browser. */
	createToken(): string {
		return this.#server.visitors.createToken();
	}

	/** An address with a fresh one. */
	freshUrl(): string {
		return this.#server.tokenUrl();
	}

	/** It has something under way that only virtual time can finish. */
	get isBusy(): boolean {
		return this.#keeping.some(({ isBusy }) => isBusy === true);
	}

	close(): void {
		for (const each of this.#keeping) each.close?.();
		this.#server.close();
		this.#token?.close();
	}
}
