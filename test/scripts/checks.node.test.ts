import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

describe('the commands that check', () => {
	let folder: string;
	beforeEach(() => {
		mkdirSync('build', { recursive: true });
		folder = mkdtempSync('build/checks-');
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	function run(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
		const { NODE_OPTIONS: _ours, KEIKI_TALLY: _tally, KEIKI_RESULTS: _results, KEIKI_COUNTS: _counts, ...rest } = process.env;
		const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', env: { ...rest, ...env } });
		return { status, stdout, stderr };
	}

	function counts(name: string, text: string): string {
		const file = join(folder, name);
		writeFileSync(file, text);
		return file;
	}

	const mocha = (file: string, env: NodeJS.ProcessEnv) => run(['node_modules/mocha/bin/mocha.js', file], env);

	describe('close with one line over all runs', () => {
		const good = '{"passed":3,"failed":0,"skipped":1}';

		for (const [what, texts, line, status] of [
			['that went well', [good, good], '6 passed, 0 failed, 2 skipped', 0],
			['one with a failure', [good, '{"passed":1,"failed":2,"skipped":0}'], '4 passed, 2 failed, 1 skipped', 1],
			['one that was cut off while it wrote', [good, '{"passed":1,'], '3 passed, 1 failed, 1 skipped', 1],
			['none with a test in it', ['{"passed":0,"failed":0,"skipped":1}'], '0 passed, 0 failed, 1 skipped', 1],
		] as const) {
			it(what, () => {
				const result = run(['scripts/tally.mjs', ...texts.map((text, i) => counts(`${i}.json`, text))]);
				assert.equal(result.stdout.trimEnd().split('\n').at(-1), line);
				assert.equal(result.status, status);
			});
		}

		it('one that crashed before it counted', () => {
			const { status, stdout } = run(['scripts/tally.mjs', counts('0.json', good), join(folder, 'none.json')]);
			assert.match(stdout, /failed: no counts in .*none\.json: that run did not finish\n\n3 passed, 1 failed, 1 skipped\n$/);
			assert.equal(status, 1);
		});
	});

	it('tell at their end, too, what failed', () => {
		const file = join(folder, 'failing.test.mjs');
		const left = join(folder, 'counts.json');
		writeFileSync(file, `describe('all', () => it('fails', () => { throw new Error('at\\nlength'); }));`);
		run(['node_modules/mocha/bin/mocha.js', '--reporter', 'scripts/test-reporter.cjs', file], { KEIKI_COUNTS: left });
		const { stdout } = run(['scripts/tally.mjs', left]);
		assert.equal(stdout, `\nfailed: ${file}: all fails\n    at\n    length\n\n0 passed, 1 failed, 0 skipped\n`);
	});

	for (const [words, message] of [
		[['--minutes', 'x'], /--minutes: expected a number from 0 to 10080, got "x"/],
		[['--seed', '0'], /--seed: expected a whole number from 1 to 2147483647, got "0"/],
		[['--repeat', '1.5'], /--repeat: expected a whole number from 0 to 2147483647, got "1\.5"/],
		[['--hours', '0'], /--hours: expected a whole number from 1 to 10000000, got "0"/],
		[['--world', '12'], /--world: expected SEED:NUMBER as a failure tells it, like 1:12, got "12"/],
		[['--minute', '1'], /Unknown option '--minute'/],
		[['nothing'], /no file's path contains "nothing"; there are test\/.*test\/fuzz\/world/],
	] as const) {
		it(`refuse ${words.join(' ')}`, () => {
			const { status, stderr } = run(['scripts/fuzz.mjs', ...words]);
			assert.match(stderr, message);
			assert.doesNotMatch(stderr, /^\s+at /m);
			assert.equal(status, 2);
		});
	}

	it('tell the input at which a fuzz test failed, as it was when it was drawn, and leave the result', () => {
		const file = join(folder, 'failing.test.mjs');
		const results = join(folder, 'results.jsonl');
		writeFileSync(
			file,
			`it('fails', () => {
				const bytes = new Uint8Array(2);
				for (let i = 1; ; i++) {
					bytes.fill(i);
					keikiFuzz.tried(bytes);
					bytes.fill(0);
					if (i === 3) throw new Error('three');
				}
			});`,
		);
		const { status, stderr } = mocha(file, { KEIKI_FUZZ_SEED: '9', KEIKI_FUZZ_SHARE: '0.5', KEIKI_RESULTS: results });
		assert.match(stderr, /fails: failed at input 3 of seed 9, share 0\.5: 0303\n/);
		assert.deepEqual(JSON.parse(readFileSync(results, 'utf8')), { file, title: 'fails', state: 'failed', inputs: 3 });
		assert.equal(status, 1);
	});
});
