/** The panel of a real run, for tests. */
import { readFileSync } from 'node:fs';
import { Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';

export interface Answered {
	readonly status: number;
	// biome-ignore lint/suspicious/noExplicitAny: each route has an answer of its own
	readonly json: any;
}

/** A script at an API. */
export class ScriptRig {
	/** Without a token. */
	readonly url: string;
	readonly secret: string;

	constructor(url: string, secret: string) {
		this.url = url;
		this.secret = secret;
	}

	get(path: string): Promise<Answered> {
		return this.#ask(path, {});
	}

	post(path: string, body: unknown): Promise<Answered> {
		return this.#ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
	}

	async #ask(path: string, init: RequestInit): Promise<Answered> {
		const response = await fetch(new URL(path, this.url), { ...init, headers: { ...init.headers, Authorization: `Bearer ${this.secret}` } });
		const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
		return { status: response.status, json: isJson ? await response.json() : await response.text() };
	}
}

export class PanelRig extends ScriptRig {
	readonly running: Running;

	private constructor(running: Running) {
		const { panel, panelTokenFile } = running.ready;
		super(panel as string, readFileSync(panelTokenFile as string, 'utf8').trim());
		this.running = running;
	}

	/** `keiki run` with a panel on a free port. */
	static start(...words: readonly string[]): Promise<PanelRig> {
		return PanelRig.startIn({}, ...words);
	}

	/** With these variables in its environment, too. */
	static async startIn(variables: NodeJS.ProcessEnv, ...words: readonly string[]): Promise<PanelRig> {
		return new PanelRig(await Running.startIn(variables, '--panel', '127.0.0.1:0', ...words));
	}

	/** Opens the page in one browser. */
	get tokenUrl(): string {
		return `${this.url}?token=${this.running.ready.panelToken as string}`;
	}

	/** Another one, from `keiki meter panel`. */
	async freshUrl(): Promise<string> {
		return (await keikiHere('meter', '--control', this.running.ready.control as string, 'panel')).stdout.trim();
	}

	get port(): number {
		return Number(new URL(this.url).port);
	}

	async command(line: string): Promise<Answered> {
		return this.post('/api/command', { command: line });
	}
}
