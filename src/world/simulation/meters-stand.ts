/** All meters of a run as one bench: a command is for the first of them, or for those that it names. */
import type { WorldFaults } from '../fault/world-faults.js';
import type { EmulatedMeter } from '../meter/emulated-meter.js';
import type { Command, MeterChoice, MeterCommand, WorldCommand } from '../scenario/command.js';
import type { Answer, Bench, BenchView } from '../scenario/stand.js';
import { MeterBench, refused } from './meter-stand.js';

/** Those of meters. */
export type MetersCommand = Exclude<Command, WorldCommand>;

interface Stand {
	readonly number: number;
	readonly serial: string;
	readonly bench: MeterBench;
}

export class MetersBench implements Bench<MetersCommand> {
	readonly #meters: readonly EmulatedMeter[];
	readonly #faults: WorldFaults;
	readonly #known: Stand[] = [];

	/**
	 * @param meters at least one; more may come later
	 * @param faults of the world around them
	 */
	constructor(meters: readonly EmulatedMeter[], faults: WorldFaults) {
		this.#meters = meters;
		this.#faults = faults;
	}

	/** Of the first meter. */
	get view(): BenchView {
		return this.#stands()[0]!.bench.view;
	}

	carryOut(command: MetersCommand, done: (answer: Answer) => void): void {
		if (command.kind !== 'of meter') {
			this.#stands()[0]!.bench.carryOut(command, done);
			return;
		}
		const chosen = this.#stands().filter((stand) => isChosen(stand, command.meter));
		if (chosen.length === 0) done(refused({ kind: 'unknownMeter', meter: String(command.meter), ...this.#there() }));
		else if (command.meter !== 'all') chosen[0]!.bench.carryOut(command.command, done);
		else this.#carryOutOnAll(command.command, done);
	}

	/** Each does it as if it were alone; refused is what one of them refused. */
	#carryOutOnAll(command: MeterCommand, done: (answer: Answer) => void): void {
		const stands = this.#stands();
		const answers: Answer[] = [];
		let left = stands.length;
		for (const [i, { bench }] of stands.entries()) {
			bench.carryOut(command, (answer) => {
				answers[i] = answer;
				if (--left === 0) done(together(stands, answers));
			});
		}
	}

	/** Those that are there by now. */
	#stands(): readonly Stand[] {
		for (const meter of this.#meters.slice(this.#known.length)) {
			this.#known.push({ number: this.#known.length + 1, serial: meter.identity.serial, bench: new MeterBench(meter, this.#faults) });
		}
		return this.#known;
	}

	#there() {
		const stands = this.#stands();
		return { meters: stands.length, first: stands[0]!.serial, last: stands.at(-1)!.serial };
	}
}

function together(stands: readonly Stand[], answers: readonly Answer[]): Answer {
	const told = (textOf: (answer: Answer) => string | undefined) =>
		stands.flatMap(({ number }, i) => {
			const text = textOf(answers[i]!);
			return text === undefined || text === '' ? [] : [`meter ${number}: ${text}`];
		});
	const refusals = told(({ refusal }) => refusal);
	const meters = stands.map(({ number, serial }, i) => {
		const { refusal = null, why = null, text, outcome = null, data = null } = answers[i]!;
		return { meter: number, serial, refusal, why, text, outcome, data };
	});
	return { refusal: refusals.length === 0 ? undefined : refusals.join('; '), text: told(({ text }) => text).join('\n'), data: { meters } };
}

function isChosen({ number, serial }: Stand, choice: MeterChoice): boolean {
	return choice === 'all' || choice === number || choice === serial;
}
