/**
 * docs/api.md, sent line by line to a run: every example is answered, with what the page says it holds, and every route has an example. In an example's answer
 * `…` stands for what is left out; numbers and texts are those of another moment, the fields and what kind they are stand.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from '../boards/host/command-line-rig.js';
import { ExamRun, STAY } from '../boards/host/exam/exam-command-rig.js';
import { PanelRig, ScriptRig } from '../boards/host/panel/panel-rig.js';
import { until } from '../until.js';

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

/** Those of routes that nothing shows. */
async function unshown(server: ScriptRig): Promise<readonly string[]> {
	const { routes } = (await server.get('/api')).json as { readonly routes: readonly string[] };
	assert.ok(routes.length > 0);
	const shown = examples.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
	const isShown = (route: string) => shown.some((each) => new RegExp(`^${route.replace(/:\w+/g, '[^/ ]+')}$`).test(each));
	return routes.filter((route) => !isShown(route));
}

function showEach(shown: readonly Example[], server: () => ScriptRig): void {
	for (const { method, path, body, answer } of shown)
		it(`shows ${method} ${path} ${body.trim()}`, async () => {
			const { status, json } = method === 'GET' ? await server().get(path) : await server().post(path, JSON.parse(body));
			assert.ok(status < 300, `${status} ${JSON.stringify(json).slice(0, 300)}`);
			if (answer !== undefined) assert.deepEqual(differences(parsed(answer), json), []);
		});
}

const isOfExam = ({ path }: Example) => /^\/api\/exam\b/.test(path);

describe('docs/api.md', () => {
	let panel: PanelRig;
	before(async function () {
		build.call(this);
		panel = await PanelRig.start('--units', 'rf-b,1p3w-60-2way,switch-60,rain');
	});
	after(() => panel?.running.stop('SIGKILL'));

	it('has an example of every route', async () => assert.deepEqual(await unshown(panel), []));

	showEach(
		examples.filter((each) => !isOfExam(each)),
		() => panel,
	);
});

describe('docs/api.md, of an exam', () => {
	let run: ExamRun;
	let exam: ScriptRig;
	let tokenFile: string;
	before(async function () {
		build.call(this);
		run = new ExamRun(['--panel', '127.0.0.1:0', '--', process.execPath, '-e', STAY, '{dongle}'], 'A1,A2');
		await until(() => /^scripts: /m.test(run.said));
		[, tokenFile] = /^scripts: Authorization: Bearer and what is in (\S+)$/m.exec(run.said) as unknown as [string, string];
		const [url] = /http:\/\/\S+(?=\?token=)/.exec(run.said)!;
		exam = new ScriptRig(url, readFileSync(tokenFile, 'utf8').trim());
		const lanes = async () => (await exam.get('/api/exam')).json.lanes as readonly unknown[];
		for (let tries = 0; (await lanes()).length === 0; tries++) {
			assert.ok(tries < 100, run.said);
			await sleep(50);
		}
	});
	after(() => run?.close());

	it('has an example of every route', async () => assert.deepEqual(await unshown(exam), []));

	it('says where the secret is, which only the owner can read', () => {
		assert.equal(tokenFile, join(run.out, 'panel.token'));
		assert.equal(statSync(tokenFile).mode & 0o777, 0o600);
	});

	showEach(examples.filter(isOfExam), () => exam);

	it('stops as it is told to, and takes the secret away', async () => {
		await run.ended();
		assert.equal(run.report().cutShort, 'stopped in the panel');
		assert.equal(existsSync(tokenFile), false);
	});
});
