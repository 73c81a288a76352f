/** A world with the API of objects, and HEMS beside it; virtual time goes on while somebody waits. */

import { objectsRoutes } from '../../../../../boards/host/panel/objects/objects.js';
import type { PanelSite } from '../../../../../boards/host/panel/site.js';
import type { Ready } from '../../../../../boards/host/run/ready.js';
import { Refusal, type Route } from '../../../../../boards/host/web/app.js';
import { parseCombination } from '../../../../../src/meter/catalogue/parse.js';
import { GEN1 } from '../../../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../../../src/world/load/source.js';
import { keysOf } from '../../../../../src/world/meter/identity.js';
import { Control } from '../../../../../src/world/simulation/control.js';
import { World, type WorldOptions } from '../../../../../src/world/simulation/world.js';
import { CREDENTIALS, HemsRig } from '../../../../src/world/simulation/hems-rig.js';

const SEED = 1;
const START = Date.UTC(2026, 10, 22, 3, 0);

export class SiteRig {
	readonly world: World;
	readonly site: PanelSite;
	readonly #routes: readonly Route[];

	constructor(options: Partial<WorldOptions> = {}) {
		this.world = new World({
			seed: SEED,
			start: START,
			speed: 1,
			load: constantLoad(500),
			profile: GEN1,
			credentials: CREDENTIALS,
			log: { write() {} },
			pastDays: 2,
			combination: parseCombination('rf-b,1p3w-60-2way,normal'),
			...options,
		});
		const enter = (event: () => void) => event();
		const { world } = this;
		const control = new Control({ stand: world, events: world.events, enter, onAnswer() {} });
		// Nothing of it is told here.
		const ready = {} as Ready;
		this.site = { world, control, enter, start: START, ready, keys: (number: number) => keysOf(SEED, number) } as PanelSite;
		this.#routes = objectsRoutes(this.site);
		world.simulator.scheduler.runFor(100);
	}

	get meter() {
		return this.world.simulator.meters[0]!;
	}

	/** A HEMS in this world. */
	hems(): HemsRig {
		return new HemsRig({}, CREDENTIALS, this.world);
	}

	get<Answer>(target: string, language: 'en' | 'ja' = 'en'): Promise<Answer> {
		return this.#ask<Answer>('GET', target, undefined, language);
	}

	post<Answer>(target: string, body: unknown, language: 'en' | 'ja' = 'en'): Promise<Answer> {
		return this.#ask<Answer>('POST', target, body, language);
	}

	/** Virtual time goes on until it is settled. */
	async settled<Answer>(answer: Promise<Answer>): Promise<Answer> {
		let isOver = false;
		const over = () => {
			isOver = true;
		};
		answer.then(over, over);
		while (!isOver) {
			for (let i = 0; i < 20 && !isOver; i++) this.world.simulator.scheduler.step();
			await new Promise((resolve) => setImmediate(resolve));
		}
		return answer;
	}

	async refusal(answer: Promise<unknown>): Promise<{ readonly status: number; readonly message: string }> {
		try {
			await this.settled(answer);
		} catch (error) {
			if (error instanceof Refusal) return { status: error.status, message: error.message };
			throw error;
		}
		throw new Error('it was not refused');
	}

	async #ask<Answer>(method: string, target: string, body: unknown, language: 'en' | 'ja'): Promise<Answer> {
		const { pathname, searchParams: query } = new URL(target, 'http://keiki.invalid');
		const route = this.#routes.find((each) => each.method === method && each.path === pathname)!;
		const reply = await route.handle({ params: {}, query, body, language });
		if (!('json' in reply)) throw new Error('expected JSON');
		return JSON.parse(JSON.stringify(reply.json)) as Answer;
	}
}
