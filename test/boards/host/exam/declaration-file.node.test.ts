import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { declarationOfCommand, readDeclaration } from '../../../../boards/host/exam/declaration-file.js';
import { DECLARATION_ROWS } from '../../../../boards/host/exam/declaration-rows.js';
import { declarationSchema } from '../../../../boards/host/exam/declaration-schema.js';
import { initText } from '../../../../boards/host/exam/init-text.js';
import { checkPackages, neededPackages } from '../../../../boards/host/exam/observe/optional-packages.js';
import { checkPlaceholders } from '../../../../boards/host/exam/placeholders.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { LANGUAGES } from '../../../../src/world/schema/language.js';
import { PYTHON, requireModule } from '../../../interop/peers.js';

const JAPANESE = /[぀-ヿ一-鿿]/;

describe('the declaration of a program for an exam', () => {
	let folder = '';
	let file = '';
	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		file = join(folder, 'hems.yaml');
	});
	after(() => rmSync(folder, { recursive: true }));

	function read(yaml: string, known = {}) {
		writeFileSync(file, yaml);
		return readDeclaration(file, known);
	}

	function refusal(yaml: string, known = {}): UsageError {
		try {
			read(yaml, known);
		} catch (error) {
			if (error instanceof UsageError) return error;
			throw error;
		}
		throw new Error(`not refused: ${yaml}`);
	}

	it('is read as its example in the description has it', () => {
		process.env.KEIKI_TEST_TOKEN = 'x';
		const declaration = read(`
hems: wisun2mqtt 2.4.1
start: {command: [node, dist/index], env: {ROUTE_B_ID: "{id}", PASSWORD: "{password}", BROKER: "mqtt://127.0.0.1:{mqtt}"}, folder: prog, restart: always, restartAfter: 2s, stop: {signal: SIGINT, within: 3s}}
dongle: {model: bp35c2}
broker: {mqtt: builtin}
claims: {poll: 10s, notifications: no, history: yes, infc: false, copies: yes, clock: meter}
observe:
  power:
    - {mqtt: "wisun2mqtt/+/power/state", unit: kW, step: 0.001}
    - {stdout: "^\\\\S+ power (?<v>-?\\\\d+|null) W", none: "null"}
    - {tail: "work/*-log.txt", csv: 4, where: {3: E7}, time: 1}
    - {http: "http://127.0.0.1:9101/metrics", metric: 'power_w{phase="r"}', every: 500ms}
    - {http: "http://127.0.0.1:9/api", headers: {Authorization: "Bearer {env:KEIKI_TEST_TOKEN}"}, json: "$.state", none: [unknown, unavailable]}
    - {influx: listen, measurement: power, field: watt, tags: {a: b}}
    - {run: "sqlite3 -readonly {work}/db 'select 1'", every: 5s}
  online: {mqtt: "wisun2mqtt/+/+/availability", is: online}
waive: {B18: known}
limits: {recovery: 5min, joins: 3}
`);
		delete process.env.KEIKI_TEST_TOKEN;
		assert.equal(declaration.hems, 'wisun2mqtt 2.4.1');
		assert.deepEqual(declaration.start, {
			command: ['node', 'dist/index'],
			env: { ROUTE_B_ID: '{id}', PASSWORD: '{password}', BROKER: 'mqtt://127.0.0.1:{mqtt}' },
			folder: join(folder, 'prog'),
			restart: 'always',
			restartAfterMs: 2000,
			stopSignal: 'SIGINT',
			stopWithinMs: 3000,
		});
		assert.deepEqual([declaration.dongle, declaration.broker], ['bp35c2', 'builtin']);
		assert.deepEqual(declaration.claims, {
			...{ pollMs: 10_000, notifications: false, infc: false, history: true, fillsGaps: undefined },
			...{ manyMeters: undefined, answers: undefined, copies: true, clock: 'meter' },
		});
		const [mqtt, stdout, tail, prometheus, json, influx, run, online] = declaration.observe;
		assert.deepEqual(mqtt, {
			...{ what: 'power', step: 1, factor: 1000, none: [], is: undefined },
			source: { kind: 'mqtt', topic: 'wisun2mqtt/+/power/state', json: undefined },
		});
		assert.deepEqual([stdout!.none, stdout!.source], [['null'], { kind: 'stdout', pattern: '^\\S+ power (?<v>-?\\d+|null) W' }]);
		assert.deepEqual(tail!.source, { kind: 'tail', file: 'work/*-log.txt', column: 4, where: { 3: 'E7' }, time: 1 });
		assert.deepEqual(prometheus!.source, {
			...{ kind: 'http', url: 'http://127.0.0.1:9101/metrics', headers: {} },
			...{ metric: 'power_w{phase="r"}', json: undefined, everyMs: 500 },
		});
		assert.deepEqual([json!.none, json!.source.kind === 'http' && json!.source.everyMs], [['unknown', 'unavailable'], 2000]);
		assert.deepEqual(influx!.source, { kind: 'influx', measurement: 'power', field: 'watt', tags: { a: 'b' } });
		assert.deepEqual(run!.source, { kind: 'run', command: "sqlite3 -readonly {work}/db 'select 1'", everyMs: 5000 });
		assert.deepEqual([online!.what, online!.is], ['online', 'online']);
		assert.deepEqual([declaration.waive, declaration.limits], [{ B18: 'known' }, { recovery: 300_000, joins: 3 }]);
		assert.deepEqual(neededPackages(declaration), ['aedes']);
	});

	it('needs only a name', () => {
		assert.deepEqual(read('hems: a\n'), {
			...{ hems: 'a', start: undefined, dongle: 'bp35a1', broker: undefined, observe: [], waive: {}, limits: {} },
			claims: {
				...{ pollMs: 60_000, notifications: undefined, infc: undefined, history: undefined, fillsGaps: undefined },
				...{ manyMeters: undefined, answers: undefined, copies: false, clock: 'host' },
			},
		});
	});

	it('is refused with the line, the column, what is wrong and what would be right, in both languages', () => {
		const observed = (text: string) => `hems: a\nobserve:\n  power: ${text}\n`;
		for (const [yaml, place, why] of [
			['', '1:1', /lacks "hems"/],
			['- a', '1:1', /expected keys and values/],
			['hems: a\nstrat: {}', '2:1', /no key "strat" here; expected one of hems, start/],
			['hems: [a]', '1:7', /hems: expected a text/],
			['hems:', '1:6', /hems: expected a text/],
			['hems: a\nstart: {}', '2:8', /lacks "command"/],
			['hems: a\nstart: {command: node x}', '2:18', /command: expected a list of words/],
			['hems: a\nstart: {command: []}', '2:18', /command: expected a list of words/],
			['hems: a\nstart: {command: [a, "{dongel}"]}', '2:22', /no \{dongel\} here; expected one of \{dongle\}, \{id\}/],
			['hems: a\nstart: {command: [a], env: {A: "{env:KEIKI_NOT_THERE}"}}', '2:32', /no variable KEIKI_NOT_THERE/],
			['hems: a\nstart: {command: [a], restart: maybe}', '2:32', /expected one of always, on-failure, never, got "maybe"/],
			['hems: a\nstart: {command: [a], restartAfter: 10}', '2:37', /restartAfter: expected a time like 500ms, 10s or 2min, got "10"/],
			['hems: a\nstart: {command: [a], stop: {within: 2h}}', '2:38', /within: expected from 100ms to 5min, got "2h"/],
			['hems: a\nstart: {command: [a], stop: {sgnal: SIGINT}}', '2:30', /no key "sgnal"/],
			['hems: a\ndongle: {model: bp}', '2:17', /expected one of .*bp35c2.*, got "bp"/],
			['hems: a\nbroker: {mqtt: 127.0.0.1}', '2:16', /expected builtin, or a URL like mqtt:/],
			['hems: a\nclaims: {infc: maybe}', '2:16', /infc: expected yes or no, got "maybe"/],
			['hems: a\nclaims: {poll: 10}', '2:16', /poll: expected a time/],
			['hems: a\nobserve: {pwer: {stdout: "(?<v>1)"}}', '2:11', /no key "pwer" here; expected one of power, energy/],
			[observed('{}'), '3:10', /power: it does not say where the value is seen; expected one of stdout, tail/],
			[observed('{unit: W}'), '3:10', /where the value is seen/],
			[observed('{stdout: "(?<v>1)", mqtt: a}'), '3:10', /expected one of .*, got stdout and mqtt/],
			[observed('{stdout: "(?<v>1"}'), '3:19', /stdout: expected a regular expression.*nterminated group/],
			[observed('{stdout: "power (\\\\d+)"}'), '3:19', /with the group v/],
			[observed('{stdout: "(?<v>1)", every: 2s}'), '3:30', /"every" does not go with "stdout"/],
			[observed('{stdout: "(?<v>1)", unit: kWh}'), '3:10', /power: expected W or kW, got "kWh"/],
			[observed('{stdout: "(?<v>1)", unit: kVA}'), '3:36', /unit: expected one of W, kW/],
			[observed('{stdout: "(?<v>1)", step: 0}'), '3:36', /step: expected from 0.000001 to/],
			[observed('{stdout: "(?<v>1)", step: fine}'), '3:36', /step: expected a number/],
			[observed('{stdout: "(?<v>1)", is: x}'), '3:10', /"is" goes with online/],
			[observed('{tail: a}'), '3:10', /expected either "regex" or "csv"/],
			[observed('{tail: a, csv: 1, regex: "(?<v>1)"}'), '3:10', /expected either "regex" or "csv"/],
			[observed('{tail: a, regex: "(?<v>1)", time: 1}'), '3:10', /"time" goes with "csv" only/],
			[observed('{tail: a, csv: 1.5}'), '3:25', /csv: expected a number/],
			[observed('{tail: a, csv: 1, where: {x: E7}}'), '3:36', /number of a column/],
			[observed('{tail: "*/a", csv: 1}'), '3:17', /\* in the name of the file alone/],
			[observed('{mqtt: "a/#/b"}'), '3:17', /expected an MQTT topic/],
			[observed('{mqtt: a, json: "$..a"}'), '3:26', /expected a path into JSON/],
			[observed('{http: "localhost:1", json: a}'), '3:17', /expected a URL/],
			[observed('{http: "http://a"}'), '3:10', /expected either "metric" or "json"/],
			[observed('{http: "http://a", metric: "1x"}'), '3:37', /expected a metric/],
			[observed('{influx: yes, measurement: a, field: b}'), '3:19', /expected one of listen/],
			[observed('{influx: listen, measurement: a}'), '3:10', /lacks "field"/],
			[observed('{run: "{id}"}'), '3:16', /no \{id\} here/],
			['hems: a\nobserve: {online: {stdout: "(?<v>1)"}}', '2:19', /lacks "is"/],
			['hems: a\nobserve: {online: {stdout: "(?<v>1)", is: 1, unit: W}}', '2:19', /has no unit/],
			['hems: a\nlimits: {a: soon}', '2:13', /expected a number, or a time/],
			['hems: a\nhems: b', '2:1', /no YAML/],
			['hems: [', '1:8', /no YAML/],
		] as const) {
			const error = refusal(yaml);
			assert.match(error.message, new RegExp(`^${file}:${place}: .*${why.source}`), yaml);
			assert.match(error.textIn('ja'), JAPANESE);
		}
		assert.throws(() => readDeclaration(join(folder, 'none')), /none: cannot read it: ENOENT/);
	});

	it('is held to the names of checks and limits, where they are known', () => {
		const known = { check: ['B18'], limit: ['recovery'] };
		assert.deepEqual(read('hems: a\nwaive: {B18: x}\nlimits: {recovery: 1s}', known).limits, { recovery: 1000 });
		assert.match(refusal('hems: a\nwaive: {B81: x}', known).message, /:2:9: there is no key "B81" here; expected one of B18/);
		assert.match(refusal('hems: a\nlimits: {x: 1}', known).message, /:2:10: there is no key "x"/);
	});

	it('takes what stands in braces and is none of its words as it is', () => {
		assert.deepEqual(read('hems: a\nstart: {command: [a, \'{"a": 1}\', "{}", "a{X}"]}').start!.command, ['a', '{"a": 1}', '{}', 'a{X}']);
	});

	it('is made of the words after --', () => {
		const { start, hems } = declarationOfCommand(['python3', 'a.py', '{dongle}'], {});
		assert.deepEqual([start!.command, start!.folder, hems], [['python3', 'a.py', '{dongle}'], resolve('.'), 'python3 a.py {dongle}']);
		assert.throws(() => declarationOfCommand([], {}), /expected the words of a command after "--"/);
		assert.throws(() => declarationOfCommand(['a', '{b}'], {}), /there is no \{b\} here/);
		assert.throws(
			() => checkPlaceholders({ ...declarationOfCommand(['a'], {}), start: { ...start!, env: { A: '{b}' } } }, {}),
			/env: A: there is no/,
		);
	});

	it('says in one line how the packages that it needs are installed', async () => {
		const declaration = { ...declarationOfCommand(['a', '{mqtt}'], {}) };
		const missing = () => Promise.reject(Object.assign(new Error('no'), { code: 'ERR_MODULE_NOT_FOUND' }));
		await assert.rejects(checkPackages(declaration, missing), (error) => error instanceof UsageError && /: npm install aedes$/.test(error.message));
		await checkPackages(declaration);
		const observe = [{ what: 'power', step: 1, factor: 1, none: [], is: undefined, source: { kind: 'mqtt', topic: 'a', json: undefined } }] as const;
		const elsewhere = { ...declarationOfCommand(['a'], {}), broker: 'mqtt://a', observe };
		await assert.rejects(checkPackages(elsewhere, missing), /npm install mqtt$/);
		await checkPackages(elsewhere);
		assert.deepEqual(neededPackages(declarationOfCommand(['a'], {})), []);
	});

	it('has the schema of its rows, which docs/exam.schema.json holds', () => {
		// UPDATE=1: to write it anew.
		if (process.env.KEIKI_UPDATE === '1') writeFileSync('docs/exam.schema.json', `${JSON.stringify(declarationSchema(), undefined, '\t')}\n`);
		assert.deepEqual(JSON.parse(readFileSync('docs/exam.schema.json', 'utf8')), JSON.parse(JSON.stringify(declarationSchema())));
	});

	for (const language of LANGUAGES) {
		it(`is written by init in ${language} with every key, and read again: as it is, and with all that is left out put in`, () => {
			const text = initText(language);
			const declaration = read(text);
			assert.deepEqual([declaration.observe.length, declaration.claims.pollMs, declaration.start!.restart], [1, 60_000, 'never']);
			const whole = text.replace(/^( *)#(?=\S)/gm, '$1');
			const all = read(whole);
			assert.deepEqual([all.observe.length, all.start!.restart, all.start!.stopSignal], [6, 'always', 'SIGTERM']);
			assert.deepEqual(
				Object.keys(parse(whole) as object),
				DECLARATION_ROWS.map(({ name }) => name),
			);
			assert.equal(JAPANESE.test(text), language === 'ja');
		});
	}

	it('is the same to its schema as to what reads it', function () {
		requireModule(this, 'jsonschema', 'apt-get install python3-jsonschema');
		const cases: readonly (readonly [string, boolean])[] = [
			[initText('en'), true],
			[initText('en').replace(/^( *)#(?=\S)/gm, '$1'), true],
			['hems: a\nobserve: {power: [{tail: a, csv: 1, where: {3: E7}}, {mqtt: b}]}', true],
			['hems: a\nclaims: {infc: yes}', true],
			['start: {command: [a]}', false],
			['hems: a\nx: 1', false],
			['hems: a\nstart: {command: []}', false],
			['hems: a\nclaims: {poll: 10}', false],
			['hems: a\nobserve: {power: {tail: a, csv: 1, regex: "(?<v>1)"}}', false],
			['hems: a\nobserve: {power: {mqtt: a, every: 1s}}', false],
			['hems: a\nobserve: {power: {mqtt: a, tail: b}}', false],
			['hems: a\nobserve: {power: {tail: a, regex: "(?<v>1)", time: 1}}', false],
		];
		const code = `import json, sys, jsonschema
schema, things = json.load(sys.stdin)
jsonschema.Draft202012Validator.check_schema(schema)
print(json.dumps([jsonschema.Draft202012Validator(schema).is_valid(thing) for thing in things]))`;
		const input = JSON.stringify([declarationSchema(), cases.map(([yaml]) => parse(yaml) as unknown)]);
		const { stdout, stderr } = spawnSync(PYTHON, ['-c', code], { input, encoding: 'utf8' });
		assert.notEqual(stdout, '', stderr);
		assert.deepEqual(
			JSON.parse(stdout),
			cases.map(([, valid]) => valid),
		);
		for (const [yaml, valid] of cases) {
			if (valid) read(yaml);
			else refusal(yaml);
		}
	});
});
