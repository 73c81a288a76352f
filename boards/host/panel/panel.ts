/** The panel of a run: what its page can ask and hear, served on loopback. */
import type { Log } from '../../../hal/ports/log.js';
import { reasonOf } from '../shared/usage-error.js';
import { pagesFolder } from '../web/pages.js';
import { type WebPlace, WebServer } from '../web/server.js';
import type { Keeping } from './contents.js';
import type { PanelSite } from './site.js';
import { TokenFile } from './token-file.js';

export class Panel {
	readonly #server: WebServer;
	readonly #token: TokenFile | undefined;
	readonly #pages: string;
	#keeping: readonly Keeping[] = [];
	#isClosed = false;

	private constructor(server: WebServer, token: TokenFile | undefined, pages: string) {
		this.#server = server;
		this.#token = token;
		this.#pages = pages;
	}

	/**
	 * Takes the place. Who asks already waits until `show`.
	 *
	 * @param control path of the control socket, beside which the secret of scripts is written
	 * @throws the system's error where the place is not to be had
	 */
	static async open(place: WebPlace, control: string | undefined): Promise<Panel> {
		const pages = pagesFolder('panel');
		const server = await WebServer.bind(place);
		try {
			return new Panel(server, control === undefined ? undefined : TokenFile.write(control, server.visitors.secret), pages);
		} catch (error) {
			server.close();
			throw error;
		}
	}

	/** Shows this run from now on, and keeps what it will be asked for; once. */
	async show(site: PanelSite, log: Log): Promise<void> {
		const [{ keepingOf, panelRoutes, panelTopics }, { Assets }] = await Promise.all([import('./contents.js'), import('../web/assets.js')]);
		if (this.#isClosed) return;
		const keeping = keepingOf(site);
		this.#keeping = keeping;
		this.#server.serve({
			name: 'keiki-panel',
			title: 'Keiki',
			routes: [...panelRoutes(site), ...keeping.flatMap(({ routes }) => routes)],
			topics: [...panelTopics(site), ...keeping.flatMap(({ topics }) => topics)],
			assets: new Assets(this.#pages),
			onError: (error) => log.write('panel', reasonOf(error)),
		});
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
		this.#isClosed = true;
		for (const each of this.#keeping) each.close?.();
		this.#server.close();
		this.#token?.close();
	}
}
