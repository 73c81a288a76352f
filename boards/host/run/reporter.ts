/** Tells what happens, to people or to programs. */
import process from 'node:process';
import { outcomeWords } from '../../../src/world/scenario/answer-words.js';
import type { StepResult } from '../../../src/world/scenario/player.js';
import { stepFailureText } from '../../../src/world/scenario/step-failure.js';
import type { EventFields, EventKind, WorldEvent, WorldEventKind } from '../../../src/world/schema/event-rows.js';
import { SCHEMA } from '../../../src/world/schema/event-rows.js';
import type { Language } from '../../../src/world/schema/language.js';
import type { ControlAnswer } from '../../../src/world/simulation/control.js';
import { WORLD_EVENT_KINDS } from '../../../src/world/simulation/world-events.js';
import { dateOf, isoTime, timeOfDay } from '../../../src/world/time/iso-time.js';
import { answerText } from '../shared/answer-text.js';
import { type Colour, paintFor } from '../shared/colours.js';
import { type EndReason, endText } from '../shared/ending.js';
import { Output } from '../shared/output.js';
import { printable } from '../shared/printable.js';
import { stepText } from '../shared/step-words.js';
import { padText } from '../shared/text-width.js';
import { TOLD_KINDS, timelineText, WHO_WIDTH } from '../shared/timeline.js';
import { TIMELINE_WORDS, type TimelineWords } from '../shared/timeline-words.js';
import { type Demo, type Ready, readyLines } from './ready.js';
import { READY_WORDS } from './ready-words.js';

export interface Reporter {
	/** Of the events that it tells. */
	readonly kinds: readonly WorldEventKind[];
	ready(ready: Ready, demo: Demo): void;
	event(event: WorldEvent): void;
	/** What came of a command. */
	answer(answer: ControlAnswer): void;
	/** What came of a step of the scenario in `file`. */
	step(result: StepResult, file: string): void;
	/** A failure that ends the run. */
	error(message: string): void;
	end(reason: EndReason): void;
}

export interface ReporterOptions {
	/** The world's time, ms since 1970-01-01T00:00:00Z, and virtual ms since the start. */
	readonly now: () => number;
	readonly elapsed: () => number;
	readonly wattHours: number;
}

export class JsonReporter implements Reporter {
	readonly kinds = WORLD_EVENT_KINDS;
	readonly #options: ReporterOptions;
	readonly #output = new Output(process.stdout, (lines) => this.#line('lost', 'keiki', { lines }));

	constructor(options: ReporterOptions) {
		this.#options = options;
	}

	ready(ready: Ready): void {
		this.#write('ready', 'meter', { schema: SCHEMA, ...ready });
	}

	event(event: WorldEvent): void {
		this.#output.write(printable(JSON.stringify(event)));
	}

	answer(answer: ControlAnswer): void {
		this.#write('answer', 'meter', { ...answer });
	}

	step({ step, failure, answer }: StepResult): void {
		const { why, outcome, text = '' } = answer ?? {};
		const data = { ...(why && { refusal: why }), ...(outcome && { outcome }) };
		this.#write('step', 'meter', {
			line: step.line,
			step: step.text,
			failure: failure === undefined ? null : stepFailureText(failure),
			text,
			...data,
		});
	}

	error(message: string): void {
		this.#write('error', 'keiki', { message });
	}

	end(reason: EndReason): void {
		this.#write('end', 'keiki', { reason: endText(reason) });
	}

	#write<Kind extends EventKind>(event: Kind, node: string, fields: EventFields<Kind>): void {
		this.#output.write(this.#line(event, node, fields));
	}

	#line<Kind extends EventKind>(event: Kind, node: string, fields: EventFields<Kind>): string {
		const { now, elapsed } = this.#options;
		return printable(JSON.stringify({ event, time: isoTime(now()), elapsedMs: Math.floor(elapsed()), node, ...fields }));
	}
}

export class TimelineReporter implements Reporter {
	readonly kinds = TOLD_KINDS;
	readonly #options: ReporterOptions;
	readonly #paint = paintFor(process.stdout);
	readonly #output = new Output(process.stdout, (lines) => this.#paint('red', this.#words.lost(lines)));
	readonly #language: Language;
	readonly #words: TimelineWords;
	#date = '';

	constructor(options: ReporterOptions, language: Language) {
		this.#options = options;
		this.#language = language;
		this.#words = TIMELINE_WORDS[language];
	}

	ready(ready: Ready, demo: Demo): void {
		const time = isoTime(this.#options.now()).slice(0, 19).replace('T', ' ');
		this.#output.write(readyLines(ready, demo, time, READY_WORDS[this.#language]).join('\n'));
	}

	event(event: WorldEvent): void {
		this.#write(timelineText(event, timeOfDay(this.#options.now()), this.#options.wattHours, this.#paint, this.#language));
	}

	answer(answer: ControlAnswer): void {
		this.#tell(this.#words.bench(), `${printable(answer.command)}: ${answerText(answer, this.#language)}`, answer.result === 'done' ? 'bold' : 'red');
	}

	step({ step, failure, answer }: StepResult, file: string): void {
		const text =
			(failure && stepText(failure, this.#language)) ??
			(step.action.kind === 'end' ? this.#words.theEnd() : this.#stepText(answer) || this.#words.asExpected());
		this.#tell(`${file}:${step.line}`, `${step.text}: ${text}`, failure === undefined ? 'bold' : 'red');
	}

	error(): void {}

	end(reason: EndReason): void {
		this.#write(`${this.#paint('faint', timeOfDay(this.#options.now()))}  ${this.#words.end(endText(reason, this.#language))}`);
	}

	/** What its command came to. */
	#stepText(answer: StepResult['answer']): string {
		return answer?.outcome === undefined ? (answer?.text ?? '') : outcomeWords(answer.outcome, this.#language);
	}

	#tell(who: string, text: string, colour: Colour): void {
		this.#write(`${this.#paint('faint', timeOfDay(this.#options.now()))}  ${padText(who, WHO_WIDTH)}  ${this.#paint(colour, text)}`);
	}

	#write(line: string): void {
		const date = dateOf(this.#options.now());
		if (date !== this.#date) this.#output.write(this.#paint('faint', `— ${date} —`));
		this.#date = date;
		this.#output.write(line);
	}
}
