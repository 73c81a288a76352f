/** The model HEMS, or a mutant of it, as the program under test on virtual time. What it prints is observed as the output of a program is. */
import { SeededRandom } from '../../../hal/virtual/random.js';
import type { Candidate, CandidateListener, Places } from '../../../src/exam/candidate.js';
import type { Claims, Declaration, Observable, ObserveDeclaration } from '../../../src/exam/declaration.js';
import type { Observation } from '../../../src/exam/observation.js';
import type { Behaviour } from '../../exam/model-hems/behaviour.js';
import { MODEL } from '../../exam/model-hems/behaviour.js';
import { ModelHems } from '../../exam/model-hems/hems.js';
import { ALL_CLAIMS, type VirtualVenue } from './rig.js';

/** What it prints, by what it tells of; `v` is the value, `t` its time. */
const LINES: readonly (readonly [Observable, RegExp, step: number])[] = Object.freeze([
	['power', /^power (?<v>\S+)/, 1],
	['energy', /^energy (?<v>\S+)/, 0.0001],
	['energyReverse', /^energy-reverse (?<v>\S+)/, 0.0001],
	['currentR', /^current R (?<v>\S+)/, 0.1],
	['currentR', /^current (?<v>none)$/, 0.1],
	['currentT', /^current R \S+ A T (?<v>\S+)/, 0.1],
	['currentT', /^current (?<v>none)$/, 0.1],
	['halfHour', /^half-hour (?<t>\S+) (?<v>\S+)/, 0.0001],
	['halfHourReverse', /^half-hour-reverse (?<t>\S+) (?<v>\S+)/, 0.0001],
	['history', /^history (?<t>\S+) (?<v>\S+)/, 0.0001],
	['use', /^use (?<t>\S+) (?<v>\S+)/, 0.0001],
	['online', /^(?<v>online|offline)$/, 1],
]);

const NONE = 'none';
/** Who starts so soon after the power is back starts with all the place, as a program at home would, ms. */
const WITH_THE_PLACE = 1000;

export const MODEL_DECLARATION: Declaration = Object.freeze({
	hems: 'model HEMS',
	start: undefined,
	dongle: 'bp35c2',
	broker: undefined,
	claims: ALL_CLAIMS,
	observe: LINES.map(
		([what, pattern, step]): ObserveDeclaration => ({
			what,
			step,
			factor: 1,
			none: [NONE],
			is: what === 'online' ? 'online' : undefined,
			source: { kind: 'stdout', pattern: pattern.source },
		}),
	),
	waive: {},
	limits: {},
});

export class ModelCandidate implements Candidate {
	readonly #venue: VirtualVenue;
	readonly #clock: Claims['clock'];
	readonly #behaviour: Behaviour;
	#hems: ModelHems | undefined;
	#listener: CandidateListener | undefined;
	#stopped: (() => void) | undefined;
	#starts = 0;

	/** @param clock whose time it goes by, as its claims say */
	constructor(venue: VirtualVenue, behaviour: Partial<Behaviour> = {}, clock: Claims['clock'] = 'host') {
		this.#venue = venue;
		this.#clock = clock;
		this.#behaviour = { ...MODEL, ...behaviour };
	}

	start({ dongle, id, password, time }: Places, listener: CandidateListener): void {
		const port = this.#venue.ports.get(dongle);
		if (port === undefined) throw new Error(`no port ${dongle}`);
		const { scheduler } = port.world.simulator;
		this.#listener = listener;
		const begun = (this.#clock === 'meter' ? time : this.#venue.now()) - scheduler.now();
		const hems: ModelHems = new ModelHems({
			serial: port.program,
			scheduler,
			wallClock: () => begun + scheduler.now(),
			random: new SeededRandom(++this.#starts, 'model'),
			isInstalled: this.#starts > 1,
			account: { id, password },
			behaviour: this.#behaviour,
			afterCut: scheduler.now() - port.powered < WITH_THE_PLACE,
			show: (line) => {
				if (this.#hems === hems) this.#print(line);
			},
			onExit: (code, error) => this.#onExit(hems, code, error),
		});
		this.#hems = hems;
		port.onPlugged = (there) => {
			if (this.#hems !== hems) return;
			if (there) hems.onBack();
			else hems.onGone();
		};
		port.opened();
		listener.onProgram('started', null, null, '');
		hems.start();
	}

	stop(done: () => void): void {
		const hems = this.#hems;
		if (hems === undefined) {
			done();
			return;
		}
		this.#stopped = done;
		hems.stop(() => {
			this.#hems = undefined;
			this.#listener?.onProgram('ended', 0, null, '');
			this.#tellStopped();
		});
	}

	/** Also where it has died of its end. */
	#tellStopped(): void {
		const done = this.#stopped;
		this.#stopped = undefined;
		done?.();
	}

	#onExit(hems: ModelHems, code: number, error: string): void {
		if (this.#hems !== hems) return;
		this.#hems = undefined;
		for (const line of error.split('\n')) this.#listener?.onOutput('stderr', line, []);
		this.#listener?.onProgram('exited', code, null, '');
		this.#tellStopped();
	}

	#print(line: string): void {
		this.#listener?.onOutput('stdout', line, line.includes('0123456789AB') ? ['password'] : []);
		for (const [what, pattern] of LINES) {
			const groups = pattern.exec(line)?.groups as { readonly v: string; readonly t?: string } | undefined;
			if (groups === undefined) continue;
			this.#listener?.onShown({ what, text: groups.v, value: valueIn(groups.v), time: groups.t });
		}
	}
}

function valueIn(text: string): Observation['value'] {
	if (text === NONE) return 'none';
	if (text === 'online' || text === 'offline') return text === 'online' ? 1 : 0;
	const value = Number(text);
	return Number.isFinite(value) ? value : 'unreadable';
}
