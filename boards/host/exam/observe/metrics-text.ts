/** Text of Prometheus (exposition format 0.0.4) and OpenMetrics: `power_watts{phase="r"} 1237 1700000000000`. */

export interface Sample {
	readonly name: string;
	readonly labels: ReadonlyMap<string, string>;
	/** As it is written. */
	readonly value: string;
	/** As it is written; undefined: none. */
	readonly time: string | undefined;
}

/** A metric that is looked for, and labels that it must have. */
export type Metric = Pick<Sample, 'name' | 'labels'>;

const NAME = /[A-Za-z_:][A-Za-z0-9_:]*/y;
const LABEL = /[A-Za-z_][A-Za-z0-9_]*/y;
const BLANKS = /[ \t]*/y;
const WORD = /[^ \t#]+/y;

/** Undefined: it is none. */
export function parseMetric(text: string): Metric | undefined {
	const reader = new LineReader(text.trim());
	const metric = metricIn(reader);
	return reader.isAtEnd ? metric : undefined;
}

/** One line; undefined: a comment, an empty line, or none of the form. */
export function parseSample(line: string): Sample | undefined {
	const reader = new LineReader(line);
	reader.take(BLANKS);
	const metric = metricIn(reader);
	if (metric === undefined) return undefined;
	reader.take(BLANKS);
	const value = reader.take(WORD);
	if (value === undefined) return undefined;
	reader.take(BLANKS);
	const time = reader.take(WORD);
	reader.take(BLANKS);
	// What follows # is an exemplar of OpenMetrics.
	return reader.isAtEnd || reader.skip('#') ? { ...metric, value, time } : undefined;
}

/** The first sample of the metric. */
export function sampleOf(text: string, metric: Metric): Sample | undefined {
	for (const line of text.split('\n')) {
		if (!line.includes(metric.name)) continue;
		const sample = parseSample(line.replace(/\r$/, ''));
		if (sample?.name === metric.name && [...metric.labels].every(([label, value]) => sample.labels.get(label) === value)) return sample;
	}
	return undefined;
}

function metricIn(reader: LineReader): Metric | undefined {
	const name = reader.take(NAME);
	if (name === undefined) return undefined;
	const labels = new Map<string, string>();
	reader.take(BLANKS);
	if (!reader.skip('{')) return { name, labels };
	reader.take(BLANKS);
	while (!reader.skip('}')) {
		const label = reader.take(LABEL);
		reader.take(BLANKS);
		if (label === undefined || !reader.skip('=')) return undefined;
		reader.take(BLANKS);
		const value = reader.skip('"') ? quotedIn(reader) : undefined;
		if (value === undefined) return undefined;
		labels.set(label, value);
		reader.take(BLANKS);
		if (reader.skip(',')) reader.take(BLANKS);
		else if (!reader.sees('}')) return undefined;
	}
	return { name, labels };
}

/** Up to the closing quote; `\\`, `\"` and `\n` stand for others. */
function quotedIn(reader: LineReader): string | undefined {
	let text = '';
	for (;;) {
		const part = reader.take(/[^"\\]*/y) ?? '';
		text += part;
		if (reader.skip('"')) return text;
		if (reader.skip('\\n')) text += '\n';
		else if (reader.skip('\\"')) text += '"';
		else if (reader.skip('\\\\')) text += '\\';
		else if (reader.skip('\\')) text += '\\';
		else return undefined;
	}
}

class LineReader {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	get isAtEnd(): boolean {
		return this.#at === this.#text.length;
	}

	sees(text: string): boolean {
		return this.#text.startsWith(text, this.#at);
	}

	skip(text: string): boolean {
		if (!this.sees(text)) return false;
		this.#at += text.length;
		return true;
	}

	/** @param pattern sticky; what it matches next, undefined: nothing */
	take(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#text)?.[0];
		this.#at += found?.length ?? 0;
		return found;
	}
}
