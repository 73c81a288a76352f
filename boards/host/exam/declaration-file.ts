/** The file that declares a program for `keiki exam`, and what the words after `--` declare. */
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import type { Node } from 'yaml';
import type { ModuleName } from '../../../modules/wi-sun-module/models.js';
import {
	type Claims,
	type Declaration,
	OBSERVABLES,
	type Observable,
	type ObserveDeclaration,
	type ObserveSource,
	type StartDeclaration,
} from '../../../src/exam/declaration.js';
import { USUAL_DONGLE } from '../shared/dongle-models.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { nameOf, YamlFile } from '../shared/yaml-file.js';
import { DeclarationReader, type KnownNames, type ValuesOf } from './declaration-reader.js';
import { DECLARATION_ROWS, OBSERVE_ROWS, type Row, SOURCE_ROWS, type SourceName, type SourceRow } from './declaration-rows.js';
import { DECLARATION_USAGE } from './declaration-usage.js';
import { wrongPlaceholder } from './placeholders.js';
import { tidy } from './tidy.js';

/** What holds where nothing is said. */
export const USUAL = Object.freeze({ dongle: USUAL_DONGLE, pollMs: 60_000, restartAfterMs: 1000, stopWithinMs: 10_000, everyMs: 2000 } as const);
/** Factors to the units of `OBSERVABLES`, the usual unit first. */
const UNITS: Readonly<Record<string, Readonly<Record<string, number>>>> = Object.freeze({
	W: { W: 1, kW: 1000 },
	kWh: { kWh: 1, Wh: 0.001 },
	A: { A: 1, mA: 0.001 },
});
/** Of the unit that each has in `OBSERVABLES`. */
const USUAL_STEPS: Readonly<Record<string, number>> = Object.freeze({ W: 1, kWh: 0.1, A: 0.1, '': 1 });
const SOURCES = Object.keys(SOURCE_ROWS) as readonly SourceName[];
const WHATS = Object.keys(OBSERVABLES) as readonly Observable[];
/** Places where values may be seen, in all. */
const MOST_OBSERVED = 100;

type FileValues = ValuesOf<typeof DECLARATION_ROWS>;

/**
 * Throws UsageError.
 * @param known checks and limits that there are, where these names are to be held to them
 */
export function readDeclaration(path: string, known: KnownNames = {}): Declaration {
	return declarationIn(YamlFile.read(path), known);
}

export function declarationIn(file: YamlFile, known: KnownNames = {}): Declaration {
	const reader = new DeclarationReader(file, known);
	const values = reader.rows(file.root, DECLARATION_ROWS);
	return {
		hems: values.hems,
		start: values.start === undefined ? undefined : startOf(values.start, dirname(file.path)),
		dongle: values.dongle?.model ?? USUAL.dongle,
		broker: values.broker?.mqtt,
		claims: claimsOf(values.claims),
		observe: values.observe === undefined ? [] : observedIn(reader, values.observe),
		waive: values.waive ?? {},
		limits: values.limits ?? {},
	};
}

/** What options of the command say beside the words. */
export interface CommandDeclaration {
	readonly model?: ModuleName | undefined;
	readonly pollMs?: number | undefined;
	/** Folder that it is started in (default: the present one). */
	readonly folder?: string | undefined;
}

/** Of `keiki exam [options] -- COMMAND …`. Throws UsageError. */
export function declarationOfCommand(words: readonly string[], { model, pollMs, folder }: CommandDeclaration = {}): Declaration {
	if (words.length === 0 || words[0] === '') throw new UsageError(inEach(DECLARATION_USAGE, ({ noCommand }) => noCommand()));
	for (const word of words) {
		const wrong = wrongPlaceholder(word, 'command', process.env);
		if (wrong !== undefined) throw new UsageError(inEach(DECLARATION_USAGE, (texts) => `keiki exam: ${wrong(texts)}`));
	}
	return {
		...declarationOfNobody({ model, pollMs }),
		hems: words.join(' '),
		start: { ...startOf({ command: words }, ''), folder: resolve(folder ?? '.') },
	};
}

/** Of `keiki exam --wait` without a file: a person starts what is examined. */
export function declarationOfNobody({ model = USUAL.dongle, pollMs = USUAL.pollMs }: Pick<CommandDeclaration, 'model' | 'pollMs'> = {}): Declaration {
	return {
		...{ hems: '', start: undefined, dongle: model, broker: undefined, claims: { ...claimsOf(undefined), pollMs } },
		...{ observe: [], waive: {}, limits: {} },
	};
}

function startOf(values: Partial<NonNullable<FileValues['start']>> & { readonly command: readonly string[] }, base: string): StartDeclaration {
	const { command, env = {}, folder, restart = 'never', restartAfter = USUAL.restartAfterMs, stop } = values;
	return {
		command,
		env,
		folder: folder === undefined ? undefined : resolve(base, folder),
		restart,
		restartAfterMs: restartAfter,
		stopSignal: stop?.signal ?? 'SIGTERM',
		stopWithinMs: stop?.within ?? USUAL.stopWithinMs,
	};
}

function claimsOf(values: FileValues['claims']): Claims {
	return {
		pollMs: values?.poll ?? USUAL.pollMs,
		notifications: values?.notifications,
		infc: values?.infc,
		history: values?.history,
		fillsGaps: values?.fillsGaps,
		manyMeters: values?.manyMeters,
		answers: values?.answers,
		copies: values?.copies ?? false,
		clock: values?.clock ?? 'host',
	};
}

function observedIn(reader: DeclarationReader, node: Node): readonly ObserveDeclaration[] {
	const found = reader.pairs(node, 'power: { stdout: "…" }').flatMap((pair) => {
		const what = nameOf(pair.key) as Observable;
		if (!WHATS.includes(what)) reader.fail(pair.key, (words) => words.noKey(what, WHATS));
		return reader.items(pair.value).map((item) => observed(reader, what, item, pair.key));
	});
	if (found.length > MOST_OBSERVED) reader.fail(node, (words) => words.outOfRange('0', String(MOST_OBSERVED), String(found.length)));
	return found;
}

function observed(reader: DeclarationReader, what: Observable, node: Node | null, key: Node): ObserveDeclaration {
	const at = node ?? key;
	const names = reader.pairs(node, `${SOURCES[0]}: …`).map((pair) => nameOf(pair.key));
	const told = SOURCES.filter((each) => names.includes(each));
	const [name, other] = told;
	const { unit: pure } = OBSERVABLES[what];
	if (name === undefined || other !== undefined) return reader.fail(at, (words) => `${what}: ${words.sources(SOURCES, told)}`);
	const row: SourceRow = SOURCE_ROWS[name];
	const rows: readonly Row[] = [...row.rows, ...OBSERVE_ROWS];
	const strange = reader.pairs(node, '').find((pair) => !rows.some((each) => each.name === nameOf(pair.key)));
	if (strange !== undefined) {
		const known = rows.map((each) => each.name);
		reader.fail(strange.key, (words) => words.notWith(nameOf(strange.key), name, known));
	}
	const values = reader.rows(node, rows as typeof OBSERVE_ROWS, at);
	if (row.either !== undefined && row.either.filter((each) => names.includes(each)).length !== 1) {
		const [one, two] = row.either;
		reader.fail(at, (words) => `${what}: ${words.either(one, two)}`);
	}
	for (const [each, needed] of Object.entries(row.needs ?? {})) {
		if (names.includes(each) && !names.includes(needed)) reader.fail(at, (words) => `${what}: ${words.needs(each, needed)}`);
	}
	const units = UNITS[pure] ?? {};
	const factor = values.unit === undefined ? 1 : units[values.unit];
	if (pure === '' && (values.unit !== undefined || values.step !== undefined)) reader.fail(at, (words) => words.noUnit(what));
	if (factor === undefined) return reader.fail(at, (words) => words.unit(what, Object.keys(units), values.unit!));
	if (values.is !== undefined && what !== 'online') reader.fail(at, (words) => words.noIs(what));
	if (values.is === undefined && what === 'online') reader.fail(at, (words) => words.needsIs());
	return {
		what,
		step: values.step === undefined ? USUAL_STEPS[pure]! : tidy(values.step * factor),
		factor,
		none: values.none ?? [],
		is: values.is,
		source: sourceOf(name, values),
	};
}

function sourceOf(name: SourceName, read: object): ObserveSource {
	type Of<Name extends SourceName> = ValuesOf<(typeof SOURCE_ROWS)[Name]['rows']>;
	switch (name) {
		case 'stdout':
			return { kind: 'stdout', pattern: (read as Of<'stdout'>).stdout };
		case 'tail': {
			const { tail, regex, csv, where = {}, time } = read as Of<'tail'>;
			return regex === undefined ? { kind: 'tail', file: tail, column: csv!, where, time } : { kind: 'tail', file: tail, pattern: regex };
		}
		case 'mqtt': {
			const { mqtt, json } = read as Of<'mqtt'>;
			return { kind: 'mqtt', topic: mqtt, json };
		}
		case 'http': {
			const { http, metric, json, headers = {}, every = USUAL.everyMs } = read as Of<'http'>;
			return { kind: 'http', url: http, headers, metric, json, everyMs: every };
		}
		case 'influx': {
			const { measurement, field, tags = {} } = read as Of<'influx'>;
			return { kind: 'influx', measurement, field, tags };
		}
		case 'run': {
			const { run, every = USUAL.everyMs } = read as Of<'run'>;
			return { kind: 'run', command: run, everyMs: every };
		}
	}
}
