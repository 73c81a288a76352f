/** Tells what happens, to people or to programs. */
import process from 'node:process';
import { paintFor } from './colours.js';
import { jsonEvent, type NodeNames, type Ready } from './json-events.js';
import type { SimulatorEvent } from './simulator.js';
import { dateOf, isoTime, timeOfDay } from './time-text.js';
import { timelineText } from './timeline.js';

/** What of this run everybody knows. */
export interface Demo {
	readonly credentials: boolean;
	readonly keys: boolean;
}

export interface Reporter {
	ready(ready: Ready, demo: Demo): void;
	event(event: SimulatorEvent): void;
	/** A failure that ends the run. */
	error(message: string): void;
	end(reason: string): void;
}

export interface ReporterOptions {
	/** The world's time, ms since 1970-01-01T00:00:00Z, and virtual ms since the start. */
	readonly now: () => number;
	readonly elapsed: () => number;
	readonly nameOf: NodeNames;
	readonly wattHours: number;
}

export class JsonReporter implements Reporter {
	readonly #options: ReporterOptions;

	constructor(options: ReporterOptions) {
		this.#options = options;
	}

	ready(ready: Ready): void {
		this.#write('ready', 'meter', { ...ready });
	}

	event(event: SimulatorEvent): void {
		const { event: name, node, ...fields } = jsonEvent(event, this.#options.nameOf);
		this.#write(name as string, node as string, fields);
	}

	error(message: string): void {
		this.#write('error', 'keiki', { message });
	}

	end(reason: string): void {
		this.#write('end', 'keiki', { reason });
	}

	#write(event: string, node: string, fields: Readonly<Record<string, unknown>>): void {
		const { now, elapsed } = this.#options;
		process.stdout.write(`${JSON.stringify({ event, time: isoTime(now()), elapsedMs: Math.floor(elapsed()), node, ...fields })}\n`);
	}
}

export class TimelineReporter implements Reporter {
	readonly #options: ReporterOptions;
	readonly #paint = paintFor(process.stdout);
	#date = '';

	constructor(options: ReporterOptions) {
		this.#options = options;
	}

	ready(ready: Ready, demo: Demo): void {
		const known = demo.credentials ? '   (demo: everybody knows it)' : '';
		const knownKeys = demo.keys ? '   (demo keys: everybody knows them)' : '';
		const row = (name: string, text: string) => `  ${name.padEnd(14)} ${text}`;
		const lines = [
			`Keiki: a ${ready.profile} meter is on the air, at ${isoTime(this.#options.now()).slice(0, 19).replace('T', ' ')} JST, speed ${ready.speed}.`,
			...ready.dongles.map(({ path, model }, i) => row(i === 0 ? 'serial port' : '', `${path}   (${model.toUpperCase()})`)),
			...ready.meters.flatMap((meter) => [
				row('Route B id', `${meter.routeBId}${known}`),
				row('password', `${meter.password}${known}`),
				row('PAN', `${meter.panId} on channel ${meter.channel}, MAC address ${meter.macAddress}`),
			]),
			...(ready.lan === null ? [] : [row('LAN', `${ready.lan}, UDP port 3610`)]),
			...(ready.routeA === null ? [] : [row('Route A', `${ready.routeA}, TCP and UDP${knownKeys}`)]),
			...(ready.localPort === null ? [] : [row('local port', `${ready.localPort}${ready.routeA === null ? knownKeys : ''}`)]),
			...(ready.state === null ? [] : [row('state', ready.state)]),
			...(ready.capture === null ? [] : [row('capture', ready.capture)]),
			...(ready.radio === undefined ? [] : [row('radio', ready.radio)]),
			ready.dongle === null
				? 'Give the id and the password to a HEMS with a dongle of its own, or try in another terminal:'
				: 'Give the serial port, the id and the password to a HEMS program, or try in another terminal:',
			`  npx --no-install keiki hems read --dongle ${ready.dongle ?? 'PORT'} --id ${ready.routeBId} --password ${ready.password}`,
			'Ctrl+C ends it.',
		];
		process.stdout.write(`${lines.join('\n')}\n`);
	}

	event(event: SimulatorEvent): void {
		const { nameOf, wattHours } = this.#options;
		this.#write(timelineText(event, timeOfDay(this.#options.now()), nameOf, wattHours, this.#paint));
	}

	error(): void {}

	end(reason: string): void {
		this.#write(`${this.#paint('faint', timeOfDay(this.#options.now()))}  end: ${reason}`);
	}

	#write(line: string): void {
		const date = dateOf(this.#options.now());
		if (date !== this.#date) process.stdout.write(`${this.#paint('faint', `— ${date} —`)}\n`);
		this.#date = date;
		process.stdout.write(`${line}\n`);
	}
}
