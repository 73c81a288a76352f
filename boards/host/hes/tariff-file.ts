/** A tariff as a file in YAML, both ways: what `keiki hes tariff get` prints, `set` takes. What is wrong with a file is told by its line and column. */
import { isSeq, type Node } from 'yaml';
import { equalBytes } from '../../../modules/bytes/equal.js';
import type { DayAction, DayProfile, Season, Week } from '../../../modules/cosem/activity-calendar.js';
import type { SpecialDay } from '../../../modules/cosem/special-days.js';
import { isoAt } from '../../../src/head-end/date-time-text.js';
import type { Tariff } from '../../../src/head-end/tariff.js';
import { actionText, dateText, nameText, parseAction, parseDate, parseName, parseStart, startText } from '../../../src/head-end/tariff-text.js';
import { parseIsoTime } from '../../../src/world/time/iso-time.js';
import { inEach } from '../shared/usage-words.js';
import { nameOf, textIn, YamlFile } from '../shared/yaml-file.js';
import { TARIFF_USAGE, type TariffUsageWords } from './tariff-usage.js';

const KEYS = Object.freeze(['name', 'activation', 'seasons', 'weeks', 'days', 'special-days'] as const);
const NEEDED = Object.freeze(['seasons', 'weeks', 'days'] as const);
export const WEEKDAY_KEYS = Object.freeze(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const);
const MOST_BYTE = 0xff;
const MOST_INDEX = 0xffff;
/** What YAML takes for itself, and nothing that it takes for something else. */
const PLAIN = /^[A-Za-z][\w-]*$/;
const WORDS_OF_YAML: readonly string[] = Object.freeze(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);

/** The same fields as in JSON. */
export function tariffFields({ name, activation, seasons, weeks, days, specialDays }: Tariff, deviation: number) {
	return {
		name: nameText(name),
		activation: activation === undefined ? null : isoAt(activation, deviation),
		seasons: seasons.map((each) => ({ name: nameText(each.name), start: startText(each.start), week: nameText(each.week) })),
		weeks: weeks.map((each) => ({ name: nameText(each.name), ...Object.fromEntries(WEEKDAY_KEYS.map((key, i) => [key, each.days[i]!])) })),
		days: days.map(({ id, actions }) => ({ id, times: actions.map(actionText) })),
		specialDays: specialDays?.map(({ index, date, day }) => ({ index, date: dateText(date), day })) ?? null,
	};
}

export function tariffLines(tariff: Tariff, deviation: number): string[] {
	const { name, activation, seasons, weeks, days, specialDays } = tariffFields(tariff, deviation);
	const list = (key: string, entries: readonly Readonly<Record<string, unknown>>[]): string[] =>
		entries.length === 0 ? [`${key}: []`] : [`${key}:`, ...entries.map((entry) => `  - ${flow(entry)}`)];
	return [
		`name: ${scalar(name)}`,
		...(activation === null ? [] : [`activation: ${activation}`]),
		...list('seasons', seasons),
		...list('weeks', weeks),
		...list('days', days),
		...(specialDays === null ? [] : list('special-days', specialDays)),
	];
}

/** Throws UsageError. */
export function readTariffFile(path: string): Tariff {
	return new TariffReader(YamlFile.read(path)).read();
}

function flow(entry: Readonly<Record<string, unknown>>): string {
	const parts = Object.entries(entry).map(([key, value]) => `${key}: ${Array.isArray(value) ? `[${value.join(', ')}]` : scalar(value)}`);
	return `{ ${parts.join(', ')} }`;
}

function scalar(value: unknown): string {
	if (typeof value === 'number') return String(value);
	const text = String(value);
	const isDate = /^[\w: -]+$/.test(text) && (parseStart(text) ?? parseDate(text)) !== undefined;
	return isDate || (PLAIN.test(text) && !WORDS_OF_YAML.includes(text.toLowerCase())) ? text : JSON.stringify(text);
}

type Entry = ReadonlyMap<string, Node | null>;

class TariffReader {
	readonly #file: YamlFile;

	constructor(file: YamlFile) {
		this.#file = file;
	}

	read(): Tariff {
		const { root } = this.#file;
		const top = this.#entry(root, KEYS, NEEDED);
		const days: DayProfile[] = [];
		for (const node of this.#list(top, 'days')) days.push(this.#day(node, days));
		const weeks: Week[] = [];
		for (const node of this.#list(top, 'weeks')) weeks.push(this.#week(node, days, weeks));
		return {
			name: top.has('name') ? this.#name(top, 'name') : new Uint8Array(0),
			activation: top.has('activation') ? this.#time(top.get('activation')!) : undefined,
			seasons: this.#list(top, 'seasons').map((node) => this.#season(node, weeks)),
			weeks,
			days,
			specialDays: top.has('special-days') ? this.#list(top, 'special-days').map((node) => this.#specialDay(node, days)) : undefined,
		};
	}

	#season(node: Node | null, weeks: readonly Week[]): Season {
		const entry = this.#entry(node, ['name', 'start', 'week']);
		const week = this.#name(entry, 'week');
		if (!weeks.some(({ name }) => equalBytes(name, week)))
			throw this.#wrong(entry.get('week')!, (words) => words.week(nameText(week), weeks.map(({ name }) => nameText(name)).join(', ')));
		return { name: this.#name(entry, 'name'), start: this.#parsed(entry, 'start', parseStart, (words) => words.start), week };
	}

	/** @param above the weeks before it */
	#week(node: Node | null, profiles: readonly DayProfile[], above: readonly Week[]): Week {
		const entry = this.#entry(node, ['name', ...WEEKDAY_KEYS]);
		const days = WEEKDAY_KEYS.map((key) => this.#dayIn(entry, key, profiles));
		const name = this.#name(entry, 'name');
		if (above.some((week) => equalBytes(week.name, name))) throw this.#wrong(entry.get('name')!, (words) => words.twice('name', nameText(name)));
		return { name, days: Uint8Array.from(days) };
	}

	/** The id of a day that there is. */
	#dayIn(entry: Entry, key: string, profiles: readonly DayProfile[]): number {
		const id = this.#number(entry, key, MOST_BYTE);
		if (profiles.some((day) => day.id === id)) return id;
		throw this.#wrong(entry.get(key)!, (words) => words.day(id, profiles.map((day) => day.id).join(', ')));
	}

	/** @param above the days before it */
	#day(node: Node | null, above: readonly DayProfile[]): DayProfile {
		const entry = this.#entry(node, ['id', 'times']);
		const actions = this.#list(entry, 'times').map((each): DayAction => {
			const text = textIn(each) ?? '';
			const action = parseAction(text);
			if (action === undefined) throw this.#wrong(each, (words) => words.action(text));
			return action;
		});
		if (actions.length === 0) throw this.#wrong(entry.get('times')!, (words) => words.action(''));
		const id = this.#number(entry, 'id', MOST_BYTE);
		if (above.some((day) => day.id === id)) throw this.#wrong(entry.get('id')!, (words) => words.twice('id', String(id)));
		return { id, actions };
	}

	#specialDay(node: Node | null, days: readonly DayProfile[]): SpecialDay {
		const entry = this.#entry(node, ['index', 'date', 'day']);
		return {
			index: this.#number(entry, 'index', MOST_INDEX),
			date: this.#parsed(entry, 'date', parseDate, (words) => words.date),
			day: this.#dayIn(entry, 'day', days),
		};
	}

	/** @param needed default: all */
	#entry(node: Node | null, known: readonly string[], needed: readonly string[] = known): Entry {
		const expected = inEach(TARIFF_USAGE, (words) => words.map(known.join(', ')));
		const found = this.#file.resolve(node);
		if (found === null) throw this.#file.wrong(node, expected);
		const entry = new Map<string, Node | null>();
		for (const { key, value } of this.#file.pairsOf(found, expected)) {
			if (!known.includes(nameOf(key))) throw this.#wrong(key, (words) => words.key(nameOf(key), known.join(', ')));
			entry.set(nameOf(key), this.#file.resolve(value));
		}
		for (const key of needed) if (!entry.has(key)) throw this.#wrong(found, (words) => words.missing(key));
		return entry;
	}

	#list(entry: Entry, key: string): readonly (Node | null)[] {
		const node = entry.get(key) ?? null;
		if (!isSeq(node)) throw this.#wrong(node, (words) => words.list(key));
		return node.items.map((item) => this.#file.resolve(item as Node | null));
	}

	#name(entry: Entry, key: string): Uint8Array {
		return this.#parsed(entry, key, parseName, (words) => words.name);
	}

	#number(entry: Entry, key: string, most: number): number {
		return this.#parsed(
			entry,
			key,
			(text) => (/^\d{1,5}$/.test(text) && Number(text) <= most ? Number(text) : undefined),
			(words) => (text) => words.number(key, most, text),
		);
	}

	#time(node: Node | null): number {
		const text = textIn(node) ?? '';
		const time = parseIsoTime(text);
		if (time === undefined) throw this.#wrong(node, (words) => words.time(text));
		return time;
	}

	#parsed<T>(entry: Entry, key: string, parse: (text: string) => T | undefined, why: (words: TariffUsageWords) => (text: string) => string): T {
		const node = entry.get(key) ?? null;
		const text = textIn(node);
		const value = text === undefined ? undefined : parse(text);
		if (value === undefined) throw this.#wrong(node, (words) => why(words)(text ?? ''));
		return value;
	}

	#wrong(node: Node | null, why: (words: TariffUsageWords) => string) {
		return this.#file.wrong(node, inEach(TARIFF_USAGE, why));
	}
}
