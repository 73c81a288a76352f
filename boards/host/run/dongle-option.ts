/** What `--dongle`, `--dongle-model` and `--local-port` say of serial lines: where each is, and of a dongle, what it is. */
import { BINARY, MODELS, type Model, type ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { wrongUse } from './usage-words.js';

/** Where a serial line can be opened. */
export type PlaceChoice =
	/** `path`: of the link to it; undefined: a free one in the directory of temporary files. */
	{ readonly kind: 'pty'; readonly path?: string } | { readonly kind: 'tcp'; readonly port: number };

export interface LineChoice {
	readonly model: ModelName;
	readonly place: PlaceChoice;
	/** What it does otherwise than its model. */
	readonly changes: Partial<Model>;
	/** A new TCP connection goes on where the one before stopped, within a command too, as a UART would. */
	readonly keeps: boolean;
}

const MOST_PORT = 0xffff;

/** Words behind the model, and what each changes of it. */
const CHANGES: Readonly<Record<string, Partial<Model>>> = Object.freeze({
	binary: { wopt: BINARY },
	event29: { tellsReauthentication: true },
	'no-event29': { tellsReauthentication: false },
	'scan-join': { joinEndsScan: true },
	'no-scan-join': { joinEndsScan: false },
});
const KEEP = 'keep';
const WORDS: readonly string[] = [...Object.keys(CHANGES), KEEP];

/** `PLACE[,MODEL][,WORD…]`. Throws UsageError. @param usual the model where it names none */
export function parseDongle(text: string, usual: ModelName): LineChoice {
	const [where = '', ...words] = text.split(',');
	const place = parsePlace(where);
	if (place === undefined) throw wrongUse('dongle', text);
	const named = words[0] !== undefined && !WORDS.includes(words[0]);
	const model = named ? parseModel(`--dongle ${text}`, words[0]!) : usual;
	const rest = named ? words.slice(1) : words;
	const unknown = rest.find((word) => !WORDS.includes(word));
	if (unknown !== undefined) throw wrongUse('dongleWord', text, WORDS, unknown);
	if (rest.includes('binary') && MODELS[model].wopt === undefined) throw wrongUse('noWopt', text, model, withWopt());
	if (rest.includes(KEEP) && place.kind !== 'tcp') throw wrongUse('keepsTcp', text);
	return { place, model, changes: Object.assign({}, ...rest.map((word) => CHANGES[word])), keeps: rest.includes(KEEP) };
}

export function parseModel(option: string, text: string): ModelName {
	const name = text.toLowerCase();
	if (Object.hasOwn(MODELS, name)) return name as ModelName;
	throw wrongUse('oneOf', option, Object.keys(MODELS), text);
}

/** Throws UsageError. */
export function parseLocalPort(text: string | true | undefined): PlaceChoice | undefined {
	if (text === undefined) return undefined;
	const asked = text === true ? 'pty' : text;
	const place = parsePlace(asked);
	if (place !== undefined) return place;
	throw wrongUse('localPort', asked);
}

/** Undefined: it is none. */
export function parsePlace(text: string): PlaceChoice | undefined {
	if (text === 'pty') return { kind: 'pty' };
	const path = /^pty:(.+)$/.exec(text)?.[1];
	if (path !== undefined) return { kind: 'pty', path };
	const port = /^tcp:(\d{1,5})$/.exec(text)?.[1];
	return port !== undefined && Number(port) <= MOST_PORT ? { kind: 'tcp', port: Number(port) } : undefined;
}

function withWopt(): string[] {
	return Object.values(MODELS)
		.filter(({ wopt }) => wopt !== undefined)
		.map(({ name }) => name);
}
