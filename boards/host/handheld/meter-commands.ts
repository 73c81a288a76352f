/** `keiki handheld set`, `built` and `diagnose`: at a meter. */
import process from 'node:process';
import type { RouteBMedium } from '../../../src/meter/catalogue/unit-types.js';
import type { HpkePort } from '../../../src/operations/bar-code/hpke.js';
import type { SignedResult } from '../../../src/operations/handheld/result.js';
import { needed } from '../office/database/packages.js';
import { loadHpke } from '../office/password/hpke.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { printable } from '../shared/printable.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { type AtMeterWords, type BuiltWords, handOf, type MeterWords, orderOf, type SetWords, titleOf, unitsOf } from './handheld-options.js';
import { HANDHELD_USAGE } from './handheld-usage.js';
import { troubleText } from './handheld-words.js';
import { noteLines, reportOf, resultLines } from './result-lines.js';
import { textOfFile, textOfInput } from './scan.js';
import { HandheldTrouble } from './trouble.js';

/** HPKE, from its package. Throws UsageError where it is not installed. */
export function hpke(): Promise<HpkePort> {
	return needed('@hpke/core', loadHpke);
}

/** @param picture a file; `-`: the text comes from standard input. Throws UsageError */
export async function setPassword(picture: string | undefined, words: SetWords): Promise<ExitCode> {
	if (picture !== undefined && words.text !== undefined) throw new UsageError(inEach(HANDHELD_USAGE, (each) => each.textTwice()));
	if (picture === undefined && words.text === undefined) throw new UsageError(inEach(HANDHELD_USAGE, (each) => each.nothingScanned()));
	const hand = handOf(words);
	return told(words, async () => {
		const text = words.text ?? (picture === '-' ? await textOfInput() : await textOfFile(picture!));
		return { result: await hand.set(await hpke(), text) };
	});
}

/** Throws UsageError. */
export async function noteBuilt(order: string, words: BuiltWords): Promise<ExitCode> {
	const [number, title, units] = [orderOf(order), titleOf(words.for), unitsOf(words.units)];
	const hand = handOf(words);
	return told(words, async () => ({ result: await hand.built(number, title, units) }));
}

/** Throws UsageError. */
export async function diagnoseMeter(order: string | undefined, words: MeterWords): Promise<ExitCode> {
	const [number, title] = [order === undefined ? undefined : orderOf(order), titleOf(words.for)];
	const hand = handOf(words);
	return told(words, () => hand.diagnose(number, title));
}

interface Done {
	readonly result: SignedResult;
	readonly medium?: RouteBMedium | undefined;
}

/** Does it, and tells what came of it. */
async function told({ json = false, lang = 'en' }: AtMeterWords, work: () => Promise<Done>): Promise<ExitCode> {
	try {
		const { result, medium } = await work();
		if (json) {
			const report = result.kind === 'diagnosis' ? { report: reportOf(result, medium) } : {};
			process.stdout.write(`${JSON.stringify({ ...result, ...report })}\n`);
		} else for (const line of resultLines(result, lang, medium)) process.stdout.write(printable(`${line}\n`));
		for (const line of noteLines(result, lang)) tellPerson(line);
		return result.kind === 'diagnosis' && result.status === null ? EXIT.untold : EXIT.done;
	} catch (error) {
		if (!(error instanceof HandheldTrouble)) throw error;
		const { trouble, exitCode } = error;
		tellPerson(troubleText(trouble, lang));
		if (json) process.stdout.write(`${JSON.stringify({ error: troubleText(trouble, 'en'), kind: trouble.kind })}\n`);
		return exitCode;
	}
}

function tellPerson(line: string): void {
	process.stderr.write(printable(`keiki: ${line}\n`));
}
