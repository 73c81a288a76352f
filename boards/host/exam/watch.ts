/** All that looks at one start of a program: its doors, its observers, and what is kept of what it lets out. */
import { join } from 'node:path';
import process from 'node:process';
import type { CandidateListener, Places } from '../../../src/exam/candidate.js';
import type { Declaration, ObserveDeclaration } from '../../../src/exam/declaration.js';
import { reasonOf } from '../shared/usage-error.js';
import type { ExamHostWords } from './exam-host-words.js';
import { KeptOutput } from './kept-output.js';
import { Broker } from './observe/broker.js';
import { HttpPage } from './observe/http-page.js';
import { InfluxDoor } from './observe/influx-door.js';
import { freePort } from './observe/listening.js';
import type { Observer, ObserverListener } from './observe/observer.js';
import { hasBroker } from './observe/optional-packages.js';
import { RunCommand, type RunPlace } from './observe/run-command.js';
import { shownIn } from './observe/shown.js';
import { Subscriber } from './observe/subscriber.js';
import { Tail } from './observe/tail.js';
import { filled, type Placeholder, placeholdersIn } from './placeholders.js';
import { Secrets } from './secrets.js';

/** What placeholders stand for. */
export type Values = Readonly<Partial<Record<Placeholder, string>>>;

/** Port of MQTT where a URL names none. */
const MQTT_PORT = '1883';

type LinePattern = readonly [ObserveDeclaration, RegExp];

export class Watch {
	readonly #declaration: Declaration;
	readonly #words: ExamHostWords;
	readonly #listener: CandidateListener;
	readonly #observer: ObserverListener;
	readonly #patterns: readonly LinePattern[];
	readonly output: KeptOutput;
	#observers: readonly Observer[] = [];

	/** @param folder of the exam, where the output is kept */
	constructor(declaration: Declaration, folder: string, places: Places, listener: CandidateListener, words: ExamHostWords) {
		this.#declaration = declaration;
		this.#words = words;
		this.#listener = listener;
		this.output = new KeptOutput(join(folder, `output-${places.session}.log`), new Secrets(places.id, places.password), listener, words);
		this.#patterns = declaration.observe.flatMap((each): readonly LinePattern[] =>
			each.source.kind === 'stdout' ? [[each, new RegExp(each.source.pattern, 'u')]] : [],
		);
		this.#observer = {
			onText: (stream, text) => this.output.line(stream, text),
			onPage: (stream, text) => this.output.page(stream, text),
			onShown: (observation) => listener.onShown(observation),
			onTrouble: (detail) => listener.onTrouble(detail),
		};
	}

	/** Opens the doors that the program is told the ports of, and finds it one for a page of its own. */
	async openDoors(): Promise<Values> {
		const { observe, broker: place } = this.#declaration;
		const used = placeholdersIn(this.#declaration);
		const values: { mqtt?: string; influx?: string; port?: string } = {};
		if (hasBroker(this.#declaration)) {
			const broker = new Broker(observe);
			if (await this.#open(broker, 'MQTT')) values.mqtt = String(broker.port);
		} else if (place !== undefined) {
			values.mqtt = new URL(place).port || MQTT_PORT;
			await this.#open(new Subscriber(place, observe, this.#words), 'MQTT');
		}
		if (used.has('influx') || observe.some(({ source }) => source.kind === 'influx')) {
			const door = new InfluxDoor(observe, this.#words);
			if (await this.#open(door, 'InfluxDB')) values.influx = String(door.port);
		}
		if (used.has('port')) values.port = String(await freePort());
		return values;
	}

	/** @param values of all placeholders. @param folder that the program is started in */
	async look(values: Values, folder: string, run: RunPlace): Promise<void> {
		const { observe } = this.#declaration;
		const fill = (text: string) => filled(text, (name) => values[name], process.env);
		const tails = grouped(observe, (source) => (source.kind === 'tail' ? pathFrom(folder, fill(source.file)) : undefined));
		for (const [path, declarations] of tails) await this.#open(new Tail(path, declarations, this.#words), path);
		const pages = grouped(observe, (source) => (source.kind === 'http' ? JSON.stringify([source.url, source.headers]) : undefined));
		for (const [, declarations] of pages) {
			const { source } = declarations[0]!;
			if (source.kind !== 'http') continue;
			const headers = Object.fromEntries(Object.entries(source.headers).map(([name, text]) => [name, fill(text)]));
			await this.#open(new HttpPage(fill(source.url), headers, declarations, this.#words), source.url);
		}
		for (const declaration of observe) {
			const { source } = declaration;
			if (source.kind !== 'run') continue;
			await this.#open(new RunCommand(fill(source.command), source.everyMs, declaration, run, this.#words), source.command);
		}
	}

	/** A line that the program writes. */
	line(stream: 'stdout' | 'stderr', line: string): void {
		this.output.line(stream, line);
		for (const [declaration, pattern] of this.#patterns) {
			const observation = shownIn(declaration, pattern, line);
			if (observation !== undefined) this.#listener.onShown(observation);
		}
	}

	async close(): Promise<void> {
		await Promise.all(this.#observers.map((each) => new Promise<void>((resolve) => each.stop(resolve))));
		this.#observers = [];
		this.output.close();
	}

	async #open(observer: Observer, what: string): Promise<boolean> {
		try {
			await observer.start(this.#observer);
			this.#observers = [...this.#observers, observer];
			return true;
		} catch (error) {
			this.#listener.onTrouble(this.#words.notListening(what, reasonOf(error)));
			return false;
		}
	}
}

function grouped(
	declarations: readonly ObserveDeclaration[],
	keyOf: (source: ObserveDeclaration['source']) => string | undefined,
): ReadonlyMap<string, readonly ObserveDeclaration[]> {
	const groups = new Map<string, readonly ObserveDeclaration[]>();
	for (const declaration of declarations) {
		const key = keyOf(declaration.source);
		if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), declaration]);
	}
	return groups;
}

function pathFrom(folder: string, path: string): string {
	return path.startsWith('/') ? path : join(folder, path);
}
