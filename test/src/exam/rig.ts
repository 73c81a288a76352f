/** An exam on virtual time: of worlds beside each other the one whose next task is due first goes on. */
import type { Serial } from '../../../hal/ports/serial.js';
import { aboutOf } from '../../../src/exam/about.js';
import type { Candidate } from '../../../src/exam/candidate.js';
import { CHECK_NAMES, type CheckName } from '../../../src/exam/checks/checks.js';
import type { Claims, Declaration } from '../../../src/exam/declaration.js';
import { Examiner, type Progress } from '../../../src/exam/examiner.js';
import { LIMITS, type Limits } from '../../../src/exam/limits.js';
import { type Outcome, outcomesOf } from '../../../src/exam/outcome.js';
import { type Plan, planOf } from '../../../src/exam/plan.js';
import type { Drive, ExamPort, Venue } from '../../../src/exam/venue.js';
import type { World } from '../../../src/world/simulation/world.js';
import { CREDENTIALS } from '../world/simulation/hems-rig.js';

/** 2026-11-29T10:07 in Japan. */
const BEGINNING = Date.UTC(2026, 10, 29, 1, 7);

/** The program's end of a dongle's port, handed to the candidate by its path. */
export interface VirtualPort {
	readonly path: string;
	/** What the program writes, and what it gets. */
	readonly program: Serial;
	readonly world: World;
	/** When the meter had power again, ms since its world began. */
	powered: number;
	/** The dongle's port is there; told when it goes, and when it is back. */
	onPlugged: (there: boolean) => void;
	/** The program has opened it. */
	opened(): void;
}

interface Running {
	readonly world: World;
	/** Of all worlds' time when this one stood at 0. */
	readonly offset: number;
}

export class VirtualVenue implements Venue {
	readonly log = { write() {} };
	readonly ports = new Map<string, VirtualPort>();
	readonly #running: Running[] = [];
	#now = 0;
	#number = 0;

	/** @param beginning ms since 1970-01-01T00:00:00Z */
	constructor(readonly beginning = BEGINNING) {}

	now(): number {
		return this.beginning + this.#now;
	}

	drive(world: World): Drive {
		const running = { world, offset: this.#now };
		this.#running.push(running);
		return {
			enter: (event) => event(),
			stop: () => this.#running.splice(this.#running.indexOf(running), 1),
		};
	}

	openPort(session: number, _drive: Drive): ExamPort {
		const path = `dongle-${session}-${++this.#number}`;
		const { world } = this.#running.at(-1)!;
		const { scheduler } = world.simulator;
		const serial: Serial = {
			onReceive() {},
			write(bytes) {
				const copy = bytes.slice();
				scheduler.after(0, () => port.program.onReceive(copy));
			},
		};
		const examPort: ExamPort = {
			serial,
			path,
			port: { unplug: () => port.onPlugged(false), plug: () => port.onPlugged(true) },
			onConnect: () => {},
			close: () => {
				this.ports.delete(path);
			},
		};
		const port: VirtualPort = {
			path,
			program: {
				onReceive() {},
				write(bytes) {
					const copy = bytes.slice();
					scheduler.after(0, () => serial.onReceive(copy));
				},
			},
			world,
			powered: Number.NEGATIVE_INFINITY,
			onPlugged() {},
			opened: () => examPort.onConnect(),
		};
		world.events.subscribe((event) => {
			if (event.event === 'supply' && event.on) port.powered = scheduler.now();
		});
		this.ports.set(path, port);
		return examPort;
	}

	capture(): undefined {
		return undefined;
	}

	/** One task of the world that is first. */
	step(): void {
		let first: Running | undefined;
		let due = Number.POSITIVE_INFINITY;
		for (const running of this.#running) {
			const next = running.offset + running.world.simulator.scheduler.next;
			if (next < due) [first, due] = [running, next];
		}
		if (first === undefined) throw new Error('an exam stands still');
		this.#now = Math.max(this.#now, due);
		first.world.simulator.scheduler.step();
	}
}

export interface ExamOptions {
	readonly candidate: (venue: VirtualVenue) => Candidate;
	readonly declaration: Declaration;
	readonly only?: readonly CheckName[];
	readonly mode?: 'full' | 'quick';
	readonly limits?: Partial<Limits>;
	readonly jobs?: number;
	readonly seed?: number;
	readonly budget?: number;
	readonly pastDays?: number;
	/** ms since 1970-01-01T00:00:00Z */
	readonly beginning?: number;
	readonly onProgress?: (progress: Progress, examiner: Examiner) => void;
}

export interface Examined {
	readonly examiner: Examiner;
	readonly outcomes: readonly Outcome[];
	readonly plan: Plan;
	/** ms of virtual time. */
	readonly took: number;
}

const HOUR = 3_600_000;

/** Holds an exam from its beginning to its end. */
export function examine(options: ExamOptions): Examined {
	const { candidate, declaration, only, mode = 'full', jobs = 1, seed = 1, budget = 4 * HOUR, pastDays = 2 } = options;
	const limits = { ...LIMITS, ...options.limits };
	const venue = new VirtualVenue(options.beginning);
	const about = aboutOf(declaration);
	const plan = planOf({ mode, ...about, limits, only, skip: [], jobs });
	const examiner: Examiner = new Examiner({
		venue,
		candidate: () => candidate(venue),
		declaration,
		plan,
		limits,
		seed,
		jobs,
		budget,
		credentials: CREDENTIALS,
		pastDays,
		onProgress: (progress) => options.onProgress?.(progress, examiner),
	});
	let isOver = false;
	const began = venue.now();
	examiner.run(() => {
		isOver = true;
	});
	while (!isOver) venue.step();
	const outcomes = outcomesOf({ plan, findings: examiner.findings, missed: examiner.missed, about, waive: {}, only });
	return { examiner, outcomes, plan, took: venue.now() - began };
}

/** One line for each finding that is none of a pass, for the messages of tests. */
export function troubles(outcomes: readonly Outcome[]): readonly string[] {
	return outcomes.flatMap(({ name, verdict, findings, notSeen }) => {
		if (verdict === 'pass' || verdict === 'notApplicable') return [];
		if (notSeen !== undefined) return [`${name}: not seen: ${JSON.stringify(notSeen)}`];
		return findings
			.filter((finding) => finding.verdict !== 'pass')
			.map(
				(finding) =>
					`${name}: ${finding.verdict}: ${finding.kind} ${JSON.stringify(finding.fields)} in ${finding.step ?? `session ${finding.session}`}`,
			);
	});
}

export { CHECK_NAMES, CREDENTIALS };

/** Claims of a program that does all that there is to do. */
export const ALL_CLAIMS: Claims = Object.freeze({
	pollMs: 10_000,
	notifications: true,
	infc: true,
	history: true,
	fillsGaps: true,
	// The model has one meter.
	manyMeters: undefined,
	answers: true,
	copies: true,
	clock: 'host',
});
