/** The stick on the device model and a HEMS program, from the build of the device model to the end of a scenario. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { isJ11, type ModuleName } from '../../../modules/wi-sun-module/models.js';
import { GEN1 } from '../../../src/route-b/meter-profile.js';
import { DEMO_KEYS } from '../../../src/world/meter/demo-keys.js';
import { buildXsHost } from '../build.mjs';
import { bundle, type Pools } from '../program.mjs';
import { type Firmware, FOLDER, type Outcome, outcomeOf, recordedPast, START } from './bench.js';
import { HandHeld } from './hand-held.js';
import { J11Hems } from './j11-hems.js';
import { SkstackHems } from './skstack-hems.js';
import type { StickHems } from './usb-program.js';
import { XsStick } from './xs-stick.js';

export const STICK_FIRMWARE = fileURLToPath(new URL('../firmware/stick.ts', import.meta.url));
const MANIFEST = new URL('../../esp32s3-stick/manifest.json', import.meta.url);
/** Of a slot, and of a slot of stack, in 32 bits. */
const SLOT = 16;
export const CREDENTIALS = Object.freeze({ id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' });

export interface StickBench {
	readonly scheduler: VirtualScheduler;
	readonly stick: XsStick;
	readonly hems: StickHems;
	readonly handHeld: HandHeld;
}

/** What a HEMS program does; it throws where the stick does not do its part. */
export type StickScenario = (bench: StickBench) => Promise<void>;

export interface StickParts {
	readonly model: ModuleName;
	/** Keys for Route A, at the local port. */
	readonly routeA: boolean;
}

/** The pools that the board is built with: its manifest's. */
export function stickPools(): Required<Omit<Pools, 'keys'>> {
	const { creation } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as {
		creation: { chunk: { initial: number }; heap: { initial: number }; stack: number };
	};
	return { chunks: creation.chunk.initial, slots: creation.heap.initial, stack: creation.stack };
}

/** Bytes of all pools. */
export function bytesOfPools({ chunks, slots, stack }: ReturnType<typeof stickPools>): number {
	return chunks + SLOT * (slots + stack);
}

/** Builds the device model and the stick's firmware, and fills its flash. */
export async function buildStick(): Promise<Firmware> {
	const { path: host, bits } = await buildXsHost();
	const script = join(FOLDER, 'stick.js');
	const flash = join(FOLDER, 'stick-flash');
	await bundle(STICK_FIRMWARE, script);
	writeFileSync(flash, recordedPast(GEN1.counter));
	const pools = stickPools();
	return { host, bits, script, flash, pools: { ...pools, chunks: (pools.chunks * bits) / 32 } };
}

/** Runs a scenario in pools of this size, the board's where nothing is told. */
export async function playStick(
	{ host, script, flash, under, pools }: Firmware,
	scenario: StickScenario,
	{ model, routeA }: StickParts,
	smaller: Pools = {},
): Promise<Outcome> {
	const scheduler = new VirtualScheduler();
	const options = {
		...{ host, script, flash, under, scheduler, model },
		pools: { ...pools, ...smaller },
		clock: START,
		credentials: CREDENTIALS,
		routeA: routeA ? DEMO_KEYS : undefined,
	};
	return outcomeOf(script, XsStick.start(options), (stick) => {
		const hems = isJ11(model) ? new J11Hems(stick, scheduler) : new SkstackHems(stick, scheduler, model);
		return scenario({ scheduler, stick, hems, handHeld: new HandHeld(stick, scheduler, DEMO_KEYS) });
	});
}
