/** A session: a world, the program started into it, and the steps that are played there one after the other. */
import type { Timer } from '../../hal/ports/scheduler.js';
import { toUpperHex } from '../../modules/bytes/hex.js';
import { MINUTE } from '../../modules/time/durations.js';
import type { Credentials } from '../route-b/credentials.js';
import type { DonglePort } from '../world/dongle/dongle.js';
import type { FaultName } from '../world/fault/fault-table.js';
import { parseCommand } from '../world/scenario/grammar.js';
import { WordError } from '../world/scenario/words.js';
import type { World } from '../world/simulation/world.js';
import { aboutOf } from './about.js';
import type { Candidate } from './candidate.js';
import type { StepSpan } from './checks/check.js';
import type { Declaration } from './declaration.js';
import type { Limits } from './limits.js';
import type { Act } from './record/act.js';
import type { Chronicle } from './record/chronicle.js';
import type { Entry, EntryBody } from './record/entry.js';
import { OWN_DONGLE } from './record/lines.js';
import { isValueServed } from './record/served-value.js';
import { RivalHems } from './rival-hems.js';
import { createWorld } from './session-world.js';
import { type SetupName, setupNamed } from './situations/setups.js';
import type { Scene, Script, Wait } from './situations/step.js';
import { type StepName, stepNamed } from './situations/steps.js';
import { type Backstage, ScriptStage, type Waiting } from './stage.js';
import type { Drive, ExamPort, Venue } from './venue.js';

export interface SessionOptions {
	readonly number: number;
	readonly setup: SetupName;
	readonly venue: Venue;
	readonly candidate: Candidate;
	readonly chronicle: Chronicle;
	readonly declaration: Declaration;
	readonly limits: Limits;
	readonly seed: number;
	readonly credentials: Credentials;
	readonly pastDays: number;
	/** A step that may be played within another one in so many ms; undefined: there is none. */
	readonly fill: (session: Session, ms: number) => StepName | undefined;
	/** Such a step is over. */
	readonly onFilled: (session: Session) => void;
}

/** Why a step was not played to its end. */
export type Unplayed = 'notReading' | 'ended' | 'skipped';

/** The step that is under way. */
interface Playing {
	readonly name: StepName;
	readonly from: number;
	readonly faultsBefore: readonly FaultName[];
	strikes?: number;
	lifted?: number;
}

interface Watch {
	readonly match: NonNullable<Wait['match']>;
	isMet: boolean;
}

/** In words of `keiki meter`. */
const FAULTS_OFF = 'fault off';

/** A lag of the world behind the clock that may change a verdict, ms. */
const LATE = 1000;

export class Session {
	readonly setup: SetupName;
	readonly number: number;
	readonly steps: StepSpan[] = [];
	/** What one count of the meter's energies is worth. */
	readonly wattHours: number;
	readonly #options: SessionOptions;
	readonly #world: World;
	readonly #start: number;
	readonly #drive: Drive;
	readonly #port: ExamPort;
	readonly #stage: ScriptStage;
	/** Ends the step that is played, unplayed. */
	#giveUp: ((unplayed: Unplayed) => void) | undefined;
	#playing: StepName | undefined;
	#playedFrom = 0;
	#rival: RivalHems | undefined;
	#isRunning = false;
	/** It was started, and not put away since. */
	#isHeld = false;
	#isEnding = false;
	/** ms since it began. */
	#lastServed = Number.NEGATIVE_INFINITY;
	#step: Playing | undefined;
	/** What a step around quiet ones waits for. */
	#watch: Watch | undefined;

	constructor(options: SessionOptions) {
		const { number, setup, venue, declaration } = options;
		this.#options = options;
		this.number = number;
		this.setup = setup;
		const { world, start, wattHours } = createWorld({ ...options, session: number, setup: setupNamed(setup) });
		this.#world = world;
		this.#start = start;
		this.wattHours = wattHours;
		world.events.subscribe((event) => {
			if (event.event === 'serial' && event.direction === 'toModule') options.candidate.onDongleUsed?.();
			this.#add({ kind: 'world', event });
		});
		this.#stage = new ScriptStage(this.#backstage());
		this.#drive = venue.drive(world, (ms) => {
			if (ms >= LATE) this.#add({ kind: 'trouble', trouble: 'late', ms, detail: '' });
		});
		this.#port = venue.openPort(number, this.#drive);
		const { serial } = this.#port;
		const dongle = world.simulator.addDongle({ model: declaration.dongle, serial, port: this.#toldPort() });
		this.#port.onConnect = () => dongle.restartInput();
		for (const fault of setupNamed(setup).faults ?? []) this.#command(`fault ${fault}`);
	}

	/** The port of the dongle, of which the world tells when it goes and comes back. */
	#toldPort(): DonglePort {
		const { port, path } = this.#port;
		const tell = (state: 'gone' | 'back') =>
			this.#world.events.tell({ kind: 'port', node: OWN_DONGLE, port: { state, path, setting: null, value: null } });
		return {
			unplug() {
				port?.unplug();
				tell('gone');
			},
			plug() {
				port?.plug();
				tell('back');
			},
		};
	}

	/** ms since it began. */
	get now(): number {
		return this.#world.simulator.scheduler.now();
	}

	/** The meter's time, ms since 1970-01-01T00:00:00Z. */
	get meterTime(): number {
		return this.#start + this.now;
	}

	get meterStart(): number {
		return this.#start;
	}

	/** EUI-64 of the meter, 16 hexadecimal digits. */
	get macAddress(): string {
		return toUpperHex(this.#world.simulator.meters[0]!.macAddress);
	}

	/** What the dongle has transmitted in the last hour, ms. */
	get airTime(): number {
		return this.#world.simulator.dongles[0]!.network.transmitTime;
	}

	/** The step that is under way. */
	get current(): StepName | undefined {
		return this.#step?.name;
	}

	get isEnding(): boolean {
		return this.#isEnding;
	}

	/** Told each entry of this session. */
	onEntry(entry: Entry, acts: readonly Act[]): void {
		if (isValueServed(entry, acts)) this.#lastServed = entry.at;
		const watch = this.#watch;
		if (watch?.match(entry, acts)) watch.isMet = true;
		this.#stage.onEntry(entry, acts);
	}

	/** Plays a step; `done` with why it could not be, undefined: it was. */
	play(name: StepName, done: (unplayed: Unplayed | undefined) => void): void {
		let unplayed: Unplayed | undefined;
		const session = this;
		function* whole(): Script {
			const row = stepNamed(name);
			if (row.from !== 'start') unplayed = yield* session.#ready();
			else yield* session.#stage.stopProgram();
			if (unplayed === undefined) yield* session.#played(name);
		}
		const over = (why: Unplayed | undefined) => {
			this.#giveUp = this.#playing = undefined;
			done(why);
		};
		this.#giveUp = over;
		this.#playing = name;
		this.#playedFrom = this.now;
		this.#drive.enter(() => this.#stage.play(whole(), () => over(unplayed)));
	}

	/** The step that was begun last, since when, and what it waits for; it may be one within another. */
	get standing(): { readonly step: StepName; readonly from: number; readonly waits: Waiting | undefined } | undefined {
		const step = this.#step?.name ?? this.#playing;
		return step === undefined ? undefined : { step, from: this.#step?.from ?? this.#playedFrom, waits: this.#stage.waiting };
	}

	/** Somebody does not want to see the rest of what is played. Returns what that is; undefined: nothing. */
	skip(): StepName | undefined {
		const [step, giveUp] = [this.#playing, this.#giveUp];
		if (giveUp === undefined || this.#isEnding) return undefined;
		this.#stage.abandon();
		this.#drive.enter(() => {
			const current = this.#step?.name;
			this.#step = this.#watch = undefined;
			this.#command(FAULTS_OFF);
			if (current !== undefined) this.#add({ kind: 'step', step: current, phase: 'ends' });
			giveUp('skipped');
		});
		return step;
	}

	/** Ends the program, and gives everything back. */
	end(done: () => void): void {
		this.#isEnding = true;
		this.#stage.abandon();
		const close = () => {
			this.#drive.stop();
			this.#port.close();
			this.#world.simulator.shutdown();
			done();
		};
		this.#drive.enter(() => (this.#isHeld ? this.#stop(close) : close()));
	}

	/** Until the program reads values; at once where it has just read one. */
	*#ready(): Scene<Unplayed | undefined> {
		if (this.#isRunning && this.now - this.#lastServed <= this.#options.declaration.claims.pollMs) return undefined;
		this.#stage.startProgram();
		const { recoveryPass } = this.#options.limits;
		if (yield* this.#stage.served(recoveryPass)) return undefined;
		return this.#isRunning ? 'notReading' : 'ended';
	}

	*#played(name: StepName): Scene<void> {
		const around = this.#step;
		this.#step = { name, from: this.now, faultsBefore: this.#faults };
		this.#add({ kind: 'step', step: name, phase: 'begins' });
		yield* stepNamed(name).play(this.#stage);
		this.#command(FAULTS_OFF);
		this.#add({ kind: 'step', step: name, phase: 'ends' });
		const { from, strikes, lifted } = this.#step;
		this.#step = around;
		this.steps.push({ name, from, strikes, lifted, to: this.now });
	}

	/** Steps that leave the session alone are played within another one that only waits. */
	*#meanwhile(until: number, match: Watch['match'] = () => false): Scene<boolean> {
		const { fill } = this.#options;
		const watch: Watch = { match, isMet: false };
		this.#watch = watch;
		// What was read before that one began is no sign that the program reads now; and one that has ended is not examined further.
		while (!watch.isMet && (yield* this.#stage.served(until - this.now))) {
			const name = fill(this, until - this.now);
			if (name === undefined) break;
			yield* this.#played(name);
			this.#options.onFilled(this);
		}
		if (!watch.isMet && until > this.now) yield* this.#stage.until(match, until - this.now);
		this.#watch = undefined;
		return watch.isMet;
	}

	#hasCome(match: Watch['match']): boolean {
		const { entries, acts } = this.#options.chronicle.session(this.number);
		let next = 0;
		return entries.some((entry) => {
			const from = next;
			while (next < acts.length && acts[next]!.entry === entry.number) next++;
			return match(entry, acts.slice(from, next));
		});
	}

	/** That are on. */
	get #faults(): readonly FaultName[] {
		return this.#world.simulator.faults.running.map(({ name }) => name);
	}

	#backstage(): Backstage {
		const session = this;
		const { declaration, limits } = this.#options;
		const { claims, observes, showsPresent } = aboutOf(declaration);
		return {
			...{ claims, limits, observes, showsPresent },
			get now() {
				return session.now;
			},
			get meterTime() {
				return session.meterTime;
			},
			get isRunning() {
				return session.#isRunning;
			},
			after: (ms: number, task: () => void): Timer => session.#world.simulator.scheduler.after(ms, task),
			command: (line) => session.#command(line),
			phase: (phase) => session.#phase(phase),
			meanwhile: (until, match) => session.#meanwhile(until, match),
			hasCome: (match) => session.#hasCome(match),
			start: () => session.#startProgram(),
			stop: (done) => session.#stop(done),
			hold: (done) => session.#rivalThere().hold(done),
			release: (done) => session.#rivalThere().release(done),
		};
	}

	#rivalThere(): RivalHems {
		const { credentials, venue } = this.#options;
		this.#rival ??= new RivalHems(this.#world, credentials, venue.log);
		return this.#rival;
	}

	#phase(phase: 'strikes' | 'lifted'): void {
		const step = this.#step;
		if (step === undefined) return;
		step[phase] ??= this.now;
		this.#add({ kind: 'step', step: step.name, phase });
	}

	#startProgram(): void {
		const { candidate } = this.#options;
		this.#isRunning = true;
		// What has ended by itself is put away first.
		if (this.#isHeld) candidate.stop(() => this.#drive.enter(() => this.#begin()));
		else this.#begin();
	}

	#begin(): void {
		const { candidate, credentials, number } = this.#options;
		const enter = (body: EntryBody) => this.#drive.enter(() => this.#add(body));
		this.#isHeld = true;
		candidate.start(
			{ session: number, dongle: this.#port.path, id: credentials.id, password: credentials.password, time: this.meterTime },
			{
				onOutput: (stream, text, leak) => enter({ kind: 'output', stream, text, leak }),
				onShown: (observation) => enter({ kind: 'shown', observation }),
				onProgram: (state, code, signal, detail) => {
					const again = state === 'exited' && this.#isRestarted(code);
					this.#isRunning = state === 'started' || again;
					enter({ kind: 'program', state, code, signal, detail, ...(again && { again }) });
				},
				onAsked: (what) => enter({ kind: 'asked', what }),
				onTrouble: (detail) => enter({ kind: 'trouble', trouble: 'lost', ms: 0, detail }),
			},
		);
	}

	/** By its supervisor. */
	#isRestarted(code: number | null): boolean {
		const { restart = 'never' } = this.#options.declaration.start ?? {};
		return restart === 'always' || (restart === 'on-failure' && code !== 0);
	}

	#stop(done: () => void): void {
		this.#options.candidate.stop(() => {
			this.#isRunning = false;
			this.#isHeld = false;
			this.#drive.enter(done);
		});
	}

	#command(line: string): void {
		if (line !== FAULTS_OFF) {
			this.#carryOut(line);
			return;
		}
		// Those of a step around this one stay.
		const before = this.#step?.faultsBefore ?? [];
		for (const fault of this.#faults) if (!before.includes(fault)) this.#carryOut(`fault ${fault} off`);
	}

	#carryOut(line: string): void {
		let refusal: string | undefined;
		try {
			this.#world.carryOut(parseCommand(line), (answer) => {
				refusal = answer.refusal;
			});
		} catch (error) {
			if (!(error instanceof WordError)) throw error;
			refusal = error.message;
		}
		this.#add({ kind: 'command', line, refusal });
		if (refusal !== undefined) this.#add({ kind: 'trouble', trouble: 'command', ms: 0, detail: `${line}: ${refusal}` });
	}

	#add(body: EntryBody): void {
		this.#options.chronicle.add(this.number, this.now, body);
	}
}

/** Least time that a session takes beside its steps, ms: the program is started, joins, and is ended. */
export const SESSION_TIME = MINUTE / 2;
