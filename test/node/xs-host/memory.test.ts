import assert from 'node:assert/strict';
import { buildFirmware, type Firmware, play, type Scenario } from '../../../boards/xs-host/bench/bench.js';
import { playNamed, recordedNeeds, SCENARIOS } from '../../../boards/xs-host/bench/memory.js';
import { routeARequests } from '../../../boards/xs-host/bench/route-a-scenarios.js';
import { day, requests } from '../../../boards/xs-host/bench/scenarios.js';
import type { Memory } from '../../../boards/xs-host/bench/xs-meter.js';

/** How much worse than memory.md it may be. */
const WORSE = 1.05;
/** What is alive varies by what was under way when it was measured. */
const VARIATION = { slots: 24, chunks: 128 };

describe('the meter in the memory of an ESP32', function () {
	this.timeout(120_000);
	let firmware: Firmware;

	before(async () => {
		firmware = await buildFirmware();
	});

	it('runs a day with a HEMS that reads histories all the time and a hand-held at the local port each hour, with 40 % of chunks and slots and 20 % of the stack to spare', async () => {
		const { chunks, slots, stack } = firmware.pools;
		const { error } = await play(firmware, day, { chunks: Math.floor(chunks * 0.6), slots: Math.floor(slots * 0.6), stack: Math.floor(stack * 0.8) });
		assert.equal(error, '');
	});

	for (const name of Object.keys(SCENARIOS)) {
		it(`needs no more than memory.md says, within 5 %: ${name}`, async () => {
			const need = recordedNeeds().get(name);
			assert.ok(need && need.stack > 0, 'memory.md has no figures');
			const most = (size: number) => Math.floor(size * WORSE);
			const width = firmware.bits / 32;
			const { error, memory } = await playNamed(firmware, name, {
				chunks: most(need.chunks) * width,
				slots: most(need.slots),
				stack: most(need.stack),
			});
			assert.equal(error, '');
			assert.ok(memory!.slots <= most(need.liveSlots), `${memory!.slots} slots alive, ${need.liveSlots} before`);
			assert.ok(memory!.chunks <= most(need.liveChunks) * width, `${memory!.chunks} bytes alive, ${need.liveChunks} before`);
		});
	}

	const many: [string, (onMemory: (memory: Memory) => void) => Scenario][] = [
		['5,000 requests of a HEMS', (onMemory) => requests(5000, 5, onMemory)],
		['2,000 requests of a hand-held', (onMemory) => routeARequests(2000, 5, onMemory)],
	];
	for (const [what, scenario] of many) {
		it(`keeps as much after ${what} as before`, async () => {
			const alive: Memory[] = [];
			const { error } = await play(
				firmware,
				scenario((memory) => alive.push(memory)),
			);
			assert.equal(error, '');
			assert.equal(alive.length, 6);
			for (const { slots, chunks } of alive) {
				assert.ok(Math.abs(slots - alive[0]!.slots) <= VARIATION.slots, alive.map((memory) => memory.slots).join());
				assert.ok(Math.abs(chunks - alive[0]!.chunks) <= VARIATION.chunks, alive.map((memory) => memory.chunks).join());
			}
		});
	}
});
