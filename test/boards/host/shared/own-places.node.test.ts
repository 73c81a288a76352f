import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { paintFor } from '../../../../boards/host/shared/colours.js';
import { controlPaths } from '../../../../boards/host/shared/control-socket.js';
import { runtimeDirectory, stateDirectory, statePath } from '../../../../boards/host/shared/own-places.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';

/** Runs with these variables, undefined where they are not there. */
function withEnvironment(variables: Readonly<Record<string, string | undefined>>, run: () => void): void {
	const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
	const set = (values: Readonly<Record<string, string | undefined>>) => {
		for (const [name, value] of Object.entries(values)) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	};
	set(variables);
	try {
		run();
	} finally {
		set(before);
	}
}

describe('places of files, by the XDG Base Directory Specification', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('keeps what is kept in XDG_STATE_HOME, and where that is none in ~/.local/state', () => {
		assert.equal(stateDirectory({ XDG_STATE_HOME: '/var/x' }), '/var/x/keiki');
		for (const none of [undefined, '', 'relative']) assert.equal(stateDirectory({ XDG_STATE_HOME: none }), join(homedir(), '.local/state/keiki'));
	});

	it('makes the directory of a file for its owner alone, and says where it cannot', () => {
		withEnvironment({ XDG_STATE_HOME: folder }, () => {
			assert.equal(statePath('rows', 'a.csv'), join(folder, 'keiki/rows/a.csv'));
			assert.equal(statSync(join(folder, 'keiki/rows')).mode & 0o777, 0o700);
		});
		writeFileSync(join(folder, 'file'), '');
		withEnvironment({ XDG_STATE_HOME: join(folder, 'file') }, () => {
			assert.throws(
				() => statePath('a'),
				(error) => error instanceof UsageError && /file\/keiki: cannot make it: .*; XDG_STATE_HOME names another directory/.test(error.message),
			);
		});
	});

	it('puts sockets into XDG_RUNTIME_DIR first, where the system has one, and looks for them in temporary directories as well', () => {
		assert.equal(runtimeDirectory({ XDG_RUNTIME_DIR: folder }), join(folder, 'keiki'));
		assert.equal(statSync(join(folder, 'keiki')).mode & 0o777, 0o700);
		for (const none of [undefined, 'relative', join(folder, 'none')]) assert.equal(runtimeDirectory({ XDG_RUNTIME_DIR: none }), undefined);
		assert.ok(!existsSync(join(folder, 'none')));
		withEnvironment({ XDG_RUNTIME_DIR: folder }, () => {
			const paths = controlPaths();
			assert.equal(paths[0], join(folder, 'keiki', 'keiki-control'));
			assert.ok(paths.includes(join(tmpdir(), 'keiki-control')));
		});
		withEnvironment({ XDG_RUNTIME_DIR: undefined }, () => assert.equal(controlPaths()[0], join(tmpdir(), 'keiki-control')));
	});
});

describe('colours', () => {
	const painted = (isTTY: boolean, NO_COLOR?: string, FORCE_COLOR?: string) => {
		let text = '';
		withEnvironment({ NO_COLOR, FORCE_COLOR }, () => {
			text = paintFor({ isTTY })('red', 'x');
		});
		return text !== 'x';
	};

	it('are there where a person looks, unless NO_COLOR says no', () => {
		assert.deepEqual([painted(true), painted(false), painted(true, '1'), painted(true, '')], [true, false, false, true]);
	});

	it('are there anywhere with FORCE_COLOR, and nowhere where it is 0', () => {
		assert.deepEqual([painted(false, undefined, '1'), painted(true, undefined, '0'), painted(false, '1', '1')], [true, false, false]);
	});
});
