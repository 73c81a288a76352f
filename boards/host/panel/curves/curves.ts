/** The curves of a meter over HTTP: its power with what was served of it, and its half-hours. */
import { HOUR } from '../../../../modules/time/durations.js';
import type { CosemReadings } from '../../../../src/world/watch/cosem-readings.js';
import { type Asked, Refusal, type Route, type Topic } from '../../web/app.js';
import { meterAsked, numberOf } from '../meter-asked.js';
import type { PanelSite } from '../site.js';
import { CURVES_WORDS } from './curves-words.js';
import { halfHoursTold, LAST_DAY } from './half-hours.js';
import { CurveMarks } from './marks.js';

import { LEAST_STEP, MOST_SERVED, type PowerOptions, powerTold } from './power.js';
import type { HalfHoursTold, PowerTold } from './told.js';

/** ms of wall time between two messages. */
const BEAT = 500;
/** ms: as a step, what changed when it did. */
const EXACT = 1;
/** Values that one message tells of, of a HEMS that asks a thousand times a second. */
const SERVED_A_BEAT = 500;
/** How much of the past the first message tells, ms. */
const FIRST = HOUR;
const DAYS: readonly number[] = Object.freeze(Array.from({ length: LAST_DAY + 1 }, (_, day) => day));

export class Curves {
	readonly #site: PanelSite;
	readonly #marks: CurveMarks;

	constructor(site: PanelSite, readings: CosemReadings) {
		this.#site = site;
		const { events, simulator } = site.world;
		const { faults, meters, scheduler } = simulator;
		this.#marks = new CurveMarks({ events, faults, meters, readings, start: site.start, elapsed: () => scheduler.now() });
	}

	get routes(): Route[] {
		return [
			{ method: 'GET', path: '/api/curves/power', handle: (asked) => ({ json: this.#power(asked) }) },
			{ method: 'GET', path: '/api/curves/half-hours', handle: (asked) => ({ json: this.#halfHours(asked, [dayOf(asked)]) }) },
			{ method: 'GET', path: '/api/curves/heat', handle: (asked) => ({ json: this.#halfHours(asked, DAYS) }) },
		];
	}

	get topics(): Topic[] {
		return [{ name: 'power', open: (query, tell) => this.#open(query, tell) }];
	}

	#power(asked: Asked): PowerTold {
		const { query } = asked;
		return this.#entered(asked, () => {
			const meter = meterAsked(this.#site, query.get('meter'), asked.language);
			const options = this.#options;
			const to = timeOf(asked, 'to') ?? options.now;
			const from = timeOf(asked, 'from') ?? to - FIRST;
			const words = CURVES_WORDS[asked.language];
			if (from >= to) throw new Refusal(words.wrongStretch());
			const text = query.get('step');
			const step = text === null ? LEAST_STEP : Number(text);
			if (!(step >= LEAST_STEP)) throw new Refusal(words.wrongStep(text ?? ''));
			return powerTold(meter, options, from, to, step);
		});
	}

	#halfHours(asked: Asked, days: readonly number[]): HalfHoursTold {
		return this.#entered(asked, () => halfHoursTold(meterAsked(this.#site, asked.query.get('meter'), asked.language), days));
	}

	/** All since the message before, a few times a second: virtual time may have gone far meanwhile. */
	#open(query: URLSearchParams, tell: (data: PowerTold) => void): () => void {
		const { meters } = this.#site.world.simulator;
		const meter = meters[(numberOf(query.get('meter') ?? 'meter') ?? 0) - 1];
		// What is wrong with the name the page hears where it asks.
		if (meter === undefined) return () => {};
		let told: number | undefined;
		const next = () => {
			this.#site.enter(() => {
				const options = this.#options;
				const message = powerTold(meter, options, told ?? options.now - FIRST, options.now, EXACT, told === undefined ? MOST_SERVED : SERVED_A_BEAT);
				told = message.to;
				tell(message);
			});
		};
		next();
		const timer = setInterval(next, BEAT);
		return () => clearInterval(timer);
	}

	get #options(): PowerOptions {
		const { start, world, hasPast } = this.#site;
		return { marks: this.#marks, start, hasPast, now: Math.floor(start + world.simulator.scheduler.now()) };
	}

	/** At virtual time as it is now. */
	#entered<Answer>({ language }: Asked, ask: () => Answer): Answer {
		let answer: { readonly of: Answer } | { readonly error: unknown } | undefined;
		this.#site.enter(() => {
			try {
				answer = { of: ask() };
			} catch (error) {
				answer = { error };
			}
		});
		if (answer === undefined) throw new Refusal(CURVES_WORDS[language].ended(), 503);
		if ('error' in answer) throw answer.error;
		return answer.of;
	}
}

function dayOf({ query, language }: Asked): number {
	const text = query.get('day') ?? '0';
	const day = Number(text);
	if (!/^\d{1,2}$/.test(text) || day > LAST_DAY) throw new Refusal(CURVES_WORDS[language].wrongDay(text));
	return day;
}

/** ms since 1970, or ISO 8601. */
function timeOf({ query, language }: Asked, name: 'from' | 'to'): number | undefined {
	const text = query.get(name);
	if (text === null) return undefined;
	const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
	if (!Number.isSafeInteger(time)) throw new Refusal(CURVES_WORDS[language].wrongTime(name, text));
	return time;
}
