/** Tells what happens, to people or to programs. */
import process from 'node:process';
import { outcomeWords } from '../../../src/world/scenario/answer-words.js';
import type { StepResult } from '../../../src/world/scenario/player.js';
import type { EventFields, EventKind, WorldEvent, WorldEventKind } from '../../../src/world/schema/event-rows.js';
import { SCHEMA } from '../../../src/world/schema/event-rows.js';
import type { Language } from '../../../src/world/schema/language.js';
import type { ControlAnswer } from '../../../src/world/simulation/control.js';
import { WORLD_EVENT_KINDS } from '../../../src/world/simulation/world-events.js';
import { dateOf, isoTime, timeOfDay } from '../../../src/world/time/iso-time.js';
import { answerText } from '../shared/answer-text.js';
import { type Colour, paintFor } from '../shared/colours.js';
import { Output } from '../shared/output.js';
import { ownName } from '../shared/own-name.js';
import { printable } from '../shared/printable.js';
import { padText } from '../shared/text-width.js';
import type { Ready } from './ready.js';
import { TOLD_KINDS, timelineText, WHO_WIDTH } from './timeline.js';
import { TIMELINE_WORDS, type TimelineWords } from './timeline-words.js';

/** What of this run everybody knows. */
export interface Demo {
	readonly credentials: boolean;
	readonly keys: boolean;
}

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
	end(reason: string): void;
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
		this.#write('step', 'meter', { line: step.line, step: step.text, failure: failure ?? null, text, ...data });
	}

	error(message: string): void {
		this.#write('error', 'keiki', { message });
	}

	end(reason: string): void {
		this.#write('end', 'keiki', { reason });
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
		const known = demo.credentials ? '   (demo: everybody knows it)' : '';
		const knownKeys = demo.keys ? '   (demo keys: everybody knows them)' : '';
		const row = (name: string, text: string) => `  ${name.padEnd(14)} ${text}`;
		const lines = [
			`Keiki: a ${ready.profile} meter is on the air, at ${isoTime(this.#options.now()).slice(0, 19).replace('T', ' ')} JST, speed ${ready.speed}.`,
			...ready.dongles.map(({ path, model }, i) => row(i === 0 ? 'serial port' : '', `${path}   (${model.toUpperCase()})`)),
			row('Route B id', `${ready.routeBId}${known}`),
			row('password', ready.password === null ? '(not shown; --show-password does)' : `${ready.password}${known}`),
			row('PAN', `${ready.panId} on channel ${ready.channel}, MAC address ${ready.macAddress}`),
			row('units', ready.units),
			...(ready.lan === null ? [] : [row('LAN', `${ready.lan}, UDP port 3610`)]),
			...(ready.routeA === null ? [] : [row('Route A', `${ready.routeAPlaces.join(' and ')}, TCP and UDP${knownKeys}`)]),
			...(ready.meters.length === 1 ? [] : [row('more meters', othersText(ready))]),
			...(ready.localPort === null ? [] : [row('local port', `${ready.localPort}${ready.routeA === null ? knownKeys : ''}`)]),
			...(ready.state === null ? [] : [row('state', ready.state)]),
			...(ready.capture === null ? [] : [row('capture', ready.capture)]),
			...(ready.control === null ? [] : [row('control', ready.control)]),
			...(ready.radio === undefined ? [] : [row('radio', ready.radio)]),
			ready.dongle === null
				? 'Give the id and the password to a HEMS with a dongle of its own, or try in another terminal:'
				: 'Give the serial port, the id and the password to a HEMS program, or try in another terminal:',
			`  ${ownName()} hems read --dongle ${ready.dongle ?? 'PORT'} --id ${ready.routeBId} ${ready.password === null ? '--password-file FILE' : `--password ${ready.password}`}`,
			...(ready.routeA === null
				? []
				: [`Read it as the utility does: ${ownName()} hes read${ready.routeA === '[::1]:4059' ? '' : ` --meter ${ready.routeA}`}`]),
			...(ready.control === null
				? []
				: [`Pull units, throw the breaker, change load and voltage: type help here, or "${ownName()} meter help" in another terminal.`]),
			'Ctrl+C ends it.',
		];
		this.#output.write(lines.join('\n'));
	}

	event(event: WorldEvent): void {
		this.#write(timelineText(event, timeOfDay(this.#options.now()), this.#options.wattHours, this.#paint, this.#language));
	}

	answer(answer: ControlAnswer): void {
		this.#tell(this.#words.bench(), `${printable(answer.command)}: ${answerText(answer, this.#language)}`, answer.result === 'done' ? 'bold' : 'red');
	}

	step({ step, failure, answer }: StepResult, file: string): void {
		const text = failure ?? (step.action.kind === 'end' ? this.#words.theEnd() : this.#stepText(answer) || this.#words.asExpected());
		this.#tell(`${file}:${step.line}`, `${step.text}: ${text}`, failure === undefined ? 'bold' : 'red');
	}

	error(): void {}

	end(reason: string): void {
		this.#write(`${this.#paint('faint', timeOfDay(this.#options.now()))}  ${this.#words.end(reason)}`);
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

/** Of all meters but the first. */
function othersText({ meters }: Ready): string {
	const [second, last] = [meters[1]!, meters.at(-1)!];
	const names = meters.length === 2 ? second.node : `${second.node} to ${last.node}`;
	const places = meters.length === 2 ? second.routeA : `${second.routeA} to ${last.routeA}`;
	return second.routeA === null ? names : `${names}, Route A ${places}`;
}
