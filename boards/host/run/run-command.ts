/** `keiki run`: a meter on the air until somebody ends it. */
import { basename } from 'node:path';
import process from 'node:process';
import { Pacer } from '../../../hal/node/pacer.js';
import type { Log } from '../../../hal/ports/log.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { NO_LINK } from '../../../src/route-a/route-a-service.js';
import type { LoadSource } from '../../../src/world/load/source.js';
import { keysOf } from '../../../src/world/meter/identity.js';
import { ScenarioPlayer } from '../../../src/world/scenario/player.js';
import type { Step } from '../../../src/world/scenario/scenario.js';
import type { Language } from '../../../src/world/schema/language.js';
import { Control } from '../../../src/world/simulation/control.js';
import type { Simulator } from '../../../src/world/simulation/simulator.js';
import type { World } from '../../../src/world/simulation/world.js';
import { UnitMemoryError } from '../../../src/world/units/unit-memory.js';
import { CosemTap } from '../../../src/world/watch/cosem-tap.js';
import { refuseIdleFaults } from '../faults/fault-options.js';
import { Panel } from '../panel/panel.js';
import type { PanelSite } from '../panel/site.js';
import { CaptureFile } from '../shared/capture-file.js';
import { ControlSocket } from '../shared/control-socket.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { notice } from '../shared/notice.js';
import { Output } from '../shared/output.js';
import { StateDirectory } from '../shared/state.js';
import { refusalOf } from '../shared/state-files.js';
import { hostLog } from '../shared/stderr-log.js';
import { type Ending, Stop } from '../shared/stop.js';
import { TerminalLine } from '../shared/terminal-line.js';
import { TIMELINE_WORDS } from '../shared/timeline-words.js';
import { reasonOf } from '../shared/usage-error.js';
import { tellCredentials } from './credential-keys.js';
import type { LineChoice } from './dongle-option.js';
import { DonglePort } from './dongle-port.js';
import { Early } from './early.js';
import { Lan } from './lan.js';
import { openLoad } from './loads.js';
import { writeMeters } from './many-meters.js';
import { RouteAPlaces } from './many-places.js';
import { MbusDoor } from './mbus-door.js';
import { parseRunOptions, type RunOptions, type RunWords } from './options.js';
import { openPanel } from './panel-place.js';
import { parseRadio, type RadioChoice } from './radio-option.js';
import { RadioPlace } from './radio-place.js';
import type { Ready } from './ready.js';
import { readyOf } from './ready-facts.js';
import { JsonReporter, type Reporter, type ReporterOptions, TimelineReporter } from './reporter.js';
import { keysOfFile } from './route-a-keys.js';
import { newWorld, RunPast } from './run-world.js';
import { readScenario } from './scenario-file.js';
import { openLine } from './serial-lines.js';
import { wrongUse } from './usage-words.js';

/** Returns the exit code. Throws UsageError where nothing could be started; then nothing is left behind. */
export async function runCommand(words: RunWords): Promise<ExitCode> {
	const options = parseRunOptions(words);
	const stop = new Stop(true);
	const radio = parseRadio(words);
	const run = new Run(options, radio, stop);
	await Promise.race([run.begin(), stop.ending]);
	if (run.isReady) run.goOn().catch((error) => stop.fail(error));
	const ended = await stop.ending;
	if (run.isReady) return run.finish(ended);
	run.abandon();
	if ('error' in ended) throw ended.error;
	notice((words) => words.endedAtStart(ended.reason));
	return EXIT.untold;
}

class Run {
	readonly #options: RunOptions;
	/** The module that carries Route B in place of the virtual air. */
	readonly #radioChoice: RadioChoice | undefined;
	readonly #stop: Stop;
	readonly #log: Log;
	readonly #start: number;
	readonly #ports: DonglePort[] = [];
	/** What comes in before there is a world. */
	readonly #early = new Early();
	/** How much of what came in at the start was more than is kept. */
	#lost = 0;
	#radio: RadioPlace | undefined;
	#lan: Lan | undefined;
	#routeA: RouteAPlaces | undefined;
	#mbus: MbusDoor | undefined;
	/** For the panel. */
	readonly #cosem: CosemTap | undefined;
	#keys: readonly RouteAKeys[] | undefined;
	#capture: CaptureFile | undefined;
	#state: StateDirectory | undefined;
	#simulator!: Simulator;
	#pacer: Pacer | undefined;
	#reporter!: Reporter;
	#isReady = false;
	#steps: Step[] = [];
	/** What programs were told at the start. */
	#told: Ready | undefined;
	#world!: World;
	#player: ScenarioPlayer | undefined;
	#socket: ControlSocket | undefined;
	#panel: Panel | undefined;
	#control!: Control;
	#terminal: TerminalLine | undefined;

	constructor(options: RunOptions, radio: RadioChoice | undefined, stop: Stop) {
		this.#options = options;
		this.#radioChoice = radio;
		this.#stop = stop;
		this.#log = hostLog(options.quiet);
		this.#start = options.start ?? Date.now();
		if (options.panel !== 'off') this.#cosem = new CosemTap();
	}

	/** Opens what others may have taken first, so that a refusal comes before anything is written. */
	async begin(): Promise<void> {
		const { load, seed, lines, lan, routeA, localPort, customerPort, behind, control, keys, capture, meter, state, many } = this.#options;
		const source = openLoad(load, seed, this.#start);
		if (meter.scenario !== undefined) this.#steps = readScenario(meter.scenario, this.#start);
		this.#keys = keysOfFile(keys, many.count, state === undefined && this.#options.start !== undefined);
		const enter = this.#enter;
		try {
			if (this.#radioChoice !== undefined) this.#radio = new RadioPlace(this.#radioChoice);
			else for (const choice of lines) this.#ports.push(await this.#opened(this.#openPort(choice)));
			if (lan !== undefined) this.#lan = await this.#opened(Lan.open(lan, enter));
			this.#routeA = await this.#opened(RouteAPlaces.open(routeA, { localPort, customerPort }, many, enter, this.#cosem));
			if (behind.mbus !== undefined) this.#mbus = await this.#opened(MbusDoor.open(behind.mbus, enter));
			if (capture !== undefined) this.#capture = new CaptureFile(capture);
			this.#socket = await this.#opened(control === undefined ? ControlSocket.open() : ControlSocket.at(control));
			this.#compose(source);
			if (this.#radio !== undefined) await this.#reach(this.#radio);
			this.#panel = await this.#opened(this.#openPanel());
			const ready = this.#ready();
			this.#told = ready;
			this.#state?.begin();
			if (many.file !== undefined) writeMeters(many.file, ready.meters, (number) => this.#keysOf(number), keys === undefined);
			this.#capture?.begin((reason) => notice((words) => words.captureEnded(capture!, reason)));
			this.#state?.forgetFound();
			const isSealed = this.#simulator.meters[0]!.credentialState.kind === 'sealed';
			this.#reporter.ready(ready, { credentials: this.#options.isDemo && !isSealed, isSealed, keys: keys === undefined, keysFile: keys });
			this.#isReady = true;
		} catch (error) {
			this.abandon();
			throw error;
		}
	}

	/** What stands around the run is made once it is ready, for which nobody has to wait; what has come in since ports were open has waited for it. */
	async goOn(): Promise<void> {
		await this.#panel?.show(this.#site, this.#log);
		if (this.#stop.isEnded) return;
		this.#watch();
		this.#play();
		this.#lost += this.#pacer!.release();
		if (this.#lost > 0) this.#log.write('run', `dropped what came in at the start: ${this.#lost} times`);
	}

	/** From now on it ends by `finish`. */
	get isReady(): boolean {
		return this.#isReady;
	}

	/** Gives everything back that a start has taken, and takes away what it has made; harmless when that was done before. */
	abandon(): void {
		this.#pacer?.stop();
		this.#state?.discard();
		this.#state = undefined;
		this.#close();
	}

	/** Brings virtual time up to now before something comes in. */
	readonly #enter = (event: () => void): void => {
		if (this.#pacer === undefined) this.#early.keep(event);
		else this.#pacer.enter(event);
	};

	/** What was opened; if the run was ended meanwhile, it is closed again. */
	async #opened<Opened extends { close(): void } | undefined>(opening: Promise<Opened>): Promise<Opened> {
		const opened = await opening;
		if (!this.#stop.isEnded) return opened;
		opened?.close();
		throw new Error('ended while it started');
	}

	/** Writes down all there is to keep, and gives everything back. Returns the exit code. */
	finish(ending: Ending): ExitCode {
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
		if (failures.length > 0) return EXIT.untold;
		return (this.#player?.failures.length ?? 0) === 0 ? EXIT.done : EXIT.no;
	}

	#compose(source: LoadSource): void {
		const options = this.#options;
		const { faults, neighbours, speed, state, start, stateKeyFile } = options;
		const log = this.#log;
		const past = new RunPast(options, source, this.#start);
		if (state !== undefined) this.#state = StateDirectory.open(state, (flash) => past.record(flash, 1), stateKeyFile);
		if (options.register !== undefined && state !== undefined && this.#state?.isNew === false) throw wrongUse('registerStands', state);
		this.#refuseDamaged(() => {
			this.#world = newWorld({
				...{ options, past, log, start: this.#start, state: this.#state, lan: this.#lan },
				capture: this.#radio === undefined ? this.#capture : undefined,
				carrier: this.#radio?.carrier({
					enter: this.#enter,
					log,
					capture: this.#capture,
					now: () => this.#start + this.#world.simulator.scheduler.now(),
					onState: (state, detail) => {
						if (this.#isReady) this.#world.events.tell({ kind: 'radio', node: 'meter', state, detail });
					},
				}),
				keysOf: (number) => this.#keysOf(number),
				linkOf: (number, emulated) => this.#routeA!.of(number)?.link(log, () => emulated.macAddress, emulated.routeAFaults) ?? NO_LINK,
			});
		});
		const { simulator } = this.#world;
		this.#simulator = simulator;
		tellCredentials(simulator.meters[0]!);
		const { scheduler } = simulator;
		this.#reporter = this.#createReporter();
		const control = this.#openControl();
		this.#control = control;
		const isBusy = () => simulator.isBusy || control.isBusy || this.#player?.isBusy === true || this.#panel?.isBusy === true;
		// A program may join, or look around, at what a scan has found so far.
		const isHeeded = () => simulator.dongles.some((dongle) => dongle.isScanning);
		const pacer = new Pacer({ scheduler, speed, isBusy, isHeeded, onError: (error) => this.#stop.fail(error) });
		this.#pacer = pacer;
		const line = simulator.lineOf(1);
		if (line !== undefined) this.#mbus?.connect(line, log);
		for (const port of this.#ports) port.plugIn(simulator, this.#state?.dongle(port.name, log));
		refuseIdleFaults(faults, simulator.faults);
		if (neighbours > 0 && simulator.meters[0]!.hearsByPlc) throw wrongUse('noNeighbours', neighbours);
		// The past took its time to record: a clock that was not set otherwise is right again.
		scheduler.runUntil(start === undefined ? Math.max(0, Date.now() - this.#start) : 0);
		if (this.#radio !== undefined) simulator.start();
		this.#setContract();
		pacer.hold();
		this.#lost += this.#early.handOn(this.#enter);
	}

	/** Throws UsageError as `openLine` does. */
	async #openPort(choice: LineChoice): Promise<DonglePort> {
		return new DonglePort(await openLine(choice), this.#ports.length + 1, {
			log: this.#log,
			enter: this.#enter,
			onScanTold: () => this.#pacer?.rest(),
			tell: (event) => this.#world.events.tell(event),
		});
	}

	/** Waits until the meter is on the air. Throws UsageError if there is no module that can be its radio; one that fails later is waited for. */
	async #reach(radio: RadioPlace): Promise<void> {
		const first = radio.first();
		const pacer = this.#pacer!;
		this.#lost += pacer.release();
		const ended = await Promise.race([first, this.#stop.ending]);
		pacer.hold();
		if (typeof ended !== 'string') throw wrongUse('radioEnded', radio.path);
		if (this.#simulator.meters[0]!.link?.macAddress !== undefined) return;
		throw wrongUse('noModule', radio.path, ended);
	}

	/** Throws UsageError where a memory is not to be had, or holds something else. */
	#refuseDamaged(read: () => void): void {
		const { state } = this.#options;
		try {
			read();
		} catch (error) {
			if (state === undefined || !(error instanceof UnitMemoryError)) throw error;
			throw refusalOf(state, error);
		}
	}

	#openControl(): Control {
		const control = new Control({
			stand: this.#world,
			events: this.#world.events,
			enter: this.#enter,
			onAnswer: (answer) => this.#reporter.answer(answer),
		});
		if (this.#socket !== undefined) this.#socket.control = control;
		const { json, lang } = this.#options;
		if (process.stdin.isTTY) this.#terminal = new TerminalLine(control, terminalOutput(json ? process.stderr : process.stdout, lang), json, lang);
		return control;
	}

	/** Throws UsageError if the breaker cannot hold it. */
	#setContract(): void {
		const { contract } = this.#options.meter;
		if (contract === undefined) return;
		for (const { shelf } of this.#simulator.meters) {
			const unit = shelf.inPlace('option')?.switching?.plugIn.unit;
			if (unit === undefined) throw wrongUse('noSwitch', contract);
			const refusal = unit.capacity === contract ? undefined : unit.setCapacity(contract, 'hand');
			if (refusal !== undefined) throw wrongUse('reason', `--contract ${contract}`, refusal);
		}
	}

	#play(): void {
		const { scenario } = this.#options.meter;
		if (scenario === undefined) return;
		this.#player = new ScenarioPlayer({
			scheduler: this.#simulator.scheduler,
			stand: this.#world,
			steps: this.#steps,
			onStep: (result) => this.#reporter.step(result, basename(scenario)),
			onEnd: (asked) => {
				if (asked) this.#stop.end('scenarioOver');
			},
		});
		this.#world.events.subscribe(this.#player.onEvent, this.#player.kinds);
		this.#player.start();
	}

	/** What happens before the run is ready goes without saying. */
	#watch(): void {
		if (this.#options.quiet && !this.#options.json) return;
		this.#world.events.subscribe((event) => this.#reporter.event(event), this.#reporter.kinds);
	}

	#createReporter(): Reporter {
		const { scheduler } = this.#simulator;
		const options: ReporterOptions = {
			now: () => this.#start + scheduler.now(),
			elapsed: () => scheduler.now(),
			wattHours: this.#options.profile.counter.wattHours,
		};
		return this.#options.json ? new JsonReporter(options) : new TimelineReporter(options, this.#options.lang);
	}

	#ready(): Ready {
		return readyOf({
			...{ options: this.#options, meters: this.#simulator.meters, ports: this.#ports, radio: this.#radio, routeA: this.#routeA, mbus: this.#mbus },
			...{ socket: this.#socket, panel: this.#panel, keysOf: (number) => this.#keysOf(number) },
			lineOf: (number) => this.#simulator.lineOf(number),
		});
	}

	/** Throws UsageError if a place that was asked for is not to be had; without one, a run goes on without the panel. */
	async #openPanel(): Promise<Panel | undefined> {
		const { panel: choice } = this.#options;
		if (choice === 'off') return undefined;
		const panel = await openPanel(choice, (place) => Panel.open(place, this.#socket?.path));
		if (panel !== undefined && this.#socket !== undefined) this.#socket.panel = () => panel.freshUrl();
		return panel;
	}

	/** What the panel is handed. */
	get #site(): PanelSite {
		return {
			world: this.#world,
			control: this.#control,
			enter: this.#enter,
			start: this.#start,
			hasPast: this.#state?.isNew ?? true,
			ready: this.#told ?? this.#ready(),
			onStep: (result, name) => this.#reporter.step(result, name),
			ofRun: () => this.#ofRun,
			cosem: this.#cosem,
			keys: (number) => this.#keysOf(number),
		};
	}

	/** The scenario, once it has begun. */
	get #ofRun(): { readonly name: string; readonly player: ScenarioPlayer } | undefined {
		const { scenario } = this.#options.meter;
		return scenario === undefined || this.#player === undefined ? undefined : { name: basename(scenario), player: this.#player };
	}

	#keysOf(number: number): RouteAKeys {
		return this.#keys?.[number - 1] ?? keysOf(this.#options.seed, number);
	}

	#close(): void {
		for (const port of this.#ports.splice(0)) port.close();
		for (const opened of [this.#radio, this.#lan, this.#routeA, this.#mbus, this.#panel, this.#socket, this.#terminal, this.#capture])
			opened?.close();
		this.#radio = this.#lan = this.#routeA = this.#mbus = this.#panel = this.#socket = this.#terminal = this.#capture = undefined;
	}
}

function terminalOutput(stream: NodeJS.WriteStream, language: Language): Output {
	return new Output(stream, TIMELINE_WORDS[language].lost);
}
