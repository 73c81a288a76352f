/** The panel of a run: what its page can ask and hear, served on loopback. */
import type { Log } from '../../../hal/ports/log.js';
import { Door, type WebPlace } from '../web/door.js';
import { pagesFolder } from '../web/pages.js';
import type { Contents } from './contents.js';
import type { PanelSite } from './site.js';
import { TokenFile } from './token-file.js';

export class Panel {
	readonly #door: Door;
	readonly #token: TokenFile | undefined;
	readonly #pages: string;
	#contents: Contents | undefined;
	#isClosed = false;

	private constructor(door: Door, token: TokenFile | undefined, pages: string) {
		this.#door = door;
		this.#token = token;
		this.#pages = pages;
	}

	/**
	 * Takes the place. Who asks already waits until `show`.
	 *
	 * @param control path of the control socket, beside which the secret of scripts is written
	 * @param pages folder of the page's files
	 * @throws the system's error where the place is not to be had
	 */
	static async open(place: WebPlace, control: string | undefined, pages = pagesFolder('panel')): Promise<Panel> {
		const door = await Door.open(place);
		try {
			return new Panel(door, control === undefined ? undefined : TokenFile.write(control, door.visitors.secret), pages);
		} catch (error) {
			door.close();
			throw error;
		}
	}

	/** Shows this run from now on, and keeps what it will be asked for; once. */
	async show(site: PanelSite, log: Log): Promise<void> {
		const { Contents } = await import('./contents.js');
		if (!this.#isClosed) this.#contents = new Contents(site, this.#door, this.#pages, log);
	}

	/** Without a token. */
	get url(): string {
		return this.#door.url;
	}

	/** Only this computer reaches it. */
	get isLocal(): boolean {
		return this.#door.isLocal;
	}

	/** Path of the secret of scripts; null: there is no control socket beside which it could stand. */
	get tokenFile(): string | null {
		return this.#token?.path ?? null;
	}

	/** A fresh one, good for one browser. */
	createToken(): string {
		return this.#door.visitors.createToken();
	}

	/** An address with a fresh one. */
	freshUrl(): string {
		return this.#door.tokenUrl;
	}

	/** It has something under way that only virtual time can finish. */
	get isBusy(): boolean {
		return this.#contents?.isBusy === true;
	}

	close(): void {
		this.#isClosed = true;
		this.#contents?.close();
		this.#door.close();
		this.#token?.close();
	}
}
