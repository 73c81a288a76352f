/** `keiki run`: a meter on the air until somebody ends it. */
import { basename } from 'node:path';
import process from 'node:process';
import { Pacer } from '../../hal/node/pacer.js';
import type { Flash } from '../../hal/ports/flash.js';
import type { Log } from '../../hal/ports/log.js';
import { equalBytes } from '../../modules/bytes/equal.js';
import { toUpperHex } from '../../modules/bytes/hex.js';
import { linkLocalAddress } from '../../modules/ipv6/address.js';
import type { LoadSource } from '../../src/lab/load/source.js';
import { ScenarioPlayer } from '../../src/lab/scenario/player.js';
import type { Step } from '../../src/lab/scenario/scenario.js';
import type { InstalledUnit } from '../../src/route-a/facts.js';
import type { RouteAKeys } from '../../src/route-a/keys.js';
import { installedUnits } from '../installed-units.js';
import { CaptureFile } from './capture-file.js';
import { Control } from './control.js';
import { ControlSocket } from './control-socket.js';
import { type EmulatedMeter, USUAL_COMBINATION } from './emulated-meter.js';
import { type MeterPlace, panText, type Ready } from './json-events.js';
import { Lan } from './lan.js';
import { openLoad } from './loads.js';
import { MeterBench } from './meter-bench.js';
import { meterEventText } from './meter-event-text.js';
import { notificationRules } from './notification-rules.js';
import { parseRunOptions, type RunOptions, type RunWords } from './options.js';
import { filledFlash, PAST_DAYS, recordPast, showProgress } from './past.js';
import { parseRadio } from './radio-option.js';
import { JsonReporter, type Reporter, type ReporterOptions, TimelineReporter } from './reporter.js';
import { keysOfMeter, type RouteAMeterOptions, startRouteA } from './route-a-meter.js';
import { RouteAPlace } from './route-a-place.js';
import { readScenario } from './scenario-file.js';
import { type DongleLine, openLine } from './serial-lines.js';
import { Simulator, type SimulatorEvent } from './simulator.js';
import { StateDirectory } from './state.js';
import { Stop } from './stop.js';
import { TerminalLine } from './terminal-line.js';
import { DamagedMemory } from './unit-memory.js';
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
	#keys!: RouteAKeys;
	#capture: CaptureFile | undefined;
	#state: StateDirectory | undefined;
	#simulator!: Simulator;
	#pacer: Pacer | undefined;
	#reporter!: Reporter;
	#isReady = false;
	#steps: Step[] = [];
	/** The units in place, as Route A tells of them. */
	readonly #installed: InstalledUnit[] = [];
	#bench!: MeterBench;
	#player: ScenarioPlayer | undefined;
	#socket: ControlSocket | undefined;
	#terminal: TerminalLine | undefined;

	constructor(options: RunOptions, stop: Stop) {
		this.#options = options;
		this.#stop = stop;
		this.#start = options.start ?? Date.now();
	}

	/** Opens what others may have taken first, so that a refusal comes before anything is written. */
	async begin(): Promise<void> {
		const { load, seed, lines, lan, routeA, localPort, keys, capture, meter, state } = this.#options;
		const source = openLoad(load, seed, this.#start);
		if (meter.scenario !== undefined) this.#steps = readScenario(meter.scenario, this.#start);
		this.#keys = keysOfMeter(keys, state);
		try {
			for (const choice of lines) this.#lines.push(await openLine(choice));
			if (lan !== undefined) this.#lan = await Lan.open(lan, (event) => this.#pacer?.enter(event));
			this.#routeA = await RouteAPlace.open(routeA, localPort, (event) => this.#pacer?.enter(event));
			if (capture !== undefined) this.#capture = new CaptureFile(capture);
			this.#socket = await ControlSocket.open();
			this.#compose(source);
		} catch (error) {
			this.#state?.discard();
			this.#close();
			throw error;
		}
		this.#reporter.ready(this.#ready(), { credentials: this.#options.isDemo, keys: this.#options.keys === undefined });
		this.#isReady = true;
		this.#listUnits();
		this.#play();
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
		return failures.length === 0 && (this.#player?.failures.length ?? 0) === 0 ? 0 : 1;
	}

	#compose(load: LoadSource): void {
		const { profile, seed, credentials, faults, neighbours, notifications, speed, state, start, meter } = this.#options;
		const log = { write: (layer: string, text: string) => process.stderr.write(`keiki: ${layer}: ${text}\n`) };
		const { twoWay } = (meter.combination ?? USUAL_COMBINATION).metering;
		const fill = (flash: Flash) => recordPast(flash, load, this.#start, PAST_DAYS, profile.counter, showProgress, twoWay);
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
				onEvent: (event) => this.#onEvent(event),
				flash: this.#state?.flash ?? filledFlash(fill),
				pastDays: PAST_DAYS,
				...(this.#state && { location: this.#state.location, memory: this.#state.memory }),
				combination: meter.combination,
				utility: meter.utility,
				airFaults: faults.air,
				faults: faults.field,
				neighbours,
				notifications: notificationRules(notifications, seed),
				...(capture && { capture: (bytes) => capture.write(bytes) }),
			});
		} catch (error) {
			if (error instanceof DamagedMemory) throw new UsageError(`--state ${state}: ${error.message}`);
			throw error;
		}
		const simulator = this.#simulator;
		const { scheduler } = simulator;
		this.#reporter = this.#createReporter();
		const control = this.#openControl();
		const isBusy = () => simulator.isBusy || control.isBusy || this.#player?.ended === false;
		const pacer = new Pacer({ scheduler, speed, isBusy, onError: (error) => this.#stop.fail(error) });
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
		if (this.#lan !== undefined) simulator.addLan({ datagrams: this.#lan.datagrams, multicast: this.#lan.datagrams.group });
		this.#startRouteA(log);
		capture?.begin((error) => this.#stop.fail(error));
		// The past took its time to record: a clock that was not set otherwise is right again.
		scheduler.runUntil(start === undefined ? Math.max(0, Date.now() - this.#start) : 0);
		this.#setContract();
	}

	#openControl(): Control {
		this.#bench = new MeterBench(this.#simulator.meters[0]!);
		const enter = (event: () => void) => this.#pacer?.enter(event);
		const control = new Control({ bench: this.#bench, enter, onAnswer: (answer) => this.#reporter.answer(answer) });
		if (this.#socket !== undefined) this.#socket.control = control;
		const { json } = this.#options;
		if (process.stdin.isTTY) this.#terminal = new TerminalLine(control, json ? process.stderr : process.stdout, json);
		return control;
	}

	/** Throws UsageError if the breaker cannot hold it. */
	#setContract(): void {
		const { contract } = this.#options.meter;
		if (contract === undefined) return;
		const unit = this.#simulator.meters[0]!.shelf.inPlace('option')?.switching?.plugIn.unit;
		if (unit === undefined) throw new UsageError(`--contract ${contract}: there is no switching unit; --units …,switch-60 plugs one in`);
		const refusal = unit.capacity === contract ? undefined : unit.setCapacity(contract, 'hand');
		if (refusal !== undefined) throw new UsageError(`--contract ${contract}: ${refusal}`);
	}

	#play(): void {
		const { scenario } = this.#options.meter;
		if (scenario === undefined) return;
		this.#player = new ScenarioPlayer({
			scheduler: this.#simulator.scheduler,
			bench: this.#bench,
			steps: this.#steps,
			onStep: (result) => this.#reporter.step(result, basename(scenario)),
			onEnd: (asked) => {
				if (asked) this.#stop.end('the scenario is over');
			},
		});
		this.#player.start();
	}

	#listUnits(): void {
		this.#installed.splice(0, this.#installed.length, ...installedUnits(this.#simulator.meters[0]!.base));
	}

	/** What happens before the run is ready goes without saying. */
	#onEvent(event: SimulatorEvent): void {
		if (!this.#isReady) return;
		if (event.kind === 'base' && event.node === 'meter') this.#listUnits();
		this.#reporter.event(event);
		const text = event.node === 'meter' ? meterEventText(event) : undefined;
		if (text !== undefined) this.#player?.onEvent(text);
	}

	#startRouteA(log: Log): void {
		const meter = this.#simulator.meters[0]!;
		const { readings, clock, serial, macAddress } = meter;
		const flash = this.#state?.routeA;
		const units = this.#installed;
		const onAssociation: RouteAMeterOptions['onAssociation'] = (association) =>
			this.#onEvent({ kind: 'association', node: meter.name, ...association });
		const routeA = startRouteA({ readings, units, clock, log, keys: this.#keys, onAssociation, place: this.#routeA!, flash, serial, macAddress });
		meter.onExchange = () => routeA.forgetRows();
		const { powerDown, powerUp } = routeA.profile.events;
		meter.onPower = (on) => {
			routeA.record(on ? powerUp : powerDown);
			this.#routeA!.follow(meter);
		};
		meter.onNetwork = () => this.#routeA!.follow(meter);
		this.#routeA!.follow(meter);
	}

	#createReporter(): Reporter {
		const { scheduler, dongles } = this.#simulator;
		const options: ReporterOptions = {
			now: () => this.#start + scheduler.now(),
			elapsed: () => scheduler.now(),
			nameOf: (address) => dongles.find(({ network }) => equalBytes(linkLocalAddress(network.macAddress), address))?.name,
			wattHours: this.#options.profile.counter.wattHours,
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
			routeA: this.#routeA?.addresses[0] ?? null,
			routeAPlaces: this.#routeA?.addresses ?? [],
			localPort: this.#routeA?.line?.path ?? null,
			...meters[0]!,
			units: this.#simulator.meters[0]!.unitsText,
			control: this.#socket?.path ?? null,
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
		this.#socket?.close();
		this.#terminal?.close();
		this.#capture?.close();
	}
}

function placeOf({ credentials, macAddress, panId, channel }: EmulatedMeter): MeterPlace {
	return { routeBId: credentials.id, password: credentials.password, macAddress: toUpperHex(macAddress), panId: panText(panId), channel };
}
