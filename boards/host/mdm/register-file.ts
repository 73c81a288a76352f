/** `register.csv` of the data folder, and other files of the data management that people write. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RegisterError } from '../../../src/head-end/collection/register-table.js';
import { MeterRegister } from '../../../src/mdm/meter-register.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';

export const REGISTER_FILE = 'register.csv';

/** Throws UsageError. */
export function readRegister(folder: string): MeterRegister {
	const path = join(folder, REGISTER_FILE);
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		throw new UsageError({
			en: `--data ${folder}: expected ${REGISTER_FILE}, which keiki hes collect writes: ${reasonOf(error)}`,
			ja: `--data ${folder}: keiki hes collectが書く${REGISTER_FILE}が読めません: ${reasonOf(error)}`,
		});
	}
	try {
		return MeterRegister.parse(text);
	} catch (error) {
		if (!(error instanceof RegisterError)) throw error;
		throw new UsageError(`${path}: ${error.message}`);
	}
}

/** Throws UsageError. */
export function readText(option: string, path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		throw new UsageError({ en: `${option} ${path}: ${reasonOf(error)}`, ja: `${option} ${path}: 読めません: ${reasonOf(error)}` });
	}
}

/** A file of JSON, as `parse` takes it. Throws UsageError. */
export function readJson<Result>(option: string, path: string, parse: (file: unknown) => Result): Result {
	let file: unknown;
	try {
		file = JSON.parse(readText(option, path));
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError({
			en: `${option} ${path}: expected JSON: ${reasonOf(error)}`,
			ja: `${option} ${path}: JSONとして読めません: ${reasonOf(error)}`,
		});
	}
	try {
		return parse(file);
	} catch (error) {
		throw new UsageError(`${option} ${path}: ${reasonOf(error)}`);
	}
}
