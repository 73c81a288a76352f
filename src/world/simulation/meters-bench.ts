/** All meters of a run as one bench: a command is for the first of them, or for those that it names. */
import type { EmulatedMeter } from '../meter/emulated-meter.js';
import type { Command, MeterChoice } from '../scenario/command.js';
import type { Answer, Bench, BenchView } from '../scenario/stand.js';
import { MeterBench, refused } from './meter-stand.js';

interface Stand {
	readonly number: number;
	readonly serial: string;
	readonly bench: MeterBench;
}

export class MetersBench implements Bench {
	/** Of the first meter. */
	readonly view: BenchView;
	readonly #stands: readonly Stand[];

	/** @param meters at least one */
	constructor(meters: readonly EmulatedMeter[]) {
		this.#stands = meters.map((meter, i) => ({ number: i + 1, serial: meter.serial, bench: new MeterBench(meter) }));
		this.view = this.#stands[0]!.bench.view;
	}

	carryOut(command: Command, done: (answer: Answer) => void): void {
		if (command.kind !== 'of meter') {
			this.#stands[0]!.bench.carryOut(command, done);
			return;
		}
		const chosen = this.#stands.filter((stand) => isChosen(stand, command.meter));
		if (chosen.length === 0) done(refused(`there is no meter ${command.meter}; ${this.#there()}`));
		else if (command.meter !== 'all') chosen[0]!.bench.carryOut(command.command, done);
		else this.#carryOutOnAll(command.command, done);
	}

	/** Each does it as if it were alone; refused is what one of them refused. */
	#carryOutOnAll(command: Exclude<Command, { readonly kind: 'of meter' }>, done: (answer: Answer) => void): void {
		const answers: Answer[] = [];
		let left = this.#stands.length;
		for (const [i, { bench }] of this.#stands.entries()) {
			bench.carryOut(command, (answer) => {
				answers[i] = answer;
				if (--left === 0) done(this.#together(answers));
			});
		}
	}

	#together(answers: readonly Answer[]): Answer {
		const told = (textOf: (answer: Answer) => string | undefined) =>
			this.#stands.flatMap(({ number }, i) => {
				const text = textOf(answers[i]!);
				return text === undefined || text === '' ? [] : [`meter ${number}: ${text}`];
			});
		const refusals = told(({ refusal }) => refusal);
		const meters = this.#stands.map(({ number, serial }, i) => ({
			meter: number,
			serial,
			refusal: answers[i]!.refusal ?? null,
			text: answers[i]!.text,
			data: answers[i]!.data ?? null,
		}));
		return { refusal: refusals.length === 0 ? undefined : refusals.join('; '), text: told(({ text }) => text).join('\n'), data: { meters } };
	}

	#there(): string {
		const last = this.#stands.at(-1)!;
		if (this.#stands.length === 1) return `expected 1 or ${last.serial}, the only one, or all`;
		return `expected 1 to ${last.number}, a serial number from ${this.#stands[0]!.serial} to ${last.serial}, or all`;
	}
}

function isChosen({ number, serial }: Stand, choice: MeterChoice): boolean {
	return choice === 'all' || choice === number || choice === serial;
}
