import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { requirePeer } from '../../../interop/peers.js';
import { build, ENVIRONMENT, keiki } from '../command-line-rig.js';

describe('keiki completion', () => {
	before(build);

	it('prints a script for each shell', () => {
		for (const [shell, told] of [
			['bash', /complete .*-F .*keiki/],
			['zsh', /compdef/],
			['fish', /complete -c keiki/],
		] as const) {
			const { status, stdout } = keiki('completion', shell);
			assert.equal(status, 0);
			assert.match(stdout, told);
		}
	});

	describe('in bash', () => {
		let folder = '';
		before(function () {
			requirePeer(this, 'bash', 'apt-get install bash');
		});
		beforeEach(() => {
			folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
			writeFileSync(join(folder, 'keiki'), `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/boards/host/main.js')}' "$@"\n`, { mode: 0o755 });
		});
		afterEach(() => rmSync(folder, { recursive: true }));

		/** What bash offers behind these words; the last is the one that is being typed. */
		function offers(...words: readonly string[]): string[] {
			const script = `
				eval "$(keiki completion bash)"
				COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
				COMP_LINE="\${COMP_WORDS[*]}"; COMP_POINT=\${#COMP_LINE}
				_keiki keiki "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD-1]}"
				printf '%s\\n' "\${COMPREPLY[@]}"`;
			const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
				encoding: 'utf8',
				env: { ...ENVIRONMENT, PATH: `${folder}:${process.env.PATH}` },
			});
			assert.equal(stderr, '');
			return stdout
				.split('\n')
				.map((line) => line.trim())
				.filter((line) => line !== '');
		}

		it('offers commands, and those beneath them', () => {
			assert.deepEqual(offers('keiki', 'ca').sort(), ['capture', 'catalogue']);
			assert.deepEqual(offers('keiki', 'hes', 'pro'), ['profile']);
			assert.deepEqual(offers('keiki', '--config', 'x.yaml', 'hes', 'keys', ''), ['change', 'agree', 'help']);
		});

		it('leaves to bash what may be a file', () => {
			assert.deepEqual(offers('keiki', 'run', '--keys', ''), []);
		});

		it('offers the options of a command, and the values that one has', () => {
			assert.deepEqual(offers('keiki', 'run', '--notify').sort(), ['--notify', '--notify-delay']);
			assert.deepEqual(offers('keiki', 'run', '--dongle-model', 'rl').sort(), ['rl7023-dss', 'rl7023-ips']);
			assert.deepEqual(offers('keiki', 'completion', ''), ['bash', 'zsh', 'fish']);
		});
	});
});
