/** A result of a hand-held as its worker reads it. */
import { type RouteBMedium, unitType } from '../../../src/meter/catalogue/unit-types.js';
import { type DiagnosisReport, diagnosisOf } from '../../../src/operations/diagnosis/report.js';
import { diagnosisRows } from '../../../src/operations/diagnosis/words.js';
import type { HandheldResult } from '../../../src/operations/handheld/result.js';
import type { Language } from '../../../src/world/schema/language.js';
import { tableLines } from '../hes/hes-view.js';
import { clockText, HANDHELD_WORDS } from './handheld-words.js';

/** A name, which is empty where it belongs to the one above, and a text. */
export type Row = readonly [name: string, text: string];

/** The result itself. @param medium by which Route B goes; undefined: not known */
export function resultRows(result: HandheldResult, language: Language, medium?: RouteBMedium): readonly Row[] {
	const words = HANDHELD_WORDS[language];
	const order: readonly Row[] = result.order === null ? [] : [[words.order(), result.order]];
	const rows: readonly Row[] = [...order, [words.meter(), result.meter]];
	switch (result.kind) {
		case 'set':
			return [...rows, [words.password(), words.set(result.version)]];
		case 'failed':
			return [...rows, [words.password(), words.kinds.failed]];
		case 'built':
			return [
				...rows,
				...result.units.map(({ type, serial, firmware }, i): Row => [i === 0 ? words.units() : '', `${type}, ${serial}, ${firmware}`]),
			];
		case 'diagnosis':
			return [...rows, ...diagnosisRows(reportOf(result, medium), language)];
	}
}

export function resultLines(result: HandheldResult, language: Language, medium?: RouteBMedium): readonly string[] {
	return tableLines(resultRows(result, language, medium));
}

/** By Table 2: what the office alone knows, the letter and when the meter was heard, is left open. */
export function reportOf({ at, status }: Extract<HandheldResult, { kind: 'diagnosis' }>, medium: RouteBMedium | undefined): DiagnosisReport {
	return diagnosisOf({ reading: status ?? undefined, at, medium, letter: undefined, heardAt: undefined });
}

/** What else the worker has to know. */
export function noteLines(result: HandheldResult, language: Language): readonly string[] {
	const clock = result.kind === 'diagnosis' && result.status === null ? undefined : clockText(result.meterAhead, language);
	const units = result.kind === 'built' && result.told !== null ? differenceText(result.told, result.units, language) : undefined;
	return [units, clock].filter((line) => line !== undefined);
}

/** Whether worker and meter say the same. A cover has no number, and the meter tells none. */
function differenceText(told: readonly string[], units: readonly { readonly type: string }[], language: Language): string {
	const words = HANDHELD_WORDS[language];
	const said = told.filter((code) => unitType(code)?.kind !== 'cover').sort();
	const found = units.map(({ type }) => type.split('@')[0]!).sort();
	return said.join() === found.join() ? words.asTold() : words.notNoted(said.join(', '), found.join(', '));
}
