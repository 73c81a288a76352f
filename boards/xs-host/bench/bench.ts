/** A meter on the device model and a HEMS, from the build of the device model to the end of a scenario. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { Air } from '../../../modules/medium/air.js';
import { MeteringUnit } from '../../../src/meter/metering/metering-unit.js';
import type { Counter } from '../../../src/meter/metering/registers.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { GEN2 } from '../../../src/route-b/meter-profile.js';
import { constantLoad, PlayedLoad } from '../../../src/world/load/source.js';
import type { RouteAPart } from '../../route-a-parts.js';
import { buildXsHost } from '../build.mjs';
import { SECTORS } from '../firmware/units.js';
import { bundle, ESP32, type Pools, sourceLines } from '../program.mjs';
import { BENCH_KEYS } from './bench-keys.js';
import { HandHeld } from './hand-held.js';
import { Hems } from './hems.js';
import { XsMeter } from './xs-meter.js';
import { type Memory, MeterEnded, type XsProgram } from './xs-program.js';

export const FIRMWARE = fileURLToPath(new URL('../firmware/main.ts', import.meta.url));
export const FOLDER = fileURLToPath(new URL('../../../build/xs-firmware', import.meta.url));
export const CHANNEL = 33;
const PAST_DAYS = 45;
const DAY = 86_400_000;
/** What the meter's clock shows at the start. */
export const START = Date.UTC(2026, 10, 22, 3, 25);

/** What a run needs, built once. */
export interface Firmware {
	readonly host: string;
	readonly bits: 32 | 64;
	readonly script: string;
	/** A file with the flash of a meter that has recorded 45 days. */
	readonly flash: string;
	/** A program that runs the device model, and its options. */
	readonly under?: readonly string[];
	/** The ESP32's pools; chunks twice as large where slots are. */
	readonly pools: { readonly chunks: number; readonly slots: number; readonly stack: number };
}

export interface Bench {
	readonly air: Air;
	readonly scheduler: VirtualScheduler;
	readonly meter: XsMeter;
	readonly hems: Hems;
	readonly handHeld: HandHeld;
	/** What the meter was told of Route A. */
	readonly keys: RouteAKeys;
	/** Parts of its Route A, and whether it takes sealed credentials. */
	readonly parts: readonly RouteAPart[];
	readonly sealed: boolean;
	/** What the meter's clock shows at the start, ms since 1970-01-01T00:00:00Z. */
	readonly start: number;
}

/** What a HEMS does; it throws where the meter does not do its part. */
export type Scenario = (bench: Bench) => Promise<void>;

export interface Outcome {
	readonly passed: boolean;
	/** The exit code of the meter's program. */
	readonly code: number | string;
	/** Why it did not pass. */
	readonly error: string;
	/** At the end of a scenario that passed. */
	readonly memory: Memory | undefined;
	readonly flashBytes: number | undefined;
}

/** Builds the device model and the firmware, and fills the meter's flash. */
export async function buildFirmware(): Promise<Firmware> {
	const { path: host, bits } = await buildXsHost();
	const script = join(FOLDER, 'firmware.js');
	const flash = join(FOLDER, 'flash');
	await bundle(FIRMWARE, script);
	await writeFile(flash, recordedPast(GEN2.counter));
	return { host, bits, script, flash, pools: { ...ESP32, chunks: (ESP32.chunks * bits) / 32 } };
}

/** What a meter consists of beside its metering and Route B. */
export interface Parts {
	/** Keys for Route A, at the local port. */
	readonly routeA: boolean;
	/** A base with four units, one of them with a relay. */
	readonly units: boolean;
	/** Parts of Route A; default: none. */
	readonly parts?: readonly RouteAPart[];
	/** It takes sealed credentials, from a hand-held, too. */
	readonly sealed?: boolean;
}

const USUAL: Parts = Object.freeze({ routeA: true, units: false });

/** Runs a scenario in pools of this size, those of the ESP32 where nothing is told; unless told, with Route A at the local port, and nothing plugs in. */
export async function play(
	{ host, script, flash, under, pools }: Firmware,
	scenario: Scenario,
	smaller: Pools = {},
	parts = USUAL,
): Promise<Outcome> {
	const scheduler = new VirtualScheduler();
	const air = new Air({ scheduler });
	const options = {
		...{ host, script, flash, under, scheduler, air },
		pools: { ...pools, ...smaller },
		clock: START,
		macAddress: Uint8Array.of(0x00, 0x1c, 0x64, 0x00, 0x4b, 0x45, 0, 1),
		panId: 0x4b45,
		channel: CHANNEL,
		credentials: { id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' },
		routeA: parts.routeA ? BENCH_KEYS : undefined,
		units: parts.units,
		parts: parts.parts,
		sealed: parts.sealed,
	};
	return outcomeOf(script, XsMeter.start(options), (meter) => {
		const hems = new Hems(meter, options);
		return scenario({
			...{ air, scheduler, meter, hems, handHeld: new HandHeld(meter, scheduler, BENCH_KEYS), keys: BENCH_KEYS, start: START },
			...{ parts: parts.parts ?? [], sealed: parts.sealed ?? false },
		});
	});
}

/** How a program does what `work` has it do, from its start to its end. */
export async function outcomeOf<P extends XsProgram>(script: string, starting: Promise<P>, work: (program: P) => Promise<void>): Promise<Outcome> {
	let program: P | undefined;
	let memory: Memory | undefined;
	let error = '';
	try {
		program = await starting;
		await work(program);
		memory = await program.memory();
	} catch (thrown) {
		if (thrown instanceof MeterEnded)
			return { passed: false, code: thrown.code, error: await told(script, thrown), memory: undefined, flashBytes: undefined };
		error = String(thrown);
	}
	const end = await program!.stop();
	if (end.code !== 0) error += end.errors;
	return { passed: error === '', code: end.code, error, memory, flashBytes: end.report?.flash };
}

/** With the lines of the sources. */
async function told(script: string, { message }: Error): Promise<string> {
	const toSource = await sourceLines(script);
	return toSource(message);
}

/** What is on the flash of a meter that has recorded 45 days of 500 W. */
export function recordedPast(counter: Counter): Uint8Array {
	const scheduler = new VirtualScheduler();
	const flash = new RamFlash(SECTORS);
	const begin = START - PAST_DAYS * DAY;
	const unit = new MeteringUnit({
		scheduler,
		clock: new SchedulerClock(scheduler, begin),
		metrology: new PlayedLoad(constantLoad(500), scheduler, begin),
		flash,
		log: { write() {} },
		counter,
	});
	unit.start();
	scheduler.runUntil(PAST_DAYS * DAY);
	unit.shutdown();
	return flash.snapshot();
}
