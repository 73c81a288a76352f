/** All meters of a run as one stand: a command is for the first of them, or for those that it names. */
import type { WorldFaults } from '../fault/world-faults.js';
import type { EmulatedMeter } from '../meter/emulated-meter.js';
import type { Command, MeterChoice, MeterCommand, WorldCommand } from '../scenario/command.js';
import type { Answer, Stand, StandView } from '../scenario/stand.js';
import { refused } from './customer-hands.js';
import { MeterStand } from './meter-stand.js';

/** Those of meters. */
export type MetersCommand = Exclude<Command, WorldCommand>;

interface Numbered {
	readonly number: number;
	readonly serial: string;
	readonly stand: MeterStand;
}

export class MetersStand implements Stand<MetersCommand> {
	readonly #meters: readonly EmulatedMeter[];
	readonly #faults: WorldFaults;
	readonly #known: Numbered[] = [];

	/**
	 * @param meters at least one; more may come later
	 * @param faults of the world around them
	 */
	constructor(meters: readonly EmulatedMeter[], faults: WorldFaults) {
		this.#meters = meters;
		this.#faults = faults;
	}

	/** Of the first meter. */
	get view(): StandView {
		return this.#all()[0]!.stand.view;
	}

	carryOut(command: MetersCommand, done: (answer: Answer) => void): void {
		if (command.kind !== 'of meter') {
			this.#all()[0]!.stand.carryOut(command, done);
			return;
		}
		const chosen = this.#all().filter((one) => isChosen(one, command.meter));
		if (chosen.length === 0) done(refused({ kind: 'unknownMeter', meter: String(command.meter), ...this.#there() }));
		else if (command.meter !== 'all') chosen[0]!.stand.carryOut(command.command, done);
		else this.#carryOutOnAll(command.command, done);
	}

	/** Each does it as if it were alone; refused is what one of them refused. */
	#carryOutOnAll(command: MeterCommand, done: (answer: Answer) => void): void {
		const all = this.#all();
		const answers: Answer[] = [];
		let left = all.length;
		for (const [i, { stand }] of all.entries()) {
			stand.carryOut(command, (answer) => {
				answers[i] = answer;
				if (--left === 0) done(together(all, answers));
			});
		}
	}

	/** Those that are there by now. */
	#all(): readonly Numbered[] {
		for (const meter of this.#meters.slice(this.#known.length)) {
			this.#known.push({ number: this.#known.length + 1, serial: meter.identity.serial, stand: new MeterStand(meter, this.#faults) });
		}
		return this.#known;
	}

	#there() {
		const all = this.#all();
		return { meters: all.length, first: all[0]!.serial, last: all.at(-1)!.serial };
	}
}

function together(all: readonly Numbered[], answers: readonly Answer[]): Answer {
	const told = (textOf: (answer: Answer) => string | undefined) =>
		all.flatMap(({ number }, i) => {
			const text = textOf(answers[i]!);
			return text === undefined || text === '' ? [] : [`meter ${number}: ${text}`];
		});
	const refusals = told(({ refusal }) => refusal);
	const meters = all.map(({ number, serial }, i) => {
		const { refusal = null, why = null, text, outcome = null, data = null } = answers[i]!;
		return { meter: number, serial, refusal, why, text, outcome, data };
	});
	return { refusal: refusals.length === 0 ? undefined : refusals.join('; '), text: told(({ text }) => text).join('\n'), data: { meters } };
}

function isChosen({ number, serial }: Numbered, choice: MeterChoice): boolean {
	return choice === 'all' || choice === number || choice === serial;
}
