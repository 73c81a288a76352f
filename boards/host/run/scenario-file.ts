import { readFileSync } from 'node:fs';
import { parseScenario, ScenarioError, type Step } from '../../../src/world/scenario/scenario.js';
import type { Language } from '../../../src/world/schema/language.js';
import { scenarioErrorText } from '../shared/line-words.js';
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
		if (error instanceof ScenarioError) {
			const textIn = (language: Language) => `--scenario: ${scenarioErrorText(error, language)}`;
			throw new UsageError({ en: textIn('en'), ja: textIn('ja') });
		}
		throw error;
	}
}
