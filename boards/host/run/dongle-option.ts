/** What `--dongle`, `--dongle-model`, `--local-port` and `--customer-port` say of serial lines: where each is, and of a dongle, what it is. */
import { existsSync, realpathSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { isJ11, MODULES, type ModuleName } from '../../../modules/wi-sun-module/models.js';
import { BINARY, MODELS, type ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { TELEGRAM_FORMS, type TelegramForm } from '../../../src/route-a/customer-port/customer-port.js';
import type { ModelChanges } from '../../../src/world/fault/dongle-faults.js';
import { wrongUse } from './usage-words.js';

/** Where a serial line can be opened. */
export type PlaceChoice =
	/** `path`: of the link to it; undefined: a free one in the directory of temporary files. */
	{ readonly kind: 'pty'; readonly path?: string } | { readonly kind: 'tcp'; readonly port: number };

/** Where the serial line of a dongle is. */
export type DonglePlace =
	| PlaceChoice
	/** `path`: of the port at this end of a wire, which has this speed. */
	| { readonly kind: 'serial'; readonly path: string; readonly baud: number }
	/** `address`: of this host; undefined: 127.0.0.1. */
	| { readonly kind: 'rfc2217'; readonly address?: string; readonly port: number };

export interface LineChoice {
	readonly model: ModuleName;
	readonly place: DonglePlace;
	/** What it does otherwise than its model. */
	readonly changes: ModelChanges;
	/** A new TCP connection goes on where the one before stopped, within a command too, as a UART would. */
	readonly keeps: boolean;
}

const MOST_PORT = 0xffff;
/** What WUART lets a module have; the last is what modules have from the factory on. */
const BAUDS: readonly number[] = Object.freeze([2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200]);
const USUAL_BAUD = 115_200;

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

/** `PLACE[,BAUD][,MODEL][,WORD…]`, BAUD of `serial:` alone. Throws UsageError. @param usual the model where it names none */
export function parseDongle(text: string, usual: ModuleName): LineChoice {
	const [where = '', ...behind] = text.split(',');
	const isBaud = /^serial:./.test(where) && /^\d+$/.test(behind[0] ?? '');
	const words = isBaud ? behind.slice(1) : behind;
	const place = parsePlace(where) ?? parseWire(text, where, isBaud ? behind[0]! : String(USUAL_BAUD));
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

export interface CustomerPortChoice {
	readonly place: PlaceChoice;
	readonly form: TelegramForm;
}

/** `PLACE[,FORM]`. Throws UsageError. @param meters so many of them have such a port */
export function parseCustomerPort(text: string | true | undefined, meters: number): CustomerPortChoice | undefined {
	if (text === undefined) return undefined;
	const asked = text === true ? 'pty' : text;
	const form = TELEGRAM_FORMS.find((each) => asked.endsWith(`,${each}`));
	const place = parsePlace(form === undefined ? asked : asked.slice(0, -form.length - 1));
	if (place === undefined) throw wrongUse('customerPort', TELEGRAM_FORMS, asked);
	if (meters > 1 && place.kind === 'pty' && place.path !== undefined) throw wrongUse('onePath', `--customer-port ${asked}`, meters);
	const last = place.kind === 'tcp' ? place.port + meters - 1 : 0;
	if (place.kind === 'tcp' && place.port !== 0 && last > MOST_PORT)
		throw wrongUse('portsEnd', `--customer-port ${asked}`, MOST_PORT - meters + 1, meters, last);
	return { place, form: form ?? TELEGRAM_FORMS[0]! };
}

/** Undefined: it is none. */
export function parsePlace(text: string): PlaceChoice | undefined {
	if (text === 'pty') return { kind: 'pty' };
	const path = /^pty:(.+)$/.exec(text)?.[1];
	if (path !== undefined) return { kind: 'pty', path };
	const port = /^tcp:(\d{1,5})$/.exec(text)?.[1];
	return port !== undefined && Number(port) <= MOST_PORT ? { kind: 'tcp', port: Number(port) } : undefined;
}

function parseWire(text: string, where: string, baud: string): DonglePlace | undefined {
	const [, kind, rest] = /^(serial|rfc2217):(.+)$/.exec(where) ?? [];
	if (kind === 'rfc2217') return parseRfc2217(rest!);
	if (kind !== 'serial') return undefined;
	if (BAUDS.includes(Number(baud))) return { kind, path: rest!, baud: Number(baud) };
	throw wrongUse('dongleBaud', text, BAUDS, baud);
}

/** `PORT`, `ADDRESS:PORT` or `[ADDRESS]:PORT`. */
function parseRfc2217(text: string): DonglePlace | undefined {
	const [, ipv6, ipv4, port] = /^(?:\[(.+)\]:|([^:]+):)?(\d{1,5})$/.exec(text) ?? [];
	const address = ipv6 ?? ipv4;
	const isAddress = address === undefined || (ipv6 === undefined ? isIPv4(address) : isIPv6(address));
	if (!isAddress || port === undefined || Number(port) > MOST_PORT) return undefined;
	return { kind: 'rfc2217', ...(address !== undefined && { address }), port: Number(port) };
}

/** Throws UsageError where a port is at the end of two wires, or of a wire and of a link that is made for another line. */
export function refuseTwice(
	lines: readonly LineChoice[],
	others: readonly (PlaceChoice | undefined)[],
	real: (path: string) => string = realPath,
): void {
	const paths = (places: readonly (DonglePlace | undefined)[]) =>
		places.flatMap((place) => (place !== undefined && 'path' in place && place.path !== undefined ? [real(place.path)] : []));
	for (const [i, { place }] of lines.entries()) {
		if (place.kind !== 'serial') continue;
		const taken = paths([...lines.filter((_, other) => other !== i).map((line) => line.place), ...others]);
		if (taken.includes(real(place.path))) throw wrongUse('portTwice', `serial:${place.path}`);
	}
}

function realPath(path: string): string {
	return existsSync(path) ? realpathSync(path) : resolve(path);
}

function withWopt(): string[] {
	return Object.values(MODELS)
		.filter(({ wopt }) => wopt !== undefined)
		.map(({ name }) => name);
}
