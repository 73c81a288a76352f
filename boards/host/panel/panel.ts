/** The panel of a run: what its page can ask and hear, served on loopback. */
import type { Log } from '../../../hal/ports/log.js';
import { reasonOf } from '../shared/usage-error.js';
import type { Route, Topic } from '../web/app.js';
import { Assets } from '../web/assets.js';
import { pagesFolder } from '../web/pages.js';
import { type WebPlace, WebServer } from '../web/server.js';
import { commandRoutes } from './command/command-routes.js';
import { Curves } from './curves/curves.js';
import { faceRoutes } from './face/face-routes.js';
import { faceTopic } from './face/face-topic.js';
import { metersTopic } from './face/meters-topic.js';
import { objectsRoutes } from './objects/objects.js';
import type { PanelSite } from './site.js';
import { stateRoutes } from './state/state-routes.js';
import { TokenFile } from './token-file.js';

/** Everything that can be asked. */
export function panelRoutes(site: PanelSite): Route[] {
	return [...stateRoutes(site), ...commandRoutes(site), ...faceRoutes(site), ...objectsRoutes(site)];
}

/** Everything that is told as it happens. */
export function panelTopics(site: PanelSite): Topic[] {
	return [faceTopic(site), metersTopic(site)];
}

/** Ports behind the usual one that are tried where it is taken. */
const MORE_PORTS = 31;

export class Panel {
	readonly #server: WebServer;
	readonly #token: TokenFile | undefined;

	private constructor(server: WebServer, token: TokenFile | undefined) {
		this.#server = server;
		this.#token = token;
	}

	/**
	 * @param isFixed this place and no other
	 * @param control path of the control socket, beside which the secret of scripts is written
	 * @throws the system's error where the place is not to be had
	 */
	static async open(site: PanelSite, place: WebPlace, isFixed: boolean, control: string | undefined, log: Log): Promise<Panel> {
		const keeping = [new Curves(site)];
		const app = {
			name: 'keiki-panel',
			title: 'Keiki',
			routes: [...panelRoutes(site), ...keeping.flatMap(({ routes }) => routes)],
			topics: [...panelTopics(site), ...keeping.flatMap(({ topics }) => topics)],
			assets: new Assets(pagesFolder('panel')),
			onError: (error: unknown) => log.write('panel', reasonOf(error)),
		};
		const server = await listen(place, isFixed, (each) => WebServer.open(app, each));
		try {
			return new Panel(server, control === undefined ? undefined : TokenFile.write(control, server.visitors.secret));
		} catch (error) {
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

	close(): void {
		this.#server.close();
		this.#token?.close();
	}
}

async function listen<Opened>(place: WebPlace, isFixed: boolean, open: (place: WebPlace) => Promise<Opened>): Promise<Opened> {
	for (let port = place.port; ; port++) {
		try {
			return await open({ ...place, port });
		} catch (error) {
			const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
			if (isFixed || !isTaken || port === place.port + MORE_PORTS) throw error;
		}
	}
}
