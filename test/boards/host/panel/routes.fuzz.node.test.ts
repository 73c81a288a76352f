/** Whatever is posted to the panel: it is done or refused, nothing in there breaks, and the world goes on. */
import assert from 'node:assert/strict';
import { panelRoutes } from '../../../../boards/host/panel/contents.js';
import { Curves } from '../../../../boards/host/panel/curves/curves.js';
import { Frames } from '../../../../boards/host/panel/frames/frame-routes.js';
import { Joining } from '../../../../boards/host/panel/ladder/joining.js';
import { Lessons } from '../../../../boards/host/panel/lessons/lessons.js';
import { Scenarios } from '../../../../boards/host/panel/scenarios/scenarios.js';
import type { PanelSite } from '../../../../boards/host/panel/site.js';
import { Refusal, type Route } from '../../../../boards/host/web/app.js';
import { findRoute } from '../../../../boards/host/web/routes.js';
import type { SeededRandom } from '../../../../hal/virtual/random.js';
import { keysOf } from '../../../../src/world/meter/identity.js';
import { equal } from '../../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { CREDENTIALS } from '../../../src/world/simulation/hems-rig.js';
import { StillRig } from './still-rig.js';

/** What each route is meant for; a route without an example fails the test. */
const EXAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = Object.freeze({
	'/api/command': { command: 'load 1500' },
	'/api/objects/route-b/read': { eoj: '028801', epcs: ['E7', 'D3'], way: 'would' },
	'/api/objects/route-b/write': { eoj: '028801', epc: 'E5', edt: '01', way: 'would' },
	'/api/objects/route-a/read': { class: 7, obis: '1.0.99.1.0.255', attribute: 2, rows: 4 },
	'/api/objects/route-a/write': { class: 8, obis: '0.0.1.0.0.255', attribute: 2, time: '2026-11-30T08:00:00+09:00' },
	'/api/objects/route-a/act': { class: 8, obis: '0.0.1.0.0.255', method: 6, value: '10000A', confirmed: true },
	'/api/faults/:name/on': { value: '1/3', once: true, node: 'meter' },
	'/api/faults/:name/off': { node: 'meter' },
	'/api/faults/off': {},
	'/api/scenario/load-shipped': { name: 'feed-in' },
	'/api/scenario/load': { name: 'kettle.scenario', text: '+0s  load 1200\n+1m  load normal\n' },
	'/api/scenario/run': {},
	'/api/scenario/pause': {},
	'/api/scenario/resume': {},
	'/api/scenario/stop': {},
	'/api/by-hand/clear': {},
	'/api/lesson/start': { name: 'scan', agreed: true },
	'/api/lesson/next': { again: false },
	'/api/lesson/stop': {},
	'/api/secrets/route-b': {},
});
const NAMES = Object.freeze(['drop', 'no-reply', 'meter', '__proto__', 'constructor', 'off', '', ' ', '\0', 'x'.repeat(300)]);
const QUERIES = Object.freeze(['', '', '', 'meter=meter', 'meter=meter-2', 'meter=__proto__', 'meter=%00']);
/** Deeper than any stack. */
const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const ODD: readonly string[] = Object.freeze([
	...[
		'null',
		'true',
		'0',
		'-1',
		'1.5',
		'1e308',
		'1e999',
		'9007199254740993',
		'""',
		'"x"',
		'[]',
		'{}',
		'[[]]',
		'{"__proto__":{"polluted":true}}',
		DEEP,
	],
	...[
		'"load 1\\nload 2"',
		'"power cut"',
		'"unit pull metering"',
		'"fault drop=100%"',
		'"load 1 # x"',
		'"\\u0000\\u001b[2J"',
		'"\\ud800"',
		'"__proto__"',
	],
	...['"00"', '"E7"', '["E7","E7"]', '["80",80]', '"028801"', '"0EF001"', '"1.0.1.8.0.255"', '"999.0.0.0.0.0"', '"2026-13-45"', '"+1m"', '"would"'],
	`"${'0'.repeat(70_000)}"`,
]);

class RouteRig extends StillRig {
	readonly ready = { dongles: [], meters: [{ password: CREDENTIALS.password }], password: CREDENTIALS.password } as unknown as PanelSite['ready'];
	readonly hasPast = false;
	readonly routes: readonly Route[];
	readonly #parts: readonly { readonly routes: readonly Route[]; close?(): void }[];

	constructor() {
		super(() => []);
		const scenarios = new Scenarios(this);
		const frames = new Frames(this);
		const parts: readonly { readonly routes: readonly Route[]; close?(): void }[] = [
			new Curves(this, frames.readings),
			frames,
			new Joining(this),
			scenarios,
			new Lessons(this, () => scenarios.underWay),
		];
		this.#parts = parts;
		this.routes = [...panelRoutes(this), ...parts.flatMap(({ routes }) => routes)];
	}

	readonly keys = (number: number) => keysOf(1, number);

	/** The status; what is thrown in there but a refusal is thrown here. */
	async send(path: string, query: string, text: string): Promise<number> {
		const found = findRoute(this.routes, 'POST', path);
		if ('methods' in found) return 404;
		let body: unknown;
		try {
			body = JSON.parse(text);
		} catch {
			return 400;
		}
		const reply = (async () => found.route.handle({ params: found.params, query: new URLSearchParams(query), body, language: 'ja' }))();
		let isOver = false;
		const settled = reply.then(
			({ status = 200, ...rest }) => {
				if ('json' in rest) JSON.stringify(rest.json);
				return status;
			},
			(error: unknown) => {
				if (error instanceof Refusal) return error.status;
				throw error;
			},
		);
		settled
			.catch(() => {})
			.finally(() => {
				isOver = true;
			});
		for (const end = this.scheduler.now() + 3_600_000; !isOver && this.scheduler.now() < end; ) {
			await new Promise(setImmediate);
			if (!isOver) this.run(50);
		}
		assert(isOver, `${path}: no answer in an hour`);
		return settled;
	}

	close(): void {
		for (const each of this.#parts) each.close?.();
	}
}

const oneOf = <Each>(random: SeededRandom, all: readonly Each[]): Each => all[random.below(all.length)]!;

/** The example with some of its fields put wrong, or taken from another route's; or no object at all. */
function bodyDrawn(random: SeededRandom, example: Readonly<Record<string, unknown>>): string {
	if (random.below(8) === 0) return oneOf(random, ODD);
	const other = oneOf(random, Object.values(EXAMPLES));
	const fields = Object.entries({ ...(random.below(4) === 0 ? other : {}), ...example }).map(([name, value]) => {
		const odd = random.below(3) === 0 ? oneOf(random, ODD) : JSON.stringify(value);
		return `${JSON.stringify(name)}:${odd}`;
	});
	if (random.below(4) === 0)
		fields.push(`"${oneOf(random, ['__proto__', 'constructor', 'way', 'from', 'to', 'rows', 'value'])}":${oneOf(random, ODD)}`);
	if (random.below(6) === 0) fields.splice(random.below(fields.length + 1), 1);
	return `{${fields.join(',')}}`;
}

describe('what is posted to the panel', () => {
	it('is done or refused, and the world goes on', async () => {
		const rig = new RouteRig();
		const posts = rig.routes.filter(({ method }) => method === 'POST');
		equal(
			posts
				.map(({ path }) => path)
				.filter((path) => EXAMPLES[path] === undefined)
				.join(),
			'',
		);
		const random = fuzzRandom(8288, 'bodies');
		const statuses = new Map<number, number>();
		for (const { path } of posts) {
			for (let i = 0; i < fuzzCount(2000); i++) {
				const text = bodyDrawn(random, EXAMPLES[path]!);
				const target = path.replace(':name', encodeURIComponent(oneOf(random, NAMES)));
				const query = oneOf(random, QUERIES);
				tried(`${target}?${query} ${text.length > 1000 ? `${text.slice(0, 1000)} ...` : text}`);
				const status = await rig.send(target, query, text);
				statuses.set(status, (statuses.get(status) ?? 0) + 1);
				assert(status >= 200 && status < 500 && (status < 300 || status >= 400), `${target}: ${status}`);
			}
		}
		assert((statuses.get(200) ?? 0) > 0 && (statuses.get(400) ?? 0) > 0, 'some of both');
		equal(({} as { polluted?: unknown }).polluted, undefined);
		const before = rig.scheduler.now();
		rig.run(60_000);
		equal(rig.scheduler.now() - before, 60_000);
		equal((await rig.line('load 700')).result, 'done');
		rig.close();
	});
});
