/** Tells what a fleet does, to people or to programs. */
import process from 'node:process';
import type { Language } from '../../../src/world/schema/language.js';
import { isoTime } from '../../../src/world/time/iso-time.js';
import { type EndReason, endText } from '../shared/ending.js';
import { Output } from '../shared/output.js';
import { ownName } from '../shared/own-name.js';
import { printable } from '../shared/printable.js';
import type { FleetEvents } from './fleet-events.js';
import { FLEET_WORDS } from './fleet-words.js';

export interface FleetReporterOptions {
	readonly json: boolean;
	readonly quiet: boolean;
	readonly lang: Language;
	/** The world's time, ms since 1970-01-01T00:00:00Z, and at the start. */
	readonly now: () => number;
	readonly start: number;
}

export class FleetReporter {
	readonly #options: FleetReporterOptions;
	readonly #output: Output;

	constructor(options: FleetReporterOptions) {
		this.#options = options;
		this.#output = new Output(process.stdout, (lines) => (options.json ? this.#line('lost', { lines }) : FLEET_WORDS[options.lang].lost(lines)));
	}

	ready(ready: FleetEvents['ready']): void {
		const { json, lang } = this.#options;
		if (json) this.#output.write(this.#line('ready', ready));
		else this.#output.write(FLEET_WORDS[lang].ready(ready, isoTime(this.#options.now()).slice(0, 19).replace('T', ' '), ownName()).join('\n'));
	}

	tell<Kind extends 'pushes' | 'act' | 'large'>(kind: Kind, fields: FleetEvents[Kind]): void {
		const { json, quiet, lang } = this.#options;
		if (json) this.#output.write(this.#line(kind, fields));
		else if (!quiet) this.#output.write((FLEET_WORDS[lang][kind] as (fields: FleetEvents[Kind]) => string)(fields));
	}

	error(message: string): void {
		if (this.#options.json) this.#output.write(this.#line('error', { message }));
	}

	end(reason: EndReason): void {
		const { json, lang, quiet } = this.#options;
		if (json) this.#output.write(this.#line('end', { reason: endText(reason) }));
		else if (!quiet) this.#output.write(FLEET_WORDS[lang].end(endText(reason, lang)));
	}

	#line<Kind extends keyof FleetEvents>(event: Kind, fields: FleetEvents[Kind]): string {
		const { now, start } = this.#options;
		const time = now();
		return printable(JSON.stringify({ event, time: isoTime(time), elapsedMs: Math.floor(time - start), node: 'fleet', ...fields }));
	}
}
