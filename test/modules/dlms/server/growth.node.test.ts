import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

const PROGRAM = 'test/modules/dlms/server/growth-program.node.ts';
/** Bytes: what the engine keeps for itself. */
const ALLOWED = 512 * 1024;

describe('the memory of a COSEM server', () => {
	let grown: Readonly<Record<string, number>> = {};

	before(() => {
		const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', PROGRAM], { encoding: 'utf8' });
		assert.equal(status, 0, stderr);
		grown = JSON.parse(stdout) as Record<string, number>;
	});

	for (const [name, what] of [
		['connections', 'connections that are never closed properly'],
		['unfinished', 'requests in blocks that are never finished'],
		['associations', 'associations, long values and releases'],
	] as const) {
		it(`does not grow with ${what}`, () => {
			assert.ok(grown[name]! < ALLOWED, `${grown[name]} bytes more`);
		});
	}
});
