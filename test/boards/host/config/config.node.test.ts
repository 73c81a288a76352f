/** Options from the command line, the environment and the file of `--config`: in process, without starting what they are for. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configText } from '../../../../boards/host/config/config-command.js';
import { readConfig } from '../../../../boards/host/config/config-file.js';
import { type Leaf, leavesOf, levelsOf, variableOf } from '../../../../boards/host/config/options-table.js';
import { configSchema } from '../../../../boards/host/config/schema.js';
import { type Settled, settle } from '../../../../boards/host/config/settle.js';
import { otherwiseIn } from '../../../../boards/host/help.js';
import { createProgram } from '../../../../boards/host/program.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';

const settledEmpty = (): Settled => ({ places: new Map(), file: new Map() });
const newProgram = () => createProgram('0', () => {}, settledEmpty());

describe('options from everywhere', () => {
	let folder = '';
	let file = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		file = join(folder, 'keiki.yaml');
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	/** What the command gets, and where it is from. */
	function told(line: string, env: NodeJS.ProcessEnv = {}, yaml?: string) {
		const program = newProgram();
		if (yaml !== undefined) writeFileSync(file, yaml);
		const settled = settledEmpty();
		const words = line.split(' ');
		// As commander finds the command: by its words, then the options.
		const { leaf, options } = commandOf(leavesOf(program), words);
		program.parseOptions(yaml === undefined ? options : [...options, '--config', file]);
		leaf.command.parseOptions(options);
		settle(program, leaf.command, settled, readConfig, env);
		return { values: leaf.command.opts() as Readonly<Record<string, unknown>>, places: Object.fromEntries(settled.places) };
	}

	function commandOf(leaves: readonly Leaf[], words: readonly string[]) {
		const leaf = leaves.find((each) => each.words.every((word, i) => words[i] === word))!;
		return { leaf, options: words.slice(leaf.words.length) };
	}

	const refuses = (message: RegExp, line: string, env: NodeJS.ProcessEnv = {}, yaml?: string) =>
		assert.throws(
			() => told(line, env, yaml),
			(error) => error instanceof UsageError && message.test(error.message),
		);

	it('has an option before a variable, a variable before the file, the file before what it is by itself', () => {
		const yaml = 'run: { speed: 3, seed: 7 }\n';
		assert.equal(told('run').values.speed, '1');
		assert.equal(told('run', {}, yaml).values.speed, '3');
		assert.equal(told('run', { KEIKI_RUN_SPEED: '2' }, yaml).values.speed, '2');
		assert.equal(told('run --speed max', { KEIKI_RUN_SPEED: '2' }, yaml).values.speed, 'max');
		assert.equal(told('run --speed max', { KEIKI_RUN_SPEED: '2' }, yaml).values.seed, '7');
	});

	it('tells where a value is from', () => {
		const { places } = told('run --load house', { KEIKI_RUN_SPEED: '2' }, '# mine\nrun:\n  seed: 7\n');
		assert.deepEqual(places, { '--speed': 'KEIKI_RUN_SPEED', '--seed': `${file}:3:9` });
	});

	it('lets what is told of first words hold for all commands that begin so, until the command itself is told otherwise', () => {
		const yaml = 'hes: { meter: "udp:a", timeout: 9 }\nhes profile: { timeout: 8, out: rows.csv }\n';
		const profile = told('hes profile', {}, yaml).values;
		assert.deepEqual([profile.meter, profile.timeout, profile.out], [['udp:a'], '8', 'rows.csv']);
		assert.equal(told('hes read', {}, yaml).values.timeout, '9');
		const env = { KEIKI_HES_METER: '[::1]:1;[::1]:2', KEIKI_HES_PROFILE_OUT: 'x.csv', KEIKI_HES_CLOCK_GET_TIMEOUT: '1' };
		assert.deepEqual(told('hes profile', env).values.meter, ['[::1]:1', '[::1]:2']);
		assert.equal(told('hes profile', env).values.out, 'x.csv');
		assert.equal(told('hes clock get', env).values.timeout, '1');
		assert.equal(told('hes clock set', env).values.timeout, undefined);
	});

	it('takes values as they are written, whatever YAML would make of them', () => {
		const { values } = told(
			'run',
			{},
			'run: { energy-unit: 05, route-b-id: 00112233445566778899001122334455, start: 2026-11-22, password: 012345678901 }',
		);
		assert.deepEqual(
			[values.energyUnit, values.routeBId, values.start, values.password],
			['05', '00112233445566778899001122334455', '2026-11-22', '012345678901'],
		);
	});

	it('takes switches, lists, and values that may be left out', () => {
		const yaml = 'run: { json: true, dongle: [pty, "pty,bp35c2"], fault: drop=10%, lan: true, local-port: "tcp:0" }';
		const { values } = told('run', {}, yaml);
		assert.deepEqual(
			[values.json, values.dongle, values.fault, values.lan, values.localPort],
			[true, ['pty', 'pty,bp35c2'], ['drop=10%'], true, 'tcp:0'],
		);
		assert.equal(told('run', { KEIKI_RUN_JSON: 'off' }, yaml).values.json, undefined);
		assert.equal(told('run', { KEIKI_RUN_LAN: 'yes' }).values.lan, true);
		assert.equal(told('run', { KEIKI_RUN_LAN: '::1' }).values.lan, '::1');
		const select = told('catalogue select --site block --contract 1p3w --amperes 60', { KEIKI_CATALOGUE_SELECT_FEED_IN: 'false' });
		assert.equal(select.values.feedIn, false);
	});

	it('says of a wrong value, a wrong name and what is no YAML in which line and column it is', () => {
		for (const [yaml, place, why] of [
			['run:\n  sped: 3\n', '2:3', /keiki run has no option "sped"; expected one of load, profile/],
			['rnu: {}\n', '1:1', /there is no command "rnu"; expected one of run, meter/],
			['run: { json: 3 }', '1:14', /json: expected true or false/],
			['run: { speed: true }', '1:15', /speed: expected a text or a number/],
			['run: { profile: gen3 }', '1:17', /profile: expected one of gen1, gen2, got "gen3"/],
			['run: { speed: }', '1:15', /speed: expected a text or a number/],
			['run: { dongle: [pty, {}] }', '1:22', /dongle: expected a text or a list of them/],
			['run: fast', '1:6', /expected options of keiki run, like "load: …"/],
			['run: { seed: 1, seed: 2 }', '1:17', /no YAML: Map keys must be unique/],
			['run: [\n', '2:1', /no YAML/],
			['- run', '1:1', /expected a command and what holds for it/],
		] as const) {
			refuses(new RegExp(`keiki\\.yaml:${place}: ${why.source}`), 'faults', {}, yaml);
		}
		assert.throws(() => readConfig(join(folder, 'none'), []), /--config .*none: cannot read it: ENOENT/);
	});

	it('says which variable is wrong', () => {
		refuses(/^KEIKI_RUN_SPED: keiki run has no such option; expected one of KEIKI_RUN_LOAD/, 'run', { KEIKI_RUN_SPED: '3' });
		refuses(/^KEIKI_RUN_JSON: expected true or false, got "maybe"/, 'run', { KEIKI_RUN_JSON: 'maybe' });
		refuses(/^KEIKI_RUN_NOTIFY: expected one of inf, infc, got "x"/, 'run', { KEIKI_RUN_NOTIFY: 'x' });
		assert.doesNotThrow(() => told('run', { KEIKI_HES_SPED: '3', KEIKI_COMMAND: 'x', KEIKI_RUN_SPEED: '' }));
	});

	it('lets what comes from nearer hide what says the same in another way', () => {
		const near = told('run --password-file f', { KEIKI_RUN_PASSWORD: 'x' }, 'run: { password: y }').values;
		assert.deepEqual([near.password, near.passwordFile], [undefined, 'f']);
		const both = told('run --password-file f --password x').values;
		assert.deepEqual([both.password, both.passwordFile], ['x', 'f']);
		assert.deepEqual([told('hes read --csv', { KEIKI_HES_JSON: '1' }).values.json], [undefined]);
	});

	it('takes secrets out of the environment', () => {
		const env: NodeJS.ProcessEnv = { KEIKI_RUN_PASSWORD: 'x', KEIKI_RUN_SPEED: '2' };
		assert.equal(told('run', env).values.password, 'x');
		assert.deepEqual(env, { KEIKI_RUN_SPEED: '2' });
	});

	it('asks for what there is no doing without, unless a variable or the file tells it', () => {
		refuses(/required option '--site <site>' not specified/, 'catalogue select');
		const env = { KEIKI_CATALOGUE_SELECT_SITE: 'block', KEIKI_CATALOGUE_CONTRACT: '1p3w' };
		assert.equal(told('catalogue select', env, 'catalogue select: { amperes: 60 }').values.amperes, '60');
	});

	it('has one name for one option: no two share a variable', () => {
		const leaves = leavesOf(newProgram());
		const names = new Map<string, string>();
		for (const leaf of leaves) {
			for (const option of leaf.options) {
				for (const level of levelsOf(leaf.words)) {
					const own = `${level.join(' ')} --${option.name()}`;
					const variable = variableOf(level, option);
					assert.equal(names.get(variable) ?? own, own, variable);
					names.set(variable, own);
				}
			}
		}
	});

	describe('keiki config', () => {
		const shown = (words: string, env: NodeJS.ProcessEnv = {}, yaml = '', options = {}) => {
			writeFileSync(file, yaml);
			const leaves = leavesOf(newProgram());
			return configText(words === '' ? [] : words.split(' '), options, leaves, env, readConfig(file, leaves), otherwiseIn);
		};

		it('shows what holds for each option of a command, and from where', () => {
			const text = shown('run', { KEIKI_RUN_SEED: '9' }, 'run: { speed: max }');
			assert.match(text, /^ {2}speed +max +.*keiki\.yaml:1:15$/m);
			assert.match(text, /^ {2}seed +9 +KEIKI_RUN_SEED$/m);
			assert.match(text, /^ {2}dongle-model +bp35a1 +default$/m);
			assert.match(text, /^ {2}keys +– +default: demo keys$/m);
		});

		it('shows of all commands what is told, and no secret', () => {
			const env = { KEIKI_HEMS_PASSWORD: '0123456789AB' };
			const text = shown('', env, 'hes profile: { out: rows.csv }');
			assert.match(text, /^keiki hems read\n {2}password {2}\*{8} {2}KEIKI_HEMS_PASSWORD$/m);
			assert.match(text, /^keiki hes profile\n {2}out {2}rows\.csv {2}.*:1:21$/m);
			assert.doesNotMatch(text + shown('hems', env) + shown('hems', env, '', { json: true }), /0123456789AB/);
		});

		it('is JSON for programs', () => {
			const lines = shown('run', {}, 'run: { speed: max }', { json: true }).trimEnd().split('\n');
			const speed = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>).find(({ option }) => option === 'speed');
			assert.deepEqual(speed, { command: 'run', option: 'speed', variable: 'KEIKI_RUN_SPEED', value: 'max', from: 'file', place: `${file}:1:15` });
		});

		it('knows no command that is none', () => {
			assert.throws(() => shown('rnu'), /keiki config: there is no command "rnu"; expected one of run, meter/);
		});
	});

	it('has the schema of the file in docs, as the declarations give it', () => {
		// keiki config --schema > docs/config.schema.json && biome check --write docs/config.schema.json
		assert.deepEqual(JSON.parse(readFileSync('docs/config.schema.json', 'utf8')), JSON.parse(JSON.stringify(configSchema(leavesOf(newProgram())))));
	});

	it('offers in the schema what the commands take, and nothing else', () => {
		const { properties } = configSchema(leavesOf(newProgram())) as { properties: Record<string, { properties: Record<string, unknown> }> };
		assert.ok('speed' in properties.run!.properties);
		assert.ok('out' in properties['hes profile']!.properties);
		assert.ok('meter' in properties.hes!.properties);
		assert.ok('quiet' in properties);
		assert.ok(!('config' in properties.run!.properties));
	});
});
