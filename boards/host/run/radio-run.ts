/** `keiki run --radio`: the meter on a real air, by a Wi-SUN module on a serial port, until somebody ends it. */
import process from 'node:process';
import { Pacer } from '../../../hal/node/pacer.js';
import type { Flash } from '../../../hal/ports/flash.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import type { CoordinatorState } from '../../../modules/wi-sun-module/skstack/host/coordinator.js';
import type { ModuleInfo } from '../../../modules/wi-sun-module/skstack/language/reply.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import type { LoadSource } from '../../../src/world/load/source.js';
import { notificationRules } from '../../../src/world/meter/notification-rules.js';
import { filledFlash, INITIAL, initialFor, PAST_DAYS, recordPast } from '../../../src/world/meter/past.js';
import { DamagedMemory, reading, UnitMemoryError } from '../../../src/world/units/unit-memory.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { panText } from '../shared/pan-text.js';
import { StateDirectory } from '../shared/state.js';
import { refusalOf } from '../shared/state-files.js';
import { StderrLog } from '../shared/stderr-log.js';
import type { Ending, Stop } from '../shared/stop.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import type { Ready } from './json-events.js';
import { openLoad } from './loads.js';
import type { RunOptions } from './options.js';
import { showProgress } from './progress.js';
import { RadioLine } from './radio-line.js';
import { RadioMeter } from './radio-meter.js';
import type { RadioChoice } from './radio-option.js';
import { JsonReporter, type Reporter, type ReporterOptions, TimelineReporter } from './reporter.js';
import { checkRouteAFlash, keysOfMeter, type RouteAMeterOptions, startRouteA } from './route-a-meter.js';
import { RouteAPlace } from './route-a-place.js';

export class RadioRun {
	readonly #options: RunOptions;
	readonly #radio: RadioChoice;
	readonly #stop: Stop;
	readonly #log = new StderrLog();
	readonly #start: number;
	readonly #scheduler = new VirtualScheduler();
	#line: RadioLine | undefined;
	#state: StateDirectory | undefined;
	#routeA: RouteAPlace | undefined;
	#meter!: RadioMeter;
	#pacer: Pacer | undefined;
	#reporter: Reporter | undefined;
	/** Hears of the first state that the module is in after its start. */
	#onFirst: ((state: CoordinatorState, detail: string) => void) | undefined;

	constructor(options: RunOptions, radio: RadioChoice, stop: Stop) {
		this.#options = options;
		this.#radio = radio;
		this.#stop = stop;
		this.#start = options.start ?? Date.now();
	}

	/** Throws UsageError if there is no module that can be the meter's radio; one that fails later is waited for. */
	async begin(): Promise<void> {
		const { load, seed, routeA, localPort, keys, state } = this.#options;
		const source = openLoad(load, seed, this.#start);
		const routeAKeys = keysOfMeter(keys, state);
		try {
			this.#line = new RadioLine(this.#radio.path, this.#radio.baud);
			this.#routeA = await RouteAPlace.open(routeA, localPort, (event) => this.#pacer?.enter(event));
			this.#compose(source, this.#line);
			const info = await this.#reach();
			this.#startRouteA(routeAKeys, info.mac);
			this.#state?.begin();
			this.#reporter = this.#createReporter();
			this.#reporter.ready(this.#ready(info), { credentials: this.#options.isDemo, keys: this.#options.keys === undefined });
		} catch (error) {
			this.abandon();
			throw error;
		}
	}

	/** It has come about: from now on it ends by `finish`. */
	get isReady(): boolean {
		return this.#reporter !== undefined;
	}

	/** Gives everything back that a start has taken, and takes away what it has made; harmless when that was done before. */
	abandon(): void {
		this.#pacer?.stop();
		this.#state?.discard();
		this.#line?.close();
		this.#routeA?.close();
		this.#state = this.#line = this.#routeA = undefined;
	}

	/** Takes the meter off the air, writes down all there is to keep, and gives everything back. Returns the exit code. */
	finish(ending: Ending): ExitCode {
		const failures = 'error' in ending ? [ending.error] : [];
		for (const action of [
			() => this.#meter.shutdown(),
			() => this.#pacer?.stop(),
			() => this.#state?.close(),
			() => this.#line?.close(),
			() => this.#routeA?.close(),
		]) {
			try {
				action();
			} catch (error) {
				failures.push(error);
			}
		}
		for (const failure of failures) {
			process.stderr.write(`keiki: ${reasonOf(failure)}\n`);
			this.#reporter?.error(reasonOf(failure));
		}
		this.#reporter?.end('reason' in ending ? ending.reason : 'failure');
		return failures.length === 0 ? EXIT.done : EXIT.untold;
	}

	#startRouteA(keys: RouteAKeys, macAddress: Uint8Array): void {
		const { unit, clock, serial } = this.#meter;
		const onAssociation: RouteAMeterOptions['onAssociation'] = (association) =>
			this.#reporter?.event({ kind: 'association', node: 'meter', ...association });
		startRouteA({ readings: unit, clock, log: this.#log, keys, onAssociation, place: this.#routeA!, flash: this.#state?.routeA, serial, macAddress });
	}

	#compose(load: LoadSource, line: RadioLine): void {
		const { profile, register, seed, state, start, notifications } = this.#options;
		const scheduler = this.#scheduler;
		const initial = () => (register === undefined ? INITIAL : initialFor(register, load, this.#start, PAST_DAYS, profile.counter, true));
		const fill = (flash: Flash) => recordPast(flash, load, this.#start, PAST_DAYS, profile.counter, showProgress, true, initial());
		if (state !== undefined) {
			const opened = StateDirectory.open(state, fill);
			this.#state = opened;
			// Before the meter runs, and changes what else is there.
			this.#refuseDamaged(() => reading('route-a', () => checkRouteAFlash(opened.routeA)));
		}
		if (register !== undefined && this.#state?.isNew === false)
			throw new UsageError(`--register: the registers of the meter in ${state} stand where they do; a new --state directory takes it`);
		this.#refuseDamaged(() => {
			const create = () =>
				new RadioMeter({
					serial: line,
					model: this.#radio.model,
					seed,
					scheduler,
					log: this.#log,
					start: this.#start,
					load,
					flash: this.#state?.flash ?? filledFlash(fill),
					profile,
					location: this.#state?.location,
					notifications: notificationRules(notifications, seed),
					onEvent: (event) => this.#reporter?.event(event),
					onState: (now, detail) => this.#onState(now, detail),
				});
			this.#meter = reading('meter', create);
		});
		const receive = line.onReceive;
		const pacer = new Pacer({ scheduler, speed: 1, isBusy: () => false, onError: (error) => this.#stop.fail(error) });
		line.onReceive = (bytes) => pacer.enter(() => receive(bytes));
		this.#pacer = pacer;
		// The past took its time to record: a clock that was not set otherwise is right again.
		if (start === undefined) scheduler.runUntil(Math.max(0, Date.now() - this.#start));
	}

	/** Throws UsageError that names the file and what to do, where a memory holds something else. */
	#refuseDamaged(read: () => void): void {
		const { state } = this.#options;
		try {
			read();
		} catch (error) {
			if (state === undefined || !(error instanceof UnitMemoryError)) throw error;
			throw error instanceof DamagedMemory ? refusalOf(state, error) : new UsageError(error.message);
		}
	}

	/** The module, once the meter is on the air. */
	async #reach(): Promise<ModuleInfo> {
		const first = new Promise<readonly [CoordinatorState, string]>((resolve) => {
			this.#onFirst = (state, detail) => resolve([state, detail]);
		});
		this.#meter.start(this.#options.credentials);
		this.#pacer!.start();
		const ended = await Promise.race([first, this.#stop.ending]);
		this.#onFirst = undefined;
		if (!Array.isArray(ended)) throw new UsageError(`--radio serial:${this.#radio.path}: ended before the module answered`);
		const [, detail] = ended as readonly [CoordinatorState, string];
		const { info } = this.#meter.coordinator;
		if (info === undefined) throw new UsageError(`--radio serial:${this.#radio.path}: no module there that can be a meter's radio: ${detail}`);
		return info;
	}

	#onState(state: CoordinatorState, detail: string): void {
		if (state !== 'starting') this.#onFirst?.(state, detail);
		this.#reporter?.event({ kind: 'radio', node: 'meter', state, detail });
	}

	#createReporter(): Reporter {
		const options: ReporterOptions = {
			now: () => this.#start + this.#scheduler.now(),
			elapsed: () => this.#scheduler.now(),
			nameOf: () => undefined,
			wattHours: this.#meter.unit.counter.wattHours,
		};
		return this.#options.json ? new JsonReporter(options) : new TimelineReporter(options);
	}

	#ready({ mac }: ModuleInfo): Ready {
		const { seed, profile, speed, state, credentials, showsPassword } = this.#options;
		const { panId, channel } = this.#meter;
		const password = showsPassword ? credentials.password : null;
		const place = { routeBId: credentials.id, password, macAddress: toUpperHex(mac), panId: panText(panId), channel };
		return {
			dongle: null,
			dongles: [],
			radio: this.#radio.path,
			lan: null,
			routeA: this.#routeA?.addresses[0] ?? null,
			routeAPlaces: this.#routeA?.addresses ?? [],
			localPort: this.#routeA?.line?.path ?? null,
			...place,
			units: null,
			control: null,
			seed,
			meters: [place],
			profile: profile.name,
			speed,
			capture: null,
			state: state ?? null,
		};
	}
}
