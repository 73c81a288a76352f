import { readFileSync } from 'node:fs';
import { InputError } from '../../../src/world/load/input-error.js';
import { parseScenario, type Step } from '../../../src/world/scenario/scenario.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { wrongUse } from './usage-words.js';

/** Throws UsageError if it cannot be read, or is not what it should be. */
export function readScenario(file: string, start: number): Step[] {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		throw wrongUse('cannotRead', '--scenario', file, reasonOf(error));
	}
	try {
		return parseScenario(text, file, start);
	} catch (error) {
		if (error instanceof InputError) throw new UsageError(`--scenario: ${error.message}`);
		throw error;
	}
}
