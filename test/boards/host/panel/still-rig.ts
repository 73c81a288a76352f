/** A world on the virtual clock, and what a page asks of it: without a server. */

import type { PanelSite } from '../../../../boards/host/panel/site.js';
import { type Asked, Refusal, type Route, type Topic } from '../../../../boards/host/web/app.js';
import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { stepFailureText } from '../../../../src/world/scenario/step-failure.js';
import { Control, type ControlAnswer } from '../../../../src/world/simulation/control.js';
import { World, type WorldOptions } from '../../../../src/world/simulation/world.js';
import { CREDENTIALS } from '../../../src/world/simulation/hems-rig.js';

/** 2026-11-22T12:00 in Japan. */
export const START = Date.UTC(2026, 10, 22, 3, 0);

export interface Reply {
	readonly status: number;
	readonly body: unknown;
}

export class StillRig {
	readonly world: World;
	readonly control: Control;
	readonly start = START;
	readonly answers: ControlAnswer[] = [];
	readonly #routesOf: (rig: StillRig) => readonly Route[];
	#routes: readonly Route[] | undefined;

	constructor(routes: (rig: StillRig) => readonly Route[], options: Partial<WorldOptions> = {}, units = 'rf-b,1p3w-60-2way,normal') {
		this.world = new World({
			seed: 1,
			speed: 1,
			start: START,
			load: constantLoad(500),
			profile: GEN1,
			credentials: CREDENTIALS,
			combination: parseCombination(units),
			log: { write() {} },
			answerDelay: { min: 0, max: 0 },
			...options,
		});
		const onAnswer = (answer: ControlAnswer) => this.answers.push(answer);
		this.control = new Control({ stand: this.world, events: this.world.events, enter: (event) => event(), onAnswer });
		this.world.simulator.scheduler.runFor(0);
		this.#routesOf = routes;
	}

	/** Of scenarios, as the reader of the run is told. */
	readonly steps: string[] = [];
	ofRun: PanelSite['ofRun'] = () => undefined;

	readonly onStep: PanelSite['onStep'] = ({ step, failure }, name) => {
		this.steps.push(`${name}:${step.line} ${failure === undefined ? 'ok' : stepFailureText(failure)}`);
	};

	/** What is looked at before something comes in, as who drives the time does it. */
	onEnter: () => void = () => {};

	readonly enter = (event: () => void): void => {
		this.onEnter();
		event();
	};

	get scheduler() {
		return this.world.simulator.scheduler;
	}

	run(ms: number): void {
		this.scheduler.runFor(ms);
	}

	/** As a script does it. */
	async line(text: string): Promise<ControlAnswer> {
		let answer: ControlAnswer | undefined;
		this.control.ask(text, (each) => {
			answer = each;
		});
		this.scheduler.runWhile(() => answer === undefined, 600_000);
		if (answer === undefined) throw new Error(`${text}: no answer`);
		return answer;
	}

	get(path: string, language: Asked['language'] = 'en'): Promise<Reply> {
		return this.#ask('GET', path, undefined, language);
	}

	post(path: string, body: unknown = {}, language: Asked['language'] = 'en'): Promise<Reply> {
		return this.#ask('POST', path, body, language);
	}

	async #ask(method: 'GET' | 'POST', whole: string, body: unknown, language: Asked['language']): Promise<Reply> {
		const [path = '', query = ''] = whole.split('?');
		this.#routes ??= this.#routesOf(this);
		for (const route of this.#routes) {
			const params = route.method === method ? paramsOf(route.path, path) : undefined;
			if (params === undefined) continue;
			try {
				const waiting = Promise.resolve(route.handle({ params, query: new URLSearchParams(query), body, language }));
				let isOver = false;
				waiting
					.finally(() => {
						isOver = true;
					})
					.catch(() => {});
				for (let i = 0; i < 1000 && !isOver; i++) {
					await Promise.resolve();
					this.scheduler.runFor(10);
				}
				const reply = await waiting;
				return { status: reply.status ?? 200, body: 'json' in reply ? reply.json : reply.body };
			} catch (error) {
				if (error instanceof Refusal) return { status: error.status, body: { error: error.message } };
				throw error;
			}
		}
		return { status: 404, body: undefined };
	}
}

function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
	const [wanted, given] = [pattern.split('/'), path.split('/')];
	if (wanted.length !== given.length) return undefined;
	const params: Record<string, string> = {};
	for (const [i, name] of wanted.entries()) {
		if (name.startsWith(':')) params[name.slice(1)] = decodeURIComponent(given[i]!);
		else if (name !== given[i]) return undefined;
	}
	return params;
}

/** All that a topic tells from now on. */
export function heard<Message>(topics: readonly Topic[], name: string): { readonly messages: Message[]; readonly end: () => void } {
	const messages: Message[] = [];
	const topic = topics.find((each) => each.name === name);
	if (topic === undefined) throw new Error(`there is no topic ${name}`);
	const end = topic.open(new URLSearchParams(), (data) => messages.push(structuredClone(data) as Message), undefined);
	return { messages, end };
}
