/** `keiki run`: a meter on the air until somebody ends it. */
import process from 'node:process';
import { Pacer } from '../../hal/node/pacer.js';
import type { Flash } from '../../hal/ports/flash.js';
import type { Log } from '../../hal/ports/log.js';
import { equalBytes } from '../../modules/bytes/equal.js';
import { toUpperHex } from '../../modules/bytes/hex.js';
import { linkLocalAddress } from '../../modules/ipv6/address.js';
import { JournalError } from '../../modules/journal/journal.js';
import type { LoadSource } from '../../src/lab/load/source.js';
import type { RouteAKeys } from '../../src/route-a/keys.js';
import { CaptureFile } from './capture-file.js';
import type { EmulatedMeter } from './emulated-meter.js';
import { type MeterPlace, panText, type Ready } from './json-events.js';
import { DEMO_KEYS, readKeysFile } from './keys-file.js';
import { Lan } from './lan.js';
import { openLoad } from './loads.js';
import { notificationRules } from './notification-rules.js';
import { parseRunOptions, type RunOptions, type RunWords } from './options.js';
import { filledFlash, PAST_DAYS, recordPast, showProgress } from './past.js';
import { parseRadio } from './radio-option.js';
import { JsonReporter, type Reporter, type ReporterOptions, TimelineReporter } from './reporter.js';
import { startRouteA } from './route-a-meter.js';
import { RouteAPlace } from './route-a-place.js';
import { type DongleLine, openLine } from './serial-lines.js';
import { Simulator } from './simulator.js';
import { StateDirectory } from './state.js';
import { Stop } from './stop.js';
import { reasonOf, UsageError } from './usage-error.js';

/** Returns the exit code. Throws UsageError where nothing could be started; then nothing is left behind. */
export async function runCommand(words: RunWords): Promise<number> {
	const options = parseRunOptions(words);
	const stop = new Stop();
	const radio = parseRadio(words);
	const run = radio === undefined ? new Run(options, stop) : new (await import('./radio-run.js')).RadioRun(options, radio, stop);
	await run.begin();
	return run.finish(await stop.ending);
}

class Run {
	readonly #options: RunOptions;
	readonly #stop: Stop;
	readonly #start: number;
	#lines: DongleLine[] = [];
	#lan: Lan | undefined;
	#routeA: RouteAPlace | undefined;
	#keys: RouteAKeys = DEMO_KEYS;
	#capture: CaptureFile | undefined;
	#state: StateDirectory | undefined;
	#simulator!: Simulator;
	#pacer: Pacer | undefined;
	#reporter!: Reporter;

	constructor(options: RunOptions, stop: Stop) {
		this.#options = options;
		this.#stop = stop;
		this.#start = options.start ?? Date.now();
	}

	/** Opens what others may have taken first, so that a refusal comes before anything is written. */
	async begin(): Promise<void> {
		const { load, seed, lines, lan, routeA, localPort, keys, capture } = this.#options;
		const source = openLoad(load, seed, this.#start);
		if (keys !== undefined) this.#keys = readKeysFile(keys);
		try {
			for (const choice of lines) this.#lines.push(await openLine(choice));
			if (lan !== undefined) this.#lan = await Lan.open(lan, (event) => this.#pacer?.enter(event));
			this.#routeA = await RouteAPlace.open(routeA, localPort, (event) => this.#pacer?.enter(event));
			if (capture !== undefined) this.#capture = new CaptureFile(capture);
			this.#compose(source);
		} catch (error) {
			this.#state?.discard();
			this.#close();
			throw error;
		}
		this.#reporter.ready(this.#ready(), { credentials: this.#options.isDemo, keys: this.#options.keys === undefined });
		this.#pacer?.start();
	}

	/** Writes down all there is to keep, and gives everything back. Returns the exit code. */
	finish(ending: { readonly reason: string } | { readonly error: unknown }): number {
		this.#pacer?.stop();
		const failures = 'error' in ending ? [ending.error] : [];
		const attempt = (action: () => void) => {
			try {
				action();
			} catch (error) {
				failures.push(error);
			}
		};
		attempt(() => this.#simulator.shutdown());
		attempt(() => this.#state?.close());
		attempt(() => this.#close());
		for (const failure of failures) {
			process.stderr.write(`keiki: ${reasonOf(failure)}\n`);
			this.#reporter.error(reasonOf(failure));
		}
		this.#reporter.end('reason' in ending ? ending.reason : 'failure');
		return failures.length === 0 ? 0 : 1;
	}

	#compose(load: LoadSource): void {
		const { profile, seed, credentials, faults, neighbours, notifications, speed, state, start } = this.#options;
		const log = { write: (layer: string, text: string) => process.stderr.write(`keiki: ${layer}: ${text}\n`) };
		const fill = (flash: Flash) => recordPast(flash, load, this.#start, PAST_DAYS, profile.counter, showProgress);
		if (state !== undefined) this.#state = StateDirectory.open(state, fill);
		const capture = this.#capture;
		try {
			this.#simulator = new Simulator({
				seed,
				start: this.#start,
				load,
				profile,
				credentials,
				log,
				onEvent: (event) => this.#reporter.event(event),
				flash: this.#state?.flash ?? filledFlash(fill),
				pastDays: PAST_DAYS,
				...(this.#state && { location: this.#state.location }),
				airFaults: faults.air,
				faults: faults.field,
				neighbours,
				notifications: notificationRules(notifications, seed),
				...(capture && { capture: (bytes) => capture.write(bytes) }),
			});
		} catch (error) {
			if (error instanceof JournalError) throw new UsageError(`--state ${state}: meter.flash is damaged: ${reasonOf(error)}`);
			throw error;
		}
		const simulator = this.#simulator;
		const { scheduler } = simulator;
		this.#reporter = this.#createReporter();
		const pacer = new Pacer({ scheduler, speed, isBusy: () => simulator.isBusy, onError: (error) => this.#stop.fail(error) });
		this.#pacer = pacer;
		for (const [i, { model, line }] of this.#lines.entries()) {
			const name = i === 0 ? 'dongle' : `dongle-${i + 1}`;
			const dongle = simulator.addDongle({ model, serial: line, ...(this.#state && { nonvolatile: this.#state.dongle(name) }) });
			// A terminal has no WKUP pin: what a program writes ends SKDSLEEP.
			line.onReceive = (bytes) =>
				pacer.enter(() => {
					dongle.module.wake();
					dongle.module.receive(bytes);
				});
		}
		if (this.#lan !== undefined) simulator.addLan(this.#lan.datagrams, this.#lan.datagrams.group);
		this.#startRouteA(log);
		capture?.begin((error) => this.#stop.fail(error));
		// The past took its time to record: a clock that was not set otherwise is right again.
		if (start === undefined) scheduler.runUntil(Math.max(0, Date.now() - this.#start));
	}

	#startRouteA(log: Log): void {
		const { unit, clock, serial, macAddress } = this.#simulator.meters[0]!;
		const keys = this.#keys;
		startRouteA({ unit, clock, log, keys, place: this.#routeA!, flash: this.#state?.routeA, serial, macAddress });
	}

	#createReporter(): Reporter {
		const { scheduler, dongles, meter } = this.#simulator;
		const options: ReporterOptions = {
			now: () => this.#start + scheduler.now(),
			elapsed: () => scheduler.now(),
			nameOf: (address) => dongles.find(({ network }) => equalBytes(linkLocalAddress(network.macAddress), address))?.name,
			wattHours: meter.counter.wattHours,
		};
		return this.#options.json ? new JsonReporter(options) : new TimelineReporter(options);
	}

	#ready(): Ready {
		const { lan, seed, profile, speed, capture, state } = this.#options;
		const meters = this.#simulator.meters.map(placeOf);
		const dongles = this.#lines.map(({ model, line }) => ({ path: line.path, model }));
		return {
			dongle: dongles[0]!.path,
			dongles,
			lan: lan ?? null,
			routeA: this.#routeA?.address ?? null,
			localPort: this.#routeA?.line?.path ?? null,
			...meters[0]!,
			seed,
			meters,
			profile: profile.name,
			speed,
			capture: capture ?? null,
			state: state ?? null,
		};
	}

	#close(): void {
		for (const { line } of this.#lines) line.close();
		this.#lan?.close();
		this.#routeA?.close();
		this.#capture?.close();
	}
}

function placeOf({ credentials, macAddress, panId, channel }: EmulatedMeter): MeterPlace {
	return { routeBId: credentials.id, password: credentials.password, macAddress: toUpperHex(macAddress), panId: panText(panId), channel };
}
