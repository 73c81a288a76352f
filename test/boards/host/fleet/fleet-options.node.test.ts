/** What `keiki fleet` takes and refuses, before anything of it is there. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FleetWords, parseFleet } from '../../../../boards/host/fleet/fleet-options.js';
import { FLEET } from '../../../../boards/host/fleet/program.js';
import type { OptionRow } from '../../../../boards/host/shared/option-row.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';

/** As commander hands them over where nothing is told. */
const USUAL: Readonly<Record<string, string>> = Object.fromEntries(
	(FLEET as readonly OptionRow[])
		.filter(({ usual }) => usual !== undefined)
		.map(({ flags, usual }) => [/^--(\S+)/.exec(flags)![1]!.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()), usual as string]),
);
const parsed = (words: Partial<FleetWords> = {}) => parseFleet({ ...USUAL, ...words } as FleetWords);

describe('the words of keiki fleet', () => {
	it('are those of the table unless told, and a concentrator has 500 meters', () => {
		const { meters, spans, first, push, pushBy, spread, rate, idle, master } = parsed();
		assert.deepEqual(
			{ meters, pushBy, spread, rate, idle, master },
			{ meters: 1000, pushBy: 'udp', spread: 300_000, rate: 20_000, idle: 180_000, master: undefined },
		);
		assert.deepEqual(first, { address: '::1', port: 20_000 });
		assert.deepEqual(push, { address: '::1', port: 4060 });
		assert.deepEqual(spans, [
			{ first: 1, count: 500 },
			{ first: 501, count: 500 },
		]);
	});

	it('share out all meters, and all concentrators but the last have as many', () => {
		for (const [meters, concentrators, counts] of [
			['7', '3', [3, 3, 1]],
			['6', '4', [2, 2, 2]],
			['1', '1', [1]],
			['501', undefined, [251, 250]],
		] as const) {
			const { spans } = parsed({ meters, ...(concentrators !== undefined && { concentrators }) });
			assert.deepEqual(
				spans.map(({ count }) => count),
				counts,
			);
			assert.deepEqual(
				spans.map(({ first }) => first),
				counts.map((_, i) => 1 + counts.slice(0, i).reduce((sum, count) => sum + count, 0)),
			);
		}
	});

	it('name the file of a master that is none, and no digit of it', () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		try {
			const master = join(folder, 'master');
			const write = (text: string) => writeFileSync(master, text, { mode: 0o600 });
			write(`${'5A'.repeat(16)}\n`);
			assert.deepEqual(parsed({ master }).master, new Uint8Array(16).fill(0x5a));
			for (const text of ['', '5a'.repeat(15), `${'5a'.repeat(16)}5`, `${'5a'.repeat(16)}xx`]) {
				write(text);
				assert.throws(
					() => parsed({ master }),
					(error) => error instanceof UsageError && error.message.includes(master) && error.message.includes('32') && !error.message.includes('5a5a'),
				);
			}
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});
