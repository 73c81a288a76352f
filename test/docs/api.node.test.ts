/**
 * docs/api.md, sent line by line to a run: every example is answered, with what the page says it holds, and every route has an example. In an example's answer
 * `…` stands for what is left out; numbers and texts are those of another moment, the fields and what kind they are stand.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { build } from '../boards/host/command-line-rig.js';
import { PanelRig } from '../boards/host/panel/panel-rig.js';

interface Example {
	readonly method: string;
	readonly path: string;
	readonly body: string;
	/** Undefined: it is no JSON. */
	readonly answer: string | undefined;
}

const PAGE = readFileSync('docs/api.md', 'utf8');
const BLOCK = /```http\n(GET|POST) (\S+)\n([\s\S]*?)```(?:\n\n```json\n([\s\S]*?)```)?/g;
const examples: readonly Example[] = [...PAGE.matchAll(BLOCK)].map(([, method, path, body, answer]) => ({
	method: method!,
	path: path!,
	body: body!,
	answer,
}));

/** What of `shown` is not so in `got`: a path, and what is there. */
function differences(shown: unknown, got: unknown, place = ''): string[] {
	if (shown === '…' || shown === null || got === null) return [];
	if (Array.isArray(shown)) {
		if (!Array.isArray(got)) return [`${place}: no list`];
		return shown.length > 0 && got.length > 0 ? differences(shown[0], got[0], `${place}[]`) : [];
	}
	if (typeof shown !== typeof got) return [`${place}: ${typeof got} for ${typeof shown}`];
	if (typeof shown !== 'object') return [];
	return Object.entries(shown as Record<string, unknown>).flatMap(([name, value]) => {
		if (name === '…') return [];
		const held = (got as Record<string, unknown>)[name];
		return held === undefined ? [`${place}.${name}: missing`] : differences(value, held, `${place}.${name}`);
	});
}

/** `…` for what is left out, as JSON. */
const parsed = (text: string) =>
	JSON.parse(text.replace(/(?<=[[{,]\s*)…(?=\s*\})/g, '"…": "…"').replace(/(?<=[[,]\s*)…(?=\s*\])/g, '"…"')) as unknown;

describe('docs/api.md', () => {
	let panel: PanelRig;
	before(async function () {
		build.call(this);
		panel = await PanelRig.start('--units', 'rf-b,1p3w-60-2way,switch-60,rain');
	});
	after(() => panel?.running.stop('SIGKILL'));

	it('has an example of every route', async () => {
		const { routes } = (await panel.get('/api')).json as { readonly routes: readonly string[] };
		const shown = examples.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
		const isShown = (route: string) => shown.some((each) => new RegExp(`^${route.replace(/:\w+/g, '[^/ ]+')}$`).test(each));
		assert.deepEqual(
			routes.filter((route) => !isShown(route)),
			[],
		);
		assert.ok(examples.length >= routes.length);
	});

	for (const { method, path, body, answer } of examples)
		it(`shows ${method} ${path} ${body.trim()}`, async () => {
			const { status, json } = method === 'GET' ? await panel.get(path) : await panel.post(path, JSON.parse(body));
			assert.ok(status < 300, `${status} ${JSON.stringify(json).slice(0, 300)}`);
			if (answer !== undefined) assert.deepEqual(differences(parsed(answer), json), []);
		});
});
