/**
 * Asks a person for the Wi-Fi network: an access point of the device's own, and one form on it.
 *
 * | state  | on                                             | next                                                              |
 * |--------|------------------------------------------------|-------------------------------------------------------------------|
 * | closed | open                                           | open, as soon as the access point is there                         |
 * | open   | a form that is right                           | kept: `onKept` in 2 s, when the answer has arrived                 |
 * |        | a form that is not                             | open: the form again, with what is wrong                          |
 * |        | no form for 10 minutes, if there was a network | closed: `onGivenUp`                                               |
 *
 * Who takes a form is the page that showed it, by its address (Host, Origin): another page in the same browser cannot send one.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Network } from '../../hal/ports/network.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import type { Wifi } from '../../hal/ports/wifi.js';
import { FORM_TYPE, formFields } from '../../modules/http/form.js';
import type { HttpRequest } from '../../modules/http/request-reader.js';
import { HTML, type HttpResponse, plainResponse } from '../../modules/http/response.js';
import { HttpServer } from '../../modules/http/server.js';
import { addressText } from './address-text.js';
import { keptPage, languageOf, setupPage } from './setup-texts.js';
import { ToldListener } from './told-listener.js';
import { flawOf, type WifiCredentials, type WifiFlaw } from './words.js';

export interface SetupPortalOptions {
	readonly wifi: Wifi;
	/** On the access point. */
	readonly network: Network;
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** `Keiki-4B45` */
	readonly ssid: string;
	readonly key: string;
	/** `keiki-4b45.local` */
	readonly name: string;
	/** Whether there is a network that it can go back to. */
	readonly canGiveUp: boolean;
	readonly keep: (credentials: WifiCredentials) => void;
	readonly onKept: () => void;
	readonly onGivenUp: () => void;
}

export type PortalState = 'closed' | 'open' | 'kept';

const LAYER = 'Wi-Fi';
const HTTP_PORT = 80;
/** A name and a password, each of their bytes in three characters. */
const MAX_BODY = 512;
/** ms. */
export const SETUP_PATIENCE = 600_000;
const GOODBYE = 2_000;
const RETRY = 1_000;

export class SetupPortal {
	state: PortalState = 'closed';
	private readonly options: SetupPortalOptions;
	private server: HttpServer | undefined;
	private timer: Timer | undefined;
	private isTold = false;
	private readonly listener: ToldListener;

	constructor(options: SetupPortalOptions) {
		this.options = options;
		this.listener = new ToldListener(LAYER, options.network, options.log);
	}

	/** It is tried again and again where the radio refuses, or has no address yet. */
	open(): void {
		const { wifi, ssid, key, log } = this.options;
		try {
			wifi.openAccessPoint(ssid, key);
		} catch (error) {
			if (!this.isTold) log.write(LAYER, `set up: no access point: ${error instanceof Error ? error.message : error}; tried again and again`);
			this.isTold = true;
			this.wait(RETRY, () => this.open());
			return;
		}
		this.listen();
	}

	/** An access point takes a moment until it is there. */
	private listen(): void {
		const { network, scheduler, log, ssid, key, canGiveUp } = this.options;
		const listener = this.listener.open(HTTP_PORT);
		if (listener === undefined) {
			this.wait(RETRY, () => this.listen());
			return;
		}
		this.server = new HttpServer({ listener, scheduler, log, maxBody: MAX_BODY, handle: (request) => this.handle(request) });
		this.state = 'open';
		log.write(LAYER, `set up: join ${ssid} with the key ${key}, then open http://${addressText(network.address)}/`);
		if (canGiveUp) this.waitForForm();
	}

	private waitForForm(): void {
		const { log, onGivenUp } = this.options;
		this.wait(SETUP_PATIENCE, () => {
			log.write(LAYER, 'set up: nobody came in 10 minutes; the device goes back to the network it knows');
			this.close();
			onGivenUp();
		});
	}

	private close(): void {
		this.state = 'closed';
		this.timer?.cancel();
		this.server?.close();
	}

	private wait(delay: number, task: () => void): void {
		this.timer?.cancel();
		this.timer = this.options.scheduler.after(delay, task);
	}

	private handle(request: HttpRequest): HttpResponse {
		const language = languageOf(request.language);
		if (request.method === 'GET' || request.method === 'HEAD') return { status: 200, type: HTML, body: setupPage(language, '') };
		if (request.method !== 'POST') return { ...plainResponse(405), allow: 'GET, HEAD, POST' };
		if (!this.isOwn(request)) return plainResponse(403);
		const fields = request.contentType.startsWith(FORM_TYPE) ? formFields(request.body, ['ssid', 'password']) : undefined;
		const { ssid = '', password = '' } = fields ?? {};
		const flaw: WifiFlaw | 'form' | undefined = fields === undefined ? 'form' : flawOf({ ssid, password });
		if (flaw !== undefined) return { status: 400, type: HTML, body: setupPage(language, ssid, flaw) };
		this.take({ ssid, password });
		return { status: 200, type: HTML, body: keptPage(language, ssid, this.options.name) };
	}

	/** Of several forms the last one counts. */
	private take(credentials: WifiCredentials): void {
		const { log, keep, onKept } = this.options;
		keep(credentials);
		if (this.state === 'kept') return;
		this.state = 'kept';
		log.write(LAYER, `set up: ${credentials.ssid} is kept`);
		this.wait(GOODBYE, () => {
			this.server?.close();
			onKept();
		});
	}

	private isOwn({ host, origin }: HttpRequest): boolean {
		const { network, name } = this.options;
		return (host === addressText(network.address) || host === name) && (origin === '' || origin === `http://${host}`);
	}
}
