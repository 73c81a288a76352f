/** What `--dongle`, `--dongle-model` and `--local-port` say of serial lines: where each is, and of a dongle, what it is. */
import { isJ11, MODULES, type ModuleName } from '../../../modules/wi-sun-module/models.js';
import { BINARY, MODELS, type ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';
import type { ModelChanges } from '../../../src/world/fault/dongle-faults.js';
import { wrongUse } from './usage-words.js';

/** Where a serial line can be opened. */
export type PlaceChoice =
	/** `path`: of the link to it; undefined: a free one in the directory of temporary files. */
	{ readonly kind: 'pty'; readonly path?: string } | { readonly kind: 'tcp'; readonly port: number };

export interface LineChoice {
	readonly model: ModuleName;
	readonly place: PlaceChoice;
	/** What it does otherwise than its model. */
	readonly changes: ModelChanges;
	/** A new TCP connection goes on where the one before stopped, within a command too, as a UART would. */
	readonly keeps: boolean;
}

const MOST_PORT = 0xffff;

/** Words behind a model that speaks SKSTACK, and what each changes of it. */
const SKSTACK_CHANGES: Readonly<Record<string, ModelChanges>> = Object.freeze({
	binary: { wopt: BINARY },
	event29: { tellsReauthentication: true },
	'no-event29': { tellsReauthentication: false },
	'scan-join': { joinEndsScan: true },
	'no-scan-join': { joinEndsScan: false },
});
/** And behind one that speaks J11. */
const J11_CHANGES: Readonly<Record<string, ModelChanges>> = Object.freeze({
	strict: { strict: true },
	'quiet-loss': { tellsLostSession: false },
});
const CHANGES = Object.freeze({ skstack: SKSTACK_CHANGES, j11: J11_CHANGES });
const KEEP = 'keep';
const ALL_WORDS: readonly string[] = [...Object.keys(SKSTACK_CHANGES), ...Object.keys(J11_CHANGES), KEEP];

/** `PLACE[,MODEL][,WORD…]`. Throws UsageError. @param usual the model where it names none */
export function parseDongle(text: string, usual: ModuleName): LineChoice {
	const [where = '', ...words] = text.split(',');
	const place = parsePlace(where);
	if (place === undefined) throw wrongUse('dongle', text);
	const named = words[0] !== undefined && !ALL_WORDS.includes(words[0]);
	const model = named ? parseModel(`--dongle ${text}`, words[0]!) : usual;
	const rest = named ? words.slice(1) : words;
	const { dialect } = MODULES[model];
	const changes = CHANGES[dialect];
	const known = [...Object.keys(changes), KEEP];
	const unknown = rest.find((word) => !known.includes(word));
	if (unknown !== undefined) throw wrongUse('dongleWord', text, known, unknown);
	if (rest.includes('binary') && MODELS[model as ModelName].wopt === undefined) throw wrongUse('noWopt', text, model, withWopt());
	if (rest.includes(KEEP) && place.kind !== 'tcp') throw wrongUse('keepsTcp', text);
	return { place, model, changes: Object.assign({}, ...rest.map((word) => changes[word])), keeps: rest.includes(KEEP) };
}

/** Throws UsageError. */
export function parseModel(option: string, text: string): ModuleName {
	const name = text.toLowerCase();
	if (Object.hasOwn(MODULES, name)) return name as ModuleName;
	throw wrongUse('oneOf', option, Object.keys(MODULES), text);
}

/** One that speaks SKSTACK. Throws UsageError. */
function parseSkstackModel(option: string, text: string): ModelName {
	const name = text.toLowerCase();
	if (Object.hasOwn(MODELS, name)) return name as ModelName;
	throw wrongUse('oneOf', option, Object.keys(MODELS), text);
}

/** Of the meter's radio. Throws UsageError. */
export function parseRadioModel(option: string, text: string): ModelName {
	const name = text.toLowerCase();
	if (Object.hasOwn(MODULES, name) && isJ11(name as ModuleName)) throw wrongUse('joinsOnly', option, name, Object.keys(MODELS));
	return parseSkstackModel(option, text);
}

/** Throws UsageError. */
export function parseLocalPort(text: string | true | undefined): PlaceChoice | undefined {
	if (text === undefined) return undefined;
	const asked = text === true ? 'pty' : text;
	const place = parsePlace(asked);
	if (place !== undefined) return place;
	throw wrongUse('localPort', asked);
}

function parsePlace(text: string): PlaceChoice | undefined {
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
