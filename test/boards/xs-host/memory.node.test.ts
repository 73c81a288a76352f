import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Firmware, FOLDER, type Parts, play, type Scenario, START } from '../../../boards/xs-host/bench/bench.js';
import {
	buildAll,
	CHOICES,
	COST_FILES,
	DEVICE_LIST,
	type Firmwares,
	firmwareOf,
	MEASURED,
	playNamed,
	recordedNeeds,
	WHOLE_SET,
	withCosts,
} from '../../../boards/xs-host/bench/memory.js';
import { changeTariff } from '../../../boards/xs-host/bench/part-scenarios.js';
import { routeARequests } from '../../../boards/xs-host/bench/route-a-scenarios.js';
import { day, dayOfBothRoutes, requests } from '../../../boards/xs-host/bench/scenarios.js';
import { bytesOfPools, playStick, stickPools } from '../../../boards/xs-host/bench/stick-bench.js';
import { stickRequests } from '../../../boards/xs-host/bench/stick-scenarios.js';
import { exchanges } from '../../../boards/xs-host/bench/unit-scenarios.js';
import { leftToWifi, playWifi } from '../../../boards/xs-host/bench/wifi-bench.js';
import { wifiRequests } from '../../../boards/xs-host/bench/wifi-scenarios.js';
import { wornPast } from '../../../boards/xs-host/bench/worn-flash.js';
import type { Memory } from '../../../boards/xs-host/bench/xs-program.js';

/** How much worse than memory.md it may be. */
const WORSE = 1.05;
/** What is alive varies by what was under way when it was measured. */
const VARIATION = { slots: 24, chunks: 128 };
/** The same of the stick, in which both ends of the air wait for something: it was seen to go up and down by 72 slots over 4,000 requests, and to grow by none. */
const STICK_VARIATION = { slots: 80, chunks: 128 };
/** Of all pools of the stick. */
const STICK_BYTES = 300 * 1024;
/** What is assumed to be enough for Wi-Fi and TCP/IP, of the pools that the SDK gives an ESP32 (memory.md). */
const LEFT_TO_WIFI = 56 * 1024;

describe('the meter in the memory of an ESP32', () => {
	let firmwares: Firmwares;
	let firmware: Firmware;

	before(async () => {
		firmwares = await buildAll();
		firmware = firmwares.meter;
	});

	const days: [string, Scenario, Parts, { chunks: number; slots: number; stack: number }][] = [
		['a hand-held at the local port each hour', dayOfBothRoutes, { routeA: true, units: false }, { chunks: 40, slots: 40, stack: 20 }],
		['four units plugged', day, { routeA: false, units: true }, { chunks: 40, slots: 40, stack: 20 }],
		['four units plugged and that hand-held', dayOfBothRoutes, { routeA: true, units: true }, { chunks: 40, slots: 25, stack: 18 }],
		['that hand-held, and all that a board may have of Route A', dayOfBothRoutes, DEVICE_LIST, { chunks: 40, slots: 25, stack: 18 }],
		['that hand-held, and all that a meter of suite 0 may have', dayOfBothRoutes, WHOLE_SET, { chunks: 40, slots: 25, stack: 18 }],
		[
			'four units plugged, that hand-held, and all of a board',
			dayOfBothRoutes,
			{ ...DEVICE_LIST, units: true },
			{ chunks: 40, slots: 20, stack: 18 },
		],
		['four units plugged, that hand-held, and all of suite 0', dayOfBothRoutes, { ...WHOLE_SET, units: true }, { chunks: 40, slots: 15, stack: 15 }],
	];
	for (const [what, scenario, parts, spare] of days) {
		const { chunks, slots, stack } = spare;
		it(`runs a day with a HEMS that reads histories all the time and ${what}, with ${chunks} % of chunks, ${slots} % of slots and ${stack} % of the stack to spare`, async () => {
			const { pools } = firmware;
			const left = (pool: keyof typeof spare) => Math.floor((pools[pool] * (100 - spare[pool])) / 100);
			const { error } = await play(firmware, scenario, { chunks: left('chunks'), slots: left('slots'), stack: left('stack') }, parts);
			assert.equal(error, '');
		});
	}

	it('changes its tariff with four units plugged, all of suite 0, a hand-held there and flash that is full and worn, with 10 % of slots to spare', async () => {
		const worn = join(FOLDER, 'worn');
		writeFileSync(worn, wornPast(new Uint8Array(readFileSync(firmware.flash)), START));
		const slots = Math.floor(firmware.pools.slots * 0.9);
		const { error } = await play({ ...firmware, flash: worn }, changeTariff, { slots }, { ...WHOLE_SET, units: true });
		assert.equal(error, '');
	});

	for (const file of COST_FILES) {
		it(`are told in ${file.slice(file.lastIndexOf('/') + 1)} with what each part of Route A takes, as memory.md has it`, () => {
			const text = readFileSync(file, 'utf8');
			assert.equal(withCosts(text, recordedNeeds()), text);
			for (const choice of Object.keys(CHOICES)) assert.match(text, new RegExp(`^\\| \`${choice}\` \\| [\\d,]+ \\| [\\d,]+ \\| [\\d,]+ \\|$`, 'm'));
		});
	}

	it('gives the stick pools that an ESP32-S3 has without PSRAM', () => {
		assert.ok(bytesOfPools(stickPools()) <= STICK_BYTES, `${bytesOfPools(stickPools())} bytes`);
	});

	it('leaves Wi-Fi and TCP/IP what memory.md says of the pools that the SDK gives an ESP32', () => {
		assert.equal(leftToWifi(), LEFT_TO_WIFI);
	});

	for (const name of MEASURED) {
		it(`needs no more than memory.md says, within 5 %: ${name}`, async () => {
			const need = recordedNeeds().get(name);
			assert.ok(need && need.stack > 0, 'memory.md has no figures');
			const most = (size: number) => Math.floor(size * WORSE);
			const width = firmwareOf(firmwares, name).bits / 32;
			const { error, memory } = await playNamed(firmwares, name, {
				chunks: most(need.chunks) * width,
				slots: most(need.slots),
				stack: most(need.stack),
			});
			assert.equal(error, '');
			assert.ok(memory!.slots <= most(need.liveSlots), `${memory!.slots} slots alive, ${need.liveSlots} before`);
			assert.ok(memory!.chunks <= most(need.liveChunks) * width, `${memory!.chunks} bytes alive, ${need.liveChunks} before`);
		});
	}

	it('keeps as much of the stick after 1,000 requests of a HEMS as before', async () => {
		const alive: Memory[] = [];
		const scenario = stickRequests(1000, 5, (memory) => alive.push(memory));
		const { error } = await playStick(firmwares.stick, scenario, { model: 'bp35a1', routeA: false });
		assert.equal(error, '');
		assertSame(alive, STICK_VARIATION);
	});

	it('keeps as much of the meter on Wi-Fi after 1,000 requests of a HEMS and 20 looks at its page as before', async () => {
		const alive: Memory[] = [];
		const scenario = wifiRequests(1000, 5, (memory) => alive.push(memory));
		const { error } = await playWifi(firmwares.wifi, scenario, { routeA: true, units: false });
		assert.equal(error, '');
		assertSame(alive, VARIATION);
	});

	const many: [string, (onMemory: (memory: Memory) => void) => Scenario, Parts][] = [
		['5,000 requests of a HEMS', (onMemory) => requests(5000, 5, onMemory), { routeA: true, units: false }],
		['2,000 requests of a hand-held', (onMemory) => routeARequests(2000, 5, onMemory), { routeA: true, units: false }],
		['50 exchanges of the metering unit', (onMemory) => exchanges(50, 5, onMemory), { routeA: false, units: true }],
	];
	for (const [what, scenario, parts] of many) {
		it(`keeps as much after ${what} as before`, async () => {
			const alive: Memory[] = [];
			const { error } = await play(
				firmware,
				scenario((memory) => alive.push(memory)),
				{},
				parts,
			);
			assert.equal(error, '');
			assertSame(alive, VARIATION);
		});
	}
});

function assertSame(alive: readonly Memory[], variation: typeof VARIATION): void {
	assert.equal(alive.length, 6);
	for (const { slots, chunks } of alive) {
		assert.ok(Math.abs(slots - alive[0]!.slots) <= variation.slots, alive.map((memory) => memory.slots).join());
		assert.ok(Math.abs(chunks - alive[0]!.chunks) <= variation.chunks, alive.map((memory) => memory.chunks).join());
	}
}
