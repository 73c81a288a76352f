/** `keiki run`: a meter on the air until somebody ends it. */
import { basename } from 'node:path';
import process from 'node:process';
import type { EnduringTty } from '../../../hal/node/enduring-tty.js';
import { Pacer } from '../../../hal/node/pacer.js';
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import type { Flash } from '../../../hal/ports/flash.js';
import type { Log } from '../../../hal/ports/log.js';
import type { CoordinatorState } from '../../../modules/wi-sun-module/skstack/host/coordinator.js';
import { MODELS } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { parseCombination } from '../../../src/meter/catalogue/parse.js';
import { COMPANION_PROFILES } from '../../../src/route-a/companion.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { NO_LINK } from '../../../src/route-a/route-a-service.js';
import type { LoadSource } from '../../../src/world/load/source.js';
import { type RouteASettings, USUAL_COMBINATION } from '../../../src/world/meter/emulated-meter.js';
import { keysOf } from '../../../src/world/meter/identity.js';
import type { RouteBCarrier } from '../../../src/world/meter/link.js';
import { moduleCarrier } from '../../../src/world/meter/module-link.js';
import { notificationRules } from '../../../src/world/meter/notification-rules.js';
import { byClock, filledFlash, INITIAL, initialFor, PAST_DAYS, recordPast } from '../../../src/world/meter/past.js';
import { ScenarioPlayer } from '../../../src/world/scenario/player.js';
import type { Step } from '../../../src/world/scenario/scenario.js';
import type { Language } from '../../../src/world/schema/language.js';
import { Control } from '../../../src/world/simulation/control.js';
import type { Simulator } from '../../../src/world/simulation/simulator.js';
import { World } from '../../../src/world/simulation/world.js';
import { DamagedMemory, UnitMemoryError } from '../../../src/world/units/unit-memory.js';
import { CosemTap } from '../../../src/world/watch/cosem-tap.js';
import { ModuleCapture } from '../../../src/world/watch/module-capture.js';
import { refuseIdleFaults } from '../faults/fault-options.js';
import { Panel } from '../panel/panel.js';
import type { PanelSite } from '../panel/site.js';
import { CaptureFile } from '../shared/capture-file.js';
import { ControlSocket } from '../shared/control-socket.js';
import { enteredSerial } from '../shared/entered.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { newHostCipher } from '../shared/host-cipher.js';
import { notice } from '../shared/notice.js';
import { Output } from '../shared/output.js';
import { StateDirectory } from '../shared/state.js';
import { refusalOf } from '../shared/state-files.js';
import { hostLog } from '../shared/stderr-log.js';
import { type Ending, Stop } from '../shared/stop.js';
import { TerminalLine } from '../shared/terminal-line.js';
import { TIMELINE_WORDS } from '../shared/timeline-words.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { credentialKeysOf, tellCredentials } from './credential-keys.js';
import type { LineChoice } from './dongle-option.js';
import { DonglePort } from './dongle-port.js';
import { Early } from './early.js';
import { Lan } from './lan.js';
import { loadsOf, openLoad } from './loads.js';
import { meterOfAll, placeOf, writeMeters } from './many-meters.js';
import { RouteAPlaces } from './many-places.js';
import { MbusDoor } from './mbus-door.js';
import { parseRunOptions, type RunOptions, type RunWords } from './options.js';
import { openPanel } from './panel-place.js';
import { showProgress } from './progress.js';
import { openRadioLine } from './radio-line.js';
import { parseRadio, type RadioChoice } from './radio-option.js';
import type { Ready } from './ready.js';
import { JsonReporter, type Reporter, type ReporterOptions, TimelineReporter } from './reporter.js';
import { keysOfFile } from './route-a-keys.js';
import { readScenario } from './scenario-file.js';
import { openLine } from './serial-lines.js';
import { wrongUse } from './usage-words.js';

/** All that a length of two bytes can tell. */
const MAX_SEND = 0xffff;
/** The longest answer in general blocks, bytes: a load profile of 45 days has some 60,000. */
const MAX_TRANSFER = 1 << 17;
/** Of blocks of an image, which are as long, bytes: the longer, the fewer answers a head-end waits for. */
const MAX_REQUEST = 1 << 14;

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
	readonly #radio: RadioChoice | undefined;
	readonly #stop: Stop;
	readonly #log: Log;
	readonly #start: number;
	readonly #ports: DonglePort[] = [];
	/** What comes in before there is a world. */
	readonly #early = new Early();
	/** How much of what came in at the start was more than is kept. */
	#lost = 0;
	#radioLine: EnduringTty | undefined;
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
	/** Hears of the first state that the module is in after its start. */
	#onFirst: ((detail: string) => void) | undefined;
	#world!: World;
	#player: ScenarioPlayer | undefined;
	#socket: ControlSocket | undefined;
	#panel: Panel | undefined;
	#control!: Control;
	#terminal: TerminalLine | undefined;

	constructor(options: RunOptions, radio: RadioChoice | undefined, stop: Stop) {
		this.#options = options;
		this.#radio = radio;
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
		this.#keys = keysOfFile(keys, many.count, state);
		const enter = this.#enter;
		try {
			if (this.#radio !== undefined) this.#radioLine = openRadioLine(this.#radio.path, this.#radio.baud);
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
			this.#reporter.ready(ready, { credentials: this.#options.isDemo && !isSealed, isSealed, keys: this.#options.keys === undefined });
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
		const { profile, like, seed, credentials, faults, neighbours, notifications, speed, state, start, meter, many, behind, quiet } = this.#options;
		const { clockOffset, companion, credentialKeys, pushVersion, stateKeyFile } = this.#options;
		const household = householdOf(this.#options);
		const log = this.#log;
		const register = this.#options.register ?? like?.register;
		const wanted = meter.combination ?? (like && parseCombination(like.units));
		const { twoWay } = (wanted ?? USUAL_COMBINATION).metering;
		const loads = loadsOf(source, this.#options.load, seed);
		const clock = this.#start + clockOffset;
		const initial = (load: LoadSource) => (register === undefined ? INITIAL : initialFor(register, load, clock, PAST_DAYS, profile.counter, twoWay));
		const fill = (number: number) => (flash: Flash) => {
			const load = byClock(loads(number), clockOffset);
			recordPast(flash, load, clock, PAST_DAYS, quiet || number > 1 ? () => {} : showProgress, twoWay, initial(load));
		};
		if (state !== undefined) this.#state = StateDirectory.open(state, fill(1), stateKeyFile);
		if (this.#options.register !== undefined && state !== undefined && this.#state?.isNew === false) throw wrongUse('registerStands', state);
		const capture = this.#capture;
		const cipher = newHostCipher();
		this.#refuseDamaged(() => {
			this.#world = new World({
				speed,
				seed,
				start: this.#start,
				clockOffset,
				load: loads,
				profile,
				credentials,
				credentialKeys: credentialKeysOf(credentialKeys, many.count, (number) => this.#keysOf(number)),
				log,
				flash: (number) => (number === 1 ? this.#state?.flash : undefined) ?? filledFlash(fill(number)),
				meters: many.count,
				behind: behind.behind,
				mbusVersion: behind.version,
				...(this.#state && { run: this.#state.runs, location: this.#state.location, memory: this.#state.memory }),
				routeA: (number) => ({
					keys: this.#keysOf(number),
					routeAProfile: COMPANION_PROFILES[companion],
					pushVersion,
					cipher,
					random: SYSTEM_RANDOM,
					maxSend: MAX_SEND,
					maxTransfer: MAX_TRANSFER,
					household,
					maxRequest: MAX_REQUEST,
					link: (emulated) => this.#routeA!.of(number)?.link(log, () => emulated.macAddress, emulated.routeAFaults) ?? NO_LINK,
				}),
				lan: this.#lan && {
					datagrams: this.#lan.datagrams,
					multicast: this.#lan.datagrams.group,
					answersAnnouncements: this.#options.lan?.answersAnnouncements ?? false,
				},
				...(this.#radioLine && { carrier: this.#carrierBy(this.#radioLine) }),
				combination: this.#state?.isNew === false ? meter.combination : wanted,
				makers: meter.makers,
				...(like?.answerDelay && { answerDelay: like.answerDelay }),
				utility: meter.utility,
				faults,
				neighbours,
				notifications: notificationRules(notifications, seed),
				...(capture && this.#radio === undefined && { capture: (bytes) => capture.write(bytes) }),
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
		if (simulator.mbus !== undefined) this.#mbus?.connect(simulator.mbus, log);
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

	/** Links of communication units by the module on this line. */
	#carrierBy(line: EnduringTty): RouteBCarrier {
		const serial = enteredSerial(line, this.#enter);
		const { model } = this.#radio!;
		const onState = (state: CoordinatorState, detail: string) => {
			if (state !== 'starting') this.#onFirst?.(detail);
			if (this.#isReady) this.#world.events.tell({ kind: 'radio', node: 'meter', state, detail });
		};
		const file = this.#capture;
		const now = () => this.#start + this.#world.simulator.scheduler.now();
		const capture = file && new ModuleCapture((bytes) => file.write(bytes), now);
		return moduleCarrier({ serial, model: model && MODELS[model], log: this.#log, capture, onState });
	}

	/** Waits until the meter is on the air. Throws UsageError if there is no module that can be its radio; one that fails later is waited for. */
	async #reach({ path }: RadioChoice): Promise<void> {
		const first = new Promise<string>((resolve) => {
			this.#onFirst = resolve;
		});
		const pacer = this.#pacer!;
		this.#lost += pacer.release();
		const ended = await Promise.race([first, this.#stop.ending]);
		pacer.hold();
		this.#onFirst = undefined;
		if (typeof ended !== 'string') throw wrongUse('radioEnded', path);
		if (this.#simulator.meters[0]!.link?.macAddress !== undefined) return;
		throw wrongUse('noModule', path, ended);
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
		const { lan, seed, profile, speed, capture, state, showsPassword } = this.#options;
		const meters = this.#simulator.meters.map((meter, i) =>
			meterOfAll(meter, showsPassword, this.#routeA?.of(i + 1)?.addresses[0], this.#keysOf(i + 1)),
		);
		const first = this.#simulator.meters[0]!;
		const customer = this.#routeA?.first.customer;
		const dongles = this.#ports.map(({ opened: { model, place, line } }) => ({ path: line.path, line: place.kind, model }));
		return {
			dongle: dongles[0]?.path ?? null,
			dongles,
			...(this.#radio && { radio: this.#radio.path }),
			lan: lan?.address ?? null,
			routeA: this.#routeA?.first.addresses[0] ?? null,
			routeAPlaces: this.#routeA?.first.addresses ?? [],
			localPort: this.#routeA?.first.line?.path ?? null,
			...(customer && { customerPort: customer.line.path }),
			...(this.#mbus && { mbus: this.#mbus.path }),
			...placeOf(first, showsPassword),
			units: first.unitsText,
			control: this.#socket?.path ?? null,
			panel: this.#panel?.url ?? null,
			panelToken: this.#panel?.createToken() ?? null,
			panelTokenFile: this.#panel?.tokenFile ?? null,
			seed,
			meters,
			profile: profile.name,
			speed,
			capture: capture ?? null,
			state: state ?? null,
		};
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
		for (const opened of [this.#radioLine, this.#lan, this.#routeA, this.#mbus, this.#panel, this.#socket, this.#terminal, this.#capture])
			opened?.close();
		this.#radioLine = this.#lan = this.#routeA = this.#mbus = this.#panel = this.#socket = this.#terminal = this.#capture = undefined;
	}
}

function terminalOutput(stream: NodeJS.WriteStream, language: Language): Output {
	return new Output(stream, TIMELINE_WORDS[language].lost);
}

/** What meters do for the household; undefined: nothing. */
function householdOf({ customerPort, loadRelay, payment }: RunOptions): RouteASettings['household'] {
	if (customerPort === undefined && loadRelay === undefined && payment === undefined) return undefined;
	return { relayWatts: loadRelay, payment };
}
