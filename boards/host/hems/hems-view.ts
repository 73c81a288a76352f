/** What a HEMS shows, to people or to programs. */
import process from 'node:process';
import type { Frame, Property } from '../../../modules/echonet-lite/frame.js';
import type { FoundPan } from '../../../modules/wi-sun-module/network.js';
import { describePan } from '../../../modules/wi-sun-module/skstack/language/scan-lines.js';
import { EPC } from '../../../src/route-b/epc.js';
import { SMART_METER } from '../../../src/route-b/smart-meter.js';
import type { Language } from '../../../src/world/schema/language.js';
import { isoTime, timeOfDay } from '../../../src/world/time/iso-time.js';
import { jsonPan } from '../../../src/world/watch/pan-json.js';
import { hexByte, jsonProperty, objectText, serviceName } from '../../../src/world/watch/property-json.js';
import { paintFor } from '../shared/colours.js';
import { type EndReason, endText } from '../shared/ending.js';
import { Output } from '../shared/output.js';
import { panText } from '../shared/pan-text.js';
import { printable, printableLine } from '../shared/printable.js';
import { kilowattHours, propertyText } from '../shared/property-text.js';
import { padText, textWidth } from '../shared/text-width.js';
import { chartLines } from './half-hours.js';
import type { DayReading, Reading, ReadProperty } from './hems-reading.js';
import { HEMS_TEXTS, type HemsStep, type HemsTexts } from './hems-words.js';

export interface HemsView {
	/** What one count of the energies is worth, once that is known. */
	wattHours: number | undefined;
	/** What begins now, and takes a while. */
	step(name: HemsStep): void;
	found(pans: readonly FoundPan[]): void;
	table(reading: Reading): void;
	day(epc: number, day: DayReading, reading: Reading): void;
	/** Polled. */
	values(properties: readonly Property[]): void;
	notification(frame: Frame): void;
	failed(why: string): void;
	end(reason: EndReason): void;
}

/** Tables and charts on stdout, progress on stderr. */
export class HemsText implements HemsView {
	wattHours: number | undefined;
	readonly #paint = paintFor(process.stdout);
	readonly #output = new Output(process.stdout, (lines) => this.#paint('red', this.#texts.lost(lines)));
	readonly #quiet: boolean;
	readonly #masked: boolean;
	readonly #language: Language;
	readonly #texts: HemsTexts;

	/**
	 * @param quiet no word of progress
	 * @param masked no word of whose meter it is
	 */
	constructor(quiet = false, language: Language = 'en', masked = false) {
		this.#quiet = quiet;
		this.#masked = masked;
		this.#language = language;
		this.#texts = HEMS_TEXTS[language];
	}

	step(name: HemsStep): void {
		if (this.#quiet) return;
		process.stderr.write(`keiki: ${this.#texts.steps[name]()}\n`);
	}

	found(pans: readonly FoundPan[]): void {
		if (this.#quiet) return;
		for (const { panId, channel, pairingId } of pans) {
			process.stderr.write(
				`keiki: ${this.#texts.found(panText(panId), channel, this.#masked ? undefined : pairingId && printableLine(pairingId))}\n`,
			);
		}
	}

	table({ properties, wattHours }: Reading): void {
		const rows = properties.map((property) => ({ epc: hexByte(property.epc), ...this.#row(property, wattHours) }));
		const width = Math.max(...rows.map(({ name }) => textWidth(name)));
		this.#print(...rows.map(({ epc, name, value }) => `${epc}  ${padText(name, width)}  ${value}`));
	}

	day(epc: number, { day, energies }: DayReading, { wattHours }: Reading): void {
		const title = epc === EPC.importHistory1 ? this.#texts.drawn : this.#texts.fedIn;
		this.#print('', this.#paint('bold', title(day)));
		if (energies.every((each) => each === null)) this.#print(`  ${this.#texts.nothingRecorded()}`);
		else if (energies.every((each) => each === null || each === 0)) this.#print(`  ${this.#texts.noEnergy()}`);
		else this.#print(...chartLines(energies, wattHours, this.#texts.total));
	}

	values(properties: readonly Property[]): void {
		this.#print(`${this.#time}  ${properties.map((property) => this.#value(SMART_METER, property)).join(', ')}`);
	}

	notification({ esv, seoj, properties }: Frame): void {
		const text = properties.map((property) => this.#value(seoj, property)).join(', ');
		this.#print(`${this.#time}  ${this.#paint('yellow', `${serviceName(esv)} ${text}`)}`);
	}

	failed(): void {}

	end(): void {}

	#print(...lines: readonly string[]): void {
		for (const line of lines) this.#output.write(line);
	}

	/** Where there are no data, why. */
	#row(property: ReadProperty, wattHours: number): { readonly name: string; readonly value: string } {
		const { name, value } = propertyText(SMART_METER, property, wattHours, this.#language);
		if (property.masked !== undefined) return { name, value: this.#paint('faint', this.#texts.masked(property.masked)) };
		if (property.unanswered) return { name, value: this.#paint('red', this.#texts.unanswered()) };
		return { name, value: value === '' ? this.#paint('red', this.#texts.none()) : value };
	}

	get #time(): string {
		return this.#paint('faint', timeOfDay(Date.now()).slice(0, 8));
	}

	#value(eoj: number, property: Property): string {
		const { name, value } = propertyText(eoj, property, this.wattHours, this.#language);
		return `${name} ${value}`;
	}
}

/** One object a line on stdout, progress too. */
export class HemsJson implements HemsView {
	wattHours: number | undefined;
	readonly #output = new Output(process.stdout, (lines) => this.#line('lost', { lines }));
	readonly #start = performance.now();
	readonly #quiet: boolean;
	readonly #masked: boolean;

	readonly #progress: HemsTexts['steps'];

	/**
	 * @param quiet no word of progress
	 * @param masked no word of whose meter it is
	 */
	constructor(quiet = false, language: Language = 'en', masked = false) {
		this.#quiet = quiet;
		this.#masked = masked;
		this.#progress = HEMS_TEXTS[language].steps;
	}

	step(name: HemsStep): void {
		if (name === 'joined') this.#write('join', { step: 'authenticated', detail: HEMS_TEXTS.en.steps.joined() });
		else if (!this.#quiet) process.stderr.write(`keiki: ${this.#progress[name]()}\n`);
	}

	found(pans: readonly FoundPan[]): void {
		const all = pans.map((pan) => jsonPan(describePan(pan)));
		const found = all.map((pan) => (this.#masked ? { ...pan, macAddress: null, pairingId: null } : pan));
		this.#write('scan', { state: 'done', found });
	}

	table({ properties, wattHours }: Reading): void {
		this.#get(properties, { wattHours });
	}

	day(epc: number, { day, energies }: DayReading, { wattHours }: Reading): void {
		const kWh = energies.map((each) => (each === null ? null : Number(kilowattHours(each, wattHours))));
		this.#write('day', { day, direction: epc === EPC.importHistory1 ? 'normal' : 'reverse', kWh });
	}

	values(properties: readonly Property[]): void {
		this.#get(properties);
	}

	notification({ esv, seoj, properties }: Frame): void {
		this.#write('notify', { service: serviceName(esv), object: objectText(seoj), properties: properties.map((each) => jsonProperty(seoj, each)) });
	}

	failed(message: string): void {
		this.#write('error', { message });
	}

	end(reason: EndReason): void {
		this.#write('end', { reason: endText(reason) });
	}

	#get(properties: readonly ReadProperty[], more: Readonly<Record<string, unknown>> = {}): void {
		this.#write('get', { object: objectText(SMART_METER), ...more, properties: properties.map(jsonReading) });
	}

	#write(event: string, fields: Readonly<Record<string, unknown>>): void {
		this.#output.write(this.#line(event, fields));
	}

	#line(event: string, fields: Readonly<Record<string, unknown>>): string {
		const elapsedMs = Math.floor(performance.now() - this.#start);
		return printable(JSON.stringify({ event, time: isoTime(Date.now()), elapsedMs, node: 'hems', ...fields }));
	}
}

function jsonReading({ ms, unanswered, masked, ...property }: ReadProperty) {
	const told = { ...(ms !== undefined && { ms }), ...(unanswered && { unanswered }), ...(masked !== undefined && { masked }) };
	return { ...jsonProperty(SMART_METER, property), ...told };
}
